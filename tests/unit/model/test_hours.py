"""Opening hours as arrays: a pair (opens, closes) for each calendar, made once if all worlds share the calendar."""

from pathlib import Path

import sim
from sim.model.world import ALWAYS, make_world
from sim.model.world.windows import as_arrays

CONFIGS = Path(__file__).parents[3] / "configs"


def test_arrays_hold_the_hours_of_each_world() -> None:
    """The arrays equal the lists of the calendars in three worlds, of which at least one has outages."""
    case, stormy = sim.plan(sim.load(CONFIGS / "base.toml")), 0
    for replication in range(3):
        world = make_world(case, case.seed, replication)
        calendars = [ALWAYS, ([], []), *world.runway, *world.ramp, *world.airfield, *world.station_hours]
        found = as_arrays(calendars)
        assert [(opens.tolist(), closes.tolist()) for opens, closes in found] == calendars
        stormy += world.runway != world.airfield
    assert stormy


def test_hours_that_all_worlds_share_are_made_once() -> None:
    """A calendar that is the same object in two worlds has the same array objects in both."""
    case = sim.plan(sim.load(CONFIGS / "base.toml"))
    first, second = (make_world(case, case.seed, replication) for replication in (0, 1))
    same = [row for row, hours in enumerate(first.airfield) if hours is second.airfield[row]]
    assert same
    one, other = as_arrays(first.airfield), as_arrays(second.airfield)
    assert all(one[row][0] is other[row][0] for row in same)

"""Hours as arrays: those of each calendar, and made once where every replication of a plan has the same."""

from pathlib import Path

import sim
from sim.model.world import ALWAYS, realise
from sim.model.world.hours import as_arrays

CONFIGS = Path(__file__).parents[3] / "configs"


def test_arrays_hold_the_hours_of_each_world() -> None:
    """Claim: in every world, storms included, arrays equal the lists, in order."""
    case, stormy = sim.plan(sim.load(CONFIGS / "base.toml")), 0
    for replication in range(3):
        world = realise(case, case.seed, replication)
        calendars = [ALWAYS, ([], []), *world.runway, *world.ramp, *world.airfield, *world.station_hours]
        found = as_arrays(calendars)
        assert [(opens.tolist(), closes.tolist()) for opens, closes in found] == calendars
        stormy += world.runway != world.airfield
    assert stormy  # so some are of one world alone


def test_what_every_world_has_is_made_once() -> None:
    """Claim: the hours of a calendar that nothing changes are the same arrays in two worlds."""
    case = sim.plan(sim.load(CONFIGS / "base.toml"))
    first, second = (realise(case, case.seed, replication) for replication in (0, 1))
    same = [row for row, hours in enumerate(first.airfield) if hours is second.airfield[row]]
    assert same
    one, other = as_arrays(first.airfield), as_arrays(second.airfield)
    assert all(one[row][0] is other[row][0] for row in same)

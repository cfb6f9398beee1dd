"""A small copy of configs/kabul-2021.toml, an evacuation to a hub that fills up: the effect of the hub's room.

People, room, aircraft, missions and servers are about a twentieth of those of the file. Unknowns are not drawn; they
have the values that the file states.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.analysis.outcomes.record import outcomes
from sim.domain.scenario import Scenario
from sim.engines.compiled import simulate as fast
from sim.model.calendars import NEVER
from sim.model.compile import plan
from sim.model.plan import Plan
from sim.model.terms import Cause, Fate
from sim.model.trajectory import Trajectory
from tests.engine import simulate

CONFIG = Path(__file__).parents[2] / "configs" / "kabul-2021.toml"
PART = 20
HISTORIES = 4


def small(charters: bool = True, **sites: dict[str, Any]) -> Plan:
    """Compile the small copy. Keys given for a site replace its own; a key with the value None is removed.

    Without charters no one leaves the first hub, Al Udeid.
    """
    raw = tomllib.loads(CONFIG.read_text())
    del raw["uncertainty"], raw["observations"]
    for group in raw["group"].values():
        group["count"] = -(-group["count"] // PART)
    for floor in raw["floor"].values():
        floor["at_least"] = -(-floor["at_least"] // PART)
    for lift in raw["lift"].values():
        key = "tails" if "tails" in lift["supply"] else "per_week"
        lift["supply"][key] = -(-lift["supply"][key] // PART)
    for station in raw["site"]["Kabul"]["station"].values():
        station["servers"] = -(-station["servers"] // PART)
    for site in raw["site"].values():
        if "room" in site:
            site["room"] //= PART
    for name, keys in sites.items():
        site = raw["site"][name] | keys
        raw["site"][name] = {key: value for key, value in site.items() if value is not None}
    if not charters:
        raw["lift"]["charter"]["supply"]["per_week"] = 0
    return plan(Scenario.model_validate(raw))


def without_room() -> Plan:
    """Compile the small copy with hubs that are never full."""
    return small(**{"Al Udeid": {"room": None}, "other hubs": {"room": None}})


def lift_to(compiled: Plan, site: str) -> list[int]:
    """Return the rows of the lifts that go to a site."""
    return [row for row, to in enumerate(compiled.lift["to"]) if compiled.name_of("site", int(to)) == site]


def inside(compiled: Plan, history: Trajectory, site: str) -> list[tuple[int, int]]:
    """Return the changes of the number of people at a site as (instant [s], change). People on their way to it count
    from the beginning of their loading on.
    """
    sortie = history.sortie
    comes = sortie[np.isin(sortie["lift"], lift_to(compiled, site)) & (sortie["worked"] < NEVER)]
    goes = sortie[(sortie["site"] == compiled.names["site"].index(site)) & (sortie["fate"] == Fate.OUT)]
    moves = [(int(row["worked"]), int(row["people"])) for row in comes]
    return moves + [(int(row["up"]), -int(row["people"])) for row in goes]


def test_departures_pause_while_the_hub_is_full() -> None:
    """A sortie that waits for room is loaded when people leave the hub; before that instant its people would have
    exceeded the room.

    At least one sortie waits for more than six hours. The people at the hub and on their way to it never exceed its
    room.
    """
    compiled = small()
    history = simulate(compiled, compiled.seed, 0)
    room = 10_000 // PART
    moves = inside(compiled, history, "Al Udeid")
    went_on = {instant for instant, people in moves if people < 0}
    to_hub = np.isin(history.sortie["lift"], lift_to(compiled, "Al Udeid"))
    paused = history.sortie[to_hub & (history.sortie["load_cause"] == Cause.ROOM)]
    assert len(paused) > 0
    assert (paused["worked"] - paused["landed"]).max() > 6 * 3600
    for row in paused:
        before = sum(people for instant, people in moves if instant < row["worked"])
        assert before + row["people"] > room
        assert int(row["worked"]) in went_on
    for instant in {instant for instant, _ in moves}:
        assert sum(people for at, people in moves if at <= instant) <= room


def means(compiled: Plan) -> dict[str, float]:
    """Return the means over some histories: closure [s], longest pause [h], and people flown to the first hub."""
    taken = [outcomes(compiled, fast(compiled, compiled.seed, at)) for at in range(HISTORIES)]
    names = {"closure": "closure", "pause": "longest_pause_h", "people": "people_C-17"}
    return {short: float(np.mean([one[name] for one in taken])) for short, name in names.items()}


@pytest.mark.slow
def test_a_hub_that_is_never_full_ends_the_pauses() -> None:
    """If the hubs have no limit of room, there is no pause, more people go to the first hub, and the mean closure is
    earlier. If the first hub has a third of its room, fewer people go there, and the mean closure is later.
    """
    full, never, third = means(small()), means(without_room()), means(small(**{"Al Udeid": {"room": 166}}))
    assert never["pause"] == 0.0 < min(full["pause"], third["pause"])
    assert third["people"] < full["people"] < never["people"]
    assert never["closure"] < full["closure"] < third["closure"]


@pytest.mark.slow
def test_without_onward_lift_the_hub_stays_full() -> None:
    """Without charters from the first hub, on average no more people are flown to it than it has room for, and the mean
    closure is later.
    """
    flowing, stopped = means(small()), means(small(charters=False))
    assert stopped["people"] <= 10_000 // PART < flowing["people"]
    assert flowing["closure"] < stopped["closure"]

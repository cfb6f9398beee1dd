"""Leaving a site and leaving the country, worked by hand: who is counted where, and until when.

Hours since the start of a Monday, 00:00 UTC. A lift flies an hour each way, is loaded for an hour, and is off.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.analysis.causes.owned import owned
from sim.analysis.outcomes.record import outcomes
from sim.analysis.sums import Sums, lot_facts
from sim.analysis.sums.places import places
from sim.analysis.sums.standing import standing
from sim.config.load import load
from sim.engines.compiled import simulate as fast
from sim.engines.simpy import Check
from sim.model.calendars import NEVER
from sim.model.compile import plan
from sim.model.plan import Plan
from sim.model.trajectory import Trajectory
from tests.engine import simulate
from tests.scenarios import HOUR, dated, hours, items, lift, scenario, staged

ALL = Check(shuffle=5, scan=True, enablers=True, audit=True)
OUTPOST: dict[str, Any] = {
    "site": {"H": {"kind": "hub"}},
    "route": {"out": {"via": ["H"]}},
    "lift": {"heli": lift(dated(1.0, 5.0, 60.0), to="H"), "jet": lift(dated(50.0, 70.0), sites=["H"])},
}


def run(**sections: Any) -> tuple[Plan, Trajectory]:
    """Run a scenario under all checks."""
    compiled = plan(scenario(**(OUTPOST | sections)))
    return compiled, simulate(compiled, 1, 0, check=ALL)


def left(history: Trajectory, mover: int) -> list[float | None]:
    """Hours at which a mover left the places of its way."""
    ups = history.stay["up"][history.stay["mover"] == mover].tolist()
    return [None if up == NEVER else up / HOUR for up in ups]


def test_a_site_is_closed_by_the_last_departure_from_it() -> None:
    """Off from A at 2 h and out of H at 51 h: A is closed at 2 h, its people are out at 51 h, and H is closed then."""
    compiled, history = run(group={"people": staged(2, routes=["out"])})
    found = outcomes(compiled, history)
    assert (found["closure_A"], found["out_A"]) == (2 * HOUR, 51 * HOUR)
    assert (found["closure_H"], found["out_H"]) == (51 * HOUR, 0)


@pytest.mark.parametrize(("left_", "reached"), [(None, 2), ("site", 2), ("country", 51)])
def test_a_milestone_says_what_is_left(left_: str | None, reached: int) -> None:
    """A milestone of a site is about the site; on request it is about the country, as one that names none is."""
    closed = {"by": hours(10.0), "site": "A"} | ({"left": left_} if left_ else {})
    compiled, history = run(group={"people": staged(2, routes=["out"])}, milestone={"A closed": closed})
    found = outcomes(compiled, history)
    assert (found["time_A closed"], found["time_deadline"]) == (reached * HOUR, 51 * HOUR)
    assert found["met_A closed"] == (reached == 2)


def test_a_milestone_of_a_hub_counts_who_passes_it() -> None:
    """Two of A pass H and leave it at 51 h, its own clerk too: a milestone of H asks for three, of whom 0.3 are one."""
    group = {"people": staged(2, routes=["out"]), "clerk": staged(1, site="H", board_after="first gone")}
    hold = {"first gone": {"until": [{"group": ["people"], "left": "country"}]}}
    milestones = {name: {"by": hours(60.0), "site": "H", "share": share} for name, share in (("H", 1.0), ("some", 0.6))}
    compiled, history = run(group=group, hold=hold, milestone=milestones)
    found = outcomes(compiled, history)
    assert (found["time_some"], found["time_H"], found["closure_H"]) == (51 * HOUR, 51 * HOUR, 51 * HOUR)


@pytest.mark.parametrize(("left_", "gone"), [(None, [6, 71]), ("site", [6, 71]), ("country", [61, 71])])
def test_a_guard_goes_when_its_site_is_empty(left_: str | None, gone: list[float]) -> None:
    """The guard may not ride with the arms: off with the flight after them, or, on request, when they are out."""
    until = {"site": "A", "kind": "equipment"} | ({"left": left_} if left_ else {})
    _, history = run(
        group={"guard": staged(1, routes=["out"], board_after="clear")},
        lot={"arms": items(1, routes=["out"])},
        hold={"clear": {"until": [until]}},
        order={"segregate": [("people", "lethal")]},
    )
    assert left(history, 1) == [2, 51]
    assert left(history, 0) == gone


@pytest.mark.parametrize(("left_", "gone"), [("site", 6), (None, 61), ("country", 61)])
def test_a_condition_without_a_site_is_about_the_country(left_: str | None, gone: float) -> None:
    """With left = "site" it counts each until it has left its own site, wherever it goes then."""
    until = {"lot": ["arms"]} | ({"left": left_} if left_ else {})
    _, history = run(
        group={"guard": staged(1, routes=["out"], board_after="clear")},
        lot={"arms": items(1, routes=["out"])},
        hold={"clear": {"until": [until]}},
    )
    assert left(history, 0)[0] == gone


def test_stock_is_where_it_stands() -> None:
    """Two of A and a crate: in A at first, in the air from 2 to 3 h, at H until 51 h, then out."""
    compiled, history = run(
        group={"people": staged(2, routes=["out"])}, lot={"crate": items(1, 2.0, "general", routes=["out"])}
    )
    assert places(compiled) == ("A", "H", "on the road", "all")
    counted = standing(compiled, history, lot_facts(compiled), HOUR * np.array([0, 2, 3, 50, 51]))
    assert counted[:, :, 0].tolist() == [[2, 0, 0, 2], [0, 0, 2, 2], [0, 2, 0, 2], [0, 2, 0, 2], [0, 0, 0, 0]]
    assert counted[:, :, 1].tolist() == (1000 * counted[:, :, 0]).tolist()
    assert counted[:, :, 2].tolist() == [[0, 0, 0, 0], [2, 0, 0, 0], [2, 0, 0, 0], [2, 0, 0, 0], [2, 2, 0, 2]]


def test_who_turns_back_stands_there_again() -> None:
    """H is lost while the flight is under way: it is back at A at 4 h, and leaves again at 27.5 h, when H is there."""
    lost = {"hub": {"sites": ["H"], "lost": 1.0, "lost_after_d": 2.5 / 24, "lost_for_d": 1.0}}
    compiled, history = run(group={"people": staged(1, routes=["out"])}, permission=lost)
    counted = standing(compiled, history, lot_facts(compiled), HOUR * np.array([2, 3, 4, 61]))
    assert counted[:, 0, 0].tolist() == [0, 0, 1, 0]
    assert counted[:, 0, 2].tolist() == [1, 1, 0, 1]
    assert outcomes(compiled, history)["closure_A"] == 27.5 * HOUR


@pytest.mark.parametrize("name", ["camps", "iraq-2011", "kabul-2021", "base"])
def test_places_add_up(name: str) -> None:
    """At every midnight the sites and the road hold what is in country, none of it less than nothing.

    The chain of causes of each site adds up to when it was left.
    """
    asked = plan(load(f"configs/{name}.toml"))
    for replication in range(1 if name == "kabul-2021" else 2):
        sums = Sums(asked, fast(asked, asked.seed, replication))
        daily = sums.daily
        assert (daily >= 0).all()
        assert (daily[:, :-1, :2].sum(axis=1) == daily[:, -1, :2]).all()
        chain = owned(sums)
        first = 1 + len(asked.milestone)
        for place, closed in enumerate(sums.movers.closures):
            assert chain["seconds"][chain["target"] == first + place].sum() == min(closed, asked.horizon)

"""Leaving a site and leaving the country, worked by hand: to which of the two a condition, milestone or count refers.

A helicopter carries movers from the outpost A to the hub H, and a jet carries them from H out of the country, to Z.
Each is loaded for an hour and flies for an hour. Times are in hours since the start, a Monday at 00:00 UTC.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.analysis.causes.by_reason import by_reason
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
    """Run a scenario with the outpost A and the hub H under all checks; return its plan and history."""
    compiled = plan(scenario(**(OUTPOST | sections)))
    return compiled, simulate(compiled, 1, 0, check=ALL)


def left(history: Trajectory, mover: int) -> list[float | None]:
    """Return the hours at which a mover left each site of its way; None for NEVER."""
    ups = history.stay["up"][history.stay["mover"] == mover].tolist()
    return [None if up == NEVER else up / HOUR for up in ups]


def test_a_site_is_closed_by_the_last_departure_from_it() -> None:
    """Two people leave A at 2 h and H at 51 h. So A is closed at 2 h, H is closed at 51 h, and all who began at A are
    out at 51 h.

    `out_H` is 0, since no mover begins at H.
    """
    compiled, history = run(group={"people": staged(2, routes=["out"])})
    found = outcomes(compiled, history)
    assert (found["closure_A"], found["out_A"]) == (2 * HOUR, 51 * HOUR)
    assert (found["closure_H"], found["out_H"]) == (51 * HOUR, 0)


@pytest.mark.parametrize(("left_", "reached"), [(None, 2), ("site", 2), ("country", 51)])
def test_a_milestone_is_about_the_site_or_the_country(left_: str | None, reached: int) -> None:
    """A milestone of a site is reached when all have left the site or, with `left = "country"`, when they have left the
    country.
    """
    closed = {"by": hours(10.0), "site": "A"} | ({"left": left_} if left_ else {})
    compiled, history = run(group={"people": staged(2, routes=["out"])}, milestone={"A closed": closed})
    found = outcomes(compiled, history)
    assert (found["time_A closed"], found["time_deadline"]) == (reached * HOUR, 51 * HOUR)
    assert found["met_A closed"] == (reached == 2)


def test_a_milestone_of_a_hub_counts_people_who_pass_it() -> None:
    """Two people from A pass H, where a clerk begins. All three leave H at 51 h, which closes H. Two milestones of H,
    for all and for a share of 0.6, are reached then.
    """
    group = {"people": staged(2, routes=["out"]), "clerk": staged(1, site="H", board_after="first gone")}
    hold = {"first gone": {"until": [{"group": ["people"], "left": "country"}]}}
    milestones = {name: {"by": hours(60.0), "site": "H", "share": share} for name, share in (("H", 1.0), ("some", 0.6))}
    compiled, history = run(group=group, hold=hold, milestone=milestones)
    found = outcomes(compiled, history)
    assert (found["time_some"], found["time_H"], found["closure_H"]) == (51 * HOUR, 51 * HOUR, 51 * HOUR)


@pytest.mark.parametrize(("left_", "gone"), [(None, [6, 71]), ("site", [6, 71]), ("country", [61, 71])])
def test_a_guard_goes_when_the_arms_have_left(left_: str | None, gone: list[float]) -> None:
    """The arms leave A at 2 h and the country at 51 h; a guard at A may not ride with them.

    If the condition is about the site, as it is by default if it names a site, the guard leaves A at 6 h; if it is
    about the country, at 61 h.
    """
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
    """A condition that names no site is about the country by default. With `left = "site"` it counts movers until they
    leave their own site.
    """
    until = {"lot": ["arms"]} | ({"left": left_} if left_ else {})
    _, history = run(
        group={"guard": staged(1, routes=["out"], board_after="clear")},
        lot={"arms": items(1, routes=["out"])},
        hold={"clear": {"until": [until]}},
    )
    assert left(history, 0)[0] == gone


def test_counts_follow_movers_on_their_way() -> None:
    """Two people and a crate count at A until 2 h, on the road until 3 h, at H until 51 h, and then as out."""
    compiled, history = run(
        group={"people": staged(2, routes=["out"])}, lot={"crate": items(1, 2.0, "general", routes=["out"])}
    )
    assert places(compiled) == ("A", "H", "on the road", "all")
    counted = standing(compiled, history, lot_facts(compiled), HOUR * np.array([0, 2, 3, 50, 51]))
    assert counted[:, :, 0].tolist() == [[2, 0, 0, 2], [0, 0, 2, 2], [0, 2, 0, 2], [0, 2, 0, 2], [0, 0, 0, 0]]
    assert counted[:, :, 1].tolist() == (1000 * counted[:, :, 0]).tolist()
    assert counted[:, :, 2].tolist() == [[0, 0, 0, 0], [2, 0, 0, 0], [2, 0, 0, 0], [2, 0, 0, 0], [2, 2, 0, 2]]


def test_movers_that_turn_back_count_at_their_site_again() -> None:
    """H is lost from 2.5 h to 26.5 h. A flight that left A for H at 2 h turns back and is at A again by 4 h; its
    passenger leaves A again at 27.5 h.
    """
    lost = {"hub": {"sites": ["H"], "lost": 1.0, "lost_after_d": 2.5 / 24, "lost_for_d": 1.0}}
    compiled, history = run(group={"people": staged(1, routes=["out"])}, permission=lost)
    counted = standing(compiled, history, lot_facts(compiled), HOUR * np.array([2, 3, 4, 61]))
    assert counted[:, 0, 0].tolist() == [0, 0, 1, 0]
    assert counted[:, 0, 2].tolist() == [1, 1, 0, 1]
    assert outcomes(compiled, history)["closure_A"] == 27.5 * HOUR


@pytest.mark.parametrize("name", ["camps", "iraq-2011", "kabul-2021", "base"])
def test_counts_of_places_sum_to_those_in_country(name: str) -> None:
    """At every midnight, counts at sites and on the road sum to those in country, and none is negative.

    For each site, the times due to each cause sum to the instant at which the site closed, or to the horizon if this is
    earlier.
    """
    asked = plan(load(f"configs/{name}.toml"))
    for replication in range(1 if name == "kabul-2021" else 2):
        sums = Sums(asked, fast(asked, asked.seed, replication))
        daily = sums.daily
        assert (daily >= 0).all()
        assert (daily[:, :-1, :2].sum(axis=1) == daily[:, -1, :2]).all()
        chain = by_reason(sums)
        first = 1 + len(asked.milestone)
        for place, closed in enumerate(sums.movers.closures):
            assert chain["seconds"][chain["target"] == first + place].sum() == min(closed, asked.horizon)

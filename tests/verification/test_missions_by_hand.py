"""Missions worked by hand: when they come, what they come for, where they go, and what keeps them.

Times are in hours since the start, a Monday at 00:00 UTC. A mission is loaded for an hour: if it lands at 1, it is up
at 2. Rows of sites: A is 0, B is 2.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from sim.model.compile import plan
from sim.model.terms import Cause, Fate
from sim.model.world import make_world
from tests.scenarios import HOUR, START, base, dated, fleet, hours, items, lift, rate, scenario, shift, staged
from tests.verification.hand_worked import run, sorties, ups


def test_dated_missions() -> None:
    """A dated mission comes at its date, to the site that is stated with the date; if none is stated, the rule of its
    lift chooses the site.

    The first and third missions name B. The second names no site and goes to the greater need: to A, where three people
    wait (0.543 t), since only one is left at B (0.181 t).
    """
    compiled, history = run(
        site={"B": base()},
        group={"at A": staged(3), "at B": {"site": "B", "count": 2}},
        lift={"jet": lift(dated((1.0, "B"), 5.0, (9.0, "B")), sites=["A", "B"], seats=1)},
    )
    assert sorties(history, "site", "landed", "people") == [(2, 1, 1), (0, 5, 1), (2, 9, 1)]
    assert ups(compiled, history) == {"at A": [6, None, None], "at B": [2, 10]}


def test_missions_before_the_start_are_left_out() -> None:
    """Of dated missions, and of a rate that begins before the start, only missions after the start come."""
    _, history = run(
        group={"people": staged(9)},
        lift={"jet": lift(dated(-30.0, -1.0, 2.0), seats=9)},
    )
    assert sorties(history, "landed") == [(2,)]
    compiled = plan(
        scenario(group={"people": staged(9)}, lift={"jet": lift(rate(7.0, begins=START - timedelta(days=2)))})
    )
    assert make_world(compiled, 1, 0).planned[0][:3] == [(HOUR * (12 + 24 * n), -1) for n in range(3)]


@pytest.mark.parametrize("per_week", [1.0, 3.5, 7.0, 10.0, 14.0, 42.0])
def test_an_even_rate_is_even(per_week: float) -> None:
    """Missions at an even rate lie in the middle of equal spans, to the second."""
    compiled = plan(scenario(group={"people": staged(1)}, lift={"jet": lift(rate(per_week))}))
    planned = [when for when, _ in make_world(compiled, 1, 0).planned[0]]
    every = 7 * 24 * HOUR / per_week
    assert planned == [int((n + 0.5) * every + 0.5) for n in range(len(planned))]
    assert len(planned) == pytest.approx(90 * 24 * HOUR / every, abs=1)


def test_missions_are_struck_when_there_is_nothing_to_come_for() -> None:
    """A mission is struck if, when it is tasked, inbound sorties are expected to take all that it could carry.

    Two people (0.362 t) wait for a jet with a payload of 40 t. Missions are tasked a day ahead. The first, for 24 h, is
    tasked at 0 h and expected to take both people, so the next two are struck.
    """
    _, history = run(
        group={"people": staged(2)},
        lift={"jet": lift(dated(24.0, 25.0, 26.0), lead_d=1)},
    )
    assert sorties(history, "fate", "tasked", "landed") == [
        ("OUT", 0, 24),
        ("STRUCK", 1, None),
        ("STRUCK", 2, None),
    ]


def test_a_mission_is_not_struck_for_what_another_lift_takes() -> None:
    """An inbound sortie is expected to take first what only its lift can carry.

    A freighter with a payload of 40 t is on its way for 50 t of cargo. Two people, who may ride by bus only, are not
    expected to ride with the freighter, so a bus is tasked for them. A second bus would find no one and is struck.
    """
    _, history = run(
        group={"people": staged(2, lifts=["bus"])},
        lot={"cargo": items(50, 1.0, lifts=["jet"])},
        lift={"jet": lift(dated(24.0), lead_d=1), "bus": lift(dated(2.0, 2.5), lead_d=0.05)},
    )
    assert sorties(history, "lift", "fate", "landed") == [(0, "OUT", 24), (1, "OUT", 2), (1, "STRUCK", None)]


def test_a_cancelled_mission_slips_or_is_lost() -> None:
    """A cancelled mission that slips is planned again a day later, until it is not cancelled. With `on_cancel = "lost"`
    it does not come, and the people are stuck.
    """
    sections: dict[str, Any] = {"group": {"people": staged(2)}}
    _, history = run(**sections, lift={"jet": lift(dated(5.0), cancel=0.6)})
    got = sorties(history, "fate", "attempt", "landed")
    assert [fate for fate, *_ in got] == ["CANCELLED"] * (len(got) - 1) + ["OUT"]
    assert got[-1] == ("OUT", len(got) - 1, 5 + 24 * (len(got) - 1))
    _, history = run(**sections, lift={"jet": lift(dated(5.0), cancel=1.0, on_cancel="lost")})
    assert sorties(history, "fate", "landed") == [("CANCELLED", None)]
    assert history.stuck


def test_holding_then_diverting() -> None:
    """A mission holds overhead while a storm closes the runway. If the runway opens in time, it lands; else it diverts
    and slips a day.

    The storm lasts from 0 to 6 h, and a mission holds for at most 2 h. The mission of 3 h diverts at 5 and comes at 27.
    That of 4.5 h lands at 6 and is up at 7. Each mission has one seat, so both are tasked for the two people.
    """
    _, history = run(
        outage={"storm": {"sites": ["A"], "dates": [{"begins": hours(0), "until": hours(6)}]}},
        group={"people": staged(2)},
        lift={"jet": lift(dated(3.0, 4.5), holding_h=2.0, seats=1, payload_t=0.2)},
        deadline_h=30,
        horizon_d=0.5,
    )
    assert sorties(history, "fate", "overhead", "landed", "up") == [
        ("DIVERTED", 3, None, None),
        ("OUT", 4.5, 6, 7),
        ("OUT", 27, 27, 28),
    ]
    assert history.sortie["land_cause"][1] == Cause.RUNWAY


def test_wheels_up_waits_for_the_runway() -> None:
    """A jet whose loading ends at 18:30 finds the runway closed since 18:00, and takes off at 06:00 on the next day."""
    _, history = run(
        site={"A": base(runway_hours=[shift(6, 18)])},
        group={"people": staged(2)},
        lift={"jet": lift(dated(17.5))},
    )
    assert sorties(history, "landed", "loaded", "up") == [(17.5, 18.5, 30)]
    assert history.sortie["up_cause"][0] == Cause.RUNWAY


def test_permission_that_opens_late() -> None:
    """Permission opens at 48 h, so missions planned for 10 and 40 h do not come; that of 60 h does."""
    compiled, history = run(
        group={"people": staged(2)},
        lift={"jet": lift(dated(10.0, 40.0, 60.0))},
        permission={"ministry": {"lifts": ["jet"], "opens_after_d": 2.0}},
    )
    assert sorties(history, "fate", "landed") == [("SHUT", None), ("SHUT", None), ("OUT", 60)]
    assert ups(compiled, history) == {"people": [61, 61]}


def test_permission_withdrawn() -> None:
    """If permission is withdrawn, an inbound sortie turns back and follows `on_cancel`; a sortie on the ground may
    leave.

    Permission is withdrawn from 24 to 48 h. Mission 1 lands at 23.5 and leaves at 24.5. Mission 2, planned for 24.5, is
    on its flight of an hour at 24 and turns back; it slips by a day, to 48.5.
    """
    compiled, history = run(
        group={"people": staged(2)},
        lift={"jet": lift(dated(23.5, 24.5), lead_d=1, seats=1, payload_t=0.2)},
        permission={
            "ministry": {"lifts": ["jet"], "lost": 1.0, "lost_after_d": 1.0, "lost_for_d": 1.0},
        },
    )
    assert sorties(history, "fate", "attempt", "landed", "up") == [
        ("OUT", 0, 23.5, 24.5),
        ("TURNED_BACK", 0, None, None),
        ("OUT", 1, 48.5, 49.5),
    ]
    assert ups(compiled, history) == {"people": [24.5, 49.5]}


def test_a_tail_waits_for_permission() -> None:
    """A tail stays at home until permission opens at 48 h, and then sets out."""
    _, history = run(
        group={"people": staged(2)},
        lift={"jet": lift(fleet(1), seats=1)},
        permission={"m": {"lifts": ["jet"], "opens_after_d": 2.0}},
    )
    assert sorties(history, "tasked", "landed", "up") == [(48, 49, 50), (51, 52, 53)]
    assert history.sortie["task_cause"].tolist() == [Cause.PERMISSION, Cause.ARRIVAL]


def test_a_week_factor_is_shared_by_sites() -> None:
    """The factor of a week applies to all missions of a lift, whatever their site: missions are planned for the lift,
    and their sites are chosen later.

    Without variation each of twelve weeks has ten missions. With a coefficient of variation of 0.8, at least one week
    has more than 14 and one fewer than 7.
    """
    sections: dict[str, Any] = {
        "site": {"B": base()},
        "group": {"at A": staged(1), "at B": {"site": "B", "count": 1}},
    }

    def weekly(cv: float, replication: int) -> list[int]:
        jet = lift(rate(10, week_cv=cv), sites=["A", "B"])
        planned = make_world(plan(scenario(**sections, lift={"jet": jet})), 1, replication).planned[0]
        assert {site for _, site in planned} == {-1}
        return np.bincount([when // (7 * 24 * HOUR) for when, _ in planned])[:12].tolist()

    assert weekly(0.0, 0) == [10] * 12
    assert max(weekly(0.8, 0)) > 14
    assert min(weekly(0.8, 0)) < 7
    assert weekly(0.8, 0) != weekly(0.8, 1)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("need", [2, 2, 0, 2, 0, 2]),
        ("sequence", [0, 0, 2, 2, 2, 2]),
        ("shares", [2, 0, 2, 2, 0, 2]),
        ("fixed", [0, 0]),
    ],
)
def test_which_site_a_mission_goes_to(rule: str, expected: list[int]) -> None:
    """The rule `need` chooses the site where the most weight waits, `sequence` the first site with anything to carry,
    `shares` B twice for each time that it chooses A, and `fixed` the first site only.

    A has 2 items of 10 t and B has 4; a mission takes one. `need` sends to B (40 against 20 t), B (30), A (20 = 20, a
    tie goes to the first), B (20), A (10 = 10), B. `shares` chooses the least (missions sent + 1) / share, which for A
    and B is: 1 and 1/2 (B), 1 and 1 (A, the first), 2 and 1 (B), 2 and 3/2 (B), 2 and 2 (A), 3 and 2 (B).
    """
    jet = lift(dated(*range(1, 7)), sites=["A", "B"], rule=rule, payload_t=10.0, load_h=0.5)
    if rule == "shares":
        jet["shares"] = {"A": 1, "B": 2}
    _, history = run(
        site={"B": base()},
        lot={"at A": items(2, 10.0), "at B": items(4, 10.0) | {"site": "B"}},
        lift={"jet": jet},
    )
    assert history.sortie["site"][history.sortie["fate"] == Fate.OUT].tolist() == expected


def test_required_movers_draw_the_lift_before_wanted_ones() -> None:
    """The rule `need` prefers a site where something required waits. The first mission goes to B for a required item of
    1 t, and only the second to A, where nine wanted items of 10 t wait.
    """
    _, history = run(
        site={"B": base()},
        group={"stay": staged(1, board_after="never yet")},
        lot={"nice": items(9, 10.0, "general"), "needed": items(1, 1.0) | {"site": "B"}},
        hold={"never yet": {"until": [{"lot": ["needed"]}], "not_before": hours(10)}},
        lift={"jet": lift(dated(1.0, 3.0), sites=["A", "B"], rule="need")},
        deadline_h=5,
        horizon_d=0.1,
    )
    assert sorties(history, "site", "landed") == [(2, 1), (0, 3)]

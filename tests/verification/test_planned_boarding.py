"""Phased plans that govern boarding, worked by hand: movers are prepared at once, but board no earlier than planned.

Times are in hours since the start of the clock, Monday 1 January 2024, 00:00 UTC. Four people pass a desk one after the
other, an hour each: they are through at 1, 2, 3 and 4 h. Their plan lets them board evenly over eight days, one in the
middle of each two days: at 24, 72, 120 and 168 h.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from sim.analysis.causes.reason import ReasonKind, reasons
from sim.arithmetic import arithmetic
from sim.engines.simpy import Check
from sim.model.compile import plan
from sim.model.terms import Fate
from sim.model.trajectory import Trajectory
from tests.engine import simulate
from tests.scenarios import HOUR, base, dated, hours, items, lift, rate, scenario, staged
from tests.verification.chains import assert_exact_sums, closing, spans_of
from tests.verification.test_why_unclosed import links

ALL = Check(shuffle=5, scan=True, enablers=True, audit=True)
FIRST = date(2024, 1, 1)
DESK = {"A": base(station={"desk": {"servers": 1, "service_h": 1.0}})}
DAYS = [24.0, 72.0, 120.0, 168.0]
"""When each of the four people may board [h]."""
HOURLY = rate(7 * 24)
"""A mission each hour, at half past."""


def asked(governs: str = "boarding", **sections: Any) -> Any:
    """Return a scenario of four people and their plan, with lift every hour."""
    phasing = {"begins": FIRST, "until": FIRST + timedelta(7), "kind": "people", "governs": governs}
    stated: dict[str, Any] = {
        "site": DESK,
        "group": {"main": staged(4, stations=["desk"])},
        "lift": {"jet": lift(HOURLY)},
        "plan": {"out": phasing},
    }
    return scenario(**(stated | sections))


def run(case: Any) -> Trajectory:
    """Run a scenario under all checks, and check that the causes of each date sum to it; return the history."""
    compiled = plan(case)
    history = simulate(compiled, 1, 0, check=ALL)
    assert_exact_sums(compiled, history)
    return history


def at(history: Trajectory, column: str, many: int = 4) -> list[float]:
    """Return a column of instants of the first `many` movers [h]."""
    return [instant / HOUR for instant in history.mover[column][:many].tolist()]


def test_who_is_prepared_at_once_waits_for_the_planned_day() -> None:
    """All begin at 0 and are through the desk at 4 h. They are staged at their planned hours, and are up 1 to 2.5 h
    later.
    """
    history = run(asked())
    assert at(history, "released") == [0, 0, 0, 0]
    assert sorted(history.visit["ended"][history.visit["place"] >= 0] / HOUR) == [1, 2, 3, 4]
    assert at(history, "staged") == DAYS
    assert all(1.0 <= up - day <= 2.5 for up, day in zip(at(history, "up"), DAYS, strict=True))


def test_a_plan_of_release_lets_no_one_begin_early() -> None:
    """If the plan governs the release instead, each person begins at the planned hour, and is staged an hour later."""
    history = run(asked("release"))
    assert at(history, "released") == DAYS
    assert at(history, "staged") == [day + 1 for day in DAYS]


def test_who_is_prepared_after_the_planned_day_waits_for_nothing_more() -> None:
    """All have a release date of 60 h. The first person, whose planned hour was 24 h, is staged when through the desk,
    at 61 h. The others are staged at their planned hours.
    """
    history = run(asked(group={"main": staged(4, stations=["desk"], release=hours(60))}))
    assert at(history, "released") == [60, 60, 60, 60]
    assert at(history, "staged") == [61, 72, 120, 168]


def test_a_hold_and_the_planned_day_both_have_to_come() -> None:
    """No one begins before the arms have gone, at 51 h. The first person is through the desk and staged at 52 h, the
    others are staged at their planned hours.
    """
    arms = items(1, 10.0, required=True, lifts=["barge"])
    case = asked(
        group={"main": staged(4, stations=["desk"], begin_after="gone", lifts=["jet"])},
        lot={"arms": arms},
        hold={"gone": {"until": [{"lot": ["arms"]}]}},
        lift={"jet": lift(HOURLY), "barge": lift(dated(50.0))},
    )
    history = run(case)
    assert at(history, "released") == [51, 51, 51, 51]
    assert at(history, "staged") == [52, 72, 120, 168]


def test_the_chain_of_the_last_names_the_planned_departure() -> None:
    """The last person is through the desk at 4 h. The time from then to the planned hour, 168 h, is due to the plan."""
    case = plan(asked())
    chain = spans_of(case, closing(case, simulate(case, 1, 0)))
    assert (4.0, 168.0, "release:main") in chain
    assert [span[2] for span in chain[:4]] == ["station:A/desk"] * 4


def test_the_words_of_the_chain() -> None:
    """The reason is labelled "planned departure" for a plan of boarding, and "planned release" for a plan of
    release.
    """
    for governs, words in (("boarding", "planned departure of main"), ("release", "planned release of main")):
        labels = [reason.label for reason in reasons(plan(asked(governs))) if reason.kind is ReasonKind.RELEASE]
        assert labels == [words]


def test_no_lift_is_sent_for_who_may_not_board_yet() -> None:
    """All four are through the desk at 4 h, but the tail is tasked only at each planned hour, and carries one person
    each time.
    """
    history = run(asked(lift={"jet": lift({"tails": 1})}))
    flown = history.sortie[history.sortie["up"] < 10**12]
    assert flown["people"].tolist() == [1, 1, 1, 1]
    assert (flown["tasked"] / HOUR).tolist() == [24, 72, 120, 168]


def test_the_end_of_the_clock_comes_first() -> None:
    """The clock ends at 144 h, while the last person waits for the planned hour, 168 h. The time since 4 h, when this
    person was through the desk, is due to the plan.
    """
    case = plan(asked(deadline_h=120.0, horizon_d=1.0))
    assert_exact_sums(case, simulate(case, 1, 0, check=ALL))
    assert links(case)[-1] == (4.0, 144.0, "release:main")


def test_a_hold_that_waits_for_staging_waits_for_the_planned_days() -> None:
    """The crew may board when all of `main` are staged. The last of them is staged at the planned hour, 168 h, and the
    crew leaves less than three hours later.
    """
    case = asked(
        group={"main": staged(4, stations=["desk"]), "crew": staged(1, board_after="all")},
        plan={"out": {"begins": FIRST, "until": FIRST + timedelta(7), "group": ["main"], "governs": "boarding"}},
        hold={"all": {"until": [{"group": ["main"], "left": "stations"}]}},
    )
    assert 168 < at(run(case), "up", 5)[4] < 171


def test_what_is_left_while_it_waits_for_its_day() -> None:
    """Four tents may board at 24, 72, 120 and 168 h. The first two have left by 100 h; the other two are left behind
    then.
    """
    tents = items(4, 1.0, "general", required=False, stations=["desk"], leave_after=hours(100))
    phasing = {"begins": FIRST, "until": FIRST + timedelta(7), "kind": "equipment", "governs": "boarding"}
    history = run(asked(group={"crew": staged(1)}, lot={"tents": tents}, plan={"out": phasing}))
    assert history.mover["fate"].tolist() == [Fate.OUT, Fate.OUT, Fate.OUT, Fate.LEFT, Fate.LEFT]


@pytest.mark.parametrize("governs", ["boarding", "release"])
def test_at_mean_values_the_last_leaves_after_the_planned_day(governs: str) -> None:
    """At mean values, the closure is not before the planned hour of the last person, 168 h."""
    found = arithmetic(plan(asked(governs)))
    assert found.closure >= 7 * 24 * HOUR


def test_what_is_given_up_while_it_waits_for_its_day_goes_its_way_at_once() -> None:
    """A jet takes one crate a day. The five cheap crates may board only from 20 January on, too late for the milestone
    at 144 h. So the review at 72 h gives them up, and they are sold at once. The five dear crates leave by jet.
    """
    asks = {"dates": [hours(72)], "of": "gear", "margin_d": 0, "window_d": 14, "respond": ["dispose"]}
    cheap = {"value_usd": 5e3, "condition": 0.2, "permitted": ["sell"], "lifts": ["jet"]}
    case = scenario(
        site={"A": base(disposal={"sell": [], "transfer": []})},
        group={"clerk": staged(1, lifts=["bus"])},
        lot={
            "dear": items(5, 1.0, "general", value_usd=9e3, permitted=["transfer"], lifts=["jet"]),
            "cheap": items(5, 1.0, "general", **cheap),
        },
        lift={
            "jet": lift(dated(*(1 + 24 * number for number in range(30))), payload_t=1.0),
            "bus": lift(dated(24.0 * 29)),
        },
        milestone={"gear": {"by": hours(144), "of": "equipment", "settled": True}},
        review=asks,
        plan={"out": {"begins": FIRST + timedelta(19), "per_week": 7, "lot": ["cheap"], "governs": "boarding"}},
    )
    history = run(case)
    assert at(history, "up", 6)[1:] == [2, 26, 50, 74, 98]
    cheap_ones = history.mover[6:]
    assert cheap_ones["fate"].tolist() == [Fate.SOLD] * 5
    assert (cheap_ones["left"] == 72 * HOUR).all()

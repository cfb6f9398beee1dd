"""Unusual holds that a planner may write: the causes of each date sum exactly to this date."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.domain.scenario import Scenario
from sim.model.compile import plan
from tests.engine import simulate
from tests.scenarios import compiled, dated, hours, lift, rate, staged
from tests.verification.chains import assert_exact_sums, closing, spans_of
from tests.verification.odd_holds import with_odd_holds
from tests.verification.strategies import routed_scenarios, scenarios

ALL = list(HealthCheck)
LATE = {"not_before": hours(24 * 200)}
"""A date after the end of the clock."""


def test_a_hold_that_is_met_from_the_start_owns_its_hand_over_time() -> None:
    """Up to five of `main` may remain, and only three are there, so the hold is met at the start. The guard waits for
    the two days of hand-over, and then for the mission of hour 50.
    """
    case = compiled(
        group={"guard": staged(2, board_after="few"), "main": staged(3, lifts=["bus"])},
        hold={"few": {"until": [{"group": ["main"], "at_most": 5}], "then_d": 2}},
        lift={"jet": lift(dated(50)), "bus": lift(dated(1))},
    )
    assert spans_of(case, closing(case, simulate(case, 1, 0))) == [
        (0.0, 48.0, "hand_over:few"),
        (48.0, 50.0, "missions:jet"),
        (50.0, 51.0, "loading:A"),
    ]


def test_who_went_while_a_floor_stood_was_not_kept_by_it() -> None:
    """Two of five guards must stay for good. The other three leave with a clerk at 13 h, which meets the milestone of
    four of six people. They have waited for the mission only, not for the hold.
    """
    case = compiled(
        group={"guard": staged(5, required=False), "clerk": staged(1)},
        hold={"for good": LATE},
        floor={"watch": {"group": "guard", "at_least": 2, "until": "for good"}},
        lift={"jet": lift(dated(12))},
        milestone={"three": {"by": hours(48), "of": "people", "share": 4 / 6}},
    )
    history = simulate(case, 1, 0)
    assert_exact_sums(case, history)
    assert spans_of(case, closing(case, history)) == [(0.0, 12.0, "missions:jet"), (12.0, 13.0, "loading:A")]


@pytest.mark.parametrize("until", [[], [{"group": ["main"]}]], ids=["a date alone", "a date and a condition"])
@pytest.mark.parametrize("kept", ["board_after", "begin_after", "floor"])
def test_a_hold_behind_the_end_of_the_clock(until: list[Any], kept: str) -> None:
    """If a hold clears only after the end of the clock, the causes of every date still sum to this date, whether the
    hold keeps boarding, beginning or a floor.
    """
    more = {} if kept == "floor" else {kept: "for good"}
    case = compiled(
        group={"guard": staged(5, start={"staged": 2}, **more), "main": staged(3)},
        hold={"for good": {"until": until, **LATE}},
        floor={"watch": {"group": "guard", "at_least": 2, "until": "for good"}} if kept == "floor" else {},
        lift={"jet": lift(rate(28))},
        milestone={"most": {"by": hours(48), "of": "people", "share": 0.5}},
        deadline_h=48,
    )
    assert_exact_sums(case, simulate(case, 1, 0))


@given(
    case=with_odd_holds(st.one_of(scenarios(), scenarios(scarce="hold"), routed_scenarios())), number=st.integers(0, 2)
)
@settings(max_examples=100, deadline=None, suppress_health_check=ALL)
def test_causes_of_odd_holds_sum_to_the_second(case: Scenario, number: int) -> None:
    """Whatever holds a case has, the causes of each date sum to this date, to the second."""
    made = plan(case)
    assert_exact_sums(made, simulate(made, 1, number))

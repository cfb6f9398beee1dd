"""Phased plans worked by hand: who is released when, how this affects lift and floors, and what is reported.

Times are in hours since the start of the clock, Monday 1 January 2024, 00:00 UTC. Unless a test states other lift, a
mission comes each hour, at half past.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from sim.analysis.causes.by_reason import by_reason
from sim.analysis.causes.reason import ReasonKind, reasons
from sim.analysis.sums import Sums
from sim.arithmetic import arithmetic
from sim.domain.check import check, remarks
from sim.domain.scenario import Scenario
from sim.model.compile import plan
from sim.model.world.unknowns import drawn
from sim.report.check import check_lines
from sim.report.check_record import check_record
from tests.scenarios import DAY, HOUR, START, base, dated, hours, items, lift, rate, scenario, staged
from tests.verification.phased import FIRST, asked, day, released, run
from tests.verification.trajectories import assert_same_trajectory


def plan_remarks(case: Scenario) -> list[str]:
    """Return the keys that remarks on plans name, such as "plan.out.margin_d"."""
    return [".".join(each.path) for each in remarks(case) if each.path[0] == "plan"]


EVEN = [12 + 24 * number for number in range(20)]
"""Releases of one person a day, at noon [h]."""


@pytest.mark.parametrize(
    ("phasing", "expected"),
    [
        ({"until": day(19)}, EVEN),  # a date without a time of day is the end of the day
        ({"until": day(20.0) and START + timedelta(20)}, EVEN),
        ({"before": "staff out"}, EVEN),
        ({"before": "staff out", "margin_d": 10}, [6 + 12 * number for number in range(20)]),
        ({"per_week": 7}, EVEN),
        ({"per_week": 14}, [6 + 12 * number for number in range(20)]),
        ({"t_per_week": 7 * 0.181}, EVEN),
        ({"until": day(19), "shift_d": 2}, [at + 48 for at in EVEN]),
        ({"until": day(19), "lead_d": 2}, [max(0, at - 48) for at in EVEN]),
        ({"until": day(19), "shift_d": -1, "lead_d": 0.5}, [max(0, at - 36) for at in EVEN]),
        ({"target": [{"by": day(9), "share": 0.25}, {"by": day(19), "share": 1.0}]},
         [24 + 48 * number for number in range(5)] + [240 + 8 + 16 * number for number in range(15)]),
        ({"target": [{"by": day(4), "share": 0.5}, {"by": day(9), "share": 0.5}, {"by": day(14), "share": 1.0}]},
         [6 + 12 * number for number in range(10)] + [246 + 12 * number for number in range(10)]),
    ],
)  # fmt: skip
def test_who_is_released_when(phasing: dict[str, Any], expected: list[float]) -> None:
    """Member i of 20, counted from 0, is released when the curve of the plan, from 0 to 1, reaches (i + 1/2) / 20. This
    instant is later by `shift_d` and earlier by `lead_d`, but not before the start. The member is up 1 to 2.5 h after
    the release.
    """
    milestone = {"staff out": {"by": day(19), "of": "people"}}
    history = run(asked({"begins": FIRST, **phasing}, milestone=milestone))
    assert released(history) == pytest.approx(expected, abs=1 / HOUR)
    for instant, up in zip(released(history), history.mover["up"].tolist(), strict=True):
        wait = up / HOUR - instant
        assert 1.0 - 1e-3 <= wait <= 2.5


def test_an_s_is_slow_at_its_ends() -> None:
    """At the share x of its time, the curve is 3 x^2 - 2 x^3: 15.6 % are released in the first quarter of the time, and
    half in the first half. Releases are symmetric about the middle. The time between the releases of members 49 and 50
    of 200 is less than half of the time between the releases of members 0 and 1.
    """
    history = run(asked({"begins": FIRST, "until": day(19), "shape": "s"}, group={"main": staged(200)}))
    at = released(history)
    assert sum(instant < 120 for instant in at) / 200 == pytest.approx(0.15625, abs=0.005)
    assert sum(instant < 240 for instant in at) == 100
    assert at[50] - at[49] < 0.5 * (at[1] - at[0])
    assert [480 - instant for instant in reversed(at)] == pytest.approx(at, abs=1 / HOUR)


def test_each_group_and_lot_follows_the_curve_in_itself() -> None:
    """Four people and two tents are each released evenly over eight days. A group that the plan does not name is
    released at once.
    """
    case = asked(
        {"begins": FIRST, "until": day(7), "group": ["main"], "lot": ["tents"]},
        group={"main": staged(4), "other": staged(3)},
        lot={"tents": items(2, 3.0, "general", required=True)},
    )
    assert released(run(case)) == [24, 72, 120, 168, 0, 0, 0, 48, 144]


def test_a_rate_counts_all_that_the_plan_names() -> None:
    """The plan releases six people a week, counted over both groups together. So the twelve people take two weeks, and
    each group is released evenly over them.
    """
    case = asked({"begins": FIRST, "per_week": 6}, group={"main": staged(8), "other": staged(4)})
    assert released(run(case)) == [21 + 42 * number for number in range(8)] + [42 + 84 * number for number in range(4)]


def test_a_plan_comes_on_top_of_date_arrival_and_hold() -> None:
    """A member is released at its planned hour (24, 72, 120 or 168 h), but not before its release date (72 h in the
    first case), its arrival (84, 108, 132 or 156 h in the second case) or the date of its hold (120 h in the third).
    """
    spread = {"begins": FIRST, "until": day(7)}
    by_date = run(asked(spread, group={"main": staged(4, release=day(3))}))
    assert released(by_date) == [72, 72, 120, 168]
    arriving = run(asked(spread, group={"main": staged(4, arrives={"begins": day(3), "until": day(6)})}))
    assert released(arriving) == [84, 108, 132, 168]
    held = run(asked(spread, group={"main": staged(4, begin_after="later")}, hold={"later": {"not_before": day(5)}}))
    assert released(held) == [120, 120, 120, 168]


def test_who_had_begun_before_the_start_is_not_held() -> None:
    """At the start two of eight have left and one is staged. They count as the first three of the plan, and the others
    keep their planned hours.
    """
    case = asked({"begins": FIRST, "until": day(7)}, group={"main": staged(8, start={"left": 2, "staged": 1})})
    history = run(case)
    assert released(history)[2:] == [0, *(12 + 24 * number for number in range(3, 8))]


def test_lift_is_not_sent_for_those_whom_the_plan_keeps() -> None:
    """A mission with one seat may come at 01:00 of each day from 2 January on, and is tasked half a day earlier.
    Missions come only at 25, 73, 121 and 169, each an hour after a person is released.
    """
    case = asked(
        {"begins": FIRST, "until": day(7)},
        group={"main": staged(4)},
        lift={"jet": lift(dated(*(24 * number + 1 for number in range(1, 9))), lead_d=0.5, seats=1)},
    )
    history = run(case)
    assert released(history) == [24, 72, 120, 168]
    assert [up / HOUR for up in history.mover["up"].tolist()] == [26, 74, 122, 170]
    flown = [sortie for sortie in history.sortie.tolist() if sortie[history.sortie.dtype.names.index("up")] < 10**9]
    assert len(flown) == 4


def test_the_plan_owns_the_days_that_it_keeps_people() -> None:
    """The last of twenty people is released at 468 h. All the time until then is due to the plan, and this reason
    counts as planned.
    """
    case = asked({"begins": FIRST, "until": day(19)})
    made = plan(case)
    history = run(case)
    chain = by_reason(Sums(made, history))
    named = reasons(made)
    found = {named[row].key: seconds for target, row, seconds in chain.tolist() if target == 0}
    assert found["release:main"] == 468 * HOUR
    assert named[named.at(ReasonKind.RELEASE, 0)].label == "planned release of main"
    assert named[named.at(ReasonKind.RELEASE, 0)].is_planned


def test_margin_and_beginning_may_be_unknown() -> None:
    """A plan with a drawn margin and a drawn delay of its beginning gives the same releases, within a second, as a plan
    that states these values.
    """
    milestone = {"staff out": {"by": day(19), "of": "people"}}
    unknown = asked(
        {"begins": FIRST, "before": "staff out", "margin_d": 3},
        milestone=milestone,
        uncertainty={
            "margin": {"to": ("plan.out.margin_d",), "draw": {"low": 0, "high": 8}},
            "start": {"to": ("plan.out.begins",), "apply": "plus", "draw": {"low": 0, "high": 5}},
        },
    )
    for number in range(3):
        margin, later = drawn(plan(unknown), 1, [number])[0].tolist()
        begins = START + timedelta(seconds=round(later * DAY))
        stated = asked({"begins": begins, "before": "staff out", "margin_d": margin}, milestone=milestone)
        one, other = run(unknown, number), run(stated, number)
        assert released(one) == pytest.approx(released(other), abs=1 / HOUR)


def test_a_plan_that_keeps_no_mover_changes_nothing() -> None:
    """A plan that releases all before the start gives the same history as no plan, bit for bit."""
    kept = asked({"begins": day(-9), "until": day(-2)}, lift={"jet": lift(rate(14, pattern="poisson"), seats=3)})
    free = scenario(group={"main": staged(20)}, lift={"jet": lift(rate(14, pattern="poisson"), seats=3)})
    assert_same_trajectory(run(free), run(kept))


@pytest.mark.parametrize(
    ("phasing", "path", "expected"),
    [
        ({"until": day(-2)}, "plan.out.until", "an end after the plan begins"),
        ({"before": "deadline", "margin_d": 70}, "plan.out.margin_d", "an end after the plan begins"),
        ({"before": "nothing"}, "plan.out.before", "a milestone of this scenario"),
        ({"until": day(9), "group": ["nobody"]}, "plan.out.group.0", "a group of this scenario"),
        ({"until": day(9), "kind": "equipment"}, "plan.out", "select none"),
        ({"target": [{"by": day(3), "share": 0.5}, {"by": day(2), "share": 1}]}, "plan.out.target.1.by",
         "a date after the one before it"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(phasing: dict[str, Any], path: str, expected: str) -> None:
    """Each error names its key and says what is expected."""
    found = check(asked({"begins": FIRST, **phasing}, checked=False))
    assert path in [".".join(each.path) for each in found]
    assert expected in next(each.expectation for each in found if ".".join(each.path) == path)


def test_no_mover_follows_two_plans() -> None:
    """A group that two plans select is refused; the error names both plans."""
    two = {"out": {"begins": FIRST, "until": day(9)}, "also": {"begins": FIRST, "until": day(5), "kind": "people"}}
    found = check(asked({}, plan=two, checked=False))
    assert [each.path for each in found] == [("group", "main")]
    assert "out and also select it" in found[0].expectation


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        ({}, "stated: none of them"),
        ({"until": day(9), "per_week": 5}, "stated: until and per_week"),
        ({"target": [{"by": day(9), "share": 0.5}]}, "a last target with share = 1"),
        ({"target": [{"by": day(5), "share": 0.9}, {"by": day(9), "share": 0.5}]}, "shares never fall"),
    ],
)
def test_a_plan_ends_in_one_way(ends: dict[str, Any], expected: str) -> None:
    """A plan states its end in exactly one way. The shares of its targets never fall, and the last share is 1."""
    with pytest.raises(ValueError, match=expected):
        asked({"begins": FIRST, **ends})


def test_what_a_plan_states_and_does_not_use_is_named() -> None:
    """A margin without a milestone, and a shape beside targets, are reported as having no effect."""
    case = asked({"begins": FIRST, "until": day(9), "margin_d": 3})
    assert plan_remarks(case) == ["plan.out.margin_d"]
    case = asked({"begins": FIRST, "target": [{"by": day(9), "share": 1}], "shape": "s"})
    assert plan_remarks(case) == ["plan.out.shape"]


def test_people_of_a_floor_are_counted_while_the_plan_keeps_them() -> None:
    """Three of four people must stay until the arms have gone, at 26 h; people whom the plan has not released count
    among the three. Jets come at odd hours and leave an hour later. The first person, released at 6 h, leaves at 8 h.
    The second, released at 18 h, waits for the arms and leaves at 28 h. The others, released at 30 and 42 h, leave at
    32 and 44 h.
    """
    case = asked(
        {"begins": FIRST, "until": day(1), "group": ["main"]},
        group={"main": staged(4)},
        lot={"arms": items(1, 30.0, release=day(1))},
        lift={"jet": lift(dated(*range(1, 80, 2)), payload_t=30.0)},
        hold={"gone": {"until": [{"lot": ["arms"]}]}},
        floor={"guard": {"group": "main", "at_least": 3, "until": "gone"}},
        order={"segregate": [("people", "lethal")]},
        site={"A": base()},
    )
    history = run(case)
    assert released(history) == [6, 18, 30, 42, 24]
    ups = [up / HOUR for up in history.mover["up"].tolist()]
    assert ups == [8, 28, 32, 44, 26]


def test_hours_of_a_first_release_with_a_time() -> None:
    """A plan may begin and end at an hour of the day. A plan for two people from 10 to 30 h releases them at 15 and 25
    h.
    """
    case = asked({"begins": hours(10), "until": hours(30)}, group={"main": staged(2)})
    assert released(run(case)) == [15, 25]


def test_an_unknown_name_is_reported_once() -> None:
    """If the only group that a plan names is unknown, this is the only error: the plan is not also reported for
    selecting no one.
    """
    found = check(asked({"begins": FIRST, "until": day(9), "group": ["mian"]}, checked=False))
    assert [".".join(each.path) for each in found] == ["plan.out.group.0"]


def test_check_says_what_a_plan_releases() -> None:
    """The plan releases twenty people and twenty tents of 2 t in twenty days; `sim check` and its record say so.
    Neither counts the group `other`, which had left before the start.
    """
    case = asked(
        {"begins": FIRST, "until": day(19)},
        group={"main": staged(20), "other": staged(8, start={"left": 8})},
        lot={"tents": items(20, 2.0, "general", required=True)},
    )
    said = " ".join(" ".join(check_lines(arithmetic(plan(case)))).split())
    assert "plan out: 20 people and 20 items (40 t), 1 Jan to 20 Jan, 7 people and 14 t a week" in said
    (found,) = check_record(arithmetic(plan(case)))["plans"]
    assert (found["people"], found["items"], found["begins"][:10]) == (20, 20, "2024-01-01")


@pytest.mark.parametrize(
    ("phasing", "path", "said"),
    [
        ({"begins": day(400), "until": day(420)}, "plan.out.begins", "this plan releases no mover"),
        ({"begins": FIRST, "until": day(400)}, "plan.out.until", "never leave"),
        ({"begins": FIRST, "target": [{"by": day(9), "share": 0.5}, {"by": day(400), "share": 1}]},
         "plan.out.target.1.by", "never leave"),
        ({"begins": day(-9), "until": day(-2)}, "plan.out.until", "this plan keeps no mover"),
    ],
)  # fmt: skip
def test_a_plan_outside_the_clock_is_named(phasing: dict[str, Any], path: str, said: str) -> None:
    """A plan is reported with its key if it releases no mover or only some within the clock, or if it keeps no mover.
    It is not reported if an unknown may move it.
    """
    found = {".".join(each.path): each.expectation for each in remarks(asked(phasing)) if each.path[0] == "plan"}
    assert list(found) == [path]
    assert said in found[path]
    moved = {"to": ("plan.out.shift_d",), "draw": {"low": -500, "high": 500}}
    case = asked(phasing, uncertainty={"moved": moved})
    assert not [each for each in remarks(case) if each.path[0] == "plan"]

"""The pace of a drawdown, by hand: what remains, the rate, the projected end, and the weight in excess."""

import pytest

from sim.model import pace
from sim.model.calendars import NEVER
from sim.model.terms import Fate

DAY = 86_400


@pytest.mark.parametrize(
    ("fate", "required", "settled", "done"),
    [
        (Fate.OUT, True, False, True),
        (Fate.OPEN, True, True, False),
        (Fate.LEFT, False, True, False),
        (Fate.SOLD, False, True, True),
        (Fate.TRANSFERRED, False, False, False),
        (Fate.DESTROYED, False, False, False),
        (Fate.DESTROYED, True, False, True),
    ],
)
def test_which_fates_count_as_done(fate: Fate, required: bool, settled: bool, done: bool) -> None:
    assert pace.is_done(int(fate), required, settled) is done


def test_the_share_of_a_milestone_is_rounded_up_to_whole_kilograms() -> None:
    """95 % of 10 kg are 9.5 kg, so 10 kg must leave. If 4 kg have left, 6 kg are still to leave, but no more than are
    still to go by lift (8 or 5 kg).
    """
    share = pace.billionths(0.95)
    assert share == 950_000_000
    assert pace.still_to_leave(share, 10, 4, 8) == 6
    assert pace.still_to_leave(share, 10, 4, 5) == 5
    assert pace.still_to_leave(share, 10, 10, 0) == 0


def test_there_is_no_pace_before_a_day_has_passed() -> None:
    """A pace is measured over the review window or, if it is shorter, the time since the first mover came through. If
    this span is shorter than a day, there is no pace (0).
    """
    assert pace.seen_over(3 * DAY, DAY - 1) == 0
    assert pace.seen_over(3 * DAY, DAY) == DAY
    assert pace.seen_over(3 * DAY, 9 * DAY) == 3 * DAY
    assert pace.seen_over(DAY - 1, 9 * DAY) == 0
    assert pace.pace_per_day(50, 2 * DAY) == 25.0
    assert pace.pace_per_day(0, 0) == 0.0


def test_the_end_is_projected_by_the_pace_so_far() -> None:
    """On day 7, at a pace of 10 t in 4 days, 25 t take 10 days more. The end is rounded up to a whole second."""
    assert pace.projected(7 * DAY, 25_000, 0, 0, False, 10_000, 4 * DAY) == 17 * DAY
    assert pace.projected(100, 1, 0, 0, False, 3, 10) == 104  # 3 1/3 s
    assert pace.projected(100, 0, 0, 0, False, 3, 10) == 100
    assert pace.projected(100, 1, 0, 0, False, 0, 10) == NEVER
    assert pace.projected(100, 0, 0, 0, False, 0, 0) == NEVER


def test_movers_that_begin_later_are_projected_with_the_plan() -> None:
    """The pace is 10 t in 4 days. 5 t wait now, and 20 t begin later by plan, the last of them on day 30.

    A step keeps up if the amount that waits now is at most what came through in the review window (10 t). It then ends
    two days (5 t) after day 30. A step that does not keep up takes 10 days from now (day 7 or 27) for all 25 t, and
    ends on day 30 at the earliest.
    """
    assert pace.keeps_up(5_000, 10_000)
    assert not pace.keeps_up(10_001, 10_000)
    assert pace.projected(7 * DAY, 5_000, 20_000, 30 * DAY, True, 10_000, 4 * DAY) == 32 * DAY
    assert pace.projected(7 * DAY, 5_000, 20_000, 30 * DAY, False, 10_000, 4 * DAY) == 30 * DAY
    assert pace.projected(27 * DAY, 5_000, 20_000, 30 * DAY, False, 10_000, 4 * DAY) == 37 * DAY


def test_a_faster_step_shows_in_the_last_half() -> None:
    """The recent pace is measured over the last half of a span, 7 of 14 days, but over all of a span of less than two
    days. Any pace, even of 0, is faster than no pace (a span of 0).
    """
    assert pace.lately(14 * DAY) == 7 * DAY
    assert pace.lately(2 * DAY - 1) == 2 * DAY - 1
    assert pace.is_faster(3, DAY, 5, 2 * DAY)
    assert not pace.is_faster(5, 2 * DAY, 5, 2 * DAY)
    assert pace.is_faster(0, DAY, 9, 0)
    assert not pace.is_faster(9, 0, 0, 0)


def test_a_milestone_is_late_if_its_end_exceeds_the_date_less_its_margin() -> None:
    """The date less its margin is 1000. An end at exactly 1000 is not late, and if nothing remains, no end is late."""
    assert pace.is_late(1, 1001, 1000)
    assert not pace.is_late(1, 1000, 1000)
    assert not pace.is_late(0, 1001, 1000)


def test_the_weight_that_comes_through_in_the_time_left() -> None:
    """At 10 t in 4 days, 12.5 t come through in 5 days, and 18.75 t at 1.5 times the pace; without a pace, nothing."""
    assert pace.coming_through(10_000, 4 * DAY, 1000, 5 * DAY) == 12_500
    assert pace.coming_through(10_000, 4 * DAY, 1500, 5 * DAY) == 18_750
    assert pace.coming_through(0, 0, 1000, 5 * DAY) == 0


def test_the_plan_counts_for_the_time_that_is_left() -> None:
    """In 10 days 20 t have left, and the plan has 90 t for the next 30 days: 110 t in 40 days, so 82.5 t in 30.

    A lift is planned to carry 28 t evenly over a span. From day 2 to day 9 it carries half of them if the span is days
    0 to 14, all if it is days 5 to 6, and none if it is days 10 to 12.
    """
    assert pace.hoped_for(20_000, 10 * DAY, 90_000, 30 * DAY) == 82_500
    assert pace.hoped_for(20_000, 10 * DAY, 90_000, 0) == 0
    assert pace.planned_in(2 * DAY, 9 * DAY, 0, 14 * DAY, 28_000) == 14_000
    assert pace.planned_in(2 * DAY, 9 * DAY, 5 * DAY, 6 * DAY, 28_000) == 28_000
    assert pace.planned_in(2 * DAY, 9 * DAY, 10 * DAY, 12 * DAY, 28_000) == 0


def test_the_excess_is_the_weight_that_does_not_come_through() -> None:
    """If 12.5 t of 40 t come through, 27.5 t are in excess. For a step that keeps up with the plan, the excess is only
    the weight that begins too late (35 - 30 = 5 t) or, if it is larger, the part of the weight waiting now that does
    not come through (20 - 12.5 = 7.5 t).
    """
    assert pace.excess(40_000, 0, 0, False, 12_500) == 27_500
    assert pace.excess(10_000, 0, 0, False, 12_500) == 0
    assert pace.excess(5_000, 35_000, 30_000, False, 12_500) == 27_500
    assert pace.excess(5_000, 35_000, 30_000, True, 12_500) == 5_000
    assert pace.excess(20_000, 35_000, 35_000, True, 12_500) == 7_500


def test_a_portion_is_given_up_at_a_review_and_all_at_the_last() -> None:
    """Half of 1,001 kg is rounded up to 501 kg."""
    assert pace.part_of(1001, pace.billionths(0.5), False) == 501
    assert pace.part_of(1001, pace.billionths(0.5), True) == 1001


def test_a_site_is_behind_if_movers_wait_and_its_end_is_late() -> None:
    """A site is two days behind if its end is projected two days after its date. It is not behind if no mover waits for
    lift, or if none is still to leave. If no mover has left it, it is behind by the time since its date or, until that
    date, by one second.
    """
    assert pace.behind(5, 9, 10 * DAY, True, 3 * DAY, 22 * DAY, 20 * DAY) == 2 * DAY
    assert pace.behind(5, 9, 10 * DAY, True, 3 * DAY, 19 * DAY, 20 * DAY) == 0
    assert pace.behind(0, 9, 10 * DAY, True, 3 * DAY, 22 * DAY, 20 * DAY) == 0
    assert pace.behind(5, 0, 10 * DAY, True, 3 * DAY, 22 * DAY, 20 * DAY) == 0
    assert pace.behind(5, 9, 10 * DAY, False, 0, NEVER, 20 * DAY) == 1
    assert pace.behind(5, 9, 23 * DAY, False, 0, NEVER, 20 * DAY) == 3 * DAY
    assert (
        pace.behind(5, 9, 10 * DAY, True, 0, NEVER, 20 * DAY) == 0
    )  # too early to judge: less than a day after its first departure

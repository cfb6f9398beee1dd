"""The pace of a drawdown, by hand: what is still to leave, how fast it goes, when it would end, what is too much."""

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
def test_who_counts_as_done(fate: Fate, required: bool, settled: bool, done: bool) -> None:
    assert pace.is_done(int(fate), required, settled) is done


def test_the_share_of_a_milestone_is_rounded_up_to_whole_kilograms() -> None:
    """Of 10 kg, 95 % are 9.5 kg, so 10 have to be done: with 4 done 6 are still to leave, but only 5 are to ship."""
    share = pace.billionths(0.95)
    assert share == 950_000_000
    assert pace.still_to_leave(share, 10, 4, 8) == 6
    assert pace.still_to_leave(share, 10, 4, 5) == 5
    assert pace.still_to_leave(share, 10, 10, 0) == 0


def test_there_is_no_pace_before_a_day_has_passed() -> None:
    assert pace.seen_over(3 * DAY, DAY - 1) == 0
    assert pace.seen_over(3 * DAY, DAY) == DAY
    assert pace.seen_over(3 * DAY, 9 * DAY) == 3 * DAY
    assert pace.seen_over(DAY - 1, 9 * DAY) == 0
    assert pace.pace_per_day(50, 2 * DAY) == 25.0
    assert pace.pace_per_day(0, 0) == 0.0


def test_the_end_is_projected_by_the_pace_so_far() -> None:
    """10 t in 4 days: 25 t more take 10 days; and the last second that is begun counts."""
    assert pace.projected(7 * DAY, 25_000, 10_000, 4 * DAY) == 17 * DAY
    assert pace.projected(100, 1, 3, 10) == 104  # 3 1/3 s
    assert pace.projected(100, 0, 3, 10) == 100
    assert pace.projected(100, 1, 0, 10) == NEVER
    assert pace.projected(100, 0, 0, 0) == NEVER


def test_late_is_what_ends_after_the_date_less_its_margin() -> None:
    assert pace.is_late(1, DAY, 1001, 1000)
    assert not pace.is_late(1, DAY, 1000, 1000)
    assert not pace.is_late(0, DAY, 1001, 1000)
    assert not pace.is_late(1, 0, NEVER, 1000)


def test_too_much_is_what_the_better_pace_with_all_lift_leaves() -> None:
    """In the 5 days left, 10 t in 4 days lately come to 12.5 t, and 60 t in 20 days in all to 15 t: the better counts.

    Half as much lift again makes 22.5 t of it.
    """
    assert pace.excess(0, 5 * DAY, 1000, 40_000, 10_000, 4 * DAY, 60_000, 20 * DAY) == 25_000
    assert pace.excess(0, 5 * DAY, 1500, 40_000, 10_000, 4 * DAY, 60_000, 20 * DAY) == 17_500
    assert pace.excess(0, 5 * DAY, 1000, 40_000, 40_000, 4 * DAY, 60_000, 20 * DAY) == 0
    assert pace.excess(6 * DAY, 5 * DAY, 1000, 40_000, 10_000, 4 * DAY, 60_000, 20 * DAY) == 40_000
    assert pace.excess(0, 5 * DAY, 1000, 40_000, 0, 0, 0, 0) == 0

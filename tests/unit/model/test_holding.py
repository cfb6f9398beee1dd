"""When a hold may be judged ahead, when it can clear, and how many movers holds and floors keep, by hand."""

from sim.model import holding


def test_a_hold_is_judged_ahead_from_its_date_on_unless_a_hand_over_follows() -> None:
    """To judge a hold ahead is to ask whether it would open if a load had left already."""
    assert holding.is_judged_ahead(now=100, not_before=100, then=0)
    assert not holding.is_judged_ahead(now=99, not_before=100, then=0)
    assert not holding.is_judged_ahead(now=100, not_before=100, then=1)


def test_a_hold_clears_if_its_date_and_hand_over_end_in_time() -> None:
    assert holding.can_clear_by(by=160, not_before=100, then=60)
    assert not holding.can_clear_by(by=159, not_before=100, then=60)


def test_a_floor_of_five_lets_three_of_eight_go() -> None:
    assert not holding.keeps(here=8, going=3, floor=5)
    assert holding.keeps(here=8, going=4, floor=5)
    assert holding.may_go(8, 5) == 3
    assert holding.may_go(4, 5) == 0


def test_those_who_cannot_leave_are_bound_late_or_kept() -> None:
    """Of 20 members yet to leave, 15 can be at the place in time, so 5 are late; 4 others are bound to the load. Holds
    and floors keep 2, who may be among the late, so 4 + 5 = 9 cannot leave. If holds and floors keep 7, then 4 + 7 = 11
    cannot leave. If 19 are bound, 19 + 5 is more than 20, so the result is 20.
    """
    assert holding.cannot_leave(waiting=20, bound=4, in_time=15, kept=2) == 9
    assert holding.cannot_leave(waiting=20, bound=4, in_time=15, kept=7) == 11
    assert holding.cannot_leave(waiting=20, bound=19, in_time=15, kept=0) == 20


def test_a_hold_keeps_those_without_a_later_date() -> None:
    """Seven members have not begun. Of these, 0, 3 or 7 have a release date still to come; the hold keeps the others.
    A hold that has cleared keeps none.
    """
    assert holding.held_by_hold(held=7, dated=0, begin_hold=True) == 7
    assert holding.held_by_hold(held=7, dated=3, begin_hold=True) == 4
    assert holding.held_by_hold(held=7, dated=7, begin_hold=True) == 0
    assert holding.held_by_hold(held=7, dated=3, begin_hold=False) == 0


def test_all_are_kept_if_no_mover_is_coming_or_free() -> None:
    """Of 12 members yet to leave, 9 are staged and 3 are held. None is coming, and holds and floors keep one, so no
    member can move. If a member is coming, or is neither staged nor held, or if nothing keeps the lot, the result is
    False.
    """
    assert holding.are_all_kept(waiting=12, coming=0, staged=9, held=3, kept=1)
    assert not holding.are_all_kept(waiting=12, coming=1, staged=9, held=3, kept=1)
    assert not holding.are_all_kept(waiting=12, coming=0, staged=9, held=2, kept=1)
    assert not holding.are_all_kept(waiting=12, coming=0, staged=9, held=3, kept=0)


def test_those_who_cannot_be_staged_are_late_or_held() -> None:
    """Of 8 or 2 members not staged, 3 come too late, and a hold keeps 0 or 5 from beginning. The larger of these two
    numbers counts, but no more than all members not staged.
    """
    assert holding.cannot_be_staged(unstaged=8, late=3, held=0) == 3
    assert holding.cannot_be_staged(unstaged=8, late=3, held=5) == 5
    assert holding.cannot_be_staged(unstaged=2, late=3, held=5) == 2


def test_staged_movers_go_first() -> None:
    """Six of ten are staged. If four go, all four are staged; if nine go, three of them are not; if all ten or more go,
    four of them are not.
    """
    assert holding.unstaged_among(going=4, staged=6, unstaged=4) == 0
    assert holding.unstaged_among(going=9, staged=6, unstaged=4) == 3
    assert holding.unstaged_among(going=12, staged=6, unstaged=4) == 4

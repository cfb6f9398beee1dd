"""Counts of a lot of 20 by hand: 12 members are present, and 3 of these are loaded.

Two members are being handed over: one is present, and the other one is not.
"""

import pytest

from sim.model import counts
from sim.model.calendars import NEVER
from sim.model.terms import Fate, Way


def test_here_counts_those_present_to_ship_and_not_loaded() -> None:
    assert counts.here(present=12, loaded=3, disposing_here=1) == 8


def test_waiting_also_counts_those_still_to_come() -> None:
    assert counts.waiting(to_leave=20, loaded=3, disposing=2) == 15


def test_to_ship_counts_those_who_have_not_left_and_go_by_lift() -> None:
    assert counts.is_to_ship(Fate.OPEN, Way.SHIP)
    assert not counts.is_to_ship(Fate.OUT, Way.SHIP)
    assert not counts.is_to_ship(Fate.OPEN, Way.SELL)


def test_still_here_counts_those_on_no_sortie() -> None:
    assert counts.is_still_here(Fate.OPEN, -1)
    assert not counts.is_still_here(Fate.OPEN, 0)
    assert not counts.is_still_here(Fate.LEFT, -1)


def test_held_counts_those_present_and_not_released() -> None:
    assert counts.is_held(Fate.OPEN, Way.SHIP, 100, NEVER)
    assert not counts.is_held(Fate.OPEN, Way.SHIP, NEVER, NEVER)
    assert not counts.is_held(Fate.OPEN, Way.SHIP, 100, 100)
    assert not counts.is_held(Fate.OPEN, Way.DESTROY, 100, NEVER)
    assert not counts.is_held(Fate.LEFT, Way.SHIP, 100, NEVER)


@pytest.mark.parametrize(
    ("stays", "is_stop", "changed", "able"),
    [
        (True, False, {}, True),
        (True, False, {"to_leave": 3}, False),
        (True, False, {"to_leave": 5}, True),  # members being handed over may be left behind too
        (False, False, {"to_leave": 5}, False),
        (True, True, {}, True),
        (True, True, {"present": 3}, False),  # a mover on its way to a stop is not present
        (True, True, {"present": 4}, True),
        (False, True, {"present": 4}, False),
    ],
)
def test_whether_members_can_be_left_or_take_another_way(
    stays: bool, is_stop: bool, changed: dict[str, int], able: bool
) -> None:
    """Members can be left behind (`stays`) if some are not loaded. They can take another way if some are neither loaded
    nor being handed over. At a stop, only members present count.
    """
    of_lot = {"present": 12, "to_leave": 20, "loaded": 3, "disposing": 2, "disposing_here": 1} | changed
    assert counts.can_be_left(stays, is_stop, **of_lot) is able

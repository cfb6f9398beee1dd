"""The load of one sortie, and when its loading begins, by hand."""

import pytest

from sim.model import loading
from sim.model.terms import Cause


def test_staged_members_beyond_the_floor_may_go() -> None:
    assert loading.free_to_go(here=10, stay=4, staged=8) == 6
    assert loading.free_to_go(here=10, stay=4, staged=5) == 5
    assert loading.free_to_go(here=3, stay=4, staged=3) == 0


def test_people_are_sure_to_board_up_to_seats_room_and_payload() -> None:
    """The result is the least of four numbers: people who wait, seats, room, and people whom the payload is sure to
    take. A payload of 1,000 kg is sure to take 9 people who weigh at most 105 kg. A weight of 0 counts as 1 kg.
    """
    assert loading.surely_board(20, 12, 15, 100_000, 105) == 12
    assert loading.surely_board(20, 50, 15, 100_000, 105) == 15
    assert loading.surely_board(20, 50, 15, 1000, 105) == 9
    assert loading.surely_board(3, 50, 15, 1000, 105) == 3
    assert loading.surely_board(20, 50, 15, 7, 0) == 7


def test_a_full_site_still_takes_cargo() -> None:
    """With 98 people there and room for 100, there is room for 2 more. A load without people finds room at any site."""
    assert loading.finds_room(2, 98, 100)
    assert not loading.finds_room(3, 98, 100)
    assert loading.finds_room(0, 101, 100)


def test_only_people_board_if_no_team_can_work_on_a_ramp() -> None:
    assert loading.people_only(True, True, 0)
    assert not loading.people_only(True, True, 1)
    assert not loading.people_only(True, False, 0)
    assert not loading.people_only(False, True, 0)


def test_a_free_team_needs_its_people() -> None:
    assert loading.has_team(True, True, 1, 2)
    assert not loading.has_team(True, True, 2, 2)
    assert not loading.has_team(True, False, 1, 2)
    assert loading.has_team(False, True, 9, 0)


def test_a_load_is_enough_if_one_limit_is_filled_to_the_share() -> None:
    """80 % of 20 t, 18 positions and 50 seats are 16 t, 14.4 positions and 40 seats; any one of them is enough. A limit
    that is 0 or not stated (-1) is never filled.
    """
    limits = {"payload": 20_000, "mpos_limit": 18_000, "seats": 50}
    assert loading.is_enough(0.8, kg=16_000, mpos=0, people=0, **limits)
    assert loading.is_enough(0.8, kg=0, mpos=14_400, people=0, **limits)
    assert loading.is_enough(0.8, kg=0, mpos=0, people=40, **limits)
    assert not loading.is_enough(0.8, kg=15_999, mpos=14_399, people=39, **limits)
    assert not loading.is_enough(0.8, kg=9, mpos=9, people=9, payload=0, mpos_limit=-1, seats=-1)


def test_whether_a_load_is_enough_matters_only_while_a_sortie_waits_for_a_minimum() -> None:
    """The wait began at 1000 s and lasts at most an hour, so a change of the movers matters up to and including 4600 s.

    Without a minimum, or without a wait, no change matters.
    """
    assert loading.asks_for_more(0.5, 3600, 1000, 4600)
    assert not loading.asks_for_more(0.0, 3600, 1000, 4600)
    assert not loading.asks_for_more(0.5, 0, 1000, 900)
    assert not loading.asks_for_more(0.5, 3600, 1000, 4601)


@pytest.mark.parametrize(
    ("part", "wait", "changed_at", "now", "enough", "expected"),
    [
        (0.0, 3600, 2000, 2000, False, (Cause.ARRIVAL, 900)),
        (0.5, 0, 2000, 2000, False, (Cause.ARRIVAL, 900)),
        (0.5, 3600, 5000, 5000, True, (Cause.PATIENCE, 4600)),
        (0.5, 3600, 2000, 2000, True, (Cause.CARGO, 2000)),
        (0.5, 3600, 2000, 4599, False, (loading.NOT_YET, 0)),
        (0.5, 3600, 2000, 4600, False, (Cause.PATIENCE, 4600)),
    ],
)
def test_why_loading_begins(
    part: float, wait: int, changed_at: int, now: int, enough: bool, expected: tuple[int, int]
) -> None:
    """A sortie landed at 900 s. If it waits for a minimum load, it waits from 1000 s to 4600 s at the longest."""
    assert loading.why_now(part, wait, 900, 1000, changed_at, now, enough) == expected


def test_more_movers_may_join_a_load_later() -> None:
    """A member may join later if (1) not all members there are staged, or a hold or floor ends, and (2) the members
    that are not in the load outnumber those that must stay.
    """
    assert loading.may_join(there=5, staged=4, going=2, stay=2, freed=False)
    assert not loading.may_join(there=4, staged=4, going=2, stay=0, freed=False)
    assert loading.may_join(there=4, staged=4, going=2, stay=0, freed=True)
    assert not loading.may_join(there=5, staged=4, going=2, stay=3, freed=True)

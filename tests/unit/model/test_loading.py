"""The load of one sortie and the beginning of its loading, by hand."""

import pytest

from sim.model import loading
from sim.model.terms import Cause


def test_those_beyond_the_floor_are_free_to_go_as_far_as_they_are_staged() -> None:
    assert loading.free_to_go(here=10, stay=4, staged=8) == 6
    assert loading.free_to_go(here=10, stay=4, staged=5) == 5
    assert loading.free_to_go(here=3, stay=4, staged=3) == 0


def test_people_surely_board_up_to_seats_room_and_payload() -> None:
    """A payload of 1,000 kg takes 9 people of up to 105 kg."""
    assert loading.surely_board(20, 12, 15, 100_000, 105) == 12
    assert loading.surely_board(20, 50, 15, 100_000, 105) == 15
    assert loading.surely_board(20, 50, 15, 1000, 105) == 9
    assert loading.surely_board(3, 50, 15, 1000, 105) == 3
    assert loading.surely_board(20, 50, 15, 7, 0) == 7


def test_a_full_place_takes_cargo_still() -> None:
    assert loading.finds_room(2, 98, 100)
    assert not loading.finds_room(3, 98, 100)
    assert loading.finds_room(0, 101, 100)


def test_only_people_go_where_no_team_is_left_on_a_ramp() -> None:
    assert loading.people_only(True, True, 0)
    assert not loading.people_only(True, True, 1)
    assert not loading.people_only(True, False, 0)
    assert not loading.people_only(False, True, 0)


def test_a_free_team_needs_its_people() -> None:
    assert loading.has_team(True, True, 1, 2)
    assert not loading.has_team(True, True, 2, 2)
    assert not loading.has_team(True, False, 1, 2)
    assert loading.has_team(False, True, 9, 0)


def test_any_limit_filled_to_the_part_is_enough() -> None:
    """Of 20 t, 18 positions and 50 seats, 80 % are 16 t, 14.4 positions and 40 seats."""
    limits = {"payload": 20_000, "mpos_limit": 18_000, "seats": 50}
    assert loading.is_enough(0.8, kg=16_000, mpos=0, people=0, **limits)
    assert loading.is_enough(0.8, kg=0, mpos=14_400, people=0, **limits)
    assert loading.is_enough(0.8, kg=0, mpos=0, people=40, **limits)
    assert not loading.is_enough(0.8, kg=15_999, mpos=14_399, people=39, **limits)
    assert not loading.is_enough(0.8, kg=9, mpos=9, people=9, payload=0, mpos_limit=-1, seats=-1)


def test_whether_a_load_is_enough_matters_only_while_a_sortie_waits_for_a_minimum() -> None:
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
    """Landed at 900, it waits since 1000 for an hour at most: until 4600."""
    assert loading.why_now(part, wait, 900, 1000, changed_at, now, enough) == expected


def test_more_may_join_who_is_not_staged_yet_or_freed_and_need_not_stay() -> None:
    assert loading.may_join(there=5, staged=4, going=2, stay=2, freed=False)
    assert not loading.may_join(there=4, staged=4, going=2, stay=0, freed=False)
    assert loading.may_join(there=4, staged=4, going=2, stay=0, freed=True)
    assert not loading.may_join(there=5, staged=4, going=2, stay=3, freed=True)

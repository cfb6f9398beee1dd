"""How many sorties are expected in time, and for how many they have room, by hand. Hours stand for seconds."""

from sim.model.calendars import NEVER
from sim.model.choosing import coming_at_rate, coming_on_dates, members_kept


def test_a_rate_is_expected_after_its_mean_gap() -> None:
    """At 100, one each 24: at 124, 148, 172, 196. The last that counts is 196; the supply ends at 197, or at 196."""
    assert coming_at_rate(100, 196, 24, 100, 0, NEVER) == 4
    assert coming_at_rate(100, 195, 24, 100, 0, NEVER) == 3
    assert coming_at_rate(100, 500, 24, 100, 0, 197) == 4
    assert coming_at_rate(100, 500, 24, 100, 0, 196) == 3
    assert coming_at_rate(100, 123, 24, 100, 0, NEVER) == 0


def test_a_rate_that_has_not_come_for_long_is_expected_after_as_long_again() -> None:
    """Nothing came since 40: the next at 160, then at 220."""
    assert coming_at_rate(100, 159, 24, 40, 0, NEVER) == 0
    assert coming_at_rate(100, 220, 24, 40, 0, NEVER) == 2


def test_a_rate_that_begins_later_comes_a_gap_after_that() -> None:
    """From 200 on: at 224. That nothing came before does not matter."""
    assert coming_at_rate(100, 223, 24, -NEVER, 200, NEVER) == 0
    assert coming_at_rate(100, 224, 24, -NEVER, 200, NEVER) == 1


def test_a_lift_without_a_gap_is_not_reckoned_with() -> None:
    assert coming_at_rate(100, 10**9, NEVER, 100, 0, NEVER) == 0


def test_dates_that_are_known_count_at_their_site_or_at_any() -> None:
    """Of 100 (now), 110, 130 and 150, that at 130 is for another site."""
    at, sites = [90, 100, 110, 130, 150], [0, 0, -1, 1, 0]
    assert coming_on_dates(at, sites, 0, 100, 150, 95) == 3
    assert coming_on_dates(at, sites, 0, 100, 149, 95) == 2
    assert coming_on_dates(at, sites, 1, 100, 150, 95) == 2


def test_dates_that_passed_without_a_sortie_take_as_many_hours_from_what_is_planned() -> None:
    """Planned at 90, not there at 100: missions planned before 110 are not expected."""
    at, sites = [90, 100, 109, 110, 150], [0] * 5
    assert coming_on_dates(at, sites, 0, 100, 150, 80) == 2
    assert coming_on_dates(at, sites, 0, 100, 150, 90) == 4


def test_whole_members_find_room_after_those_before_them() -> None:
    assert members_kept(1000, 0, 181) == 5
    assert members_kept(1000, 500, 181) == 2
    assert members_kept(1000, 1500, 181) == 0
    assert [members_kept(1000, 0, 181, there, 2) for there in (4, 5, 9)] == [5, 5, 4]  # all of them, or whole parties
    assert [members_kept(1000, 0, 181, there, 2**31 - 1) for there in (5, 6)] == [5, 0]

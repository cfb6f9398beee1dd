"""How many sorties are expected by an instant, and how many members they can carry, by hand; times are in hours."""

from sim.model.calendars import NEVER
from sim.model.choosing import coming_at_rate, coming_on_dates, members_kept


def test_a_rate_is_expected_after_its_mean_gap() -> None:
    """At 100, sorties with a mean gap of 24 are expected at 124, 148, 172 and 196. Sorties at or after the end of the
    supply, or after the last instant that was asked for (196, 195, 500 or 123), do not count.
    """
    assert coming_at_rate(100, 196, 24, 100, 0, NEVER) == 4
    assert coming_at_rate(100, 195, 24, 100, 0, NEVER) == 3
    assert coming_at_rate(100, 500, 24, 100, 0, 197) == 4
    assert coming_at_rate(100, 500, 24, 100, 0, 196) == 3
    assert coming_at_rate(100, 123, 24, 100, 0, NEVER) == 0


def test_a_late_rate_is_expected_after_as_long_again() -> None:
    """At 100, no sortie has come for 60 hours, since 40, which is longer than the mean gap of 24. So the next sortie is
    expected after 60 more hours, at 160, and another one at 220.
    """
    assert coming_at_rate(100, 159, 24, 40, 0, NEVER) == 0
    assert coming_at_rate(100, 220, 24, 40, 0, NEVER) == 2


def test_a_rate_that_begins_later_is_expected_a_gap_after_its_beginning() -> None:
    """If a lift begins to come at 200, its first sortie is expected a gap of 24 later, at 224."""
    assert coming_at_rate(100, 223, 24, -NEVER, 200, NEVER) == 0
    assert coming_at_rate(100, 224, 24, -NEVER, 200, NEVER) == 1


def test_a_lift_without_a_gap_is_not_expected() -> None:
    assert coming_at_rate(100, 10**9, NEVER, 100, 0, NEVER) == 0


def test_known_dates_count_for_their_site_or_for_any() -> None:
    """The time is 100. Sorties are planned for 100 and 150 to site 0, for 130 to site 1, and for 110 to any site. By
    150, three count for site 0 and two for site 1. The sortie planned for 90 is not overdue, because one left at 95.
    """
    at, sites = [90, 100, 110, 130, 150], [0, 0, -1, 1, 0]
    assert coming_on_dates(at, sites, 0, 100, 150, 95) == 3
    assert coming_on_dates(at, sites, 0, 100, 149, 95) == 2
    assert coming_on_dates(at, sites, 1, 100, 150, 95) == 2


def test_a_date_that_passed_without_a_sortie_delays_what_is_expected() -> None:
    """At 100, the mission planned for 90 is 10 hours overdue, because the last sortie left at 80. So missions planned
    for the next 10 hours, earlier than 110, do not count either. If a sortie left at 90, all four later missions count.
    """
    at, sites = [90, 100, 109, 110, 150], [0] * 5
    assert coming_on_dates(at, sites, 0, 100, 150, 80) == 2
    assert coming_on_dates(at, sites, 0, 100, 150, 90) == 4


def test_members_fit_after_those_before_them() -> None:
    """Of 1,000 kg, 5 members of 181 kg use 905 kg. The weight of movers that board earlier than the lot is subtracted.
    If not all members fit, only whole parties count: with parties of two, 4 of 9 members; with a unit as one party,
    none.
    """
    assert members_kept(1000, 0, 181) == 5
    assert members_kept(1000, 500, 181) == 2
    assert members_kept(1000, 1500, 181) == 0
    assert [members_kept(1000, 0, 181, there, 2) for there in (4, 5, 9)] == [5, 5, 4]
    assert [members_kept(1000, 0, 181, there, 2**31 - 1) for there in (5, 6)] == [5, 0]

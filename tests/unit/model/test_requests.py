"""When enough is staged to request a mission, by hand."""

from sim.model import requests

FULL = (10_000, 4000, 20)
"""A full load: 10 t, four positions, twenty seats."""


def test_missions_on_their_way_are_counted_by_their_loads() -> None:
    """If each mission is expected to carry 9 t, missions that are expected to carry 18 t together are two."""
    assert requests.missions_coming(0, 9000) == 0
    assert requests.missions_coming(18_000, 9000) == 2
    assert requests.missions_coming(0, 0) == 0


def test_something_is_left_if_one_measure_exceeds_full_loads() -> None:
    """Two full loads are 20 t, eight positions and forty seats. In the last case there is no limit of positions or
    seats.
    """
    assert not requests.is_some_unclaimed(20_000, 8000, 40, *FULL, 2)
    assert requests.is_some_unclaimed(20_001, 8000, 40, *FULL, 2)
    assert requests.is_some_unclaimed(9000, 8001, 40, *FULL, 2)
    assert requests.is_some_unclaimed(9000, 0, 41, *FULL, 2)
    assert not requests.is_some_unclaimed(9000, 9000, 99, 10_000, 0, 0, 1)


def test_a_share_of_any_measure_makes_a_load() -> None:
    """Half a load is 5 t, two positions or ten people. If two missions are on their way, only the movers beyond two
    full loads (20 t, eight positions, forty people) count.
    """
    none = (0.5, 0, 0)
    assert requests.is_ready(*none, 5000, 0, 0, *FULL, 0)
    assert requests.is_ready(*none, 0, 2000, 0, *FULL, 0)
    assert requests.is_ready(*none, 1800, 0, 10, *FULL, 0)
    assert not requests.is_ready(*none, 4999, 1999, 9, *FULL, 0)
    assert not requests.is_ready(*none, 24_999, 9999, 49, *FULL, 2)
    assert requests.is_ready(*none, 24_999, 9999, 50, *FULL, 2)


def test_a_number_of_people_or_a_weight_makes_a_load() -> None:
    assert requests.is_ready(0.0, 7, 0, 0, 0, 7, *FULL, 0)
    assert not requests.is_ready(0.0, 7, 0, 9000, 0, 6, *FULL, 0)
    assert requests.is_ready(0.0, 0, 3000, 3000, 0, 0, *FULL, 0)
    assert not requests.is_ready(0.0, 0, 3000, 2999, 0, 50, *FULL, 0)
    assert not requests.is_ready(0.0, 0, 0, 9000, 0, 50, *FULL, 0)


def test_people_without_a_limit_of_seats_count_by_weight() -> None:
    """Seven people are enough for a load, and a mission on its way takes 10 t. It takes all of 50 people who weigh 9 t
    together. Of 60 people who weigh 11 t, it cannot take all, and then all 60 count.
    """
    assert not requests.is_ready(0.0, 7, 0, 9000, 0, 50, 10_000, 0, 0, 1)
    assert requests.is_ready(0.0, 7, 0, 11_000, 0, 60, 10_000, 0, 0, 1)

"""The amount of each response of a review, by hand."""

import pytest

from sim.model import responses


def test_lift_is_requested_by_its_factor_up_to_its_ceiling() -> None:
    assert responses.lift_asked_for(1.0, 1.5, 2.0) == 1.5
    assert responses.lift_asked_for(1.5, 1.5, 2.0) == 2.0


def test_no_lift_is_requested_before_the_answer_or_beyond_the_ceiling() -> None:
    assert responses.is_asked_for(100, 100, 1.5, 1.0)
    assert not responses.is_asked_for(99, 100, 1.5, 1.0)
    assert not responses.is_asked_for(100, 0, 2.0, 2.0)


def test_possible_further_lift_is_counted_in_thousandths() -> None:
    assert responses.lift_ahead(2.0, 1.5) == 1333
    assert responses.lift_ahead(2.0, 2.0) == 1000


@pytest.mark.parametrize(
    ("more", "planned", "tails"), [(0.5, 4, 2), (0.5, 5, 2), (0.5, 7, 4), (0.1, 3, 1), (0.55, 2, 1), (0.8, 2, 2)]
)
def test_tails_are_rounded_half_to_even_and_at_least_one(more: float, planned: int, tails: int) -> None:
    """Half of 5 tails, 2.5, is rounded to 2, and half of 7 tails, 3.5, to 4; a tenth of 3 tails gives one tail."""
    assert responses.tails_granted(more, planned) == tails


def test_hours_are_lengthened_step_by_step_up_to_their_ceiling() -> None:
    assert responses.longer_by(0, 7200, 10_800) == 7200
    assert responses.longer_by(7200, 7200, 10_800) == 10_800

"""The share of a sortie that an item takes, and the value that keeping it saves, by hand."""

import math

from sim.model.world.worth import part_of_sortie, value_kept


def test_an_item_takes_the_larger_share_by_weight_or_by_positions() -> None:
    """Of a sortie of 20 t and 18 positions, an item of 5 t on 9 positions takes half, and an item of 15 t on 9
    positions takes three quarters.
    """
    assert part_of_sortie(5000, 9000, 20_000.0, True, 18_000.0) == 0.5
    assert part_of_sortie(15_000, 9000, 20_000.0, True, 18_000.0) == 0.75
    assert part_of_sortie(5000, 9000, 20_000.0, False, 0.0) == 0.25


def test_an_item_with_too_many_positions_takes_infinitely_much() -> None:
    """An item on 19 positions takes infinitely much of a lift with 18, since it does not fit. On a lift with 0
    positions, an item that needs any takes a whole sortie.
    """
    assert part_of_sortie(5000, 19_000, 20_000.0, True, 18_000.0) == math.inf
    assert part_of_sortie(5000, 1, 20_000.0, True, 0.0) == 1.0
    assert part_of_sortie(5000, 0, 20_000.0, True, 0.0) == 0.25


def test_without_payload_any_weight_takes_a_sortie() -> None:
    assert part_of_sortie(1, 0, 0.0, False, 0.0) == 1.0
    assert part_of_sortie(0, 0, 0.0, False, 0.0) == 0.0


def test_value_kept_is_a_mean() -> None:
    """The value kept is the value of a new item times the condition times the chance that the item is needed."""
    assert value_kept(100_000.0, 0.5, 0.25) == 12_500.0

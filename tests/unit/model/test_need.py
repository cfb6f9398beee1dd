"""The weight that a lift would find at a site, by hand."""

from sim.model import need


def test_members_who_must_stay_keep_their_part_of_the_weight() -> None:
    """Ten people weigh 1,001 kg. If 3 of them must stay, 7 tenths of the weight are free, rounded down."""
    assert need.free_kg(1001, 10, 3) == 700
    assert need.free_kg(1001, 10, 0) == 1001
    assert need.free_kg(1001, 10, 12) == 0
    assert need.free_kg(0, 0, 3) == 0


def test_members_who_go_take_their_part_of_the_weight() -> None:
    assert need.going_kg(1001, 10, 7) == 700
    assert need.going_kg(0, 0, 0) == 0


def test_another_lift_takes_first_what_only_it_can_carry() -> None:
    """Another lift is expected to take 10 t. It first takes the 4 t that only it can carry, and then up to 6 t that
    both lifts can carry.
    """
    assert need.taken_by_another(10_000, 4000, 9000) == 6000
    assert need.taken_by_another(10_000, 4000, 5000) == 5000
    assert need.taken_by_another(10_000, 12_000, 5000) == 0

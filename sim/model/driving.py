"""Convoys of the force's own vehicles: each vehicle takes one position of the driven lift and has seats for people.

Each rule is a function of numbers only; the compiled engine compiles it unchanged.
"""

from typing import Final

__all__ = ["PLACE", "may_drive", "places", "seats_to_take", "vehicles_in"]

PLACE: Final = 1000
"""What one vehicle takes of the positions of a driven lift [1/1000]: one position."""


def places(driven: bool, person: bool, mpos: int) -> int:
    """Return the positions of a lift that a mover takes [1/1000].

    Parameters
    ----------
    driven, person
        Whether the lift is a driven one, and whether the mover is a person.
    mpos
        The pallet positions of the mover on any other lift [1/1000].
    """
    if not driven:
        return mpos
    return 0 if person else PLACE


def vehicles_in(mpos: int) -> int:
    """Return the number of vehicles that take `mpos` thousandths of a position on a driven lift."""
    return mpos // PLACE


def may_drive(vehicles: int, most: int, drivers: int, more: int, people: int) -> bool:
    """Return whether one more vehicle may go in a convoy: a position is free, and there are people to drive it.

    Parameters
    ----------
    vehicles, most
        Vehicles in the convoy, and the largest number allowed.
    drivers, more
        Drivers that the vehicles in the convoy need, and drivers that this one needs.
    people
        People who may ride in the convoy.
    """
    return vehicles < most and drivers + more <= people


def seats_to_take(seats: int, drivers: int, people: int, to_follow: int) -> int:
    """Return how many people may ride in a convoy.

    They are at least its drivers. Further people fill its seats as long as enough drivers remain for later convoys.

    Parameters
    ----------
    seats, drivers
        Seats of the vehicles in the convoy, and drivers that they need.
    people
        People who are to leave the place and may ride on the lift, including people still to come.
    to_follow
        Drivers that later convoys need: for the required vehicles that are yet to leave and are not in this convoy.
    """
    return max(drivers, min(seats, people - to_follow))

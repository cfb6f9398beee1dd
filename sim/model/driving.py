"""Rules for convoys of the force's own vehicles; each vehicle takes one position of the lift and has seats.

The compiled engine compiles these functions unchanged.
"""

from typing import Final

__all__ = ["PLACE", "may_drive", "places", "seats_to_take", "vehicles_in"]

PLACE: Final = 1000
"""Positions of a driven lift that one vehicle takes [1/1000]: one position."""


def places(driven: bool, person: bool, mpos: int) -> int:
    """Return the positions of a lift that a mover takes [1/1000].

    Parameters
    ----------
    driven, person
        Whether the lift is driven (a convoy of such vehicles), and whether the mover is a person.
    mpos
        Pallet positions that the mover takes on any lift that is not driven [1/1000].
    """
    if not driven:
        return mpos
    return 0 if person else PLACE


def vehicles_in(mpos: int) -> int:
    """Return how many vehicles take `mpos` thousandths of a position on a driven lift."""
    return mpos // PLACE


def may_drive(vehicles: int, most: int, drivers: int, more: int, people: int) -> bool:
    """Return whether a convoy may have one more vehicle: a position is free, and there are people to drive them all.

    Parameters
    ----------
    vehicles, most
        Number of vehicles already in the convoy, and the largest number allowed.
    drivers, more
        Drivers that the vehicles already in the convoy need, and drivers that the further vehicle needs.
    people
        People who may ride in the convoy.
    """
    return vehicles < most and drivers + more <= people


def seats_to_take(seats: int, drivers: int, people: int, to_follow: int) -> int:
    """Return how many people may ride in a convoy.

    They fill its seats, but enough people stay to drive later convoys. They are never fewer than its own drivers.

    Parameters
    ----------
    seats, drivers
        Seats of the vehicles in the convoy, and drivers that they need.
    people
        People who have yet to leave the place and may ride on the lift, including those still to come.
    to_follow
        Drivers that later convoys need for the required vehicles that have yet to leave and are not in this convoy.
    """
    return max(drivers, min(seats, people - to_follow))

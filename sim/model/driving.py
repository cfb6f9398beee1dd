"""Convoys of the force's own vehicles: a vehicle takes one position of a driven lift, and people take its seats.

Each rule is a function of numbers only; the compiled engine compiles it unchanged.
"""

from typing import Final

__all__ = ["PLACE", "may_drive", "places", "seats_to_take", "vehicles_in"]

PLACE: Final = 1000
"""The positions of a driven lift that a vehicle takes [1/1000]."""


def places(driven: bool, person: bool, mpos: int) -> int:
    """Return the positions of a lift that a mover takes [1/1000].

    Parameters
    ----------
    driven, person
        Whether the lift is a driven one, and the mover a person.
    mpos
        The pallet positions of the mover on any other lift [1/1000].
    """
    if not driven:
        return mpos
    return 0 if person else PLACE


def vehicles_in(mpos: int) -> int:
    """Return the number of vehicles that positions of a driven lift [1/1000] hold."""
    return mpos // PLACE


def may_drive(vehicles: int, most: int, drivers: int, more: int, people: int) -> bool:
    """Return whether one more vehicle may go in a convoy: there is a place for it, and people to drive it.

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
    """Return how many people may ride in a convoy: its drivers, and others while enough stay to drive later ones.

    Parameters
    ----------
    seats, drivers
        Seats of the vehicles in the convoy, and drivers that they need.
    people
        People who are to leave the place and may ride on the lift, including those still to come.
    to_follow
        Drivers needed by the required vehicles that are to leave the place and are not in this convoy.
    """
    return max(drivers, min(seats, people - to_follow))

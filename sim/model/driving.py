"""Convoys of the force's own vehicles: a vehicle takes one position of a driven lift, and people take its seats.

Each rule is a function of numbers alone, compiled as it stands by the compiled engine.
"""

from typing import Final

__all__ = ["PLACE", "may_drive", "places", "seats_to_take", "vehicles_in"]

PLACE: Final = 1000
"""What a vehicle takes of a driven lift, whose positions are vehicles [1/1000]."""


def places(driven: bool, person: bool, mpos: int) -> int:
    """What a mover takes of the positions of a lift [1/1000].

    Parameters
    ----------
    driven, person
        Whether the lift is a driven one, and the mover a person.
    mpos
        Its pallet positions on any other lift [1/1000].
    """
    if not driven:
        return mpos
    return 0 if person else PLACE


def vehicles_in(mpos: int) -> int:
    """How many vehicles so much of the positions of a driven lift is [1/1000]."""
    return mpos // PLACE


def may_drive(vehicles: int, most: int, drivers: int, more: int, people: int) -> bool:
    """Whether one more vehicle may go in a convoy: there is a place for it, and people to drive it.

    Parameters
    ----------
    vehicles, most
        Vehicles in the convoy, and the most that there may be.
    drivers, more
        Drivers whom these need, and those whom this one needs.
    people
        People who may ride in the convoy.
    """
    return vehicles < most and drivers + more <= people


def seats_to_take(seats: int, drivers: int, people: int, to_follow: int) -> int:
    """How many people may ride in a convoy: its drivers, and others as far as enough stay to drive what follows.

    Parameters
    ----------
    seats, drivers
        Seats of its vehicles, and drivers whom they need.
    people
        People who are to leave the place and may ride on the lift, those still to come included.
    to_follow
        Drivers whom the required vehicles need that are to leave the place and are not in the convoy.
    """
    return max(drivers, min(seats, people - to_follow))

"""The waits that can never end: one rule for both engines."""

from collections.abc import Mapping
from dataclasses import replace

from sim.model.trajectory import Wait

__all__ = ["blocked", "lacks", "staging_of"]


def staging_of(row: int) -> int:
    """Return the number that stands for the staging of a group or lot in `blocked`; its row stands for its leaving.

    The function is its own inverse: from the number for staging it returns the row.
    """
    return -1 - row


def blocked(waits: Mapping[int, Wait | None]) -> tuple[Wait, ...]:
    """Return the waits that can never end.

    A lot can move if nothing keeps it, or if everything it waits for can move (the least fixed point). All other lots
    wait in a circle, or for something that will never come.

    Parameters
    ----------
    waits
        What keeps movers from leaving, by the row of each group, lot or stop with movers yet to leave; None if nothing
        does. If a hold waits until they are staged, there is a second entry under the number `staging_of(row)`: what
        keeps them from being staged. `Wait.waits_for` holds such numbers too, but in the returned waits it holds rows
        only.
    """
    movable = {row for row, wait in waits.items() if wait is None}
    grew = True
    while grew:
        freed = [
            row
            for row, wait in waits.items()
            if row not in movable and wait is not None and wait.waits_for and set(wait.waits_for) <= movable
        ]
        grew = bool(freed)
        movable.update(freed)
    return tuple(
        replace(wait, waits_for=tuple(sorted({max(each, staging_of(each)) for each in wait.waits_for})))
        for row, wait in waits.items()
        if row >= 0 and row not in movable and wait is not None
    )


def lacks(person: bool, drivers: int, people: int, vehicles: int) -> bool:
    """Return whether a lot can never go by a driven lift: people without vehicles, or a vehicle without drivers.

    Parameters
    ----------
    person, drivers
        Whether the lot is a group of people; if it is not, the drivers that one of its vehicles needs.
    people, vehicles
        People and vehicles that may still go by that lift from the place of the lot, also if they are still to come.
    """
    return vehicles == 0 if person else people < drivers

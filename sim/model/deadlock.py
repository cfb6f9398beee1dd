"""Which waits of a history can never end, by rules that both engines use."""

from collections.abc import Mapping
from dataclasses import replace

from sim.model.trajectory import Wait

__all__ = ["blocked", "lacks", "staging_of"]


def staging_of(row: int) -> int:
    """Return the number by which `blocked` refers to the staging of a group or lot, given its row.

    The row itself refers to the leaving of the group or lot. The function is its own inverse.
    """
    return -1 - row


def blocked(waits: Mapping[int, Wait | None]) -> tuple[Wait, ...]:
    """Return the waits that can never end.

    An entry can move if nothing keeps it, or if it waits for other entries and all of these can move. All other entries
    wait in a circle, or for something that will never come.

    Parameters
    ----------
    waits
        An entry for each group, lot or stop with movers yet to leave: its row -> what keeps them from leaving, None if
        nothing does. If a hold waits until the movers are staged, a second entry, under `staging_of(row)`, says what
        keeps them from being staged. `Wait.waits_for` refers to entries of both kinds.

    Returns
    -------
    tuple of Wait
        The entries of the first kind that cannot move. Their `waits_for` contains only rows.
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
    """Return whether a lot can never go by a driven lift.

    People need a vehicle, and a vehicle needs its drivers.

    Parameters
    ----------
    person, drivers
        Whether the lot is a group of people; and the number of drivers that one of its vehicles needs if it is not.
    people, vehicles
        Number of people, and of vehicles, that may still go by this lift from the place of the lot; those still to come
        are included.
    """
    return vehicles == 0 if person else people < drivers

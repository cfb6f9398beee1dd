"""The waits that can never end: one rule for both engines."""

from collections.abc import Mapping
from dataclasses import replace

from sim.model.trajectory import Wait

__all__ = ["blocked", "lacks", "staging_of"]


def staging_of(row: int) -> int:
    """Return the number for the staging of a group or lot, whose row stands for its leaving; applied twice, the row."""
    return -1 - row


def blocked(waits: Mapping[int, Wait | None]) -> tuple[Wait, ...]:
    """Return the waits that can never end.

    A lot can move if nothing keeps it, or if everything it waits for can move (the least fixed point). The others wait
    in a circle, or for something that will never come.

    Parameters
    ----------
    waits
        What keeps each group, lot or stop with movers yet to leave, by row, and what keeps its members from being
        staged, by `staging_of`, if a hold waits for that; None if nothing does. `waits_for` uses the same numbers;
        the returned waits have rows only.
    """
    movable = {row for row, wait in waits.items() if wait is None}
    grew = True
    while grew:
        free = [
            row
            for row, wait in waits.items()
            if row not in movable and wait is not None and wait.waits_for and set(wait.waits_for) <= movable
        ]
        grew = bool(free)
        movable.update(free)
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
        Whether its movers are people; if not, the drivers that one vehicle needs.
    people, vehicles
        People and vehicles that may still go by that lift from there, including those still to come.
    """
    return vehicles == 0 if person else people < drivers

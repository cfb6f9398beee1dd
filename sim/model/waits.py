"""Who can never move again, of all who wait: one rule for both engines."""

from collections.abc import Mapping

from sim.model.trajectory import Wait

__all__ = ["blocked"]


def blocked(waits: Mapping[int, Wait | None]) -> tuple[Wait, ...]:
    """Return the waits that can never end.

    A lot can move if nothing keeps it, or if all that it waits for can move (the least fixed point); what remains
    waits in a circle, or for somebody who is gone.

    Parameters
    ----------
    waits
        What keeps each group, lot or stop that somebody has yet to leave, by row; None where nothing does.
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
    return tuple(wait for row, wait in waits.items() if row not in movable and wait is not None)

"""Stops the loop if a table is full, if a tail has no number left for another trip, or before reviews first act."""

from sim.compiler.kernel import kernel
from sim.model.schema.state import State

__all__ = ["halt"]


@kernel
def halt(h: State, status: int) -> None:
    """Make the loop stop at the end of the present step; `status` is the reason, unless there is one already."""
    if h.status == 0:
        h.status = status

"""Stops the loop because a table is full, or because no number is left for another trip or row."""

from sim.compiler.kernel import kernel
from sim.model.schema.state import State

__all__ = ["halt"]


@kernel
def halt(h: State, status: int) -> None:
    """Make the loop stop at the end of the present step; `status` is the reason, unless there is one already."""
    if h.status == 0:
        h.status = status

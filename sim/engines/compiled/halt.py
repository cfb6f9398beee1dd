"""The loop breaks off: a table is full, or a number has come to its end. The first reason is reported."""

from sim.compiler.kernel import kernel
from sim.model.schema.state import State

__all__ = ["halt"]


@kernel
def halt(h: State, status: int) -> None:
    """Have the loop break off at the end of the step at hand, for this reason unless there is one already."""
    if h.status == 0:
        h.status = status

"""The loop breaks off: a table is full, or a number has come to its end. The first reason is reported."""

from typing import Any

from sim.compiled.kernel import kernel

__all__ = ["halt"]


@kernel
def halt(h: Any, status: int) -> None:
    """Have the loop break off at the end of the step at hand, for this reason unless there is one already."""
    if h.status == 0:
        h.status = status

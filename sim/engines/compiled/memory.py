"""The numbers that stand for never and for no limit, and the pointer to all that a history works on."""

from typing import Final

from sim.compiler.pointer import pointer_to
from sim.model.calendars import NEVER
from sim.model.schema.state import State, Status

__all__ = ["LONG_AGO", "NEVER", "NO_LIMIT", "Status", "state"]

LONG_AGO: Final = -NEVER
NO_LIMIT: Final = 2**40

state = pointer_to(State)
"""Kernel function: makes an array of one head the pointer that kernels hand around, a `State` to read."""

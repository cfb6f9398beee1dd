"""The numbers that stand for never and for no limit, and the pointer to all that a history works on."""

from sim.compiler.pointer import pointer_to
from sim.model.calendars import LONG_AGO, NEVER
from sim.model.limits import NO_LIMIT
from sim.model.schema.state import State, Status

__all__ = ["LONG_AGO", "NEVER", "NO_LIMIT", "Status", "state"]

state = pointer_to(State)
"""Kernel function: makes an array of one head the pointer that kernels hand around, a `State` to read."""

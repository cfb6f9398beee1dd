"""The numbers that stand for never and for no limit, and the pointer to the state of a history."""

from sim.compiler.pointer import pointer_to
from sim.model.calendars import LONG_AGO, NEVER
from sim.model.limits import NO_LIMIT
from sim.model.schema.state import State, Status

__all__ = ["LONG_AGO", "NEVER", "NO_LIMIT", "Status", "state"]

state = pointer_to(State)
"""A kernel function: it takes the array with the head of the tables, and returns the `State` that kernels pass on."""

"""Sorted lists of sorties that wait to land, be loaded, take off, be tasked, set out, get a crew, or set down.

All lists lie in `waiting`, one after another; list `which` begins at `which` times the number of rows of `flights`.
"""

from typing import Final

from sim.compiler.kernel import kernel
from sim.engines.compiled.halt import halt
from sim.engines.compiled.memory import Status
from sim.model.schema.state import State

__all__ = ["ASKING", "COMING_IN", "OVERHEAD", "PARKED", "PENDING", "READY", "SETTING_OUT", "add", "many", "take_out"]

OVERHEAD: Final = 0
PARKED: Final = 1
READY: Final = 2
PENDING: Final = 3
ASKING: Final = 4
COMING_IN: Final = 5
SETTING_OUT: Final = 6
FLIGHTS_FULL: Final = Status.FLIGHTS_FULL


@kernel
def many(h: State, which: int) -> int:
    """Return the number of sorties in a list."""
    if which == OVERHEAD:
        return h.overhead_count
    if which == PARKED:
        return h.parked_count
    if which == ASKING:
        return h.asking_count
    if which == COMING_IN:
        return h.coming_in_count
    if which == SETTING_OUT:
        return h.setting_out_count
    return h.ready_count if which == READY else h.pending_count


@kernel
def _resize(h: State, which: int, by: int) -> None:
    """Add `by` to the number of sorties in a list."""
    if which == OVERHEAD:
        h.overhead_count += by
    elif which == PARKED:
        h.parked_count += by
    elif which == READY:
        h.ready_count += by
    elif which == ASKING:
        h.asking_count += by
    elif which == COMING_IN:
        h.coming_in_count += by
    elif which == SETTING_OUT:
        h.setting_out_count += by
    else:
        h.pending_count += by


@kernel
def _since(h: State, which: int, flight: int) -> int:
    """Return the instant of a sortie by which a list is sorted [s]."""
    sortie = h.flights[flight]
    if which == OVERHEAD:
        return sortie.overhead
    if which == PARKED:
        return sortie.landed
    if which == ASKING:
        return sortie.asked
    if which == COMING_IN:
        return sortie.down_overhead
    return sortie.ready if which == READY else sortie.planned


@kernel
def _before(h: State, which: int, one: int, other: int) -> bool:
    """Return whether one sortie comes before another in a list: by `_since`, then by `row`.

    Sorties in PENDING have no `row` yet, so number and attempt decide there.
    """
    first, second = _since(h, which, one), _since(h, which, other)
    if first != second:
        return first < second
    if which != PENDING:
        return h.flights[one].row < h.flights[other].row
    if h.flights[one].number != h.flights[other].number:
        return h.flights[one].number < h.flights[other].number
    return h.flights[one].attempt < h.flights[other].attempt


@kernel
def add(h: State, which: int, flight: int) -> None:
    """Insert a sortie into a list, in order."""
    if many(h, which) >= len(h.flights):
        halt(h, FLIGHTS_FULL)
        return
    line, first = h.waiting, which * len(h.flights)
    place = first + many(h, which)
    while place > first and _before(h, which, flight, line[place - 1]):
        line[place] = line[place - 1]
        place -= 1
    line[place] = flight
    _resize(h, which, 1)


@kernel
def take_out(h: State, which: int, place: int) -> None:
    """Take the sortie at a place, from 0, out of a list."""
    line, first = h.waiting, which * len(h.flights)
    for at in range(first + place, first + many(h, which) - 1):
        line[at] = line[at + 1]
    _resize(h, which, -1)

"""The heap of coming events, and the marks on decision points.

At a *decision point* the loop decides about one thing at one place: whether a sortie lands at a site, for example. The
point is marked while a decision may be possible there.
"""

from typing import Any, Final

import numpy as np

from sim.compiler.kernel import kernel, lowest_bit
from sim.engines.compiled.halt import halt
from sim.engines.compiled.memory import Status
from sim.model.limits import ENTITY_BITS, TIME_BITS, WORD_BITS
from sim.model.schema.state import State

__all__ = ["Event", "due", "lowest", "mark", "pop", "push", "unmark"]

# An event is one whole number. Its bits are, from the highest: the instant [s], the kind, the row that it carries.
KIND_SHIFT: Final = ENTITY_BITS
TIME_SHIFT: Final = WORD_BITS - TIME_BITS
ENTITY: Final = (1 << KIND_SHIFT) - 1
"""Mask of the bits of the row."""
KIND: Final = (1 << (TIME_SHIFT - KIND_SHIFT)) - 1
"""Mask of the bits of the kind, once they have been shifted down."""
HEAP_FULL: Final = Status.HEAP_FULL
ONE: Final = np.uint64(1)


class Event:
    """Kinds of events. Each comment first names what the row of the event refers to (no row: 0), then what happens."""

    ARRIVES = 0  # mover: it arrives
    RELEASED = 1  # mover: its date releases it
    HOLD_OPENS = 2  # hold: it has cleared, and movers that waited for it begin
    TURN_ENDS = 3  # mover: its visit to a station ends
    OTHER_WAY = 4  # mover: it has been given up and begins its other way
    FLIGHT = 5  # sortie: it goes on to its next phase
    MARK = 6  # decision point: it is marked
    WATCH = 7  # watch: a window of its calendar opens or closes
    SUPPLY = 8  # stream of missions of a lift: the next one is due for tasking; at the start, tails or requests begin
    LOOK_LEAVING = 9  # no row: it is decided again whether wanted movers are left behind
    HOLD_DATE = 10  # hold: one of its dates has come
    HOLD_THEN = 11  # hold: its hand-over time is over
    REVIEW_DUE = 12  # no row: a review is held
    GRANTED = 13  # request of a review: it has been granted
    TAILS = 14  # request of a review: the granted tails begin to come
    NOTHING = 15  # no row: decisions are made at this instant even if nothing else happens
    CREW_HOME = 16  # sortie: it is home, and its crew comes off
    CREW_RESTED = 17  # pool of crews: one of them is rested
    TASK_DONE = 18  # task of a ground time: it is done
    HOLD_NEARS = 19  # lift: a hold is known to open one lead time from now
    DATE_NEARS = 20  # lift: movers become ready on a date one lead time from now
    BOARDS = 21  # mover: its planned boarding day has come
    CRISIS = 22  # crisis: it begins
    CHOOSES = 23  # no row: a day begins, and it is computed again which ways are expected to be earlier


assert Event.CHOOSES <= KIND


@kernel
def push(h: State, at: int, kind: int, entity: int) -> None:
    """Put an event on the heap, at `at` [s] or, if `at` has passed, now; `entity` is the row that it carries."""
    if at < h.now:
        at = h.now
    if at > h.horizon:
        return  # the history ends before that instant
    tree = h.heap
    place = h.heap_count
    if place >= len(h.heap):
        halt(h, HEAP_FULL)
        return
    h.heap_count = place + 1
    key = at << TIME_SHIFT | kind << KIND_SHIFT | entity
    while place > 0:
        above = (place - 1) >> 1
        if tree[above] <= key:
            break
        tree[place] = tree[above]
        place = above
    tree[place] = key


@kernel
def pop(h: State) -> int:
    """Take the next event off the heap and return it.

    The gap at the top moves down to the bottom. There the last event of the heap fills it, and moves up to its place.
    The last event nearly always belongs near the bottom, so it is not compared at each step down.
    """
    tree = h.heap
    first = tree[0]
    h.event_count += 1
    many = h.heap_count - 1
    h.heap_count = many
    key, place, below = tree[many], 0, 1
    while below + 1 < many:
        below += int(tree[below + 1] < tree[below])
        tree[place] = tree[below]
        place, below = below, 2 * below + 1
    if below < many:
        tree[place] = tree[below]
        place = below
    while place > 0:
        above = (place - 1) >> 1
        if tree[above] <= key:
            break
        tree[place] = tree[above]
        place = above
    tree[place] = key
    return first


@kernel
def due(h: State) -> int:
    """Return the instant of the next event [s]; the horizon plus one if there is none."""
    return h.heap[0] >> TIME_SHIFT if h.heap_count else h.horizon + 1


@kernel
def mark(h: State, point: int) -> None:
    """Mark a decision point, because a decision may have become possible there."""
    word: Any = ONE << np.uint64(point & 63)
    h.dirty[point >> 6] |= word


@kernel
def unmark(h: State, point: int) -> None:
    """Remove the mark of a decision point, because no decision is possible there."""
    word: Any = ONE << np.uint64(point & 63)
    h.dirty[point >> 6] &= ~word


@kernel
def lowest(h: State) -> int:
    """Return the lowest marked decision point; -1 if none is marked."""
    for word in range(len(h.dirty)):
        bits = h.dirty[word]
        if bits:
            return 64 * word + lowest_bit(bits)
    return -1

"""Events that are due: a heap of events, and marks on the decision points that may have become possible."""

from typing import Any, Final

import numpy as np

from sim.compiler.kernel import kernel, lowest_bit
from sim.engines.compiled.halt import halt
from sim.engines.compiled.memory import Status
from sim.model.limits import ENTITY_BITS, TIME_BITS, WORD_BITS
from sim.model.schema.state import State

__all__ = ["Event", "due", "lowest", "mark", "pop", "push", "unmark"]

KIND_SHIFT: Final = ENTITY_BITS
TIME_SHIFT: Final = WORD_BITS - TIME_BITS
ENTITY: Final = (1 << KIND_SHIFT) - 1
KIND: Final = (1 << (TIME_SHIFT - KIND_SHIFT)) - 1
HEAP_FULL: Final = Status.HEAP_FULL
ONE: Final = np.uint64(1)


class Event:
    """Kinds of events; each event also carries the row of its subject."""

    ARRIVES = 0
    RELEASED = 1
    HOLD_OPENS = 2
    TURN_ENDS = 3
    OTHER_WAY = 4
    FLIGHT = 5
    MARK = 6
    WATCH = 7
    SUPPLY = 8
    LOOK_LEAVING = 9
    HOLD_DATE = 10
    HOLD_THEN = 11
    REVIEW_DUE = 12
    GRANTED = 13
    TAILS = 14
    NOTHING = 15
    CREW_HOME = 16
    CREW_RESTED = 17
    TASK_DONE = 18
    BOOK = 19
    BOOK_DATE = 20
    BOARDS = 21
    CRISIS = 22
    CHOOSES = 23


assert Event.CHOOSES <= KIND


@kernel
def push(h: State, at: int, kind: int, entity: int) -> None:
    """Put an event on the heap: at an instant, or now if that has passed."""
    if at < h.now:
        at = h.now
    if at > h.horizon:
        return  # it will never happen
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

    The gap moves down to the bottom, and the last event of the heap fills it and moves up again. Nearly always it
    belongs at the bottom, so this takes fewer comparisons than one with it at each step down.
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
    """Mark that the decision of a point may have become possible."""
    word: Any = ONE << np.uint64(point & 63)
    h.dirty[point >> 6] |= word


@kernel
def unmark(h: State, point: int) -> None:
    """Mark that the decision of a point is not possible."""
    word: Any = ONE << np.uint64(point & 63)
    h.dirty[point >> 6] &= ~word


@kernel
def lowest(h: State) -> int:
    """Return the lowest marked point; -1 if none is marked."""
    for word in range(len(h.dirty)):
        bits = h.dirty[word]
        if bits:
            return 64 * word + lowest_bit(bits)
    return -1

"""Events that are due, in a heap, and marks on the decision points at which a decision may have become possible."""

from typing import Any, Final

import numpy as np

from sim.compiler.kernel import kernel, lowest_bit
from sim.engines.compiled.halt import halt
from sim.engines.compiled.memory import Status
from sim.model.limits import ENTITY_BITS, TIME_BITS, WORD_BITS
from sim.model.schema.state import State

__all__ = ["Event", "due", "lowest", "mark", "pop", "push", "unmark"]

# An event is one whole number. Its bits are, from the highest: the instant [s], the kind, the row of its subject.
KIND_SHIFT: Final = ENTITY_BITS
TIME_SHIFT: Final = WORD_BITS - TIME_BITS
ENTITY: Final = (1 << KIND_SHIFT) - 1
"""Mask of the bits of the row."""
KIND: Final = (1 << (TIME_SHIFT - KIND_SHIFT)) - 1
"""Mask of the bits of the kind, once they have been shifted down."""
HEAP_FULL: Final = Status.HEAP_FULL
ONE: Final = np.uint64(1)


class Event:
    """Kinds of events. Each comment says of what an event carries the row (0 if of nothing), and what happens."""

    ARRIVES = 0  # of a mover, which arrives
    RELEASED = 1  # of a mover, which its date releases
    HOLD_OPENS = 2  # of a hold, which has cleared: movers that waited for it begin
    TURN_ENDS = 3  # of a mover, whose job at a station is done
    OTHER_WAY = 4  # of a mover, which has been given up and begins its other way
    FLIGHT = 5  # of a sortie, which goes on to its next phase
    MARK = 6  # of a decision point, which is marked
    WATCH = 7  # of a watch: a window of its calendar opens or closes
    SUPPLY = 8  # of a stream of missions: the next one is due for tasking
    LOOK_LEAVING = 9  # of nothing: whether wanted movers are left behind is judged again
    HOLD_DATE = 10  # of a hold, whose date has come
    HOLD_THEN = 11  # of a hold, whose hand-over time is over
    REVIEW_DUE = 12  # of nothing: a review is held
    GRANTED = 13  # of a request of a review, which has been granted
    TAILS = 14  # of a request of a review, whose granted tails begin to come
    NOTHING = 15  # of nothing: decisions are made at this instant even if nothing else happens
    CREW_HOME = 16  # of a sortie, which is home: its crew comes off
    CREW_RESTED = 17  # of a pool of crews, one of which is rested
    TASK_DONE = 18  # of a task of a ground time, which is done
    HOLD_NEARS = 19  # of a lift: a hold is known to open one lead time from now
    DATE_NEARS = 20  # of a lift: movers become ready on a date one lead time from now
    BOARDS = 21  # of a mover, whose planned boarding day has come
    CRISIS = 22  # of a crisis, which begins
    CHOOSES = 23  # of nothing: a day begins, on which movers choose the earlier way again


assert Event.CHOOSES <= KIND


@kernel
def push(h: State, at: int, kind: int, entity: int) -> None:
    """Put an event on the heap: at an instant, or now if that has passed; `entity` is the row that it carries."""
    if at < h.now:
        at = h.now
    if at > h.horizon:
        return  # the history ends before
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

    The gap that it leaves moves down to the bottom; the last event of the heap fills the gap and moves up again. That
    event nearly always belongs at the bottom, so this takes fewer comparisons than comparing with it at each step down.
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
    """Remove the mark of a point, because no decision is possible there."""
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

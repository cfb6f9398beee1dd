"""Which movers each floor may have kept: those whose loading left fewer of the group than it asks for."""

from sim.analysis.causes.kernels.past import Past, whole
from sim.analysis.causes.legs import loaded_at
from sim.compiler.kernel import kernel

__all__ = ["lay_floors"]


@kernel
def lay_floors(h: Past) -> None:
    """Record in `kept_last` which movers each floor may have kept."""
    for row in range(len(h.floors)):
        least = whole(h, h.floors[row].at_least_s)
        if least > 0:
            _lay_floor(h, row, least)


@kernel
def _lay_floor(h: Past, row: int, least: int) -> None:
    """Record which movers one floor may have kept.

    Members are taken in the order in which they were loaded, and those loaded at once in the order of their rows. When
    a member was loaded, there were those who had arrived, less those given up or left, less those gone before the
    start, less those loaded so far, itself included.
    """
    lot = h.floors[row].lot
    first, last = h.lot_first[lot], h.lot_first[lot + 1]
    many, before = 0, 0
    for m in range(first, last):
        if h.goings[m].sortie >= 0:
            h.chosen[many] = m
            h.instants[many] = loaded_at(h, m)
            h.companies[many] = 0
            many += 1
        elif h.movers[m].up == 0:
            before += 1
    if many == 0:
        return
    _sort_instants(h, many)
    for at in range(many):  # `company`: how many had been loaded when this one was, itself included
        worked = loaded_at(h, h.chosen[at])
        place = _up_to(h, many, worked - 1)
        h.companies[place] += 1
        h.company[at] = place + h.companies[place]
    for m in range(first, last):
        h.instants[m - first] = h.movers[m].left
    _sort_instants(h, last - first)
    for at in range(many):
        h.company[at] += _up_to(h, last - first, loaded_at(h, h.chosen[at]))
    for m in range(first, last):
        h.instants[m - first] = h.movers[m].arrived
    _sort_instants(h, last - first)
    for at in range(many):
        here = _up_to(h, last - first, loaded_at(h, h.chosen[at]))
        if here - before - h.company[at] < least:
            h.kept_last[row * len(h.movers) + h.chosen[at]] = 1


@kernel
def _up_to(h: Past, many: int, t: int) -> int:
    """Return how many of the first rows of `instants`, which are sorted, lie at or before an instant [s]."""
    low, high = 0, many
    while low < high:
        middle = (low + high) // 2
        if h.instants[middle] <= t:
            low = middle + 1
        else:
            high = middle
    return low


@kernel
def _sort_instants(h: Past, many: int) -> None:
    """Sort the first rows of `instants` by heapsort (J. W. J. Williams, "Algorithm 232", CACM 7 (1964), 347-348)."""
    for at in range(many // 2 - 1, -1, -1):
        _sift(h, at, many)
    for end in range(many - 1, 0, -1):
        top = h.instants[0]
        h.instants[0] = h.instants[end]
        h.instants[end] = top
        _sift(h, 0, end)


@kernel
def _sift(h: Past, at: int, many: int) -> None:
    """Move a row of the heap down until none below it is later."""
    value, child = h.instants[at], 2 * at + 1
    while child < many:
        if child + 1 < many and h.instants[child + 1] > h.instants[child]:
            child += 1
        if h.instants[child] <= value:
            break
        h.instants[at] = h.instants[child]
        at = child
        child = 2 * at + 1
    h.instants[at] = value

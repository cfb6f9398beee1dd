"""Which movers each floor may have kept: members whose loading left fewer of the group than the floor asks for.

`h` is the `Past` that a walk back through the history works on, `m` the row of a mover.
"""

from sim.analysis.causes.kernels.past import Past, whole
from sim.analysis.causes.legs import loaded_at, was_left_out
from sim.compiler.kernel import kernel

__all__ = ["fill_kept_last", "was_kept_by"]


@kernel
def fill_kept_last(h: Past) -> None:
    """Record in `kept_last` which of the movers that were loaded at their own site each floor may have kept."""
    for row in range(len(h.floors)):
        least = whole(h, h.floors[row].at_least_s)
        if least > 0:
            _fill_kept_by(h, row, least)


@kernel
def _fill_kept_by(h: Past, row: int, least: int) -> None:
    """Record which movers one floor may have kept.

    A floor may have kept a member if its loading left fewer than `least` members. The members left are all that had
    arrived except those left behind or disposed of, those gone before the start, and those loaded so far, this member
    included. Members loaded at one instant count as loaded one by one, in the order of their rows.
    """
    lot = h.floors[row].lot
    first, last = h.lot_first[lot], h.lot_first[lot + 1]
    n, gone_before = 0, 0
    for m in range(first, last):
        if h.goings[m].sortie >= 0:
            h.chosen[n] = m
            h.instants[n] = loaded_at(h, m)
            h.companies[n] = 0
            n += 1
        elif h.movers[m].up == 0:
            gone_before += 1
    if n == 0:
        return
    _sort_instants(h, n)
    for at in range(n):  # `company` serves as a list of how many were loaded up to each member, the member included
        worked = loaded_at(h, h.chosen[at])
        place = _up_to(h, n, worked - 1)
        h.companies[place] += 1
        h.company[at] = place + h.companies[place]
    for m in range(first, last):
        h.instants[m - first] = h.movers[m].left
    _sort_instants(h, last - first)
    for at in range(n):
        h.company[at] += _up_to(h, last - first, loaded_at(h, h.chosen[at]))
    for m in range(first, last):
        h.instants[m - first] = h.movers[m].arrived
    _sort_instants(h, last - first)
    for at in range(n):
        arrived = _up_to(h, last - first, loaded_at(h, h.chosen[at]))
        if arrived - gone_before - h.company[at] < least:
            h.kept_last[row * len(h.movers) + h.chosen[at]] = 1


@kernel
def was_kept_by(h: Past, floor: int, m: int, row: int) -> bool:
    """Return whether a floor could have kept a mover that was called for a sortie and did not ride.

    It could if fewer members than the floor asks for would have been left after the loading of this mover, of the
    members loaded before, and of the members in earlier rows that were called for the same sortie.
    """
    lot, worked, here = h.floors[floor].lot, h.sorties[row].worked, 0
    if lot != h.movers[m].lot:
        return False
    for other in range(h.lot_first[lot], h.lot_first[lot + 1]):
        mover, taken = h.movers[other], h.goings[other].sortie
        if mover.arrived > worked or mover.left <= worked or (taken < 0 and mover.up == 0):
            continue
        if other <= m and (taken == row or was_left_out(h, other, row)):
            continue
        loaded = loaded_at(h, other)
        if loaded > worked or (loaded == worked and taken >= row):
            here += 1
    return here < whole(h, h.floors[floor].at_least_s)


@kernel
def _up_to(h: Past, n: int, t: int) -> int:
    """Return how many of the first `n` rows of `instants`, which are sorted, lie at or before an instant [s]."""
    low, high = 0, n
    while low < high:
        middle = (low + high) // 2
        if h.instants[middle] <= t:
            low = middle + 1
        else:
            high = middle
    return low


@kernel
def _sort_instants(h: Past, n: int) -> None:
    """Sort the first `n` rows of `instants` by heapsort (Williams, "Algorithm 232", CACM 7 (1964), 347-348)."""
    for at in range(n // 2 - 1, -1, -1):
        _sift(h, at, n)
    for end in range(n - 1, 0, -1):
        top = h.instants[0]
        h.instants[0] = h.instants[end]
        h.instants[end] = top
        _sift(h, 0, end)


@kernel
def _sift(h: Past, at: int, n: int) -> None:
    """Move the row `at` of the heap (the first `n` rows of `instants`) down until no row below it is later."""
    value, child = h.instants[at], 2 * at + 1
    while child < n:
        if child + 1 < n and h.instants[child + 1] > h.instants[child]:
            child += 1
        if h.instants[child] <= value:
            break
        h.instants[at] = h.instants[child]
        at = child
        child = 2 * at + 1
    h.instants[at] = value

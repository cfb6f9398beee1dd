"""Searches in arrays of instants and values that several kernels use."""

from sim.compiler.kernel import kernel
from sim.model.schema.row import Rows

__all__ = ["even_before", "even_up_to", "up_to", "weighted"]


@kernel
def up_to(instants: Rows[int], t: int) -> int:
    """Return how many of the ascending `instants` lie at or before `t`."""
    low, high = 0, len(instants)
    while low < high:
        middle = (low + high) // 2
        if instants[middle] <= t:
            low = middle + 1
        else:
            high = middle
    return low


@kernel
def even_before(instants: Rows[int], t: int) -> int:
    """Return how many of the ascending `instants` lie before `t`.

    The search is fast if the instants are about evenly spaced and none is below 0. For other instants it is slower, but
    still correct.
    """
    n = len(instants)
    if n == 0 or t > instants[n - 1]:
        return n
    last = instants[n - 1]
    at = max(t, 0) * (n - 1) // last if last > 0 else 0
    while at > 0 and instants[at - 1] >= t:
        at -= 1
    while instants[at] < t:
        at += 1
    return at


@kernel
def even_up_to(instants: Rows[int], t: int) -> int:
    """Return how many of the ascending `instants` lie at or before `t`; fast for the same instants as `even_before`."""
    at = even_before(instants, t)
    while at < len(instants) and instants[at] == t:
        at += 1
    return at


@kernel
def weighted(values: Rows[int], weights: Rows[int], n: int, need: int) -> int:
    """Return the least value such that the weights of all values up to it sum to at least `need`.

    Both arrays are reordered.

    Parameters
    ----------
    values, weights
        The values, and the weight of each; only the first `n` are used.
    n, need
        Number of values, and the sum of weights wanted: at least 1, at most the sum of the first `n` weights.

    Notes
    -----
    Quickselect (C. A. R. Hoare, "Algorithm 65: FIND", Communications of the ACM 4 (1961), 321-322) by weight instead of
    rank, with Dijkstra's partition into values below, equal to and above the pivot.
    """
    low, high = 0, n - 1
    while low < high:
        pivot = values[(low + high) // 2]
        less, at, more = low, low, high
        below, equal = 0, 0
        while at <= more:
            value, weight = values[at], weights[at]
            if value < pivot:
                below += weight
                values[at], weights[at] = values[less], weights[less]
                values[less], weights[less] = value, weight
                less += 1
                at += 1
            elif value == pivot:
                equal += weight
                at += 1
            else:
                values[at], weights[at] = values[more], weights[more]
                values[more], weights[more] = value, weight
                more -= 1
        if need <= below:
            high = less - 1
        elif need <= below + equal:
            return pivot
        else:
            need -= below + equal
            low = more + 1
    return values[low]

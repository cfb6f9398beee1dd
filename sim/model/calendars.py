"""Calendars, which say when work is possible, and functions of them.

A calendar is two sorted sequences of whole seconds since the start, `opens` and `closes`. Window i is the half-open
interval [opens[i], closes[i]). Windows neither overlap nor touch, and may begin before 0. A calendar without windows is
never open.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, MutableSequence, Sequence
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

__all__ = [
    "ALWAYS",
    "LONG_AGO",
    "NEVER",
    "Instants",
    "Sorted",
    "finish",
    "finish_from",
    "finish_in_both",
    "intersect",
    "is_open",
    "is_open_not_closed_since",
    "merge",
    "merge_arrays",
    "next_open",
    "open_seconds",
    "opened_at",
    "put_remainder",
    "splice",
    "subtract",
    "window_at",
]

Instants = Sequence[int] | npt.NDArray[np.int64]
"""Whole seconds since the start, sorted."""


class Sorted(Protocol):
    """Sorted instants that can be read by index, such as a list or an array."""

    def __len__(self) -> int: ...

    def __getitem__(self, at: int, /) -> int: ...


NEVER: Final = 2**62
"""The instant of an event that never happens [s]; the sum of it and a duration still fits into int64."""

LONG_AGO: Final = -NEVER
"""An instant before all others [s]."""

ALWAYS: Final = ((LONG_AGO,), (NEVER,))
"""The calendar that is always open: its `opens` and `closes`."""


def window_at(opens: Sorted, t: int) -> int:
    """Return the index of the last window that opens at or before `t`; -1 if there is none."""
    return bisect_right(opens, t) - 1


def is_open(opens: Sorted, closes: Sorted, t: int) -> bool:
    """Return whether `t` lies in a window; the instant at which a window closes lies outside it."""
    i = window_at(opens, t)
    return i >= 0 and bool(t < closes[i])


def is_open_not_closed_since(opens: Sorted, closes: Sorted, since: int, t: int) -> bool:
    """Return whether `t` lies in a window and no window closed after `since`; `since` is at most `t`."""
    i = window_at(opens, t)
    return i >= 0 and bool(t < closes[i]) and not (i > 0 and bool(closes[i - 1] > since))


def next_open(opens: Sorted, closes: Sorted, t: int) -> int:
    """Return the first open instant at or after `t` [s]; NEVER if no window closes after `t`."""
    i = window_at(opens, t)
    if i >= 0 and t < closes[i]:
        return t
    return int(opens[i + 1]) if i + 1 < len(opens) else NEVER


def opened_at(opens: Sorted, closes: Sorted, t: int) -> int:
    """Return the instant at which the window that contains `t` opened [s]; NEVER if no window contains `t`."""
    i = window_at(opens, t)
    return int(opens[i]) if i >= 0 and t < closes[i] else NEVER


def finish(opens: Sorted, closes: Sorted, t: int, work: int) -> int:
    """Return the instant at which work begun at `t` is done [s]; work pauses outside the windows.

    Parameters
    ----------
    t
        When the work begins [s]; if `t` lies outside the windows, it begins when the next window opens.
    work
        Seconds of work, at least 0.

    Returns
    -------
    int
        NEVER if the last window closes before that. Work that just fits into a window is done when the window closes.
        Work of 0 s is done at the first open instant.
    """
    return finish_from(opens, closes, window_at(opens, t), t, work)


def finish_from(opens: Sorted, closes: Sorted, i: int, t: int, work: int) -> int:
    """Return what `finish` returns; `i` is `window_at(opens, t)`."""
    if i < 0 or t >= closes[i]:
        i += 1
        if i == len(opens):
            return NEVER
        t = int(opens[i])
    while work > closes[i] - t:
        work -= int(closes[i]) - t
        i += 1
        if i == len(opens):
            return NEVER
        t = int(opens[i])
    return t + work


def finish_in_both(opens: Sorted, closes: Sorted, other_opens: Sorted, other_closes: Sorted, t: int, work: int) -> int:
    """Return the instant at which work begun at `t` is done [s], if it goes on only while both calendars are open.

    The result is NEVER if the last window of one of the calendars closes before that.
    """
    i, j = window_at(opens, t), window_at(other_opens, t)
    while True:
        while i < 0 or t >= closes[i]:
            i += 1
            if i == len(opens):
                return NEVER
            t = max(t, int(opens[i]))
        while j < 0 or t >= other_closes[j]:
            j += 1
            if j == len(other_opens):
                return NEVER
            t = max(t, int(other_opens[j]))
        until = min(int(closes[i]), int(other_closes[j]))
        if t < until:
            if work <= until - t:
                return t + work
            work -= until - t
            t = until


def open_seconds(opens: Instants, closes: Instants, a: int, b: int) -> int:
    """Return the number of open seconds in [a, b)."""
    total = 0
    i = max(0, window_at(opens, a))
    while i < len(opens) and opens[i] < b:
        total += max(0, int(min(b, closes[i])) - int(max(a, opens[i])))
        i += 1
    return total


def merge(intervals: Iterable[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """Return the calendar that is open in the given half-open intervals.

    The intervals may come in any order, overlap and touch; empty intervals are ignored.
    """
    opens: list[int] = []
    closes: list[int] = []
    for start, end in sorted(intervals):
        if start >= end:
            continue
        if closes and start <= closes[-1]:
            closes[-1] = max(closes[-1], end)
        else:
            opens.append(start)
            closes.append(end)
    return opens, closes


def merge_arrays(begins: npt.NDArray[np.int64], ends: npt.NDArray[np.int64]) -> tuple[list[int], list[int]]:
    """Return what `merge` returns for intervals given as two arrays of shape (n,); faster for many intervals."""
    not_empty = begins < ends
    order = np.argsort(begins[not_empty], kind="stable")
    opens, last_end = begins[not_empty][order], np.maximum.accumulate(ends[not_empty][order])
    if not len(opens):
        return [], []
    before_gaps = np.flatnonzero(opens[1:] > last_end[:-1])
    return opens[np.r_[0, before_gaps + 1]].tolist(), last_end[np.r_[before_gaps, len(last_end) - 1]].tolist()


def splice(before: tuple[Instants, Instants], after: tuple[Instants, Instants], t: int) -> tuple[list[int], list[int]]:
    """Return the calendar that is open as `before` until `t` and as `after` from `t` on.

    Both are pairs (opens, closes). If `before` is open until `t` and `after` from `t` on, the result has no boundary
    at `t`.
    """
    until_t = [(int(a), min(int(b), t)) for a, b in zip(*before, strict=True) if a < t]
    from_t = [(max(int(a), t), int(b)) for a, b in zip(*after, strict=True) if b > t]
    return merge([*until_t, *from_t])


def subtract(opens: Instants, closes: Instants, holes: Iterable[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """Return a calendar without some half-open intervals, the holes, which may come in any order."""
    if not (isinstance(opens, list) and isinstance(closes, list)):
        opens, closes = [int(t) for t in opens], [int(t) for t in closes]
    begins, ends = merge(holes)
    left_opens, left_closes = [0] * (len(opens) + len(begins)), [0] * (len(opens) + len(begins))
    many = put_remainder(opens, closes, begins, ends, left_opens, left_closes)
    return left_opens[:many], left_closes[:many]


def put_remainder(
    opens: Sorted,
    closes: Sorted,
    begins: Sorted,
    ends: Sorted,
    left_opens: MutableSequence[int],
    left_closes: MutableSequence[int],
) -> int:
    """Write a calendar without some half-open intervals to arrays; return how many windows are left.

    The compiled engine compiles this function unchanged.

    Parameters
    ----------
    opens, closes
        The calendar.
    begins, ends
        The intervals, sorted, none of them empty; they do not overlap.
    left_opens, left_closes
        Output: the windows that are left; both must be at least as long as `opens` and `begins` together.
    """
    many, hole = 0, 0
    for at in range(len(opens)):
        since, until = opens[at], closes[at]
        while hole < len(begins) and ends[hole] <= since:
            hole += 1
        while hole < len(begins) and begins[hole] < until:
            if since < begins[hole]:
                left_opens[many], left_closes[many] = since, begins[hole]
                many += 1
            since = ends[hole]
            if since >= until:
                break  # the same interval may reach into the next window
            hole += 1
        if since < until:
            left_opens[many], left_closes[many] = since, until
            many += 1
    return many


def intersect(one: tuple[Instants, Instants], other: tuple[Instants, Instants]) -> tuple[list[int], list[int]]:
    """Return the calendar that is open when two calendars are both open; each is a pair (opens, closes)."""
    opens, closes, begins, ends = (np.asarray(instants, np.int64) for instants in (*one, *other))
    # For each window of `other`: the first window of `one` that overlaps it, and how many windows overlap it.
    first = np.searchsorted(closes, begins, side="right")
    overlaps = np.maximum(np.searchsorted(opens, ends) - first, 0)
    # For each pair of overlapping windows: the index of the window of `other`, and that of the window of `one`.
    in_other = np.repeat(np.arange(len(begins)), overlaps)
    in_one = np.arange(len(in_other)) + np.repeat(first - (np.cumsum(overlaps) - overlaps), overlaps)
    return np.maximum(opens[in_one], begins[in_other]).tolist(), np.minimum(closes[in_one], ends[in_other]).tolist()

"""When: windows of whole seconds, asked for at the instant that it is, or at any other."""

from typing import Any

from sim.engines.batch.compiled import kernel
from sim.engines.batch.memory import NEVER, closes, hours, opens

__all__ = ["finish", "finish_from", "finish_in_both", "is_open", "next_open", "opened_now", "window_at", "window_now"]


@kernel
def window_now(h: Any, calendar: int) -> int:
    """Row of the last window of a calendar that has opened by now, one less than its first if none has."""
    these = hours(h)[calendar]
    opening = opens(h)
    at = these.at
    while at + 1 < these.last and opening[at + 1] <= h.now:
        at += 1
    these.at = at
    return at


@kernel
def is_open(h: Any, calendar: int) -> bool:
    """Whether a calendar is open now; the instant of a close is not."""
    at = window_now(h, calendar)
    return at >= hours(h)[calendar].first and h.now < closes(h)[at]


@kernel
def opened_now(h: Any, calendar: int) -> int:
    """Instant at which the window around now opened [s]; NEVER if it is closed."""
    return opens(h)[window_now(h, calendar)] if is_open(h, calendar) else NEVER


@kernel
def window_at(h: Any, calendar: int, t: int) -> int:
    """Row of the last window of a calendar that opens at or before `t`, one less than its first if none does."""
    low, high = hours(h)[calendar].first, hours(h)[calendar].last
    while low < high:
        middle = (low + high) // 2
        if opens(h)[middle] <= t:
            low = middle + 1
        else:
            high = middle
    return low - 1


@kernel
def next_open(h: Any, calendar: int, t: int) -> int:
    """First open instant at or after `t` [s]: `t` itself if it is open, NEVER after the last window."""
    at = window_at(h, calendar, t)
    if at >= hours(h)[calendar].first and t < closes(h)[at]:
        return t
    return opens(h)[at + 1] if at + 1 < hours(h)[calendar].last else NEVER


@kernel
def finish(h: Any, calendar: int, work: int) -> int:
    """Instant at which work begun now is done, resting outside the windows [s]; NEVER if they end first."""
    return _finish(h, calendar, window_now(h, calendar), h.now, work)


@kernel
def finish_from(h: Any, calendar: int, t: int, work: int) -> int:
    """Instant at which work begun at `t` is done [s]."""
    return _finish(h, calendar, window_at(h, calendar, t), t, work)


@kernel
def finish_in_both(h: Any, one: int, other: int, work: int) -> int:
    """Instant at which work begun now is done that rests outside either of two calendars; NEVER if they end first."""
    first, second, t = window_now(h, one), window_now(h, other), h.now
    while True:
        while first < hours(h)[one].first or t >= closes(h)[first]:
            first += 1
            if first == hours(h)[one].last:
                return NEVER
            t = max(t, opens(h)[first])
        while second < hours(h)[other].first or t >= closes(h)[second]:
            second += 1
            if second == hours(h)[other].last:
                return NEVER
            t = max(t, opens(h)[second])
        until = min(closes(h)[first], closes(h)[second])
        if t < until:
            if work <= until - t:
                return t + work
            work -= until - t
            t = until


@kernel
def _finish(h: Any, calendar: int, at: int, t: int, work: int) -> int:
    last = hours(h)[calendar].last
    if at < hours(h)[calendar].first or t >= closes(h)[at]:
        at += 1
        if at == last:
            return NEVER
        t = opens(h)[at]
    while work > closes(h)[at] - t:
        work -= closes(h)[at] - t
        at += 1
        if at == last:
            return NEVER
        t = opens(h)[at]
    return t + work

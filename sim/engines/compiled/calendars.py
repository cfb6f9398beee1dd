"""When: windows of whole seconds, asked for at the instant that it is, or at any other."""

from sim.compiler.kernel import kernel
from sim.engines.compiled.memory import NEVER
from sim.model.schema.state import State

__all__ = ["finish", "finish_from", "finish_in_both", "is_open", "next_open", "opened_now", "window_at", "window_now"]


@kernel
def window_now(h: State, calendar: int) -> int:
    """Row of the last window of a calendar that has opened by now, one less than its first if none has."""
    these = h.hours[calendar]
    opening = h.opens
    at = these.at
    while at + 1 < these.last and opening[at + 1] <= h.now:
        at += 1
    these.at = at
    return at


@kernel
def is_open(h: State, calendar: int) -> bool:
    """Whether a calendar is open now; the instant of a close is not."""
    at = window_now(h, calendar)
    return at >= h.hours[calendar].first and h.now < h.closes[at]


@kernel
def opened_now(h: State, calendar: int) -> int:
    """Instant at which the window around now opened [s]; NEVER if it is closed."""
    return h.opens[window_now(h, calendar)] if is_open(h, calendar) else NEVER


@kernel
def window_at(h: State, calendar: int, t: int) -> int:
    """Row of the last window of a calendar that opens at or before `t`, one less than its first if none does."""
    low, high = h.hours[calendar].first, h.hours[calendar].last
    while low < high:
        middle = (low + high) // 2
        if h.opens[middle] <= t:
            low = middle + 1
        else:
            high = middle
    return low - 1


@kernel
def next_open(h: State, calendar: int, t: int) -> int:
    """First open instant at or after `t` [s]: `t` itself if it is open, NEVER after the last window."""
    at = window_at(h, calendar, t)
    if at >= h.hours[calendar].first and t < h.closes[at]:
        return t
    return h.opens[at + 1] if at + 1 < h.hours[calendar].last else NEVER


@kernel
def finish(h: State, calendar: int, work: int) -> int:
    """Instant at which work begun now is done, resting outside the windows [s]; NEVER if they end first."""
    return _finish(h, calendar, window_now(h, calendar), h.now, work)


@kernel
def finish_from(h: State, calendar: int, t: int, work: int) -> int:
    """Instant at which work begun at `t` is done [s]."""
    return _finish(h, calendar, window_at(h, calendar, t), t, work)


@kernel
def finish_in_both(h: State, one: int, other: int, work: int) -> int:
    """Instant at which work begun now is done that rests outside either of two calendars; NEVER if they end first."""
    first, second, t = window_now(h, one), window_now(h, other), h.now
    while True:
        while first < h.hours[one].first or t >= h.closes[first]:
            first += 1
            if first == h.hours[one].last:
                return NEVER
            t = max(t, h.opens[first])
        while second < h.hours[other].first or t >= h.closes[second]:
            second += 1
            if second == h.hours[other].last:
                return NEVER
            t = max(t, h.opens[second])
        until = min(h.closes[first], h.closes[second])
        if t < until:
            if work <= until - t:
                return t + work
            work -= until - t
            t = until


@kernel
def _finish(h: State, calendar: int, at: int, t: int, work: int) -> int:
    last = h.hours[calendar].last
    if at < h.hours[calendar].first or t >= h.closes[at]:
        at += 1
        if at == last:
            return NEVER
        t = h.opens[at]
    while work > h.closes[at] - t:
        work -= h.closes[at] - t
        at += 1
        if at == last:
            return NEVER
        t = h.opens[at]
    return t + work

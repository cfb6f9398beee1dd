"""Calendars, which list the windows of time in which work is possible: questions about now or another instant."""

from sim.compiler.kernel import kernel
from sim.engines.compiled import rules
from sim.engines.compiled.memory import NEVER
from sim.model.schema.state import State

__all__ = [
    "changes_at",
    "finish",
    "finish_from",
    "finish_in_both",
    "is_open",
    "next_open",
    "opened_now",
    "window_at",
    "window_now",
]


@kernel
def window_now(h: State, calendar: int) -> int:
    """Return the row of the last window that has opened by now, or one less than the first row if none has."""
    hours = h.hours[calendar]
    opening = h.opens
    at = hours.at
    while at + 1 < hours.last and opening[at + 1] <= h.now:
        at += 1
    hours.at = at
    return at


@kernel
def is_open(h: State, calendar: int) -> bool:
    """Return whether a calendar is open now; at the instant at which a window closes, it is not."""
    at = window_now(h, calendar)
    return at >= h.hours[calendar].first and h.now < h.closes[at]


@kernel
def changes_at(h: State, calendar: int) -> int:
    """Return the next instant at which a calendar opens or closes [s]; NEVER if there is none."""
    at = window_now(h, calendar)
    if at >= h.hours[calendar].first and h.now < h.closes[at]:
        return h.closes[at]
    return h.opens[at + 1] if at + 1 < h.hours[calendar].last else NEVER


@kernel
def opened_now(h: State, calendar: int) -> int:
    """Return the instant at which the present window opened [s]; NEVER if the calendar is closed."""
    return h.opens[window_now(h, calendar)] if is_open(h, calendar) else NEVER


@kernel
def window_at(h: State, calendar: int, t: int) -> int:
    """Return the row of the last window that opens at or before `t`, or one less than the first row if none does."""
    hours = h.hours[calendar]
    return hours.first + rules.window_at(h.opens[hours.first : hours.last], t)


@kernel
def next_open(h: State, calendar: int, t: int) -> int:
    """Return the first instant at or after `t` at which a calendar is open [s]; NEVER after the last window."""
    first, last = h.hours[calendar].first, h.hours[calendar].last
    return rules.next_open(h.opens[first:last], h.closes[first:last], t)


@kernel
def finish(h: State, calendar: int, work: int) -> int:
    """Return when work that begins now is done if it rests outside the windows [s]; NEVER if the windows end first."""
    at, first, last = window_now(h, calendar), h.hours[calendar].first, h.hours[calendar].last
    return rules.finish_from(h.opens[first:last], h.closes[first:last], at - first, h.now, work)


@kernel
def finish_from(h: State, calendar: int, t: int, work: int) -> int:
    """Return when work that begins at `t` is done if it rests outside the windows [s]; NEVER if these end first."""
    first, last = h.hours[calendar].first, h.hours[calendar].last
    return rules.finish(h.opens[first:last], h.closes[first:last], t, work)


@kernel
def finish_in_both(h: State, one: int, other: int, work: int) -> int:
    """Return when work that begins now is done if both of two calendars must be open [s]; NEVER if one ends first."""
    opens, closes = h.opens, h.closes
    first, last, start, stop = h.hours[one].first, h.hours[one].last, h.hours[other].first, h.hours[other].last
    first_opens, first_closes = opens[first:last], closes[first:last]
    return rules.finish_in_both(first_opens, first_closes, opens[start:stop], closes[start:stop], h.now, work)

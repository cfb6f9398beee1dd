"""Axes of dates: ticks and their labels, by the clock of the scenario."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Final

from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from sim.domain.dates import day_and_month, moment, seconds
from sim.domain.scenario import Clock

__all__ = ["date_axis", "dated", "due"]

DAY: Final = 86_400
HOURS: Final = (1, 2, 3, 6, 12)
"""Possible distances of ticks in hours."""
DAYS: Final = (1, 2, 4, 7)
"""Possible distances of ticks in days."""
MONTHLY: Final = (1, 2, 3, 6, 12, 24, 60)
"""Possible distances of ticks in months."""


def dated(second: float, clock: Clock, *, hours: bool = False) -> str:
    """Return the local date of an instant: `23 Jul`; with `hours`, `23 Jul 14:00`.

    More than 300 days from the start, the year is added.
    """
    when, start = moment(int(second), clock), moment(0, clock)
    text = day_and_month(when)
    if abs((when - start).days) > 300:
        text += f" {when.year}"
    return f"{text} {when:%H:%M}" if hours else text


def due(second: float, clock: Clock, *, hours: bool = False) -> str:
    """Return the date by which a milestone is due.

    Midnight is written as the day that ends then, any other instant with its time of day.

    Parameters
    ----------
    second
        Instant [s since the start].
    hours
        Whether the axis shows hours; midnight is then written as the end of a day: "end of 23 Jul".
    """
    when = moment(int(second), clock)
    if (when.hour, when.minute, when.second) == (0, 0, 0):
        return ("end of " if hours else "") + dated(second - 1, clock)
    return dated(second, clock, hours=True)


def date_axis(ax: Axes, clock: Clock, low: float, high: float, *, most: int = 10, name: bool = True) -> None:
    """Turn the horizontal axis into an axis of dates.

    Parameters
    ----------
    ax
        Axes whose horizontal axis is in seconds since the start.
    clock
        Clock of the scenario: dates and hours are shown in its zone.
    low, high
        Limits [s since the start].
    most
        Approximate limit on the number of ticks; the coarsest step may have more.
    name
        Whether to name the time zone below the axis.
    """
    ticks = _ticks(clock, low, high, most)
    labels = dict(_labels(ticks))
    ax.set_xlim(low, high)
    ax.xaxis.set_major_locator(FixedLocator([second for second, _, _ in ticks]))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: labels.get(round(value), "")))
    if name:
        ax.set_xlabel(f"local time, {clock.zone}", fontsize="small")


Tick = tuple[int, datetime, bool]
"""Instant [s since the start], local time, and whether ticks show hours."""


def _ticks(clock: Clock, low: float, high: float, most: int) -> list[Tick]:
    """Return ticks at the finest step that gives about `most` of them or fewer, with space for their labels."""
    for hours in HOURS:
        if (high - low) / (3600 * hours) <= most:
            return [(t, moment(t, clock), True) for t in _every_hours(clock, low, high, hours)]
    shown: list[int] = []
    for days in _steps(moment(int(low), clock).date(), moment(int(high), clock).date()):
        shown = [second for day in days if low <= (second := seconds(day, clock, ends=False)) <= high]
        if len(shown) <= most and min((b - a for a, b in pairwise(shown)), default=high) >= 0.9 * (high - low) / most:
            break  # ticks at the 1st and 15th are not equally far apart
    return [(second, moment(second, clock), False) for second in shown]


def _every_hours(clock: Clock, low: float, high: float, step: int) -> Iterator[int]:
    """Yield the instants [s] from `low` to `high` at which the local time is a whole multiple of `step` hours."""
    when = moment(int(low), clock).replace(minute=0, second=0, microsecond=0, tzinfo=None)
    when = when.replace(hour=when.hour - when.hour % step)
    while (second := seconds(when, clock, ends=False)) <= high:
        if second >= low:
            yield second
        when += timedelta(hours=step)


def _steps(first: date, last: date) -> Iterator[list[date]]:
    """Yield, for each possible step from fine to coarse, the list of days that get a tick."""
    n = (last - first).days + 1
    for days in DAYS:
        yield [first + timedelta(days=days * k) for k in range(n // days + 1)]
    months = [(first.year + k // 12, k % 12 + 1) for k in range(first.month - 1, first.month + n // 28 + 1)]
    yield [date(year, month, day) for year, month in months for day in (1, 15)]
    for step in MONTHLY:
        yield [date(year, month, 1) for year, month in months if (12 * year + month - 1) % step == 0]


def _labels(ticks: list[Tick]) -> Iterator[tuple[int, str]]:
    """Yield the instant [s since the start] and the label of each tick.

    Some labels have a second line. If ticks show hours, the first label and the first label of each day have their day
    there; otherwise, the first label and the first label of each year have their year there.
    """
    before: datetime | None = None
    for second, when, hours in ticks:
        day = day_and_month(when)
        year = f" {when.year}" if before is None or before.year != when.year else ""
        if not hours:
            yield second, day + year.replace(" ", "\n")
        else:
            new = before is None or before.date() != when.date()
            yield second, f"{when:%H:%M}" + (f"\n{day}{year}" if new else "")
        before = when

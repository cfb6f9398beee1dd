"""The windows of stations with dates, and of single servers that differ in their shifts, lanes or set-up."""

from collections.abc import Callable
from typing import Any

from sim.domain.memo import memoised
from sim.model.calendars import LONG_AGO, NEVER, intersect
from sim.model.plan import Plan
from sim.model.structure import structure
from sim.model.terms import Stops
from sim.model.world.hours import calendar_hours, less_outages, open_hours
from sim.model.world.numbers import Numbers
from sim.model.world.weather import Shut
from sim.model.world.windows import Windows

__all__ = ["by_shift", "lanes_of", "servers_hours", "station_windows", "within_dates"]


@memoised
def by_shift(plan: Plan) -> frozenset[int]:
    """Return the rows of stations with shifts that state a number of servers, with lanes, or with set-up times."""
    known = structure(plan)
    laned = {row for row, each in enumerate(known["station"]) if each.lanes < each.lanes_last or each.changeover >= 0}
    parts = [known["calendar"][each.calendar] if each.calendar >= 0 else None for each in known["station"]]
    return frozenset(laned).union(
        row
        for row, part in enumerate(parts)
        if part is not None and any(shift.servers_s >= 0 for shift in known["shift"][part.first : part.last])
    )


def within_dates(windows: Windows, station: Any) -> Windows:
    """Return windows of a station, cut to the time from its first to its last day."""
    if station.begins <= LONG_AGO and station.until >= NEVER:
        return windows
    return intersect(windows, ([station.begins], [station.until])) if station.begins < station.until else ([], [])


def station_windows(numbers: Numbers, hours: list[Windows]) -> list[Windows]:
    """Return `hours`, the windows of each station, cut to the time from its first to its last day."""
    return [within_dates(windows, each) for windows, each in zip(hours, numbers.rows("station"), strict=True)]


def servers_hours(numbers: Numbers, shut: list[Shut]) -> list[list[Windows]]:
    """Return the windows of each server of each station; an empty list for a station that is not in `by_shift`."""
    found: list[list[Windows]] = [[] for _ in numbers.rows("station")]
    for row in by_shift(numbers.plan):
        station = numbers.rows("station")[row]

        def keep(windows: Windows, station: Any = station) -> Windows:
            return within_dates(less_outages(numbers, windows, shut, station.site, Stops.STATIONS), station)

        found[row] = _each(numbers, station, keep)
    return found


def lanes_of(numbers: Numbers, row: int) -> list[int]:
    """Return the lane of each server of a station, from 0; -1 for a server that takes movers of all lanes."""
    station = numbers.rows("station")[row]
    many = max(1, numbers.whole(station.servers_s, 1))
    sizes = [numbers.whole(lane.servers_s, 1) for lane in numbers.rows("lane")[station.lanes : station.lanes_last]]
    lanes = [lane for lane, size in enumerate(sizes) for _ in range(size)]
    return [*[-1] * max(0, many - len(lanes)), *lanes][:many]


def _each(numbers: Numbers, station: Any, keep: Callable[[Windows], Windows]) -> list[Windows]:
    """Return the windows of each server of a station; `keep` is computed once for servers with the same shifts."""
    known: dict[int, tuple[Windows, Windows]] = {}
    made: list[Windows] = []
    for server in range(max(1, numbers.whole(station.servers_s, 1))):
        alike = station.calendar < 0
        hours = open_hours(numbers, -1) if alike else calendar_hours(numbers, station.calendar, server=server)
        if id(hours) not in known:
            known[id(hours)] = hours, keep(hours)
        made.append(known[id(hours)][1])
    return made

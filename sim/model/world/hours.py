"""The open windows of runways, ramps and stations in a world: their hours, less outages and crises."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

from sim.domain.dates import start_of
from sim.model import calendars
from sim.model.local_hours import daily
from sim.model.structure import structure
from sim.model.terms import Stops
from sim.model.world.numbers import Numbers
from sim.model.world.weather import Shut, stopped
from sim.model.world.windows import ALWAYS, Windows, with_arrays

__all__ = [
    "calendar_hours",
    "less_outages",
    "open_hours",
    "opening",
]

SOME: Final = -1
"""In the key of cached hours, this number precedes the shifts in which a server works, if these are not all shifts."""


def calendar_hours(numbers: Numbers, row: int, extra: int = 0, server: int = 0) -> Windows:
    """Return the open windows of a calendar with the hours of this world.

    If no unknown changes the hours, the windows are made only once for the plan.

    Parameters
    ----------
    extra
        How much later each of its shifts ends than stated [s]; no shift is lengthened beyond 24 hours.
    server
        Number of the server of a station, from 0. The windows are those in which this server works: server 0 in every
        shift, server n above 0 in the shifts that state no number of servers or a number above n.
    """
    known = structure(numbers.plan)
    certain: dict[tuple[int, ...], Windows] = known["hours"]
    key: tuple[int, ...] = (row, extra)
    calendar = known["calendar"][row]
    shifts = known["shift"][calendar.first : calendar.last] if server or key not in certain else ()
    if server:
        works = [
            at for at, shift in enumerate(shifts) if shift.servers_s < 0 or numbers.whole(shift.servers_s) > server
        ]
        if len(works) < len(shifts):
            key, shifts = (row, extra, SOME, *works), [shifts[at] for at in works]
    if key in certain:
        return certain[key]
    spans = []
    for shift in shifts:
        opens, closes = numbers.value(shift.open_s), numbers.value(shift.close_s)
        closes = max(closes, min(closes + extra, opens + 86400.0))
        spans.append((round(opens / 3600.0, 6), round(closes / 3600.0, 6), shift.days))
    made = _windows(start_of(numbers.plan.clock), numbers.plan.horizon, numbers.plan.clock.zone, tuple(spans))
    slots = {slot for shift in shifts for slot in (shift.open_s, shift.close_s)}
    if not slots & known["doubtful"]:
        made = certain[key] = with_arrays(made)
    return made


def open_hours(numbers: Numbers, calendar: int) -> Windows:
    """Return the open windows of a calendar; -1 for always open."""
    return calendar_hours(numbers, calendar) if calendar >= 0 else ALWAYS


def less_outages(numbers: Numbers, windows: Windows, shut: Iterable[Shut], site: int, bit: int) -> Windows:
    """Return windows at a site without the outages and crises that stop its runway (bit 0), ramp (1) or stations (2).

    Parameters
    ----------
    shut
        All closed intervals of the world (`weather.Shut`).
    """
    stops = stopped(numbers)
    holes = [(b, e) for outage, at, _, b, e in shut if at == site and outage >= 0 and stops[outage] >> bit & 1]
    return numbers.routines.subtract(windows, holes) if holes else windows


def opening(numbers: Numbers, shut: list[Shut]) -> tuple[list[Windows], list[Windows], list[Windows]]:
    """Return the open windows of each runway, ramp and station: their hours, less the outages and crises in `shut`."""
    certain = structure(numbers.plan)["hours"]
    kept = [certain.get((row, 0)) or calendar_hours(numbers, row) for row in range(len(numbers.plan.calendar))]
    spans: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for outage, site, _, begins, until in shut:
        if outage >= 0:
            spans.setdefault((outage, site), []).append((begins, until))
    holes: dict[tuple[int, int], list[tuple[int, int]]] = {}
    stops = stopped(numbers)
    for (outage, site), closed in spans.items():
        for bit in range(len(Stops)):
            if stops[outage] >> bit & 1:
                holes[site, bit] = holes.get((site, bit), []) + closed
    known: dict[tuple[int, int, int], Windows] = {}

    def hours(calendar: int, site: int, bit: int) -> Windows:
        windows = kept[calendar] if calendar >= 0 else ALWAYS
        if (site, bit) not in holes:
            return windows
        if (calendar, site, bit) not in known:
            known[calendar, site, bit] = numbers.routines.subtract(windows, holes[site, bit])
        return known[calendar, site, bit]

    sites: list[Any] = numbers.rows("site")
    runway = [hours(site.runway, row, Stops.RUNWAY) for row, site in enumerate(sites)]
    ramp = [hours(site.ramp, row, Stops.RAMP) for row, site in enumerate(sites)]
    return runway, ramp, [hours(station.calendar, station.site, Stops.STATIONS) for station in numbers.rows("station")]


@lru_cache(maxsize=256)
def _windows(start: Any, horizon: int, zone: str, spans: tuple[tuple[float, float, int], ...]) -> Windows:
    """Return the merged windows of the shifts in `spans`; cached, because most replications use the same hours."""
    shifts = []
    for open_h, close_h, days in spans:
        bits = frozenset(day for day in range(7) if days >> day & 1)
        shifts.append(daily(start, horizon + 86400 * 7, zone, [(open_h, close_h)], bits))
    if len(shifts) == 1:
        return shifts[0]
    return calendars.merge(span for opens, closes in shifts for span in zip(opens, closes, strict=True))

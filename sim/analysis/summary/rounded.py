"""Numbers and instants as a summary reports them: rounded to six significant digits, and as local dates."""

import math
from typing import Any

from sim.domain.dates import moment
from sim.domain.scenario import Clock
from sim.model.calendars import NEVER

__all__ = ["due_as_iso", "local_date", "local_time", "plain", "rounded"]


def rounded(value: float) -> float | int:
    """Return a number rounded to six significant digits, as an integer if it is whole; NaN and infinity unchanged."""
    if not math.isfinite(value):
        return value
    short = float(f"{value:.6g}")
    return int(short) if short.is_integer() else short


def plain(value: Any) -> Any:
    """Return a value in which every float is rounded, also inside dicts and lists; tuples become lists."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return rounded(value) if isinstance(value, float) else value


def local_date(second: float, clock: Clock) -> str | None:
    """Return the local day of an instant [s] as an ISO date; None for NEVER."""
    return None if second >= NEVER else moment(int(second), clock).date().isoformat()


def local_time(second: float, clock: Clock) -> str | None:
    """Return the local date and time of an instant [s] with the offset from UTC, in ISO format; None for NEVER."""
    return None if second >= NEVER else moment(int(second), clock).isoformat()


def due_as_iso(second: int, clock: Clock) -> str:
    """Return a due date [s] in ISO format: only the day if it is the end of a local day, otherwise date and time."""
    when = moment(second, clock)
    if (when.hour, when.minute, when.second) == (0, 0, 0):
        return moment(second - 1, clock).date().isoformat()
    return when.isoformat()

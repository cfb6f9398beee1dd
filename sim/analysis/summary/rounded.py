"""Numbers as a summary tells them: no more digits than anybody knows, dates as dates."""

import math
from typing import Any

from sim.domain.dates import moment
from sim.domain.scenario import Clock
from sim.model.calendars import NEVER

__all__ = ["due", "local_date", "local_time", "plain", "rounded"]


def rounded(value: float) -> float | int:
    """Six significant digits; a whole number as one, and what is no number as it is."""
    if not math.isfinite(value):
        return value
    short = float(f"{value:.6g}")
    return int(short) if short.is_integer() else short


def plain(value: Any) -> Any:
    """Round every number inside tables and lists."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return rounded(value) if isinstance(value, float) else value


def local_date(second: float, clock: Clock) -> str | None:
    """Local day of an instant, ISO; None for never."""
    return None if second >= NEVER else moment(int(second), clock).date().isoformat()


def local_time(second: float, clock: Clock) -> str | None:
    """Local date and time of an instant with its offset, ISO; None for never."""
    return None if second >= NEVER else moment(int(second), clock).isoformat()


def due(second: int, clock: Clock) -> str:
    """Date of a promise as a scenario file writes it: the end of a day is that day; else date and time."""
    when = moment(second, clock)
    if (when.hour, when.minute, when.second) == (0, 0, 0):
        return moment(second - 1, clock).date().isoformat()
    return when.isoformat()

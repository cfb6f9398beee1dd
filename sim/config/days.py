"""Dates in TOML that are written with a midnight although no time of day is meant."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sim.config.locate import bare_midnights

__all__ = ["with_days"]

MIDNIGHT = " 00:00"


def with_days(data: dict[str, Any], text: str) -> dict[str, Any]:
    """Return the tables that `tomllib` read from a text, with a bare date for each `2024-09-15 00:00:00`.

    Notes
    -----
    Spreadsheets and data frames write a date so. With a T, `2024-09-15T00:00:00`, it stays the instant at which that
    day begins. The tables are changed in place.
    """
    for path in bare_midnights(text) if MIDNIGHT in text else ():
        here: Any = data
        for part in path[:-1]:
            here = here[int(part)] if isinstance(here, list) else here[part]
        last = int(path[-1]) if isinstance(here, list) else path[-1]
        if isinstance(here[last], datetime):
            here[last] = here[last].date()
    return data

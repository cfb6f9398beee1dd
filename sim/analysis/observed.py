"""What was observed of a real case, to be compared with the histories; never an input."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sim.config.table import read_table
from sim.errors import ConfigError, Problem

__all__ = ["Observation", "observations", "of_measure"]

COLUMNS = ("date", "site", "measure", "value", "low", "high", "unit", "grade")


@dataclass(frozen=True, slots=True)
class Observation:
    """One observed figure.

    Attributes
    ----------
    day
        Local day of the observation.
    site
        Site that it is about; empty for all.
    measure
        What was counted: `people_in_country`, `people_out`, `people_present` (at a site), `tonnes_out`,
        `site_closed`, `heavy_sorties`; of the whole history `departures`, `most_departures_a_day`,
        `most_people_a_day`, `pause_h` (the longest time without loading for want of room).
    value, low, high
        The figure, and the span in which the sources leave it; low and high are the value where none is given.
    unit, grade
        As written in the file.
    """

    day: date
    site: str
    measure: str
    value: float
    low: float
    high: float
    unit: str = ""
    grade: str = ""


def observations(path: str | Path) -> tuple[Observation, ...]:
    """Read the CSV of observations that a scenario names, by date.

    Raises
    ------
    ConfigError
        The file cannot be read, or lines of it make no sense; each is named.
    """
    table = read_table(Path(path))
    problems, found = list(table.problems), []
    for row in table.rows:
        try:
            found.append(_observation(row.cells))
        except (KeyError, ValueError) as error:
            problems.append(Problem(table.file, row.line, "", None, f"expected {_expected(error)}"))
    if problems:
        raise ConfigError(problems)
    return tuple(sorted(found, key=lambda each: (each.day, each.site, each.measure)))


def _observation(cells: Mapping[str, str]) -> Observation:
    value = float(cells["value"])
    return Observation(
        date.fromisoformat(cells["date"]),
        cells.get("site", ""),
        cells["measure"],
        value,
        float(cells.get("low", value)),
        float(cells.get("high", value)),
        cells.get("unit", ""),
        cells.get("grade", ""),
    )


def _expected(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"a {error.args[0]}; columns are {', '.join(COLUMNS)}"
    return f"a date as 2024-07-23 and numbers: {error}"


def of_measure(seen: Iterable[Observation], measures: Iterable[str], site: str = "") -> tuple[Observation, ...]:
    """Return the observations of some measures at a site (empty: of all sites together)."""
    wanted = set(measures)
    return tuple(each for each in seen if each.measure in wanted and each.site == site)

"""Reading and checking of the observed figures of a real case, which are never an input."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sim.config.cell import CellError, read_number, read_when
from sim.config.inside import inside
from sim.config.table import Row, Table, read_table, unknown_column
from sim.config.tables import Tables
from sim.domain.check.finding import nearest
from sim.domain.check.timing import follows_until
from sim.domain.dates import moment
from sim.domain.scenario import Scenario
from sim.errors import ConfigError, Problem

__all__ = ["BY_LIFT", "COLUMNS", "MEASURES", "Observation", "judge_observations", "read_observations"]

COLUMNS = ("date", "site", "measure", "value", "low", "high", "unit", "grade", "lift")
NEEDED = ("date", "measure", "value")
"""Columns that a file must have."""
MEASURES = (
    "people_in_country",
    "people_out",
    "people_present",
    "tonnes_in_country",
    "tonnes_out",
    "share_out",
    "tonnes_share_out",
    "site_closed",
    "heavy_sorties",
    "sorties",
    "last_sortie",
    "tonnes_a_sortie",
    "transit_d",
    "departures",
    "most_departures_a_day",
    "most_people_a_day",
    "pause_h",
)
"""What can be observed; docs/library.md explains each measure."""
BY_LIFT = ("sorties", "last_sortie", "tonnes_a_sortie", "transit_d")
"""Measures that may be restricted to one lift."""
SHARES = ("share_out", "tonnes_share_out")
"""Measures that are shares, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Observation:
    """One observed figure.

    Attributes
    ----------
    day
        Local day of the observation.
    site
        Site of the observation; empty for all sites together.
    measure
        What was observed: one of `MEASURES`, which docs/library.md explains.
    value, low, high
        The figure, and the range that the sources give; an end that is not given equals the value.
    unit, grade
        As written in the file.
    lift
        Lift of the observation; empty for all lifts together.
    """

    day: date
    site: str
    measure: str
    value: float
    low: float
    high: float
    unit: str = ""
    grade: str = ""
    lift: str = ""


def read_observations(path: Path, scenario: Scenario | None = None) -> tuple[Observation, ...]:
    """Return the observations of a CSV file, sorted by date, site, measure and lift.

    Parameters
    ----------
    path
        The file.
    scenario
        The scenario that must have the sites, lifts and days of the observations; None: they are not checked.

    Raises
    ------
    ConfigError
        The file cannot be read, lacks a column, or has unknown columns or invalid lines; the error lists all of these.
    """
    table = read_table(path, COLUMNS)
    problems = list(table.problems)
    problems += [unknown_column(table, name, COLUMNS) for name in table.columns if name not in (*COLUMNS, "")]
    absent = [name for name in NEEDED if name not in table.columns]
    problems += [Problem(table.file, table.line, name, None, f'expected a column "{name}"') for name in absent]
    found = []
    for row in table.rows if not absent else ():
        observation = _observation(table, row, problems)
        if observation is not None:
            problems += _contradictions(table, row, observation, scenario)
            found.append(observation)
    if problems:
        raise ConfigError(problems)
    return tuple(sorted(found, key=lambda each: (each.day, each.site, each.measure, each.lift)))


def judge_observations(tables: Tables, scenario: Scenario) -> list[Problem]:
    """Return the errors in the observations that a scenario names."""
    if scenario.observations is None:
        return []
    try:
        read_observations(inside(tables.folder, scenario.observations), scenario)
    except ConfigError as error:
        return tables.problems_of_file(("observations",), error)
    return []


def _observation(table: Table, row: Row, problems: list[Problem]) -> Observation | None:
    """Return the observation of one line; if it cannot be read, add problems and return None."""
    cells, before = row.cells, len(problems)
    numbers: dict[str, float] = {}
    when: date | None = None
    for column in ("date", "measure", "value", "low", "high"):
        text = cells.get(column)
        if text is None:
            if column in NEEDED:
                problems.append(Problem(table.file, row.line, column, None, f"missing; expected a {column}"))
            continue
        try:
            if column == "date":
                when = read_when(text)
            elif column != "measure":
                numbers[column] = read_number(text, table.delimiter)
        except CellError as error:
            what = "a date such as 2024-07-23" if column == "date" else "a number"
            cure = f"expected {what}; {error}" if str(error) else f"expected {what}"
            problems.append(Problem(table.file, row.line, column, text, cure))
    if len(problems) > before or when is None:
        return None
    day = when.date() if isinstance(when, datetime) else when
    low, high = numbers.get("low", numbers["value"]), numbers.get("high", numbers["value"])
    about = (cells.get("site", ""), cells["measure"], numbers["value"], low, high)
    return Observation(day, *about, cells.get("unit", ""), cells.get("grade", ""), cells.get("lift", ""))


def _contradictions(table: Table, row: Row, seen: Observation, scenario: Scenario | None) -> list[Problem]:
    """Return the problems of an observation that contradicts itself or the scenario."""
    found = []

    def add(column: str, value: str, text: str, near: str | None = None) -> None:
        """Add a problem with one cell of the row."""
        found.append(Problem(table.file, row.line, column, value, text, near))

    if seen.measure not in MEASURES:
        add("measure", seen.measure, f"expected one of {', '.join(MEASURES)}", nearest(seen.measure, MEASURES))
    if seen.low > seen.high:
        add("low", f"{seen.low:g}", f"expected a low end not above the high end, {seen.high:g}")
    if seen.lift and seen.measure in MEASURES and seen.measure not in BY_LIFT:
        add("lift", seen.lift, f"expected none: {seen.measure} is not counted by lift; {', '.join(BY_LIFT)} are")
    if seen.measure in SHARES:
        for column, share in (("value", seen.value), ("low", seen.low), ("high", seen.high)):
            if not 0 <= share <= 1 and (column == "value" or share != seen.value):
                add(column, f"{share:g}", "expected a share from 0 to 1")
    if scenario is None:
        return found
    if seen.site and seen.site not in scenario.site:
        add("site", seen.site, f"expected a site: {', '.join(scenario.site)}", nearest(seen.site, scenario.site))
    if seen.lift and seen.lift not in scenario.lift:
        add("lift", seen.lift, f"expected a lift: {', '.join(scenario.lift)}", nearest(seen.lift, scenario.lift))
    if seen.measure == "site_closed" and not seen.site:
        add("site", "", "expected the site that was closed")
    last = follows_until(scenario)
    if last is not None:
        first_day, last_day = (moment(second, scenario.clock).date() for second in (0, last))
        if not first_day <= seen.day <= last_day:
            text = f"expected a day of the clock, {first_day} to {last_day} (from clock.start to clock.horizon_d days"
            text += " after the deadline)"
            add("date", f"{seen.day}", text)
    return found

"""The state that the modules of this package share while they compile a scenario, and how they make tables.

An entry of the scenario, as an object, is called a noun.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np

from sim.domain.dates import seconds
from sim.domain.nouns import When
from sim.domain.scenario import Scenario
from sim.model.limits import narrow
from sim.model.schema import plan as tables
from sim.model.schema.row import Column, Row, Table
from sim.model.slots import Slots
from sim.model.terms import LAST_DAYS, Counted, Date

Movers = tuple[tuple[str, str, Any], ...]
"""(section, name, noun) of every group and lot, in the order of their rows."""
Nouns = list[tuple[str, Any]]
"""(dotted path, noun) for each row of a table; the noun is None if the scenario does not state it."""
DAY_BIT = {day: 1 << bit for bit, day in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}


@dataclass
class Stop:
    """A stop: a place that a group or lot passes on its way out, or the road on which it leaves the country.

    Attributes
    ----------
    lot, site, road, then, rule
        As in `schema.plan.Stop`, but `site` is a name.
    stations
        Names of the stations that the group or lot passes at this place.
    steps, options
        First row, and one past the last row, of the steps and of the other dispositions at this place.
    """

    lot: int
    site: str
    stations: tuple[str, ...] = ()
    road: bool = False
    then: int = -1
    rule: int = -1
    steps: tuple[int, int] = (0, 0)
    options: tuple[int, int] = (0, 0)


class Compiler:
    """The state of the compilation of one scenario.

    Attributes
    ----------
    movers, nouns
        Groups and lots, as `Movers` and as `Nouns`.
    rows
        For each table, the row of each name.
    stops
        Stops of groups and lots on their ways.
    calendars, shifts
        First shift, and one past the last shift, of each calendar; columns of each shift.
    services
        Row of the distribution of each working time so far, by its path.
    dates, counts
        Dates and numbers that are stored in tables and may be uncertain: column, row and dotted path of each.
    """

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.slots = Slots(scenario)
        groups = tuple(("group", name, group) for name, group in scenario.group.items())
        self.movers: Movers = groups + tuple(("lot", name, lot) for name, lot in scenario.lot.items())
        self.nouns: Nouns = [(f"{section}.{name}", noun) for section, name, noun in self.movers]
        self.rows: dict[str, dict[str, int]] = {
            "site": numbered(scenario.site),
            "lot": {name: row for row, (_, name, _) in enumerate(self.movers)},
            "lift": numbered(scenario.lift),
            "route": numbered(scenario.route),
            "hold": numbered(scenario.hold),
            "station": numbered([f"{at}/{name}" for at, site in scenario.site.items() for name in site.station]),
            "outage": numbered(scenario.outage),
            "resource": numbered(dict.fromkeys(name for site in scenario.site.values() for name in site.resource)),
            "task": numbered([f"{name}/{task.name}" for name, lift in scenario.lift.items() for task in lift.task]),
            "configuration": numbered(
                [f"{name}/{each.name}" for name, lift in scenario.lift.items() for each in lift.configuration]
            ),
            "milestone": numbered(scenario.milestone),
            "plan": numbered(scenario.plan),
        }
        self.stops: list[Stop] = []
        self.calendars: list[tuple[int, int]] = []
        self.shifts: list[tuple[int, int, int, int]] = []
        self.services: dict[str, int] = {}
        self.dates: list[dict[str, Any]] = []
        self.counts: list[dict[str, Any]] = []

    def instant(self, when: When | None, default: int, *, ends: bool = False) -> int:
        """Return the seconds from the start to a date of the scenario; the default if there is no date.

        With `ends`, a date without a time of day means the end of its day.
        """
        return default if when is None else seconds(when, self.scenario.clock, ends=ends)

    def date(self, place: Date, row: int, path: str, when: When | None, default: int) -> int:
        """Return the seconds from the start to a date that may be uncertain, and record where the plan stores it.

        Parameters
        ----------
        place, row
            Column and row in which the plan stores the date.
        path
            Dotted path of the date.
        when, default
            As for `instant`.
        """
        ends = place in LAST_DAYS
        if when is not None:
            after = self.instant(when, 0, ends=ends) - self.instant(when, 0)
            self.dates.append({"place": place, "row": row, "after": after, "path": path})
        return self.instant(when, default, ends=ends)

    def moved_dates(self) -> Table:
        """Return the table of dates that unknowns change; call this after all other tables have been compiled."""
        return self.table(
            tables.MovedDate,
            [
                {"place": each["place"], "row": each["row"], "after": each["after"], "slot": slot}
                for each in self.dates
                if (slot := self.slots.slot(each["path"])) >= 0
            ],
        )

    def counted(self, place: Counted, row: int, path: str) -> None:
        """Record where the plan stores a number that is in a table and may be uncertain; arguments as for `date`."""
        self.counts.append({"place": place, "row": row, "path": path})

    def moved_numbers(self) -> Table:
        """Return the table of numbers in tables that unknowns change; call this after all others have been compiled."""
        slots = [(each, self.slots.slot(each["path"])) for each in self.counts]
        records = [{"place": each["place"], "row": each["row"], "slot": slot} for each, slot in slots if slot >= 0]
        return self.table(tables.MovedNumber, records)

    def calendar(self, path: str, shifts: Sequence[Any]) -> int:
        """Return the row of a new calendar of shifts; -1, which means always open, if there are no shifts.

        `path` is the dotted path of the shifts.
        """
        if not shifts:
            return -1
        first = len(self.shifts)
        for position, shift in enumerate(shifts):
            at = f"{path}.{position}"
            days = sum(DAY_BIT[day] for day in shift.days)
            hours = self.slots.slot(f"{at}.open_h"), self.slots.slot(f"{at}.close_h")
            self.shifts.append((*hours, days, self.slots.slot(f"{at}.servers")))
        self.calendars.append((first, len(self.shifts)))
        return len(self.calendars) - 1

    def service(self, site: str, title: str, name: str, category: str) -> int:
        """Return the row of the distribution of the working time of a station for a group or lot.

        The working time is stated for this group or lot, or else for its category, or else for the station.

        Parameters
        ----------
        site, title
            Names of the site and of the station.
        name, category
            Name and category of the group or lot; both are empty for the working time that is stated for the station.
        """
        at, station = f"site.{site}.station.{title}", self.scenario.site[site].station[title]
        for key in (name, category):
            if key in station.times:
                at, time = f"{at}.times.{key}", station.times[key].service_h
                return self._dist(at, time)
        return self._dist(at, station.service_h)

    def by_lot(self, site: str, title: str) -> bool:
        """Return whether a server has to be set up between two groups or lots of the same category."""
        return self.scenario.site[site].station[title].changeover_between == "lot"

    def _dist(self, at: str, time: Any) -> int:
        """Return the row of the distribution of a working time; the row is added at the first call for `at`."""
        if at not in self.services:
            self.services[at] = self.slots.dist(f"{at}.service_h", time)
        return self.services[at]

    def table(self, kind: type[Row], records: Sequence[Mapping[str, Any]], of: Nouns | None = None) -> Table:
        """Return a table made from records.

        Parameters
        ----------
        of
            The noun of each record. It gives the values of columns with a key (`Column.key`) that the records lack.

        Raises
        ------
        KeyError
            A column is missing or unknown.
        SimError
            A whole number does not fit into its column.
        """
        table = np.zeros(len(records), kind.dtype)
        stated = [each for each in kind.columns.values() if each.key and each.name not in (records or [{}])[0]]
        for row, record in enumerate(records):
            values = dict(record)
            if of is not None:
                values |= {each.name: self._stated(each, *of[row]) for each in stated}
            if set(values) != set(kind.columns):
                raise KeyError(f"missing or unknown columns {set(values) ^ set(kind.columns)}")
            for name, value in values.items():
                try:
                    table[name][row] = value
                except OverflowError:
                    raise narrow(name, value) from None
        return table

    def _stated(self, column: Column, at: str, noun: Any) -> Any:
        """Return the value of a column for a noun: a slot, the row of a distribution or calendar, or what is stated."""
        path = f"{at}.{column.key}"
        if column.is_slot:
            return self.slots.slot(path)
        value = reduce(lambda part, key: getattr(part, key, None), column.key.split("."), noun)
        if column.of == "dist":
            return self.slots.dist(path, value)
        return self.calendar(path, value) if column.of == "calendar" else value


def numbered(names: Any) -> dict[str, int]:
    """Return the position of each name, from 0."""
    return {name: row for row, name in enumerate(names)}


def named(section: str, nouns: Mapping[str, Any]) -> Nouns:
    """Return the nouns of a section of the scenario, each with its dotted path."""
    return [(f"{section}.{name}", noun) for name, noun in nouns.items()]


def relation(nouns: Any, attribute: str, rows: Mapping[str, int]) -> Any:
    """Return which of `rows` each noun names in its list `attribute`, booleans of shape (n_nouns, n_rows)."""
    lists = [getattr(noun, attribute) for noun in nouns]
    table = np.zeros((len(lists), len(rows)), np.bool_)
    for row, names in enumerate(lists):
        for name in names:
            table[row, rows[name]] = True
    return table

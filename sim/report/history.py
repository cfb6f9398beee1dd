"""A history prepared for output as text: its tables as records, its names, and phrases that several events use."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any, NamedTuple

from sim.analysis.causes.clearing import Clearing, clearings
from sim.analysis.sums.mode import flies
from sim.model.calendars import NEVER
from sim.model.plan import Plan
from sim.model.schema.row import rows
from sim.model.terms import Stops, Supply, Way
from sim.model.trajectory import Trajectory
from sim.model.world.circumstances import circumstances
from sim.model.world.configurations import as_configured
from sim.model.world.flying import TRIPS
from sim.model.world.weather import stopped
from sim.report.words import clock_time, plural, span, tonnes

__all__ = ["Event", "History"]

Event = tuple[int, int, str]
"""An event: its instant [s], its rank among events at the same instant, and its words."""


class Stay(NamedTuple):
    """A stay of a mover at one site.

    `sortie` is the row of the sortie that took the mover away, or -1. `arrived`, `staged` and `up` are the instants at
    which the mover arrived, was staged and departed [s].
    """

    site: int
    sortie: int
    arrived: int
    staged: int
    up: int


class History:
    """A history with everything that is needed to describe it.

    Parameters
    ----------
    plan, trajectory
        The plan, and a history of it.

    Attributes
    ----------
    world
        The world in which the history was run.
    movers, visits, sorties, shut
        Tables of the history as records.
    downs, jobs, duties
        The tables `offloaded`, `ground` (tasks) and `duty` (legs of crews) as records.
    jobs_of
        Row of a sortie -> its tasks.
    stays
        Stays of each mover in order of time; a mover that goes straight out has a single stay, at its own site.
    given
        Row of a mover -> instant at which it was given a disposition other than `ship`, unless it was taken back
        later [s].
    missed
        (row of a sortie, row of a mover that was called for it and did not ride) -> number of the call, from 0; -1 if
        the mover turned up, but had to stay because others did not.
    lots, lifts
        Tables of the plan as records, with the numbers drawn for this world.
    chalk
        Row of a sortie -> rows of the movers on it.
    """

    def __init__(self, plan: Plan, trajectory: Trajectory) -> None:
        self.plan, self.trajectory = plan, trajectory
        self.world = circumstances(plan, trajectory)
        self.movers: list[Any] = rows(trajectory.mover)
        self.visits: list[Any] = rows(trajectory.visit)
        self.sorties: list[Any] = rows(trajectory.sortie)
        self.shut: list[Any] = rows(trajectory.shut)
        self.downs: list[Any] = rows(trajectory.offloaded)
        self.jobs: list[Any] = rows(trajectory.ground)
        self.duties: list[Any] = rows(trajectory.duty)
        self.jobs_of: dict[int, list[Any]] = {}
        for job in self.jobs:
            self.jobs_of.setdefault(job.sortie, []).append(job)
        self.lots: list[Any] = self.world.rows("lot")
        several: dict[int, list[Any]] = {}
        for stay in rows(trajectory.stay):
            several.setdefault(stay.mover, []).append(stay)
        self.stays: list[list[Any]] = [
            several.get(number) or [Stay(self.lots[m.lot].site, m.sortie, m.arrived, m.staged, m.up)]
            for number, m in enumerate(self.movers)
        ]
        decided = {row.mover: row for row in rows(trajectory.given)}  # the last decision counts
        self.given: dict[int, int] = {mover: row.at for mover, row in decided.items() if row.way != Way.SHIP}
        self.missed: dict[tuple[int, int], int] = {(row.sortie, row.mover): row.call for row in rows(trajectory.missed)}
        self.lifts: list[Any] = self.world.rows("lift")
        self.chalk: dict[int, list[int]] = {}
        for visit in self.visits:
            if visit.place < 0:  # a ride on a sortie; `server` is the row of the sortie
                self.chalk.setdefault(visit.server, []).append(visit.mover)

    @cached_property
    def clearings(self) -> list[Clearing]:
        """How each hold cleared."""
        return clearings(self.world, self.trajectory)

    def at(self, second: int) -> str:
        """Return the local date and time of an instant [s]."""
        return clock_time(second, self.plan.clock)

    def hour(self, second: int, beside: int | None = None) -> str:
        """Return the local time of an instant [s], with its date unless the instant `beside` is on the same day."""
        text = self.at(second)
        return text[7:] if beside is not None and self.at(beside)[:6] == text[:6] else text

    def site(self, row: int) -> str:
        """Return the name of a site; "no site yet" for -1."""
        return self.plan.name_of("site", row) if row >= 0 else "no site yet"

    def last(self, table: str, row: int) -> str:
        """Return the name of a row of a table without the name of the site or lift to which it belongs."""
        return self.plan.name_of(table, row).rpartition("/")[2]

    def lift(self, row: int) -> str:
        """Return the name of a lift."""
        return self.plan.name_of("lift", row)

    def lot(self, row: int) -> str:
        """Return the name of a group or lot."""
        return self.plan.name_of("lot", row)

    def mover(self, number: int) -> str:
        """Return the name of one person or item: its lot and its number in the lot, from 1."""
        mover = self.movers[number]
        return f"{self.lot(mover.lot)}/{mover.index + 1}"

    def spot(self, lift: int) -> str:
        """Return the words for the spot that a lift takes on the ground."""
        return "a parking spot" if flies(self.plan, lift) else "a spot"

    def way_in(self, lift: int) -> str:
        """Return the words for what must be open for a lift to arrive or leave."""
        return "the runway" if flies(self.plan, lift) else "the gate"

    def sortie(self, row: int) -> str:
        """Return the name of a sortie: its lift and the number of its mission, or of its tail and trip.

        Missions that a review obtained have numbers of their own, after "extra" and the number of the request.
        """
        sortie = self.sorties[row]
        name = self.lift(sortie.lift)
        if self.lifts[sortie.lift].supply == Supply.FLEET:
            tail, trip = divmod(sortie.number, TRIPS)
            return f"{name} tail {tail + 1}, trip {trip + 1}"
        asked, number = divmod(sortie.number, TRIPS)
        return f"{name} #{number + 1}" if asked == 0 else f"{name} extra {asked} #{number + 1}"

    def fitted(self, sortie: Any) -> Any:
        """Return the lift of a sortie, with the limits of the configuration in which it came."""
        lift = self.lifts[sortie.lift]
        if not sortie.configuration:
            return lift
        return as_configured(lift, self.world.rows("configuration")[lift.configurations + sortie.configuration - 1])

    def configuration(self, sortie: Any) -> str:
        """Return the name of the configuration in which a sortie came, in parentheses; empty if it has none."""
        if not sortie.configuration:
            return ""
        row = self.lifts[sortie.lift].configurations + sortie.configuration - 1
        return f" ({self.plan.name_of('configuration', row).removeprefix(f'{self.lift(sortie.lift)}/')})"

    def force(self, numbers: Iterable[int]) -> str:
        """Return the words for some movers: numbers of items and people, tonnes, and the largest lots."""
        items: dict[int, int] = {}
        people: dict[int, int] = {}
        kg = 0
        for number in numbers:
            mover = self.movers[number]
            person = bool(self.lots[mover.lot].person)
            kind = people if person else items
            kind[mover.lot] = kind.get(mover.lot, 0) + 1
            kg += 0 if person else mover.kg
        parts = []
        if items:
            text = f"{plural(sum(items.values()), 'item')}, {tonnes(kg / 1000)}"
            parts.append(f"{text} ({self._kinds(items)})")
        if people:
            parts.append(f"{plural(sum(people.values()), 'person', 'people')} ({self._kinds(people)})")
        return ", ".join(parts) or "nothing"

    def _kinds(self, counts: dict[int, int]) -> str:
        """Return counts by group or lot as text: the four largest, and the sum of the others."""
        most = sorted(counts, key=lambda row: (-counts[row], row))
        text = [f"{counts[row]:,} {self.lot(row)}" for row in most[:4]]
        rest = sum(counts[row] for row in most[4:])
        return ", ".join([*text, f"{rest:,} others"] if rest else text)

    def closed_until(self, site: int, instant: int, bit: int = Stops.RUNWAY) -> str:
        """Return why a part of a site, `bit` of `Stops`, was closed until an instant: outage, crisis, or hours."""
        for row in self.shut:
            ended = row.site == site and row.until == instant and row.outage >= 0
            if ended and stopped(self.world)[row.outage] >> bit & 1:
                crisis = row.outage - len(self.plan.outage)
                of_crisis = f"crisis {self.plan.name_of('crisis', crisis)}" if crisis >= 0 else ""
                return f"shut by {of_crisis or self.plan.name_of('outage', row.outage)}"
        return "closed at that hour"

    def waited(self, since: int, until: int) -> str:
        """Return the length of a wait in words; empty if there was none or if it did not end."""
        return span(until - since) if NEVER > until > since else ""

"""The cursor that walks back: from an instant to the start, link by link, each ending where the next one begins."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, NamedTuple

from sim.analysis.causes.kernels.missions import back_over_missions, join, wait
from sim.analysis.causes.log import Log
from sim.analysis.causes.pieces import HOURS, OPEN
from sim.analysis.causes.reason import Kind
from sim.model.calendars import NEVER
from sim.model.schema.row import Table

__all__ = ["AWAY", "Found", "Link", "Point", "Step", "Walk", "link_of"]

AWAY = -1
"""No row."""


class Link(NamedTuple):
    """A span of a history with the one thing that owns it.

    Attributes
    ----------
    since, until
        The span [s].
    reason
        Place among the `reasons` of the plan.
    what, row
        Where it was seen: `sortie`, `visit`, `mover` or `hold`, and its row.
    """

    since: int
    until: int
    reason: int
    what: str
    row: int


Found = tuple[Any, ...]
"""A link as it is found: since, until, reason, row, what; the compiled part of the walk leaves out the last."""


def link_of(found: Found) -> Link:
    """Return what was found as a link."""
    since, until, reason, row, *what = found
    return Link(since, until, reason, what[0] if what else "sortie", row)


class Point(IntEnum):
    """An instant from which a walk goes on; the comment says of which row."""

    UP = 0  # of a sortie, as all down to ARRIVED: wheels-up
    LOADED = 1
    DONE = 2  # a task of the ground time ended
    WORKED = 3  # loading began
    LANDED = 4
    OVERHEAD = 5
    PLANNED = 6
    TASKED = 7
    OFFLOADED = 8
    ARRIVED = 9
    MISSION = 10  # the planned arrival of a mission, by its place among those of its lift
    JOB = 11  # a task of the ground time, noted as seen only
    FREE = 12  # of a mover, as all down to HOLD
    STAGED = 13
    CAME = 14
    RELEASED = 15
    UNEXPLAINED = 16
    LEFT = 17
    AS_IF = 18  # a hold would have been satisfied if all that was loaded had gone
    HOLD = 19
    VISIT = 20  # of a visit: its end


class Step(NamedTuple):
    """Where the walk goes on: an instant, of which row, and what else goes on from there."""

    point: Point
    row: int
    owner: int = AWAY
    other: int = 0


@dataclass
class Walk:
    """A walk under way.

    Attributes
    ----------
    t
        The cursor [s]; it never goes up.
    stop
        Instant at which whoever is followed became free to go [s]: before it no lift could have helped, and the walk
        goes on with what made it free.
    witness, rank
        Whom it follows, and the least urgent rank that was ever followed on this ride.
    sortie, ride
        The sortie that is looked at, and the one for which whom it follows was free.
    company
        Movers on it who matter.
    links
        What was found, the last span first: since and until [s], reason, row, and what was seen, if it is no sortie.
    rode
        Sorties that the walk came along: what they took came after what it looks for.
    """

    log: Log
    t: int
    stop: int = 0
    witness: int = AWAY
    rank: int = 0
    sortie: int = AWAY
    ride: int = AWAY
    company: list[int] = field(default_factory=list)
    links: list[Found] = field(default_factory=list)
    rode: set[int] = field(default_factory=set)
    seen: set[tuple[Step, int]] = field(default_factory=set)

    def been_here(self, step: Step) -> bool:
        """Whether an earlier walk through the same log was at this very place; if so, the rest of it is taken over."""
        place = (step, self.t, self.stop, self.witness, self.rank, self.sortie, tuple(self.company))
        links, many = self.log.walked.setdefault(place, (self.links, len(self.links)))
        if links is not self.links:
            self.links += links[many:]
            self.t = 0
        return links is not self.links

    def own(self, kind: Kind, place: int, since: int, what: str, row: int) -> None:
        """Give the span from an instant (or from `stop`, if that is later) to the cursor to a reason."""
        self.give(self.log.reasons.at(kind, place), since, what, row)

    def give(self, reason: int, since: int, what: str, row: int) -> None:
        """Give a span to a reason by its place."""
        since = max(since, self.stop, 0)
        if since < self.t:
            self.links.append((since, self.t, reason, row, what))
            self.t = since

    def pieces(self, bit: int, place: int, since: int, closed: Kind, owner: int, what: str, row: int) -> None:
        """Give a span to its owner where a runway, ramp or station was open, else to what closed it."""
        reasons = self.log.reasons
        for begins, piece in self.log.pieces(bit, place, max(since, self.stop), self.t):
            if piece == OPEN:
                self.give(owner, begins, what, row)
            elif piece == HOURS:
                self.own(closed, place, begins, what, row)
            else:
                self.give(reasons.at(Kind.OUTAGE, piece), begins, what, row)

    def by_hours(self, site: int, since: int, way: int, owner: int, row: int) -> None:
        """Give a span to its owner, but to a site's hours where who set out would have arrived when it was closed.

        Parameters
        ----------
        way
            Time from setting out to arrival [s]: 0 where the span is one of arrivals.
        """
        since = max(since, self.stop, 0)
        closed = self.log.reasons.at(Kind.RUNWAY_HOURS, site)
        for begins, piece in self.log.kept(site, since + way, self.t + way):
            self.give(owner if piece == OPEN else closed, begins - way, "sortie", row)

    def waited(self, lift: int, reason: int, since: int, row: int) -> None:
        """Give a wait for a lift to a reason, but to what barred the lift while it was barred."""
        cursors, links, _ = self.log.missions.memory
        cursors[0] = self._cursor()
        wait(cursors, self.log.missions.spans[lift], links, reason, since, row)
        self._take(cursors, links)

    def back_over_missions(self, lift: int, place: int, before: int) -> int:
        """Go back from a mission of a lift as far as the wait for one goes, and return its place.

        Parameters
        ----------
        place
            Place of a mission among those of the lift; the walk is at its planned arrival.
        before
            When the sortie was loaded that is looked at [s].

        Returns
        -------
        int
            Below 0 before the first mission.
        """
        tables = self.log.missions
        cursors, links, joined = tables.memory
        cursors[0] = self._cursor(place, before)
        back_over_missions(
            cursors, tables.sorties, tables.of_lift[lift], tables.spans[lift], tables.reasons[lift],
            tables.first_attempt, tables.kept_out, tables.riders, tables.first, links, joined,
        )  # fmt: skip
        self._take(cursors, links)
        came_along = joined[: cursors["joined"][0]].tolist()
        if came_along:
            self.company = []
            self.rode.update(came_along)
        return int(cursors["place"][0])

    def follow(self, row: int, movers: Iterable[int]) -> None:
        """Follow, of some movers on a sortie and those they could only go with, the one that was free last."""
        log = self.log
        self.company = list(movers)
        self.rode.add(row)
        holds = log.readiness.company.get(row, ())
        if holds:
            chosen = set(self.company)
            for hold in sorted(holds):
                counted = log.counted(hold)
                self.company += [m for m in log.aboard(row) if counted[m] and m not in chosen]
                chosen.update(self.company)
        free = {mover: log.free_at(mover, row) for mover in self.company}
        self.witness = max(self.company, key=lambda mover: (free[mover], -mover))
        self.stop = min(free[self.witness], self.t)
        self.sortie = self.ride = row
        self.rank = max(log.rank[mover] for mover in self.company)

    def join(self, row: int) -> None:
        """Go on with an earlier sortie that left those who are followed behind: there was a backlog already then.

        From now on the one is followed who had been free longest, of those behind and of those who took their room.
        """
        cursors, links, _ = self.log.missions.memory
        cursors[0] = self._cursor()
        join(cursors, self.log.missions.riders, self.log.missions.first, row)
        self._take(cursors, links)
        self.company = []
        self.rode.add(row)

    def _cursor(self, place: int = AWAY, before: int = NEVER) -> tuple[int, ...]:
        """Return where the walk is as a row of `Cursor`."""
        at, who = NEVER, AWAY
        for mover in self.company:
            free = self.log.free_at(mover, self.sortie)
            if free < at and self.log.rank[mover] <= self.rank:
                at, who = free, mover
        return self.t, self.stop, self.witness, self.rank, self.sortie, self.ride, place, before, at, who, 0, 0

    def _take(self, cursors: Table, links: Table) -> None:
        """Take over where compiled code went, and the spans that it found."""
        self.t, self.stop, self.witness, self.rank, self.sortie, self.ride, *_, many, _ = cursors[0].item()
        self.links += links[:many].tolist()

"""A plan at mean values: the counterpart of `World` for calculations without random numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from sim.model import calendars, durations
from sim.model.calendars import NEVER
from sim.model.composed import put_means
from sim.model.distribution import Distribution
from sim.model.durations import Kind
from sim.model.plan import Plan
from sim.model.terms import Way
from sim.model.world.drawing import Drawing, distributions
from sim.model.world.hours import open_hours
from sim.model.world.numbers import Numbers
from sim.model.world.openings import Openings
from sim.model.world.plain import PLAIN
from sim.model.world.releases import Reals, curve
from sim.model.world.windows import Windows
from sim.model.world.worth import planned_way

__all__ = ["Load", "Means", "Place"]

DAY = 86_400
HOUR = 3600.0


@dataclass(frozen=True, slots=True)
class Load:
    """What one group or lot still has to move, at mean values.

    Attributes
    ----------
    row
        Row of the lot table.
    count
        People or items that have not left.
    tonnes
        Their weight [t].
    positions
        Pallet positions that they take.
    no_show
        Probability that a member called for a sortie does not turn up.
    volume_m3
        Volume that they take [m3].
    """

    row: int
    count: int
    tonnes: float
    positions: float
    no_show: float = 0.0
    volume_m3: float = 0.0

    @property
    def calls(self) -> float:
        """Seats that they need: each is called until it turns up, on average 1 / (1 - p) times with p = `no_show`."""
        return self.count / (1.0 - self.no_show)


@dataclass(frozen=True, slots=True)
class Place:
    """A place that a group or lot leaves: its row (lots first, then stops), its site, and the range of steps there."""

    row: int
    site: int
    first: int
    last: int


class _AtMeans(Drawing):
    """Puts the means of unknowns, in place of draws, into the numbers of a plan."""

    def unknowns(self) -> list[float]:
        """Return the value of each unknown at the mean of its draw, in the units of the file."""
        unknowns = self.structure["uncertain"]
        raw: dict[int, float] = {}
        while len(raw) < len(unknowns):
            for row, unknown in enumerate(unknowns):
                if unknown.source < 0:
                    shape = distributions(self.plan).objects[unknown.dist]
                    raw[row] = durations.mean_of(shape.kind, shape.a, shape.b, shape.c, shape.table)
                elif unknown.source in raw:
                    raw[row] = raw[unknown.source]
        return [
            min(max(unknown.offset + unknown.slope * raw[row], unknown.least), unknown.most)
            for row, unknown in enumerate(unknowns)
        ]

    def _put_alternatives(self, number: list[float], values: list[float]) -> None:
        put_means(number, self.structure)


class Means(Numbers):
    """The numbers of a plan at their means.

    Parameters
    ----------
    plan
        The compiled scenario.
    unknown
        Whether a number that an unknown changes counts with the mean of the draw of the unknown, instead of the value
        that the file states.

    Notes
    -----
    Each distribution counts with its mean, so a lognormal with a median of 2 h counts with more than 2 h. The number of
    items in a total weight is this weight divided by the mean weight of an item, rounded up. Random outages take a
    share of the time until the deadline; outages with dates count as stated. The mean of a product is taken as the
    product of the means.
    """

    def __init__(self, plan: Plan, *, unknown: bool = True) -> None:
        at_means = _AtMeans(plan, plan.seed, -1, -1, PLAIN)
        numbers = at_means.numbers(at_means.unknowns() if unknown else [])
        super().__init__(**{name: vars(numbers)[name] for name in Numbers.__dataclass_fields__})

    @property
    def days(self) -> float:
        """Time from the start to the deadline [d], at least one day."""
        return max(self.plan.deadline, DAY) / DAY

    @cached_property
    def loads(self) -> list[Load]:
        """The load of each group or lot."""
        return [self._load(row) for row in range(len(self.plan.lot))]

    def edge(self, slot: int, default: float = 0.0) -> float:
        """Return a number in the unit of its key in the scenario file; the default if it is not stated."""
        return self.number[slot] / self.plan.unit[slot] if slot >= 0 else default

    def mean(self, dist: int) -> float:
        """Return the mean of a distribution of the plan [s, kg, ...]; 0 if the scenario has none."""
        return self.dist[dist].mean() if dist >= 0 else 0.0

    def hours(self, dist: int) -> float:
        """Return the mean of a duration [h]."""
        return self.mean(dist) / HOUR

    def spread(self, dist: int) -> tuple[float, float]:
        """Return the 5 % and 95 % quantiles of a distribution whose parameters are at their means."""
        return self.dist[dist].at(0.05), self.dist[dist].at(0.95)

    def open_h(self, calendar: int, site: int, bit: int) -> float:
        """Return the hours a day, on average until the deadline, in which a calendar is open and no outage stops it.

        Parameters
        ----------
        calendar
            Row of a calendar; -1 for day and night.
        site
            Row of the site.
        bit
            The part of the site that outages may stop (`Stops`).
        """
        return self.open_within(open_hours(self, calendar), site, bit, 0, max(self.plan.deadline, DAY))

    def open_within(self, hours: Windows, site: int, bit: int, since: int, until: int) -> float:
        """Return what `open_h` returns, but for given windows and on average over a span of time.

        Parameters
        ----------
        hours
            The windows.
        since, until
            The span [s].
        """
        plan, share = self.plan, 1.0
        holes: list[tuple[int, int]] = []
        for row, outage in enumerate(self.rows("outage")):
            if not (plan.outage_sites[row][site] and outage.stops >> bit & 1):
                continue
            given = [(c.begins, c.until) for c in self.rows("closure") if c.outage == row]
            holes += given
            share *= 1.0 if given else 1.0 - self._stormy(row)
        windows: Windows = calendars.subtract(*hours, holes)
        return calendars.open_seconds(*windows, since, until) / HOUR / ((until - since) / DAY) * share

    def grounded(self, lift: int) -> float:
        """Return the share of the time until the deadline in which outages ground a lift."""
        plan, flying, holes = self.plan, 1.0, []
        for row in range(len(self.rows("outage"))):
            if plan.outage_lifts[row][lift]:
                given = [(c.begins, c.until) for c in self.rows("closure") if c.outage == row]
                holes += given
                flying *= 1.0 if given else 1.0 - self._stormy(row)
        span = max(plan.deadline, DAY)
        windows = calendars.subtract([0], [span], holes)
        return 1.0 - flying * calendars.open_seconds(*windows, 0, span) / span

    def _stormy(self, outage: int) -> float:
        """Return the share of the time that a random outage takes: mean length / (mean gap + mean length)."""
        row = self.rows("outage")[outage]
        hazard = self.plan.hazard[outage]
        starts = float(hazard[min(int(self.days * 24), len(hazard) - 1)]) / self.days
        lost = self.value(row.per_day_s) * starts * self.mean(row.lasts) / DAY
        return lost / (1.0 + lost)

    def counted(self, row: int) -> tuple[int, float]:
        """Return the number of members of a lot, including those gone before the start, and the weight of each [kg]."""
        lot = self.rows("lot")[row]
        if lot.total_s >= 0:
            return self._cut(self.value(lot.total_s), self.dist[lot.item])
        return self.whole(lot.count_s), self.value(lot.weight_s)

    def _load(self, row: int) -> Load:
        lot = self.rows("lot")[row]
        count, kg = self.counted(row)
        stay = max(0, count - lot.left)
        mpos = 1000.0 * self.value(lot.pallets_s) + 1000.0 * self.value(lot.pallets_per_t_s) * kg
        if stay and planned_way(self, self.plan.carries, row, kg, mpos) != Way.SHIP:
            stay = 0  # its members need no lift
        tonnes = kg * stay / 1000.0
        positions = self.edge(lot.pallets_s) * stay + self.edge(lot.pallets_per_t_s) * tonnes
        absent = self.value(lot.no_show_s)
        return Load(row, stay, tonnes, positions, absent, self.edge(lot.volume_s) * stay)

    @staticmethod
    def _cut(total_kg: float, item: Distribution) -> tuple[int, float]:
        """Return the number of items in a total weight, and their mean weight [kg]."""
        weights = [max(1.0, weight) for weight in item.table] if item.kind == Kind.EMPIRICAL else []
        each = math.fsum(weights) / len(weights) if weights else max(1.0, item.mean())
        count = math.ceil(total_kg / each - 1e-6)
        return count, total_kg / count if count else 0.0

    def ready(self, row: int) -> int:
        """Return the instant from which all members of a group or lot may begin and board [s], by dates alone.

        The dates are those of release and arrival, and `not_before` of its holds; the conditions of holds do not count.
        """
        lot = self.rows("lot")[row]
        holds = [self.rows("hold")[hold] for hold in (lot.begin_hold, lot.board_hold) if hold >= 0]
        dates = [self.releases(row)[1], self.comes(row)[1], *(hold.not_before for hold in holds)]
        return int(max(date for date in dates if date < NEVER))

    def starts(self, row: int) -> int:
        """Return when the first member of a group or lot may begin [s], by dates alone, as in `ready`."""
        lot = self.rows("lot")[row]
        begin = self.rows("hold")[lot.begin_hold].not_before if lot.begin_hold >= 0 else 0
        boards = lot.phasing >= 0 and self.rows("phasing")[lot.phasing].boards
        return int(max(lot.release if boards else self.releases(row)[0], self.comes(row)[0], begin))

    def comes(self, row: int) -> tuple[int, int]:
        """Return when the first and the last member of a group or lot arrive, at mean values [s].

        If gaps are drawn, the first arrives after one mean gap, and the last after one mean gap for each batch. A
        permission counts as given for good after its mean time.
        """
        lot = self.rows("lot")[row]
        first, last = lot.arrives_first, lot.arrives_last
        if lot.gap >= 0:
            batches = math.ceil(max(0, self.counted(row)[0] - lot.left) / max(1, self.whole(lot.batch_s, 1)))
            gap = self.dist[lot.gap].mean()
            first, last = round(first + gap), round(first + gap * max(1, batches))
        elif lot.arrivals < lot.arrivals_last:
            first, last = first + self.whole(lot.shift_s), last + self.whole(lot.shift_s)
        opens = [
            round(self.mean(self.rows("permission")[each.permission].opens))
            for each in self.rows("clearance")
            if each.lot == row and last > 0
        ]
        return max([first, *opens]), max([last, *opens])

    def releases(self, row: int) -> tuple[int, int]:
        """Return when the first and the last member of a group or lot are released, by date and phased plan [s]."""
        lot, many = self.rows("lot")[row], self.counted(row)[0]
        if lot.phasing < 0 or not many:
            return lot.release, lot.release
        shares, instants = self.curve(lot.phasing)
        first, last = np.interp((0.5 / many, 1.0 - 0.5 / many), shares, instants).tolist()
        return max(lot.release, round(first)), max(lot.release, round(last))

    def curve(self, plan: int) -> tuple[Reals, Reals]:
        """Return the curve of a phased plan (`world.releases.curve`) at the mean counts and weights."""
        named = [self.counted(at) for at, other in enumerate(self.rows("lot")) if other.phasing == plan]
        members, tonnes = sum(count for count, _ in named), sum(count * kg for count, kg in named) / 1000.0
        return curve(self, plan, members, tonnes)

    def comes_slowly(self, row: int) -> bool:
        """Return whether `ready` is the end of an inflow or of a phased plan that begins earlier."""
        ready, (comes, come) = self.ready(row), self.comes(row)
        first, last = self.releases(row)
        return (0 < ready == come and comes < ready) or (0 < ready == last and first < last)

    def boards(self, row: int) -> int:
        """Return `not_before` of the hold that keeps a group or lot from boarding [s]; 0 if it has no such hold."""
        hold = self.rows("lot")[row].board_hold
        return int(self.rows("hold")[hold].not_before) if hold >= 0 else 0

    def route(self, row: int) -> list[int]:
        """Return the rows of the stations that a group or lot is certain to pass."""
        return [step.station for place in self.places(row) for step in self.rows("step")[place.first : place.last]]

    def paths(self, row: int) -> list[Any]:
        """Return the routes that a group or lot can take at some time, at mean values.

        If its rule is to take the first open route, it can take a route only while all routes before this one are
        closed.
        """
        return self.openings.used(row)

    def places(self, row: int) -> list[Place]:
        """Return the places in the country that a group or lot is certain to leave, in order; its own site first.

        The other places are those on every route of `paths`. A hub abroad is not in the country, so it is left out.
        """
        lots, stops, sites = self.rows("lot"), self.rows("stop"), self.rows("site")
        ways = [[hop.at for hop in self.rows("hop")[path.first : path.last]] for path in self.paths(row)]
        found = [Place(row, lots[row].site, lots[row].first, lots[row].last)]
        for at in dict.fromkeys(ways[0] if ways else []):
            if at >= len(lots) and all(at in way for way in ways):
                stop = stops[at - len(lots)]
                if not stop.road and not sites[stop.site].abroad:
                    found.append(Place(at, stop.site, stop.first, stop.last))
        return found

    def place(self, at: int) -> Any:
        """Return the lot or stop in a row (lots first, then stops); it has `site`, `first` and `last`."""
        lots = self.rows("lot")
        return lots[at] if at < len(lots) else self.rows("stop")[at - len(lots)]

    @cached_property
    def openings(self) -> Openings:
        """The spans in which legs and routes are certain to be closed."""
        return Openings(self)

    def passes(self, row: int, site: int) -> bool:
        """Return whether a group or lot is certain to leave a site."""
        return any(place.site == site for place in self.places(row))

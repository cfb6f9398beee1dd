"""Mean times of the ways out in a world, and how often lifts come; from these, members choose the earliest way."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from sim.model.calendars import NEVER, open_seconds
from sim.model.durations import whole_seconds
from sim.model.terms import RouteRule, Rule, Supply
from sim.model.world.flying import flown_seconds
from sim.model.world.hours import open_hours
from sim.model.world.missions import WEEK, planned
from sim.model.world.world import World

__all__ = ["Timetable", "Ways", "chooses", "ways"]

Timetable = list[tuple[int, int]]
"""Planned arrivals as (instant [s], site or -1), in time order."""
OUT: Final = -1


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways of a world, at mean values.

    Attributes
    ----------
    onward
        For each lot, then for each stop, by lift: time from wheels-up until a rider is out of the country [s]; NEVER if
        no way out of the lot uses the lift at this place. Empty if the lot does not choose the earliest way.
    gap
        For each lift and site: mean time between two sorties [s]; NEVER for a lift with planned dates, for a lift on
        call, and if no sortie is expected.
    timetable
        For each lift: planned arrivals if they are dated or scheduled; otherwise empty.
    each_kg
        Mean weight of a member of each lot [kg].
    """

    onward: list[list[int]]
    gap: dict[tuple[int, int], int]
    timetable: list[Timetable]
    each_kg: list[int]


def chooses(plan: Any) -> bool:
    """Return whether any lot of a plan takes the way that is expected to be the earliest."""
    return bool((plan.lot["route_rule"] == RouteRule.EARLIEST_ARRIVAL).any())


def ways(world: World) -> Ways:
    """Return the `Ways` of a world; both engines choose by these numbers."""
    return _Finder(world).found()


class _Finder:
    def __init__(self, world: World) -> None:
        self.world, self.lots, self.stops = world, world.rows("lot"), world.rows("stop")
        self.legs = {(leg.lift, leg.site): leg for leg in world.rows("leg")}
        self.timetable = [self._timetable(row) for row in range(len(world.rows("lift")))]
        self.gap = {at: self._gap(*at) for at in self.legs}

    def found(self) -> Ways:
        items = self.world.items
        many, first = items.many.tolist(), items.first.tolist()
        each = [int(items.kg[at : at + n].sum()) // n if n else 1 for at, n in zip(first, many, strict=True)]
        places = range(len(self.lots) + len(self.stops))
        return Ways([self._onward(row) for row in places], self.gap, self.timetable, each)

    def _timetable(self, row: int) -> Timetable:
        dated = self.world.rows("lift")[row].supply in (Supply.DATED, Supply.SCHEDULED)
        return planned(self.world, row) if dated else []

    def _onward(self, row: int) -> list[int]:
        """Return a row of `Ways.onward`; each lift counts with the first path that it serves from the place."""
        home = row if row < len(self.lots) else self.stops[row - len(self.lots)].lot
        if self.lots[home].route_rule != RouteRule.EARLIEST_ARRIVAL:
            return []
        paths = [path for path in self.world.rows("path") if path.lot == home]
        times = []
        for lift in range(len(self.world.rows("lift"))):
            if not self.world.carries[row, lift]:
                times.append(NEVER)
            elif not paths:
                times.append(0)
            else:
                found = [self._out(path, hop, lift) for path in paths for hop in self._hops(path, row, lift)]
                times.append(found[0] if found else NEVER)
        return times

    def _hops(self, path: Any, row: int, lift: int) -> list[Any]:
        """Return the legs of a path that lead on from a place and that a lift serves."""
        hops = self.world.rows("hop")
        return [
            hops[at] for at in range(path.first, path.last) if hops[at].at == row and self.world.hop_lifts[at, lift]
        ]

    def _out(self, path: Any, hop: Any, lift: int) -> int:
        """Return the time from wheels-up on a leg of a path until a rider is out of the country [s]."""
        if hop.to == OUT:
            return 0
        leg, to = 0, hop.to
        stop = self.stops[to - len(self.lots)]
        if stop.road:
            leg = self._leg(lift, self._site(hop.at))
            to = stop.then
            if to == OUT:
                return leg
            stop = self.stops[to - len(self.lots)]
        if self.world.rows("site")[stop.site].abroad:
            return leg
        leg = self._leg(lift, self._site(hop.at))
        onward = [
            self._wait(other, stop.site) + self._out(path, after, other)
            for other in range(len(self.world.rows("lift")))
            for after in self._hops(path, to, other)
        ]
        return min(NEVER, leg + min(onward, default=NEVER))

    def _site(self, row: int) -> int:
        return int(self.lots[row].site if row < len(self.lots) else self.stops[row - len(self.lots)].site)

    def _mean(self, dist: int) -> float:
        return self.world.dist[dist].mean() if dist >= 0 else 0.0

    def _leg(self, lift: int, site: int) -> int:
        """Return the mean time of a leg [s], including the hours of rest on the way."""
        world, leg, spec = self.world, self.legs[lift, site], self.world.rows("lift")[lift]
        if leg.block >= 0:
            moving = whole_seconds(self._mean(leg.block))
        else:
            moving = flown_seconds(world.value(leg.distance_s, leg.great_circle_nm), world.value(leg.speed_s, 1.0))
        if spec.moves < 0:
            return moving
        horizon = world.plan.horizon
        return moving * horizon // max(1, open_seconds(*open_hours(world, spec.moves), 0, horizon))

    def _gap(self, lift: int, site: int) -> int:
        """Return the mean time between two sorties of a lift at a site [s]; NEVER as in `Ways.gap`."""
        spec, world = self.world.rows("lift")[lift], self.world
        if spec.on_call or spec.supply in (Supply.DATED, Supply.SCHEDULED):
            return NEVER
        if spec.supply == Supply.RATE:
            weekly = world.value(spec.per_week_s)
            gap = WEEK / weekly if weekly > 0.0 else float(NEVER)
        elif spec.supply == Supply.READY:
            gap = (world.whole(spec.lead_s) + self._leg(lift, site)) / max(1, world.whole(spec.at_once_s, 1))
            if spec.most_per_week_s >= 0:
                gap = max(gap, WEEK / max(1, world.whole(spec.most_per_week_s)))
        else:
            loading = [self._mean(task.takes) for task in world.rows("task") if task.lift == lift]
            ground = [self._mean(spec.load), *loading, self._mean(spec.offload), self._mean(spec.turn)]
            gap = (2 * self._leg(lift, site) + sum(ground)) / max(1, world.whole(spec.tails_s, 1))
        part = self._part(lift, site)
        return NEVER if part <= 0.0 or gap / part >= NEVER else max(1, whole_seconds(gap / part))

    def _part(self, lift: int, site: int) -> float:
        """Return the fraction of the sorties of a lift that go to a site.

        All sites of the lift count as equal, except under the rules FIXED and SHARES.
        """
        rule = self.world.rows("lift")[lift].rule
        mine = [leg for leg in self.world.rows("leg") if leg.lift == lift]
        if rule == Rule.FIXED:
            return float(mine[0].site == site)
        if rule == Rule.SHARES:
            return float(self.legs[lift, site].share / sum(leg.share for leg in mine))
        return 1.0 / len(mine)

    def _wait(self, lift: int, site: int) -> int:
        """Return the mean wait for a lift at a later place [s].

        If the lift has planned dates, this is the mean for a mover that comes at a random time before the last date.
        """
        at = [instant for instant, where in self.timetable[lift] if where in (-1, site)]
        if at:
            return sum((b - a) ** 2 for a, b in pairwise([0, *at])) // max(1, 2 * at[-1])
        return self.gap.get((lift, site), NEVER)

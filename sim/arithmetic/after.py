"""When holds can clear at mean values: not before the movers that their conditions count are out or staged.

A load is what one group or lot has yet to move.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from sim.arithmetic import held
from sim.arithmetic.border import onward
from sim.arithmetic.limits import Limit, limits
from sim.arithmetic.preparation import RampLimit, stations
from sim.arithmetic.supply import Bringing
from sim.model.world.means import DAY, Load, Means

__all__ = ["after_holds"]

DEEPEST = 100
"""Longest chain of loads that wait for each other; beyond it, holds are ignored."""


def after_holds(
    means: Means, loads: Sequence[Load], lifts: Sequence[Bringing], spots: Sequence[RampLimit]
) -> list[Limit]:
    """Return a limit for each load that the conditions of its holds keep longer than dates do.

    Notes
    -----
    A hold waits only for movers of `loads`: the caller gives the required ones, because wanted movers may stay. A
    condition that lets some movers remain is taken as met, because these movers could be the last ones. A condition on
    a site waits only for loads that are out of the country once they have left that site.
    """
    known = _Known(means, {load.row: load for load in loads}, lifts, spots)
    found = []
    for load in loads:
        holds = [(at, hold) for hold in known.keeping(load.row) if math.isfinite(at := known.clears(hold, load.row))]
        at, hold = max(holds, default=(0.0, -1))
        if at > held.ready(means, load.row):
            loading, beyond = onward(means, load, lifts, at, exact=False)
            sites, lifts_of_last = known.last_lift(hold, load.row)
            found.append(Limit("hold", hold, at, sites, lifts_of_last, loading=loading, way=beyond))
    return found


@dataclass
class _Known:
    """The loads, lifts and ramps, and the results that have been computed so far.

    Attributes
    ----------
    loads
        Row of a group or lot -> its load.
    gone, last
        Rows of some loads -> the earliest instant at which all are out [s], and the limit that lets them out last.
    asked, deep
        Rows of the loads for which `gone` is being computed, and how many such computations are nested.
    """

    means: Means
    loads: dict[int, Load]
    lifts: Sequence[Bringing]
    spots: Sequence[RampLimit]
    gone: dict[frozenset[int], float] = field(default_factory=dict)
    asked: set[int] = field(default_factory=set)
    last: dict[frozenset[int], Limit] = field(default_factory=dict)
    deep: int = 0

    @cached_property
    def floors(self) -> dict[int, list[int]]:
        """Row of a group -> the holds until which floors keep some of the group."""
        found: dict[int, list[int]] = {}
        for floor in self.means.rows("floor"):
            if self.means.whole(floor.at_least_s) > 0:
                found.setdefault(floor.lot, []).append(floor.hold)
        return found

    @cached_property
    def whole(self) -> list[frozenset[int]]:
        """For each condition, the rows of the loads that are out of the country once it no longer counts them."""
        lots, stops = len(self.means.plan.lot), self.means.rows("stop")
        return [
            frozenset(row for row in self.loads if counts[row])
            - {stop.lot for at, stop in enumerate(stops) if not counts[lots + at]}
            for counts in self.means.plan.counts
        ]

    def keeping(self, row: int) -> list[int]:
        """Return the holds that keep a load, and those until which a floor keeps some of it."""
        lot = self.means.rows("lot")[row]
        return [hold for hold in (lot.begin_hold, lot.board_hold, *self.floors.get(row, ())) if hold >= 0]

    def clears(self, hold: int, row: int) -> float:
        """Return when a hold can clear at the earliest, as if its conditions did not count the load `row` [s]."""
        rows, after = self.means.rows("hold"), self.means.rows("after")
        found: dict[int, float] = {}
        befores = self.means.rows("before")[rows[hold].before : rows[hold].before_last]
        for each in (*(before.hold for before in befores), hold):
            spec = rows[each]
            instants = [self.met(counter, row) for counter in range(spec.first, spec.last)]
            instants += [found[after[at].hold] for at in range(spec.after, spec.after_last)]
            waits = (min if spec.any_one else max)(instants, default=0.0)
            waits = min(waits, float(spec.at_latest))
            found[each] = max(waits, float(spec.not_before), 0.0) + self.means.whole(spec.then_s)
        return found[hold]

    def met(self, counter: int, row: int) -> float:
        """Return the earliest instant at which all loads that a condition counts, except `row`, are out [s].

        If the condition counts movers until they are staged, return the instant at which all are staged. Return 0 if
        the condition lets movers remain.
        """
        spec = self.means.rows("counter")[counter]
        if self.means.whole(spec.at_most_s) > 0 or self.means.value(spec.share_s, 1.0) < 1.0:
            return 0.0
        return self.staged(counter, row) if spec.staging else self.out(self.counted(counter, row))

    def staged(self, counter: int, row: int) -> float:
        """Return the earliest instant at which all loads that a condition counts, except `row`, are staged [s].

        The instant follows from the dates of these loads, and from the days that stations need for them alone.
        """
        counts = self.means.plan.counts[counter]
        loads = [load for load in self.loads.values() if counts[load.row] and load.row != row]
        days = [each.opens / DAY + each.days for each in stations(self.means, loads) if math.isfinite(each.days)]
        lots = self.means.rows("lot")
        begins = [held.starts(self.means, load.row) for load in loads if lots[load.row].staged < load.count]
        return max((*begins, *(DAY * each for each in days)), default=0.0)

    def counted(self, counter: int, row: int) -> frozenset[int]:
        """Return the rows of the loads, except `row`, for which a condition waits until they are out."""
        return self.whole[counter] - {row}

    def last_lift(self, hold: int, row: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return the sites and lifts of the last limit on the loads for which a hold waits.

        Both are empty if that limit is a station, a ramp or a date, or if the hold waits for no load.
        """
        rows, before = self.means.rows("hold"), self.means.rows("before")
        chain = [hold, *(before[at].hold for at in range(rows[hold].before, rows[hold].before_last))]
        counters = [counter for each in chain for counter in range(rows[each].first, rows[each].last)]
        waited = [counted for counter in counters if (counted := self.counted(counter, row)) in self.last]
        latest = max((self.last[counted] for counted in waited), key=lambda limit: limit.closes, default=None)
        return (latest.sites, latest.lifts) if latest is not None else ((), ())

    def out(self, rows: frozenset[int]) -> float:
        """Return the earliest instant at which all loads of `rows` are out, given the holds that keep them [s]."""
        if not rows or rows & self.asked:
            return 0.0  # holds of floors may wait for each other; then there is no bound
        if rows not in self.gone:
            self.asked |= rows
            self.deep += 1
            loads = [self.loads[row] for row in sorted(rows)]
            each = limits(self.means, loads, self.lifts, self.spots, stations(self.means, loads))
            keeping = sorted(rows) if self.deep < DEEPEST else []  # beyond that depth, holds are ignored
            kept = [self.clears(hold, row) for row in keeping for hold in self.keeping(row)]
            if each:
                self.last[rows] = each[0]
            self.gone[rows] = max((*(limit.closes for limit in each), *kept), default=0.0)
            self.asked -= rows
            self.deep -= 1
        return self.gone[rows]

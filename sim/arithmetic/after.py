"""When holds with conditions can clear, at mean values: after the movers that they count are out."""

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
"""Maximum length of a chain of loads, each waiting for the next, that is followed."""


def after_holds(
    means: Means, loads: Sequence[Load], lifts: Sequence[Bringing], spots: Sequence[RampLimit]
) -> list[Limit]:
    """Return for each load kept by a hold with conditions when it can be out at the earliest.

    Notes
    -----
    Only required movers are waited for, because wanted ones may stay. Only conditions that require all of them count,
    because a few that may remain could be the last. And a load counts only if it is out of the country once it has left
    what the condition names, or if the condition names the country.
    """
    known = _Known(means, {load.row: load for load in loads}, lifts, spots)
    found = []
    for load in loads:
        holds = [(at, hold) for hold in known.keeping(load.row) if math.isfinite(at := known.clears(hold, load.row))]
        at, hold = max(holds, default=(0.0, -1))
        if at > held.ready(means, load.row):
            loading, beyond = onward(means, load, lifts, at, exact=False)
            sites, by = known.behind(hold, load.row)
            found.append(Limit("hold", hold, at, sites, by, loading=loading, way=beyond))
    return found


@dataclass
class _Known:
    """The required loads by row, the lifts and ramps, the results computed so far, and the loads in progress."""

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
        """Holds of the floors that keep some of a load, by row of the load."""
        found: dict[int, list[int]] = {}
        for floor in self.means.rows("floor"):
            if self.means.whole(floor.at_least_s) > 0:
                found.setdefault(floor.lot, []).append(floor.hold)
        return found

    @cached_property
    def whole(self) -> list[frozenset[int]]:
        """The loads that are out once they have left what a condition names, by row of the condition."""
        many, stops = len(self.means.plan.lot), self.means.rows("stop")
        return [
            frozenset(row for row in self.loads if counts[row])
            - {stop.lot for at, stop in enumerate(stops) if not counts[many + at]}
            for counts in self.means.plan.counts
        ]

    def keeping(self, row: int) -> list[int]:
        """Return the holds that keep a load, or some of it by a floor."""
        lot = self.means.rows("lot")[row]
        return [hold for hold in (lot.begin_hold, lot.board_hold, *self.floors.get(row, ())) if hold >= 0]

    def clears(self, hold: int, row: int) -> float:
        """Return the earliest instant at which a hold can clear for a load, not counting that load itself [s]."""
        rows, after = self.means.rows("hold"), self.means.rows("after")
        found: dict[int, float] = {}
        befores = self.means.rows("before")[rows[hold].before : rows[hold].before_last]
        for one in (*(before.hold for before in befores), hold):
            spec = rows[one]
            terms = [self.met(counter, row) for counter in range(spec.first, spec.last)]
            terms += [found[after[at].hold] for at in range(spec.after, spec.after_last)]
            waits = (min if spec.any_one else max)(terms, default=0.0)
            waits = min(waits, float(spec.at_latest))
            found[one] = max(waits, float(spec.not_before), 0.0) + self.means.whole(spec.then_s)
        return found[hold]

    def met(self, counter: int, row: int) -> float:
        """Return the earliest instant at which all loads that a condition counts, except one load, are out [s].

        If the condition asks for staging: at which they are staged.
        """
        spec = self.means.rows("counter")[counter]
        if self.means.whole(spec.at_most_s) > 0 or self.means.value(spec.share_s, 1.0) < 1.0:
            return 0.0
        return self.staged(counter, row) if spec.staging else self.out(self.counted(counter, row))

    def staged(self, counter: int, row: int) -> float:
        """Return the earliest instant at which all loads that a condition counts, except one load, are staged [s].

        It follows from their dates, and from the days that their stations need for them alone.
        """
        counts = self.means.plan.counts[counter]
        loads = [load for load in self.loads.values() if counts[load.row] and load.row != row]
        days = [each.opens / DAY + each.days for each in stations(self.means, loads) if math.isfinite(each.days)]
        lots = self.means.rows("lot")
        begins = [held.starts(self.means, load.row) for load in loads if lots[load.row].staged < load.count]
        return max((*begins, *(DAY * each for each in days)), default=0.0)

    def counted(self, counter: int, row: int) -> frozenset[int]:
        """Return the loads, except one, that a condition waits for until they are out."""
        return self.whole[counter] - {row}

    def behind(self, hold: int, row: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return sites and lifts of the limit that lets out last the loads a hold waits for; empty if it is no lift."""
        rows, before = self.means.rows("hold"), self.means.rows("before")
        chain = [hold, *(before[at].hold for at in range(rows[hold].before, rows[hold].before_last))]
        counters = [counter for one in chain for counter in range(rows[one].first, rows[one].last)]
        there = [counted for counter in counters if (counted := self.counted(counter, row)) in self.last]
        latest = max((self.last[counted] for counted in there), key=lambda limit: limit.closes, default=None)
        return (latest.sites, latest.lifts) if latest is not None else ((), ())

    def out(self, rows: frozenset[int]) -> float:
        """Return the earliest instant at which some loads are out, given the holds that keep them [s]."""
        if not rows or rows & self.asked:
            return 0.0  # holds of floors may wait for one another
        if rows not in self.gone:
            self.asked |= rows
            self.deep += 1
            loads = [self.loads[row] for row in sorted(rows)]
            each = limits(self.means, loads, self.lifts, self.spots, stations(self.means, loads))
            keeping = sorted(rows) if self.deep < DEEPEST else []  # beyond that depth the bound is weaker
            kept = [self.clears(hold, row) for row in keeping for hold in self.keeping(row)]
            if each:
                self.last[rows] = each[0]
            self.gone[rows] = max((*(limit.closes for limit in each), *kept), default=0.0)
            self.asked -= rows
            self.deep -= 1
        return self.gone[rows]

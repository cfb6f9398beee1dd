"""Movers stay off a sortie if another way is expected to be earlier.

This is decided every 24 h, at departures, and when a permission, a destination or a route opens or closes.
"""

from typing import TYPE_CHECKING

from sim.engines.simpy.numbered import LONG_AGO
from sim.model import calendars
from sim.model.choosing import coming_at_rate, coming_on_dates, members_kept
from sim.model.terms import Supply
from sim.model.world.ways import chooses, ways

if TYPE_CHECKING:
    from sim.engines.simpy.drawdown import Drawdown
    from sim.engines.simpy.lift import Lift
    from sim.engines.simpy.lot import Lot

__all__ = ["Choosing"]

DAY = 86_400


class Choosing:
    """Decides which members stay off which lift, for lots that take the way expected to bring them out earliest.

    All these lots share one decision point of `settle.py`.

    Attributes
    ----------
    active
        Whether there are such lots.
    due
        Whether the members who stay off each lift have to be found again.
    """

    def __init__(self, drawdown: "Drawdown") -> None:
        self.drawdown, self.env, self.active = drawdown, drawdown.env, chooses(drawdown.plan)
        self._kept: dict[tuple[int, int], int] = {}
        if self.active:
            self.ways = ways(drawdown.world)
            self.point = drawdown.settle.point(self._decide)
            self.due = False
            self._last_departure: dict[tuple[int, int], int] = {}  # [s], by site and lift
            self._waits_since = [0] * len(drawdown.force.lots)  # [s]: since when members could have boarded

    def begin(self) -> None:
        """Schedule the decision every 24 h, and whenever a permission, a destination or a route opens or closes."""
        if not self.active:
            return
        self.drawdown.at_edges(list(range(0, self.drawdown.plan.horizon + 1, DAY)), self.look)
        world = self.drawdown.world
        places = [*world.set_down, *world.passable] if self.drawdown.routes.of else []
        permits = [windows for lift in self.drawdown.tasking.lifts for windows in lift.permit]
        for windows in [*permits, *places]:
            for edges in windows:
                self.drawdown.at_edges(list(edges), self.look)

    def look(self) -> None:
        """Mark that the members who stay off each lift have to be found again."""
        self.due = True
        self.drawdown.settle.mark(self.point)

    def departed(self, site: int, lift: int) -> None:
        """Record that a sortie of a lift has left a site."""
        if self.active:
            self._last_departure[site, lift] = self.env.now
            self.look()

    def kept(self, lot: "Lot", lift: "Lift") -> int:
        """Return how many members of a lot at its place stay off a lift for ways expected to be earlier."""
        return self._kept.get((lot.row, lift.row), 0)

    def _decide(self) -> bool:
        """Find how many members of each lot stay off each lift; return whether that has changed."""
        if not self.due:
            return False
        self.due = False
        kept: dict[tuple[int, int], int] = {}
        for lot in self.drawdown.force.lots:
            if self.ways.onward[lot.row] and not (lot.outside or lot.road):
                if not lot.staged or self.drawdown.holds.board_hold(lot):
                    self._waits_since[lot.row] = self.env.now
                for lift in self.drawdown.tasking.lifts:
                    many = self._earlier(lot, lift)
                    if many:
                        kept[lot.row, lift.row] = many
        if kept == self._kept:
            return False
        self._kept = kept
        self.drawdown.changes.all_changed()
        return True

    def _earlier(self, lot: "Lot", lift: "Lift") -> int:
        """Return how many members other lifts are expected to bring out before this lift would if it left now."""
        onward = self.ways.onward[lot.row]
        if onward[lift.row] >= calendars.NEVER:
            return 0
        kg, others = 0, []
        for other in self.drawdown.tasking.lifts:
            if onward[other.row] < onward[lift.row]:
                carried = self._carried(lot, other, onward[lift.row] - onward[other.row])
                if carried:
                    kg += carried
                    others.append(other)
        if not kg:
            return 0
        each_kg = self.ways.each_kg[lot.home]
        return members_kept(kg, self._ahead(lot, others), each_kg, lot.to_leave, lot.spec.party)

    def _carried(self, lot: "Lot", lift: "Lift", within: int) -> int:
        """Return the weight that a lift is expected to take from a lot's place in the next `within` seconds [kg]."""
        drawdown, now, site = self.drawdown, self.env.now, int(lot.spec.site)
        opens, closes = lift.permit[site]
        if not calendars.is_open(opens, closes, now) or not drawdown.routes.may(lot, lift):
            return 0
        since = max(self._last_departure.get((site, lift.row), LONG_AGO), self._waits_since[lot.row])
        if lift.spec.supply in (Supply.DATED, Supply.SCHEDULED):
            table = self.ways.timetable[lift.row]
            at, sites = [instant for instant, _ in table], [where for _, where in table]
            many = coming_on_dates(at, sites, site, now, now + within - 1, since)
        else:
            gap = self.ways.gap[lift.row, site]
            many = coming_at_rate(now, now + within - 1, gap, since, lift.spec.begins, lift.spec.until)
        ramp = drawdown.ramps[site]
        on_its_way: int = ramp.claimed[lift.row] - ramp.at_home[lift.row]
        return max(many * lift.expected_kg, on_its_way)

    def _ahead(self, lot: "Lot", lifts: "list[Lift]") -> int:
        """Return the weight of lots at a lot's place that no hold keeps and any of `lifts` takes before it [kg]."""
        drawdown, total = self.drawdown, 0
        for other in drawdown.force.of_site[lot.spec.site]:
            goes_before = (other.spec.rank, other.row) < (lot.spec.rank, lot.row)
            if goes_before and any(lift.carries[other.row] for lift in lifts):
                kept = drawdown.holds.begin_hold(other) or drawdown.holds.board_hold(other)
                total += 0 if kept else other.here_kg
        return total

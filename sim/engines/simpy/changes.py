"""What each event of a mover changes: counts, holds, and which decisions have to be made again."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sim.engines.simpy.force import Staged
from sim.engines.simpy.lot import Lot
from sim.engines.simpy.mover import work
from sim.engines.simpy.numbered import LONG_AGO
from sim.engines.simpy.onward import onward
from sim.model.calendars import NEVER
from sim.model.terms import ENDS, Fate, Way

if TYPE_CHECKING:
    from sim.engines.simpy.drawdown import Drawdown
    from sim.engines.simpy.sortie import Sortie

__all__ = ["Changes"]


class Changes:
    """Records what happens to the movers of a drawdown, and marks the decisions that this may have made possible.

    Attributes
    ----------
    staff_fell
        When members of each lot last left [s]; since then, stations and ramps that the lot staffs may have fewer
        servers and load teams.
    """

    def __init__(self, drawdown: "Drawdown") -> None:
        self.drawdown = drawdown
        self.staff_fell = [LONG_AGO] * len(drawdown.force.lots)
        self._stations_of = [[s for s in drawdown.stations if s.staff is lot] for lot in drawdown.force.lots]
        self._ramps_of = [[r for r in drawdown.ramps if r.staff is lot] for lot in drawdown.force.lots]

    def arrive(self, mover: int) -> None:
        """Record that a mover has arrived: it may be staff, and it may need lift."""
        lot = self.drawdown.force.lot_of(mover)
        with self._staff_comes([lot.row]):
            self.drawdown.force.arrive(mover, self.drawdown.env.now)
        self.drawdown.tasking.need_changed()
        if lot.required or lot.is_stop:
            self.drawdown.leaving.look()
        if lot.row in self.drawdown.holds.floors:
            self.drawdown.ramps[lot.spec.site].cargo_changed()
        if self.drawdown.routes.balances:
            self._cargo_changed(lot.spec.site)

    @contextmanager
    def _staff_comes(self, rows: Iterable[int]) -> Iterator[None]:
        """After the `with` block, tell each station and ramp staffed from these lots its capacity before the block."""
        stations = [(station, station.capacity()) for row in rows for station in self._stations_of[row]]
        ramps = [(ramp, ramp.team_capacity()) for row in rows for ramp in self._ramps_of[row]]
        yield
        for station, before in stations:
            station.staff_came(before)
        for ramp, before in ramps:
            ramp.staff_came(before)

    def stage(self, mover: int) -> None:
        """Record that a mover has passed its stations and waits for lift."""
        lot = self.drawdown.force.lot_of(mover)
        unstaged = self.drawdown.force.is_unstaged(mover)
        self.drawdown.force.stage(mover, self.drawdown.env.now)
        self.drawdown.hooks.staged(mover)
        if unstaged:
            self._one_staged(lot.row)
        self._cargo_changed(lot.spec.site)
        if self.drawdown.routes.balances:
            self.drawdown.tasking.need_changed()
        if lot.required:
            self.drawdown.leaving.look()

    def _one_staged(self, row: int) -> None:
        """Record that a member of a lot is staged at its own site, or never will be; this may clear a hold."""
        if self.drawdown.holds.one_staged(row):
            self.drawdown.holds.changed()
            self.all_changed()

    def _cargo_changed(self, site: int) -> None:
        """Record that the movers at a site that wait for lift have changed.

        If any lot chooses the way on which the least weight waits, the change counts at all sites.
        """
        for ramp in self.drawdown.ramps if self.drawdown.routes.balances else [self.drawdown.ramps[site]]:
            ramp.cargo_changed()

    def load(self, sortie: "Sortie", entries: list[Staged]) -> None:
        """Record that movers are being loaded; holds judged as if a chalk had left count them as gone from now on."""
        if entries:
            self.drawdown.force.load(entries, sortie.row)
            self.drawdown.leaving.look()
        self.drawdown.tasking.claim(sortie, -1)
        self.drawdown.tasking.need_changed()
        everywhere = entries and (self.drawdown.holds.holds or self.drawdown.routes.balances)
        for ramp in self.drawdown.ramps if everywhere else [self.drawdown.ramps[sortie.site]]:
            ramp.cargo_changed()

    def went(self, flown: "Sortie") -> None:
        """Record that the movers of a sortie have taken off."""
        gone, lots = self.drawdown.transit.take_off(flown, self.drawdown.env.now), self.drawdown.force.lots
        going_on = sum(many for row, many in gone.items() if many > 0 and lots[row].is_stop and lots[row].person)
        self.drawdown.ramps[flown.site].make_room(going_on)
        self._fewer(gone)

    def deliver(self, flown: "Sortie") -> None:
        """Record that a sortie has delivered its load: movers across the border are out, movers at a stop go on."""
        self.drawdown.transit.land(flown)
        gone = self.drawdown.transit.cross(flown, self.drawdown.env.now)
        self.drawdown.hooks.delivered(flown)
        if gone:
            lots = self.drawdown.force.lots
            self.drawdown.ramps[flown.lift.spec.to].make_room(
                sum(many for row, many in gone.items() if lots[row].person and lots[row].then < 0)
            )
            self._fewer(gone, eases=True)
        stops = {to for to in flown.to.values() if to >= 0}
        stops |= {self.drawdown.force.lots[to].then for to in stops}
        for mover in flown.movers:
            lot = self.drawdown.force.lot_of(mover)
            if lot.row in stops and not lot.road:
                self.drawdown.env.process(onward(self.drawdown, lot, mover))

    def come_back(self, flown: "Sortie") -> None:
        """Record that the load of a sortie is back where it boarded."""
        self.drawdown.transit.land(flown)
        with self._staff_comes(list(flown.to)):
            net = self.drawdown.transit.come_back(flown, self.drawdown.env.now)
        self.drawdown.ramps[flown.lift.spec.to].make_room(flown.people)
        self._fewer(net)
        self.drawdown.tasking.need_changed()

    def unload(self, sortie: "Sortie") -> None:
        """Record that the load of a sortie is staged again, where it boarded."""
        self.drawdown.transit.unload(sortie.movers)
        self.drawdown.ramps[sortie.lift.spec.to].make_room(sortie.people)
        self._fewer({})
        self.all_changed()

    def leave_behind(self, lot: Lot) -> None:
        """Leave behind all members of a lot that are at its place and not loaded, or have yet to arrive there."""
        lot.dropped = True
        self.leave(self.drawdown.force.still_here(lot))

    def leave(self, movers: list[int]) -> None:
        """Leave some movers behind where they are."""
        for mover in movers:
            self._end(mover, Fate.LEFT)
        self._fewer(Counter(self.drawdown.force.lot[mover] for mover in movers), eases=True)
        self.drawdown.tasking.need_changed()

    def _end(self, mover: int, fate: Fate) -> None:
        """Record the fate of a mover that will not be shipped; holds no longer wait for it to be staged."""
        unstaged = self.drawdown.force.is_unstaged(mover)
        self.drawdown.force.leave(mover, fate, self.drawdown.env.now)
        if unstaged:
            self._one_staged(self.drawdown.force.lot[mover])

    def give_up(self, mover: int, way: int) -> None:
        """Move a mover to a way other than shipping: it leaves staging or its queue, and continues on that way.

        A mover in service finishes its job first. A mover that a hold or a date keeps begins its new way once free.
        """
        force, lot = self.drawdown.force, self.drawdown.force.lot_of(mover)
        staged = force.staged_at[mover] < NEVER or mover in force.prepared
        force.prepared.discard(mover)
        force.give_up(mover, way)
        self.drawdown.recorder.given.append((mover, way, self.drawdown.env.now))
        if staged:
            self.drawdown.env.process(work(self.drawdown, lot, mover - lot.first, lot.spec.last))
        else:
            for station in self.drawdown.stations:
                if station.spec.site == lot.spec.site:
                    station.withdraw(mover)
        self.drawdown.ramps[lot.spec.site].cargo_changed()
        self.drawdown.tasking.need_changed()
        self.drawdown.leaving.look()

    def take_back(self, mover: int) -> None:
        """Ship a mover after all: it leaves the queue of its other way, and resumes shipping where it left off."""
        force, lot = self.drawdown.force, self.drawdown.force.lot_of(mover)
        force.given_up.discard(mover)
        force.take_back(mover)
        self.drawdown.recorder.given.append((mover, int(Way.SHIP), self.drawdown.env.now))
        if force.on_way[mover] != Way.SHIP:
            for station in self.drawdown.stations:
                if station.spec.site == lot.spec.site:
                    station.withdraw(mover)
        self.drawdown.ramps[lot.spec.site].cargo_changed()
        self.drawdown.tasking.need_changed()
        self.drawdown.leaving.look()

    def dispose(self, mover: int) -> None:
        """Record that a mover has reached the end of a way other than shipping."""
        fate = ENDS[Way(self.drawdown.force.way[mover])]
        self._end(mover, fate)
        if fate == Fate.DESTROYED:
            self.drawdown.hooks.destroyed(mover)
        self._fewer({self.drawdown.force.lot[mover]: 1}, eases=True)
        self.drawdown.tasking.need_changed()

    def _fewer(self, gone: Mapping[int, int], *, eases: bool = False) -> None:
        """Record that `gone` members of each lot, by row, have left; a number is negative if members have come back.

        `eases`: no hold counted these members as gone before, so holds and floors may now let other movers go.
        """
        self.drawdown.holds.fewer(gone)
        out = [row for row, many in gone.items() if many > 0]
        for row in out:
            self.staff_fell[row] = self.drawdown.env.now
            for station in self._stations_of[row]:
                self.drawdown.settle.mark(station.point)
            for ramp in self._ramps_of[row]:
                self.drawdown.settle.mark(ramp.loading)
        self.drawdown.holds.changed()
        if eases and self.drawdown.holds.counted(out):
            self.all_changed()
        for site in set().union(*(self.drawdown.routes.sites[row] for row in gone)):
            self.drawdown.ramps[site].cargo_changed()
        self.drawdown.leaving.look()

    def all_changed(self) -> None:
        """Mark all decisions that depend on what waits for lift, or on the need for lift."""
        for ramp in self.drawdown.ramps:
            ramp.cargo_changed()
        self.drawdown.tasking.need_changed()
        self.drawdown.leaving.look()

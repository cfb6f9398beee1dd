"""A drawdown as a SimPy model: the parts put together, and the clock that runs them."""

from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

import simpy
from simpy.events import Event

from sim.engines.simpy import sortie, windows
from sim.engines.simpy.audit import audit
from sim.engines.simpy.book import Book
from sim.engines.simpy.crews import crews_of
from sim.engines.simpy.endless import Endless
from sim.engines.simpy.force import Force, Lot, Staged
from sim.engines.simpy.holds import Holds
from sim.engines.simpy.host import follow
from sim.engines.simpy.leaving import Leaving
from sim.engines.simpy.mover import begin_all, work
from sim.engines.simpy.numbered import LONG_AGO
from sim.engines.simpy.onward import onward
from sim.engines.simpy.policies import Policies
from sim.engines.simpy.ramp import Ramp
from sim.engines.simpy.review import Review
from sim.engines.simpy.routes import Routes
from sim.engines.simpy.settle import Check, Settle, environment
from sim.engines.simpy.station import Station
from sim.engines.simpy.stuck import stuck
from sim.engines.simpy.tasking import Tasking
from sim.engines.simpy.transit import Transit
from sim.errors import InvariantError
from sim.model.calendars import NEVER
from sim.model.plan import Plan
from sim.model.rules import latest_of
from sim.model.terms import ENDS, Cause, Fate, Way
from sim.model.trajectory import Trajectory
from sim.model.world import realise

if TYPE_CHECKING:
    from sim.engines.simpy.sortie import Sortie

__all__ = ["Drawdown", "simulate"]


def simulate(
    plan: Plan, seed: int, replication: int, inner: int = 1, *, reviews: bool = True, check: Check | None = None
) -> Trajectory:
    """Return the history of one replication.

    Parameters
    ----------
    plan
        The compiled scenario.
    seed, replication
        Address of all chance.
    inner
        Replications that share a world, that is the draw of everything we do not know.
    reviews
        Whether reviews are held, where the scenario has any: the same history without them is the other half of a
        comparison on common random numbers.
    check
        Tests of the engine to run along; None for none.
    """
    return Drawdown(plan, seed, replication, inner, reviews=reviews, check=check).run()


class Drawdown:
    """One history under way.

    Parameters
    ----------
    plan, seed, replication, inner
        What to run.
    env
        A SimPy environment to run inside. The drawdown keeps its own clock of whole seconds, driven by one process
        of that environment, which is `done`: another process may wait for it, and its value is the trajectory.
    unit_s
        Seconds in one unit of that environment's time (3600 where the larger model counts hours).
    reviews
        Whether reviews are held, where the scenario has any.
    check
        Tests of the engine to run along.
    """

    def __init__(
        self,
        plan: Plan,
        seed: int,
        replication: int,
        inner: int = 1,
        *,
        env: simpy.Environment | None = None,
        unit_s: float = 1.0,
        reviews: bool = True,
        check: Check | None = None,
    ) -> None:
        self.check = check or Check()
        self.plan = plan
        self.world = realise(plan, seed, replication, inner)
        self.env, self.settle = environment(self.check), Settle(self.check)
        self.force = Force(self.world)
        self.transit, self.routes = Transit(self.force), Routes(self)
        self.staff_fell = [LONG_AGO] * len(self.force.lots)
        self.book, self.policies = Book(self), Policies(self)
        self.apart = [{int(other) for other in row.nonzero()[0]} for row in plan.segregate]
        # Decision points, in the order in which an instant is decided.
        self.reviews = [Review(self, spec) for spec in self.world.rows("review")] if reviews else []
        self.leaving = Leaving(self)
        self.stations = [Station(self, row) for row in range(len(plan.station))]
        self._station_of: list[Station] = [self.stations[step.station] for step in self.world.rows("step")]
        self.ramps = [Ramp(self, row) for row in range(len(plan.site))]
        self._stations_of = [[s for s in self.stations if s.staff is lot] for lot in self.force.lots]
        self._ramps_of = [[r for r in self.ramps if r.staff is lot] for lot in self.force.lots]
        for kind, decide in (
            ("landing", Ramp.land),
            ("working_on", Ramp.work),
            ("loading", Ramp.load),
            ("taking_off", Ramp.take_off),
        ):
            for ramp in self.ramps:
                setattr(ramp, kind, self.settle.point(partial(decide, ramp)))
        self.tasking = Tasking(self)
        self.tasking.add_points()
        self.crews = [crews_of(self, lift) for lift in self.tasking.lifts]
        self.holds = Holds(self.env, self.world, self.force, self.routes.net, self._tell_everybody)
        self.settle.judge = self.holds.look
        if self.check.audit:
            self.settle.audit = partial(audit, self)
        self.endless = Endless(self)
        self._begin()
        self.done = env.process(follow(self, env, unit_s)) if env is not None else None

    def _begin(self) -> None:
        self.env.at(0)  # what the start has marked is decided, even where nothing happens at that instant
        begin_all(self)
        for lift in self.tasking.lifts:
            self.env.process(sortie.supply(self, lift))
        windows.begin(self, self.at_edges)
        self.holds.begin()
        self.leaving.begin()

    def at_edges(self, instants: list[int], callback: Any) -> None:
        """Call back at each of these instants that is still to come within the history."""
        within = [instant for instant in instants if self.env.now <= instant <= self.plan.horizon]
        if within:
            self.env.process(self._edges(within, callback))

    def _edges(self, instants: list[int], callback: Any) -> Generator[Event, None, None]:
        for instant in instants:
            yield self.env.at(instant)
            callback()

    def run(self) -> Trajectory:
        """Run to the end of the history: nobody is left, or the horizon."""
        for _ in self.instants():
            pass
        return self.told()

    def told(self) -> Trajectory:
        """Return the history that has been run."""
        return self.book.trajectory(stuck(self))

    def instants(self) -> Generator[int, None, None]:
        """Run instant by instant, telling each before it is run: round after round until nothing more is due."""
        env, settle = self.env, self.settle
        while env.peek() <= self.plan.horizon:
            instant = int(env.peek())
            yield instant
            for _ in settle.rounds(env, instant):
                self.endless.look()
            if self.force.remaining == 0:
                return

    @property
    def end(self) -> int:
        """Instant at which the history ends [s]: nobody is left, or the horizon."""
        return self.env.now if self.force.remaining == 0 else self.plan.horizon

    def station_of(self, step: int) -> Station:
        """Return the station of a step."""
        return self._station_of[step]

    def cause(self, enabled: Mapping[Cause, int]) -> Cause:
        """Return what a start waited for last: the latest of the instants that enabled it, ties in their order."""
        last, latest = latest_of(enabled.items())
        if self.check.enablers and latest != self.env.now:
            told = ", ".join(f"{cause.name} {instant}" for cause, instant in enabled.items())
            self.broken(f"a start at {self.env.now} s was last enabled at {latest} s ({told})")
        return Cause(last)

    def broken(self, what: str) -> None:
        """Raise an error that says which replication to run again."""
        raise InvariantError(what, seed=self.world.seed, replication=self.world.replication)

    def arrive(self, mover: int) -> None:
        """Note that a mover is there: it may be staff, and it may need lift."""
        lot = self.force.lot_of(mover)
        with self._staff_comes([lot.row]):
            self.force.arrive(mover, self.env.now)
        self.tasking.need_changed()
        if lot.required or lot.is_stop:
            self.leaving.look()
        if lot.row in self.holds.floors:
            self.ramps[lot.spec.site].cargo_changed()
        if self.routes.balances:
            self._cargo_changed(lot.spec.site)

    @contextmanager
    def _staff_comes(self, rows: Iterable[int]) -> Iterator[None]:
        """Tell stations and ramps whose staff is of these lots whether more of it is present than before."""
        stations = [(station, station.capacity()) for row in rows for station in self._stations_of[row]]
        ramps = [(ramp, ramp.team_capacity()) for row in rows for ramp in self._ramps_of[row]]
        yield
        for station, before in stations:
            station.staff_came(before)
        for ramp, before in ramps:
            ramp.staff_came(before)

    def stage(self, mover: int) -> None:
        """Note that a mover is through its stations and waits for lift."""
        lot = self.force.lot_of(mover)
        self.force.stage(mover, self.env.now)
        self._cargo_changed(lot.spec.site)
        if self.routes.balances:
            self.tasking.need_changed()
        if lot.required:
            self.leaving.look()

    def _cargo_changed(self, site: int) -> None:
        """Note that what waits at a site has changed: it matters elsewhere too where anybody goes where least waits."""
        for ramp in self.ramps if self.routes.balances else [self.ramps[site]]:
            ramp.cargo_changed()

    def load(self, sortie: "Sortie", entries: list[Staged]) -> None:
        """Note that movers are being loaded: at boarding, and for what stays behind, they count as gone."""
        if entries:
            self.force.load(entries, sortie.row)
            self.leaving.look()
        self.tasking.promise(sortie, -1)
        self.tasking.need_changed()
        everywhere = entries and (self.holds.holds or self.routes.balances)
        for ramp in self.ramps if everywhere else [self.ramps[sortie.site]]:
            ramp.cargo_changed()

    def went(self, flown: "Sortie") -> None:
        """Note that the movers of a sortie have left: everything that counts them changes in this decision."""
        gone, lots = self.transit.take_off(flown, self.env.now), self.force.lots
        going_on = sum(many for row, many in gone.items() if many > 0 and lots[row].is_stop and lots[row].person)
        self.ramps[flown.site].make_room(going_on)
        self._fewer(gone)

    def deliver(self, flown: "Sortie") -> None:
        """Note that what a sortie carried is there: who crosses a border is out, who is at a stop goes on."""
        self.transit.land(flown)
        gone = self.transit.cross(flown, self.env.now)
        if gone:
            lots = self.force.lots
            self.ramps[flown.lift.spec.to].make_room(
                sum(many for row, many in gone.items() if lots[row].person and lots[row].then < 0)
            )
            self._fewer(gone, eases=True)
        there = {to for to in flown.to.values() if to >= 0}
        there |= {self.force.lots[to].then for to in there}
        for mover in flown.movers:
            lot = self.force.lot_of(mover)
            if lot.row in there and not lot.road:
                self.env.process(onward(self, lot, mover))

    def come_back(self, flown: "Sortie") -> None:
        """Note that what a sortie carried is back where it took it."""
        self.transit.land(flown)
        with self._staff_comes(list(flown.to)):
            more = self.transit.come_back(flown, self.env.now)
        self.ramps[flown.lift.spec.to].make_room(flown.people)
        self._fewer(more)
        self.tasking.need_changed()

    def unload(self, sortie: "Sortie") -> None:
        """Note that what was loaded is staged again."""
        self.transit.unload(sortie.movers)
        self.ramps[sortie.lift.spec.to].make_room(sortie.people)
        self._fewer({})
        self._tell_everybody()

    def leave_behind(self, lot: Lot) -> None:
        """Leave a lot behind."""
        lot.dropped = True
        self.leave(self.force.still_here(lot))

    def leave(self, movers: list[int]) -> None:
        """Leave some movers behind where they are."""
        for mover in movers:
            self.force.leave(mover, Fate.LEFT, self.env.now)
        self._fewer(Counter(self.force.lot[mover] for mover in movers), eases=True)
        self.tasking.need_changed()

    def give_up(self, mover: int, way: int) -> None:
        """Plan another way than the ship's for a mover: it leaves staging or its queue, and goes on that way.

        One that is worked on finishes that work first; one that a hold or a date keeps begins when that lets it.
        """
        force, lot = self.force, self.force.lot_of(mover)
        staged = force.staged_at[mover] < NEVER
        force.give_up(mover, way)
        self.book.given.append((mover, way, self.env.now))
        if staged:
            self.env.process(work(self, lot, mover - lot.first, lot.spec.last))
        else:
            for station in self.stations:
                if station.spec.site == lot.spec.site:
                    station.withdraw(mover)
        self.ramps[lot.spec.site].cargo_changed()
        self.tasking.need_changed()
        self.leaving.look()

    def dispose(self, mover: int) -> None:
        """Note that a mover has come to the end of another way than the ship's."""
        self.force.leave(mover, ENDS[Way(self.force.way[mover])], self.env.now)
        self._fewer({self.force.lot[mover]: 1}, eases=True)
        self.tasking.need_changed()

    def route(self, lot: Lot, way: int) -> tuple[int, int]:
        """Return the first step of a lot on a way, and the one after its last."""
        options = self.world.rows("option")[lot.spec.options_first : lot.spec.options_last]
        return next((option.first, option.last) for option in options if option.way == way)

    def _fewer(self, gone: Mapping[int, int], *, eases: bool = False) -> None:
        """Count some out; `eases`: they had not counted as loaded, so now others may go as if their chalk had gone."""
        self.holds.fewer(gone)
        out = [row for row, many in gone.items() if many > 0]
        for row in out:
            self.staff_fell[row] = self.env.now
            for station in self._stations_of[row]:
                self.settle.mark(station.point)
            for ramp in self._ramps_of[row]:
                self.settle.mark(ramp.loading)
        self.holds.changed()
        if eases and self.holds.counted(out):
            self._tell_everybody()
        for site in set().union(*(self.routes.sites[row] for row in gone)):
            self.ramps[site].cargo_changed()
        self.leaving.look()

    def _tell_everybody(self) -> None:
        for ramp in self.ramps:
            ramp.cargo_changed()
        self.tasking.need_changed()
        self.leaving.look()

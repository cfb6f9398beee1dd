"""A drawdown as a SimPy model: the parts put together, and the clock that runs them."""

from collections.abc import Callable, Generator, Mapping
from functools import partial
from typing import Any

import simpy
from simpy.events import Event

from sim.engines.simpy import sortie, windows
from sim.engines.simpy.audit import audit
from sim.engines.simpy.book import Book
from sim.engines.simpy.changes import Changes
from sim.engines.simpy.choosing import Choosing
from sim.engines.simpy.crews import crews_of
from sim.engines.simpy.crises import Crises
from sim.engines.simpy.endless import Endless
from sim.engines.simpy.force import Force
from sim.engines.simpy.holds import Holds
from sim.engines.simpy.hooks import Happening, Hooks
from sim.engines.simpy.host import Host, follow
from sim.engines.simpy.leaving import Leaving
from sim.engines.simpy.lot import Lot
from sim.engines.simpy.mover import begin_all
from sim.engines.simpy.policies import Policies
from sim.engines.simpy.ramp import Ramp
from sim.engines.simpy.review import Review
from sim.engines.simpy.routes import Routes
from sim.engines.simpy.settle import Check, Settle, environment
from sim.engines.simpy.shared import share as shared
from sim.engines.simpy.station import Station
from sim.engines.simpy.stuck import stuck
from sim.engines.simpy.tasking import Tasking
from sim.engines.simpy.transit import Transit
from sim.errors import InvariantError
from sim.model.plan import Plan
from sim.model.rules import latest_of
from sim.model.terms import Cause, Way
from sim.model.trajectory import Trajectory
from sim.model.world import realise

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
    """One history under way, alone or inside a larger SimPy model.

    Parameters
    ----------
    plan
        The compiled scenario (`sim.plan`).
    seed, replication
        Address of all chance.
    inner
        Replications that share a world, that is the draw of everything we do not know.
    env
        A SimPy environment to run inside, from its present instant on. The drawdown keeps its own clock of whole
        seconds, driven by one process of that environment, which is `done`: another process may wait for it, and its
        value is the trajectory.
    unit_s
        Seconds in one unit of that environment's time (3600 where the larger model counts hours).
    share
        Parking spots that others use too: by name of a site, the `simpy.Resource` or `simpy.PriorityResource` of `env`
        that counts them. A sortie that uses the ramp asks for one when it could land otherwise, and gives it back when
        it takes off or goes away; whoever has one when the drawdown is over gives it back then. `parking` of the file
        holds as well. A resource that is large enough, and that nobody else uses, changes nothing.
    reviews
        Whether reviews are held, where the scenario has any.
    check
        Tests of the engine to run along; None for none.

    Attributes
    ----------
    done
        The process of `env` that runs the drawdown: it ends when nobody is left, or at the horizon. None without `env`.
    env
        The drawdown's own environment; its `now` is the drawdown's clock [s since `clock.start`].

    Raises
    ------
    ValueError
        A `unit_s` that is no positive number; a `share` of a site that is not there, or to which no lift comes that
        uses a ramp; one of another environment, or without `env`.
    TypeError
        A `share` that is no such resource.
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
        share: Mapping[str, simpy.Resource] | None = None,
        reviews: bool = True,
        check: Check | None = None,
    ) -> None:
        self.check = check or Check()
        self.plan = plan
        self.world = realise(plan, seed, replication, inner)
        self.env, self.settle = environment(self.check), Settle(self.check)
        self.force, self.hooks = Force(self.world), Hooks(self)
        self.transit, self.routes = Transit(self.force), Routes(self)
        self.book, self.policies = Book(self), Policies(self)
        self.apart = [[{int(other) for other in row.nonzero()[0]} for row in of_lift] for of_lift in plan.segregate]
        # Decision points, in the order in which an instant is decided.
        self.crises = Crises(self)
        self.reviews = [Review(self, spec) for spec in self.world.rows("review")] if reviews else []
        self.choosing = Choosing(self)
        self.leaving = Leaving(self)
        self.stations = [Station(self, row) for row in range(len(plan.station))]
        self._station_of: list[Station] = [self.stations[step.station] for step in self.world.rows("step")]
        self.ramps = [Ramp(self, row) for row in range(len(plan.site))]
        self.changes = Changes(self)
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
        self.holds = Holds(self.env, self.world, self.force, self.routes.net, self.changes.all_changed)
        if self.tasking.requests.ahead.lifts:
            self.holds.on_judged = self.tasking.requests.ahead.look
        self.settle.judge = self.holds.look
        if self.check.audit:
            self.settle.audit = partial(audit, self)
        self.endless = Endless(self)
        self._over = False
        self._begin()
        host = None if env is None else Host(env, unit_s)
        self.shared = shared(self, host, share or {})
        self.done: simpy.Process | None = None
        if host is not None:
            host.may_wake = bool(self.shared)
            self.done = host.env.process(follow(self, host))

    def __repr__(self) -> str:
        """Name its address, and how far it has come."""
        address = f"seed={self.world.seed}, replication={self.world.replication}"
        when = "over" if self._over else f"{self.env.now:,} s after the start"
        return f"<Drawdown of {self.plan.name!r}, {address}: {when}, {self.force.remaining:,} movers still to go>"

    def _begin(self) -> None:
        self.env.at(0)  # what the start has marked is decided, even where nothing happens at that instant
        begin_all(self)
        for lift in self.tasking.lifts:
            self.env.process(sortie.supply(self, lift))
        windows.begin(self, self.at_edges)
        self.choosing.begin()
        self.crises.begin()
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

    def on(self, kind: str, callback: Callable[[Happening], object]) -> None:
        """Call back whenever something happens, after everything of that instant has been decided.

        Parameters
        ----------
        kind
            `staged`, `departed`, `out` or `closed` (`Happening` says what they are).
        callback
            Called with what happened, in the order of callbacks; `put` of a `simpy.Store` is one. It cannot change the
            drawdown. What it raises ends the run.

        Raises
        ------
        ValueError
            There is no such kind.
        """
        self.hooks.on(kind, callback)

    def run(self) -> Trajectory:
        """Run to the end of the history: nobody is left, or the horizon.

        Raises
        ------
        ValueError
            It runs inside an environment, which is to be run instead.
        """
        if self.done is not None:
            raise ValueError("this drawdown runs inside an environment: run that, and wait for `done`")
        while self.due() is not None:
            self.advance()
        return self.told()

    def told(self) -> Trajectory:
        """Return the history that has been run."""
        return self.book.trajectory(stuck(self))

    def due(self) -> int | None:
        """Return the next instant at which something happens [s]; None where the history is at its end."""
        instant = self.env.peek()
        return None if self._over or instant > self.plan.horizon else int(instant)

    def advance(self) -> None:
        """Run the next instant: round after round until nothing more is due."""
        env, settle, instant = self.env, self.settle, int(self.env.peek())
        for _ in settle.rounds(env, instant):
            self.endless.look()
        self._over = self.force.remaining == 0
        if self.hooks.watched:
            self.hooks.call(instant)

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

    def route(self, lot: Lot, way: int) -> tuple[int, int]:
        """Return the first step of a lot on a way, and the one after its last."""
        if way == Way.SHIP:
            return lot.spec.first, lot.spec.last
        options = self.world.rows("option")[lot.spec.options_first : lot.spec.options_last]
        return next((option.first, option.last) for option in options if option.way == way)

"""A drawdown as a SimPy model: all parts combined, and the clock that runs them."""

from collections.abc import Callable, Generator, Mapping
from functools import partial
from typing import Any

import simpy
from simpy.events import Event

from sim.engines.simpy import sortie, windows
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
from sim.engines.simpy.recorder import Recorder
from sim.engines.simpy.recount import recount
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
from sim.model.world import make_world

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
        Seed and number of the replication; all random numbers are derived from them.
    inner
        How many replications share a world, that is, one draw of all unknowns.
    reviews
        Whether reviews are held, if the scenario has any; a history without reviews uses the same random numbers.
    check
        Which checks of the engine to make during the run; with None, the engine makes no checks.
    """
    return Drawdown(plan, seed, replication, inner, reviews=reviews, check=check).run()


class Drawdown:
    """One history under way, alone or inside a larger SimPy model.

    Parameters
    ----------
    plan
        The compiled scenario (`sim.plan`).
    seed, replication
        Seed and number of the replication; all random numbers are derived from them.
    inner
        How many replications share a world, that is, one draw of all unknowns.
    env
        A SimPy environment to run inside, from its present instant on. The drawdown keeps its own clock in whole
        seconds, driven by one process of that environment, `done`. Other processes may wait for `done`; its value is
        the trajectory.
    unit_s
        Seconds in one unit of that environment's time (3600 if the larger model counts hours).
    share
        Parking spots shared with the larger model: a `simpy.Resource` or `simpy.PriorityResource` of `env` for each
        site name. A sortie that uses the ramp requests a spot when it could otherwise land. It releases the spot when
        it takes off, has been offloaded, diverts or turns back; when the drawdown ends, all spots are released.
        `parking` of the file applies as well. A resource that is large enough, and that no one else uses, changes
        nothing.
    reviews
        Whether reviews are held, if the scenario has any.
    check
        Which checks of the engine to make during the run; with None, the engine makes no checks.

    Attributes
    ----------
    done
        The process of `env` that runs the drawdown; it ends when no mover is left to go, or at the horizon. None
        without `env`.
    env
        The drawdown's own environment; its `now` is the drawdown's clock [s since `clock.start`].

    Raises
    ------
    ValueError
        `unit_s` is not a positive number; `share` names a site that does not exist or whose ramp no lift uses, or has a
        resource of another environment, or is given without `env`.
    TypeError
        `share` has a value that is not such a resource.
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
        self.world = make_world(plan, seed, replication, inner)
        self.env, self.settle = environment(self.check), Settle(self.check)
        self.force, self.hooks = Force(self.world), Hooks(self)
        self.transit, self.routes = Transit(self.force), Routes(self)
        self.recorder, self.policies = Recorder(self), Policies(self)
        # By lift, then by category or load class: the categories and classes that may not ride with that one.
        self.apart = [[{int(other) for other in row.nonzero()[0]} for row in of_lift] for of_lift in plan.segregate]
        # Decision points, in the order in which decisions are made at an instant.
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
            self.settle.audit = partial(recount, self)
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
        """Return the name of the plan, the seed, the number of the replication and the progress."""
        address = f"seed={self.world.seed}, replication={self.world.replication}"
        when = "over" if self._over else f"{self.env.now:,} s after the start"
        return f"<Drawdown of {self.plan.name!r}, {address}: {when}, {self.force.remaining:,} movers still to go>"

    def _begin(self) -> None:
        """Start the processes of movers and lift, and schedule all checks on known dates."""
        self.env.at(0)  # decisions marked at the start are made even if nothing happens at that instant
        begin_all(self)
        for lift in self.tasking.lifts:
            self.env.process(sortie.supply(self, lift))
        windows.begin(self, self.at_edges)
        self.choosing.begin()
        self.crises.begin()
        self.holds.begin()
        self.leaving.begin()

    def at_edges(self, instants: list[int], callback: Any) -> None:
        """Call back at each of these instants [s] that has not passed and is not after the horizon."""
        within = [instant for instant in instants if self.env.now <= instant <= self.plan.horizon]
        if within:
            self.env.process(self._edges(within, callback))

    def _edges(self, instants: list[int], callback: Any) -> Generator[Event, None, None]:
        """Call back at each of these instants [s], as a process."""
        for instant in instants:
            yield self.env.at(instant)
            callback()

    def on(self, kind: str, callback: Callable[[Happening], object]) -> None:
        """Call a function whenever something of a kind has happened, after all decisions of that instant.

        Parameters
        ----------
        kind
            `staged`, `departed`, `out` or `closed` (see `Happening`).
        callback
            Called with a `Happening`; several functions are called in the order of registration. `put` of a
            `simpy.Store` can be used. The function must not change the drawdown; an exception in it ends the run.

        Raises
        ------
        ValueError
            There is no such kind.
        """
        self.hooks.on(kind, callback)

    def run(self) -> Trajectory:
        """Run to the end of the history: no mover is left to go, or the horizon is reached.

        Raises
        ------
        ValueError
            The drawdown runs inside an environment, which has to be run instead.
        """
        if self.done is not None:
            raise ValueError("this drawdown runs inside an environment: run that environment and wait for `done`")
        while self.due() is not None:
            self.advance()
        return self.history()

    def history(self) -> Trajectory:
        """Return the finished history."""
        return self.recorder.trajectory(stuck(self))

    def due(self) -> int | None:
        """Return the next instant at which something happens [s]; None at the end of the history."""
        instant = self.env.peek()
        return None if self._over or instant > self.plan.horizon else int(instant)

    def advance(self) -> None:
        """Run the next instant, round after round, until nothing more is due at it."""
        env, settle, instant = self.env, self.settle, int(self.env.peek())
        for _ in settle.rounds(env, instant):
            self.endless.look()
        self._over = self.force.remaining == 0
        if self.hooks.watched:
            self.hooks.call(instant)

    @property
    def end(self) -> int:
        """End of a history that is over [s]: the present instant if no mover is left to go, otherwise the horizon."""
        return self.env.now if self.force.remaining == 0 else self.plan.horizon

    def station_of(self, step: int) -> Station:
        """Return the station of a step."""
        return self._station_of[step]

    def cause(self, enabled: Mapping[Cause, int]) -> Cause:
        """Return what a start last waited for: the cause with the latest instant; of several, the lowest code."""
        last, latest = latest_of(enabled.items())
        if self.check.enablers and latest != self.env.now:
            found = ", ".join(f"{cause.name} {instant}" for cause, instant in enabled.items())
            self.broken(f"the last condition of a start at {self.env.now} s was met at {latest} s ({found})")
        return Cause(last)

    def broken(self, what: str) -> None:
        """Raise an `InvariantError` that names the seed and the replication."""
        raise InvariantError(what, seed=self.world.seed, replication=self.world.replication)

    def route(self, lot: Lot, way: int) -> tuple[int, int]:
        """Return the first step of a lot on a way, and one more than its last step there."""
        if way == Way.SHIP:
            return lot.spec.first, lot.spec.last
        options = self.world.rows("option")[lot.spec.options_first : lot.spec.options_last]
        return next((option.first, option.last) for option in options if option.way == way)

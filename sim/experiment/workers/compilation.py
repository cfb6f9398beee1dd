"""Preparing the compiled engine: loaded from disk, or compiled if this machine has not compiled it yet."""

from collections.abc import Callable
from dataclasses import replace
from time import perf_counter
from typing import Final

from sim.analysis.causes.owned import owned
from sim.analysis.outcomes.record import outcomes
from sim.analysis.sums import Sums, ramps
from sim.compiler.apart import Apart
from sim.compiler.cache import Place, problems
from sim.compiler.kernel import PLACE, is_cold
from sim.engines.compiled import replication
from sim.model.plan import Plan
from sim.model.trajectory import Trajectory

__all__ = ["Compilation", "compile_all", "kept", "load"]

EVERYTHING: Final = "sim.experiment.workers.compilation:compile_all"
DAY: Final = 86_400


def compile_all(plan: Plan) -> None:
    """Call all compiled functions, sums and causes first: these speed up histories that SimPy runs meanwhile.

    They are called with the first day of a history that SimPy runs.
    """
    from sim.engines.simpy import simulate

    short = replace(plan, horizon=min(plan.horizon, DAY))
    _look_back(short, simulate(short, plan.seed, 0))
    load(plan)


def load(plan: Plan) -> None:
    """Call all compiled functions; those on disk are loaded."""
    replication.load(plan)
    _look_back(plan, replication.simulate(plan, plan.seed, 0))


def _look_back(plan: Plan, history: Trajectory) -> None:
    """Call all compiled functions of sums and causes."""
    outcomes(plan, history)
    owned(Sums(plan, history))
    ramps.load()


class Compilation:
    """The compiled loop being prepared for this process: loaded from disk, or compiled if necessary.

    Parameters
    ----------
    plan
        Any plan: the compiled functions are called with it.
    tell
        Called with a message before and after, if it takes long.
    """

    def __init__(self, plan: Plan, tell: Callable[[str], None] = lambda _: None) -> None:
        self._plan, self._tell, self._began = plan, tell, perf_counter()
        self._is_cold = not replication.is_loaded() and is_cold()
        self._apart: Apart | None = None
        if replication.is_loaded():
            return
        if PLACE.note:
            tell(PLACE.note)
        if self._is_cold:
            tell("compiling the engine, once on this machine: about a minute")
            if PLACE.folder is not None:
                self._apart = Apart(EVERYTHING, plan, PLACE.folder)

    @property
    def is_under_way(self) -> bool:
        """Whether another process is still compiling it, so that this one may do something else."""
        return self._apart is not None and self._apart.is_under_way

    def finish(self) -> None:
        """Wait for it, and load what was compiled.

        Raises
        ------
        KeyboardInterrupt
            At Ctrl-C, also during compilation if its result can be stored on this machine.
        """
        if self._apart is not None:
            self._apart.wait()
            self.close()
        if replication.is_loaded():
            return
        load(self._plan)
        for problem in dict.fromkeys(problems):
            self._tell(problem)
        problems.clear()
        if self._is_cold:
            self._tell(f"compiled in {perf_counter() - self._began:.0f} s; {kept(PLACE)}")

    def close(self) -> None:
        """Stop it, if it is still under way."""
        if self._apart is not None:
            self._apart.close()
            self._apart = None


def kept(place: Place) -> str:
    """Return whether the compiled code is stored for next time, in words."""
    if place.note:
        return "it is not kept for next time"
    if place.folder is not None and any(place.folder.glob("**/*.nbi")):
        return "it is kept for next time"
    return f"it cannot be kept in {place.folder}; NUMBA_CACHE_DIR or XDG_CACHE_HOME names another folder"

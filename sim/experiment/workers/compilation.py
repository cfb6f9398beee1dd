"""Prepare the compiled engine: load its code from disk, or compile it if there is none on this machine.

A *kernel* is a function that is compiled.
"""

from collections.abc import Callable
from dataclasses import replace
from time import perf_counter
from typing import Final

from sim.analysis.causes.by_reason import by_reason
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
"""The function that a separate process calls to compile all kernels."""
DAY: Final = 86_400
"""A day, in seconds."""


def compile_all(plan: Plan) -> None:
    """Compile all kernels by calling them.

    The kernels of sums and causes come first, since histories that SimPy runs meanwhile need them. They are called with
    the first day of a history from SimPy.
    """
    from sim.engines.simpy import simulate

    short = replace(plan, horizon=min(plan.horizon, DAY))
    _look_back(short, simulate(short, plan.seed, 0))
    load(plan)


def load(plan: Plan) -> None:
    """Call all kernels, so that this process loads their code from disk, or compiles it if it is not on disk."""
    replication.load(plan)
    _look_back(plan, replication.simulate(plan, plan.seed, 0))


def _look_back(plan: Plan, history: Trajectory) -> None:
    """Call all kernels of sums and causes with a history."""
    outcomes(plan, history)
    by_reason(Sums(plan, history))
    ramps.load()


class Compilation:
    """Loads the compiled engine into this process; code that is not on disk is compiled first.

    A separate process compiles the code, if that is possible.

    Parameters
    ----------
    plan
        The plan with which all kernels are called; any plan will do.
    tell
        Called with messages: before and after a compilation, and about problems with the folder of compiled code.
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
            once = "" if PLACE.note else ", once on this machine"  # a note means that the code is not kept
            tell(f"compiling the engine{once}: about a minute")
            if PLACE.folder is not None:
                self._apart = Apart(EVERYTHING, plan, PLACE.folder)

    @property
    def is_under_way(self) -> bool:
        """Whether a separate process is still compiling the engine, so that this process can run histories on SimPy."""
        return self._apart is not None and self._apart.is_under_way

    def finish(self) -> None:
        """Wait for the compilation, and load the compiled code into this process.

        If no separate process could compile everything, this process compiles the rest.

        Raises
        ------
        KeyboardInterrupt
            At Ctrl-C; while this process itself compiles, Ctrl-C may take effect up to a minute later.
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
        """End the separate process if it is still compiling; finished code is kept."""
        if self._apart is not None:
            self._apart.close()
            self._apart = None


def kept(place: Place) -> str:
    """Return in words whether the compiled code is stored for later runs."""
    if place.note:
        return "the code is not kept for next time"
    if place.folder is not None and any(place.folder.glob("**/*.nbi")):
        return "the code is kept for next time"
    return f"the code was not kept in {place.folder}; name another folder with NUMBA_CACHE_DIR or XDG_CACHE_HOME"

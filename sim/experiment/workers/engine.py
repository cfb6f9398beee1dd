"""Engines by name, imported when a replication is to be run, since they take long to load."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from typing import Final, Protocol

from sim.errors import SimError
from sim.model.plan import Plan
from sim.model.trajectory import Trajectory
from sim.model.world.plain import PLAIN
from sim.model.world.routines import Routines

__all__ = [
    "COMPILED",
    "ENGINES",
    "SIMPY",
    "Compiling",
    "Simulate",
    "again",
    "compiling",
    "engine",
    "fitting",
    "ready",
    "routines",
]

Simulate = Callable[..., Trajectory]
"""(plan, seed, replication, inner=1) -> Trajectory."""

SIMPY: Final = "simpy"
COMPILED: Final = "compiled"
ENGINES: Final = {COMPILED: "sim.engines.compiled:simulate", SIMPY: "sim.engines.simpy:simulate"}
"""The two engines that ship give the same histories bit for bit: `simpy` in SimPy, `compiled` by numba."""


def engine(name: str, *, visits: bool = True) -> Simulate:
    """Return the function that runs one replication.

    Parameters
    ----------
    name
        One of `ENGINES`, or `module:function` for an engine of your own; worker processes must be able to
        import it.
    visits
        Whether visits are needed; if not, the compiled engine leaves them out.

    Raises
    ------
    SimError
        No such engine.
    """
    module, _, function = ENGINES.get(name, name).partition(":")
    if not function:
        raise SimError(f"engine {name}: expected one of {', '.join(sorted(ENGINES))}, or module:function")
    try:
        found: Simulate = getattr(import_module(module), function)
    except (ImportError, AttributeError) as error:
        raise SimError(f"engine {name} cannot be loaded: {error}") from error
    return found if visits or module != "sim.engines.compiled" else partial(found, visits=False)


def fitting(plan: Plan, name: str) -> tuple[str, tuple[str, ...]]:
    """Return the engine that runs a plan, and why it differs from the requested one.

    Returns
    -------
    name, needs
        `simpy` instead of `compiled` if the plan needs something that the compiled engine does not support, or nothing
        can be compiled; `needs` says why, in words.
    """
    if name != COMPILED:
        return name, ()
    try:
        from sim.engines.compiled.scope import beyond
    except SimError as error:
        return SIMPY, (str(error),)

    needs = beyond(plan)
    return (SIMPY, needs) if needs else (COMPILED, ())


def again(plan: Plan, name: str = COMPILED) -> Simulate:
    """Return a function that runs a history of a study again, the same bit for bit.

    Parameters
    ----------
    plan
        The plan of the study.
    name
        The engine that it used. SimPy replaces the compiled one if that is not compiled on this machine, since
        compiling would take longer than the history.
    """
    ran, _ = fitting(plan, name)
    found = engine(ran)  # imported first, so that the compiler knows its kernels
    if ran != COMPILED:
        return found
    from sim.compiler.kernel import is_cold

    return engine(SIMPY) if is_cold() else found


def routines() -> Routines:
    """Return the loops that make worlds fastest in this process; the worlds are the same."""
    loaded = sys.modules.get("sim.engines.compiled.replication")
    if loaded is None or not loaded.is_loaded():
        return PLAIN
    from sim.engines.compiled.routines import ROUTINES

    return ROUTINES


def ready(plan: Plan, name: str, tell: Callable[[str], None] = lambda _: None) -> None:
    """Compile the engine for a plan, if it is the compiled one and this machine has not compiled it yet.

    Parameters
    ----------
    tell
        Called with a message before and after, if it takes long.
    """
    with compiling(plan, name, tell) as under_way:
        under_way.finish()


class Compiling(Protocol):
    """A compiled engine being prepared for this process."""

    @property
    def is_under_way(self) -> bool:
        """Whether another process is still compiling it, so that this one may do something else."""

    def finish(self) -> None:
        """Wait for it, and load what was compiled."""

    def close(self) -> None:
        """Stop it, if it is still under way."""


@contextmanager
def compiling(plan: Plan, name: str, tell: Callable[[str], None] = lambda _: None) -> Iterator[Compiling]:
    """Start compiling the engine for a plan if necessary; stop that at the end.

    Parameters
    ----------
    tell
        Called with a message before and after, if it takes long.
    """
    under_way: Compiling = _Nothing()
    if name == COMPILED:
        from sim.experiment.workers.compilation import Compilation

        under_way = Compilation(plan, tell)
    try:
        yield under_way
    finally:
        under_way.close()


class _Nothing:
    """An engine that is not compiled."""

    is_under_way = False

    def finish(self) -> None:
        """Do nothing: it is ready."""

    def close(self) -> None:
        """Do nothing: nothing is under way."""

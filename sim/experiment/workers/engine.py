"""Find engines by name. They are imported only when a replication is to be run, since they take long to load."""

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
"""Runs one replication: (plan, seed, replication, inner=1) -> Trajectory."""

SIMPY: Final = "simpy"
COMPILED: Final = "compiled"
ENGINES: Final = {COMPILED: "sim.engines.compiled:simulate", SIMPY: "sim.engines.simpy:simulate"}
"""The two engines that come with sim: `simpy` runs in SimPy, `compiled` is compiled by numba. Both give the same
histories bit for bit."""


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
        There is no such engine, or it cannot be loaded.
    """
    module, _, function = ENGINES.get(name, name).partition(":")
    if not function:
        raise SimError(f"engine {name}: expected one of {', '.join(sorted(ENGINES))}, or module:function")
    try:
        simulate: Simulate = getattr(import_module(module), function)
    except (ImportError, AttributeError) as error:
        raise SimError(f"engine {name} cannot be loaded: {error}") from error
    return simulate if visits or module != "sim.engines.compiled" else partial(simulate, visits=False)


def fitting(plan: Plan, name: str) -> tuple[str, tuple[str, ...]]:
    """Return the engine that runs a plan if the engine `name` is requested, and the reasons if it is another one.

    Returns
    -------
    name, needs
        The engine: `simpy` in place of `compiled` if the plan needs something that the compiled engine does not
        support, or if this machine cannot compile. `needs` says why, in words; it is empty if the engine is as
        requested.
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
        The engine of the study. SimPy is used in place of the compiled engine if that is not compiled on this machine,
        since compiling would take longer than the history.
    """
    ran, _ = fitting(plan, name)
    simulate = engine(ran)  # imported first, so that the compiler knows its kernels
    if ran != COMPILED:
        return simulate
    from sim.compiler.kernel import is_cold

    return engine(SIMPY) if is_cold() else simulate


def routines() -> Routines:
    """Return the loops that make worlds fastest in this process: compiled, or else in plain Python.

    Both make the same worlds.
    """
    loaded = sys.modules.get("sim.engines.compiled.replication")
    if loaded is None or not loaded.is_loaded():
        return PLAIN
    from sim.engines.compiled.routines import ROUTINES

    return ROUTINES


def ready(plan: Plan, name: str, tell: Callable[[str], None] = lambda _: None) -> None:
    """Load the engine `name` for a plan; compile it first if it is `compiled` and this machine has not compiled it yet.

    Parameters
    ----------
    tell
        Called with a message before and after, if the engine has to be compiled.
    """
    with compiling(plan, name, tell) as under_way:
        under_way.finish()


class Compiling(Protocol):
    """An engine that is being prepared for this process."""

    @property
    def is_under_way(self) -> bool:
        """Whether another process is still compiling the engine, so that this process may do something else."""

    def finish(self) -> None:
        """Wait for the compilation, and load the compiled code into this process."""

    def close(self) -> None:
        """Stop the compilation if it is still under way."""


@contextmanager
def compiling(plan: Plan, name: str, tell: Callable[[str], None] = lambda _: None) -> Iterator[Compiling]:
    """Start compiling the engine for a plan if necessary; at the end of the `with` block, stop what is still under way.

    Parameters
    ----------
    tell
        Called with a message before and after, if the engine has to be compiled.
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
    """An engine that needs no compilation."""

    is_under_way = False

    def finish(self) -> None:
        """Do nothing: the engine is ready."""

    def close(self) -> None:
        """Do nothing: nothing is under way."""

"""Find and prepare engines by name. An engine is imported only when it is needed, since the import takes long."""

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
"""Runs one replication: (plan, seed, replication, inner=1, *, reviews=True) -> Trajectory."""

SIMPY: Final = "simpy"
COMPILED: Final = "compiled"
ENGINES: Final = {COMPILED: "sim.engines.compiled:simulate", SIMPY: "sim.engines.simpy:simulate"}
"""The two engines of sim, as `module:function`: `simpy` runs in SimPy, `compiled` is compiled by Numba. They give the
same histories bit for bit."""


def engine(name: str, *, visits: bool = True) -> Simulate:
    """Return the function of an engine that runs one replication.

    Parameters
    ----------
    name
        One of `ENGINES`, or `module:function` for an engine of the user; worker processes must be able to import it.
    visits
        Whether the histories need their visits; if not, the compiled engine leaves them out.

    Raises
    ------
    SimError
        No engine has this name, or the engine cannot be loaded.
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
    """Return the name of the engine that runs a plan if the engine `name` is requested; and why, if it is another.

    Returns
    -------
    name, needs
        `simpy` in place of `compiled` if the plan needs something that the compiled engine does not support, or if this
        machine cannot compile; otherwise the requested name. `needs` has the reasons, in words; it is empty if the
        engine is the requested one.
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
    """Return a function that runs histories of a study again, with the same bits.

    Parameters
    ----------
    plan
        The plan of the study.
    name
        The engine of the study. If it is the compiled engine and this machine would have to compile it first, SimPy is
        used in its place, since compilation takes longer than a history.
    """
    ran, _ = fitting(plan, name)
    simulate = engine(ran)  # this import comes first, so that `is_cold` knows the functions of the engine
    if ran != COMPILED:
        return simulate
    from sim.compiler.kernel import is_cold

    return engine(SIMPY) if is_cold() else simulate


def routines() -> Routines:
    """Return the functions that draw worlds: compiled ones if this process has loaded them, or else plain Python.

    Both draw the same worlds.
    """
    loaded = sys.modules.get("sim.engines.compiled.replication")
    if loaded is None or not loaded.is_loaded():
        return PLAIN
    from sim.engines.compiled.routines import ROUTINES

    return ROUTINES


def ready(plan: Plan, name: str, tell: Callable[[str], None] = lambda _: None) -> None:
    """If `name` is the compiled engine, load it for a plan, and compile it first if necessary; otherwise do nothing.

    Parameters
    ----------
    tell
        Called with messages before and after a compilation, and about problems with the folder of compiled code.
    """
    with compiling(plan, name, tell) as under_way:
        under_way.finish()


class Compiling(Protocol):
    """The preparation of an engine for this process."""

    @property
    def is_under_way(self) -> bool:
        """Whether another process is still compiling the engine, so that this process can run histories on SimPy."""

    def finish(self) -> None:
        """Wait for the compilation, and load the compiled code into this process."""

    def close(self) -> None:
        """Stop the compilation if it is still under way."""


@contextmanager
def compiling(plan: Plan, name: str, tell: Callable[[str], None] = lambda _: None) -> Iterator[Compiling]:
    """Start to compile the engine for a plan, if necessary; at the end of the `with` block, stop the compilation.

    Parameters
    ----------
    tell
        Called with messages before and after a compilation, and about problems with the folder of compiled code.
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
    """The preparation of an engine that needs none."""

    is_under_way = False

    def finish(self) -> None:
        """Do nothing: the engine is ready."""

    def close(self) -> None:
        """Do nothing: no compilation is under way."""

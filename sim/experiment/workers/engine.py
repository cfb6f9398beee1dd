"""Engines by name, fetched when a replication is to be run: they load what takes long to load."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from typing import Final, Protocol

from sim.errors import SimError
from sim.model.plan import Plan
from sim.model.trajectory import Trajectory

__all__ = ["COMPILED", "ENGINES", "SIMPY", "Compiling", "Simulate", "again", "compiling", "engine", "fitting", "ready"]

Simulate = Callable[..., Trajectory]
"""(plan, seed, replication, inner=1) -> Trajectory."""

SIMPY: Final = "simpy"
COMPILED: Final = "compiled"
ENGINES: Final = {COMPILED: "sim.engines.compiled:simulate", SIMPY: "sim.engines.simpy:simulate"}
"""The two that ship tell the same histories to the bit: `simpy` in SimPy, `compiled` by numba."""


def engine(name: str, *, visits: bool = True) -> Simulate:
    """Return the function that runs one replication.

    Parameters
    ----------
    name
        One of `ENGINES`, or `module:function` for an engine of your own; worker processes must be able to
        import it.
    visits
        Whether anybody asks for visits, or for movers and sorties alone: then the compiled engine leaves them out.

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
    """Return the engine that runs a plan, and why it is another than the one that was asked for.

    Returns
    -------
    name, needs
        `simpy` in place of `compiled` where the plan needs what the compiled engine does not know, or nothing can be
        compiled: `needs`, in words.
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
    """Return what runs a history of a study once more, the same to the bit.

    Parameters
    ----------
    plan
        What the study asked.
    name
        The engine that it used. In place of the compiled one SimPy is returned where compiling would take longer than
        the history: where nothing that has been compiled lies on this machine.
    """
    ran, _ = fitting(plan, name)
    found = engine(ran)  # fetched first: its kernels are then known to the compiler
    if ran != COMPILED:
        return found
    from sim.compiler.kernel import is_cold

    return engine(SIMPY) if is_cold() else found


def ready(plan: Plan, name: str, tell: Callable[[str], None] = lambda _: None) -> None:
    """Compile the engine that is to run a plan, if it is one that is compiled and has not been yet on this machine.

    Parameters
    ----------
    tell
        Told in words, before and after, where that takes its time.
    """
    with compiling(plan, name, tell) as under_way:
        under_way.finish()


class Compiling(Protocol):
    """A compiled engine on its way into this process."""

    @property
    def is_under_way(self) -> bool:
        """Whether another process still compiles it, while this one may do something else."""

    def finish(self) -> None:
        """Wait for it, and load what was compiled."""

    def close(self) -> None:
        """Break it off, if it is still under way."""


@contextmanager
def compiling(plan: Plan, name: str, tell: Callable[[str], None] = lambda _: None) -> Iterator[Compiling]:
    """Begin to compile the engine that is to run a plan, where that has to be; break it off at the end.

    Parameters
    ----------
    tell
        Told in words, before and after, where that takes its time.
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
        """It is there."""

    def close(self) -> None:
        """There is nothing to break off."""

"""Engines by name, fetched when a replication is to be run: they load what takes long to load."""

from collections.abc import Callable
from importlib import import_module
from typing import Final

from sim.errors import SimError
from sim.model.trajectory import Trajectory

__all__ = ["ENGINES", "Simulate", "engine"]

Simulate = Callable[..., Trajectory]
"""(plan, seed, replication, inner=1) -> Trajectory."""

ENGINES: Final = {"reference": "sim.engines.reference:simulate"}


def engine(name: str) -> Simulate:
    """Return the function that runs one replication.

    Parameters
    ----------
    name
        One of `ENGINES`, or `module:function` for an engine of your own; worker processes must be able to
        import it.

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
    return found

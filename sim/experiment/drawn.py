"""The values drawn for each unknown, to go with the figures of a history: drawn again when needed, never stored."""

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from sim.model.plan import Plan
from sim.model.world.unknowns import drawn

__all__ = ["drawn_columns", "drawn_values"]


def drawn_columns(plan: Plan, seed: int, inner: int) -> tuple[list[str], Callable[[int], Sequence[float]]]:
    """Return the column names, `drawn_` plus the unknown, and a function from replication to values."""

    @lru_cache(maxsize=1)  # replications of a world are consecutive
    def of(world: int) -> list[float]:
        values: list[float] = drawn(plan, seed, [world])[0].tolist()
        return values

    return [f"drawn_{name}" for name in plan.names["uncertainty"]], lambda replication: of(replication // inner)


def drawn_values(
    plan: Plan, seed: int, inner: int, replications: npt.NDArray[np.int64]
) -> dict[str, npt.NDArray[np.float64]]:
    """Return the value drawn for each unknown in each history, in the units of the file; each of shape (n,)."""
    worlds, place = np.unique(replications // inner, return_inverse=True)
    values = drawn(plan, seed, worlds.tolist())[place]
    values.flags.writeable = False
    return {name: values[:, row] for row, name in enumerate(plan.names["uncertainty"])}

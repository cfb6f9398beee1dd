"""What was drawn for each unknown, beside the figures of a history: made again when it is asked for, never stored."""

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from sim.model.plan import Plan
from sim.model.world.unknowns import drawn

__all__ = ["drawn_columns", "drawn_values"]


def drawn_columns(plan: Plan, seed: int, inner: int) -> tuple[list[str], Callable[[int], Sequence[float]]]:
    """Return the names of the columns, `drawn_` and the unknown, and what gives their values for a replication."""

    @lru_cache(maxsize=1)  # replications of a world are neighbours
    def of(world: int) -> list[float]:
        values: list[float] = drawn(plan, seed, [world])[0].tolist()
        return values

    return [f"drawn_{name}" for name in plan.names["uncertainty"]], lambda replication: of(replication // inner)


def drawn_values(
    plan: Plan, seed: int, inner: int, replications: npt.NDArray[np.int64]
) -> dict[str, npt.NDArray[np.float64]]:
    """Return what was drawn for each unknown in each history, in the units of the file; each of shape (n,)."""
    worlds, place = np.unique(replications // inner, return_inverse=True)
    values = drawn(plan, seed, worlds.tolist())[place]
    values.flags.writeable = False
    return {name: values[:, row] for row, name in enumerate(plan.names["uncertainty"])}

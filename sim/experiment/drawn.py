"""The values drawn for each unknown, to go with the figures of a history: drawn again when needed, never stored."""

import numpy as np
import numpy.typing as npt

from sim.experiment.workers.engine import routines
from sim.model.plan import Plan
from sim.model.world.unknowns import drawn

__all__ = ["drawn_values"]


def drawn_values(
    plan: Plan, seed: int, inner: int, replications: npt.NDArray[np.int64]
) -> dict[str, npt.NDArray[np.float64]]:
    """Return the value drawn for each unknown in each history, in the units of the file; each of shape (n,)."""
    worlds, place = np.unique(replications // inner, return_inverse=True)
    values = drawn(plan, seed, worlds.tolist(), routines())[place]
    values.flags.writeable = False
    return {name: values[:, row] for row, name in enumerate(plan.names["uncertainty"])}

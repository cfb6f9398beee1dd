"""The values drawn for each unknown in each history: they are not stored, but drawn again when they are needed."""

import numpy as np
import numpy.typing as npt

from sim.experiment.workers.engine import routines
from sim.model.plan import Plan
from sim.model.world.unknowns import drawn

__all__ = ["drawn_values"]


def drawn_values(
    plan: Plan, seed: int, inner: int, replications: npt.NDArray[np.int64]
) -> dict[str, npt.NDArray[np.float64]]:
    """Return the values drawn for each unknown, by its name, in the units of the file; each of shape (n,).

    `replications` has the numbers of the n histories.
    """
    worlds, place = np.unique(replications // inner, return_inverse=True)
    values = drawn(plan, seed, worlds.tolist(), routines())[place]
    values.flags.writeable = False
    return {name: values[:, row] for row, name in enumerate(plan.names["uncertainty"])}

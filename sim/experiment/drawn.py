"""The values of each unknown in each history, drawn again from the seed because the database does not store them."""

import numpy as np
import numpy.typing as npt

from sim.experiment.workers.engine import routines
from sim.model.plan import Plan
from sim.model.world.unknowns import drawn

__all__ = ["drawn_values"]


def drawn_values(
    plan: Plan, seed: int, inner: int, replications: npt.NDArray[np.int64]
) -> dict[str, npt.NDArray[np.float64]]:
    """Return the value of each unknown in n histories, as read-only arrays of shape (n,) by name of the unknown.

    The values are in the units of the file. `replications` has the numbers of the histories, shape (n,).
    """
    worlds, place = np.unique(replications // inner, return_inverse=True)
    values = drawn(plan, seed, worlds.tolist(), routines())[place]
    values.flags.writeable = False
    return {name: values[:, row] for row, name in enumerate(plan.names["uncertainty"])}

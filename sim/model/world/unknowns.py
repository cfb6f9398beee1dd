"""The values of unknowns, and the times of permissions, without running histories; which unknowns share a draw."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from sim.model.composed import shown_by
from sim.model.plan import Plan
from sim.model.structure import structure
from sim.model.world.drawing import Drawing, draw_numbers, numbers_from
from sim.model.world.plain import PLAIN
from sim.model.world.routines import Routines
from sim.model.world.weather import lasting, regime

__all__ = ["drawn", "known_anyway", "regimes", "sources"]


def drawn(plan: Plan, seed: int, worlds: Iterable[int], routines: Routines = PLAIN) -> npt.NDArray[np.float64]:
    """Return the value of each unknown in each world, in the units of the file, shape (n_worlds, n_uncertain).

    Parameters
    ----------
    routines
        The loops that draw the values, in Python or compiled; the results are the same.

    Notes
    -----
    The values are the same, bit for bit, as in the histories of these worlds.
    """
    made = [Drawing(plan, seed, int(world), int(world), routines).unknowns() for world in worlds]
    return np.array(made, np.float64).reshape(len(made), len(plan.uncertain))


def regimes(
    plan: Plan,
    seed: int,
    replications: Iterable[int],
    inner: int = 1,
    values: npt.NDArray[np.float64] | None = None,
    routines: Routines = PLAIN,
) -> npt.NDArray[np.float64]:
    """Return when each permission was first given, and how long it was withdrawn before the deadline [s].

    Parameters
    ----------
    values
        The values of unknowns in each replication, shape (n_replications, n_uncertain); None: they are drawn here.
    routines
        As for `drawn`.

    Returns
    -------
    NDArray
        Shape (n_replications, n_permissions, 2); the values are the same as in the histories.
    """
    found = []
    for row, replication in enumerate(map(int, replications)):
        if values is None:
            these = draw_numbers(plan, seed, replication, inner, routines)
        else:
            these = numbers_from(plan, seed, replication, replication // inner, values[row].tolist(), routines)
        spans = [regime(these, permission) for permission in these.rows("permission")]
        found.append([(opens, lasting(lost, plan.deadline)) for opens, lost in spans])
    return np.array(found, np.float64).reshape(len(found), len(plan.permission), 2)


def sources(plan: Plan) -> list[int]:
    """Return for each unknown the row of the unknown whose draw it uses: its own or, with `same_as`, another row."""
    source = plan.uncertain["source"].tolist()

    def first(row: int) -> int:
        return row if source[row] < 0 else first(source[row])

    return [first(row) for row in range(len(source))]


def known_anyway(plan: Plan) -> list[int]:
    """Return the rows of unknowns that change no number, because every number that they would set is fixed."""
    return sorted(set(range(len(plan.uncertain))) - set(plan.target["uncertain"].tolist()) - shown_by(structure(plan)))

"""The values of unknowns in each world, without running a history; the unknowns that change nothing."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from sim.model.composed import shown_by
from sim.model.plan import Plan
from sim.model.structure import structure
from sim.model.world.numbers import Drawing, draw_numbers
from sim.model.world.weather import PLAIN, lasting, regime

__all__ = ["drawn", "known_anyway", "regimes", "sources"]


def drawn(plan: Plan, seed: int, worlds: Iterable[int]) -> npt.NDArray[np.float64]:
    """Return the value of each unknown in each world, in the units of the file, shape (n_worlds, n_uncertain).

    Notes
    -----
    The values are those used in the histories of these worlds, bit for bit; nothing else of a history is computed.
    """
    made = [Drawing(plan, seed, int(world), int(world), PLAIN).unknowns() for world in worlds]
    return np.array(made, np.float64).reshape(len(made), len(plan.uncertain))


def regimes(plan: Plan, seed: int, replications: Iterable[int], inner: int = 1) -> npt.NDArray[np.float64]:
    """Return when each permission was first given, and how long it was withdrawn before the deadline [s].

    Returns
    -------
    NDArray
        Shape (n_replications, n_permission, 2): drawn once per replication; the values used in the histories.
    """
    found = []
    for replication in replications:
        these = draw_numbers(plan, seed, int(replication), inner, PLAIN)
        spans = [regime(these, permission) for permission in these.rows("permission")]
        found.append([(opens, lasting(lost, plan.deadline)) for opens, lost in spans])
    return np.array(found, np.float64).reshape(len(found), len(plan.permission), 2)


def sources(plan: Plan) -> list[int]:
    """Return for each unknown the row whose draw it uses: its own or, with `same_as`, another one's."""
    source = plan.uncertain["source"].tolist()

    def first(row: int) -> int:
        return row if source[row] < 0 else first(source[row])

    return [first(row) for row in range(len(source))]


def known_anyway(plan: Plan) -> list[int]:
    """Return the rows of unknowns that change no number, because every number that they would set is known."""
    return sorted(set(range(len(plan.uncertain))) - set(plan.target["uncertain"].tolist()) - shown_by(structure(plan)))

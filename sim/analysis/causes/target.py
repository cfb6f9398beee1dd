"""What may be late: the closure, each milestone, each site; when each was reached, and by which movers."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.analysis.sums import Sums
from sim.analysis.sums.movers import bases
from sim.model.plan import Plan

__all__ = ["Target", "marks", "targets"]

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Target:
    """One thing that may be late.

    Attributes
    ----------
    kind, name
        `closure`, `milestone` or `site`, and its name (none for the closure).
    column, met
        Columns of the outcomes: when it was reached, and for a milestone whether it was met.
    """

    kind: str
    name: str
    column: str
    met: str


def targets(plan: Plan) -> tuple[Target, ...]:
    """Return what may be late, the closure first; the last required mover that leaves a site closes it."""
    return (
        Target("closure", "", "closure", "met_deadline"),
        *(Target("milestone", name, f"time_{name}", f"met_{name}") for name in plan.names["milestone"]),
        *(Target("site", name, f"closure_{name}", "") for _, name in bases(plan)),
    )


def marks(plan: Plan, sums: Sums) -> list[tuple[int, Ints]]:
    """Return for each target when it was reached [s], and the movers that left or were settled at that instant.

    Movers are rows of the history's table, rising, shape (n,).
    """
    found = [sums.last_from()]
    found += [(instant, sums.reached_by(row)) for row, instant in enumerate(sums.movers.times)]
    found += [sums.last_from(row) for row, _ in bases(plan)]
    return found

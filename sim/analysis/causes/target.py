"""The targets of a plan, which are dates that may be late; when a history reached each target, with which movers."""

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
    """A date that may be late: the closure, a milestone, or the closure of a site.

    Attributes
    ----------
    kind, name
        `closure`, `milestone` or `site`; and the name of the milestone or site, empty for the closure.
    column, met
        Columns of the outcomes: when the date was reached, and whether it was met. For the closure, `met` refers to the
        deadline; for a site, it is empty.
    """

    kind: str
    name: str
    column: str
    met: str


def targets(plan: Plan) -> tuple[Target, ...]:
    """Return the targets of a plan: the closure, the milestones, then the closure of each site in the country."""
    return (
        Target("closure", "", "closure", "met_deadline"),
        *(Target("milestone", name, f"time_{name}", f"met_{name}") for name in plan.names["milestone"]),
        *(Target("site", name, f"closure_{name}", "") for _, name in bases(plan)),
    )


def marks(plan: Plan, sums: Sums) -> list[tuple[int, Ints]]:
    """Return for each target when it was reached [s], and the movers with which it was reached at that instant.

    If a target was not reached, the instant is NEVER, and the movers are those that it still lacks. Movers are rows of
    the table of movers of the history, ascending, shape (n,).
    """
    result = [sums.last_from()]
    result += [(instant, sums.reached_by(row)) for row, instant in enumerate(sums.movers.times)]
    result += [sums.last_from(row) for row, _ in bases(plan)]
    return result

"""What may be late: the closure, each milestone, each site; when each was reached, and by whom."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.analysis.sums import Sums
from sim.analysis.sums.roll import Roll, bases
from sim.model.plan import Plan

__all__ = ["Target", "marks", "targets"]


@dataclass(frozen=True, slots=True)
class Target:
    """One thing that may be late.

    Attributes
    ----------
    kind, name
        `closure`, `milestone` or `site`, and its name (none for the closure).
    column, late
        Columns of the outcomes that tell when it was reached, and for a promise whether it was met.
    """

    kind: str
    name: str
    column: str
    met: str


def targets(plan: Plan) -> tuple[Target, ...]:
    """Return what may be late, the closure first; the last required mover of a site closes it."""
    return (
        Target("closure", "", "closure", "met_deadline"),
        *(Target("milestone", name, f"time_{name}", f"met_{name}") for name in plan.names["milestone"]),
        *(Target("site", name, f"closure_{name}", "") for _, name in bases(plan)),
    )


def marks(plan: Plan, sums: Sums) -> list[tuple[int, list[int]]]:
    """Return for each target when it was reached [s], and the movers that were out or settled then and made it so."""
    roll = sums.roll
    found = [_last(roll, roll.required)]
    found += [(instant, sums.reached_by(row)) for row, instant in enumerate(sums.movers.times)]
    return found + [_last(roll, roll.required & (roll.site == row)) for row, _ in bases(plan)]


def _last(roll: Roll, chosen: npt.NDArray[np.bool_]) -> tuple[int, list[int]]:
    instant = int(roll.done[chosen].max(initial=0))
    return instant, np.flatnonzero(chosen & (roll.done == instant)).tolist()

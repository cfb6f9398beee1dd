"""Why reviews caused or prevented a miss: how the causes of dates differ from those without reviews."""

from collections.abc import Iterable
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.analysis.causes.owned import Owned, is_traced
from sim.analysis.causes.reason import reasons
from sim.analysis.causes.turned import first_turned
from sim.analysis.statistics.records import Records
from sim.model.plan import Plan

__all__ = ["turned"]

DAY: Final = 86_400
MOST: Final = 3
"""Number of reasons named."""


def turned(plan: Plan, outcomes: Records, histories: Iterable[Owned | None]) -> dict[str, Any]:
    """Return for each milestone in how many histories reviews caused a miss, or prevented one, with the reasons.

    Parameters
    ----------
    outcomes
        Records of the histories, shape (n,).
    histories
        What owned the dates of those histories for which this is kept (`is_traced`), in order.

    Returns
    -------
    dict
        By milestone `late` and `in_time`. Each has the number of such `histories`, the number whose causes are kept
        (`looked_at`), the mean `days` by which the date came later (below 0: earlier), and its main `causes`.
    """
    kept = outcomes[is_traced(outcomes["replication"])]
    names, first = plan.names["milestone"], first_turned(plan)
    sums = {side: (np.zeros((len(names), len(reasons(plan)))), np.zeros(len(names), np.int64)) for side in (0, 1)}
    sides = np.array([_side(kept, name) for name in names])
    for place, history in enumerate(histories):
        if history is None:
            continue
        for milestone in range(len(names)):
            mine = history[history["target"] == first + milestone]
            if len(mine):
                days, count = sums[int(sides[milestone, place])]
                days[milestone, mine["reason"]] += mine["seconds"] / DAY
                count[milestone] += 1
    return {
        name: {
            word: _reasons(plan, int((_side(outcomes, name) == side).sum()), *(part[row] for part in sums[side]))
            for side, word in enumerate(("late", "in_time"))
        }
        for row, name in enumerate(names)
    }


def _side(outcomes: Records, name: str) -> npt.NDArray[np.int64]:
    """Return 0 where reviews made histories miss a milestone, 1 where they prevented that, -1 for no difference."""
    met, alone = outcomes[f"met_{name}"] != 0, outcomes[f"without_met_{name}"] != 0
    return np.where(met == alone, -1, met.astype(np.int64))


def _reasons(plan: Plan, histories: int, days: npt.NDArray[np.float64], looked_at: int) -> dict[str, Any]:
    mean = days / max(1, looked_at)
    total = float(mean.sum())
    order = np.argsort(-np.sign(total) * mean, kind="stable").tolist()
    named = [(reasons(plan)[row], float(mean[row])) for row in order if mean[row] * total > 0.0]
    return {
        "histories": histories,
        "looked_at": int(looked_at),
        "days": total,
        "causes": [{"cause": of.key, "label": of.label, "mean_days": days} for of, days in named[:MOST]],
    }

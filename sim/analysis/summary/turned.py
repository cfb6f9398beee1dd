"""Why reviews caused or prevented a miss: how the causes of a date differ from those of the history without reviews."""

from collections.abc import Iterable
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.analysis.causes.by_reason import ByReason, is_traced
from sim.analysis.causes.reason import reasons
from sim.analysis.causes.turned import first_turned
from sim.analysis.statistics.records import Records
from sim.model.plan import Plan

__all__ = ["turned"]

DAY: Final = 86_400
MOST: Final = 3
"""Largest number of reasons reported for one milestone and side (`late` or `in_time`)."""


def turned(plan: Plan, outcomes: Records, histories: Iterable[ByReason | None]) -> dict[str, Any]:
    """Return in how many histories reviews caused, or prevented, a miss of each milestone, and for what reasons.

    Parameters
    ----------
    outcomes
        Records of the histories, shape (n,).
    histories
        For each history whose causes are kept (`is_traced`), in the order of `outcomes`: the rows of
        `causes.by_reason.by_reason` and of `causes.turned.turned`. The latter give the time due to each reason with
        reviews, minus the time due to it without reviews. None for a history whose causes could not be computed.

    Returns
    -------
    dict
        Name of a milestone -> `late` (reviews caused a miss) and `in_time` (reviews prevented a miss). Each has the
        number of such `histories`, the number of those whose causes are known (`looked_at`), the mean `days` by which
        reviews made the date later in them (below 0: earlier), and the main `causes` of these days.
    """
    kept = outcomes[is_traced(outcomes["replication"])]
    names, first = plan.names["milestone"], first_turned(plan)
    sums = {side: (np.zeros((len(names), len(reasons(plan)))), np.zeros(len(names), np.int64)) for side in (0, 1)}
    sides = np.array([_side(kept, name) for name in names])
    for position, history in enumerate(histories):
        if history is None:
            continue
        for milestone in range(len(names)):
            part = history[history["target"] == first + milestone]
            if len(part):
                days, count = sums[int(sides[milestone, position])]
                days[milestone, part["reason"]] += part["seconds"] / DAY
                count[milestone] += 1
    return {
        name: {
            word: _reasons(plan, int((_side(outcomes, name) == side).sum()), *(total[row] for total in sums[side]))
            for side, word in enumerate(("late", "in_time"))
        }
        for row, name in enumerate(names)
    }


def _side(outcomes: Records, name: str) -> npt.NDArray[np.int64]:
    """Return 0 for each history in which reviews caused a miss of a milestone, 1 if they prevented it, otherwise -1."""
    met, alone = outcomes[f"met_{name}"] != 0, outcomes[f"without_met_{name}"] != 0
    return np.where(met == alone, -1, met.astype(np.int64))


def _reasons(plan: Plan, histories: int, days: npt.NDArray[np.float64], looked_at: int) -> dict[str, Any]:
    """Return the entry of one milestone and side: number of histories, mean change of the date, and main causes.

    `days` holds the sum over `looked_at` histories of the days due to each reason. Only reasons that changed the date
    in the same direction as all reasons together are causes.
    """
    mean = days / max(1, looked_at)
    total = float(mean.sum())
    order = np.argsort(-np.sign(total) * mean, kind="stable").tolist()
    named = [(reasons(plan)[row], float(mean[row])) for row in order if mean[row] * total > 0.0]
    return {
        "histories": histories,
        "looked_at": int(looked_at),
        "days": total,
        "causes": [{"cause": reason.key, "label": reason.label, "mean_days": d} for reason, d in named[:MOST]],
    }

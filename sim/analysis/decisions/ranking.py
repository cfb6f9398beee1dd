"""Comparisons of a few plans: which plan beats which, and which plans no other dominates by several criteria."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.analysis.decisions.front import Front, front
from sim.analysis.decisions.sequence import bounded_means, interval
from sim.analysis.statistics.estimates import Estimate
from sim.analysis.statistics.paired import Difference, Paired, paired, paired_mean, paired_proportion

__all__ = ["beaten", "choice", "looked_at", "looked_at_pair"]

Array = npt.NDArray[Any]


def beaten(met: Sequence[Array], world: Array | None, confidence: float = 0.95) -> tuple[int | None, ...]:
    """Return for each plan the row of the plan that beats it by the largest gain; None if no plan beats it.

    A plan beats another if it meets the milestone more often, beyond sampling error.

    Parameters
    ----------
    met
        For each plan, whether each history met its milestone, shape (n,). Entry i of all plans comes from the same
        random numbers.
    world
        World of each history, shape (n,); None if histories are independent.
    confidence
        The best plan is found beaten, by mistake, with a nominal chance of at most 1 - confidence.

    Notes
    -----
    The best of k plans can be found beaten by mistake only in its k - 1 comparisons with the other plans. So each pair
    is compared at the confidence 1 - (1 - confidence) / (k - 1). This is cautious, since only one side of the interval
    of the paired difference can lead to that mistake. For two plans it is `confidence` itself, so the verdict agrees
    with the interval of the difference that is printed.
    """
    level = _of_each_pair(len(met), confidence)
    winners: list[tuple[float, int] | None] = [None] * len(met)
    for loser, met_by_loser in enumerate(met):
        for other, met_by_other in enumerate(met):
            pair = met_by_other != 0, met_by_loser != 0
            gain = paired_proportion(*pair, world, level) if other != loser else None
            if gain is not None and gain.low > 0.0:
                winners[loser] = max(winners[loser] or (gain.value, -other), (gain.value, -other))
    return tuple(None if winner is None else -winner[1] for winner in winners)


def choice(
    met: Sequence[Array],
    others: Sequence[Sequence[Array]],
    world: Array | None,
    *,
    same: Sequence[int],
    confidence: float = 0.95,
) -> Front:
    """Find the plans that no other plan dominates by being at least as good in every criterion and better in one.

    A higher probability of meeting the milestone is better; of all other criteria, less is better.

    Parameters
    ----------
    met, world
        As for `beaten`.
    others
        Further criteria, such as cost or tonnes left behind, each with one array of shape (n,) per plan.
    same
        For each plan, the row of the first plan equal to it, which may be its own row; differences of equal plans are
        exactly zero.
    confidence
        Confidence of all comparisons of one plan by one criterion together; the allowed error is divided evenly among
        the other plans.
    """
    k, level = len(met), _of_each_pair(len(met), confidence)
    means = np.array([[float(table[plan].mean()) for table in (met, *others)] for plan in range(k)])
    low, high = (np.zeros((k, k, 1 + len(others))) for _ in range(2))
    for i in range(k):
        for j in range(i + 1, k):
            if same[i] == same[j]:
                continue
            found = [paired_proportion(met[i] != 0, met[j] != 0, world, level)]
            found += [paired_mean(table[i] - table[j], world, level) for table in others]
            for at, difference in enumerate(found):
                low[i, j, at], high[i, j, at] = difference.low, difference.high
                low[j, i, at], high[j, i, at] = -difference.high, -difference.low
    return front(means, [True, *(False for _ in others)], differences=(low, high))


def looked_at(met: Array, confidence: float = 0.95) -> Estimate:
    """Estimate a probability from independent histories whose results determined how many of them were run."""
    yes, n = int(np.count_nonzero(met)), len(met)
    return Estimate(yes / n, *interval(yes, n, confidence), yes, n, confidence)


def looked_at_pair(
    met: tuple[Array, Array], closure: tuple[Array, Array], milestone: str, confidence: float = 0.95
) -> Paired:
    """Compare two plans on independent histories whose results determined how many of them were run.

    Parameters
    ----------
    met, closure
        As for `paired`.
    milestone
        Name of the milestone.
    confidence
        Confidence of the interval of the difference of probabilities.

    Notes
    -----
    A difference of probabilities is the mean of values -1, 0 and 1, so it has an interval that is valid whenever the
    run stops. No such interval is known for values without a bound, such as days, so the limits of their difference are
    infinite.
    """
    plain = paired(met, closure, None, milestone=milestone, confidence=confidence)
    step = (met[0] != 0).astype(np.float64) - (met[1] != 0)
    low, high = bounded_means(0.5 + 0.5 * step, confidence)
    probability = Difference(plain.difference.value, 2.0 * low - 1.0, 2.0 * high - 1.0, plain.n)
    days = Difference(plain.closure_d.value, -np.inf, np.inf, plain.closure_d.n)
    return Paired(milestone, probability, plain.gained, plain.lost, days, plain.one_never, confidence)


def _of_each_pair(plans: int, confidence: float) -> float:
    """Return the confidence at which each pair of plans is compared."""
    return 1.0 - (1.0 - confidence) / max(plans - 1, 1)

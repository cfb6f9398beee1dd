"""Steps in a probability as a function of levers: where the logit of the probability jumps, and by how much.

The probability is fitted to counts: at each point (one value of each lever), the event happened in `met` of `n`
histories. The fit is a smooth surface over the levers plus steps.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.analysis.decisions.penalised import Fit, averaged

__all__ = ["Gap", "Step", "Stepped", "gaps", "noticed", "ramps", "stepped", "widened"]

Reals = npt.NDArray[Any]

BEND: Final = 3
"""Number of values of the lever needed on each side of a gap, its end included, to tell a step from a bend."""
EXPECTED: Final = 0.5
"""Prior: number of steps expected along each lever."""
HEIGHT: Final = 1.0
"""Prior: standard deviation of the height of a step in the logit."""
NEGLIGIBLE: Final = 4.0
"""A set of steps is left out if the logarithm of its weight is more than this below that of the best set."""
BESIDE: Final = 4
"""Largest number of steps that are tried, one at a time, as an addition to a set; the likeliest is tried first."""
SETS: Final = 40
"""Largest number of sets of steps that are fitted, the empty set included."""
LIKELY: Final = 0.5
"""Least probability of a step that is reported."""
FAINT: Final = 0.1
"""Neighbouring gaps in each of which a step has at least this probability are joined and reported as one step."""


@dataclass(frozen=True, slots=True)
class Gap:
    """The interval between two neighbouring values of a lever, in which there may be a step.

    Attributes
    ----------
    lever
        Position of the lever in the list of levers.
    low, high
        The two values.
    """

    lever: int
    low: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class Stepped:
    """The posterior of the coefficients of a smooth surface and of the heights of its steps.

    Attributes
    ----------
    mean, covariance
        Mean and covariance of the coefficients, followed by the heights, shapes (c + g,) and (c + g, c + g), for c
        coefficients and g gaps. The posterior is a mixture over sets of steps: in the part of a set, all gaps without a
        step have the height 0.
    leverage, shared
        As for `penalised.Fit`.
    sets
        For each set of steps, its weight in the mixture and the positions of its gaps in the list of gaps.
    """

    mean: Reals
    covariance: Reals
    leverage: Reals
    shared: float
    sets: tuple[tuple[float, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A step that the counts support.

    Attributes
    ----------
    lever
        Position of the lever in the list of levers.
    low, high
        Values of the lever between which the step lies: neighbours, or further apart if several neighbouring gaps may
        have the step.
    chance
        Probability of at least one step between `low` and `high`.
    change
        By how much the step changes the probability at the points whose value of the lever is `low`, on average over
        these points.
    """

    lever: int
    low: float
    high: float
    chance: float
    change: float


def gaps(points: Reals) -> tuple[Gap, ...]:
    """Return all gaps in which a step may lie, between neighbouring values of each lever; `points` has shape (k, d).

    At least `BEND` values of the lever lie on each side of a gap, its end included: with fewer values, a bend would
    explain the counts just as well.
    """
    found = []
    for lever, each in enumerate(points.T):
        values = np.unique(each)[BEND - 1 :]
        values = values[: max(len(values) - BEND + 1, 0)]
        found += [Gap(lever, float(low), float(high)) for low, high in pairwise(values)]
    return tuple(found)


def ramps(where: Sequence[Gap], x: Reals) -> Reals:
    """Return on which side of each gap each point lies, shape (k, g): -1/2 below, 1/2 above, linear within the gap."""
    if not where:
        return np.zeros((len(x), 0))
    lever = [gap.lever for gap in where]
    low, high = (np.array([getattr(gap, end) for gap in where]) for end in ("low", "high"))
    sides: Reals = np.clip((x[:, lever] - low) / (high - low), 0.0, 1.0) - 0.5
    return sides


def stepped(
    rows: Reals,
    penalties: Reals,
    sides: Reals,
    levers: Sequence[int],
    met: Reals,
    n: Reals,
    scatter: float = 0.0,
) -> Stepped:
    """Fit a smooth surface with the steps that the counts support.

    Parameters
    ----------
    rows, penalties, met, n, scatter
        As for `penalised.averaged`; `rows` has shape (k, c).
    sides
        Side of each gap on which each point lies (`ramps`), shape (k, g).
    levers
        Position of the lever of each gap, shape (g,).

    Notes
    -----
    The result is a mixture over sets of steps, each averaged over smoothing parameters: Bayesian model averaging within
    Occam's window (Madigan and Raftery 1994, Journal of the American Statistical Association 89, 1535-1546). The height
    of a step in the logit is the same at all values of the other lever, and has a normal prior of standard deviation
    `HEIGHT`. Each gap of a lever has a step with the same chance, independently, so that `EXPECTED` steps are expected
    along each lever. A score test (one Newton step from the fit without a step) decides which step is added next.
    """
    c, g = rows.shape[1], sides.shape[1]
    gaps_of = np.bincount(np.asarray(levers, int), minlength=max(levers, default=0) + 1)
    chance = np.array([EXPECTED / max(gaps_of[lever], 1) for lever in levers])
    odds = np.log(chance / (1.0 - chance))
    fits: dict[tuple[int, ...], tuple[float, Fit]] = {}  # set of steps -> logarithm of its weight, and its fit

    def fit(chosen: tuple[int, ...]) -> None:
        fit = averaged(*widened(rows, penalties, sides, chosen, met, n), scatter)
        fits[chosen] = fit.evidence + float(odds[list(chosen)].sum()), fit

    fit(())
    grown: set[tuple[int, ...]] = set()
    while len(fits) < SETS:
        best = max(score for score, _ in fits.values())
        open_ = [
            (score, chosen) for chosen, (score, _) in fits.items() if chosen not in grown and score >= best - NEGLIGIBLE
        ]
        if not open_:
            break
        score, chosen = max(open_)
        grown.add(chosen)
        gain = odds + _gains(np.hstack([rows, sides[:, list(chosen)]]), fits[chosen][1], sides, met, n, scatter)
        gain[list(chosen)] = -math.inf
        for at in np.argsort(-gain, kind="stable")[:BESIDE].tolist():
            larger = tuple(sorted((*chosen, at)))
            if score + gain[at] >= best - NEGLIGIBLE and larger not in fits and len(fits) < SETS:
                fit(larger)
    best = max(score for score, _ in fits.values())
    kept = [(chosen, score, each) for chosen, (score, each) in fits.items() if score >= best - NEGLIGIBLE]
    weights = np.exp(np.array([score for _, score, _ in kept]) - best)
    weights /= weights.sum()
    return _mixed(weights, [(chosen, each) for chosen, _, each in kept], c, g)


def widened(
    rows: Reals, penalties: Reals, sides: Reals, chosen: Sequence[int], met: Reals, n: Reals
) -> tuple[Reals, Reals, Reals, Reals, Reals]:
    """Return the first five arguments of `penalised.averaged` for a surface with steps in the gaps at `chosen`."""
    columns = np.array(chosen, int)
    wide = np.hstack([rows, sides[:, columns]])
    energy = np.hstack([penalties, np.zeros((len(penalties), len(columns)))])
    fixed = np.concatenate([np.zeros(rows.shape[1]), np.full(len(columns), HEIGHT**-2)])
    return wide, energy, met, n, fixed


def _gains(wide: Reals, fit: Fit, sides: Reals, met: Reals, n: Reals, scatter: float) -> Reals:
    """Return, for each gap, roughly the logarithm of the factor by which a step makes the counts likelier, shape (g,).

    `wide` has the columns of `fit`: the coefficients of the surface, then the steps that it has already.
    """
    from scipy.special import expit, logsumexp

    tight = HEIGHT**-2
    scores = np.array([mode.score for mode in fit.modes])
    gains = []
    for mode in fit.modes:
        p = expit(wide @ mode.mean)
        less = 1.0 / (1.0 + scatter * n * p * (1.0 - p))
        weight = less * n * p * (1.0 - p)
        pull = sides.T @ (less * (met - n * p))
        lean = wide.T @ (weight[:, None] * sides)
        held = np.maximum((weight @ np.square(sides)) - np.einsum("cg,cg->g", lean, mode.covariance @ lean), 0.0)
        gains.append(0.5 * np.square(pull) / (held + tight) - 0.5 * np.log1p(held / tight))
    each = scores[:, None] - scores.max() + np.array(gains)
    return np.asarray(logsumexp(each, axis=0) - logsumexp(scores - scores.max()))


def _mixed(weights: Reals, kept: Sequence[tuple[tuple[int, ...], Fit]], c: int, g: int) -> Stepped:
    """Combine fits with different sets of steps into one posterior, which has a height for each of the g gaps."""
    means = np.zeros((len(kept), c + g))
    covariance = np.zeros((c + g, c + g))
    for at, (chosen, fit) in enumerate(kept):
        place = np.concatenate([np.arange(c), c + np.array(chosen, int)])
        means[at, place] = fit.mean
        covariance[np.ix_(place, place)] += weights[at] * fit.covariance
    mean = weights @ means
    covariance += (weights[:, None] * (means - mean)).T @ (means - mean)
    leverage = weights @ np.array([fit.leverage for _, fit in kept])
    shared = float(weights @ np.array([fit.shared for _, fit in kept]))
    sets = tuple((float(weight), chosen) for weight, (chosen, _) in zip(weights, kept, strict=True))
    return Stepped(mean, covariance, leverage, shared, sets)


def noticed(where: Sequence[Gap], found: Stepped, points: Reals, eta: Reals) -> tuple[Step, ...]:
    """Return the steps whose probability is at least `LIKELY`, after steps in neighbouring gaps are joined (`FAINT`).

    Parameters
    ----------
    where
        The gaps in which steps may lie.
    found
        The posterior that `stepped` returned for these gaps.
    points, eta
        Values of the levers, shape (k, d), and the logit of the fitted probability there, shape (k,).
    """
    from scipy.special import expit

    height = found.mean[len(found.mean) - len(where) :]
    chance = np.zeros(len(where))
    for weight, chosen in found.sets:
        chance[list(chosen)] += weight
    runs: list[list[int]] = []
    for at in np.flatnonzero(chance >= FAINT).tolist():
        if runs and at == runs[-1][-1] + 1 and where[at].lever == where[at - 1].lever:
            runs[-1].append(at)
        else:
            runs.append([at])
    steps = []
    for run in runs:
        likely = sum(weight for weight, chosen in found.sets if not set(run).isdisjoint(chosen))
        if likely < LIKELY:
            continue
        lever, low, high = where[run[0]].lever, where[run[0]].low, where[run[-1]].high
        before = eta[points[:, lever] == low]
        change = float((expit(before + height[run].sum()) - expit(before)).mean())
        steps.append(Step(lever, low, high, min(likely, 1.0), change))
    return tuple(steps)

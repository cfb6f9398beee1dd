"""Penalised logistic regression, averaged over the strength of the penalties."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["Fit", "Mode", "averaged"]

Reals = npt.NDArray[Any]

FREE = 1e-6  # prior precision of coefficients without a penalty; above 0, since the points may not determine them
NEGLIGIBLE = 6.0  # a fit is left out if the logarithm of its weight is more than this below the largest
TIGHT, LOOSE = -1.0, -8.0  # largest and smallest smoothing parameter: log10 of its ratio to the sum of n p (1 - p)
STEPS = 60  # largest number of steps of Newton's method


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """The posterior distribution of the coefficients, a mixture over the smoothing parameters.

    Attributes
    ----------
    mean, covariance
        Mean and covariance of the coefficients, shapes (c,) and (c, c); the covariance includes the uncertainty about
        the smoothing parameters.
    leverage
        Weight of each point in its own fitted value, shape (k,): the diagonal of the hat matrix. Their sum is the
        effective number of parameters.
    shared
        Trace of the square of the hat matrix.
    evidence
        Logarithm of the likelihood of the counts, averaged over all smoothing parameters, up to a constant that is the
        same for all fits with the same penalties.
    modes
        The fits in the mixture, one for each choice of the smoothing parameters.
    """

    mean: Reals
    covariance: Reals
    leverage: Reals
    shared: float
    evidence: float
    modes: tuple["Mode", ...]


@dataclass(frozen=True, slots=True, eq=False)
class Mode:
    """The fit with one choice of the smoothing parameters.

    `score` is the logarithm of the restricted likelihood of that choice; all other attributes are as in `Fit`.
    """

    score: float
    mean: Reals
    covariance: Reals
    leverage: Reals
    shared: float


def averaged(
    rows: Reals, penalties: Reals, met: Reals, n: Reals, fixed: Reals | None = None, scatter: float = 0.0
) -> Fit:
    """Fit the logit of a probability, averaged over the smoothing parameters that are compatible with the counts.

    Parameters
    ----------
    rows
        Value of each basis function at each point, by which its coefficient is multiplied, shape (k, c).
    penalties
        Penalty on the square of each coefficient, one row per smoothing parameter, shape (s, c); s may be 0.
    met, n
        Number of histories in which the event happened, and of all histories, at each point, shape (k,) each.
    fixed
        The part of the prior precision of each coefficient that does not depend on the smoothing parameters, shape
        (c,); None means 0.
    scatter
        Variance with which the logit of each point deviates from the fit, with normal and independent deviations.

    Notes
    -----
    A penalty is a normal prior (Wahba 1983, Journal of the Royal Statistical Society B 45, 133-150). The smoothing
    parameters are the factors of the penalties. They lie on a lattice in steps of half a decade (a decade for two
    parameters), and each point of the lattice is weighted by its restricted likelihood in Laplace's approximation (Wood
    2011, ibid. 73, 3-36). The result is the mixture of all fits; the covariance of a single fit would leave out the
    uncertainty about the smoothing. The lattice is explored from its middle: the neighbours of a point are tried
    unless its weight is negligible.
    """
    s = len(penalties)
    raw = (met + 0.5) / (n + 1.0)
    information = float((n * raw * (1.0 - raw)).sum())
    step = 0.5 if s < 2 else 1.0
    last = round((TIGHT - LOOSE) / step)
    start = (last // 2,) * s
    modes: dict[tuple[int, ...], Mode] = {}
    known = np.zeros(rows.shape[1]) if fixed is None else fixed
    waiting = [(start, np.zeros(rows.shape[1]))]
    best = -math.inf
    while waiting:
        place, start_at = waiting.pop(0)
        if place in modes:
            continue
        smoothing = information * 10.0 ** (TIGHT - step * np.array(place, np.float64))
        penalty = known + (smoothing @ penalties if s else 0.0)
        mode = modes[place] = _mode(rows, penalty, met, n, start_at, scatter)
        best = max(best, mode.score)
        if mode.score < best - NEGLIGIBLE:
            continue
        for i in range(s):
            for move in (-1, 1):
                beside = (*place[:i], place[i] + move, *place[i + 1 :])
                if 0 <= beside[i] <= last and beside not in modes:
                    waiting.append((beside, mode.mean))
    kept = [mode for mode in modes.values() if mode.score >= best - NEGLIGIBLE]
    weights = np.exp(np.array([mode.score for mode in kept]) - best)
    evidence = best + math.log(float(weights.sum()))
    weights /= weights.sum()
    mean = weights @ np.array([mode.mean for mode in kept])
    covariance = np.zeros((len(mean), len(mean)))
    for weight, mode in zip(weights, kept, strict=True):
        covariance += weight * (mode.covariance + np.outer(mode.mean - mean, mode.mean - mean))
    leverage = weights @ np.array([mode.leverage for mode in kept])
    shared = float(weights @ np.array([mode.shared for mode in kept]))
    return Fit(mean, covariance, leverage, shared, evidence, tuple(kept))


def _mode(rows: Reals, penalty: Reals, met: Reals, n: Reals, start_at: Reals, scatter: float) -> Mode:
    """Return the most likely coefficients under one penalty, and the likelihood of the penalty.

    Notes
    -----
    Newton's method, begun at the coefficients `start_at`, maximises the likelihood times Jeffreys' prior (Firth 1993,
    Biometrika 80, 27-38; Kosmidis and Firth 2021, ibid. 108, 71-82). This prior adds to each point as many histories as
    its leverage, with the event in half of them. It removes bias, and keeps the coefficients finite if the shares of
    the points jump from 0 to 1.

    If there is scatter, the deviation of each point from the fit is integrated out by Laplace's approximation.
    """
    is_penalised = penalty > 0.0
    precision = np.where(is_penalised, penalty, FREE)
    beta = start_at
    away = np.zeros(len(n))
    for _ in range(STEPS):
        eta = rows @ beta
        away = _away(eta, met, n, scatter, away)
        p, leverage, inverse, _ = _information(rows, precision, n, eta + away, scatter)
        move = inverse @ (rows.T @ (met - n * p + leverage * (0.5 - p)) - precision * beta)
        far = float(np.abs(rows @ move).max())
        beta = beta + move * min(1.0, 3.0 / far) if far > 0.0 else beta
        if far < 1e-5:
            break
    eta = rows @ beta
    away = _away(eta, met, n, scatter, away)
    p, leverage, inverse, logs = _information(rows, precision, n, eta + away, scatter)
    likelihood = float((met * (eta + away) - n * np.logaddexp(0.0, eta + away)).sum())
    if scatter > 0.0:
        likelihood -= 0.5 * float((away @ away) / scatter + np.log1p(scatter * n * p * (1.0 - p)).sum())
    logs_of_prior = float(np.log(precision[is_penalised]).sum())
    score = likelihood - 0.5 * float(precision @ beta**2) + 0.5 * logs_of_prior - 0.5 * logs
    # `Fit.shared` is the trace of (A^-1 X'WX)^2, where A is the information matrix, and X'WX is A minus the penalty.
    shared = inverse * precision
    c = len(beta)
    return Mode(score, beta, inverse, leverage, float(c - 2.0 * np.trace(shared) + (shared * shared.T).sum()))


def _away(eta: Reals, met: Reals, n: Reals, scatter: float, start: Reals) -> Reals:
    """Return the most likely deviation of the logit of each point from the fit, shape (k,).

    Notes
    -----
    Newton's method maximises a concave function; a step is at most three standard deviations of the scatter.
    """
    if scatter == 0.0:
        return np.zeros(len(n))
    from scipy.special import expit

    away, longest = start, 3.0 * math.sqrt(scatter)
    for _ in range(STEPS):
        p = expit(eta + away)
        move = (scatter * (met - n * p) - away) / (1.0 + scatter * n * p * (1.0 - p))
        away = away + np.clip(move, -longest, longest)
        if float(np.abs(move).max()) < 1e-7:
            break
    return away


def _information(
    rows: Reals, precision: Reals, n: Reals, eta: Reals, scatter: float
) -> tuple[Reals, Reals, Reals, float]:
    """Return the probability and the leverage of each point, shape (k,) each, at the logits `eta`.

    Then return the inverse of the information matrix (the penalty included), shape (c, c), and the logarithm of the
    determinant of the information matrix.
    """
    from scipy.special import expit

    p = expit(eta)
    weight = n * np.maximum(p * (1.0 - p), 1e-12)
    weight = weight / (1.0 + scatter * weight)
    matrix = (rows.T * weight) @ rows
    matrix[np.diag_indices_from(matrix)] += precision
    scale = 1.0 / np.sqrt(np.diagonal(matrix))
    inverse = np.linalg.inv(matrix * np.outer(scale, scale)) * np.outer(scale, scale)
    _, logs = np.linalg.slogdet(matrix * np.outer(scale, scale))
    leverage = weight * np.einsum("kc,kc->k", rows @ inverse, rows)
    return p, leverage, inverse, float(logs) - 2.0 * float(np.log(scale).sum())

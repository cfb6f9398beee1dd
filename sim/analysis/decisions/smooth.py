"""How a figure depends on one input: a penalised spline on the ranks of the input."""

from functools import lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.model.draws import Stream, uniforms

__all__ = ["Fit", "Smooth", "ranks", "shuffled"]

Reals = npt.NDArray[Any]
TERMS: Final = 12
"""Largest number of terms of a spline; the finest term has this many half-waves over the whole range."""
PENALTIES: Final = np.concatenate([[np.inf], np.logspace(4, -4, 33)])
"""Weights of the penalty that are tried; infinity gives a flat line."""
SHUFFLES: Final = 0x5348_5546
"""Seed of all permutations and sampled curves: the same study always gets the same results."""


class Smooth:
    """The terms of a spline on one input, used for the curves of all figures on this input.

    Parameters
    ----------
    x
        The value of the input in each history or world, shape (n,); equal values get the mean of their ranks.

    Notes
    -----
    The curve is a linear smoothing spline on the ranks u in (0, 1), so it is the same for every increasing function of
    the input. Its penalty is the integral of f'(u)**2. On equally spaced ranks, its natural basis consists of the
    cosines cos(pi j u) with penalties j**2 (Demmler and Reinsch 1975); the first twelve are used. Where ranks are tied,
    the cosines are no longer orthogonal, so an orthonormal basis with its own penalties is computed from them. The
    weight of the penalty minimises generalised cross-validation (Craven and Wahba 1979), separately for each figure; a
    flat line is one of the choices.
    """

    def __init__(self, x: Reals) -> None:
        place, values = ranks(x)
        self.n, terms = len(place), min(TERMS, values - 1, len(place) - 2)
        waves = np.arange(1, max(terms, 0) + 1)
        raw = np.sqrt(2.0 / self.n) * np.cos(np.pi * place[:, None] * waves)
        raw -= raw.mean(axis=0)
        sizes, turn = np.linalg.eigh(raw.T @ raw)
        kept = sizes > 1e-9
        scaled = turn[:, kept] / np.sqrt(sizes[kept])
        self._penalty, turn = np.linalg.eigh(scaled.T @ (np.square(waves)[:, None] * scaled))
        self._waves = raw @ (scaled @ turn)

    def fit(self, y: Reals) -> "Fit":
        """Fit a curve to one figure, shape (n,), or a curve to each of m figures, shape (n, m)."""
        figures = np.asarray(y, np.float64).reshape(self.n, -1)
        mean = figures.mean(axis=0)
        total = np.square(figures - mean).sum(axis=0)
        weight = self._waves.T @ figures
        shrink = 1.0 / (1.0 + PENALTIES[:, None] * self._penalty)  # (penalties, terms)
        rest = total - (shrink * (2.0 - shrink)) @ np.square(weight)  # (penalties, figures)
        free = self.n - 1.0 - shrink.sum(axis=1)
        best = np.argmin(rest / np.square(free)[:, None], axis=0)
        at = np.arange(figures.shape[1])
        return Fit(self, mean, weight, shrink[best].T, total, np.maximum(rest[best, at], 0.0), free[best])

    def curve(self, weights: Reals) -> Reals:
        """Return the sum of the terms times `weights`, shape (terms, m), at each input; the result has shape (n, m)."""
        curve: Reals = self._waves @ weights
        return curve

    def project(self, w: Reals) -> Reals:
        """Return the inner product of each term with a column `w` of shape (n,); the result has shape (terms,)."""
        product: Reals = self._waves.T @ w
        return product


class Fit:
    """The result of a fit; all arrays have one entry per figure.

    Attributes
    ----------
    rest
        Variance of the figure about the curve: the sum of squares / (n - number of parameters that the curve uses).
    share
        Part of the variance that the curve explains, corrected for what a curve explains by chance (adjusted R**2); it
        may be negative. NaN if the figure does not vary.
    """

    def __init__(
        self, smooth: Smooth, mean: Reals, weight: Reals, shrink: Reals, total: Reals, left: Reals, free: Reals
    ) -> None:
        self._smooth, self._mean, self._weight, self._shrink = smooth, mean, weight, shrink
        self.rest: Reals = left / free
        varies = total > 1e-12 * np.maximum(np.square(mean), 1e-300) * smooth.n
        self.share: Reals = np.where(varies, 1.0 - self.rest / np.where(varies, total / (smooth.n - 1), 1.0), np.nan)

    def curve(self) -> Reals:
        """Return the fitted curves at the inputs, shape (n, m)."""
        return self._mean + self._smooth.curve(self._shrink * self._weight)

    def error(self, w: Reals) -> float:
        """Return the standard error of the sum of w times the first curve, for weights w of shape (n,).

        Its square is the variance of this sum in the posterior that `like` describes.
        """
        lean = np.square(self._smooth.project(w)) * self._shrink[:, 0]
        return float(np.sqrt(self.rest[0] * (lean.sum() + np.square(w.sum()) / len(w))))

    def like(self, times: int) -> Reals:
        """Return random curves from the posterior of the curve of the first figure, shape (n, times).

        Notes
        -----
        A smoothing spline is the mean of a posterior in which the weight of each term has the variance `rest` times the
        factor by which the penalty shrinks this weight (Wahba 1983). This variance also covers the error that smoothing
        itself makes.
        """
        from scipy.special import ndtri

        terms = np.arange(len(self._weight) + 1)[:, None]
        drawn = ndtri(uniforms(SHUFFLES, 0, Stream.WORLD, 1, terms, np.arange(times), 0))
        scale = np.sqrt(self.rest[0])
        weights = self._weight[:, :1] * self._shrink[:, :1] + scale * np.sqrt(self._shrink[:, :1]) * drawn[1:]
        mean = self._mean[0] + scale / np.sqrt(self._smooth.n) * drawn[0]
        curves: Reals = mean + self._smooth.curve(weights)
        return curves


def ranks(x: Reals) -> tuple[Reals, int]:
    """Return the rank of each value, scaled to (0, 1), and the number of distinct values; ties get their mean rank."""
    values, place, counts = np.unique(x, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return (ends - 0.5 * counts)[place] / len(place), len(values)


@lru_cache(maxsize=4)
def shuffled(n: int, times: int) -> npt.NDArray[np.int64]:
    """Return random permutations of n entries, shape (times, n), the same in each call; do not change the array."""
    entries = np.arange(n)
    return np.array([np.argsort(uniforms(SHUFFLES, time, Stream.WORLD, 0, entries, 0, 0)) for time in range(times)])

"""A smooth curve of a probability along one lever, or surface over two, fitted to counts, with a band and a test."""

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.analysis.decisions.penalised import Fit, averaged
from sim.analysis.decisions.scatter import scattered
from sim.analysis.decisions.spline import Axis, axis
from sim.analysis.decisions.steps import Gap, Step, Stepped, gaps, noticed, ramps, stepped, widened
from sim.analysis.statistics.estimates import proportion

__all__ = ["Smoothed", "smooth"]

Reals = npt.NDArray[Any]

ALONG, OVER = 20, 10  # largest number of knots on the lever of a curve, and on each lever of a surface
FEW = 6  # if a lever has at most this number of values, each value has its own knot
NEVER = 1e-12  # probabilities are kept this far from 0 and 1; no count can show the difference
ENOUGH = 100.0  # a count with at least this variance is taken for normal: its deviance has mean 1 and variance 2


@dataclass(frozen=True, slots=True, eq=False)
class Smoothed:
    """A probability as a smooth function of one lever or two.

    Attributes
    ----------
    points
        Values of the levers, shape (k, d), in the order given.
    value, low, high
        The probability at each point and the limits of its band, shape (k,).
    confidence
        Nominal chance with which the band covers the probability, on average over the points.
    lack_of_fit
        Chance of counts at least as far from the curve as the given counts, if the curve were true. It is small if the
        true probability has a step or a kink, which a smooth curve cannot follow. None if no curve was fitted, or if
        the points leave no degrees of freedom for a test.
    steps
        Steps that a surface over two levers has with a probability of at least 1/2; empty for a curve along one lever.
    scatter
        Standard deviation with which the logits of single points deviate from a surface over two levers, in addition to
        the sampling error of their counts; the band includes it. 0 for a curve along one lever.
    """

    points: Reals
    value: Reals
    low: Reals
    high: Reals
    confidence: float
    lack_of_fit: float | None
    _form: "_Spline | _Exact" = field(repr=False)
    steps: tuple[Step, ...] = ()
    scatter: float = 0.0

    def at(self, x: Any) -> tuple[Reals, Reals, Reals]:
        """Return value, low and high at any values of the levers within the range of the points, shape (j,) each.

        Parameters
        ----------
        x
            Values of the levers, shape (j, d); for one lever also shape (j,), or a number.

        Raises
        ------
        ValueError
            A value is below the least or above the largest value of its lever among the points; or there are only two
            different points over two levers, and the values do not lie on the line between them; or the shape is wrong.
        """
        x = _table(x, self.points.shape[1])
        for i, (least, most) in enumerate(zip(self.points.min(0), self.points.max(0), strict=True)):
            for each in x[:, i]:
                if not least <= each <= most:
                    raise ValueError(f"expected values of lever {i} from {least:g} to {most:g}; one is {each:g}")
        return self._form.at(x)


def smooth(x: Any, met: Any, n: Any, confidence: float = 0.95) -> Smoothed:
    """Fit a smooth curve to counts of independent histories; each point has histories of its own.

    Parameters
    ----------
    x
        Values of the levers, shape (k, d) with d = 1 or 2, for one lever also (k,); in any order and spacing.
    met, n
        Number of histories in which the event happened, and of all histories, at each point, shape (k,) each.
    confidence
        Confidence of the band.

    Raises
    ------
    ValueError
        There is no point, or there are more than two levers; the shapes do not fit; a value of a lever is not finite; a
        point has no histories, or its `met` is not between 0 and `n`; or the confidence is not between 0 and 1.

    Notes
    -----
    The curve is a penalised spline in the logit (Eilers and Marx 1996, Statistical Science 11, 89-121). Since values
    may be unevenly spaced, knots are at the points, and the penalty is the integral of the squared second derivative
    (Wood 2017, Statistics and Computing 27, 985-989). A surface is the tensor product of two such splines, with one
    penalty for each, so that one lever may act smoothly and the other abruptly. With an infinite penalty, the logit
    is a line or a bilinear surface. The result is averaged over strengths of the penalties (`penalised.py`). The band
    is Wahba's: it is normal in the logit, and its coverage is correct on average across the points, not at each point
    (Nychka 1988, Journal of the American Statistical Association 83, 1134-1143). Along one lever, the band reaches down
    to 0 wherever the event happened in no history of the nearest point, and up to 1 wherever it happened in all of
    them: there, only the penalty determines how fast the logit goes to infinity.

    A surface over two levers may have steps (`steps.py`): between two values of one lever the logit may jump, by the
    same height for all values of the other lever. The band includes the uncertainty about where between the two values
    a step lies.

    If there are fewer than three different points, or if the event happened in no history or in all histories, no curve
    is fitted: each different point has its own share and its own exact interval (Clopper and Pearson 1934).

    For the lack of fit, the deviance is compared with a scaled chi-square distribution. Its mean and variance are those
    of the deviance of binomial counts, less the degrees of freedom of the curve: the plain chi-square is wrong for
    counts near none or all (McCullagh 1985, International Statistical Review 53, 61-67).
    """
    points, met, n = _checked(x, met, n)
    if not 0.0 < confidence < 1.0:
        raise ValueError(f"expected a confidence between 0 and 1; it is {confidence}")
    if len(np.unique(points, axis=0)) < 3 or not met.any() or (met == n).all():
        return _exact(points, met, n, confidence)
    from scipy.special import ndtri

    knots = [_knots(len(np.unique(each)), points.shape[1]) for each in points.T]
    axes = tuple(axis(each, most) for each, most in zip(points.T, knots, strict=True))
    rows, where = _rows(axes, points), gaps(points) if len(axes) == 2 else ()
    sides = ramps(where, points)
    fit: Fit | Stepped
    steps: tuple[Step, ...] = ()
    scatter = 0.0
    if where:
        levers = [gap.lever for gap in where]
        fit = stepped(rows, _penalties(axes), sides, levers, met, n)
        lack = _lack_of_fit(fit, np.hstack([rows, sides]), met, n)
        likeliest = max(fit.sets)[1]
        scatter = scattered(*widened(rows, _penalties(axes), sides, likeliest, met, n))
        if scatter > 0.0:
            fit = stepped(rows, _penalties(axes), sides, levers, met, n, scatter)
        steps = noticed(where, fit, points, np.hstack([rows, sides]) @ fit.mean)
    else:
        fit = averaged(rows, _penalties(axes), met, n)
        lack = _lack_of_fit(fit, np.hstack([rows, sides]), met, n)
    z = float(ndtri(0.5 + confidence / 2.0))
    bare = (met == n).astype(np.int8) - (met == 0) if len(axes) == 1 else np.zeros(len(n), np.int8)
    form = _Spline(axes, where, fit.mean, fit.covariance, z, points, bare, scatter)
    return Smoothed(points, *form.at(points), confidence, lack, form, steps, math.sqrt(scatter))


@dataclass(frozen=True, slots=True, eq=False)
class _Spline:
    """A fitted curve or surface; `where` are the gaps in which a step may lie, `z` the normal quantile of the band."""

    axes: tuple[Axis, ...]
    where: tuple[Gap, ...]
    mean: Reals
    covariance: Reals
    z: float
    points: Reals
    bare: Reals  # -1 at a point at which the event happened in no history, 1 if it happened in all, else 0
    scatter: float  # variance of the logit of a point about the surface

    def at(self, x: Reals) -> tuple[Reals, Reals, Reals]:
        from scipy.special import expit

        sides = ramps(self.where, x)
        rows = np.hstack([_rows(self.axes, x), sides])
        eta = rows @ self.mean
        variance = np.einsum("kc,kc->k", rows @ self.covariance, rows)
        if self.where:  # a step may lie anywhere in its gap, so the variance grows within it
            heights = slice(len(self.mean) - len(self.where), None)
            variance += (0.25 - np.square(sides)) @ (np.square(self.mean) + np.diagonal(self.covariance))[heights]
        half = self.z * np.sqrt(variance + self.scatter)
        scale = np.array([1.0 / (each.knots[-1] - each.knots[0] or 1.0) for each in self.axes])
        distance = np.square((x[:, None, :] - self.points) * scale).sum(-1)
        bare = self.bare[distance.argmin(1)] if self.bare.any() else np.zeros(len(x))
        low, high = expit(eta - half), expit(eta + half)
        return expit(eta), np.where(bare < 0, 0.0, low), np.where(bare > 0, 1.0, high)


@dataclass(frozen=True, slots=True, eq=False)
class _Exact:
    """Points without a curve: between two points, value, low and high change linearly.

    With more than two points, low and high between them are the widest limits of any point, and the value is 0 or 1.
    """

    points: Reals
    table: Reals  # value, low and high of each point, shape (k, 3)

    def at(self, x: Reals) -> tuple[Reals, Reals, Reals]:
        start, ends = self.points[0], self.points[-1]
        way = ends - start
        length = float(way @ way)
        part = np.clip((x - start) @ way / length, 0.0, 1.0) if length > 0.0 else np.zeros(len(x))
        if len(self.points) > 2:  # the event happened in no history, or in all
            table = np.tile([self.table[0, 0], self.table[:, 1].min(), self.table[:, 2].max()], (len(x), 1))
            same = (x[:, None, :] == self.points[None, :, :]).all(-1)
            table[same.any(1)] = self.table[same.argmax(1)[same.any(1)]]
        elif np.abs(start + part[:, None] * way - x).max(initial=0.0) > 1e-9 * math.sqrt(length):
            raise ValueError("expected values on the line between the two points")
        else:
            table = self.table[0] + part[:, None] * (self.table[-1] - self.table[0])
        return table[:, 0], table[:, 1], table[:, 2]


def _exact(points: Reals, met: Reals, n: Reals, confidence: float) -> Smoothed:
    """Return the share and the exact interval of each point, without a curve; counts of equal points are added."""
    different, place = np.unique(points, axis=0, return_inverse=True)
    sums = [np.bincount(place.ravel(), weights=each) for each in (met, n)]
    each = [proportion(int(yes), int(all_), confidence) for yes, all_ in zip(*sums, strict=True)]
    table = np.array([(one.value, one.low, one.high) for one in each])
    value, low, high = table[place.ravel()].T
    return Smoothed(points, value, low, high, confidence, None, _Exact(different, table))


def _rows(axes: tuple[Axis, ...], x: Reals) -> Reals:
    """Return the value of each basis function at each point, shape (k, c).

    For two levers, a basis function is the product of one for each lever.
    """
    rows = axes[0].rows(x[:, 0])
    for i, other in enumerate(axes[1:], 1):
        rows = np.einsum("ka,kb->kab", rows, other.rows(x[:, i])).reshape(len(x), -1)
    return rows


def _penalties(axes: tuple[Axis, ...]) -> Reals:
    """Return the penalty of each basis function along each lever, shape (s, c); levers that cannot bend are left out.

    The penalty is the bending energy along the lever. For two levers, it is divided by the number of basis functions
    along the other lever.
    """
    if len(axes) == 1:
        each = [axes[0].bend]
    else:
        one, other = (each.bend for each in axes)
        each = [
            np.repeat(one / len(other), len(other)),
            np.tile(other / len(one), len(one)),
        ]
    bent = [energy for energy in each if energy.any()]
    return np.array(bent) if bent else np.zeros((0, len(each[0])))


def _knots(values: int, levers: int) -> int:
    """Return the largest number of knots on a lever, given its number of values and the number of levers.

    It is half the number of values, rounded up, but at least `FEW`; and at most `ALONG` for a curve, `OVER` for a
    surface.
    """
    return min(ALONG if levers == 1 else OVER, max(FEW, math.ceil(values / 2)))


def _lack_of_fit(fit: "Fit | Stepped", rows: Reals, met: Reals, n: Reals) -> float | None:
    """Return `Smoothed.lack_of_fit` of a fit."""
    from scipy.special import expit

    p = np.clip(expit(rows @ fit.mean), NEVER, 1.0 - NEVER)
    return _chance_of_deviance(met + 0.5 * fit.leverage, n + fit.leverage, p, fit.leverage, fit.shared)


def _chance_of_deviance(met: Reals, n: Reals, p: Reals, leverage: Reals, shared: float) -> float | None:
    """Return the chance of a deviance at least as large as that of the counts; None if no degrees of freedom are left.

    `p` is the fitted probability at each point; `leverage` and `shared` are those of the fit (`penalised.Fit`).
    """
    left = 1.0 - leverage
    from scipy.special import gammaincc

    deviance = float(_deviance(met, n, p).sum())
    moments = np.array([_moments(int(histories), float(chance)) for histories, chance in zip(n, p, strict=True)])
    mean = float(left @ moments[:, 0])
    variance = float(left**2 @ moments[:, 1]) + 2.0 * max(0.0, shared - float(leverage @ leverage))
    if mean < 0.5:
        return None
    return float(gammaincc(mean**2 / variance, deviance * mean / variance))


def _moments(n: int, p: float) -> tuple[float, float]:
    """Return the mean and the variance of the deviance of a binomial count with this `n` and `p`."""
    spread = n * p * (1.0 - p)
    if spread > ENOUGH:
        return 1.0, 2.0
    from scipy.special import gammaln

    reach = 10.0 * math.sqrt(spread) + 30.0
    y = np.arange(max(0, math.floor(n * p - reach)), min(n, math.ceil(n * p + reach)) + 1, dtype=np.float64)
    logs = gammaln(n + 1) - gammaln(y + 1) - gammaln(n - y + 1) + y * math.log(p) + (n - y) * math.log1p(-p)
    chance = np.exp(logs)
    deviance = _deviance(y, np.float64(n), np.float64(p))
    mean = float(chance @ deviance)
    return mean, float(chance @ deviance**2) - mean**2


def _deviance(met: Reals, n: Any, p: Any) -> Reals:
    """Return the binomial deviance of the counts of each point from its probability `p`."""
    from scipy.special import xlogy

    return np.asarray(2.0 * (xlogy(met, met / (n * p)) + xlogy(n - met, (n - met) / (n * (1.0 - p)))))


def _table(x: Any, levers: int | None = None) -> Reals:
    """Return values of levers as a table, shape (k, d)."""
    table = np.asarray(x, np.float64)
    if table.ndim < 2:
        table = table.reshape(-1, 1)
    if table.ndim != 2 or table.shape[1] not in ((1, 2) if levers is None else (levers,)):
        raise ValueError(f"expected values of {levers or '1 or 2'} levers, shape (k, d), not {table.shape}")
    return table


def _checked(x: Any, met: Any, n: Any) -> tuple[Reals, Reals, Reals]:
    """Return points, counts and numbers of histories as arrays; raise ValueError unless `smooth` can use them."""
    points, met, n = _table(x), np.asarray(met, np.float64), np.asarray(n, np.float64)
    if not len(points) or met.shape != (len(points),) or n.shape != met.shape:
        raise ValueError(f"expected counts at each point; x, met, n have shapes {points.shape}, {met.shape}, {n.shape}")
    if not np.isfinite(points).all():
        raise ValueError("expected finite values of the levers")
    if not ((met >= 0) & (met <= n) & (n > 0)).all():
        raise ValueError("expected 0 <= met <= n and n > 0 at each point")
    return points, met, n

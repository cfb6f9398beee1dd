"""A probability along one lever or over two: a smooth curve through counts, with a band and a test of its fit."""

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

ALONG, OVER = 20, 10  # most knots on one lever, and on each of two
FEW = 6  # up to so many values of a lever, each has its own knot
NEVER = 1e-12  # a probability that no count can tell from 0
ENOUGH = 100.0  # variance of a count above which its deviance is that of a normal variable


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
        Share of the points that the band is meant to cover, on average over them.
    lack_of_fit
        Chance of counts as far from the curve as these if the curve were true; small where the truth has a step or a
        kink that a smooth curve has not. None if there are no more points than the curve uses up.
    steps
        Steps that a surface over two levers more likely has than not; a curve along one lever has none.
    scatter
        Standard deviation of the logit of single points about a surface over two levers, beyond that of their counts;
        the band includes it.
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
        """Return value, low and high at other values of the levers.

        Parameters
        ----------
        x
            Shape (j, d); for one lever also (j,), or a number.

        Raises
        ------
        ValueError
            A value below the least or above the largest of its lever: a curve does not extend beyond its points.
        """
        x = _table(x, self.points.shape[1])
        for i, (least, most) in enumerate(zip(self.points.min(0), self.points.max(0), strict=True)):
            for each in x[:, i]:
                if not least <= each <= most:
                    raise ValueError(f"expected values of lever {i} from {least:g} to {most:g}; one is {each:g}")
        return self._form.at(x)


def smooth(x: Any, met: Any, n: Any, confidence: float = 0.95) -> Smoothed:
    """Fit a smooth curve through counts of independent histories, with separate ones at each point.

    Parameters
    ----------
    x
        Values of the levers, shape (k, d) with d 1 or 2, also (k,) for one; in any order and spacing.
    met, n
        Histories in which it happened, and all of them, at each point, shape (k,).
    confidence
        Of the band.

    Raises
    ------
    ValueError
        No point, more than two levers, a value that is not finite, or a point without histories or with more met than
        histories.

    Notes
    -----
    A penalised spline in the logit (Eilers and Marx 1996, Statistical Science 11, 89-121); for uneven distances with
    knots at the points and the integrated squared second derivative for a penalty (Wood 2017, Statistics and Computing
    27, 985-989); for two levers their tensor product with one penalty each, so that one lever may act smoothly and the
    other abruptly. Complete smoothing leaves a line in the logit, or a bilinear surface. The result is averaged over
    degrees of smoothing, see `penalised.py`. The band is Wahba's: normal in the logit, and correct on average across
    the points (Nychka 1988, Journal of the American Statistical Association 83, 1134-1143), not at each of them. Along
    one lever, the band goes down to 0 about a point at which no history met it, and up to 1 where all did: how fast the
    logit runs away there is determined by the penalty alone.

    A surface over two levers may have steps, see `steps.py`: between two values of one lever the logit may jump, by the
    same height for all values of the other lever. The band includes the uncertainty about where in the gap the step is.

    Fewer than three different points, or counts that are all or none everywhere, do not support a curve: each point
    then has its own share and its own exact interval (Clopper and Pearson 1934).

    Lack of fit: the deviance against a scaled chi-square with the mean and variance of binomial counts, less the
    degrees of freedom of the curve; the plain chi-square is wrong for counts near none or all (McCullagh 1985,
    International Statistical Review 53, 61-67).
    """
    points, met, n = _checked(x, met, n)
    if not 0.0 < confidence < 1.0:
        raise ValueError(f"expected a confidence between 0 and 1; it is {confidence}")
    if len(np.unique(points, axis=0)) < 3 or not met.any() or (met == n).all():
        return _exact(points, met, n, confidence)
    from scipy.special import ndtri

    most = [_knots(len(np.unique(each)), points.shape[1]) for each in points.T]
    axes = tuple(axis(each, many) for each, many in zip(points.T, most, strict=True))
    rows, where = _rows(axes, points), gaps(points) if len(axes) == 2 else ()
    sides = ramps(where, points)
    fit: Fit | Stepped
    steps: tuple[Step, ...] = ()
    scatter = 0.0
    if where:
        levers = [gap.lever for gap in where]
        fit = stepped(rows, _penalties(axes), sides, levers, met, n)
        lack = _lack_of(fit, np.hstack([rows, sides]), met, n)
        likeliest = max(fit.sets)[1]
        scatter = scattered(*widened(rows, _penalties(axes), sides, likeliest, met, n))
        if scatter > 0.0:
            fit = stepped(rows, _penalties(axes), sides, levers, met, n, scatter)
        steps = noticed(where, fit, points, np.hstack([rows, sides]) @ fit.mean)
    else:
        fit = averaged(rows, _penalties(axes), met, n)
        lack = _lack_of(fit, np.hstack([rows, sides]), met, n)
    z = float(ndtri(0.5 + confidence / 2.0))
    bare = (met == n).astype(np.int8) - (met == 0) if len(axes) == 1 else np.zeros(len(n), np.int8)
    form = _Spline(axes, where, fit.mean, fit.covariance, z, points, bare, scatter)
    return Smoothed(points, *form.at(points), confidence, lack, form, steps, math.sqrt(scatter))


@dataclass(frozen=True, slots=True, eq=False)
class _Spline:
    axes: tuple[Axis, ...]
    where: tuple[Gap, ...]
    mean: Reals
    covariance: Reals
    z: float
    points: Reals
    bare: Reals  # -1 where none of a point's histories met it, 1 where all did, else 0
    scatter: float  # variance of the logit of a point about the surface

    def at(self, x: Reals) -> tuple[Reals, Reals, Reals]:
        from scipy.special import expit

        sides = ramps(self.where, x)
        rows = np.hstack([_rows(self.axes, x), sides])
        eta = rows @ self.mean
        variance = np.einsum("kc,kc->k", rows @ self.covariance, rows)
        if self.where:  # a step may lie anywhere in its gap
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
    """Points without a curve; between two of them, a straight line in each of value, low and high."""

    points: Reals
    table: Reals  # value, low, high of each, shape (k, 3)

    def at(self, x: Reals) -> tuple[Reals, Reals, Reals]:
        start, ends = self.points[0], self.points[-1]
        way = ends - start
        length = float(way @ way)
        part = np.clip((x - start) @ way / length, 0.0, 1.0) if length > 0.0 else np.zeros(len(x))
        if len(self.points) > 2:  # all or none everywhere: between points only the widest interval is known
            table = np.tile([self.table[0, 0], self.table[:, 1].min(), self.table[:, 2].max()], (len(x), 1))
            same = (x[:, None, :] == self.points[None, :, :]).all(-1)
            table[same.any(1)] = self.table[same.argmax(1)[same.any(1)]]
        elif np.abs(start + part[:, None] * way - x).max(initial=0.0) > 1e-9 * math.sqrt(length):
            raise ValueError("expected values between the two points")
        else:
            table = self.table[0] + part[:, None] * (self.table[-1] - self.table[0])
        return table[:, 0], table[:, 1], table[:, 2]


def _exact(points: Reals, met: Reals, n: Reals, confidence: float) -> Smoothed:
    different, place = np.unique(points, axis=0, return_inverse=True)
    sums = [np.bincount(place.ravel(), weights=each) for each in (met, n)]
    each = [proportion(int(yes), int(all_), confidence) for yes, all_ in zip(*sums, strict=True)]
    table = np.array([(one.value, one.low, one.high) for one in each])
    value, low, high = table[place.ravel()].T
    return Smoothed(points, value, low, high, confidence, None, _Exact(different, table))


def _rows(axes: tuple[Axis, ...], x: Reals) -> Reals:
    """Return the weight of each coefficient at each point; for two levers, of each pair of coefficients."""
    rows = axes[0].rows(x[:, 0])
    for i, other in enumerate(axes[1:], 1):
        rows = np.einsum("ka,kb->kab", rows, other.rows(x[:, i])).reshape(len(x), -1)
    return rows


def _penalties(axes: tuple[Axis, ...]) -> Reals:
    """Return the bending energy along each lever that can bend, on average over the other; shape (s, c)."""
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
    """Return the most knots for a number of values: fewer than values once there are many, to smooth."""
    return min(ALONG if levers == 1 else OVER, max(FEW, math.ceil(values / 2)))


def _lack_of(fit: "Fit | Stepped", rows: Reals, met: Reals, n: Reals) -> float | None:
    """Return the chance of counts as far from a fit as these."""
    from scipy.special import expit

    p = np.clip(expit(rows @ fit.mean), NEVER, 1.0 - NEVER)
    return _lack(met + 0.5 * fit.leverage, n + fit.leverage, p, fit.leverage, fit.shared)


def _lack(met: Reals, n: Reals, p: Reals, leverage: Reals, shared: float) -> float | None:
    """Return the chance of a deviance as large as this one; None where no degrees of freedom are left for a test."""
    left = 1.0 - leverage
    from scipy.special import gammaincc

    deviance = float(_deviance(met, n, p).sum())
    moments = np.array([_moments(int(many), float(chance)) for many, chance in zip(n, p, strict=True)])
    mean = float(left @ moments[:, 0])
    variance = float(left**2 @ moments[:, 1]) + 2.0 * max(0.0, shared - float(leverage @ leverage))
    if mean < 0.5:
        return None
    return float(gammaincc(mean**2 / variance, deviance * mean / variance))


def _moments(n: int, p: float) -> tuple[float, float]:
    """Return mean and variance of the deviance of one binomial count."""
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
    from scipy.special import xlogy

    return np.asarray(2.0 * (xlogy(met, met / (n * p)) + xlogy(n - met, (n - met) / (n * (1.0 - p)))))


def _table(x: Any, levers: int | None = None) -> Reals:
    """Return values of levers as a table, shape (k, d)."""
    table = np.asarray(x, np.float64)
    if table.ndim < 2:
        table = table.reshape(-1, 1)
    if table.ndim != 2 or table.shape[1] not in ((1, 2) if levers is None else (levers,)):
        raise ValueError(f"expected values of {levers or '1 or 2'} levers, shape (k, d); it is {table.shape}")
    return table


def _checked(x: Any, met: Any, n: Any) -> tuple[Reals, Reals, Reals]:
    points, yes, many = _table(x), np.asarray(met, np.float64), np.asarray(n, np.float64)
    if not len(points) or yes.shape != (len(points),) or many.shape != yes.shape:
        raise ValueError(f"expected counts at each point; shapes {points.shape}, {yes.shape} and {many.shape}")
    if not np.isfinite(points).all():
        raise ValueError("expected finite values of the levers")
    if not ((yes >= 0) & (yes <= many) & (many > 0)).all():
        raise ValueError("expected 0 <= met <= n and n > 0 at each point")
    return points, yes, many

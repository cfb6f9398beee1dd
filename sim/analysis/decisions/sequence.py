"""Intervals and verdicts that are valid whenever a run stops, however often they were computed before."""

import math
from collections.abc import Callable
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

__all__ = ["Means", "Verdict", "against", "bounded_means", "evidence", "interval", "settled"]

Array = npt.NDArray[Any]
Verdict = Literal["above", "below"]

HALVINGS = 50  # number of steps of a bisection
NODES = 256  # number of stakes in the mixture of `Means`, on each side


def interval(met: int, n: int, confidence: float = 0.95) -> tuple[float, float]:
    """Return the limits of a probability from independent histories; they are valid whenever the run stops.

    Parameters
    ----------
    met, n
        Number of histories in which the event happened, and of all histories so far; for n = 0, the limits are 0 and 1.
    confidence
        Least chance that the intervals for n = 1, 2, 3, ... all contain the probability.

    Raises
    ------
    ValueError
        `met` is not between 0 and n, or the confidence is not between 0 and 1.

    Notes
    -----
    The interval consists of all probabilities p for which `against` is below log(1 / (1 - confidence)). `against` is
    convex in p, so there is one limit on each side of met / n. Each limit is found by bisection and rounded outwards.
    """
    _counted(met, n)
    bound = -math.log(_error(confidence))
    if n == 0:
        return 0.0, 1.0
    seen = met / n

    def evidence_against(p: float) -> float:
        return float(against(met, n, p))

    return _limit(evidence_against, seen, 0.0, bound), _limit(evidence_against, seen, 1.0, bound)


def against(met: Any, n: Any, p: float) -> Array:
    """Return the evidence that a probability is not p, be it higher or lower.

    Parameters
    ----------
    met, n
        Number of histories in which the event happened, and of all histories so far; numbers, or arrays of one shape.
    p
        The probability in question, in [0, 1].

    Returns
    -------
    array
        Natural logarithm of an e-value, in the shape of `met`: if p is true, the chance that it ever reaches
        log(1 / alpha) is at most alpha. If p is 0 or 1: infinity if the counts are impossible under p, otherwise minus
        infinity.

    Notes
    -----
    Robbins 1970, The Annals of Mathematical Statistics 41, 1397-1409: the likelihood under a mixture of probabilities,
    divided by the likelihood under p, is a martingale that starts at 1 if p is true, and Ville's inequality bounds it.
    The mixture is fixed beforehand: half of its weight is uniform above p, the other half uniform below. So the e-value
    is the mean of the two e-values of `evidence`.
    """
    met, n = np.asarray(met, np.float64), np.asarray(n, np.float64)
    if p in (0.0, 1.0):
        return np.where(met != n * p, math.inf, -math.inf)
    return np.asarray(np.logaddexp(*evidence(met, n, p)) - math.log(2.0))


def evidence(met: Any, n: Any, target: float) -> tuple[Array, Array]:
    """Return the evidence that a probability is above a target, and the evidence that it is below.

    Parameters
    ----------
    met, n
        Number of histories in which the event happened, and of all histories so far; numbers, or arrays of one shape.
    target
        Strictly between 0 and 1.

    Returns
    -------
    tuple
        Natural logarithms of two e-values, each in the shape of `met`: the chance that the logarithm for the wrong side
        ever reaches log(1 / alpha) is at most alpha. Both are 0 for n = 0.

    Raises
    ------
    ValueError
        The target is not between 0 and 1.

    Notes
    -----
    Each e-value is the likelihood under a uniform mixture of all probabilities on one side of the target, divided by
    the likelihood at the target. All of the mixture lies on that side, so the ratio is a supermartingale if the true
    probability is anywhere on the other side, or the target itself.
    """
    if not 0.0 < target < 1.0:
        raise ValueError(f"expected 0 < target < 1; target = {target}")
    from scipy.special import betainc, betaincc, betaln

    yes = np.asarray(met, np.float64)
    no = np.asarray(n, np.float64) - yes
    a, b = yes + 1.0, no + 1.0
    log_ratio = betaln(a, b) - yes * math.log(target) - no * math.log1p(-target)
    with np.errstate(divide="ignore"):
        above = log_ratio + np.log(betaincc(a, b, target)) - math.log1p(-target)
        below = log_ratio + np.log(betainc(a, b, target)) - math.log(target)
    return above, below


def settled(met: int, n: int, target: float, error: float = 0.05) -> Verdict | None:
    """Return whether a probability is known to be above or below a target; None while it is not known.

    Parameters
    ----------
    met, n
        Number of histories in which the event happened, and of all histories so far.
    target
        Strictly between 0 and 1.
    error
        Largest chance of ever returning "above" if the probability is at most the target, and of ever returning "below"
        if the probability is at least the target, however often the function is called as n grows.

    Raises
    ------
    ValueError
        `met` is not between 0 and n, or the target or the error is not between 0 and 1.

    Notes
    -----
    There are two one-sided tests, each with the full `error`: the true probability is on one side only, so only one of
    the tests can be wrong. If the probability differs from the target, a verdict comes with probability 1, after about
    log(1 / error) / KL histories plus a logarithmic term, where KL is the Kullback-Leibler divergence per history.
    """
    _counted(met, n)
    bound = -math.log(_error(1.0 - error))
    above, below = evidence(met, n, target)
    if above >= bound:
        return "above"
    return "below" if below >= bound else None


class Means:
    """Limits of the mean of values in [0, 1], valid whenever the run stops.

    Parameters
    ----------
    confidence
        Least chance that the intervals after 1, 2, 3, ... values all contain the mean.

    Notes
    -----
    Each value must have the same expectation whatever values came before. This holds, for instance, if worlds are drawn
    independently and each value is the share of the histories of one world that met a milestone. Nothing is assumed
    about the spread of the values.

    Waudby-Smith and Ramdas 2024, Journal of the Royal Statistical Society B 86, 1-27: the evidence against a mean m is
    the wealth of a gambler who bets at odds that are fair if m is right. A gambler who starts with 1 and stakes a share
    s of the capital on each value x ends with the product of 1 - s + s x / m over all values when betting on values
    above m, and with the product of 1 - s + s (1 - x) / (1 - m) when betting on values below m. The e-value is the mean
    of these products over 256 shares s, evenly spaced between 0 and 1, on each side (a mixture after Orabona and Jun
    2024, IEEE Transactions on Information Theory 70, 436-455). So the order of values does not matter, and values of 0
    and 1 give nearly the same limits as `interval`. The logarithm of each product is convex in m, hence also the
    logarithm of their mean: there is one limit on each side of the mean of the values, found by bisection.
    """

    __slots__ = ("_bound", "_counts", "confidence", "n")

    def __init__(self, confidence: float = 0.95) -> None:
        self.confidence = confidence
        self.n = 0
        self._bound = -math.log(_error(confidence))
        self._counts: dict[float, int] = {}

    def add(self, values: Any) -> None:
        """Add further values, a number or an array of any shape.

        Raises
        ------
        ValueError
            A value is not in [0, 1].
        """
        fresh = np.asarray(values, np.float64).ravel()
        if not ((fresh >= 0.0) & (fresh <= 1.0)).all():
            raise ValueError("expected values in [0, 1]")
        for value, count in zip(*(each.tolist() for each in np.unique(fresh, return_counts=True)), strict=True):
            self._counts[value] = self._counts.get(value, 0) + count
        self.n += fresh.size

    def against(self, mean: float) -> float:
        """Return the evidence against a mean, as the natural logarithm of an e-value.

        For the true mean, the chance that the evidence ever reaches log(1 / alpha) is at most alpha. Once there are
        values, the evidence against a mean of 0 or 1 is minus infinity if all values equal this mean, and otherwise
        infinity.

        Raises
        ------
        ValueError
            The mean is not in [0, 1].
        """
        if not 0.0 <= mean <= 1.0:
            raise ValueError(f"expected a mean in [0, 1]; it is {mean}")
        return self._table()(mean)

    def interval(self) -> tuple[float, float]:
        """Return the limits of the mean after the values so far; [0, 1] before the first value."""
        if not self.n:
            return 0.0, 1.0
        against = self._table()
        seen = sum(value * count for value, count in self._counts.items()) / self.n
        return _limit(against, seen, 0.0, self._bound), _limit(against, seen, 1.0, self._bound)

    def _table(self) -> Callable[[float], float]:
        """Return the function that computes the evidence against a mean."""
        x, counts = np.array(list(self._counts)), np.array(list(self._counts.values()), np.float64)
        stake = (np.arange(NODES)[:, None] + 0.5) / NODES

        def against(m: float) -> float:
            if m in (0.0, 1.0):
                return math.inf if (x != m).any() else -math.inf if len(x) else 0.0
            odds = np.concatenate([1.0 - stake + stake * (x / m), 1.0 - stake + stake * ((1.0 - x) / (1.0 - m))])
            logs = np.log(odds) @ counts
            top = float(logs.max())
            return top + math.log(float(np.exp(logs - top).mean()))

        return against


def bounded_means(means: Any, confidence: float = 0.95) -> tuple[float, float]:
    """Return the limits of the mean of values in [0, 1], such as the shares of worlds (`Means`).

    Parameters
    ----------
    means
        One value per world, shape (worlds,).
    """
    sequence = Means(confidence)
    sequence.add(means)
    return sequence.interval()


def _limit(against: Callable[[float], float], seen: float, end: float, bound: float) -> float:
    """Return the point between the observed mean `seen` and `end` at which the evidence reaches a bound.

    `against` is convex. Return `end` if the evidence is below the bound there.
    """
    if against(end) < bound:
        return end
    inside, outside = seen, end
    for _ in range(HALVINGS):
        middle = 0.5 * (inside + outside)
        if against(middle) < bound:
            inside = middle
        else:
            outside = middle
    return outside


def _counted(met: int, n: int) -> None:
    """Raise ValueError unless the counts are possible."""
    if not 0 <= met <= n:
        raise ValueError(f"expected 0 <= met <= n; met = {met}, n = {n}")


def _error(confidence: float) -> float:
    """Return 1 - confidence; raise ValueError unless it lies strictly between 0 and 1."""
    if not 0.0 < confidence < 1.0:
        raise ValueError(f"expected a confidence between 0 and 1; it is {confidence}")
    return 1.0 - confidence

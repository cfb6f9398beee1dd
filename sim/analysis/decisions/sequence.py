"""Intervals and verdicts that hold whenever one stops, however often one has looked before."""

import math
from collections.abc import Callable
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

__all__ = ["Means", "Verdict", "against", "bounded_means", "evidence", "interval", "settled"]

Array = npt.NDArray[Any]
Verdict = Literal["above", "below"]

HALVINGS = 50
NODES = 256  # nodes of the mixture over bets, on each side


def interval(met: int, n: int, confidence: float = 0.95) -> tuple[float, float]:
    """Return the limits of a probability, for independent histories counted as long as one likes.

    Parameters
    ----------
    met, n
        Histories in which it happened, and all of them so far; the limits are [0, 1] if there are none.
    confidence
        Least chance that every interval of the sequence, for n = 1, 2, 3, ..., covers.

    Raises
    ------
    ValueError
        More met than there are, or a confidence that is not between 0 and 1.

    Notes
    -----
    All probabilities against which `against` has no decisive evidence. Its logarithm is convex in p, so there is one
    limit on each side of met / n; each is found by bisection, 50 halvings, and stays on the outer side.
    """
    _counted(met, n)
    bound = -math.log(_error(confidence))
    if n == 0:
        return 0.0, 1.0
    seen = met / n

    def of(p: float) -> float:
        return float(against(met, n, p))

    return _limit(of, seen, 0.0, bound), _limit(of, seen, 1.0, bound)


def against(met: Any, n: Any, p: float) -> Array:
    """Return the evidence that a probability is not p, in either direction.

    Parameters
    ----------
    met, n
        Histories in which it happened, and all of them so far; numbers, or arrays of one shape.
    p
        In [0, 1].

    Returns
    -------
    array
        Natural logarithm of an e-value, of the shape of met: if p is true, the chance that it ever reaches
        log(1 / alpha) is at most alpha. Infinity if the counts are impossible under p.

    Notes
    -----
    Robbins 1970, The Annals of Mathematical Statistics 41, 1397-1409: the likelihood under a mixture, divided by that
    under p, is a martingale starting at 1 if p is true, and Ville's inequality bounds it. The mixture is fixed
    beforehand: half of its weight is uniform above p, the other half uniform below. So the interval agrees with the
    verdicts of `evidence`, and is somewhat narrower than that of Jeffreys' mixture, which for a p near 1 has most of
    its weight where it is not needed.
    """
    yes, many = np.asarray(met, np.float64), np.asarray(n, np.float64)
    if p in (0.0, 1.0):
        return np.where(yes != many * p, math.inf, -math.inf)
    return np.asarray(np.logaddexp(*evidence(yes, many, p)) - math.log(2.0))


def evidence(met: Any, n: Any, target: float) -> tuple[Array, Array]:
    """Return the evidence that a probability is above a target, and that it is below.

    Parameters
    ----------
    met, n
        Histories in which it happened, and all of them so far; numbers, or arrays of one shape.
    target
        Strictly between 0 and 1.

    Returns
    -------
    tuple
        Natural logarithms of two e-values, of the shape of met; the chance that the one for the wrong side ever reaches
        log(1 / alpha) is at most alpha. Minus infinity where there is no evidence at all.

    Raises
    ------
    ValueError
        A target that is not between 0 and 1.

    Notes
    -----
    Likelihood under a uniform mixture of all probabilities on one side of the target, divided by that at the target.
    Each of them lies on that side, so the ratio is a supermartingale for every truth on the other side, not only at the
    target. (Jeffreys' mixture, truncated, needs a tenth fewer histories far above a target of 0.95 and a fifth more
    close to it.)
    """
    if not 0.0 < target < 1.0:
        raise ValueError(f"expected 0 < target < 1; target = {target}")
    from scipy.special import betainc, betaincc, betaln

    yes = np.asarray(met, np.float64)
    no = np.asarray(n, np.float64) - yes
    a, b = yes + 1.0, no + 1.0
    whole = betaln(a, b) - yes * math.log(target) - no * math.log1p(-target)
    with np.errstate(divide="ignore"):
        above = whole + np.log(betaincc(a, b, target)) - math.log1p(-target)
        below = whole + np.log(betainc(a, b, target)) - math.log(target)
    return above, below


def settled(met: int, n: int, target: float, error: float = 0.05) -> Verdict | None:
    """Return whether a probability is settled to be above or below a target; None while it is not.

    Parameters
    ----------
    met, n
        Histories in which it happened, and all of them so far.
    target
        Strictly between 0 and 1.
    error
        Largest chance of ever saying "above" if the probability is at most the target, and of ever saying "below" if it
        is at least the target, however often one asks.

    Raises
    ------
    ValueError
        More met than there are, or a target or an error that is not between 0 and 1.

    Notes
    -----
    Two one-sided tests, both at the full error: the truth is on one side only, so only one of them can be wrong. Both
    have power one: off the target, an answer is certain to come, after about log(1 / error) / KL histories plus a
    logarithmic term, KL being the divergence per history.
    """
    _counted(met, n)
    bound = -math.log(_error(1.0 - error))
    above, below = evidence(met, n, target)
    if above >= bound:
        return "above"
    return "below" if below >= bound else None


class Means:
    """Limits of the mean of bounded values, updated as values come in, such as those of worlds that histories share.

    Parameters
    ----------
    confidence
        Least chance that every interval of the sequence covers.

    Notes
    -----
    Values lie in [0, 1], and each has the same mean whatever came before: shares of the histories of a world that met
    something, with worlds drawn independently. Nothing is assumed about their spread.

    Waudby-Smith and Ramdas 2024, Journal of the Royal Statistical Society B 86, 1-27: the evidence against a mean m is
    the wealth of a gambler who stakes a share s of all capital at odds that are fair if m is right, half on higher
    values, the product of 1 - s + s x / m, and half on lower ones, of 1 - s + s (1 - x) / (1 - m). Their bets guess the
    spread from earlier values; these are a mixture of all s from 0 to 1 (256 of equal weight per side; any number of
    them gives a martingale), after Orabona and Jun 2024, IEEE Transactions on Information Theory 70, 436-455. So the
    order of values does not matter, values of 0 and 1 give `interval`, and equal values are stored once with a count.
    The logarithm of each product is convex in m, hence so is that of their sum: one limit per side, found by bisection.
    """

    __slots__ = ("_bound", "_many", "confidence", "n")

    def __init__(self, confidence: float = 0.95) -> None:
        self.confidence = confidence
        self.n = 0
        self._bound = -math.log(_error(confidence))
        self._many: dict[float, int] = {}

    def add(self, values: Any) -> None:
        """Add further values, a number or an array of any shape.

        Raises
        ------
        ValueError
            A value that is not in [0, 1].
        """
        fresh = np.asarray(values, np.float64).ravel()
        if not ((fresh >= 0.0) & (fresh <= 1.0)).all():
            raise ValueError("expected values in [0, 1]")
        for value, many in zip(*(each.tolist() for each in np.unique(fresh, return_counts=True)), strict=True):
            self._many[value] = self._many.get(value, 0) + many
        self.n += fresh.size

    def against(self, mean: float) -> float:
        """Return the evidence against a mean, a natural logarithm: for the true mean the chance that it ever reaches
        log(1 / alpha) is at most alpha. Infinity if the values are impossible under that mean.

        Raises
        ------
        ValueError
            A mean that is not in [0, 1].
        """
        if not 0.0 <= mean <= 1.0:
            raise ValueError(f"expected a mean in [0, 1]; it is {mean}")
        return self._table()(mean)

    def interval(self) -> tuple[float, float]:
        """Return the present limits of the mean; [0, 1] before the first value."""
        if not self.n:
            return 0.0, 1.0
        against = self._table()
        seen = sum(value * many for value, many in self._many.items()) / self.n
        return _limit(against, seen, 0.0, self._bound), _limit(against, seen, 1.0, self._bound)

    def _table(self) -> Callable[[float], float]:
        """Return the evidence as a function of the mean."""
        x, many = np.array(list(self._many)), np.array(list(self._many.values()), np.float64)
        stake = (np.arange(NODES)[:, None] + 0.5) / NODES

        def against(m: float) -> float:
            if m in (0.0, 1.0):
                return math.inf if (x != m).any() else -math.inf if len(x) else 0.0
            odds = np.concatenate([1.0 - stake + stake * (x / m), 1.0 - stake + stake * ((1.0 - x) / (1.0 - m))])
            logs = np.log(odds) @ many
            top = float(logs.max())
            return top + math.log(float(np.exp(logs - top).mean()))

        return against


def bounded_means(means: Any, confidence: float = 0.95) -> tuple[float, float]:
    """Return the limits of the mean of values in [0, 1], such as those of worlds; see `Means`.

    Parameters
    ----------
    means
        One value per world, shape (worlds,).
    """
    sequence = Means(confidence)
    sequence.add(means)
    return sequence.interval()


def _limit(against: Callable[[float], float], seen: float, end: float, bound: float) -> float:
    """Return where a convex function of evidence reaches a bound between the observed mean and an end; else the end."""
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
    if not 0 <= met <= n:
        raise ValueError(f"expected 0 <= met <= n; met = {met}, n = {n}")


def _error(confidence: float) -> float:
    if not 0.0 < confidence < 1.0:
        raise ValueError(f"expected a confidence between 0 and 1; it is {confidence}")
    return 1.0 - confidence

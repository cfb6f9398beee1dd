"""The search for the least value of a lever that suffices: which histories to run next, and what is known so far."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from sim.analysis.decisions.sequence import evidence
from sim.analysis.statistics.isotonic import rising

__all__ = ["Bracket", "Phase", "Search"]

Phase = Literal["screen", "suffices", "fails"]

SCREEN = 2  # number of batches with which a point is screened
CLEAR = 0.05  # a screened point is clear if its chance of lying on the other side of the target is at most this
FURTHER = 3  # on each side, largest number of points beyond the bisection that are screened to find a clear one


@dataclass(frozen=True, slots=True)
class Bracket:
    """What is known about the least value of a lever that suffices (its probability is at least the target).

    Attributes
    ----------
    suffices
        The least value proven to suffice; None until there is one.
    fails
        The largest value proven not to suffice; None until there is one.
    open
        The values for which neither is proven, from the least likely to suffice to the most likely. They lie between
        `fails` and `suffices`. If `fails` is None, they begin at the first value; if `suffices` is None, they end at
        the last.
    histories
        Number of histories run, screening included.
    confidence
        `suffices` is wrong with a chance of at most 1 - confidence; the same holds for `fails`.
    best
        The best single guess and its estimated probability: the first value with histories at which the best rising
        curve through all counts reaches the target. The error of the guess is not bounded. None if the curve never
        reaches the target.
    """

    suffices: float | None
    fails: float | None
    open: tuple[float, ...]
    histories: int
    confidence: float
    best: tuple[float, float] | None

    @property
    def says(self) -> Literal["bracketed", "all suffice", "not reachable", "at most", "more than", "unknown"]:
        """The verdict in words; "at most" refers to `suffices`, and "more than" to `fails`."""
        if self.suffices is not None and self.fails is not None:
            return "bracketed"
        if self.suffices is not None:
            return "at most" if self.open else "all suffice"
        if self.fails is not None:
            return "more than" if self.open else "not reachable"
        return "unknown"


@dataclass(slots=True)
class _Side:
    """The tests of one statement, "this value suffices" or "it does not", which move along the points.

    Attributes
    ----------
    step, place
        Direction in which the tests move (1 or -1), and the point that is being tested.
    proven
        The last point for which the statement is proven; None if there is none.
    spent
        Number of histories run for this side.
    going
        Whether the tests go on.
    """

    step: int
    place: int
    proven: int | None = None
    spent: int = 0
    going: bool = True


class Search:
    """Find the least value of a lever whose probability is at least a target.

    Call `next`, which returns the index of a point, a number of histories, and the phase; run that many independent
    histories at the point, and pass the result to `tell`. Go on until `next` returns None. `bracket` may be called at
    any time.

    Parameters
    ----------
    points
        Values of the lever, all different, from the least likely to suffice to the most likely. If these values fall,
        read "largest" for "least" and "least" for "largest" value of the lever here and in `Bracket`.
    target
        The probability that a value must reach to suffice, strictly between 0 and 1.
    error
        Largest chance that `suffices` is a value whose probability is below the target; also, separately, the largest
        chance that `fails` is a value whose probability is at least the target.
    budget
        Largest number of histories.
    batch
        Number of histories run between two checks.

    Raises
    ------
    ValueError
        There is no point, a point is given twice, or a number is out of its range.

    Notes
    -----
    First comes the screening, with at most 2 batches for each point. A bisection finds roughly where the target is met;
    then a point whose probability clearly differs from the target is looked for on each side. Then come the tests. They
    start one point beyond these two points, where few histories are enough, and move towards each other: from above
    with "this value suffices", from below with "it does not". When a test succeeds, the next point is tested. Each
    point is tested at the full error: hypotheses that are tested in an order fixed beforehand, up to the first that is
    not rejected, need no correction (Maurer, Hothorn and Lehmacher 1995). The screening fixes that order, so its
    histories are not used for the tests. The tests use `sequence.evidence`, so one may look after every batch. If the
    budget ends before a test is decided, because the point is too close to the target, that point stays open.

    The search assumes that probabilities rise along the points. The error at a tested point does not depend on this
    assumption; the conclusion about all points beyond the tested one does.
    """

    __slots__ = (
        *("_batch", "_bound", "_high", "_low", "_pending", "_points", "_screened", "_sides", "_tested"),
        *("budget", "confidence", "histories", "target"),
    )

    def __init__(
        self, points: Sequence[float], target: float, *, error: float = 0.05, budget: int, batch: int = 25
    ) -> None:
        if not points or len(set(points)) < len(points):
            raise ValueError("expected at least one point, and no point twice")
        if not (0.0 < target < 1.0 and 0.0 < error < 1.0):
            raise ValueError(f"expected target and error between 0 and 1; they are {target} and {error}")
        if budget < 1 or batch < 1:
            raise ValueError(f"expected budget and batch of at least 1; they are {budget} and {batch}")
        self.target, self.budget, self.confidence = target, budget, 1.0 - error
        self.histories = 0
        self._points, self._batch, self._bound = tuple(points), batch, -math.log(error)
        self._screened = np.zeros((len(points), 2), np.int64)  # met, n
        self._tested = np.zeros((len(points), 2), np.int64)
        self._low, self._high = -1, len(points)  # bisection: last point that seems to fail, first that seems to suffice
        self._sides: dict[Phase, _Side] = {}  # empty until the tests begin
        self._pending: tuple[int, int, Phase] | None = None

    def next(self) -> tuple[int, int, Phase] | None:
        """Return which point to run, how many histories, and the phase; None when nothing is left to run.

        The answer stays the same until `tell` has been called.
        """
        if self._pending is None and self.histories < self.budget:
            self._pending = None if self._sides else self._screening()
            self._pending = self._pending or self._testing()
        return self._pending

    def tell(self, index: int, met: int, n: int) -> None:
        """Record that `met` of `n` histories at the requested point were successes; `n` may differ from the request.

        Raises
        ------
        ValueError
            The point was not requested, or the counts are impossible.
        """
        pending = self._pending
        if pending is None or pending[0] != index:
            requested = None if pending is None else pending[0]
            raise ValueError(f"expected the point that was requested, {requested}; index = {index}")
        if not (0 <= met <= n and n > 0):
            raise ValueError(f"expected 0 <= met <= n and n > 0; met = {met}, n = {n}")
        phase = pending[2]
        self._pending = None
        self.histories += n
        if phase != "screen":
            self._tested[index] += (met, n)
            self._sides[phase].spent += n
            self._advance()
            return
        self._screened[index] += (met, n)
        if self._low < index < self._high:
            if met >= self.target * n:
                self._high = index
            else:
                self._low = index

    def bracket(self) -> Bracket:
        """Return what is known so far."""
        least = self._sides["suffices"].proven if self._sides else None
        most = self._sides["fails"].proven if self._sides else None
        return Bracket(
            None if least is None else self._points[least],
            None if most is None else self._points[most],
            self._points[0 if most is None else most + 1 : least],
            self.histories,
            self.confidence,
            self._best(),
        )

    def _screening(self) -> tuple[int, int, Phase] | None:
        """Return the next point to screen; if there is none, set up the tests and return None."""
        further = min(SCREEN * self._batch, self.budget - self.histories)
        if self._high - self._low > 1:
            return (self._low + self._high) // 2, further, "screen"
        last = len(self._points) - 1
        starts = []
        for first, step, side in ((self._high, 1, 1), (self._low, -1, 0)):
            for place in range(first, first + step * (FURTHER + 1), step):
                start = min(max(place, 0), last)
                if place != start:
                    break
                met, n = self._screened[place].tolist()
                if not n:
                    return place, further, "screen"
                if self._chances(met, n)[side] <= CLEAR:
                    break
            starts.append(min(max(start + step, 0), last))
        self._sides = {"suffices": _Side(-1, starts[0]), "fails": _Side(1, starts[1])}
        return None

    def _chances(self, met: int, n: int) -> tuple[float, float]:
        """Return the posterior chance that a screened point suffices, and that it does not, under Jeffreys' prior."""
        from scipy.special import betainc

        fails = float(betainc(met + 0.5, n - met + 0.5, self.target))
        return 1.0 - fails, fails

    def _testing(self) -> tuple[int, int, Phase] | None:
        """Return the next point to test, on the side that has had fewer histories; None when the tests have ended."""
        going = [(side.spent, phase, side) for phase, side in self._sides.items() if side.going]
        if not going:
            return None
        _, phase, side = min(going, key=lambda each: each[0])
        return side.place, min(self._batch, self.budget - self.histories), phase

    def _advance(self) -> None:
        """Move the tests of each side on as far as the counts allow; end those that cannot prove more."""
        order: tuple[tuple[Phase, int, int], ...] = (("suffices", 0, 1), ("fails", 1, 0))
        for phase, own, against in order:
            side = self._sides[phase]
            while side.going:
                met, n = self._tested[side.place].tolist()
                found = [float(each) for each in evidence(met, n, self.target)]
                if found[own] < self._bound:
                    side.going = found[against] < self._bound  # the tests end once the opposite is proven
                    break
                side.proven = side.place
                side.place += side.step
                side.going = 0 <= side.place < len(self._points)
        down, up = self._sides["suffices"], self._sides["fails"]
        if down.proven is not None and up.proven is not None and down.proven <= up.proven + 1:
            down.going = up.going = False

    def _best(self) -> tuple[float, float] | None:
        """Return `Bracket.best`."""
        met, n = (self._screened + self._tested).T
        seen = np.flatnonzero(n)
        if not len(seen):
            return None
        x = np.repeat(np.concatenate([seen, seen]), np.concatenate([met[seen], (n - met)[seen]]))
        places, fitted = rising(x, np.arange(len(x)) < met.sum())
        for place, p in zip(places.tolist(), fitted.tolist(), strict=True):
            if p >= self.target:
                return self._points[place], p
        return None

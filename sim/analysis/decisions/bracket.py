"""The least value of a lever that suffices: what to run next, and between which values the answer lies."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from sim.analysis.decisions.sequence import evidence
from sim.analysis.statistics.isotonic import rising

__all__ = ["Bracket", "Phase", "Search"]

Phase = Literal["screen", "suffices", "fails"]

SCREEN = 2  # batches that a point is screened by
CLEAR = 0.05  # chance of the other side, judged by its screening, below which a point is clear
FURTHER = 3  # points beyond the bisection that are screened for a clear one, on each side


@dataclass(frozen=True, slots=True)
class Bracket:
    """What is known of the least value that suffices.

    Attributes
    ----------
    suffices
        The least value proven to suffice; None while there is none.
    fails
        The largest value proven not to; None while there is none.
    open
        Values between the two, of which neither is proven, from the least likely to suffice on.
    histories
        All that were run, the screening included.
    confidence
        Of `suffices`, and separately of `fails`: each is wrong with a chance of 1 - confidence at most.
    best
        The value to name if one must be named, and its estimated probability: the first at which the best rising curve
        through all counts reaches the target. No error is promised of it. None where the curve never does.
    """

    suffices: float | None
    fails: float | None
    open: tuple[float, ...]
    histories: int
    confidence: float
    best: tuple[float, float] | None

    @property
    def says(self) -> Literal["bracketed", "all suffice", "not reachable", "at most", "more than", "unknown"]:
        """What the bracket comes to, with the range of the lever in mind."""
        if self.suffices is not None and self.fails is not None:
            return "bracketed"
        if self.suffices is not None:
            return "at most" if self.open else "all suffice"
        if self.fails is not None:
            return "more than" if self.open else "not reachable"
        return "unknown"


@dataclass(slots=True)
class _Side:
    """Tests on their way along the points, each at the full error, up to the first that stands."""

    step: int
    place: int
    proven: int | None = None
    spent: int = 0
    going: bool = True


class Search:
    """Find the least value of a lever whose probability is at least a target.

    Ask `next` what to run, run that many histories with luck of their own, `tell` what came of them, until `next` is
    None; `bracket` may be asked for at any time.

    Parameters
    ----------
    points
        Values of the lever, each different, from the least likely to suffice to the most likely.
    target
        Strictly between 0 and 1.
    error
        Most chance that `suffices` names a value whose probability is below the target, and separately that `fails`
        names one whose probability is not.
    budget
        Most histories.
    batch
        Histories run between two looks.

    Raises
    ------
    ValueError
        No point, one twice, or a number out of its range.

    Notes
    -----
    First a bisection on histories of their own, 2 batches a point, finds about where the target is met, and from there,
    on both sides, a point that is clear of it. Then tests start one beyond those two points, where they cost little and
    are hardly ever stuck, and come towards each other: from above "this one suffices", from below "this one does not".
    Each goes on to the next point when it is through with one, and each point is tested at the full error: hypotheses
    tested in an order fixed beforehand, up to the first that stands, need no correction (Maurer, Hothorn and Lehmacher
    1995). The order is fixed by the screening, whose histories are not used again. Tests are those of
    `sequence.evidence`, so one may look after every batch; of a point so close to the target that the budget ends
    first, nothing is said.

    That probabilities rise along the points is used to search, not for the error of what is said of a tested point. It
    is used where points beyond a tested one are taken for settled with it.
    """

    __slots__ = (
        *("_batch", "_bound", "_high", "_low", "_pending", "_points", "_screened", "_sides", "_tested"),
        *("budget", "confidence", "histories", "target"),
    )

    def __init__(
        self, points: Sequence[float], target: float, *, error: float = 0.05, budget: int, batch: int = 25
    ) -> None:
        if not points or len(set(points)) < len(points):
            raise ValueError("expected at least one point, and none twice")
        if not (0.0 < target < 1.0 and 0.0 < error < 1.0):
            raise ValueError(f"expected target and error between 0 and 1; they are {target} and {error}")
        if budget < 1 or batch < 1:
            raise ValueError(f"expected budget and batch of at least 1; they are {budget} and {batch}")
        self.target, self.budget, self.confidence = target, budget, 1.0 - error
        self.histories = 0
        self._points, self._batch, self._bound = tuple(points), batch, -math.log(error)
        self._screened = np.zeros((len(points), 2), np.int64)  # met, n
        self._tested = np.zeros((len(points), 2), np.int64)
        self._low, self._high = -1, len(points)  # the bisection: about to fail, about to suffice
        self._sides: dict[Phase, _Side] = {}  # none before the tests
        self._pending: tuple[int, int, Phase] | None = None

    def next(self) -> tuple[int, int, Phase] | None:
        """Return which point to run, how many histories and what for; None when nothing more is to be run.

        The answer stays the same until `tell` has been called.
        """
        if self._pending is None and self.histories < self.budget:
            self._pending = None if self._sides else self._screening()
            self._pending = self._pending or self._testing()
        return self._pending

    def tell(self, index: int, met: int, n: int) -> None:
        """Take in what came of the histories that were asked for; n may be another number than that.

        Raises
        ------
        ValueError
            A point that was not asked for, or counts that cannot be.
        """
        if self._pending is None or self._pending[0] != index:
            raise ValueError(f"expected the point that was asked for, {self._pending}; index = {index}")
        if not (0 <= met <= n and n > 0):
            raise ValueError(f"expected 0 <= met <= n and n > 0; met = {met}, n = {n}")
        phase = self._pending[2]
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
        """Return what is known by now."""
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
        """Return the next point to screen; None when both starts are found, and the tests stand ready."""
        many = min(SCREEN * self._batch, self.budget - self.histories)
        if self._high - self._low > 1:
            return (self._low + self._high) // 2, many, "screen"
        last = len(self._points) - 1
        starts = []
        for first, step, side in ((self._high, 1, 1), (self._low, -1, 0)):
            for place in range(first, first + step * (FURTHER + 1), step):
                start = min(max(place, 0), last)
                if place != start:
                    break
                met, n = self._screened[place].tolist()
                if not n:
                    return place, many, "screen"
                if self._other(met, n)[side] <= CLEAR:
                    break
            starts.append(min(max(start + step, 0), last))
        self._sides = {"suffices": _Side(-1, starts[0]), "fails": _Side(1, starts[1])}
        return None

    def _other(self, met: int, n: int) -> tuple[float, float]:
        """Return the chances, after a screening, that a point suffices, and that it does not."""
        from scipy.special import betainc

        fails = float(betainc(met + 0.5, n - met + 0.5, self.target))
        return 1.0 - fails, fails

    def _testing(self) -> tuple[int, int, Phase] | None:
        """Return the next point to test, for the side that has had less; None when neither has one left."""
        going = [(side.spent, phase, side) for phase, side in self._sides.items() if side.going]
        if not going:
            return None
        _, phase, side = min(going, key=lambda each: each[0])
        return side.place, min(self._batch, self.budget - self.histories), phase

    def _advance(self) -> None:
        """Take each side as far as the counts carry it."""
        order: tuple[tuple[Phase, int, int], ...] = (("suffices", 0, 1), ("fails", 1, 0))
        for phase, own, against in order:
            side = self._sides[phase]
            while side.going:
                met, n = self._tested[side.place].tolist()
                said = [float(each) for each in evidence(met, n, self.target)]
                if said[own] < self._bound:
                    side.going = said[against] < self._bound  # a point that is proven the other way is not run on
                    break
                side.proven = side.place
                side.place += side.step
                side.going = 0 <= side.place < len(self._points)
        down, up = self._sides["suffices"], self._sides["fails"]
        if down.proven is not None and up.proven is not None and down.proven <= up.proven + 1:
            down.going = up.going = False

    def _best(self) -> tuple[float, float] | None:
        """Return the first point at which the rising curve through all counts reaches the target."""
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

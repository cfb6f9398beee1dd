"""At which value of a lever a smooth curve meets a target probability, and the interval of that value."""

import math
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import numpy as np
import numpy.typing as npt

from sim.analysis.decisions.curve import Smoothed

__all__ = ["Along", "Crossing", "Cut", "crossing"]

Reals = npt.NDArray[Any]

GRID = 2000  # number of parts of the range in which crossings are searched for
HALVINGS = 40  # steps of a bisection


class Along(Protocol):
    """A curve along one lever: a `Smoothed` over one lever, or a `Cut` through a `Smoothed` over two levers."""

    @property
    def points(self) -> Reals:
        """Values of the lever at which there are histories, shape (k, 1)."""

    def at(self, x: Any) -> tuple[Reals, Reals, Reals]:
        """Return value, low and high at the values `x` of the lever, shape (j,) each."""


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """The curve along one lever of a surface over two levers, at a fixed value of the other lever.

    Attributes
    ----------
    surface
        A surface over two levers.
    lever
        Position, 0 or 1, of the lever along which the curve runs.
    other
        Fixed value of the other lever.
    """

    surface: Smoothed
    lever: int
    other: float

    @property
    def points(self) -> Reals:
        """Distinct values of the lever at which there are histories, shape (k, 1)."""
        return np.unique(self.surface.points[:, self.lever])[:, None]

    def at(self, x: Any) -> tuple[Reals, Reals, Reals]:
        """Return value, low and high at the values `x` of the lever, shape (j,) each."""
        along = np.asarray(x, np.float64).ravel()
        both = np.full((len(along), 2), self.other)
        both[:, self.lever] = along
        return self.surface.at(both)


@dataclass(frozen=True, slots=True)
class Crossing:
    """Where a curve meets a target.

    Attributes
    ----------
    value
        Smallest value of the lever at which the curve crosses the target; None if it does not.
    low, high
        Ends of the stretch of the lever over which the band contains the target: the stretch about `value` or, if
        `value` is None, the first such stretch. Minus or plus infinity if the stretch reaches that end of the range;
        None if `value` is None and the band contains the target nowhere.
    rising
        Whether the curve rises through the target at `value`; None if `value` is None.
    says
        "always above" and "never reached" hold for the curve; if `low` is None, they hold for the whole band too.
    all
        Each single crossing, by rising value of the lever; empty in each of these entries, and if there is none.
    """

    value: float | None
    low: float | None
    high: float | None
    rising: bool | None
    says: Literal["crosses", "crosses several times", "always above", "never reached"]
    all: tuple["Crossing", ...] = ()


def crossing(smoothed: Along, target: float) -> Crossing:
    """Find where a curve along one lever meets a target.

    Parameters
    ----------
    smoothed
        The curve.
    target
        The target probability, strictly between 0 and 1.

    Raises
    ------
    ValueError
        There are two levers, or the target is not between 0 and 1.

    Notes
    -----
    The interval from `low` to `high` is the band inverted: it has the values of the lever about the crossing at which
    the band does not rule out the target. Like the band, it has its confidence on average along the lever, not at each
    value. Between two neighbouring values of the search grid (`GRID`), an even number of crossings is missed, and an
    odd number counts as one.
    """
    if smoothed.points.shape[1] != 1:
        raise ValueError("expected a curve along one lever")
    if not 0.0 < target < 1.0:
        raise ValueError(f"expected 0 < target < 1; target = {target}")
    x = np.unique(
        np.concatenate([np.linspace(smoothed.points.min(), smoothed.points.max(), GRID + 1), smoothed.points[:, 0]])
    )
    value, low, high = smoothed.at(x)
    met = value >= target
    stretches = _stretches(smoothed, target, x, (low <= target) & (target <= high))
    crossings = []
    for i in np.flatnonzero(met[1:] != met[:-1]).tolist():
        at = _between(lambda each: bool(smoothed.at(each)[0][0] >= target), x[i], x[i + 1])
        stretch = next((each for each in stretches if each[0] <= at <= each[1]), (at, at))
        crossings.append(Crossing(at, *stretch, bool(met[i + 1]), "crosses"))
    if not crossings:
        left, right = stretches[0] if stretches else (None, None)
        return Crossing(None, left, right, None, "always above" if met[0] else "never reached")
    says: Literal["crosses", "crosses several times"] = "crosses" if len(crossings) == 1 else "crosses several times"
    first = crossings[0]
    return Crossing(first.value, first.low, first.high, first.rising, says, tuple(crossings))


def _stretches(smoothed: Along, target: float, x: Reals, inside: npt.NDArray[Any]) -> list[tuple[float, float]]:
    """Return the beginning and end of each stretch of the lever over which the band contains the target.

    `inside` says whether it does at each of the ascending values `x`, shape (j,).
    """

    def contains(each: float) -> bool:
        _, low, high = smoothed.at(each)
        return bool(low[0] <= target <= high[0])

    padded = np.concatenate([[False], inside, [False]])
    stretches = []
    for begin, end in zip(
        np.flatnonzero(padded[1:] & ~padded[:-1]).tolist(),
        np.flatnonzero(padded[:-1] & ~padded[1:]).tolist(),
        strict=True,
    ):
        left = -math.inf if begin == 0 else _between(contains, x[begin - 1], x[begin])
        right = math.inf if end == len(x) else _between(contains, x[end - 1], x[end])
        stretches.append((left, right))
    return stretches


def _between(holds: Any, left: float, right: float) -> float:
    """Return, by bisection, where a condition that holds at only one of two values begins or ceases to hold."""
    first = holds(left)
    for _ in range(HALVINGS):
        middle = 0.5 * (left + right)
        if holds(middle) == first:
            left = middle
        else:
            right = middle
    return float(0.5 * (left + right))

"""Where a smooth curve meets a target, and the values of the lever between which it may."""

import math
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import numpy as np
import numpy.typing as npt

from sim.analysis.decisions.curve import Smoothed

__all__ = ["Along", "Crossing", "Cut", "crossing"]

Reals = npt.NDArray[Any]

GRID = 2000  # parts of the range searched for crossings
HALVINGS = 40


class Along(Protocol):
    """A curve along one lever: a `Smoothed` of one, or a `Cut` through one of two."""

    @property
    def points(self) -> Reals:
        """Values of the lever that it rests on, shape (k, 1)."""

    def at(self, x: Any) -> tuple[Reals, Reals, Reals]:
        """Return value, low and high at some values of the lever, shape (j,)."""


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """A surface cut along one of its levers, where the other has a fixed value.

    Attributes
    ----------
    surface
        With two levers.
    lever
        Position of the one along which it is cut.
    other
        Value of the other.
    """

    surface: Smoothed
    lever: int
    other: float

    @property
    def points(self) -> Reals:
        """Different values of the lever that the surface rests on, shape (k, 1)."""
        return np.unique(self.surface.points[:, self.lever])[:, None]

    def at(self, x: Any) -> tuple[Reals, Reals, Reals]:
        """Return value, low and high at some values of the lever, shape (j,)."""
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
        Of the lever; the first of several. None if the curve does not meet the target.
    low, high
        Ends of the stretch about the value, or the first stretch if there is none, over which the band contains the
        target; minus or plus infinity if it still does at that end of the range. None if it never does.
    rising
        Whether the curve goes from below to above; None if it does not cross.
    says
        "crosses", "crosses several times", "always above", or "never reached"; the last two describe the curve, and
        the whole band too if low is None.
    all
        Each single crossing, in rising order of the lever; empty without one.
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
        Along one lever.
    target
        Strictly between 0 and 1.

    Raises
    ------
    ValueError
        Two levers, or a target that is not between 0 and 1.

    Notes
    -----
    The interval inverts the band: all values of the lever at which the target cannot be ruled out. It covers as the
    band does, on average along the lever; crossings closer than a two-thousandth of the range count as one.
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
    found = []
    for i in np.flatnonzero(met[1:] != met[:-1]).tolist():
        at = _between(lambda each: bool(smoothed.at(each)[0][0] >= target), x[i], x[i + 1])
        about = next((each for each in stretches if each[0] <= at <= each[1]), (at, at))
        found.append(Crossing(at, *about, bool(met[i + 1]), "crosses"))
    if not found:
        left, right = stretches[0] if stretches else (None, None)
        return Crossing(None, left, right, None, "always above" if met[0] else "never reached")
    says: Literal["crosses", "crosses several times"] = "crosses" if len(found) == 1 else "crosses several times"
    one = found[0]
    return Crossing(one.value, one.low, one.high, one.rising, says, tuple(found))


def _stretches(smoothed: Along, target: float, x: Reals, inside: npt.NDArray[Any]) -> list[tuple[float, float]]:
    """Return the beginning and end of each stretch over which the band contains the target."""

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
    """Return where a condition that holds at only one of two values begins or ceases to hold."""
    first = holds(left)
    for _ in range(HALVINGS):
        middle = 0.5 * (left + right)
        if holds(middle) == first:
            left = middle
        else:
            right = middle
    return float(0.5 * (left + right))

"""The gain from knowing an unknown before choosing between two plans."""

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.analysis.decisions.smooth import Smooth, shuffled

__all__ = ["Information", "information"]

Array = npt.NDArray[Any]
SHUFFLES: Final = 99
"""Number of random assignments of the gains to worlds from which `Information.noise` is computed."""
CURVES: Final = 199
"""Number of random curves that the histories do not rule out, from which the upper limit is computed."""


@dataclass(frozen=True, slots=True)
class Information:
    """The value of knowing one unknown.

    Attributes
    ----------
    name
        Name of the unknown.
    value, low, high
        Average gain if one chooses the better plan for each value of the unknown, instead of the plan that is better on
        average; and the limits of its interval. All three are at least 0.
    noise
        Of 20 inputs that do not matter, 19 would appear to be worth at most this.
    turns
        Share of the worlds in which one would choose the plan that is worse on average.
    n
        Number of worlds.
    """

    name: str
    value: float
    low: float
    high: float
    noise: float
    turns: float
    n: int


def information(name: str, x: Array, gain: Array, world: Array | None = None, confidence: float = 0.95) -> Information:
    """Estimate the value of knowing an input before choosing.

    Parameters
    ----------
    name, x
        Name of the input, and its value in each history, shape (n,).
    gain
        Gain of the first plan over the second in each history, on the same random numbers, shape (n,).
    world
        World of each history, shape (n,); None if each history has its own world.

    Notes
    -----
    The value is the expected value of partial perfect information (EVPPI), computed by regression (Strong, Oakley and
    Brennan 2014): E max(0, g(x)) - max(0, E g(x)), where g(x) is the mean gain given x. The interval follows from the
    delta method, with the plan chosen for each x taken as given. So the error has two parts: that of the mean of g over
    those x at which the choice differs from the plan that is better on average, and that of sampling x. If
    random curves that the histories do not rule out give a higher upper limit, their limit is used. An input that
    would change the choice only at values that were hardly ever drawn appears to be worth nothing.
    """
    from scipy.special import ndtri

    if world is not None:
        _, first, place = np.unique(world, return_index=True, return_inverse=True)
        x, gain = x[first], np.bincount(place, weights=gain) / np.bincount(place)
    n, smooth = len(x), Smooth(x)
    fit = smooth.fit(gain)
    curve = fit.curve()[:, 0]
    better = bool(curve.mean() > 0.0)
    choice = (curve > 0.0).astype(np.float64)
    value = float(_worth(curve))
    weight = (choice - better) / n
    spread = math.sqrt(fit.error(weight) ** 2 + float((weight * curve).var()) * n)
    half = float(ndtri(0.5 + confidence / 2.0)) * spread
    noise = _worth(smooth.fit(gain[shuffled(n, SHUFFLES)].T).curve())
    like = _worth(fit.like(CURVES))
    return Information(
        name,
        max(value, 0.0),
        max(value - half, 0.0),
        max(value + half, float(np.quantile(like, 0.5 + confidence / 2.0))),
        float(np.quantile(noise, 0.95)),
        float(np.mean(choice != better)),
        n,
    )


def _worth(curve: Array) -> Array:
    """Return, for each curve of gains, the mean of max(gain, 0), minus max(mean gain, 0)."""
    worth: Array = np.maximum(curve, 0.0).mean(axis=0) - np.maximum(curve.mean(axis=0), 0.0)
    return worth

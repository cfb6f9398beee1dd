"""One point of a sweep: the results of its trials."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.analysis.decisions.curve import Smoothed
from sim.analysis.statistics.averages import average
from sim.analysis.statistics.estimates import Estimate, estimate
from sim.analysis.statistics.quantiles import quantile
from sim.model.calendars import NEVER

__all__ = ["Errors", "Point", "met_of", "tallied"]


@dataclass(frozen=True, slots=True)
class Errors:
    """Half the width of the interval of each average of a point; infinite if the point has only one trial or world.

    It is 0 for an average that the point does not have.
    """

    not_shipped_t: float = 0.0
    not_shipped_usd: float = 0.0
    cost_usd: float = 0.0


@dataclass(frozen=True, slots=True)
class Point:
    """The results of the trials at one combination of values of the levers.

    Attributes
    ----------
    values
        One value of each lever.
    seen
        Share of the trials that met the milestone, with its interval.
    closure_s
        Instant by which half of the trials were closed [s since the start]; None if fewer than half closed.
    crowding
        Design effect of shared worlds: the variance of the share, divided by the variance that it would have with
        independent trials, and at least 1. It is 1 if no two trials share a world, or if all trials met the milestone
        or all missed it; otherwise, if all trials share one world, it is the number of trials.
    not_shipped_t, not_shipped_usd, cost_usd
        Averages: weight and value of equipment not shipped, and cost. The value is None if the scenario states no
        values, the cost if it states no prices.
    errors
        Half the widths of the intervals of these averages.
    smoothed
        Probability of the smooth curve at this point, and the lower and upper limit of its band; None without a curve.
    """

    values: tuple[Any, ...]
    seen: Estimate
    closure_s: int | None
    crowding: float
    not_shipped_t: float
    not_shipped_usd: float | None
    cost_usd: float | None
    errors: Errors = Errors()
    smoothed: tuple[float, float, float] | None = None

    def on(self, curve: Smoothed, at: int) -> Point:
        """Return this point with `smoothed` from a curve; `at` is the index of the point in the arrays of the curve."""
        ends = (float(curve.value[at]), float(curve.low[at]), float(curve.high[at]))
        return replace(self, smoothed=ends)


def tallied(
    values: tuple[Any, ...],
    trials: npt.NDArray[Any],
    milestone: str,
    due: Mapping[str, int],
    *,
    inner: int = 1,
    confidence: float = 0.95,
) -> Point:
    """Return the results of the trials of a point.

    Parameters
    ----------
    values
        Values of the levers.
    trials
        One record per trial, with the columns of `sim.analysis.outcomes.trial`.
    milestone
        The milestone; `all` for all milestones together.
    due
        Dates of milestones that a lever sets [s since the start]; other milestones have the date of the scenario.
    inner, confidence
        Trials per world, and confidence of the intervals.
    """
    world = trials["replication"] // inner if inner > 1 else None
    met = met_of(trials, milestone, due)
    half = quantile(trials["closure"], 0.5, never=NEVER, world=world, confidence=confidence).value
    names = trials.dtype.names or ()

    averaged = ("not_shipped_t", "not_shipped_usd", "cost_usd")
    averages = {name: average(trials[name], world, confidence) for name in averaged if name in names}

    def mean(name: str) -> float | None:
        return averages[name].value if name in averages else None

    return Point(
        values,
        estimate(met, world, confidence),
        None if half >= NEVER else int(half),
        _crowding(met, world),
        averages["not_shipped_t"].value,
        mean("not_shipped_usd"),
        mean("cost_usd"),
        Errors(**{name: seen.high - seen.value for name, seen in averages.items()}),
    )


def met_of(trials: npt.NDArray[Any], milestone: str, due: Mapping[str, int]) -> npt.NDArray[np.bool_]:
    """Return whether each trial met a milestone, shape (n,); `due` has the dates of milestones that a lever sets."""
    if milestone != "all":
        if milestone in due:
            return np.asarray(trials[f"time_{milestone}"] <= due[milestone])
        return np.asarray(trials[f"met_{milestone}"] != 0)
    names = [name.removeprefix("met_") for name in trials.dtype.names or () if name.startswith("met_")]
    return np.asarray(np.logical_and.reduce([met_of(trials, name, due) for name in names]))


def _crowding(met: npt.NDArray[np.bool_], world: npt.NDArray[Any] | None) -> float:
    """Return `Point.crowding`, the design effect of shared worlds (Kish 1965); `world` is None if none is shared."""
    share = float(met.mean())
    if world is None or share in (0.0, 1.0):
        return 1.0
    _, cluster = np.unique(world, return_inverse=True)
    worlds = int(cluster.max()) + 1
    if worlds == 1:
        return float(len(met))
    gaps = np.bincount(cluster, weights=met - share)
    variance = worlds / (worlds - 1) * float(np.square(gaps).sum()) / len(met) ** 2
    return max(variance * len(met) / (share * (1.0 - share)), 1.0)

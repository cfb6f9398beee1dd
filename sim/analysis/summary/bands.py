"""Bands by day: quantiles over histories of the people and equipment at each place, computed in limited memory."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.analysis.sums.daily import MEASURES, Daily, days
from sim.analysis.sums.places import places
from sim.model.plan import Plan

__all__ = ["BAND", "Bands", "bands"]

BAND: Final = (0.05, 0.25, 0.50, 0.75, 0.95)
"""Probabilities of the quantiles."""
MEMORY_BYTES: Final = 64_000_000
"""Largest number of bytes of daily counts in memory at once; a single day may need more."""


@dataclass(frozen=True)
class Bands:
    """Quantiles over histories by day, or by hour (`sim.analysis.summary.hourly`), and place.

    Attributes
    ----------
    instants
        Instants of the counts [s since the start], shape (n_days,): the start and every later local midnight; by hour,
        every full hour since the start.
    dates
        The local day of each instant, ISO; by hour, the local date and time of the instant.
    places
        Names of the sites in country, of the road if any route has stops, then "all" (`sums.places`).
    levels
        Probabilities of the quantiles.
    people, tonnes, people_out, tonnes_out
        People, and tonnes of equipment, at the place; people, and tonnes of equipment, gone from the place (for "all":
        out of the country). Shape (n_days, n_places, n_levels) each.
    """

    instants: npt.NDArray[np.int64]
    dates: tuple[str, ...]
    places: tuple[str, ...]
    levels: tuple[float, ...]
    people: npt.NDArray[np.float64]
    tonnes: npt.NDArray[np.float64]
    people_out: npt.NDArray[np.float64]
    tonnes_out: npt.NDArray[np.float64]


def bands(plan: Plan, histories: Callable[[], Iterable[Daily]], n: int) -> Bands:
    """Return quantiles by day over all histories.

    Parameters
    ----------
    plan
        The plan of the histories.
    histories
        Function whose result yields the daily counts (`sim.analysis.sums.daily`) of each history, in any order. The
        function is called once for each pass.
    n
        Number of histories.

    Notes
    -----
    The quantiles are exact: the p-quantile is the least value such that at least n p values are at or below it. Each
    pass over the histories takes only as many days as fit in `MEMORY_BYTES`, but at least one.
    """
    midnights = days(plan)
    names = places(plan)
    width = len(names) * len(MEASURES)
    at_once = max(1, MEMORY_BYTES // (4 * width * max(n, 1)))
    ranks = [min(max(int(np.ceil(n * p - 1e-9)), 1), n) - 1 for p in BAND]
    quantiles = np.empty((len(midnights), len(names), len(MEASURES), len(BAND)))
    for first in range(0, len(midnights), at_once):
        part = slice(first, first + at_once)
        counts = np.empty((n, len(midnights[part]), len(names), len(MEASURES)), np.int32)
        for row, history in enumerate(histories()):
            counts[row] = history[part]
        counts.partition(sorted(set(ranks)), axis=0)
        quantiles[part] = np.moveaxis(counts[ranks], 0, -1)
    measures: dict[str, Any] = {name: quantiles[:, :, row] for row, name in enumerate(MEASURES)}
    return Bands(
        np.array([second for _, second in midnights], np.int64),
        tuple(day.isoformat() for day, _ in midnights),
        names,
        BAND,
        measures["people"],
        measures["kg"] / 1000,
        measures["people_out"],
        measures["kg_out"] / 1000,
    )

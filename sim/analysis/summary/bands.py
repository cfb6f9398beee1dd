"""Bands by day: quantiles over histories of people and equipment still in country, in constant memory."""

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
MEMORY_BYTES: Final = 64_000_000
"""Bytes of daily counts held at once; more histories than fit are read in several passes."""


@dataclass(frozen=True)
class Bands:
    """Quantiles over histories by day and place.

    Attributes
    ----------
    instants
        Seconds since the start of the counts (local midnights), shape (n_days,).
    dates
        The local day that begins then, ISO, one per row.
    places
        Names of the sites in country, the road where there is one, then "all" (`sums.places`).
    levels
        Probabilities of the quantiles.
    people, tonnes, people_out, tonnes_out
        At the place and gone from it ("all": out of the country), shape (n_days, n_places, n_levels).
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
        Starts a pass over the daily counts of all histories (`sim.analysis.sums.daily`), in any order.
    n
        Number of histories.

    Notes
    -----
    Exact: the quantile is the least value with at least n p values at or below it. Memory does not grow with
    n: the days are read in as many passes as needed to hold at most `MEMORY_BYTES` bytes.
    """
    midnights = days(plan)
    names = places(plan)
    width = len(names) * len(MEASURES)
    at_once = max(1, MEMORY_BYTES // (4 * width * max(n, 1)))
    ranks = [min(max(int(np.ceil(n * p - 1e-9)), 1), n) - 1 for p in BAND]
    found = np.empty((len(midnights), len(names), len(MEASURES), len(BAND)))
    for first in range(0, len(midnights), at_once):
        part = slice(first, first + at_once)
        held = np.empty((n, len(midnights[part]), len(names), len(MEASURES)), np.int32)
        for row, history in enumerate(histories()):
            held[row] = history[part]
        held.partition(sorted(set(ranks)), axis=0)
        found[part] = np.moveaxis(held[ranks], 0, -1)
    measures: dict[str, Any] = {name: found[:, :, row] for row, name in enumerate(MEASURES)}
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

"""Each observed figure compared with the figures of the histories."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.analysis.statistics.records import Records
from sim.analysis.statistics.score import crps
from sim.analysis.summary.ensemble import DATED, Ensemble, ensembles
from sim.analysis.summary.observed import Observation
from sim.analysis.summary.stored_study import StoredStudy
from sim.domain.dates import moment

__all__ = ["WIDE", "Compared", "Unused", "compare"]

LEVELS = (0.05, 0.50, 0.95)
"""Probabilities of the quantiles."""
WIDE = 0.5
"""Share of the possible range; a band that is wider says little."""
Unused = tuple[Observation, str]
"""An observation that is not compared, and the reason."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One observed figure, the 5, 50 and 95 % quantiles of the histories, and their score.

    Attributes
    ----------
    observation
        What was observed.
    low, middle, high
        Quantiles over histories, in the unit of the observation; for a closed site and a last sortie, in days after the
        observed day (negative is earlier), infinite if the event did not happen.
    possible
        Limits between which the figure can lie (`Ensemble`); None if they are not known.
    score
        Continuous ranked probability score (`sim.analysis.statistics.score.crps`) in the unit of the quantiles; NaN if
        the event did not happen in some history, since such a history has no number of days.
    never
        Share of the histories in which the event (a closed site, a last sortie) did not happen before the horizon, 0 to
        1; NaN for measures that are not events.
    """

    observation: Observation
    low: float
    middle: float
    high: float
    possible: tuple[float, float] | None = None
    score: float = math.nan
    never: float = math.nan

    @property
    def value(self) -> float:
        """The observed value in the unit of the quantiles: 0 for measures counted in days after the observed day."""
        return 0.0 if self.observation.measure in DATED else self.observation.value

    @property
    def inside(self) -> bool:
        """Whether the observed value lies in the 5-95 % band."""
        return self.low <= self.value <= self.high

    @property
    def width(self) -> float:
        """The 95 % quantile minus the 5 % quantile; infinite if only the 95 % quantile is infinite, NaN if both are."""
        return self.high - self.low

    @property
    def wide(self) -> bool:
        """Whether the band says little because it is wider than half of the possible range.

        Such a band contains most of the values that could have been observed, so an observed value inside it proves
        little. If only the 95 % quantile is infinite, it counts as the end of the clock. If the 5 % quantile is
        infinite too, or if the possible range is not known, the band does not count as wide.
        """
        if self.possible is None or math.isinf(self.low):
            return False
        least, most = self.possible
        return min(self.high, most) - max(self.low, least) > WIDE * (most - least)

    @property
    def verdict(self) -> str:
        """Where the observed value lies: `inside` the band, `above` or `below` it.

        `inside, but wide` if the band says little (`wide`). `above, its span touches` or `below, its span touches` if
        the value lies outside the band but the range that its sources give (`low` to `high` of the observation)
        overlaps the band; for measures in `DATED`, this range is not looked at.
        """
        if self.inside:
            return "inside, but wide" if self.wide else "inside"
        side = "above" if self.value > self.high else "below"
        touches = self.observation.low <= self.high and self.observation.high >= self.low
        return f"{side}, its span touches" if touches and self.observation.measure not in DATED else side


def compare(
    store: StoredStudy, outcomes: Records, observations: Sequence[Observation]
) -> tuple[tuple[Compared, ...], tuple[Unused, ...]]:
    """Compare each observation with the band of the histories; if this is not possible, return the reason.

    Parameters
    ----------
    store
        The stored study, which holds the daily counts of the histories.
    outcomes
        Records of these histories, with consecutive numbers of replications, shape (n,).
    observations
        The observations, in any order.

    Returns
    -------
    tuple
        The observations compared, and those not compared, in the given order. Observations of the first day of the
        clock are not compared, since that day is an input; observations of earlier days are not compared either.
    """
    compared, unused = [], []
    first = moment(0, store.plan.clock).date()
    for seen, figures in zip(observations, ensembles(store, outcomes, observations), strict=True):
        if seen.day == first:
            unused.append((seen, "the first day of the clock is an input"))
        elif seen.day < first:
            unused.append((seen, "the clock begins after that day"))
        elif isinstance(figures, str):
            unused.append((seen, figures))
        else:
            compared.append(_beside(seen, figures))
    return tuple(compared), tuple(unused)


def _beside(seen: Observation, figures: Ensemble) -> Compared:
    """Return an observation with the quantiles and the score of the histories."""
    values, dated = figures.values, seen.measure in DATED
    never = float(np.isinf(values).mean())
    score = math.nan if never else crps(values, 0.0 if dated else seen.value)
    possible = (figures.least, figures.most)
    return Compared(seen, *_quantiles(values), possible, score, never if dated else math.nan)


def _quantiles(values: npt.NDArray[np.float64]) -> tuple[float, float, float]:
    """Return the quantiles `LEVELS` of a sample; each is a value of the sample, without interpolation."""
    ordered = np.sort(values)
    low, middle, high = (float(ordered[max(math.ceil(len(ordered) * level - 1e-9), 1) - 1]) for level in LEVELS)
    return low, middle, high

"""The histories compared with what was observed."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.analysis.statistics.records import Records
from sim.analysis.statistics.score import crps
from sim.analysis.summary.ensemble import DATED, Ensemble, ensembles
from sim.analysis.summary.kept import Kept
from sim.analysis.summary.observed import Observation
from sim.domain.dates import moment
from sim.model.plan import Plan

__all__ = ["WIDE", "Compared", "Unused", "compare"]

LEVELS = (0.05, 0.50, 0.95)
WIDE = 0.5
"""Share of the possible range beyond which a band says little."""
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
        Quantiles over histories, in the unit of the observation; for a closed site and a last sortie in days from the
        day observed (negative is earlier); infinite where it did not happen.
    possible
        Limits of the figure (`Ensemble`); None where they are not known.
    score
        Continuous ranked probability score (`sim.analysis.statistics.score.crps`) in the unit of the quantiles; NaN if
        it did not happen in some history: no number of days stands for never.
    never
        Share of the histories in which it did not happen before the horizon, 0 to 1; NaN where nothing has to happen.
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
        """The observed value, comparable with the quantiles: 0 for measures counted in days from that day."""
        return 0.0 if self.observation.measure in DATED else self.observation.value

    @property
    def inside(self) -> bool:
        """Whether the observed value lies in the 5-95 % band."""
        return self.low <= self.value <= self.high

    @property
    def width(self) -> float:
        """The 95 % quantile less the 5 % quantile; infinite if the upper one is never, NaN if both are."""
        return self.high - self.low

    @property
    def wide(self) -> bool:
        """Whether the band says little wherever the observed value lies: it is wider than half of the possible range.

        Knowing only the limits of a figure (`Ensemble`) would give a band of nine tenths of the range between them. A
        band wider than half of it still contains most of what could have been observed, so a value inside proves
        little. A limit of never counts as the end of the clock.
        """
        if self.possible is None or math.isinf(self.low):
            return False
        least, most = self.possible
        return min(self.high, most) - max(self.low, least) > WIDE * (most - least)

    @property
    def verdict(self) -> str:
        """`inside`, or the side of the band on which it lies, and whether the span of the sources still touches it.

        `inside, but wide` if the band says little (`wide`).
        """
        if self.inside:
            return "inside, but wide" if self.wide else "inside"
        side = "above" if self.value > self.high else "below"
        touches = self.observation.low <= self.high and self.observation.high >= self.low
        return f"{side}, its span touches" if touches and self.observation.measure not in DATED else side


def compare(
    store: Kept, outcomes: Records, observations: Sequence[Observation]
) -> tuple[tuple[Compared, ...], tuple[Unused, ...]]:
    """Compare each observation with the band of the histories; give a reason for those that cannot be compared.

    Parameters
    ----------
    store
        Where the daily counts of the histories are.
    outcomes
        Records of these histories, neighbours by number, shape (n,).
    observations
        In any order.

    Returns
    -------
    tuple
        Observations compared, and observations not compared, each in their order. The first day of the clock is left
        out: it is an input.
    """
    found, unused = [], []
    for seen, each in zip(observations, ensembles(store, outcomes, observations), strict=True):
        if _is_input(store.plan, seen):
            unused.append((seen, "the first day of the clock is an input"))
        elif isinstance(each, str):
            unused.append((seen, each))
        else:
            found.append(_beside(seen, each))
    return tuple(found), tuple(unused)


def _beside(seen: Observation, figures: Ensemble) -> Compared:
    values, dated = figures.values, seen.measure in DATED
    never = float(np.isinf(values).mean())
    score = math.nan if never else crps(values, 0.0 if dated else seen.value)
    possible = (figures.least, figures.most)
    return Compared(seen, *_quantiles(values), possible, score, never if dated else math.nan)


def _is_input(plan: Plan, seen: Observation) -> bool:
    """Return whether an observation is of the first day of the clock, or earlier."""
    return seen.day <= moment(0, plan.clock).date()


def _quantiles(values: npt.NDArray[np.float64]) -> tuple[float, float, float]:
    """Return quantiles of a sample that are values of it, as for bands."""
    ordered = np.sort(values)
    low, middle, high = (float(ordered[max(math.ceil(len(ordered) * level - 1e-9), 1) - 1]) for level in LEVELS)
    return low, middle, high

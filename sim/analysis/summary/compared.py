"""What the histories say beside what was observed."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from sim.analysis.statistics.records import Records
from sim.analysis.summary.bands import Bands
from sim.analysis.summary.observed import Observation
from sim.analysis.sums.periods import periods
from sim.domain.dates import moment, seconds
from sim.model.calendars import NEVER
from sim.model.plan import Plan

__all__ = ["Compared", "compare", "uncompared"]

LEVELS = (0.05, 0.50, 0.95)
COUNTED = {
    "people_in_country": "people",
    "people_present": "people",
    "people_out": "people_out",
    "tonnes_out": "tonnes_out",
}
WHOLE = {
    "departures": "departures",
    "most_departures_a_day": "most_departures_a_day",
    "most_people_a_day": "most_people_a_day",
    "pause_h": "longest_pause_h",
}
"""Of the whole history, not by a day: the outcome that each is."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One observed figure and the 5, 50 and 95 % quantiles of the histories.

    Attributes
    ----------
    observation
        What was observed.
    low, middle, high
        Quantiles over histories, in the unit of the observation; days for a closed site (counted from the day
        observed, negative is earlier); infinite where the histories have not come so far.
    """

    observation: Observation
    low: float
    middle: float
    high: float

    @property
    def _value(self) -> float:
        return 0.0 if self.observation.measure == "site_closed" else self.observation.value

    @property
    def inside(self) -> bool:
        """Whether the observed value lies in the 5-95 % band."""
        return self.low <= self._value <= self.high

    @property
    def verdict(self) -> str:
        """`inside`, or on which side of the band it lies, and whether the span of the sources still touches it."""
        if self.inside:
            return "inside"
        side = "above" if self._value > self.high else "below"
        touches = self.observation.low <= self.high and self.observation.high >= self.low
        return f"{side}, its span touches" if touches and self.observation.measure != "site_closed" else side


def compare(plan: Plan, outcomes: Records, bands: Bands, observations: Sequence[Observation]) -> tuple[Compared, ...]:
    """Put each observation that a history has a figure for beside its band.

    Counts of people and tonnes are those at the end of the observed day. Sorties by a day are summed over weeks, the
    week of that day in proportion. The first day of the clock is left out: it is an input.
    """
    found = []
    for observed in observations:
        band = None if _is_input(plan, observed) else _band(plan, outcomes, bands, observed)
        if band is not None:
            found.append(Compared(observed, *band))
    return tuple(found)


def uncompared(
    plan: Plan, outcomes: Records, bands: Bands, observations: Sequence[Observation]
) -> tuple[tuple[Observation, str], ...]:
    """Return the observations that `compare` leaves out, each with the reason, in their order."""
    found = []
    for observed in observations:
        if _is_input(plan, observed):
            found.append((observed, "the first day of the clock is an input"))
        elif _band(plan, outcomes, bands, observed) is None:
            found.append((observed, "the histories have no figure for it"))
    return tuple(found)


def _is_input(plan: Plan, seen: Observation) -> bool:
    """Whether an observation is of the first day of the clock, or earlier."""
    return seen.day <= moment(0, plan.clock).date()


def _band(plan: Plan, outcomes: Records, bands: Bands, seen: Observation) -> tuple[float, ...] | None:
    """Return the quantiles of what an observation is about; None if the histories do not know it."""
    if seen.site and (seen.measure == "heavy_sorties" or seen.measure in WHOLE):
        return None  # counted over all sites together
    if seen.measure == "heavy_sorties":
        return _quantiles(_sorties(plan, outcomes, seen.day))
    if seen.measure in WHOLE:
        return _quantiles(outcomes[WHOLE[seen.measure]].astype(np.float64))
    if seen.measure == "site_closed":
        column = f"closure_{seen.site}"
        if column not in (outcomes.dtype.names or ()):
            return None
        day_end = seconds(seen.day, plan.clock, ends=True)
        closure = outcomes[column].astype(np.float64)
        late = np.where(closure < float(NEVER), np.ceil((closure - day_end) / 86400.0), math.inf)
        return _quantiles(late)
    place, midnight = seen.site or "all", (seen.day + timedelta(days=1)).isoformat()
    if seen.measure not in COUNTED or place not in bands.places or midnight not in bands.dates:
        return None
    table = getattr(bands, COUNTED[seen.measure])[bands.dates.index(midnight), bands.places.index(place)]
    return tuple(float(table[bands.levels.index(level)]) for level in LEVELS)


def _sorties(plan: Plan, outcomes: Records, day: date) -> npt.NDArray[np.float64]:
    """Sorties of lifts that use the ramp flown by the end of a day, in each history."""
    begins = [when for when, _ in periods(plan)]
    total = np.zeros(len(outcomes))
    for row, lift in enumerate(plan.names["lift"]):
        if not plan.lift["uses_ramp"][row]:
            continue
        for position, when in enumerate(begins):
            span = (begins[position + 1] - when).days if position + 1 < len(begins) else 7
            part = min(max((day - when).days + 1, 0) / span, 1.0)
            if part > 0.0:
                total += part * outcomes[f"flown_{lift}_{when.isoformat()}"]
    return total


def _quantiles(values: npt.NDArray[np.float64]) -> tuple[float, ...]:
    """Quantiles of a sample as its own values, as for bands."""
    ordered = np.sort(values)
    return tuple(float(ordered[max(math.ceil(len(ordered) * level - 1e-9), 1) - 1]) for level in LEVELS)

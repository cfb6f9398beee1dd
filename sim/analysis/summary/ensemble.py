"""For each observation, the figures of the histories with which it is compared."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.analysis.statistics.records import Records
from sim.analysis.summary.observed import Observation
from sim.analysis.summary.stored_study import StoredStudy
from sim.analysis.sums.by_lift import LIFT_MEASURES, ByLift
from sim.analysis.sums.daily import MEASURES, days
from sim.analysis.sums.periods import periods
from sim.analysis.sums.places import ALL, places
from sim.domain.dates import moment, seconds
from sim.model.calendars import NEVER
from sim.model.plan import Plan

__all__ = ["DATED", "Ensemble", "ensembles"]

Reals = npt.NDArray[np.float64]
PEOPLE, KG, PEOPLE_OUT, KG_OUT = range(len(MEASURES))
SORTIES, FLOWN_KG, ARRIVED, TRANSIT_S = range(len(LIFT_MEASURES))
DAY_S: Final = 86_400.0
COUNTED: Final = {
    "people_in_country": (PEOPLE, 1.0),
    "people_present": (PEOPLE, 1.0),
    "tonnes_in_country": (KG, 1000.0),
    "people_out": (PEOPLE_OUT, 1.0),
    "tonnes_out": (KG_OUT, 1000.0),
}
"""Measure of a place at the end of a day -> (index of its daily count in `MEASURES`, count per unit of the measure)."""
SHARES: Final = {"share_out": (PEOPLE_OUT, "people", 1.0), "tonnes_share_out": (KG_OUT, "equipment_t", 1000.0)}
"""Measure of the whole country -> (index of its daily count in `MEASURES`, outcome that is the total, count per unit of
that outcome)."""
WHOLE: Final = {
    "departures": "departures",
    "most_departures_a_day": "most_departures_a_day",
    "most_people_a_day": "most_people_a_day",
    "pause_h": "longest_pause_h",
}
"""Measure of the whole history, not of a day -> name of the outcome."""
DATED: Final = ("site_closed", "last_sortie")
"""Measures for which a day is observed: the figure of a history is the number of days after the observed day."""
NO_FIGURE: Final = "the histories have no figure for it"
TOGETHER: Final = "it is counted over all sites together: leave the site empty"
TOO_LATE: Final = "the clock ends before the end of that day"


@dataclass(frozen=True, slots=True)
class Ensemble:
    """The figures of the histories for one observation.

    Attributes
    ----------
    values
        The figure of each history that has a figure, in the unit of the observation. For `DATED` measures: days after
        the observed day (negative is earlier), infinite if the event did not happen before the horizon. Shape (n,), n
        at least 1.
    least, most
        Limits between which the figure can lie. For counts, these are 0 and the largest value of any history on any day
        at the observed place or for the observed lift; for shares, 0 and 1; for `DATED` measures, the days from the
        observed day to the first and to the last day of the clock; for means and for measures of the whole history, 0
        and the largest of `values`.
    """

    values: Reals
    least: float
    most: float


def ensembles(store: StoredStudy, outcomes: Records, observations: Sequence[Observation]) -> list[Ensemble | str]:
    """Return the figures of the histories for each observation, or the reason why there are none.

    Parameters
    ----------
    store
        The stored study, which holds the daily counts.
    outcomes
        Records of the histories, with consecutive numbers of replications, shape (n,).

    Notes
    -----
    Counts are taken at the end of the observed day. `sorties` and `tonnes_a_sortie` cover the sorties that have taken
    off by then, and `transit_d` those that have arrived by then. `tonnes_a_sortie` and `transit_d` are means; a history
    in which no such sortie has taken off, or arrived, has no figure. `heavy_sorties` are computed from counts by period
    (`sums.periods`); in the period with the observed day, the sorties are assumed to be spread evenly over the days.
    """
    first, last = int(outcomes["replication"][0]), int(outcomes["replication"][-1]) + 1
    found: list[Ensemble | str] = [_of_outcomes(store.plan, outcomes, seen) for seen in observations]
    for row, (values, most) in _by_place(store, (first, last), observations).items():
        seen = observations[row]
        if seen.measure in SHARES:
            _, column, unit = SHARES[seen.measure]
            total = outcomes[column].astype(np.float64) * unit
            share = np.divide(values, total, out=np.full(len(total), np.nan), where=total > 0)
            found[row] = _known(share, 1.0, "no history has any people or equipment of which this is a share")
        else:
            unit = COUNTED[seen.measure][1]
            found[row] = Ensemble(values / unit, 0.0, most / unit)
    found_by_lift = _by_lift(store, (first, last), observations)
    return [found_by_lift.get(row, each) for row, each in enumerate(found)]


def _by_place(
    store: StoredStudy, span: tuple[int, int], observations: Sequence[Observation]
) -> dict[int, tuple[Reals, float]]:
    """Return two figures for each observation of a place, keyed by the position of the observation in the list.

    They are the count in each history at the end of the observed day, and the largest count of any history on any day.
    """
    names, asked = places(store.plan), {}
    for row, seen in enumerate(observations):
        day, place = _midnight_after(store.plan, seen.day), seen.site or ALL
        if day is None or place not in names or seen.lift:
            continue
        if seen.measure in COUNTED:
            asked[row] = (day, names.index(place), COUNTED[seen.measure][0])
        elif seen.measure in SHARES and not seen.site:
            asked[row] = (day, names.index(place), SHARES[seen.measure][0])
    values, most = np.empty((len(asked), span[1] - span[0])), np.zeros(len(asked))
    for number, history in enumerate(store.daily(*span) if asked else ()):
        for at, (row, where, side) in enumerate(asked.values()):
            values[at, number] = history[row, where, side]
            most[at] = max(most[at], history[:, where, side].max())
    return {row: (values[at], float(most[at])) for at, row in enumerate(asked)}


def _by_lift(
    store: StoredStudy, span: tuple[int, int], observations: Sequence[Observation]
) -> dict[int, Ensemble | str]:
    """Return the figures for each observation of one lift, or of all lifts, keyed by its position in the list."""
    plan, asked = store.plan, {}
    lifts = plan.names["lift"]
    for row, seen in enumerate(observations):
        day = _midnight_after(plan, seen.day)
        if seen.measure in OF_LIFT and day is not None and not seen.site and (not seen.lift or seen.lift in lifts):
            asked[row] = (day, [lifts.index(seen.lift)] if seen.lift else [*range(len(lifts))], OF_LIFT[seen.measure])
    values, most = np.empty((len(asked), span[1] - span[0])), np.zeros(len(asked))
    for number, history in enumerate(store.by_lift(*span) if asked else ()):
        for at, (day, rows, measured) in enumerate(asked.values()):
            flown = history[:, rows].sum(axis=1)
            values[at, number] = measured(flown, day)
            most[at] = max(most[at], flown[-1, SORTIES])
    found: dict[int, Ensemble | str] = {}
    for at, row in enumerate(asked):
        measure, figures = observations[row].measure, values[at]
        if measure == "last_sortie":
            found[row] = Ensemble(figures, *_clock(plan, observations[row].day))
        elif measure == "sorties":
            found[row] = Ensemble(figures, 0.0, float(most[at]))
        else:
            did = "arrived" if measure == "transit_d" else "flown"
            found[row] = _known(figures, None, f"no such sortie has {did} by then in any history")
    return found


def _known(values: Reals, most: float | None, reason: str) -> Ensemble | str:
    """Return the figures that are not NaN, with the limits 0 and `most`; return `reason` if all are NaN.

    If `most` is None, the upper limit is the largest figure.
    """
    known = values[~np.isnan(values)]
    return Ensemble(known, 0.0, float(known.max()) if most is None else most) if len(known) else reason


def _mean(total: int, count: int, unit: float) -> Callable[[ByLift, int], float]:
    """Return a function that computes a mean on a day: total / unit / count, or NaN if the count is 0.

    `total` and `count` are indices in `LIFT_MEASURES`.
    """
    return lambda flown, day: flown[day, total] / unit / flown[day, count] if flown[day, count] else math.nan


def _last_sortie(flown: ByLift, day: int) -> float:
    """Return the days from the observed day to the day on which the last sortie took off; infinite if none took off."""
    if not flown[-1, SORTIES]:
        return math.inf
    return float(np.searchsorted(flown[:, SORTIES], flown[-1, SORTIES]) - day)


OF_LIFT: Final[dict[str, Callable[[ByLift, int], float]]] = {
    "sorties": lambda flown, day: float(flown[day, SORTIES]),
    "last_sortie": _last_sortie,
    "tonnes_a_sortie": _mean(FLOWN_KG, SORTIES, 1000.0),
    "transit_d": _mean(TRANSIT_S, ARRIVED, DAY_S),
}
"""Measure of a lift -> function that computes it from the daily counts of the lift, shape (n_days, 4), and from the row
of these counts at the end of the observed day."""


def _of_outcomes(plan: Plan, outcomes: Records, seen: Observation) -> Ensemble | str:
    """Return the figures of a measure that is computed from outcomes; for any other measure, a reason why it has none.

    The caller replaces the reason if `_by_place` or `_by_lift` finds figures.
    """
    if seen.measure == "site_closed" and f"closure_{seen.site}" in (outcomes.dtype.names or ()):
        closure = outcomes[f"closure_{seen.site}"].astype(np.float64)
        late = np.ceil((closure - seconds(seen.day, plan.clock, ends=True)) / DAY_S)
        return Ensemble(np.where(closure < float(NEVER), late, math.inf), *_clock(plan, seen.day))
    if seen.site and seen.measure in ("heavy_sorties", *WHOLE, *SHARES, *OF_LIFT):
        return TOGETHER
    if seen.measure in (*COUNTED, *SHARES, *OF_LIFT):
        return TOO_LATE if _midnight_after(plan, seen.day) is None else NO_FIGURE
    if seen.measure == "heavy_sorties":
        values = _heavy(plan, outcomes, seen.day)
        return Ensemble(values, 0.0, float(_heavy(plan, outcomes, days(plan)[-1][0]).max()))
    if seen.measure in WHOLE:
        values = outcomes[WHOLE[seen.measure]].astype(np.float64)
        return Ensemble(values, 0.0, float(values.max()))
    return NO_FIGURE


def _clock(plan: Plan, day: date) -> tuple[float, float]:
    """Return the number of days from `day` to the first and to the last day of the clock, negative if earlier."""
    first, last = (moment(second, plan.clock).date() for second in (0, plan.horizon))
    return float((first - day).days), float((last - day).days)


def _midnight_after(plan: Plan, day: date) -> int | None:
    """Return the row of the daily counts at the end of a day; None if the clock has no such midnight."""
    row = (day + timedelta(days=1) - days(plan)[0][0]).days
    return row if 0 <= row < len(days(plan)) else None


def _heavy(plan: Plan, outcomes: Records, day: date) -> Reals:
    """Return how many sorties of lifts that use the ramp took off by the end of a day in each history, shape (n,)."""
    begins = [when for when, _ in periods(plan)]
    ends = [*begins[1:], days(plan)[-1][0] + timedelta(days=1)]
    total = np.zeros(len(outcomes))
    for row, lift in enumerate(plan.names["lift"]):
        if not plan.lift["uses_ramp"][row]:
            continue
        for when, end in zip(begins, ends, strict=True):
            part = min(max((day - when).days + 1, 0) / (end - when).days, 1.0)
            if part > 0.0:
                total += part * outcomes[f"flown_{lift}_{when.isoformat()}"]
    return total

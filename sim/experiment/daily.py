"""People and equipment by place at each local midnight; histories are read one at a time to save memory."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from sim.analysis.sums.daily import MEASURES, Daily, days
from sim.analysis.sums.places import ALL, ROAD, places
from sim.errors import SimError
from sim.experiment.keep.store import Store
from sim.model.plan import Plan

__all__ = ["DailyCounts", "columns_at", "days_at"]

UNITS = {"people": ("people_in_country", 1.0), "kg": ("tonnes_in_country", 1000.0)}
UNITS |= {"people_out": ("people_out", 1.0), "kg_out": ("tonnes_out", 1000.0)}
"""For each measure: how the names of its columns begin in `columns_at`, and by what its counts are divided there."""


class DailyCounts:
    """Counts of people and equipment in every history of a study at each local midnight; returned by `Study.daily`.

    Iterating yields one array per history, in the order of `study.outcomes`: shape (n_days, n_places, n_measures),
    whole numbers (int32). One history is in memory at a time; each iteration reads all histories again.

    Attributes
    ----------
    dates
        Local day (ISO) of each row of counts. The first row is counted at the start of the history, every other row at
        the midnight at which its day begins. So the count at the end of a day is in the row of the next day.
    instants
        Instant of each row [s since the start], shape (n_days,): 0 for the first.
    places
        Names of the sites in country; then "on the road", if movers go from one site to another; then "all".
    measures
        `people`, `kg`: people and equipment [kg] at the place, wherever they began. `people_out`, `kg_out`: people and
        equipment [kg] that have left the place so far and have not turned back; for "all", people and equipment that
        are out of the country.
    """

    measures: tuple[str, ...] = MEASURES

    def __init__(self, plan: Plan, store: Store, first: int, last: int) -> None:
        self._store, self._span = store, (first, last)
        self.dates = tuple(day.isoformat() for day, _ in days(plan))
        self.instants = np.array([second for _, second in days(plan)], np.int64)
        self.places = places(plan)

    def __iter__(self) -> Iterator[Daily]:
        """Yield the counts of each history."""
        return self._store.daily(*self._span)

    def __len__(self) -> int:
        """Return the number of histories."""
        return self._span[1] - self._span[0]

    def __repr__(self) -> str:
        """Return a text with the numbers of histories and days, and the names of places and measures."""
        of = f"{len(self):,} histories, {len(self.dates):,} days from {self.dates[0]} to {self.dates[-1]}"
        return f"DailyCounts({of}, places {', '.join(self.places)}, measures {', '.join(self.measures)})"

    def series(self, measure: str, place: str = ALL) -> npt.NDArray[np.int32]:
        """Return the counts of one measure at one place, by day, in every history.

        Parameters
        ----------
        measure, place
            One of `measures`, and one of `places`.

        Returns
        -------
        ndarray
            Shape (n_histories, n_days), int32, in people or kg.

        Raises
        ------
        KeyError
            There is no such measure or place.
        """
        measure_index, place_index = _index(measure, self.measures, "measure"), _index(place, self.places, "place")
        counts = np.empty((len(self), len(self.dates)), np.int32)
        for row, history in enumerate(self):
            counts[row] = history[:, place_index, measure_index]
        return counts

    def array(self) -> npt.NDArray[np.int32]:
        """Return all counts at once, shape (n_histories, n_days, n_places, n_measures), int32."""
        counts = np.empty((len(self), len(self.dates), len(self.places), len(self.measures)), np.int32)
        for row, history in enumerate(self):
            counts[row] = history
        return counts


def days_at(plan: Plan, when: Iterable[str | date]) -> tuple[date, ...]:
    """Return local days, given as dates or as ISO text such as 2024-07-26, without repetitions.

    Raises
    ------
    SimError
        An entry is not a day, or its day does not end within the clock.
    """
    return tuple(dict.fromkeys(_day_of(plan, each) for each in when))


def columns_at(store: Store, first: int, last: int, asked: Sequence[date]) -> dict[str, npt.NDArray[np.float64]]:
    """Return people and equipment in country, and those out of it, at the end of some days: in total and for each site.

    For a site, they are the people and equipment at the site, and those that have left it.

    Parameters
    ----------
    store, first, last
        Histories [first, last) of this store; all days are read in one pass.
    asked
        The days, as returned by `days_at`.

    Returns
    -------
    dict
        Arrays of shape (last - first,) by name: `people_in_country@2024-07-26` in total, for instance, and
        `people_in_country_AB101@2024-07-26` at a site; likewise `tonnes_in_country` [t], `people_out` and `tonnes_out`
        [t].
    """
    names, begins = places(store.plan), days(store.plan)[0][0]
    rows = [(day - begins).days + 1 for day in asked]
    sites = [place for place, name in enumerate(names) if name != ROAD]
    sites = [*sites[-1:], *sites[:-1]]  # the total first
    values = np.empty((len(rows), len(sites), len(MEASURES), last - first), np.int32)
    for number, history in enumerate(store.daily(first, last) if rows else ()):
        values[..., number] = history[rows][:, sites]
    endings = ["" if place == sites[0] else f"_{names[place]}" for place in sites]
    return {
        f"{name}{ending}@{day.isoformat()}": counts / unit
        for day, of_day in zip(asked, values, strict=True)
        for ending, of_place in zip(endings, of_day, strict=True)
        for (name, unit), counts in zip((UNITS[measure] for measure in MEASURES), of_place, strict=True)
    }


def _day_of(plan: Plan, when: str | date) -> date:
    """Return a day given as a date or ISO text; refuse a day that does not end within the clock."""
    try:
        day = date.fromisoformat(when) if isinstance(when, str) else date(when.year, when.month, when.day)
    except ValueError:
        raise SimError(f"at: {when!r}: expected a day such as 2024-07-26") from None
    first, last = days(plan)[0][0], days(plan)[-1][0] - timedelta(days=1)
    if last < first:
        raise SimError(f"at: {day}: the clock ends before its first midnight, so no day can be given; leave out `at`")
    if not first <= day <= last:
        span = f"{first} to {last} (the last whole day before the horizon)"
        raise SimError(f"at: {day}: expected a day of the clock, {span}")
    return day


def _index(name: str, names: tuple[str, ...], what: str) -> int:
    """Return the index of a name; `what` is the kind of thing that it names, for the error."""
    if name not in names:
        raise KeyError(f"no {what} {name}; there are {', '.join(names)}")
    return names.index(name)

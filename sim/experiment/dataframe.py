"""Convert outcomes and other tables of results to NumPy arrays, which polars takes too, and to pandas."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.analysis.outcomes.column import Column
from sim.analysis.statistics.records import Records
from sim.domain.dates import start_of
from sim.domain.scenario import Clock
from sim.errors import SimError
from sim.model.calendars import NEVER

__all__ = ["arrays", "arrays_of_rows", "frame", "of_rows"]

Arrays = dict[str, npt.NDArray[Any]]
"""One-dimensional arrays by name of the column. No array has the dtype object, so that polars and Arrow take them."""


def of_rows(rows: Iterable[Mapping[str, Any]]) -> Any:
    """Return rows, each a mapping from column to value, as a pandas DataFrame whose rows are numbered from 0.

    Raises
    ------
    SimError
        pandas is not installed.
    """
    return _pandas().DataFrame([dict(row) for row in rows])


def arrays_of_rows(rows: Iterable[Mapping[str, Any]]) -> Arrays:
    """Return rows, each a mapping from column to value, as one array per column.

    Notes
    -----
    A column without None becomes booleans if all its values are booleans, and integers if all are whole numbers. Other
    numbers become floats, with NaN for None. Dates become datetime64[D], with NaT for None. Everything else becomes
    text, with "" for None. A column in which all values are None becomes floats.
    """
    table = [dict(row) for row in rows]
    return {
        name: _array([row.get(name) for row in table]) for name in dict.fromkeys(key for row in table for key in row)
    }


def _array(values: list[Any]) -> npt.NDArray[Any]:
    """Return the values of one column as an array of the type that `arrays_of_rows` states."""
    present = [value for value in values if value is not None]
    if present and all(isinstance(value, bool) for value in values):
        return np.array(values, np.bool_)
    if all(isinstance(value, int | float) and not isinstance(value, bool) for value in present):
        if len(present) == len(values) and all(isinstance(value, int) for value in values):
            return np.array(values, np.int64)
        return np.array([np.nan if value is None else value for value in values], np.float64)
    if all(isinstance(value, date) and not isinstance(value, datetime) for value in present):
        return np.array(["NaT" if value is None else value.isoformat() for value in values], "datetime64[D]")
    text = ("" if value is None else value if isinstance(value, str) else str(value) for value in values)
    return np.array(list(text), np.str_)


def arrays(columns: tuple[Column, ...], clock: Clock, outcomes: Records) -> Arrays:
    """Return outcomes as arrays of shape (n,) by column, `replication` first.

    Notes
    -----
    Instants are datetime64 in UTC, NaT for never; in milliseconds, because polars does not take seconds. Flags are
    booleans.
    """
    begins = np.datetime64(start_of(clock).replace(tzinfo=None), "s")

    def plain(column: Column) -> npt.NDArray[Any]:
        values = outcomes[column.name]
        if column.kind == "flag":
            return np.asarray(values != 0)
        return np.array(values) if column.kind != "instant" else _instants(values, begins).astype("datetime64[ms]")

    return {"replication": np.array(outcomes["replication"]), **{column.name: plain(column) for column in columns}}


def _instants(seconds: npt.NDArray[Any], begins: np.datetime64) -> npt.NDArray[Any]:
    """Convert seconds since the start to instants in UTC, NaT for never; `begins` is the start in UTC."""
    when = begins + np.where(seconds < NEVER, seconds, 0).astype("timedelta64[s]")
    when[seconds >= NEVER] = np.datetime64("NaT")
    return np.asarray(when)


def _pandas() -> Any:
    try:
        import pandas
    except ImportError as error:
        raise SimError(f"to_pandas() needs pandas ({error}): pip install pandas") from error
    return pandas


def frame(columns: tuple[Column, ...], clock: Clock, outcomes: Records) -> Any:
    """Return outcomes as a pandas DataFrame indexed by replication.

    Raises
    ------
    SimError
        pandas is not installed.

    Notes
    -----
    Instants become local times of the scenario's zone, NaT for never; flags become booleans.
    """
    pandas = _pandas()
    begins = np.datetime64(start_of(clock).replace(tzinfo=None), "s")

    def series(column: Column) -> Any:
        values = outcomes[column.name]
        if column.kind == "flag":
            return values != 0
        if column.kind != "instant":
            return np.array(values)
        return pandas.DatetimeIndex(_instants(values, begins)).tz_localize("UTC").tz_convert(clock.zone)

    index = pandas.Index(outcomes["replication"], name="replication")
    return pandas.DataFrame({column.name: series(column) for column in columns}, index=index)

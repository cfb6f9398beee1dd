"""Outcomes for those who work in pandas."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from sim.analysis.column import Column
from sim.analysis.records import Records
from sim.domain.dates import start_of
from sim.domain.scenario import Clock
from sim.errors import SimError
from sim.model.calendars import NEVER

__all__ = ["frame", "of_rows"]


def of_rows(rows: Iterable[Mapping[str, Any]]) -> Any:
    """Rows by name as a pandas DataFrame, numbered from 0.

    Raises
    ------
    SimError
        pandas is not installed.
    """
    return _pandas().DataFrame([dict(row) for row in rows])


def _pandas() -> Any:
    try:
        import pandas
    except ImportError as error:
        raise SimError("to_pandas() needs pandas: pip install pandas (or sim[pandas])") from error
    return pandas


def frame(columns: tuple[Column, ...], clock: Clock, outcomes: Records) -> Any:
    """Outcomes as a pandas DataFrame indexed by replication.

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
        when = begins + np.where(values < NEVER, values, 0).astype("timedelta64[s]")
        when[values >= NEVER] = np.datetime64("NaT")
        return pandas.DatetimeIndex(when).tz_localize("UTC").tz_convert(clock.zone)

    index = pandas.Index(outcomes["replication"], name="replication")
    return pandas.DataFrame({column.name: series(column) for column in columns}, index=index)

"""Output of `sim check --json`: the figures of the planner's arithmetic by name, rounded."""

from __future__ import annotations

import math
from dataclasses import fields, is_dataclass
from typing import Any, Final

from sim.analysis.summary.rounded import local_time, plain
from sim.arithmetic import Arithmetic, Permit
from sim.arithmetic.force import mean_world, stated
from sim.arithmetic.limits import Limit
from sim.model.calendars import NEVER
from sim.report.check import check_lines

__all__ = ["check_record"]

TABLES: Final = {"sites": "site", "lifts": "lift", "site": "site", "to": "site"}
"""Name of a field that holds row numbers -> their table; in the record, names of the rows replace the numbers."""
INSTANTS: Final = ("opens", "begins", "until", "at")
"""Names of fields that hold instants [s]; in the record, local times replace the instants."""
LEFT_OUT: Final = ("filling", "paces", "shut", "row", "loading", "way", "grows")


def check_record(arithmetic: Arithmetic) -> dict[str, Any]:
    """Return the planner's arithmetic as a record.

    Parameters
    ----------
    arithmetic
        The arithmetic at mean values.

    Returns
    -------
    dict
        Figures by name, in tonnes (`_t`), hours (`_h`), days or people; instants as local times. A value is None if
        there is no limit or no date. `words` has the lines of `check_lines` without their indent.
    """
    plan = arithmetic.plan
    rates = ("lift_t", "together_t", "seats", "ramp_t", "preparation_t", "clearance_t")
    record = {
        "scenario": plan.name,
        "file": _plain(arithmetic, stated(plan).whole),
        "mean_world": _plain(arithmetic, mean_world(plan)),
        "required": _plain(arithmetic, arithmetic.required),
        "everything": _plain(arithmetic, arithmetic.everything),
        "per_day": {name: getattr(arithmetic, name) for name in rates},
        "ute_h": arithmetic.ute_h,
        "permits": [_permit(arithmetic, each) for each in arithmetic.permits],
        "lifts": [_plain(arithmetic, each) for each in arithmetic.lifts],
        "ramps": [_plain(arithmetic, each) for each in arithmetic.ramps],
        "stations": [_plain(arithmetic, each) for each in arithmetic.stations],
        "plans": [_plain(arithmetic, each) for each in arithmetic.plans],
        "legs": [_plain(arithmetic, each) for each in arithmetic.legs],
        "limits": [_limit(arithmetic, each) for each in arithmetic.limits],
        "closure": _at(arithmetic, arithmetic.closure),
        "closure_of_everything": _at(arithmetic, arithmetic.closure_of_everything),
        "notices": [notice.as_dict() for notice in plan.notices],
        "words": [line.strip() for line in check_lines(arithmetic)],
    }
    cleaned: dict[str, Any] = _finite(plain(record))
    return cleaned


def _permit(arithmetic: Arithmetic, permit: Permit) -> dict[str, Any]:
    """Return a permission as a record: mean date of opening, range of 9 in 10 cases, probability of withdrawal."""
    dates = {name: _at(arithmetic, getattr(permit, name)) for name in ("opens", "low", "high")}
    return {permit.table: arithmetic.plan.name_of(permit.table, permit.row), **dates, "lost": permit.lost}


def _limit(arithmetic: Arithmetic, limit: Limit) -> dict[str, Any]:
    """Return a limit as a record, with the name of its station, lot, hold or site, and when its movers are out."""
    table = {"preparation": "station", "date": "lot", "hold": "hold"}.get(limit.kind, "site")
    name = arithmetic.plan.name_of(table, limit.row) if limit.row >= 0 else None
    hours = {"loading_h": limit.loading / 3600, "way_h": limit.way / 3600}
    record = {**_plain(arithmetic, limit), table: name, **hours, "closes": _at(arithmetic, limit.closes)}
    return {**record, "binds": record["binds"] if limit.kind in ("lift", "seats") else limit.kind}


def _plain(arithmetic: Arithmetic, value: Any) -> dict[str, Any]:
    """Return the fields of a dataclass as a record; dataclasses within it are converted too.

    Rows of tables become names, and instants become local times. Fields of other types, and those in LEFT_OUT, are left
    out.
    """
    record: dict[str, Any] = {}
    for field in fields(value):
        inner = getattr(value, field.name)
        if field.name in LEFT_OUT:
            continue
        if field.name in TABLES:
            record[field.name] = _named(arithmetic, TABLES[field.name], inner)
        elif field.name == "dates":
            record[field.name] = [_at(arithmetic, each) for each in inner]
        elif field.name in INSTANTS and not isinstance(inner, tuple):
            record[field.name] = _at(arithmetic, inner)
        elif is_dataclass(inner):
            record[field.name] = _plain(arithmetic, inner)
        elif isinstance(inner, str | bool | int | float) or inner is None:
            record[field.name] = inner
        elif isinstance(inner, tuple | list) and all(isinstance(each, int | float) for each in inner):
            record[field.name] = list(inner)
    return record


def _named(arithmetic: Arithmetic, table: str, rows: Any) -> Any:
    """Return the name of a row, None for -1; for several rows, the list of their names."""
    if isinstance(rows, int):
        return arithmetic.plan.name_of(table, rows) if rows >= 0 else None
    return [_named(arithmetic, table, row) for row in rows]


def _at(arithmetic: Arithmetic, second: float) -> str | None:
    """Return an instant [s] as local time; None if it is infinite or NEVER."""
    return local_time(round(second), arithmetic.plan.clock) if math.isfinite(second) and second < NEVER else None


def _finite(value: Any) -> Any:
    """Return a value with None in place of NaN and infinity, which JSON does not have."""
    if isinstance(value, dict):
        return {name: _finite(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_finite(inner) for inner in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value

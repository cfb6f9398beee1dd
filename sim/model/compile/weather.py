"""Compile outages and permissions into tables."""

from collections.abc import Container
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from sim.domain.dates import start_of
from sim.domain.outage import MONTHS
from sim.domain.scenario import Scenario
from sim.model.compile.compiler import Compiler, named
from sim.model.draws import name_key
from sim.model.schema import plan as tables
from sim.model.schema.row import Table
from sim.model.terms import Date, Stops


def stopped(parts: Container[str]) -> int:
    """Return the parts of a site that are stopped, as bits (`Stops`).

    Parameters
    ----------
    parts
        Words of the file that say what is stopped; words that name no part of a site are ignored.
    """
    return sum(1 << part for part in Stops if part.name.lower() in parts)


def outages(compiler: Compiler) -> dict[str, Table]:
    """Return the tables of outages, of their stated intervals, and of permissions."""
    records: list[dict[str, Any]] = []
    closures: list[dict[str, Any]] = []
    for row, (name, outage) in enumerate(compiler.scenario.outage.items()):
        at = f"outage.{name}"
        records.append({
            "key": name_key(name),
            "hazard": row,
            "stops": stopped(outage.stops),
        })  # fmt: skip
        for position, interval in enumerate(outage.dates):
            closure_row, path = len(closures), f"{at}.dates.{position}"
            closures.append({
                "outage": row,
                "begins": compiler.date(Date.SHUT_FROM, closure_row, f"{path}.begins", interval.begins, 0),
                "until": compiler.date(Date.SHUT_UNTIL, closure_row, f"{path}.until", interval.until, 0),
            })  # fmt: skip
    permissions = [
        {
            "key": name_key(name),
        }
        for name, permission in compiler.scenario.permission.items()
    ]
    return {
        "outage": compiler.table(tables.Outage, records, of=named("outage", compiler.scenario.outage)),
        "closure": compiler.table(tables.Closure, closures),
        "permission": compiler.table(
            tables.Permission, permissions, of=named("permission", compiler.scenario.permission)
        ),
    }


def hazards(scenario: Scenario, horizon: int) -> Any:
    """Return the cumulative hazard of each outage for a rate of one start a day, shape (n_outages, n_hours + 1).

    Column i is the hazard of the first i hours. The rate is multiplied by the factor of the local month, and by the
    weight of the local hour relative to the mean weight. If the outage names any months, all others have the factor 0.
    """
    hours = horizon // 3600 + 1
    begin, zone = start_of(scenario.clock), ZoneInfo(scenario.clock.zone)
    local = [(begin + timedelta(hours=hour)).astimezone(zone) for hour in range(hours)]
    table = np.zeros((len(scenario.outage), hours + 1))
    for row, outage in enumerate(scenario.outage.values()):
        total = sum(outage.by_hour) or 24.0
        by_hour = [24.0 * weight / total for weight in outage.by_hour] or [1.0] * 24
        by_month = [outage.by_month.get(month, 0.0) if outage.by_month else 1.0 for month in MONTHS]  # type: ignore[call-overload]
        rate = [by_month[at.month - 1] * by_hour[at.hour] / 24.0 for at in local]
        table[row, 1:] = np.cumsum(rate)
    return table

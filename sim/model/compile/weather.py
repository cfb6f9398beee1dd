"""Outages and permissions as tables."""

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
    """Return the parts of a site that are stopped, as bits (`Stops`); other words in the list say what else is."""
    return sum(1 << part for part in Stops if part.name.lower() in parts)


def outages(work: Compiler) -> dict[str, Table]:
    """Return the tables of outages, their given intervals, and permissions."""
    records: list[dict[str, Any]] = []
    closures: list[dict[str, Any]] = []
    for row, (name, outage) in enumerate(work.scenario.outage.items()):
        at = f"outage.{name}"
        records.append({
            "key": name_key(name),
            "hazard": row,
            "stops": stopped(outage.stops),
        })  # fmt: skip
        for position, interval in enumerate(outage.dates):
            this, path = len(closures), f"{at}.dates.{position}"
            closures.append({
                "outage": row,
                "begins": work.date(Date.SHUT_FROM, this, f"{path}.begins", interval.begins, 0),
                "until": work.date(Date.SHUT_UNTIL, this, f"{path}.until", interval.until, 0),
            })  # fmt: skip
    permissions = [
        {
            "key": name_key(name),
        }
        for name, permission in work.scenario.permission.items()
    ]
    return {
        "outage": work.table(tables.Outage, records, of=named("outage", work.scenario.outage)),
        "closure": work.table(tables.Closure, closures),
        "permission": work.table(tables.Permission, permissions, of=named("permission", work.scenario.permission)),
    }


def hazards(scenario: Scenario, horizon: int) -> Any:
    """Return the cumulative hazard of each outage at one start a day, by whole hours, shape (n, hours + 1)."""
    hours = horizon // 3600 + 1
    begin, zone = start_of(scenario.clock), ZoneInfo(scenario.clock.zone)
    local = [(begin + timedelta(hours=hour)).astimezone(zone) for hour in range(hours)]
    table = np.zeros((len(scenario.outage), hours + 1))
    for row, outage in enumerate(scenario.outage.values()):
        total = sum(outage.by_hour) or 24.0
        weight = [24.0 * w / total for w in outage.by_hour] or [1.0] * 24
        season = [outage.by_month.get(m, 0.0) if outage.by_month else 1.0 for m in MONTHS]  # type: ignore[call-overload]
        rate = [season[hour.month - 1] * weight[hour.hour] / 24.0 for hour in local]
        table[row, 1:] = np.cumsum(rate)
    return table

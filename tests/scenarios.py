"""Scenarios for tests: tables with a few keys, as in a scenario file, are merged into plain defaults."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sim.domain.check import check
from sim.domain.scenario import Scenario
from sim.model.compile import plan
from sim.model.plan import Plan

START = datetime(2024, 1, 1, tzinfo=UTC)
"""The start of the clock of the scenarios of this module, a Monday."""
HOUR, DAY = 3600, 86400
ST = 0.90718474
"""Tonnes in a short ton."""


def hours(value: float) -> datetime:
    """Return the date and time that is `value` hours after the start of the clock."""
    return START + timedelta(hours=value)


def hour_of(second: int) -> float:
    """Return an instant in seconds since the start as hours since the start."""
    return second / HOUR


def base(**site: Any) -> dict[str, Any]:
    """Return a base in country."""
    return {"kind": "base", **site}


def shift(open_h: float, close_h: float, **more: Any) -> dict[str, Any]:
    """Return one entry of a list of opening hours: a span in local hours, with further keys."""
    return {"open_h": open_h, "close_h": close_h, **more}


def lift(supply: Mapping[str, Any], **lift: Any) -> dict[str, Any]:
    """Return a lift, by default from base A to the APOD: an hour each way, an hour to load, 40 t and 100 seats."""
    plain = {
        "sites": ["A"],
        "to": "Z",
        "payload_t": 40.0,
        "seats": 100,
        "load_h": 1.0,
        "leg": {site: {"block_h": 1.0} for site in lift.get("sites", ["A"])},
    }
    return {**plain, "supply": dict(supply), **lift}


def dated(*at_h: float | tuple[float, str]) -> dict[str, Any]:
    """Return dated missions: each entry is the hour of planned arrival, or a pair of that hour and its site."""
    pairs = [entry if isinstance(entry, tuple) else (entry, None) for entry in at_h]
    return {"missions": [{"at": hours(at), "site": site} for at, site in pairs]}


def fleet(tails: int = 1, begin_at: str = "home") -> dict[str, Any]:
    """Return the supply of a fleet of tails that make round trips."""
    return {"tails": tails, "begin_at": begin_at}


def rate(per_week: float, **more: Any) -> dict[str, Any]:
    """Return the supply of missions at a weekly rate, with further keys."""
    return {"per_week": per_week, **more}


def staged(count: int, **mover: Any) -> dict[str, Any]:
    """Return a group or lot at base A, by default without stations, so that all members are staged at the start."""
    return {"site": "A", "count": count, **mover}


def items(count: int, weight_t: float = 1.0, category: str = "lethal", **lot: Any) -> dict[str, Any]:
    """Return a lot at base A, by default without stations."""
    return {"site": "A", "count": count, "weight_t": weight_t, "category": category, **lot}


def scenario(
    *,
    site: Mapping[str, Any] | None = None,
    lift: Mapping[str, Any],
    deadline_h: float = 60 * 24,
    horizon_d: float = 30.0,
    milestone: Mapping[str, Any] | None = None,
    checked: bool = True,
    **sections: Any,
) -> Scenario:
    """Build a scenario with base A and APOD Z, and check that it has no errors.

    Parameters
    ----------
    checked
        False for a scenario that `check` refuses, for example because it cannot close.
    """
    built = Scenario.model_validate(
        {
            "name": "case",
            "seed": 1,
            "clock": {"start": START, "zone": "UTC", "horizon_d": horizon_d},
            "site": {"A": base(), "Z": {"kind": "apod"}, **(site or {})},
            "lift": lift,
            "milestone": {"deadline": {"by": hours(deadline_h)}, **(milestone or {})},
            **sections,
        }
    )
    if checked:
        found = check(built)
        assert not found, "\n".join(f"{'.'.join(f.path)}: {f.value} {f.expectation}" for f in found)
    return built


def compiled(**sections: Any) -> Plan:
    """Build a scenario and compile it into a plan."""
    return plan(scenario(**sections))


def names(plan: Plan, table: str, rows: Iterable[int]) -> list[str]:
    """Return the names that rows of a table of the plan have in the scenario."""
    return [plan.names[table][row] for row in rows]

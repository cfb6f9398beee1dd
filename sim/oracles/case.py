"""The small cases of the oracles: one base and one airfield outside the country, stated as in a scenario file."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sim.domain.scenario import Scenario
from sim.model.compile import plan
from sim.model.plan import Plan

__all__ = ["DAY", "HOUR", "ST", "case", "fleet", "lift"]

START: Final = datetime(2024, 1, 1, tzinfo=UTC)
HOUR: Final = 3600
DAY: Final = 86400
ST: Final = 0.90718474
"""Tonnes in a short ton."""


def case(
    *,
    lift: Mapping[str, Any],
    base: Mapping[str, Any] | None = None,
    days: float = 30.0,
    by_h: float = 1440.0,
    **more: Any,
) -> Plan:
    """Return the plan of a small case with one base, A, and one airfield outside the country, Z.

    Parameters
    ----------
    lift, base
        Tables of the lifts, and of the base A.
    days, by_h
        Length of the clock beyond the deadline [d], and the deadline [h after the start].
    more
        Other sections of a scenario.
    """
    return plan(
        Scenario.model_validate({
            "name": "oracle",
            "seed": 1,
            "clock": {"start": START, "zone": "UTC", "horizon_d": days},
            "site": {"A": {"kind": "base", **(base or {})}, "Z": {"kind": "apod"}},
            "lift": lift,
            "milestone": {"deadline": {"by": START + timedelta(hours=by_h)}},
            **more,
        })
    )  # fmt: skip


def lift(supply: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """Return a lift from A to Z: an hour each way, an hour to load, 40 t, 100 seats; `more` replaces or adds keys."""
    plain = {"sites": ["A"], "to": "Z", "payload_t": 40.0, "seats": 100, "load_h": 1.0, "leg": {"A": {"block_h": 1.0}}}
    return {**plain, "supply": dict(supply), **more}


def fleet(tails: int, begin_at: str = "site") -> dict[str, Any]:
    """Return the supply of a lift by tails that make round trips; `begin_at` says where they begin."""
    return {"tails": tails, "begin_at": begin_at}


def late() -> dict[str, Any]:
    """Return a lift with one mission 59 days after the start, too late to affect the work at the stations."""
    return lift({"missions": [{"at": START + timedelta(days=59)}]})

"""A small force in a crisis, and its history."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sim.domain.scenario import Scenario
from tests.scenarios import lift, rate, scenario, staged

FIRST = date(2024, 1, 1)
OFTEN = rate(7 * 24)
"""A mission each hour, at half past."""
FIFTH = date(2024, 1, 5)
"""Its beginning is 96 h after the start."""


def day(number: int) -> date:
    """The date so many days after the start."""
    return FIRST + timedelta(number)


def asked(fall: dict[str, Any], **sections: Any) -> Scenario:
    """Twenty people of whom a plan releases one a day, lift every hour, and a crisis."""
    stated: dict[str, Any] = {
        "group": {"main": staged(20)},
        "lift": {"jet": lift(OFTEN)},
        "plan": {"out": {"group": ["main"], "begins": FIRST, "until": day(19)}},
        "crisis": {"fall": fall} if fall else {},
    }
    return scenario(**(stated | sections))

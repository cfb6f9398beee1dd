"""A valid scenario as plain tables, which tests change and check."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from sim.domain.check import check, remarks
from sim.domain.check.finding import Finding
from sim.domain.scenario import Scenario

TABLES: dict[str, Any] = {
    "name": "two camps",
    "seed": 1,
    "clock": {"start": date(2024, 5, 1)},
    "site": {
        "north": {"kind": "base", "station": {"wash": {"servers": 1, "service_h": 1}}},
        "south": {"kind": "base"},
        "home": {"kind": "apod"},
    },
    "group": {
        "guards": {"site": "north", "count": 30},
        "loaders": {"site": "north", "count": 8},
        "staff": {"site": "south", "count": 50},
    },
    "lot": {
        "weapons": {"site": "north", "category": "lethal", "count": 5, "weight_t": 1},
        "trucks": {"site": "north", "category": "general", "count": 9, "weight_t": 9},
    },
    "lift": {
        "c17": {
            "sites": ["north", "south"],
            "to": "home",
            "supply": {"per_week": 3},
            "payload_t": {"low": 20, "high": 40},
            "pallets": 18,
            "seats": 50,
            "leg": {"north": {"block_h": 4}, "south": {"block_h": 5}},
        }
    },
    "milestone": {"deadline": {"by": date(2024, 9, 15)}},
}

Change = Callable[[dict[str, Any]], None]
Check = Callable[..., tuple[Finding, ...]]


def merged(sections: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return the valid tables with keys added to, or replaced in, entries of some sections."""
    tables = deepcopy(TABLES)
    for section, entries in sections.items():
        here = tables.setdefault(section, {})
        for name, entry in entries.items():
            merge = isinstance(entry, dict) and isinstance(here.get(name), dict)
            here[name] = {**here[name], **entry} if merge else entry
    return tables


def built(**sections: dict[str, Any]) -> Scenario:
    """Return the scenario of the changed tables, without checking it."""
    return Scenario.model_validate(merged(sections))


def noted(**sections: dict[str, Any]) -> dict[str, str]:
    """Return the notices of a changed scenario: dotted path -> text; fail if the scenario has errors."""
    scenario = built(**sections)
    assert check(scenario) == ()
    return {".".join(each.path): each.expectation for each in remarks(scenario)}


def errors(**sections: Any) -> dict[str, tuple[str | None, str]]:
    """Return the errors of a changed scenario: dotted path -> (value, expectation)."""
    return {".".join(each.path): (each.value, each.expectation) for each in check(built(**sections))}


@pytest.fixture
def findings() -> Check:
    """Return a function that changes the valid tables and returns the errors of the resulting scenario."""

    def found(**sections: dict[str, Any]) -> tuple[Finding, ...]:
        return check(built(**sections))

    return found

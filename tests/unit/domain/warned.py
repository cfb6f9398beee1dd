"""The remarks on a valid scenario after changes to some of its entries, and dates for its missions."""

from __future__ import annotations

from copy import deepcopy
from datetime import date, timedelta
from typing import Any

from sim.domain.check import check, remarks
from sim.domain.scenario import Scenario
from tests.unit.domain.conftest import TABLES

JUNE = date(2024, 6, 3)
"""3 June 2024, a Monday."""


def warned(**sections: dict[str, Any]) -> dict[str, str]:
    """Return the remarks, by dotted path, on the scenario of conftest.py after these changes; its trucks are washed."""
    tables = deepcopy(TABLES)
    tables["lot"]["trucks"]["stations"] = ["wash"]
    for section, entries in sections.items():
        for name, entry in entries.items():
            here = tables.setdefault(section, {})
            here[name] = {**here.get(name, {}), **entry}
    scenario = Scenario.model_validate(tables)
    assert check(scenario) == ()
    return {".".join(each.path): each.expectation for each in remarks(scenario)}


def missions(*when: date) -> dict[str, Any]:
    """Return a section with the only lift, whose missions come on these dates."""
    return {"c17": {"supply": {"missions": [{"at": at} for at in when]}}}


def weekly(day: date, weeks: int) -> list[date]:
    return [day + timedelta(weeks=week) for week in range(weeks)]

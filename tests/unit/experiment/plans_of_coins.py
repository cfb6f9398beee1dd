"""Comparisons of plans of the scenario in coins.py, with a fixed number of histories or with elimination."""

from __future__ import annotations

from typing import Any

import sim
from sim.experiment.decide.compare.comparison import Comparison
from tests.unit.experiment.coins import question

PEOPLE = "group.staff.count"
PLANS: dict[str, Any] = {"fewer": {PEOPLE: 50}, "more": {PEOPLE: "+50%"}}


def small(plans: dict[str, Any] | None = None, **how: Any) -> Comparison:
    """Compare 60 people (as written) with 50 and 90, or with other plans, by 200 histories of each plan."""
    asked = question(60, lever=how.pop("lever", {}))
    return sim.compare(asked, plans or PLANS, **{"replications": 200, "workers": 1, **how})


def raced(plans: dict[str, Any] | None = None, **how: Any) -> Comparison:
    """Compare the plans with elimination, by at most 2,000 histories of each plan."""
    return small(plans, **{"eliminate": True, "replications": 2_000, **how})

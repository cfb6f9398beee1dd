"""Plans of the coins that are compared: as they are, or until the best is known."""

from __future__ import annotations

from typing import Any

import sim
from sim.experiment.decide.compare.comparison import Comparison
from tests.unit.experiment.coins import question

PEOPLE = "group.staff.count"
PLANS: dict[str, Any] = {"fewer": {PEOPLE: 50}, "more": {PEOPLE: "+50%"}}


def small(plans: dict[str, Any] | None = None, **how: Any) -> Comparison:
    """Sixty people as written, 50 and 90, two hundred histories each."""
    asked = question(60, lever=how.pop("lever", {}))
    return sim.compare(asked, plans or PLANS, **{"replications": 200, "workers": 1, **how})


def raced(plans: dict[str, Any] | None = None, **how: Any) -> Comparison:
    """The same with an elimination."""
    return small(plans, **{"eliminate": True, "replications": 2_000, **how})

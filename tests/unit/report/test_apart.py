"""What phased plans release at once and may not ride together is named by `sim check`: part of it waits."""

from __future__ import annotations

from typing import Any

import pytest

from sim.arithmetic import arithmetic
from sim.report.check import check_lines
from tests.scenarios import START, compiled, items, lift, rate, staged

WORDS = "plans release movers at once that may not ride together on plane: some wait"
EVENLY = {"begins": START.date(), "before": "deadline", "margin_d": 5}


def said(**sections: Any) -> str:
    """What `sim check` prints of forty people and ninety required crates that one lift serves."""
    stated = {"group": {"main": staged(40)}, "lot": {"crates": items(90, pallets=1)}, "lift": {"plane": lift(rate(7))}}
    return " ".join(" ".join(check_lines(arithmetic(compiled(**(stated | sections))))).split())


def test_a_plan_that_releases_at_once_what_may_not_ride_together_is_named() -> None:
    """Claim: of people and lethal crates that follow a plan, it is said that part of them waits."""
    assert WORDS in said(plan={"all": EVENLY})


@pytest.mark.parametrize(
    "sections",
    [
        {},
        {"plan": {"people": {**EVENLY, "kind": "people"}}},
        {"plan": {"all": EVENLY}, "order": {"segregate": []}},
        {"plan": {"all": EVENLY}, "lot": {"crates": items(90, category="sensitive")}},
        {"plan": {"all": EVENLY}, "lift": {"plane": lift(rate(7), seats=0), "bus": lift(rate(7), pallets=0)}},
    ],
    ids=["no plan", "crates at once", "no such pair", "another category", "a lift for each"],
)
def test_nothing_is_said_where_no_mover_waits(sections: dict[str, Any]) -> None:
    """Claim: without both kinds, without such a pair, or with a lift for each, there is no such line."""
    assert "may not ride together" not in said(**sections)

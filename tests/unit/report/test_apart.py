"""`sim check` says if phased plans release movers that may not ride together, so that some must wait."""

from __future__ import annotations

from typing import Any

import pytest

from sim.arithmetic import arithmetic
from sim.report.check import check_lines
from tests.scenarios import START, compiled, items, lift, rate, staged

WORDS = "phased plans release movers that may not ride together on plane: some wait"
EVENLY = {"begins": START.date(), "before": "deadline", "margin_d": 5}


def said(**sections: Any) -> str:
    """Return the output of `sim check` for forty people, ninety crates and one lift, with some sections changed."""
    stated = {"group": {"main": staged(40)}, "lot": {"crates": items(90, pallets=1)}, "lift": {"plane": lift(rate(7))}}
    return " ".join(" ".join(check_lines(arithmetic(compiled(**(stated | sections))))).split())


def test_a_plan_that_releases_segregated_movers_at_once_is_named() -> None:
    """For people and lethal crates that a plan releases together, a line says that some wait."""
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
    ids=["no plan", "plan of people only", "nothing segregated", "another category", "a lift for each"],
)
def test_no_line_if_no_mover_waits(sections: dict[str, Any]) -> None:
    """There is no such line if a plan does not release both people and crates, if people and crates may ride together,
    or if people have one lift and crates another.
    """
    assert "may not ride together" not in said(**sections)

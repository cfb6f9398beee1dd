"""The lines of the answer about cost and equipment."""

from __future__ import annotations

from typing import Any

import pytest

from sim.analysis.summary.detail import _stays
from sim.analysis.summary.words import money


@pytest.mark.parametrize(
    ("value", "got"),
    [
        (0, "0"),
        (839.6, "840"),
        (62_041, "62,000"),
        (999_400, "999,000"),
        (1_239_000, "1.24 million"),
        (3.2e9, "3.2 billion"),
    ],
)
def test_money_has_three_digits(value: float, got: str) -> None:
    assert money(value) == got


def accounts(**tonnes: float) -> dict[str, Any]:
    """Return a ledger of one category: the mean tonnes by fate."""
    fates = ("shipped", "transferred", "sold", "destroyed", "abandoned", "remaining")
    whole = {"in": sum(tonnes.values()), **tonnes}
    return {"general": {fate: {"tonnes": {"mean": whole.get(fate, 0.0)}} for fate in ("in", *fates)}}


def test_no_lines_without_prices_if_all_is_shipped() -> None:
    """Without prices, and if all equipment is shipped, there are no lines about cost and equipment."""
    assert list(_stays({"ledger": accounts(shipped=2210)})) == []
    assert list(_stays({"ledger": {}})) == []


def test_lines_about_cost_and_equipment() -> None:
    """The lines state the cost with its range, which lift has no price, what became of the equipment, and the value
    left behind.
    """
    got = {
        "replications": 400,
        "cost": {"total": {"mean": 4.19e7, "p05": 2.94e7, "p95": 6.2e7}, "not_priced": ["bus"]},
        "ledger": accounts(shipped=2210, transferred=120, abandoned=35),
        "value_left": {"mean": 1_260_000.0},
    }
    cost, shipped, value = _stays(got)
    assert cost.startswith("Cost 41.9 million USD (mean; 29.4 million to 62 million, 5-95 %)")
    assert "without a price: bus" in cost
    for part in ("2,365 t", "400 histories", "2,210 t were shipped", "120 t handed over", "35 t left behind"):
        assert part in shipped
    assert "1.26 million USD" in value


def test_a_cost_without_spread_has_no_range() -> None:
    """If every history costs the same, the line has one amount and no range."""
    got = {"cost": {"total": {"mean": 108_000.0, "p05": 108_000.0, "p95": 108_000.0}, "not_priced": []}}
    assert list(_stays(got)) == ["Cost 108,000 USD."]

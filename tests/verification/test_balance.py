"""The ledger balances and costs add up in every history, on random scenarios with prices."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.analysis.outcomes.record import Outcomes, outcomes
from sim.analysis.outcomes.remaining import cargo_categories
from sim.analysis.sums.value import fates
from sim.domain.scenario import Scenario
from sim.model.calendars import NEVER
from sim.model.compile import plan
from sim.model.plan import Plan
from sim.model.schema.row import Table
from sim.model.terms import Fate
from sim.model.trajectory import Trajectory, fingerprint
from tests.engine import simulate
from tests.scenarios import DAY, compiled, fleet, items, lift
from tests.verification.case import Case
from tests.verification.invariants_of_conservation import the_ledger_balances
from tests.verification.strategies import scenarios

SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
HEADINGS = ("flying", "positioning", "charter", "seats", "handling", "per_diem", "disposal", "granted")


def valued(case: Scenario) -> Scenario:
    """Return the scenario with a value of an item for every second lot.

    Prices are added by `priced`, because values may change decisions and prices may not.
    """
    tables = case.model_dump()
    for lot in list(tables["lot"].values())[1::2]:
        lot["value_usd"] = 1234.56
    return Scenario.model_validate(tables)


def priced(case: Scenario) -> Scenario:
    """Return the scenario with prices for every heading of the costs."""
    tables = case.model_dump()
    for each in tables["lift"].values():
        each |= {"flying_usd_per_h": 4321.0, "positioning_h": 2.5, "charter_usd": 77.7, "seat_usd": 9.99}
    for lot in tables["lot"].values():
        lot |= {"sale_usd": 3.0, "transfer_usd": 1.0, "destroy_usd": 2.0}
    review = tables["review"] or {}
    for asked in (review.get("lift"), *review.get("call", ())):
        if asked is not None:
            asked["granted_usd"] = 5e4
    tables["price"] = {"per_diem_usd": 111.1, "handling_usd_per_t": 12.3}
    return Scenario.model_validate(tables)


@given(case=scenarios(), replication=st.integers(0, 3))
@settings(max_examples=60, suppress_health_check=SLOW)
def test_the_ledger_balances_and_costs_add_up(case: Scenario, replication: int) -> None:
    """The ledger balances by category in items and kilograms. Costs are at least 0 and add up to the total. Prices
    change no history and no figure that is not a cost.
    """
    case = valued(case)
    question, free = plan(priced(case)), plan(case)
    history = simulate(question, 1, replication)
    assert fingerprint(history) == fingerprint(simulate(free, 1, replication))
    the_ledger_balances(Case(question, history))
    found = outcomes(question, history)
    spent = [found[f"cost_{name}_usd"] for name in HEADINGS if name != "granted" or len(question.ask)]
    assert min(spent) >= 0
    assert round(100 * found["cost_total_usd"]) == sum(round(100 * each) for each in spent)
    plain = outcomes(free, history)
    assert not [name for name in plain.names if name.startswith(("cost", "sales"))]
    same = [name for name in plain.names if name in found.names]
    assert [plain[name] for name in same] == pytest.approx([found[name] for name in same], nan_ok=True)
    _days(question, history, found)
    _columns(question, found)


def _days(question: Plan, history: Trajectory, found: Outcomes) -> None:
    """Check that the per diem cost is the price of a day (111.1) times the days of stay of all people together."""
    days = 0.0
    for mover in history.mover:
        if question.lot["person"][mover["lot"]]:
            goes = min(int(mover["up"]), int(mover["left"]), history.end)
            days += max(0, goes - min(int(mover["arrived"]), history.end)) / DAY
    assert found["cost_per_diem_usd"] == pytest.approx(111.1 * days, abs=0.01)


def _columns(question: Plan, found: Outcomes) -> None:
    """Check that in each category, the ledger's items and tonnes by fate sum to those that came in."""
    for _, name in cargo_categories(question):
        for unit in ("items", "t"):
            parts = sum(found[f"ledger_{name}_{fate}_{unit}"] for fate in fates(question))
            assert parts == pytest.approx(found[f"ledger_{name}_in_{unit}"])


@pytest.mark.parametrize(
    "plant",
    [
        lambda mover: mover.__setitem__("kg", np.where(mover["lot"] == 0, mover["kg"] + 1, mover["kg"])),
        lambda mover: mover["fate"].__setitem__(0, Fate.OPEN),
        lambda mover: mover["fate"].__setitem__(0, Fate.EMPTY),
        lambda mover: mover["left"].__setitem__(0, 5),
        lambda mover: mover["up"].__setitem__(0, NEVER),
    ],
    ids=["a kilogram too many", "up, but fate OPEN", "up, but fate EMPTY", "up and left", "fate OUT, but never up"],
)
def test_the_balance_notices_planted_errors(plant: Callable[[Table], None]) -> None:
    """Each planted error in the table of movers breaks the balance, which holds without an error."""
    question = compiled(lot={"crates": items(3, 2.0)}, lift={"jet": lift(fleet())})
    history = simulate(question, 1, 0)
    the_ledger_balances(Case(question, history))
    mover = history.mover.copy()
    plant(mover)
    with pytest.raises(AssertionError):
        the_ledger_balances(Case(question, dataclasses.replace(history, mover=mover)))

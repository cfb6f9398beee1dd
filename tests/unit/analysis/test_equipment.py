"""The ledger of equipment in a history, and what is in country on a date, in tables of a few rows."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest

from sim.analysis.outcomes.equipment import accounts
from sim.analysis.outcomes.record import outcomes
from sim.analysis.sums import Sums
from sim.analysis.sums.periods import stops
from sim.analysis.sums.value import FATES, fates
from sim.engines.simpy import simulate
from sim.errors import EngineError
from sim.model.plan import Plan
from sim.model.terms import CATEGORIES, Fate
from tests.scenarios import DAY, base, compiled, dated, hours, items, lift
from tests.unit.analysis.histories import gone, history, lot, still


def question(**more: Any) -> Plan:
    """Return a plan of arms worth $1,000 an item, radios worth $500 an item and tents of unknown value; the deadline is
    day 10.
    """
    return compiled(
        **{
            "group": {"guards": {"site": "A", "count": 1}},
            "lot": {
                "ammo": items(3, 2.0, value_usd=1000),
                "radios": items(3, 1.0, "general", value_usd=500),
                "tents": items(3, 3.0, "general"),
            },
            "lift": {"jet": lift(dated(24))},
            "deadline_h": 240,
            "horizon_d": 20,
            **more,
        }
    )


def test_every_fate_has_its_column() -> None:
    """The ledger has the items, tonnes and value of equipment by category and fate. People are not counted."""
    plan = question(site={"A": base(disposal={"retain": []})})
    guards, ammo, radios, tents = (lot(plan, name) for name in ("guards", "ammo", "radios", "tents"))
    rows = [
        gone(guards, 9, kg=100),
        gone(ammo, 9, kg=2000),
        gone(ammo, 0, kg=2000),
        still(ammo, kg=2000, fate=Fate.DESTROYED, left=9),
        still(radios, kg=1000, fate=Fate.TRANSFERRED, left=9),
        still(radios, kg=1000, fate=Fate.SOLD, left=9),
        still(radios, kg=1500, fate=Fate.RETAINED, left=9),
        still(radios, kg=1000),
        still(tents, kg=3000, fate=Fate.LEFT, left=9),
        still(tents, kg=3000),
    ]
    taken = outcomes(plan, history(rows))
    got = {
        name: tuple(taken[f"ledger_{name}_{unit}"] for unit in ("items", "t", "usd"))
        for name in (f"{category}_{fate}" for category in ("lethal", "general") for fate in ("in", *FATES))
        if taken[f"ledger_{name}_items"]
    }
    assert got == {
        "lethal_in": (3, 6.0, 3000.0),
        "lethal_shipped": (2, 4.0, 2000.0),
        "lethal_destroyed": (1, 2.0, 1000.0),
        "general_in": (6, 10.5, 2000.0),
        "general_transferred": (1, 1.0, 500.0),
        "general_sold": (1, 1.0, 500.0),
        "general_retained": (1, 1.5, 500.0),
        "general_abandoned": (1, 3.0, 0.0),
        "general_remaining": (2, 4.0, 500.0),
    }
    assert (taken["value_left_usd"], taken["value_left_unknown_items"]) == (500.0, 2)


def test_only_categories_of_the_scenario_have_columns() -> None:
    """Only categories of the scenario have columns, and there is no column of value if no value is stated."""
    plan = question(lot={"ammo": items(3, 2.0)})
    names = outcomes(plan, history([gone(0, 5)])).names
    got = {name for name in names if name.startswith(("ledger", "value"))}
    assert got == {f"ledger_lethal_{fate}_{unit}" for fate in ("in", *fates(plan)) for unit in ("items", "t")}
    assert FATES.keys() - fates(plan) == {"retained"}


def test_a_mover_with_a_fate_unknown_to_the_ledger_unbalances_it() -> None:
    """A mover whose fate is one that only sorties have is counted in the last entry, which is for all other fates."""
    plan = question()
    got = history([still(lot(plan, "ammo"), kg=7, fate=Fate.EMPTY), gone(lot(plan, "ammo"), 5, kg=8)])
    table = accounts(Sums(plan, got))
    lethal = table[CATEGORIES.index("lethal")]
    assert lethal[-1].tolist() == [1, 7, 100_000, 0]
    assert lethal.sum(axis=0).tolist() == [2, 15, 200_000, 0]


def test_an_uncertain_value_is_the_one_of_the_world() -> None:
    """The value of a lot is that of the world: here $1,000 times a drawn 1.25."""
    plan = question(uncertainty={"lot.ammo.value_usd": {"draw": {"low": 0.5, "high": 2}, "apply": "times"}})
    got = dataclasses.replace(history([gone(lot(plan, "ammo"), 5)]), drawn=np.array([1.25]))
    assert outcomes(plan, got)["ledger_lethal_shipped_usd"] == 1250.0


def test_what_stays_on_a_date() -> None:
    """Items in country on the date count, and so do items left behind. Items that are out, disposed of, or still to
    come do not.
    """
    plan = question()
    ammo, tents = lot(plan, "ammo"), lot(plan, "tents")
    rows = [
        gone(ammo, 5 * DAY, kg=2000),
        still(ammo, kg=2000, fate=Fate.DESTROYED, left=3 * DAY),
        still(tents, kg=3000, fate=Fate.LEFT, left=2 * DAY),
        gone(tents, 9 * DAY, kg=500, arrived=8 * DAY),
    ]
    taken = outcomes(plan, history(rows))
    dates = dict(stops(plan))
    assert dates["deadline"] == 240 * 3600
    assert dates["2024-01-08"] == 7 * DAY
    assert (taken["staying_2024-01-08_t"], taken["staying_2024-01-08_usd"]) == (3.0, 0.0)
    assert (taken["staying_deadline_t"], taken["staying_deadline_usd"]) == (3.0, 0.0)


def test_dates_on_which_to_stop_day_by_day() -> None:
    """A short history is reported at each midnight. A mover counts as out from the second of its take-off, also at a
    midnight.
    """
    plan = question(deadline_h=50, horizon_d=2)
    ammo = lot(plan, "ammo")
    taken = outcomes(plan, history([gone(ammo, DAY, kg=2000), gone(ammo, DAY + 1, kg=1000)]))
    assert [name for name, _ in stops(plan)][:3] == ["2024-01-02", "2024-01-03", "deadline"]
    assert (taken["staying_2024-01-02_t"], taken["staying_2024-01-02_usd"]) == (1.0, 1000.0)
    assert hours(50).isoformat().startswith("2024-01-03T02")


def test_more_money_than_can_be_counted_is_refused() -> None:
    """If an unknown makes the value too large to be summed exactly in cents, the outcomes of the
    history are refused.
    """
    plan = compiled(
        lot={"x": items(2, value_usd=1e6)},
        lift={"plane": lift(dated(1))},
        uncertainty={"lot.x.value_usd": {"apply": "times", "draw": {"values": [1e9]}}},
        checked=False,
    )
    with pytest.raises(EngineError, match="US dollars: expected at most 90,071,992,547,409"):
        outcomes(plan, simulate(plan, 1, 0))

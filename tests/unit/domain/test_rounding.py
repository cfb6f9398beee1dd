"""A value that cannot be represented in whole kilograms, seconds, seats or thousandths of a position is refused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

import sim
from sim.domain.check import check
from sim.domain.check.rounding import PART, SLIGHT_KG, SLIGHT_POSITIONS, rounding
from sim.domain.scenario import Scenario
from sim.model.world import make_world
from tests.scenarios import base, fleet, lift, scenario


def made(**sections: Any) -> Scenario:
    """Return a scenario with one lift and these sections."""
    return scenario(lift={"c17": lift(fleet())}, checked=False, **sections)


def with_lot(**lot: Any) -> Scenario:
    """Return a scenario with one lot."""
    return made(lot={"goods": {"site": "A", "category": "general", **lot}})


REFUSED = {
    "many small items": ({"count": 100_000, "weight_t": 0.0004}, "weight_t", "0 t in all instead of 40 t"),
    "0.6 kg rounded up": ({"count": 10_000, "weight_t": 0.0006}, "weight_t", "10 t in all instead of 6 t"),
    "12.5 kg rounded up": ({"count": 10_000, "weight_t": 0.0125}, "weight_t", "130 t in all instead of 125 t"),
    "a total of nothing": ({"total_t": 0.0004, "item_t": {"values": [1.0]}}, "total_t", "0 kg"),
    "a list": ({"total_t": 40, "item_t": {"values": [0.0004, 0.0004]}}, "item_t", "another number"),
    "a drawn weight": ({"total_t": 40, "item_t": {"mean": 0.0004, "cv": 0.3}}, "item_t", "0.0004 t on average"),
    "quantiles": ({"total_t": 40, "item_t": {"p50": 0.0004, "p95": 0.0009}}, "item_t", "another number"),
    "a narrow span": ({"total_t": 40, "item_t": {"low": 0.0013, "high": 0.0015}}, "item_t", "0.0014 t on average"),
    "flat items": ({"count": 10_000, "weight_t": 1.0, "pallets": 0.0004}, "pallets", "0.0004 positions would have 0"),
    "positions by weight": ({"count": 9_000, "weight_t": 1.0, "pallets_per_t": 0.0014}, "pallets_per_t", "have 0.001"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_value_that_rounding_would_change_is_refused(name: str) -> None:
    """There is one finding, at the number; it says what rounding would make of the number."""
    lot, key, text = REFUSED[name]
    (finding,) = rounding(with_lot(**lot))
    assert finding.path == ("lot", "goods", key)
    assert text in finding.expectation
    assert finding in check(with_lot(**lot))


KEPT: tuple[dict[str, Any], ...] = (
    {"count": 100_000, "weight_t": 0.05},
    {"count": 3, "weight_t": 0.0125},
    {"count": 100_000, "weight_t": 0.0007 * 10},
    {"total_t": 40, "item_t": {"mean": 0.0147, "cv": 0.4}},
    {"total_t": 40.0004, "item_t": {"values": [1.5, 0.0125, 2.0]}},
    {"count": 5, "weight_t": 1.0, "pallets": 0.3333},
    {"total_t": 3, "item_t": {"low": 0.5, "high": 2}, "pallets_per_t": 0.4},
)


@pytest.mark.parametrize("lot", KEPT, ids=str)
def test_usual_weights_and_positions_are_accepted(lot: dict[str, Any]) -> None:
    assert list(rounding(with_lot(**lot))) == []


def test_payloads_seats_durations_and_people_are_checked_too() -> None:
    """A weight of people, a time, a payload and a number of seats are refused if rounding would change them."""
    (heavy,) = rounding(made(group={"staff": {"site": "A", "count": 9_000, "weight_t": 0.0254}}))
    assert heavy.path == ("group", "staff", "weight_t")
    (time,) = rounding(made(site={"A": base(station={"check": {"servers": 1, "service_h": 0.0004}})}))
    assert time.path == ("site", "A", "station", "check", "service_h")
    assert "this one would be 1" in time.expectation
    short = scenario(lift={"c17": lift(fleet(), seats=10.5, payload_t=0.0004)}, checked=False)
    assert {finding.path[-1] for finding in rounding(short)} == {"seats", "payload_t"}


@example(90, 0.2134479205799012, 0.0, 0.2134479205799012)  # rounding of the weight also changes these positions
@given(st.integers(1, 5_000), st.floats(1e-4, 30.0), st.floats(0.0, 3.0), st.floats(0.0, 0.5))
def test_an_accepted_lot_has_its_stated_weight_in_the_plan(
    count: int, weight: float, pallets: float, by_weight: float
) -> None:
    """If a lot is accepted, its weight and its positions in the world differ from the stated ones by at most
    1 %, or by 50 kg and 0.05 positions if that is more, and no item weighs 0 kg.
    """
    lot = with_lot(count=count, weight_t=weight, pallets=pallets, pallets_per_t=by_weight)
    assume(not list(rounding(lot)))
    world = make_world(sim.plan(lot), lot.seed, 0)
    kg, mpos = (world.items.by_lot(each)[-1] for each in (world.items.kg, world.items.mpos))
    stated, positions = 1000.0 * weight * count, (pallets + by_weight * weight) * count
    assert abs(sum(kg) - stated) <= max(PART * stated, SLIGHT_KG) * (1 + 1e-9)
    assert abs(sum(mpos) / 1000.0 - positions) <= max(PART * positions, SLIGHT_POSITIONS) * (1 + 1e-9)
    assert all(kg)


DOUBTED = {
    "a fifth of two kilograms": (0.002, 1_000, {"low": 0.19, "high": 0.21}, "0.38 to 0.42 kg, for each of 1,000"),
    "about one and a half": (0.0015, 1_000, {"low": 0.95, "high": 1.05}, "1.425 to 1.575 kg"),
    "perhaps light": (0.02, 1_000, {"low": 0.1, "high": 2.0}, "2 to 40 kg"),
}


@pytest.mark.parametrize("name", DOUBTED)
def test_a_weight_that_unknowns_make_too_small_is_refused(name: str) -> None:
    """A weight that an unknown multiplies is refused if rounding would change it too much in some world."""
    tonnes, count, draw, text = DOUBTED[name]
    unknown = {"weights": {"to": ("lot.goods.weight_t",), "apply": "times", "draw": draw}}
    lots = {"goods": {"site": "A", "category": "general", "count": count, "weight_t": tonnes}}
    found = [each for each in rounding(made(lot=lots, uncertainty=unknown)) if "[uncertainty]" in each.expectation]
    assert [each.path for each in found] == [("lot", "goods", "weight_t")]
    assert text in found[0].expectation


def test_weights_that_differ_between_worlds_are_accepted() -> None:
    """People of 90 kg, items of 1.2 t, and 20 items of 20 kg are accepted if unknowns multiply their weights."""
    unknown = {
        "people": {"to": ("group.staff.weight_t",), "apply": "times", "draw": {"low": 0.8, "high": 1.2}},
        "goods": {"to": ("lot.goods.weight_t",), "apply": "times", "draw": {"low": 0.5, "high": 2.0}},
        "few": {"to": ("lot.few.weight_t",), "apply": "times", "draw": {"low": 0.1, "high": 2.0}},
    }
    lots = {
        "goods": {"site": "A", "category": "general", "count": 500, "weight_t": 1.2},
        "few": {"site": "A", "category": "general", "count": 20, "weight_t": 0.02},
    }
    staff = {"staff": {"site": "A", "count": 1_000, "weight_t": 0.09}}
    assert list(rounding(made(lot=lots, group=staff, uncertainty=unknown))) == []

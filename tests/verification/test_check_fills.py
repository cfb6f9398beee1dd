"""`sim check` says what fills a load first (payload, positions, seats or whole items), on cases worked by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.analysis.causes import reasons
from sim.config import load
from sim.model.compile import plan
from sim.model.terms import Fate
from tests.checking import printed, worked, written
from tests.engine import simulate

CRATES = """
name = "one camp, one aircraft a day"
seed = 1
clock = { start = 2025-03-01, horizon_d = 60 }
milestone.deadline = { by = 2025-04-30 }
site.Camp.kind = "base"
site.Port.kind = "apod"

[lot.crates]
site = "Camp"
category = "lethal"
count = 90
weight_t = 2
pallets = 1

[lift.plane]
sites = ["Camp"]
to = "Port"
payload_t = 40
pallets = 18
seats = 10
load_h = 2
leg.Camp = { block_h = 4 }
supply = { per_week = 7 }
"""
LOADING = 2 / 24
# The payload of 40 t takes 20 crates, so 90 crates need 4.5 sorties by weight. The 18 positions take 18 crates (36 t),
# so 90 crates need 5 sorties by positions. The last load takes two hours to load.


@pytest.fixture
def camp(tmp_path: Path) -> Path:
    return written(tmp_path, CRATES)


def cause(config: Path, *overrides: str) -> str:
    """Return the words for the cause "too few missions of plane" (key `missions:plane`) in this case."""
    listed = reasons(plan(load(config, overrides)))
    return next(reason.label for reason in listed if reason.key == "missions:plane")


def test_positions_fill_first(camp: Path) -> None:
    """The 18 positions take 36 of 40 t a day, so 90 crates take five days.

    The rates of lift and ramp count 36 t a sortie, and `sim check` names positions.
    """
    found = worked(camp, "site.Camp.working=1")
    assert found.closure / 86_400 == pytest.approx(5.0 + LOADING)
    assert found.lift_t == pytest.approx(36.0)
    assert found.ramps[0].payload_t == pytest.approx(36.0)
    got = printed(camp)
    assert "load plane: positions fill first, 18 of them with 36 t (payload 40 t)" in got
    assert "binding positions at Camp (plane 7 a week with 18 positions, 36 t)" in got
    assert cause(camp) == "too few missions of plane (positions)"


def test_payload_fills_first(camp: Path) -> None:
    """With 30 positions, 20 crates of 2 t fill the payload of 40 t, so 90 crates take 4.5 days."""
    found = worked(camp, "lift.plane.pallets=30")
    assert found.closure / 86_400 == pytest.approx(4.5 + LOADING)
    assert found.lift_t == pytest.approx(40.0)
    got = printed(camp, "lift.plane.pallets=30")
    assert "load plane: payload fills first, 40 t" in got
    assert "binding lift at Camp (plane 7 a week with 40 t)" in got
    assert cause(camp, "lift.plane.pallets=30") == "too few missions of plane"


def test_seats_fill_first(camp: Path) -> None:
    """80 people on 10 seats a day take eight days, and crates take five, so seats fill first."""
    camp.write_text(CRATES + '\n[group.staff]\nsite = "Camp"\ncount = 80\n', encoding="utf-8")
    assert worked(camp).closure / 86_400 == pytest.approx(8.0 + LOADING)
    got = printed(camp)
    assert "load plane: seats fill first, 10 people (payload 40 t)" in got
    assert "binding seats at Camp (plane 7 a week with 10 seats)" in got
    assert cause(camp) == "too few missions of plane (seats)"


def test_whole_items_limit_a_load(camp: Path) -> None:
    """Only one item of 25 t fits the payload of 40 t, so six items need six sorties; by weight they need 3.75."""
    single = ["lot.crates.count=6", "lot.crates.weight_t=25"]
    found = worked(camp, *single)
    assert found.closure / 86_400 == pytest.approx(6.0 + LOADING)
    assert found.lift_t == pytest.approx(25.0)
    assert found.required.heavy_sorties == 6
    got = printed(camp, *single)
    assert "load plane: single items are the limit, 1 a sortie with 25 t (payload 40 t)" in got
    assert "binding single items at Camp (plane 7 a week with 1 item, 25 t)" in got
    assert cause(camp, *single) == "too few missions of plane (single items)"


def test_whole_items_by_positions(camp: Path) -> None:
    """Two items of seven positions each fit on 18 positions, so 20 items take ten days, not 20 x 7 / 18 = 7.8."""
    wide = ["lot.crates.count=20", "lot.crates.weight_t=1", "lot.crates.pallets=7"]
    found = worked(camp, *wide)
    assert found.closure / 86_400 == pytest.approx(10.0 + LOADING)
    assert "load plane: whole items are the limit, 2 a sortie with 2 t (payload 40 t)" in printed(camp, *wide)


def test_small_items_fill_what_large_ones_leave(camp: Path) -> None:
    """Two items of 25 t and 35 crates of 2 t weigh 120 t and fill three sorties of 40 t, so payload is the limit."""
    large = '\n[lot.large]\nsite = "Camp"\ncategory = "lethal"\ncount = 2\nweight_t = 25\n'
    camp.write_text(CRATES + large, encoding="utf-8")
    small = ["lot.crates.count=35", "lift.plane.pallets=40"]
    assert worked(camp, *small).closure / 86_400 == pytest.approx(3.0 + LOADING)
    assert "load plane: payload fills first" in printed(camp, *small)


def test_a_gate_lets_through_whole_loads(camp: Path) -> None:
    """A gate with one spot and 12 h of offloading needs three days for six aircraft with one item of 25 t each.

    By weight the items would need 150 t / 40 t = 3.75 aircraft, and 1.875 days at the gate.
    """
    gate = ["site.Port.parking=1", "lift.plane.offload_h=12", "lift.plane.supply.per_week=700"]
    found = worked(camp, "lot.crates.count=6", "lot.crates.weight_t=25", *gate)
    assert found.binding is not None
    assert found.binding.kind == "gate"
    assert found.closure / 86_400 == pytest.approx(3.0)


def test_an_item_above_the_payload_takes_one_sortie(camp: Path) -> None:
    """Items of 25 t exceed the payload of 20 t, but not the structural limit of 30 t, so each flies alone.

    Six items take six sorties and six days; a history has six loaded sorties too.
    """
    heavy = ["lot.crates.count=6", "lot.crates.weight_t=25", "lift.plane.payload_t=20", "lift.plane.max_payload_t=30"]
    found = worked(camp, *heavy)
    assert found.closure / 86_400 == pytest.approx(6.0 + LOADING)
    assert found.required.heavy_sorties == 6
    assert found.lift_t == pytest.approx(25.0)
    got = printed(camp, *heavy)
    assert "load plane: single items are the limit, 1 a sortie with 25 t (payload 20 t)" in got
    assert "binding single items at Camp (plane 7 a week with 1 item, 25 t)" in got
    asked = plan(load(camp, heavy))
    assert (simulate(asked, 1, 0).sortie["fate"] == Fate.OUT).sum() == 6


BUSES = """
name = "buses"
seed = 1
clock = { start = 2025-03-01, horizon_d = 60 }
milestone.deadline = { by = 2025-04-30 }
site.Camp.kind = "base"
site.Port.kind = "apod"

[group.all]
site = "Camp"
count = 300
weight_t = 0.181

[lift.bus]
sites = ["Camp"]
to = "Port"
uses_ramp = false
payload_t = 4
seats = 40
leg.Camp = { block_h = 10 }
supply = { kind = "fleet", tails = 2 }
"""


@pytest.mark.parametrize(
    ("payload", "seats", "aboard"),
    [(4, 40, 22), (9, None, 49), (9, 40, 40)],
    ids=["weight", "weight without a limit of seats", "seats"],
)
def test_people_aboard_are_limited_by_seats_and_payload(
    payload: float, seats: int | None, aboard: int, tmp_path: Path
) -> None:
    """Of 300 people of 0.181 t, a payload of 4 t takes 22, one of 9 t takes 49, and 40 seats take 40.

    The expected number of missions and people a day are those of two buses with round trips of 20 h.
    """
    text = BUSES.replace("payload_t = 4", f"payload_t = {payload}")
    text = text.replace("seats = 40\n", "" if seats is None else f"seats = {seats}\n")
    said = printed(written(tmp_path, text))
    missions = -(-300 // aboard)
    assert f"needs {missions} sorties for people" in said
    assert f"per day lift {round(2 * aboard * 24 / 20 - 0.01)} people out" in said
    assert f"{missions} missions in {300 / (2 * aboard * 24 / 20):.2f} days" in said

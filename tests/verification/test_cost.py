"""Costs of whole histories, worked by hand, and how they change with prices and lift."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.analysis.outcomes.record import Outcomes, outcomes
from sim.analysis.statistics.averages import average
from sim.config import load
from sim.domain.scenario import Scenario
from sim.experiment.run import run
from sim.model.calendars import NEVER
from sim.model.compile import plan
from sim.model.terms import Fate
from sim.model.world.circumstances import circumstances
from sim.model.world.flying import leg_seconds
from tests.engine import simulate
from tests.scenarios import HOUR, base, compiled, dated, fleet, hours, items, lift, rate, scenario

CONFIG = Path(__file__).parents[2] / "configs" / "tiny.toml"


def taken(compiled: Any, replication: int = 0) -> Outcomes:
    """Run a history and return its outcomes."""
    return outcomes(compiled, simulate(compiled, 1, replication))


def test_the_tiny_case_with_prices() -> None:
    """With prices, the tiny case has these costs; docs/model.md works its history by hand.

    Three trips of 2 h each way are 12 flying hours and cost $108,000 at $9,000 an hour. The one tail is positioned for
    5 h, which costs $45,000. Three charters at $1,000 cost $3,000, and seats for four guards at $250 cost $1,000. The
    loads of 4 t, 2 t and 3.4 t (tents, and four guards of 0.1 t) are 9.4 t; handling costs $940 at $100 a tonne. Four
    guards are there from 08:00 to 23:00, together 2.5 days, which cost $300 at $120 a day. The total is $158,240. Three
    crates of ammunition worth $10,000 each are shipped ($30,000). Nothing stays, so no value is left behind.
    """
    tables = load(CONFIG).model_dump()
    tables["lift"]["aircraft"] |= {
        "flying_usd_per_h": 9000, "positioning_h": 5, "charter_usd": 1000, "seat_usd": 250, "handling_usd_per_t": 100,
    }  # fmt: skip
    tables["price"] = {"per_diem_usd": 120}
    tables["lot"]["ammunition"]["value_usd"] = 10_000
    found = taken(plan(Scenario.model_validate(tables)))
    expected = {
        "flying_aircraft_h": 12.0,
        "positioning_aircraft_h": 5.0,
        "cost_flying_usd": 108_000.0,
        "cost_positioning_usd": 45_000.0,
        "cost_charter_usd": 3_000.0,
        "cost_seats_usd": 1_000.0,
        "cost_handling_usd": 940.0,
        "cost_per_diem_usd": 300.0,
        "cost_total_usd": 158_240.0,
        "ledger_lethal_shipped_t": 6.0,
        "ledger_lethal_shipped_usd": 30_000.0,
        "value_left_usd": 0.0,
        "value_left_unknown_items": 0,
    }
    assert {name: found[name] for name in expected} == expected


def test_the_cost_of_missions_that_divert_turn_back_or_never_set_out() -> None:
    """Missions cost the hours that they flew, even if they took no load.

    A jet takes one crate of 2 t on legs of 1.5 h. Permission is withdrawn from 9.6 h to 33.6 h, and a storm shuts the
    runway from 44 h to 60 h. All missions are tasked six hours ahead, and a mission without permission is lost. The
    mission of 10 h sets out at 8.5 h and is turned back, so it flies two legs. The mission of 12 h would set out at
    10.5 h, but has no permission and stays at home. The mission of 40 h lands, loads for an hour, and leaves with a
    crate: two legs. The mission of 45 h waits overhead for two hours and diverts: two legs.

    So three missions fly 9 h for $18,000 at $2,000 an hour, and 4 h each for positioning, $24,000. Their charters cost
    $2,100 at $700, and handling of 2 t costs $100 at $50 a tonne. A clerk is there until the bus leaves at 25 h, which
    costs $250 at $240 a day. The bus has no price. The total is $44,450. Three crates of $7,000 remain: $21,000.
    """
    clerk = {"site": "A", "count": 1, "lifts": ["bus"], "per_diem_usd": 240}
    jet = lift(
        dated(10, 12, 40, 45),
        payload_t=2.0,
        seats=0,
        lead_d=0.25,
        holding_h=2.0,
        on_cancel="lost",
        leg={"A": {"block_h": 1.5}},
        flying_usd_per_h=2000,
        positioning_h=4,
        charter_usd=700,
        handling_usd_per_t=50,
    )
    made = compiled(
        group={"clerk": clerk},
        lot={"crates": items(4, 2.0, value_usd=7000, lifts=["jet"])},
        lift={"jet": jet, "bus": lift(dated(24), seats=2)},
        outage={"storm": {"sites": ["A"], "dates": [{"begins": hours(44), "until": hours(60)}]}},
        permission={
            "ministry": {"lifts": ["jet"], "lost": 1.0, "lost_after_d": 0.4, "lost_for_d": 1.0, "times": 1},
        },
        deadline_h=48,
        horizon_d=10,
    )
    got = simulate(made, 1, 0)
    fates = {int(row["planned"]) // HOUR: Fate(int(row["fate"])) for row in got.sortie[got.sortie["lift"] == 0]}
    assert fates == {10: Fate.TURNED_BACK, 12: Fate.TURNED_BACK, 40: Fate.OUT, 45: Fate.DIVERTED}
    found = outcomes(made, got)
    expected = {
        "flying_jet_h": 9.0,
        "positioning_jet_h": 12.0,
        "cost_flying_usd": 18_000.0,
        "cost_positioning_usd": 24_000.0,
        "cost_charter_usd": 2_100.0,
        "cost_handling_usd": 100.0,
        "cost_per_diem_usd": 250.0,
        "cost_total_usd": 44_450.0,
        "value_left_usd": 21_000.0,
        "value_left_unknown_items": 0,
        "staying_deadline_usd": 21_000.0,
        "ledger_lethal_remaining_items": 3,
    }
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize("kind", ["fleet", "missions"])
def test_random_legs_are_costed_as_flown(kind: str) -> None:
    """If block times are random, the flying hours are the sum of the legs.

    The leg to the site lasts from tasking to coming overhead (fleet), or as drawn (missions). The leg out lasts from
    wheels-up to arrival. A trip of a tail that has not left the site when the history ends counts both legs as drawn.
    """
    made = compiled(
        lot={"crates": items(40, 2.0)},
        lift={
            "jet": lift(
                fleet(2) if kind == "fleet" else rate(28),
                payload_t=6.0,
                leg={"A": {"block_h": {"mean": 3.0, "cv": 0.4}}},
                offload_h=1.0,
            )
        },
        uncertainty={"lift.jet.leg.A.block_h.mean": {"draw": {"low": 2.0, "high": 4.0}}},
    )
    got = simulate(made, 1, 3)
    flew = got.sortie[got.sortie["up"] < NEVER]
    on_the_way = got.sortie[got.sortie["fate"] == Fate.OPEN]
    home = int((flew["arrived"] - flew["up"]).sum())
    if kind == "fleet":
        there = int((flew["overhead"] - flew["tasked"]).sum())
        assert len(np.unique(flew["overhead"] - flew["tasked"])) > 5
    else:
        there = sum(_leg(made, got, int(row["number"]), 0) for row in flew)
    assert len(on_the_way) == 0 or kind == "fleet"
    rest = sum(_leg(made, got, int(row["number"]), which) for row in on_the_way for which in (0, 1))
    assert round(outcomes(made, got)["flying_jet_h"] * HOUR) == there + home + rest


def _leg(made: Any, got: Any, number: int, which: int) -> int:
    """Return the drawn time [s] of the inbound (`which` 0) or outbound (1) leg of a mission or trip."""
    world = circumstances(made, got)
    return leg_seconds(world, world.rows("leg")[0], world.rows("lift")[0].key, number, 0, which, 0)


# --------------------------------------------------------------------------------- in the expected direction


def drawdown(per_week: float = 21, **jet: Any) -> Scenario:
    """Return a scenario with prices: clerks and crates leave on random missions, of which some are cancelled."""
    prices = {"flying_usd_per_h": 5000, "seat_usd": 100}
    return scenario(
        site={"A": base(station={"desk": {"servers": 1, "service_h": {"mean": 1.0, "cv": 0.6}}})},
        group={"clerks": {"site": "A", "count": 20, "stations": ["desk"], "per_diem_usd": 200}},
        lot={"crates": items(12, 2.0, value_usd=1000), "tents": items(9, 2.0, "general", value_usd=500)},
        lift={
            "jet": lift(
                rate(per_week, pattern="poisson"),
                payload_t={"low": 4, "high": 8},
                seats=6,
                cancel=0.2,
                leg={"A": {"block_h": {"mean": 2.0, "cv": 0.3}}},
                **prices | jet,
            )
        },
        deadline_h=24 * 10,
    )


def figures(case: Scenario, column: str, n: int = 60) -> np.ndarray[Any, Any]:
    """Return an outcome of the first n histories, shape (n,)."""
    return np.array(run(case, replications=n, workers=1).outcomes[column], np.float64)


def test_fewer_missions_cost_more_per_diem() -> None:
    """With a third of the missions, people wait longer, so per diem costs rise.

    The 99.9 % interval of the mean difference over 60 histories is above 0.
    """
    gap = figures(drawdown(7), "cost_per_diem_usd") - figures(drawdown(21), "cost_per_diem_usd")
    assert average(gap, confidence=0.999).low > 0


def test_a_storm_costs_flying_hours() -> None:
    """In storms, missions divert and fly again, so flying costs rise.

    The 99.9 % interval of the mean difference over 60 histories is above 0.
    """
    storm = {"storm": {"sites": ["A"], "per_day": 2.0, "lasts_h": 9.0}}
    calm = drawdown(holding_h=1.0)
    stormy = Scenario.model_validate({**calm.model_dump(), "outage": storm})
    gap = figures(stormy, "cost_flying_usd") - figures(calm, "cost_flying_usd")
    assert average(gap, confidence=0.999).low > 0


def test_a_price_that_doubles_doubles_its_heading_alone() -> None:
    """In each of 8 histories, a doubled price of flying doubles the flying cost. Apart from this and the total cost, no
    outcome changes.
    """
    one, two = run(drawdown(), replications=8), run(drawdown(flying_usd_per_h=10_000), replications=8)
    assert np.allclose(two.outcomes["cost_flying_usd"], 2 * one.outcomes["cost_flying_usd"], atol=0.011)
    for name in one.outcomes.dtype.names or ():
        if name not in ("cost_flying_usd", "cost_total_usd"):
            assert np.array_equal(one.outcomes[name], two.outcomes[name], equal_nan=True), name


def test_an_uncertain_price_is_drawn_for_the_world() -> None:
    """The flying cost is the price drawn for the world times the flying hours, and the prices of four worlds differ."""
    price = {"lift.jet.flying_usd_per_h": {"draw": {"low": 4000.0, "high": 6000.0}}}
    made = plan(Scenario.model_validate({**drawdown().model_dump(), "uncertainty": price}))
    seen = set()
    for replication in range(4):
        got = simulate(made, 1, replication)
        found = outcomes(made, got)
        seen.add(float(got.drawn[0]))
        assert found["cost_flying_usd"] == pytest.approx(got.drawn[0] * found["flying_jet_h"], abs=0.006)
    assert len(seen) == 4


def test_a_study_has_the_cost_if_there_is_a_price() -> None:
    """A study has the cost with its interval, and prints a line about it, only if the scenario has a price.

    Without prices and values, its trade-off counts tonnes left behind in place of dollars.
    """
    priced = run(drawdown(), replications=6, workers=1)
    cost = priced.summary["cost"]
    assert cost["n"] == 6
    assert set(cost["headings"]) == {"flying", "seats", "per_diem"}
    assert cost["total"]["low"] < cost["total"]["mean"] < cost["total"]["high"]
    assert cost["total"]["mean"] == pytest.approx(sum(part["mean"] for part in cost["headings"].values()), rel=1e-4)
    assert "Cost " in str(priced)
    tables = drawdown().model_dump()
    for part in (tables["lift"]["jet"], tables["group"]["clerks"], *tables["lot"].values()):
        part |= dict.fromkeys({"flying_usd_per_h", "seat_usd", "per_diem_usd", "value_usd"} & part.keys())
    free = run(Scenario.model_validate(tables), replications=6, workers=1)
    assert not {"cost", "value_left"} & set(free.summary)
    assert "USD" not in str(free)
    assert not [name for name in free.outcomes.dtype.names or () if name.endswith("_usd")]
    assert free.summary["flying_hours"] == priced.summary["flying_hours"]
    assert free.summary["tradeoff"]["unit"] == "t"
    assert priced.summary["tradeoff"]["unit"] == "usd"

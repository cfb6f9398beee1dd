"""An aircraft with several configurations, worked by hand: which one comes, what it takes, and who waits for it."""

from __future__ import annotations

from typing import Any

import pytest

from sim.analysis.causes.by_reason import by_reason
from sim.analysis.causes.reason import reasons
from sim.analysis.outcomes import fitted
from sim.analysis.sums import Sums
from sim.arithmetic import arithmetic
from sim.domain.check import check, remarks
from sim.domain.scenario import Scenario
from sim.engines.compiled import simulate as compiled
from sim.engines.simpy import Check
from sim.model.compile import plan
from sim.model.digest import plan_digest
from sim.model.trajectory import Trajectory, fingerprint
from sim.model.world.configurations import weight_of
from sim.report.check import check_lines
from sim.report.replay import replay_lines
from tests.engine import simulate
from tests.scenarios import HOUR, dated, fleet, hours, items, lift, rate, scenario, staged

ALL = Check(shuffle=5, scan=True, enablers=True, audit=True)
CARGO, SEATS, HALF = {"name": "cargo", "seats": 0}, {"name": "seats", "pallets": 0}, {"name": "half", "seats": 50}
HALF |= {"pallets": 9}
ALL_THREE = [CARGO, SEATS, HALF]


def jet(supply: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return an aircraft of 100 seats, 18 pallets, or half of each; people may ride with cargo."""
    return lift(supply, **({"pallets": 18, "configuration": ALL_THREE, "segregate": []} | more))


def case(supply: dict[str, Any], people: int = 0, crates: int = 0, **more: Any) -> Scenario:
    """Return a scenario of people and crates (a tonne and a position each), all staged at the start."""
    group = {"main": staged(people)} if people else {}
    lot = {"crates": items(crates, pallets=1, start={"staged": crates})} if crates else {}
    return scenario(group=group, lot=lot, lift={"jet": jet(supply, **more)})


def run(made: Scenario) -> Trajectory:
    """Run a scenario under all checks, and check that causes sum to its closure; return the history."""
    history = simulate(plan(made), 1, 0, check=ALL)
    sums = Sums(plan(made), history)
    chain = by_reason(sums)
    assert chain["seconds"][chain["target"] == 0].sum() == sums.movers.total["closure"]
    return history


def came(history: Trajectory) -> list[tuple[int, float, int, int]]:
    """Return configuration, hour of departure, people and tonnes of cargo of each loaded sortie."""
    flew = history.sortie[history.sortie["people"] + history.sortie["kg"] > 0]
    kg = 181
    return [
        (int(s["configuration"]), s["up"] / HOUR, int(s["people"]), (int(s["kg"]) - kg * int(s["people"])) // 1000)
        for s in flew
    ]


def why(made: Scenario) -> dict[str, float]:
    """Return the hours of the closure due to each reason, by its key."""
    compiled_plan = plan(made)
    chain = by_reason(Sums(compiled_plan, simulate(compiled_plan, 1, 0, check=ALL)))
    of = reasons(compiled_plan)
    return {of[row].key: seconds / HOUR for target, row, seconds in chain.tolist() if target == 0}


def test_the_configuration_that_carries_most_of_the_waiting_loads_is_chosen() -> None:
    """With 250 people (2.5 loads) and 24 crates (1.33 loads), the first mission comes with seats, since 2.5 > 1.33.

    So does the second (1.5 > 1.33). Then half a load of people and 1.33 loads of crates wait. Pallets count 1 x 1.33;
    half of each counts less, 0.5 x 0.5 + 0.5 x 1.33 = 0.92. Last, half a load of people and a third of a load of crates
    wait, and half of each counts most: 0.25 + 0.11.
    """
    history = run(case(dated(10, 20, 30, 40, 50), people=250, crates=24))
    assert came(history) == [(2, 11, 100, 0), (2, 21, 100, 0), (1, 31, 0, 18), (3, 41, 50, 6)]


def test_half_of_each_is_chosen_if_little_of_each_is_left() -> None:
    """For 60 people and 9 crates, seats count 0.6 x 0.6 = 0.36, pallets 0.5 x 0.5 = 0.25, and half of each 0.5 x 0.6 +
    0.5 x 0.5 = 0.55. So half of each comes first, and seats come for the ten people left.
    """
    history = run(case(dated(10, 20), people=60, crates=9))
    assert came(history) == [(3, 11, 50, 9), (2, 21, 10, 0)]


def test_the_weight_of_a_configuration() -> None:
    """A configuration that takes half of three waiting loads of people and half of one of equipment has weight 2."""
    assert weight_of(300, 100, 100, 50, 50, 100, 100) == 0.5 * 3 + 0.5 * 1
    assert weight_of(300, 0, 100, 100, 0, 100, 100) == 3.0
    assert weight_of(0, 0, 100, 100, 0, 100, 0) == 0.0


def test_the_first_of_equal_configurations_comes() -> None:
    """With one load of people and one of crates, all configurations have the same weight; the first of them comes."""
    full: dict[str, Any] = {"people": 100, "crates": 18}
    for order, first in ((ALL_THREE, 1), ([SEATS, CARGO], 1), ([HALF, SEATS, CARGO], 1)):
        assert came(run(case(dated(10, 20), configuration=order, **full)))[0][0] == first


def test_a_mission_may_state_its_configuration() -> None:
    """The first mission comes with pallets, as stated, although seats count more; the others come as needed."""
    supply = {"missions": [{"at": hours(10), "configuration": "cargo"}, {"at": hours(20)}, {"at": hours(30)}]}
    history = run(case(supply, people=150, crates=5))
    assert came(history) == [(1, 11, 0, 5), (2, 21, 100, 0), (2, 31, 50, 0)]


def test_a_mission_that_slips_keeps_what_was_stated() -> None:
    """In eight histories, a mission that may be refused and slip has its stated configuration at each attempt."""
    supply = {"missions": [{"at": hours(10), "configuration": "cargo"}]}
    refused = case(supply, crates=5, refuse=0.5)
    for seed in range(1, 9):
        sortie = simulate(plan(refused), seed, 0, check=ALL).sortie
        assert set(sortie["configuration"].tolist()) == {1}


def test_loads_of_inbound_missions_are_subtracted() -> None:
    """Three missions are tasked a day ahead, before any of them has loaded. Each is fitted for what the earlier ones
    will not take, so they come in three different configurations, and all people leave.
    """
    history = run(case(dated(30, 30.5, 31), people=120, crates=20, lead_d=1.0))
    assert sorted(row[0] for row in came(history)) == [1, 2, 3]
    assert sum(row[2] for row in came(history)) == 120


def test_a_tail_is_fitted_at_home() -> None:
    """A tail with pallets is fitted with seats in 3 h, comes at 4, leaves at 5 and is home at 6.

    For the crates it is fitted again until 9, comes at 10 and leaves at 11.
    """
    history = run(case(fleet(), people=100, crates=10, change_h=3.0))
    assert came(history) == [(2, 5, 100, 0), (1, 11, 0, 10)]
    assert why(case(fleet(), people=100, crates=10, change_h=3.0)) == pytest.approx(
        {"loading:A": 1, "flying:jet": 1, "changed:jet": 6, "configured:jet": 3}
    )


def test_a_tail_that_begins_at_its_site_has_the_first_configuration() -> None:
    """A tail that begins at the site with pallets takes the crates, and comes back with seats for the people."""
    history = run(case(fleet(1, "site"), people=100, crates=10, change_h=3.0))
    assert came(history) == [(1, 1, 0, 10), (2, 7, 100, 0)]


def test_movers_that_wait_because_of_the_configuration_are_named() -> None:
    """The days that crates wait while missions come with seats are due to the configuration."""
    made = case(dated(10, 20, 30), people=200, crates=10)
    assert came(run(made))[-1] == (1, 31, 0, 10)
    assert why(made) == pytest.approx({"loading:A": 1, "missions:jet": 10, "configured:jet": 20})


def test_a_lot_that_fits_one_configuration_only_is_taken() -> None:
    """Three crates of three positions each fit only the second configuration, in which the tail comes for them; it
    never comes in the first, which has two positions.
    """
    big = {"name": "half", "seats": 50, "pallets": 2}
    made = scenario(
        lot={"big": items(3, pallets=3, start={"staged": 3})},
        lift={"jet": jet(fleet(), configuration=[big, CARGO])},
    )
    assert came(run(made)) == [(2, 2, 0, 3)]


def test_limits_and_loading_time_are_those_of_the_configuration() -> None:
    """Payload, seats, volume and time of loading are those that a configuration states.

    The payload with seats takes 50 people, and two crates fill 4 m3. 5 crates are 2.5 loads and 60 people 1.2 loads.
    Cargo comes for two crates, since 2.5 > 1.2, and for two more, since 1.5 > 1.2. Seats come next, since 1.2 > 0.5 x
    0.5; cargo for the last crate, since 0.25 > 0.2 x 0.2; and seats for the last people. Loading with seats takes 2 h.
    """
    seats = {"name": "seats", "pallets": 0, "payload_t": 9.05, "load_h": 2.0}
    cargo = {"name": "cargo", "seats": 0, "volume_m3": 4.0}
    made = scenario(
        group={"main": staged(60)},
        lot={"crates": items(5, pallets=1, volume_m3=2, start={"staged": 5})},
        lift={"jet": jet(dated(10, 20, 30, 40, 50), configuration=[seats, cargo], volume_m3=100)},
    )
    assert came(run(made)) == [(2, 11, 0, 2), (2, 21, 0, 2), (1, 32, 50, 0), (2, 41, 0, 1), (1, 52, 10, 0)]


def test_sorties_are_counted_by_configuration() -> None:
    """Outcomes count two sorties with seats, one with pallets and one with half of each."""
    made = plan(case(dated(10, 20, 30, 40, 50), people=250, crates=24))
    names = [column.name for column in fitted.columns(made)]
    assert names == ["flown_as_jet_cargo", "flown_as_jet_seats", "flown_as_jet_half"]
    assert fitted.values(made, Sums(made, simulate(made, 1, 0))) == [1.0, 2.0, 1.0]


def test_replay_and_check_name_the_configuration() -> None:
    """Replay names the configuration and the movers that it had no place for; `sim check` says what it leaves out."""
    made = case(dated(10, 20, 30), people=200, crates=10)
    got = " ".join(" ".join(replay_lines(plan(made), run(made))).split())
    assert "jet #1 (seats)" in got
    assert "no pallet position left" in got
    assert any(caveat.kind == "fitted" for caveat in arithmetic(plan(made)).caveats)
    assert "have one of 3 configurations" in " ".join(" ".join(check_lines(arithmetic(plan(made)))).split())


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "positions": ({"configuration": [CARGO, HALF | {"pallets": 19}]}, "lift.jet.configuration.1.pallets"),
    "seats": ({"configuration": [CARGO, SEATS | {"seats": 101}]}, "lift.jet.configuration.1.seats"),
    "payload": ({"configuration": [CARGO, SEATS | {"payload_t": 41}]}, "lift.jet.configuration.1.payload_t"),
    "volume": ({"configuration": [CARGO, SEATS | {"volume_m3": 9}]}, "lift.jet.configuration.1.volume_m3"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_limits_above_those_of_the_lift_are_refused(wrong: str) -> None:
    """A configuration may not exceed the limits that its lift states."""
    more, path = WRONG[wrong]
    made = scenario(group={"main": staged(9)}, lift={"jet": jet(dated(10), **more)}, checked=False)
    assert [".".join(found.path) for found in check(made)] == [path]


def test_movers_that_fit_no_configuration_are_refused() -> None:
    """People are refused if no configuration has seats, and a lot of 12 positions if each has at most 9."""
    none = [CARGO, HALF | {"name": "freight", "seats": 0}]
    made = scenario(group={"main": staged(9)}, lift={"jet": jet(dated(10), configuration=none)}, checked=False)
    assert [found.path for found in check(made)] == [("group", "main")]
    lot, few = {"big": items(2, pallets=12)}, [SEATS, HALF]
    made = scenario(lot=lot, lift={"jet": jet(dated(10), configuration=few)}, checked=False)
    assert [found.path for found in check(made)] == [("lot", "big")]


def test_lots_without_positions_are_named() -> None:
    """A notice names lots that need no positions, and so may ride even in a configuration without positions."""
    made = scenario(lot={"loose": items(4)}, lift={"jet": jet(dated(10))})
    assert [found.path[-1] for found in remarks(made) if "loose" in found.expectation] == ["pallets"]


def test_a_plan_without_configurations_keeps_its_digest() -> None:
    """A plan without configurations has no rows of them, and another digest than a plan that has some."""
    plain = plan(scenario(group={"main": staged(9)}, lift={"jet": lift(dated(10))}))
    assert not len(plain.configuration)
    assert plan_digest(plain) != plan_digest(plan(case(dated(10), people=9)))


@pytest.mark.parametrize("supply", [dated(10, 20, 30, 40, 50), fleet(2), fleet(1, "site"), rate(14)], ids=str)
def test_both_engines_agree(supply: dict[str, Any]) -> None:
    """Both engines give the same bits with each kind of supply."""
    made = plan(case(supply, people=333, crates=77, **({"change_h": 3.0} if "tails" in supply else {})))
    assert fingerprint(simulate(made, 1, 0, check=ALL)) == fingerprint(compiled(made, 1, 0))

"""An aircraft with several configurations, worked by hand: which one comes, what it takes, and who waits for it.

Times are in hours since the start. An aircraft flies an hour each way and is loaded for an hour unless a test says
otherwise.
"""

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
"""All checks of the SimPy engine."""
CARGO, SEATS, HALF = {"name": "cargo", "seats": 0}, {"name": "seats", "pallets": 0}, {"name": "half", "seats": 50}
HALF |= {"pallets": 9}
ALL_THREE = [CARGO, SEATS, HALF]


def jet(supply: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return an aircraft with 18 pallet positions (1), 100 seats (2) or half of each (3); people may ride
    with cargo.
    """
    return lift(supply, **({"pallets": 18, "configuration": ALL_THREE, "segregate": []} | more))


def case(supply: dict[str, Any], people: int = 0, crates: int = 0, **more: Any) -> Scenario:
    """Return a scenario of people and of crates of a tonne and a pallet position each, all staged at the start."""
    group = {"main": staged(people)} if people else {}
    lot = {"crates": items(crates, pallets=1, start={"staged": crates})} if crates else {}
    return scenario(group=group, lot=lot, lift={"jet": jet(supply, **more)})


def run(made: Scenario) -> Trajectory:
    """Run history 0 with all checks, check that the seconds due to each reason sum to its closure, and return it."""
    history = simulate(plan(made), 1, 0, check=ALL)
    sums = Sums(plan(made), history)
    chain = by_reason(sums)
    assert chain["seconds"][chain["target"] == 0].sum() == sums.movers.total["closure"]
    return history


def came(history: Trajectory) -> list[tuple[int, float, int, int]]:
    """Return each loaded sortie as (number of the configuration, hour of departure, people, whole tonnes of cargo)."""
    flew = history.sortie[history.sortie["people"] + history.sortie["kg"] > 0]
    kg = 181  # a person, by default
    return [
        (int(s["configuration"]), s["up"] / HOUR, int(s["people"]), (int(s["kg"]) - kg * int(s["people"])) // 1000)
        for s in flew
    ]


def why(made: Scenario) -> dict[str, float]:
    """Return the hours until the closure that are due to each reason, by its key."""
    compiled_plan = plan(made)
    chain = by_reason(Sums(compiled_plan, simulate(compiled_plan, 1, 0, check=ALL)))
    of = reasons(compiled_plan)
    return {of[row].key: seconds / HOUR for target, row, seconds in chain.tolist() if target == 0}


def test_the_configuration_that_carries_most_of_the_waiting_loads_is_chosen() -> None:
    """For people and for crates, the share of a load that a configuration takes is multiplied by the loads that wait.
    The mission comes with the configuration for which the sum of the two products is largest.

    At first 250 people (2.5 loads) and 24 crates (1.33 loads) wait, so the first mission comes with seats (2.5 > 1.33),
    and so does the second (1.5 > 1.33). Then half a load of people and 1.33 loads of crates wait: positions count 1.33,
    and half of each counts 0.5 x 0.5 + 0.5 x 1.33 = 0.92. Last, half a load of people and a third of a load of crates
    wait: half of each counts 0.5 x 0.5 + 0.33 x 0.33 = 0.36, seats 0.25, and positions 0.11.
    """
    history = run(case(dated(10, 20, 30, 40, 50), people=250, crates=24))
    assert came(history) == [(2, 11, 100, 0), (2, 21, 100, 0), (1, 31, 0, 18), (3, 41, 50, 6)]


def test_half_of_each_is_chosen_if_little_of_each_is_left() -> None:
    """For 60 people and 9 crates, seats count 0.6 x 0.6 = 0.36, positions 0.5 x 0.5 = 0.25, and half of each
    0.5 x 0.6 + 0.5 x 0.5 = 0.55. So half of each comes first, and then seats for the ten people who remain.
    """
    history = run(case(dated(10, 20), people=60, crates=9))
    assert came(history) == [(3, 11, 50, 9), (2, 21, 10, 0)]


def test_the_weight_of_a_configuration() -> None:
    """A configuration takes half a load of people while three loads wait, and half a load of equipment while one waits.

    Its weight is 0.5 x 3 + 0.5 x 1 = 2. One that takes a whole load of people has weight 3; if nothing waits, weight 0.
    """
    assert weight_of(300, 100, 100, 50, 50, 100, 100) == 0.5 * 3 + 0.5 * 1
    assert weight_of(300, 0, 100, 100, 0, 100, 100) == 3.0
    assert weight_of(0, 0, 100, 100, 0, 100, 0) == 0.0


def test_the_first_of_equal_configurations_comes() -> None:
    """If one load of people and one of crates wait, all configurations count 1, and the first one stated comes."""
    full: dict[str, Any] = {"people": 100, "crates": 18}
    for order, first in ((ALL_THREE, 1), ([SEATS, CARGO], 1), ([HALF, SEATS, CARGO], 1)):
        assert came(run(case(dated(10, 20), configuration=order, **full)))[0][0] == first


def test_a_mission_may_state_its_configuration() -> None:
    """The first mission comes with positions, as stated, although seats count more; the other two come with seats."""
    supply = {"missions": [{"at": hours(10), "configuration": "cargo"}, {"at": hours(20)}, {"at": hours(30)}]}
    history = run(case(supply, people=150, crates=5))
    assert came(history) == [(1, 11, 0, 5), (2, 21, 100, 0), (2, 31, 50, 0)]


def test_a_mission_that_slips_keeps_what_was_stated() -> None:
    """With each of eight seeds, a mission that may be refused and slip has its stated configuration at each attempt."""
    supply = {"missions": [{"at": hours(10), "configuration": "cargo"}]}
    refused = case(supply, crates=5, refuse=0.5)
    for seed in range(1, 9):
        sortie = simulate(plan(refused), seed, 0, check=ALL).sortie
        assert set(sortie["configuration"].tolist()) == {1}


def test_loads_of_inbound_missions_are_subtracted() -> None:
    """Three missions are tasked a day ahead, before any of them has loaded. Each is fitted for the people and crates
    that the earlier ones will not take, so they come in three different configurations, and all people leave.
    """
    history = run(case(dated(30, 30.5, 31), people=120, crates=20, lead_d=1.0))
    assert sorted(row[0] for row in came(history)) == [1, 2, 3]
    assert sum(row[2] for row in came(history)) == 120


def test_a_tail_is_fitted_at_home() -> None:
    """A tail begins at home with pallet positions, the first configuration. It is fitted with seats until 3, comes at
    4, leaves with the people at 5, and is home at 6. For the crates it is fitted with positions until 9, comes at 10,
    and leaves at 11.

    Until 11, six hours are due to the two changes, three to the trip with seats (3 to 6), one to flying, and one to
    loading.
    """
    history = run(case(fleet(), people=100, crates=10, change_h=3.0))
    assert came(history) == [(2, 5, 100, 0), (1, 11, 0, 10)]
    assert why(case(fleet(), people=100, crates=10, change_h=3.0)) == pytest.approx(
        {"loading:A": 1, "flying:jet": 1, "changed:jet": 6, "configured:jet": 3}
    )


def test_a_tail_that_begins_at_its_site_has_the_first_configuration() -> None:
    """A tail begins at the site with pallet positions, the first configuration. It takes the crates, leaves at 1, is
    home at 2, is fitted with seats until 5, comes at 6, and leaves with the people at 7.
    """
    history = run(case(fleet(1, "site"), people=100, crates=10, change_h=3.0))
    assert came(history) == [(1, 1, 0, 10), (2, 7, 100, 0)]


def test_movers_that_wait_because_of_the_configuration_are_named() -> None:
    """Crates wait for the mission of 30, because those of 10 and 20 come with seats.

    Of their 31 hours, 10 are due to the first mission, 20 to the configuration, and 1 to loading.
    """
    made = case(dated(10, 20, 30), people=200, crates=10)
    assert came(run(made))[-1] == (1, 31, 0, 10)
    assert why(made) == pytest.approx({"loading:A": 1, "missions:jet": 10, "configured:jet": 20})


def test_a_lot_that_fits_one_configuration_only_is_taken() -> None:
    """Three crates of three positions each do not fit the first configuration, which has two positions. So the tail
    comes at 1 in the second configuration and leaves with them at 2.
    """
    big = {"name": "half", "seats": 50, "pallets": 2}
    made = scenario(
        lot={"big": items(3, pallets=3, start={"staged": 3})},
        lift={"jet": jet(fleet(), configuration=[big, CARGO])},
    )
    assert came(run(made)) == [(2, 2, 0, 3)]


def test_limits_and_loading_time_are_those_of_the_configuration() -> None:
    """Payload, volume and time of loading are those that a configuration states.

    With seats, the payload takes 50 people, and loading takes 2 h. With cargo, two crates fill 4 m3. At first 5 crates
    (2.5 loads) and 60 people (1.2 loads) wait. Cargo comes for two crates, since 2.5 > 1.2, and for two more, since
    1.5 > 1.2. Seats come next, since 1.2 > 0.5 x 0.5. Then cargo comes for the last crate, since 0.25 > 0.2 x 0.2, and
    seats come for the last ten people.
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
    """The outcomes count two sorties with seats, one with positions and one with half of each, as worked out above."""
    made = plan(case(dated(10, 20, 30, 40, 50), people=250, crates=24))
    names = [column.name for column in fitted.columns(made)]
    assert names == ["flown_as_jet_cargo", "flown_as_jet_seats", "flown_as_jet_half"]
    assert fitted.values(made, Sums(made, simulate(made, 1, 0))) == [1.0, 2.0, 1.0]


def test_replay_and_check_name_the_configuration() -> None:
    """`sim replay` names the configuration of a sortie and says that crates found no position.

    `sim check` says that missions have one of several configurations.
    """
    made = case(dated(10, 20, 30), people=200, crates=10)
    got = " ".join(" ".join(replay_lines(plan(made), run(made))).split())
    assert "jet #1 (seats)" in got
    assert "no pallet position left" in got
    assert any(caveat.kind == "fitted" for caveat in arithmetic(plan(made)).caveats)
    assert "has one of 3 configurations" in " ".join(" ".join(check_lines(arithmetic(plan(made)))).split())


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "positions": ({"configuration": [CARGO, HALF | {"pallets": 19}]}, "lift.jet.configuration.1.pallets"),
    "seats": ({"configuration": [CARGO, SEATS | {"seats": 101}]}, "lift.jet.configuration.1.seats"),
    "payload": ({"configuration": [CARGO, SEATS | {"payload_t": 41}]}, "lift.jet.configuration.1.payload_t"),
    "volume": ({"configuration": [CARGO, SEATS | {"volume_m3": 9}]}, "lift.jet.configuration.1.volume_m3"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_limits_above_those_of_the_lift_are_refused(wrong: str) -> None:
    """A configuration may not exceed a limit of its lift."""
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
    """A remark names each lot without positions, because it may ride in a configuration without positions."""
    made = scenario(lot={"loose": items(4)}, lift={"jet": jet(dated(10))})
    assert [found.path[-1] for found in remarks(made) if "loose" in found.expectation] == ["pallets"]


def test_a_plan_with_configurations_has_another_digest() -> None:
    """A plan without configurations has no rows in their table; its digest differs from that of a plan with some."""
    plain = plan(scenario(group={"main": staged(9)}, lift={"jet": lift(dated(10))}))
    assert not len(plain.configuration)
    assert plan_digest(plain) != plan_digest(plan(case(dated(10), people=9)))


@pytest.mark.parametrize("supply", [dated(10, 20, 30, 40, 50), fleet(2), fleet(1, "site"), rate(14)], ids=str)
def test_both_engines_agree(supply: dict[str, Any]) -> None:
    """Both engines give the same history, bit for bit, with each of these supplies."""
    made = plan(case(supply, people=333, crates=77, **({"change_h": 3.0} if "tails" in supply else {})))
    assert fingerprint(simulate(made, 1, 0, check=ALL)) == fingerprint(compiled(made, 1, 0))

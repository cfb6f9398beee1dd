"""One aircraft with seats or with pallets, worked by hand: which it comes with, what it takes, who waits for it."""

from __future__ import annotations

from typing import Any

import pytest

from sim.analysis.causes.owned import owned
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
    """An aircraft of 100 seats or 18 pallets, or half of each; people ride with cargo."""
    return lift(supply, **({"pallets": 18, "configuration": ALL_THREE, "segregate": []} | more))


def case(supply: dict[str, Any], people: int = 0, crates: int = 0, **more: Any) -> Scenario:
    """People of 0.181 t each and crates of a tonne and a pallet position each, all of whom wait from the start."""
    group = {"main": staged(people)} if people else {}
    lot = {"crates": items(crates, pallets=1, start={"staged": crates})} if crates else {}
    return scenario(group=group, lot=lot, lift={"jet": jet(supply, **more)})


def run(made: Scenario) -> Trajectory:
    """Run a scenario under all checks; its date is explained to the second."""
    history = simulate(plan(made), 1, 0, check=ALL)
    sums = Sums(plan(made), history)
    chain = owned(sums)
    assert chain["seconds"][chain["target"] == 0].sum() == sums.movers.total["closure"]
    return history


def came(history: Trajectory) -> list[tuple[int, float, int, int]]:
    """Configuration, hour of departure, people and tonnes of cargo of each sortie that took off with a load."""
    flew = history.sortie[history.sortie["people"] + history.sortie["kg"] > 0]
    kg = 181
    return [
        (int(s["configuration"]), s["up"] / HOUR, int(s["people"]), (int(s["kg"]) - kg * int(s["people"])) // 1000)
        for s in flew
    ]


def why(made: Scenario) -> dict[str, float]:
    """Hours of the closure that each cause owns, by its name."""
    compiled_plan = plan(made)
    chain = owned(Sums(compiled_plan, simulate(compiled_plan, 1, 0, check=ALL)))
    of = reasons(compiled_plan)
    return {of[row].key: seconds / HOUR for target, row, seconds in chain.tolist() if target == 0}


def test_what_would_be_fullest_of_what_there_is_most_of_is_chosen() -> None:
    """Of 250 people (2.5 loads) and 24 crates (1.33 loads) the first mission comes with seats, 2.5 > 1.33.

    The second too (1.5 > 1.33). Then there are half a load of people and 1.33 of crates: with pallets 1 x 1.33 is more
    than half and half, 0.5 x 0.5 + 0.5 x 1.33. Of half a load and a third, half of each is the most: 0.25 + 0.11.
    """
    history = run(case(dated(10, 20, 30, 40, 50), people=250, crates=24))
    assert came(history) == [(2, 11, 100, 0), (2, 21, 100, 0), (1, 31, 0, 18), (3, 41, 50, 6)]


def test_half_of_each_is_chosen_where_little_of_each_is_left() -> None:
    """Of 60 people and 9 crates: with seats 0.6 x 0.6, pallets 0.5 x 0.5, half of each 0.5 x 0.6 + 0.5 x 0.5 = 0.55."""
    history = run(case(dated(10, 20), people=60, crates=9))
    assert came(history) == [(3, 11, 50, 9), (2, 21, 10, 0)]


def test_the_weight_of_a_configuration() -> None:
    """Half a load of people, of which three loads wait, and half a load of equipment, of which one waits: 2."""
    assert weight_of(300, 100, 100, 50, 50, 100, 100) == 0.5 * 3 + 0.5 * 1
    assert weight_of(300, 0, 100, 100, 0, 100, 100) == 3.0
    assert weight_of(0, 0, 100, 100, 0, 100, 0) == 0.0


def test_ties_go_to_the_first() -> None:
    """A load of each: seats and pallets have the same weight, and so has half of each; the first of the list comes."""
    full: dict[str, Any] = {"people": 100, "crates": 18}
    for order, first in ((ALL_THREE, 1), ([SEATS, CARGO], 1), ([HALF, SEATS, CARGO], 1)):
        assert came(run(case(dated(10, 20), configuration=order, **full)))[0][0] == first


def test_a_mission_may_state_its_configuration() -> None:
    """The first comes with pallets, as it is stated, though seats weigh more; the next as it is needed."""
    supply = {"missions": [{"at": hours(10), "configuration": "cargo"}, {"at": hours(20)}, {"at": hours(30)}]}
    history = run(case(supply, people=150, crates=5))
    assert came(history) == [(1, 11, 0, 5), (2, 21, 100, 0), (2, 31, 50, 0)]


def test_a_mission_that_slips_keeps_what_was_stated() -> None:
    """A mission that is refused once comes a day later as it was stated; the second of the crates waits for it."""
    supply = {"missions": [{"at": hours(10), "configuration": "cargo"}]}
    refused = case(supply, crates=5, refuse=0.5)
    for seed in range(1, 9):
        sortie = simulate(plan(refused), seed, 0, check=ALL).sortie
        assert set(sortie["configuration"].tolist()) == {1}


def test_what_is_inbound_is_taken_off_by_its_kind() -> None:
    """Three missions are tasked a day ahead, all at once: they share people and crates among them."""
    history = run(case(dated(30, 30.5, 31), people=120, crates=20, lead_d=1.0))
    assert sorted(row[0] for row in came(history)) == [1, 2, 3]
    assert sum(row[2] for row in came(history)) == 120


def test_a_tail_is_fitted_at_home() -> None:
    """A tail has pallets at the start. It is fitted with seats for 3 h, is there at 4, off at 5, and home at 6.

    Crates come next: fitted again until 9, there at 10, off at 11.
    """
    history = run(case(fleet(), people=100, crates=10, change_h=3.0))
    assert came(history) == [(2, 5, 100, 0), (1, 11, 0, 10)]
    assert why(case(fleet(), people=100, crates=10, change_h=3.0)) == pytest.approx(
        {"loading:A": 1, "flying:jet": 1, "changed:jet": 6, "configured:jet": 3}
    )


def test_a_tail_that_begins_at_its_site_has_the_first() -> None:
    """It stands there with pallets, takes the crates, and comes back for the people with seats."""
    history = run(case(fleet(1, "site"), people=100, crates=10, change_h=3.0))
    assert came(history) == [(1, 1, 0, 10), (2, 7, 100, 0)]


def test_movers_that_wait_because_of_the_configuration_are_named() -> None:
    """The crates are free from the start; the missions before theirs came with seats: that owns those days."""
    made = case(dated(10, 20, 30), people=200, crates=10)
    assert came(run(made))[-1] == (1, 31, 0, 10)
    assert why(made) == pytest.approx({"loading:A": 1, "missions:jet": 10, "configured:jet": 20})


def test_what_fits_one_configuration_only_is_not_starved() -> None:
    """A crate of three positions fits none but the first; half of each is never sent for it, nor does it end."""
    big = {"name": "half", "seats": 50, "pallets": 2}
    made = scenario(
        lot={"big": items(3, pallets=3, start={"staged": 3})},
        lift={"jet": jet(fleet(), configuration=[big, CARGO])},
    )
    assert came(run(made)) == [(2, 2, 0, 3)]


def test_draws_and_loading_are_those_of_the_configuration() -> None:
    """Payload, seats and time of loading are those that it states, volume too.

    50 people weigh what the payload with seats allows, two crates fill 4 m3. Crates come first, 2.5 loads > 1.2 of
    people; then
    1.5 > 1.2; then people, 1.2 > 0.5 x 0.5; the last crate, 0.25 > 0.2 x 0.2; the last people. Seats take 2 h.
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
    """Two with seats, one with pallets, one with half of each."""
    made = plan(case(dated(10, 20, 30, 40, 50), people=250, crates=24))
    names = [column.name for column in fitted.columns(made)]
    assert names == ["flown_as_jet_cargo", "flown_as_jet_seats", "flown_as_jet_half"]
    assert fitted.values(made, Sums(made, simulate(made, 1, 0))) == [1.0, 2.0, 1.0]


def test_words_name_the_configuration() -> None:
    """A replay names it, and says who had no place in it; the arithmetic says what it leaves out."""
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
    """The lift states the largest value of any configuration."""
    more, path = WRONG[wrong]
    made = scenario(group={"main": staged(9)}, lift={"jet": jet(dated(10), **more)}, checked=False)
    assert [".".join(found.path) for found in check(made)] == [path]


def test_who_rides_in_no_configuration_is_refused() -> None:
    """People and seats 0 in each; a lot of 12 positions where each has at most 9."""
    none = [CARGO, HALF | {"name": "freight", "seats": 0}]
    made = scenario(group={"main": staged(9)}, lift={"jet": jet(dated(10), configuration=none)}, checked=False)
    assert [found.path for found in check(made)] == [("group", "main")]
    lot, few = {"big": items(2, pallets=12)}, [SEATS, HALF]
    made = scenario(lot=lot, lift={"jet": jet(dated(10), configuration=few)}, checked=False)
    assert [found.path for found in check(made)] == [("lot", "big")]


def test_what_takes_no_position_is_named() -> None:
    """A configuration without positions keeps no lot out that states none."""
    made = scenario(lot={"loose": items(4)}, lift={"jet": jet(dated(10))})
    assert [found.path[-1] for found in remarks(made) if "loose" in found.expectation] == ["pallets"]


def test_without_configurations_the_plan_is_as_it_was() -> None:
    """A plan that states none keeps its digest, and its history its fingerprint."""
    plain = plan(scenario(group={"main": staged(9)}, lift={"jet": lift(dated(10))}))
    assert not len(plain.configuration)
    assert plan_digest(plain) != plan_digest(plan(case(dated(10), people=9)))


@pytest.mark.parametrize("supply", [dated(10, 20, 30, 40, 50), fleet(2), fleet(1, "site"), rate(14)], ids=str)
def test_both_engines_agree(supply: dict[str, Any]) -> None:
    """The same bits, whichever supply."""
    made = plan(case(supply, people=333, crates=77, **({"change_h": 3.0} if "tails" in supply else {})))
    assert fingerprint(simulate(made, 1, 0, check=ALL)) == fingerprint(compiled(made, 1, 0))

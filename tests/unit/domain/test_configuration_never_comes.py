"""A configuration that takes the same as one before it is never chosen: a notice names it."""

from __future__ import annotations

from typing import Any

from sim.domain.check import remarks
from tests.scenarios import dated, hours, items, lift, scenario, staged

CARGO, SEATS = {"name": "cargo", "seats": 0}, {"name": "seats", "pallets": 0}


def named(*configurations: dict[str, Any], supply: dict[str, Any] | None = None, **more: Any) -> list[str]:
    """Return the notices on names of configurations, by path."""
    jet = lift(supply or dated(9), pallets=10, configuration=list(configurations))
    found = remarks(scenario(**{"group": {"some": staged(3)}, "lift": {"jet": jet}, **more}))
    return [f"{'.'.join(each.path)}: {each.expectation}" for each in found if each.path[-1] == "name"]


def test_the_second_of_two_alike_is_named() -> None:
    """Claim: stating the lift's own value is the same as stating none; a loading time alone is no difference."""
    words = "takes the same payload, seats, positions and volume as seats, which is before it"
    twin = {"name": "twin", "pallets": 0, "seats": 100, "load_h": 2.0}
    both = {"lot": {"crates": items(3, pallets=1)}}
    assert named(CARGO, SEATS, twin, **both) == [f"lift.jet.configuration.2.name: never comes: it {words}"]


def test_any_other_is_not() -> None:
    """Different limits, a dated mission that states it, or an unknown that changes it: then it may come."""
    twin = {"name": "twin", "pallets": 0}
    assert named(CARGO, SEATS, lot={"crates": items(3, pallets=1)}) == []
    stated = {"missions": [{"at": hours(9), "configuration": "twin"}, {"at": hours(19)}]}
    assert named(SEATS, twin, supply=stated) == []
    drawn = {"u": {"to": ["lift.jet.configuration.1.pallets"], "draw": {"low": 0, "high": 5}}}
    assert named(SEATS, twin, uncertainty=drawn) == []


def test_one_in_which_nothing_rides_is_named() -> None:
    """Only people wait, so nothing is ever carried in the one without seats."""
    assert named(SEATS, CARGO) == ["lift.jet.configuration.1.name: never comes: no group or lot can ride in it"]
    assert named(CARGO, SEATS, supply={"tails": 1}) == []  # tails have the first at the start


def test_one_that_no_mission_states_is_named() -> None:
    """Each mission states another; one mission that states none may come in any."""
    seats = [{"at": hours(9), "configuration": "seats"}, {"at": hours(19), "configuration": "seats"}]
    words = "lift.jet.configuration.1.name: never comes: each mission states another configuration"
    assert named(SEATS, {"name": "half", "pallets": 5, "seats": 50}, supply={"missions": seats}) == [words]
    assert (
        named(SEATS, {"name": "half", "pallets": 5, "seats": 50}, supply={"missions": [*seats, {"at": hours(29)}]})
        == []
    )

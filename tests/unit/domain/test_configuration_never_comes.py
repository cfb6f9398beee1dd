"""Notices about configurations that never come: an earlier one is equal, nothing can ride, no mission states it."""

from __future__ import annotations

from typing import Any

from sim.domain.check import remarks
from tests.scenarios import dated, hours, items, lift, scenario, staged

CARGO, SEATS = {"name": "cargo", "seats": 0}, {"name": "seats", "pallets": 0}


def named(*configurations: dict[str, Any], supply: dict[str, Any] | None = None, **more: Any) -> list[str]:
    """Return the notices about configurations, each with its path."""
    jet = lift(supply or dated(9), pallets=10, configuration=list(configurations))
    found = remarks(scenario(**{"group": {"some": staged(3)}, "lift": {"jet": jet}, **more}))
    return [f"{'.'.join(each.path)}: {each.expectation}" for each in found if each.path[-1] == "name"]


def test_the_second_of_two_equal_configurations_is_named() -> None:
    """The second of two equal configurations gets a notice, also if it states the lift's own values or another
    loading time.
    """
    words = "takes the same payload, seats, positions and volume as seats, which is before it in the list"
    twin = {"name": "twin", "pallets": 0, "seats": 100, "load_h": 2.0}
    both = {"lot": {"crates": items(3, pallets=1)}}
    assert named(CARGO, SEATS, twin, **both) == [f"lift.jet.configuration.2.name: never comes: it {words}"]


def test_a_configuration_that_may_come_is_not_named() -> None:
    """A configuration gets no notice if it has other limits, if a dated mission states it, or if an unknown
    changes it.
    """
    twin = {"name": "twin", "pallets": 0}
    assert named(CARGO, SEATS, lot={"crates": items(3, pallets=1)}) == []
    stated = {"missions": [{"at": hours(9), "configuration": "twin"}, {"at": hours(19)}]}
    assert named(SEATS, twin, supply=stated) == []
    drawn = {"u": {"to": ["lift.jet.configuration.1.pallets"], "draw": {"low": 0, "high": 5}}}
    assert named(SEATS, twin, uncertainty=drawn) == []


def test_a_configuration_in_which_nothing_rides_is_named() -> None:
    """If only people wait, a configuration without seats gets a notice, unless tails of a fleet begin in it."""
    assert named(SEATS, CARGO) == ["lift.jet.configuration.1.name: never comes: no group or lot can ride in it"]
    assert named(CARGO, SEATS, supply={"tails": 1}) == []  # tails begin in the first configuration of the list


def test_a_configuration_that_no_mission_states_is_named() -> None:
    """A configuration gets a notice if every mission states another one. It gets none if a mission states no
    configuration, since that mission may come in it.
    """
    seats = [{"at": hours(9), "configuration": "seats"}, {"at": hours(19), "configuration": "seats"}]
    words = "lift.jet.configuration.1.name: never comes: each mission states another configuration"
    assert named(SEATS, {"name": "half", "pallets": 5, "seats": 50}, supply={"missions": seats}) == [words]
    assert (
        named(SEATS, {"name": "half", "pallets": 5, "seats": 50}, supply={"missions": [*seats, {"at": hours(29)}]})
        == []
    )

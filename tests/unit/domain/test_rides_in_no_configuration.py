"""Movers that fit a lift but none of its configurations would wait for ever, so they are refused by name."""

from __future__ import annotations

from typing import Any

import pytest

from sim.domain.check import check
from tests.scenarios import dated, hours, items, lift, scenario, staged

BIG, BUS = {"name": "big", "seats": 0}, {"name": "bus", "pallets": 0}


def found(first: dict[str, Any], second: dict[str, Any], jet: dict[str, Any] | None = None, **force: Any) -> list[str]:
    """Return the errors of a scenario with this force, whose only lift comes in two configurations."""
    fitted = lift(**{"supply": dated(10, 20), "pallets": 10, "configuration": [first, second], **(jet or {})})
    built = scenario(lift={"jet": fitted}, checked=False, **force)
    return [f"{'.'.join(each.path)}: {each.expectation}" for each in check(built)]


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "heavier than any payload": (
        {
            "first": BIG | {"payload_t": 30.0},
            "second": BUS | {"payload_t": 20.0},
            "lot": {"tanks": items(2, 35.0, pallets=1)},
        },
        "lot.tanks: expected a configuration in which an item of 35 t on 1 position",
    ),
    "one heavy item of a list": (
        {
            "first": BIG | {"payload_t": 30.0},
            "second": BUS | {"payload_t": 20.0},
            "lot": {"mixed": {"site": "A", "category": "lethal", "total_t": 90.0, "item_t": {"values": [5.0, 35.0]}}},
        },
        "lot.mixed: expected a configuration in which an item of 35 t",
    ),
    "positions by weight": (
        {
            "first": BIG | {"pallets": 4},
            "second": BUS,
            "lot": {"boxes": items(2, 10.0, pallets_per_t=0.5)},
        },
        "lot.boxes: expected a configuration in which an item of 10 t on 5 positions",
    ),
    "a unit that travels whole": (
        {
            "first": BIG | {"seats": 60},
            "second": BUS | {"seats": 50},
            "group": {"unit": staged(80, together="all")},
        },
        "group.unit: expected a configuration in which a whole party of 80 people",
    ),
    "a party too heavy for each": (
        {
            "first": BIG | {"seats": 100, "payload_t": 5.0},
            "second": BUS | {"payload_t": 4.0},
            "group": {"unit": staged(80, together=40)},
        },
        "group.unit: expected a configuration in which a whole party of 40 people",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_mover_that_fits_no_configuration_is_refused(case: str) -> None:
    sections, words = REFUSED[case]
    assert found(**sections) == [f"{words} can ride; no mission of jet comes in one"]


@pytest.mark.parametrize(
    ("first", "second", "jet", "force"),
    [
        (BIG, BUS, {"max_payload_t": 50.0}, {"lot": {"tanks": items(2, 45.0, pallets=1)}}),
        (BIG, BUS | {"seats": 80}, {}, {"group": {"unit": staged(80, together="all")}}),
        (BIG | {"payload_t": 30.0}, BUS, {}, {"lot": {"loose": items(2, 35.0)}}),
        (BIG | {"payload_t": {"low": 20, "high": 40}}, BUS | {"payload_t": 9}, {}, {"lot": {"tanks": items(2, 35.0)}}),
    ],
    ids=["alone within the structural limit", "whole unit", "in the second configuration", "in the best draw"],
)
def test_a_mover_that_fits_one_configuration_passes(
    first: dict[str, Any], second: dict[str, Any], jet: dict[str, Any], force: dict[str, Any]
) -> None:
    assert found(first, second, jet, **force) == []


def test_only_configurations_in_which_missions_come_count() -> None:
    """People are refused if every mission states the configuration without seats, but not if one of the missions
    states no configuration.
    """
    dates = [{"at": hours(10), "configuration": "big"}, {"at": hours(20), "configuration": "big"}]
    words = "group.unit: expected a configuration in which a person can ride; no mission of jet comes in one"
    assert found(BIG, BUS, {"supply": {"missions": dates}}, group={"unit": staged(9)}) == [words]
    del dates[1]["configuration"]
    assert found(BIG, BUS, {"supply": {"missions": dates}}, group={"unit": staged(9)}) == []

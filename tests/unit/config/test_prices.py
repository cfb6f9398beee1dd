"""The cost of levers in several plans: in each plan, the value of a lever is priced as the first plan states."""

from __future__ import annotations

from typing import Any

import pytest

from sim.config.change import with_values
from sim.config.choices import choices, values_of
from sim.config.prices import prices_of
from sim.domain.scenario import Scenario
from sim.errors import ConfigError
from tests.unit.experiment.coins import question

PEOPLE = "group.staff.count"
SEATS = {"to": ["lift.jet.seats"], "from": 10, "until": 20, "step": 2, "usd_per_step": 100.0}
COUNT = {"to": [PEOPLE], "values": [60, 50.0, 40], "usd_per_step": 7.0}
SLOW = {"to": ["lift.jet.cancel"], "apply": "times", "from": 0.5, "until": 1.5, "step": 0.5, "usd_per_step": 10.0}
FREE = {"to": ["lift.jet.payload_t"], "values": [10, 12]}


def asked(**levers: Any) -> Scenario:
    return question(60, lever={"seats": SEATS, "people": COUNT, "speed": SLOW, "payload": FREE} | levers)


def usd(stated: dict[str, Any], values: dict[str, Any]) -> float | None:
    """Return the cost of a plan less that of the plan as written; None if no lever has a cost that differs.

    `stated` has the values of levers that the plan sets by name, and `values` the numbers that it changes.
    """
    first = asked()
    found = prices_of({"first": first, "plan": with_values(first, values)}, {"plan": stated}).usd
    assert (found["first"] is None) == (found["plan"] is None)
    return None if found["plan"] is None else found["plan"] - (found["first"] or 0.0)


@pytest.mark.parametrize(
    ("stated", "values", "cost"),
    [
        ({"seats": 14}, {"lift.jet.seats": 14}, 200.0),
        ({}, {"lift.jet.seats": 14}, 200.0),  # priced at the value that the plan sets
        ({}, {"lift.jet.seats": 13}, 150.0),
        ({}, {"lift.jet.seats": 9}, None),  # below the first value of the lever: costs nothing, like 10 seats
        ({"people": 50}, {PEOPLE: 50}, 7.0),
        ({"people": 40.0, "seats": 12}, {PEOPLE: 40, "lift.jet.seats": 12}, 114.0),
        ({"speed": 1.5}, {"lift.jet.cancel": 0.45}, 10.0),
        ({}, {"lift.jet.turn_h": 2.0}, None),
    ],
)
def test_a_plan_costs_the_steps_of_its_levers(stated: dict[str, Any], values: dict[str, Any], cost: float) -> None:
    """A lever set by its name or by its key costs its price per step, times the steps from its first value. A
    lever that costs the same in all plans is left out.

    Seats cost 100 for each 2 seats above 10; people cost 7 for each step in the list 60, 50, 40; the factor of `speed`
    costs 10 for each 0.5 above 0.5. As written, the factor is 1.
    """
    assert usd(stated, values) == cost


def test_a_lever_of_unknown_cost_is_named() -> None:
    """A lever whose cost is not known in a plan counts as 0 there, and is named, unless no plan changes it. The
    lever `speed` costs one step, 10, where it is unchanged.
    """
    first = asked()
    plans = {
        "first": first,
        "fast": with_values(first, {"lift.jet.cancel": 0.2}),
        "few": with_values(first, {PEOPLE: 55}),
    }
    found = prices_of(plans)
    assert found.unpriced == {"people": ("few",), "speed": ("fast",)}
    assert found.usd == {"first": 10.0, "fast": 0.0, "few": 10.0}
    people, speed = found.notes()
    assert "people" in people
    assert "few" in people
    assert "speed" in speed
    assert "fast" in speed
    both = prices_of({"first": first, "plan": with_values(first, {"lift.jet.seats": 12})}, {"plan": {"payload": 12}})
    (note,) = both.notes()
    assert "payload" in note
    assert "any plan" in note
    free = question(60, lever={"payload": FREE})
    assert not list(prices_of({"first": free, "plan": free}, {"plan": {"payload": 12}}).notes())


def test_prices_of_another_plan_are_not_used() -> None:
    """A plan of another scenario is priced as the first scenario states; a note names a price of the other
    scenario that differs and is not used.
    """
    first = asked()
    other = asked(seats={**SEATS, "usd_per_step": 1.0})
    found = prices_of({"first": first, "other": with_values(other, {"lift.jet.seats": 12}), "own": other})
    assert found.usd == {"first": 0.0, "other": 100.0, "own": 0.0}
    (note,) = found.notes()
    assert note.startswith("own states another usd_per_step for seats than plan 1")


def test_a_number_that_an_unknown_draws_has_no_price() -> None:
    """A lever whose number an unknown draws has no known cost, except in a plan that sets the number."""
    lever = {"share": {"to": ["uncertainty.people"], "values": [0.9, 1.1], "usd_per_step": 3.0}}
    unknown = {"people": {"to": [PEOPLE], "apply": "times", "draw": {"low": 0.9, "mode": 1.0, "high": 1.1}}}
    first = question(60, lever=lever, uncertainty=unknown)
    known = with_values(first, {"uncertainty.people.draw": {"low": 1.1, "high": 1.1}})
    found = prices_of({"first": first, "known": known})
    assert (found.usd, found.unpriced) == ({"first": 0.0, "known": 3.0}, {"share": ("first",)})


def test_plans_from_the_command_line_carry_the_value_of_a_lever() -> None:
    """A plan has the value of a lever if the text names the lever with a value, with a range, or alone. For a
    relative change, or a change of a key, it has none.
    """
    first = asked()
    assert [each.levers for each in choices(first, "speed=0.5:1.5:0.5")] == [{"speed": v} for v in (0.5, 1.0, 1.5)]
    assert [each.levers for each in choices(first, "people; seats=12")] == [
        {"people": people, "seats": 12} for people in (60, 50.0, 40)
    ]
    assert [each.levers for each in choices(first, "seats=+2; lift.jet.cancel=0.1")] == [{}]


def test_a_table_that_changes_a_key_twice_is_refused() -> None:
    """A table in which a lever and a key change the same number is refused."""
    with pytest.raises(ConfigError, match=r"lift\.jet\.seats is changed 2 times"):
        values_of(asked(), {"seats": 12, "lift.jet.seats": 14})

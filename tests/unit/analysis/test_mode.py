"""Keys of a lift decide whether it counts as flying or driving, and so which words describe its causes."""

from __future__ import annotations

from typing import Any

import pytest

from sim.analysis.causes.reason import reasons
from sim.analysis.sums.mode import all_fly, flies, flown_from
from tests.scenarios import base, compiled, dated, fleet, lift, shift, staged

ROAD: tuple[dict[str, Any], ...] = (
    {"crosses": "arrival"},
    {"moves": [shift(6, 18)]},
    {"vehicles": 25},
    {"breakdown": 0.1, "recover_h": 1.0},
)


@pytest.mark.parametrize("numbers", ROAD, ids=lambda numbers: next(iter(numbers)))
def test_each_attribute_of_roads_makes_a_lift_drive(numbers: dict[str, Any]) -> None:
    """Any one of the four keys that belong to roads makes a lift drive. A lift without these keys flies."""
    made = compiled(group={"staff": staged(2)}, lift={"jet": lift(dated(1)), "bus": lift(dated(2), **numbers)})
    assert [flies(made, row) for row in range(2)] == [True, False]
    assert not all_fly(made)


def test_words_of_a_cause_fit_the_lift_and_the_place() -> None:
    """The words of a cause fit the lift (road or air) and the place (gate or runway). The key of a cause is built the
    same way for all lifts and places.
    """
    made = compiled(
        site={"B": base(), "G": {"kind": "apod", "parking": 1, "runway_hours": [shift(4, 22)]}},
        group={"staff": staged(2), "others": staged(2, site="B")},
        lift={
            "jet": lift(fleet(1)),
            "convoy": lift(fleet(1), sites=["B"], to="G", vehicles=9, leg={"B": {"block_h": 2.0}}),
        },
    )
    label = {reason.key: reason.label for reason in reasons(made)}
    assert label["flying:jet"] == "flying of jet"
    assert label["flying:convoy"] == "convoy on the way to load"
    assert label["runway_hours:A"] == "runway hours at A"
    assert label["runway_hours:G"] == "closed hours at G"
    assert label["spots:G"] == "spots at G"
    assert flown_from(made, made.names["site"].index("A"))
    assert not flown_from(made, made.names["site"].index("G"))
    assert len(label) == len(reasons(made))

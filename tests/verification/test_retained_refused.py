"""Retained people and items: what cannot work is refused, and keys that have no effect for them are reported."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from sim.analysis.outcomes.record import outcomes
from sim.domain.check import check, remarks
from sim.domain.scenario import Scenario
from sim.engines.compiled import simulate as compiled
from sim.model.compile import plan
from tests.scenarios import base, dated, hours, items, lift, scenario
from tests.verification.retained import BRIEF, YARD, camp, waiting_for_each_other

FIRST = date(2024, 1, 1)


def test_no_figure_is_added_where_nothing_may_be_retained() -> None:
    """If nothing may be retained, no name of an outcome contains "retained"."""
    made = plan(scenario(lot={"crates": items(1)}, lift={"jet": lift(dated(1.0))}))
    names = outcomes(made, compiled(made, 1, 0)).names
    assert not [name for name in names if "retained" in name]


def test_a_circle_is_refused() -> None:
    """Guards and a retained cell wait for each other. Wanted people who are to be shipped would be left behind, and
    then the guards could go; a retained cell is not left behind. So neither could ever leave, and the scenario is
    refused.
    """
    (found,) = check(waiting_for_each_other())
    assert "none of these movers can ever leave" in found.expectation


@pytest.mark.parametrize(
    ("mover", "expected"),
    [
        ({"required": True}, "expected required = false"),
        ({"start": {"staged": 1}}, "no start.staged"),
        ({"disposition": "sell"}, "Input should be"),
    ],
)
def test_people_who_must_be_out_are_not_retained(mover: dict[str, Any], expected: str) -> None:
    """Retained people may neither be required nor be staged at the start. People may not be sold."""
    with pytest.raises(ValidationError, match=expected):
        camp(group={"cell": {"site": "A", "count": 2, "required": False, "disposition": "retain", **mover}})


@pytest.mark.parametrize(
    "lot", [{"category": "lethal"}, {"category": "general", "required": True}, {"category": "classified"},
            {"category": "hazardous"}, {"category": "general", "controlled": True, "required": False}],
)  # fmt: skip
def test_what_must_be_out_is_not_retained(lot: dict[str, Any]) -> None:
    """Lots that are lethal, classified, hazardous, required or controlled may not be retained, neither by plan nor as a
    permitted way.
    """
    for way in ({"disposition": "retain"}, {"permitted": ["retain"]}):
        with pytest.raises(ValidationError, match="permitted"):
            camp(lot={"x": {"site": "A", "count": 1, "weight_t": 1.0, **lot, **way}})


def test_a_yard_has_to_be_open() -> None:
    """A lot that is to be retained is refused if the `disposal` of its site does not name `retain`."""
    (found,) = check(camp(site={"A": base(station={"yard": YARD, "brief": BRIEF})}, checked=False))
    assert found.path == ("lot", "trucks", "disposition")
    assert "site.A.disposal does not name this one" in found.expectation


def test_what_only_lift_reads_is_named() -> None:
    """For people and items that are to be retained, keys about lift, the stations on the way to lift, a floor, and a
    plan of boarding have no effect. Each is reported with the reason.
    """
    case = camp().model_dump(exclude_unset=True)
    case["group"]["cell"] |= {"board_after": "yard full", "lifts": ["jet"], "due": hours(20)}
    case["lot"]["trucks"]["stations"] = ["yard"]
    case["floor"] = {"rest": {"group": "cell", "at_least": 1, "until": "yard full"}}
    case["plan"] = {"cell": {
        "group": ["cell"], "begins": FIRST, "until": FIRST + timedelta(1), "governs": "boarding",
    }}  # fmt: skip
    found = {".".join(each.path): each.expectation for each in remarks(Scenario.model_validate(case))}
    for key in ("group.cell.board_after", "group.cell.lifts", "group.cell.due", "lot.trucks.stations"):
        assert "has no effect" in found[key], found
    assert "none of its members boards" in found["floor.rest"]
    assert "none of them boards" in found["plan.cell"]


def test_nothing_is_said_of_a_plan_in_which_all_is_used() -> None:
    """The camp as it stands gives no remark about what is retained."""
    assert not [each for each in remarks(camp()) if "retain" in each.expectation]

"""If no member of a group is ever called for a sortie, or all have left, a notice says which keys have no effect."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sim.domain.check import remarks
from sim.domain.unread import unread
from tests.unit.domain.conftest import built

PAST, LATE = date(2024, 4, 1), date(2025, 6, 1)
NEVER: dict[str, tuple[dict[str, Any], str]] = {
    "stay behind": ({"group": {"staff": {"required": False, "leave_after": PAST}}}, "they stay behind at the start"),
    "released too late": ({"group": {"staff": {"release": LATE}}}, "they are released after the end of the clock"),
    "arrive too late": (
        {"group": {"staff": {"arrives": {"begins": LATE, "until": LATE}}}},
        "they arrive after the end of the clock",
    ),
    "no mission": ({"lift": {"c17": {"supply": {"per_week": 0}}}}, "no lift that may take them ever comes"),
    "missions in the past": (
        {"lift": {"c17": {"supply": {"missions": [{"at": PAST}]}}}},
        "no lift that may take them ever comes",
    ),
    "on call and not called": (
        {"lift": {"c17": {"supply": {"per_week": 3, "on_call": True}}}},
        "no lift that may take them ever comes",
    ),
}


@pytest.mark.parametrize("case", NEVER)
def test_no_show_of_a_group_that_is_never_called_is_named(case: str) -> None:
    sections, why = NEVER[case]
    group = {**sections.get("group", {}).get("staff", {}), "no_show": 0.1}
    scenario = built(**{**sections, "group": {"staff": group}})
    found = {".".join(each.path): each.expectation for each in remarks(scenario)}
    assert found["group.staff.no_show"].startswith("has no effect: no one of staff is ever called for a sortie: ")
    assert why in found["group.staff.no_show"]


def test_no_show_of_a_group_that_may_travel_is_used() -> None:
    scenario = built(group={"staff": {"no_show": 0.1}})
    assert not [each for each in remarks(scenario) if each.path[-1] == "no_show"]
    drawn = {"lift.c17.supply.per_week": {"draw": {"low": 0, "high": 3}}}
    scenario = built(group={"staff": {"no_show": 0.1}}, lift={"c17": {"supply": {"per_week": 0}}}, uncertainty=drawn)
    assert not [each for each in remarks(scenario) if each.path[-1] == "no_show"]


def test_a_group_that_has_left_is_named_once() -> None:
    """If all of a group has left before the start, a notice says that the keys about its way out have no
    effect, and `unread` gives this reason for one of them, `no_show`. If the group states no such key, there is no
    notice.
    """
    gone = {"count": 50, "start": {"left": 50}}
    scenario = built(group={"staff": {**gone, "no_show": 0.1, "due": date(2024, 6, 1)}})
    found = {".".join(each.path): (each.value, each.expectation) for each in remarks(scenario)}
    text = "all members have left before the start: the keys about their way out have no effect"
    assert found["group.staff.start.left"] == ("50", text)
    assert (
        unread(scenario, ("group", "staff", "no_show"), frozenset()) == "all of group.staff has left before the start"
    )
    plain = built(group={"staff": gone})
    assert not [each for each in remarks(plain) if each.path[:2] == ("group", "staff")]

"""Holds that can never be satisfied are found; those that can are left alone."""

from __future__ import annotations

import re
from typing import Any

LETHAL = {"until": [{"site": "north", "category": ["lethal"]}]}
CARGO = {"until": [{"site": "north", "kind": "equipment", "wanted": True}]}


def only(group: str | None = None, lot: str | None = None, **more: Any) -> dict[str, Any]:
    """Return a hold that waits until a group or lot has gone."""
    return {"until": [{"group": [group] if group else [], "lot": [lot] if lot else [], **more}]}


def test_the_sound_scenario_has_no_finding(findings) -> None:
    """Claim: the scenario that these tests change is sound."""
    assert findings() == ()


def test_a_hold_that_is_met_by_cargo_is_sound(findings) -> None:
    """Claim: guards after weapons, staff after guards: a chain with an end is not a circle."""
    holds = {"weapons out": LETHAL, "guards out": only("guards")}
    groups = {"guards": {"board_after": "weapons out"}, "staff": {"begin_after": "guards out"}}
    assert findings(hold=holds, group=groups) == ()


def chain_of(text: str) -> list[str]:
    """The names in a text, each of which waits for the next."""
    assert "can ever leave" in text
    return re.findall(r'"(.*?)"', text)


def test_a_lot_that_waits_for_itself_is_reported(findings) -> None:
    """Claim: the weapons of the last guard, held until all lethal cargo has gone, never go."""
    (found,) = findings(hold={"guard last": LETHAL}, lot={"weapons": {"board_after": "guard last"}})
    assert found.path == ("hold", "guard last")
    assert chain_of(found.expectation) == ["guard last", "lethal", "weapons", "guard last"]


def test_two_that_wait_for_each_other_are_reported_once(findings) -> None:
    """Claim: A waits for B and B for A is one finding, with the whole chain."""
    (found,) = findings(
        hold={"weapons out": LETHAL, "guards out": only("guards")},
        group={"guards": {"board_after": "weapons out"}},
        lot={"weapons": {"board_after": "guards out"}},
    )
    chain = ["weapons out", "lethal", "weapons", "guards out", "guards out", "guards", "guards", "weapons out"]
    assert chain_of(found.expectation) == chain


def test_what_lies_behind_a_circle_is_not_reported(findings) -> None:
    """Claim: staff that wait for guards in a circle are not reported separately."""
    found = findings(
        hold={"weapons out": LETHAL, "guards out": only("guards"), "last": only("staff")},
        group={"guards": {"board_after": "weapons out"}, "staff": {"board_after": "guards out"}},
        lot={"weapons": {"board_after": "guards out"}, "trucks": {"board_after": "last", "required": True}},
    )
    assert [finding.path for finding in found] == [("hold", "weapons out")]


def test_enough_may_remain(findings) -> None:
    """Claim: a threshold at or above the number of waiting members is met; one below is not."""
    groups = {"guards": {"board_after": "few"}}
    assert findings(hold={"few": only("guards", at_most=30)}, group=groups) == ()
    assert len(findings(hold={"few": only("guards", at_most=29)}, group=groups)) == 1


def test_those_who_have_left_are_not_counted(findings) -> None:
    """Claim: members that had left at the start do not hold others up."""
    groups = {"guards": {"board_after": "few", "start": {"left": 10}}}
    assert findings(hold={"few": only("guards", at_most=20)}, group=groups) == ()


def test_wanted_cargo_stays_behind_at_last(findings) -> None:
    """Claim: wanted lots that a hold counts are left at last, and it is met; unless they await themselves."""
    lots = {"trucks": {"board_after": "weapons out"}}
    holds = {"cargo out": CARGO, "weapons out": LETHAL}
    groups = {"guards": {"board_after": "cargo out"}}
    assert findings(hold=holds, lot=lots, group=groups) == ()
    (found,) = findings(hold=holds, lot={"trucks": {"board_after": "cargo out"}}, group=groups)
    assert 'lot "trucks" (general, north) waits for hold "cargo out"' in found.expectation


def test_a_total_counts_as_many(findings) -> None:
    """Claim: a lot given by its weight is above every threshold."""
    lot = {"spares": {"site": "north", "category": "hazardous", "total_t": 3, "item_t": {"low": 1, "high": 2}}}
    lot["spares"]["board_after"] = "few"
    assert len(findings(lot=lot, hold={"few": only(lot="spares", at_most=900)})) == 1


def test_a_floor_holds_its_members(findings) -> None:
    """Claim: cargo that waits for guards, some kept by a floor until the cargo has gone, is a circle."""
    floor = {"watch": {"group": "guards", "at_least": 20, "until": "weapons out"}}
    holds = {"weapons out": LETHAL, "guards out": only("guards")}
    assert findings(floor=floor, hold=holds) == ()
    (found,) = findings(floor=floor, hold=holds, lot={"weapons": {"board_after": "guards out"}})
    assert 'floor "watch" keeps 20 of group "guards" (north) until hold "weapons out"' in found.expectation
    holds["guards out"] = only("guards", at_most=20)
    assert findings(floor=floor, hold=holds, lot={"weapons": {"board_after": "guards out"}}) == ()


def test_floors_alone_ride_together(findings) -> None:
    """Claim: guard until the loaders are out, loaders until the guard is out: they share the last chalk."""
    floors = {
        "watch": {"group": "guards", "at_least": 20, "until": "loaders out"},
        "team": {"group": "loaders", "at_least": 8, "until": "guards out"},
    }
    holds = {"loaders out": only("loaders"), "guards out": only("guards")}
    assert findings(floor=floors, hold=holds) == ()


def test_a_floor_that_waits_for_its_own_group_never_ends(findings) -> None:
    """Claim: at least 20 guards until no guard is left is a contradiction; until 20 are left is not."""
    floor = {"watch": {"group": "guards", "at_least": 20, "until": "guards out"}}
    (found,) = findings(floor=floor, hold={"guards out": only("guards")})
    assert 'floor "watch" keeps 20' in found.expectation
    assert findings(floor=floor, hold={"guards out": only("guards", at_most=20)}) == ()


def test_a_station_without_staff_is_reported(findings) -> None:
    """Claim: cargo behind a station whose group is empty never leaves; the hold behind it is not reported."""
    site = {"north": {"station": {"wash": {"servers": 1, "service_h": 1, "staffed_by": "loaders"}}}}
    lots = {"weapons": {"stations": ["wash"]}}
    holds = {"weapons out": LETHAL}
    groups: dict[str, Any] = {"guards": {"board_after": "weapons out"}}
    assert findings(site=site, lot=lots, hold=holds, group=groups) == ()
    groups["loaders"] = {"count": 0}
    (found,) = findings(site=site, lot=lots, hold=holds, group=groups)
    assert found.path == ("site", "north", "station", "wash", "staffed_by")
    assert 'lot "weapons" (lethal, north) can never leave' in found.expectation


def test_cargo_that_begins_when_its_washers_have_gone_is_reported(findings) -> None:
    """Claim: members that may begin only when the staff has gone find no staff at the station."""
    site = {"north": {"station": {"wash": {"servers": 1, "service_h": 1, "staffed_by": "loaders"}}}}
    lots = {"weapons": {"stations": ["wash"], "begin_after": "loaders out"}}
    (found,) = findings(site=site, lot=lots, hold={"loaders out": only("loaders")})
    assert found.path == ("lot", "weapons", "begin_after")
    lots["weapons"] = {"stations": ["wash"], "board_after": "loaders out"}
    assert findings(site=site, lot=lots, hold={"loaders out": only("loaders")}) == ()


def test_a_ramp_without_load_teams_is_reported(findings) -> None:
    """Claim: cargo needs a load team where teams are staffed; people do not."""
    site = {"north": {"teams_staffed_by": "loaders"}}
    (found,) = findings(site=site, group={"loaders": {"count": 0}})
    assert found.path == ("site", "north", "teams_staffed_by")


def test_a_condition_that_counts_nothing_is_reported(findings) -> None:
    """Claim: a filter that matches no member is a slip; with wanted movers only, the remedy is named."""
    (found,) = findings(hold={"classified out": {"until": [{"category": ["classified"]}]}})
    assert found.path == ("hold", "classified out", "until", "0")
    assert "it counts nothing" in found.expectation
    (found,) = findings(hold={"trucks out": only(lot="trucks")})
    assert "wanted = true" in found.expectation
    (found,) = findings(milestone={"secrets": {"by": "2024-08-01", "category": ["classified"]}})
    assert found.path == ("milestone", "secrets")

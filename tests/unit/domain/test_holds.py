"""A hold that can never be satisfied is reported; a hold that can be satisfied is not."""

from __future__ import annotations

import re
from typing import Any

LETHAL = {"until": [{"site": "north", "category": ["lethal"]}]}
CARGO = {"until": [{"site": "north", "kind": "equipment", "wanted": True}]}


def only(group: str | None = None, lot: str | None = None, **more: Any) -> dict[str, Any]:
    """Return a hold that waits until a group or lot has gone; `more` are keys of its condition."""
    return {"until": [{"group": [group] if group else [], "lot": [lot] if lot else [], **more}]}


def test_the_valid_scenario_has_no_finding(findings) -> None:
    assert findings() == ()


def test_a_chain_of_holds_with_an_end_is_accepted(findings) -> None:
    """If guards wait for weapons and staff wait for guards, the chain ends and is accepted."""
    holds = {"weapons out": LETHAL, "guards out": only("guards")}
    groups = {"guards": {"board_after": "weapons out"}, "staff": {"begin_after": "guards out"}}
    assert findings(hold=holds, group=groups) == ()


def chain_of(text: str) -> list[str]:
    """Return the quoted names in the error about movers that can never leave; each of them waits for the next."""
    assert "can ever leave" in text
    return re.findall(r'"(.*?)"', text)


def test_a_lot_that_waits_for_itself_is_reported(findings) -> None:
    """Lethal weapons that are held until all lethal cargo has gone are reported."""
    (found,) = findings(hold={"weapons out": LETHAL}, lot={"weapons": {"board_after": "weapons out"}})
    assert found.path == ("hold", "weapons out")
    assert chain_of(found.expectation) == ["weapons out", "lethal", "weapons", "weapons out"]


def test_two_that_wait_for_each_other_are_reported_once(findings) -> None:
    """If guards wait for weapons and weapons wait for guards, there is one finding, with the whole chain."""
    (found,) = findings(
        hold={"weapons out": LETHAL, "guards out": only("guards")},
        group={"guards": {"board_after": "weapons out"}},
        lot={"weapons": {"board_after": "guards out"}},
    )
    chain = ["weapons out", "lethal", "weapons", "guards out", "guards out", "guards", "guards", "weapons out"]
    assert chain_of(found.expectation) == chain


def test_movers_that_wait_for_a_circle_are_not_reported(findings) -> None:
    """Guards and weapons wait for each other, staff wait for guards, and trucks for staff. Only the circle of
    guards and weapons is reported.
    """
    found = findings(
        hold={"weapons out": LETHAL, "guards out": only("guards"), "last": only("staff")},
        group={"guards": {"board_after": "weapons out"}, "staff": {"board_after": "guards out"}},
        lot={"weapons": {"board_after": "guards out"}, "trucks": {"board_after": "last", "required": True}},
    )
    assert [finding.path for finding in found] == [("hold", "weapons out")]


def test_a_threshold_may_allow_all_members_to_remain(findings) -> None:
    """30 guards may wait for a hold that lets 30 guards remain; if it lets only 29 remain, it is reported."""
    groups = {"guards": {"board_after": "few"}}
    assert findings(hold={"few": only("guards", at_most=30)}, group=groups) == ()
    assert len(findings(hold={"few": only("guards", at_most=29)}, group=groups)) == 1


def test_those_who_have_left_are_not_counted(findings) -> None:
    """Members that left before the start do not keep a hold from being satisfied."""
    groups = {"guards": {"board_after": "few", "start": {"left": 10}}}
    assert findings(hold={"few": only("guards", at_most=20)}, group=groups) == ()


def test_wanted_cargo_is_left_behind_in_the_end(findings) -> None:
    """A hold that counts wanted trucks is accepted, since trucks that do not leave are left behind in the end.
    It is reported if the trucks themselves wait for it.
    """
    lots = {"trucks": {"board_after": "weapons out"}}
    holds = {"cargo out": CARGO, "weapons out": LETHAL}
    groups = {"guards": {"board_after": "cargo out"}}
    assert findings(hold=holds, lot=lots, group=groups) == ()
    (found,) = findings(hold=holds, lot={"trucks": {"board_after": "cargo out"}}, group=groups)
    assert 'lot "trucks" (general, north) waits for hold "cargo out"' in found.expectation


def test_a_lot_stated_by_weight_exceeds_every_threshold(findings) -> None:
    """A lot that waits for a hold that counts this lot is reported whatever number may remain, if the lot states
    its total weight and not its number of items.
    """
    lot = {"spares": {"site": "north", "category": "hazardous", "total_t": 3, "item_t": {"low": 1, "high": 2}}}
    lot["spares"]["board_after"] = "few"
    assert len(findings(lot=lot, hold={"few": only(lot="spares", at_most=900)})) == 1


def test_a_floor_keeps_its_members(findings) -> None:
    """A floor that keeps 20 guards until the weapons have gone is accepted. It is reported if the weapons wait
    until all guards have gone, but not if they wait until 20 guards are left.
    """
    floor = {"watch": {"group": "guards", "at_least": 20, "until": "weapons out"}}
    holds = {"weapons out": LETHAL, "guards out": only("guards")}
    assert findings(floor=floor, hold=holds) == ()
    (found,) = findings(floor=floor, hold=holds, lot={"weapons": {"board_after": "guards out"}})
    assert 'floor "watch" keeps 20 of group "guards" (north) until hold "weapons out"' in found.expectation
    holds["guards out"] = only("guards", at_most=20)
    assert findings(floor=floor, hold=holds, lot={"weapons": {"board_after": "guards out"}}) == ()


def test_two_floors_that_wait_for_each_other_share_a_chalk(findings) -> None:
    """A floor of 20 guards until the loaders have gone, and one of 8 loaders until the guards have gone, are
    accepted, since these 28 people fit one sortie.
    """
    floors = {
        "watch": {"group": "guards", "at_least": 20, "until": "loaders out"},
        "team": {"group": "loaders", "at_least": 8, "until": "guards out"},
    }
    holds = {"loaders out": only("loaders"), "guards out": only("guards")}
    assert findings(floor=floors, hold=holds) == ()


def test_a_floor_that_waits_for_its_own_group_never_ends(findings) -> None:
    """A floor that keeps 20 guards until no guard is left is reported; one that keeps them until 20 guards are
    left is not.
    """
    floor = {"watch": {"group": "guards", "at_least": 20, "until": "guards out"}}
    (found,) = findings(floor=floor, hold={"guards out": only("guards")})
    assert 'floor "watch" keeps 20' in found.expectation
    assert findings(floor=floor, hold={"guards out": only("guards", at_most=20)}) == ()


def test_a_station_without_staff_is_reported(findings) -> None:
    """Cargo at a station whose staff is an empty group is reported; a hold that waits for the cargo is not."""
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
    """Cargo that may begin its stations only when their staff has gone is reported. It is accepted if only
    its boarding waits for this.
    """
    site = {"north": {"station": {"wash": {"servers": 1, "service_h": 1, "staffed_by": "loaders"}}}}
    lots = {"weapons": {"stations": ["wash"], "begin_after": "loaders out"}}
    (found,) = findings(site=site, lot=lots, hold={"loaders out": only("loaders")})
    assert found.path == ("lot", "weapons", "begin_after")
    lots["weapons"] = {"stations": ["wash"], "board_after": "loaders out"}
    assert findings(site=site, lot=lots, hold={"loaders out": only("loaders")}) == ()


def test_a_ramp_without_load_teams_is_reported(findings) -> None:
    """If the load teams of a ramp come from a group without people, there is one finding, at that ramp."""
    site = {"north": {"teams_staffed_by": "loaders"}}
    (found,) = findings(site=site, group={"loaders": {"count": 0}})
    assert found.path == ("site", "north", "teams_staffed_by")


def test_a_condition_that_counts_nothing_is_reported(findings) -> None:
    """A condition, or a milestone, that counts nothing is reported. If the condition matches only wanted movers,
    the error names the key that counts these.
    """
    (found,) = findings(hold={"classified out": {"until": [{"category": ["classified"]}]}})
    assert found.path == ("hold", "classified out", "until", "0")
    assert "it counts nothing" in found.expectation
    (found,) = findings(hold={"trucks out": only(lot="trucks")})
    assert "wanted = true" in found.expectation
    (found,) = findings(milestone={"secrets": {"by": "2024-08-01", "category": ["classified"]}})
    assert found.path == ("milestone", "secrets")

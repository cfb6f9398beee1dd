"""If some world leaves a mover without a server of its station, or without a load team, a notice names the unknown."""

from __future__ import annotations

from typing import Any

import pytest

from sim.domain.check import check, remarks
from tests.unit.domain.conftest import built

DESK = "site.north.station.desk"


def desk(**more: Any) -> dict[str, Any]:
    """Return sections in which weapons (required) and trucks (wanted) pass a desk of three servers, with further keys
    of the desk.
    """
    passes = {"stations": ["desk"]}
    return {
        "site": {"north": {"station": {"desk": {"servers": 3, "service_h": 1, **more}}}},
        "lot": {"weapons": passes, "trucks": passes},
    }


def either(*sets: dict[str, Any]) -> dict[str, Any]:
    """Return an unknown with these alternatives."""
    return {"fork": {"alternatives": [{"set": each} for each in sets]}}


def named(sections: dict[str, Any], unknown: dict[str, Any]) -> dict[str, str]:
    """Return the notices about the unknowns of a valid scenario, by dotted path."""
    scenario = built(**sections, uncertainty=unknown)
    assert check(scenario) == ()
    found = {".".join(each.path): each.expectation for each in remarks(scenario)}
    return {path: text for path, text in found.items() if path.startswith("uncertainty")}


LANES = {"lanes": [{"servers": 2, "takes": ["trucks"]}]}


def test_an_alternative_without_a_server_for_a_lot_is_named() -> None:
    """An alternative with two servers gets a notice: both work in the lane for trucks, so weapons have no
    server.
    """
    found = named(desk(**LANES), either({f"{DESK}.servers": 3}, {f"{DESK}.servers": 2}))
    text = (
        f"where {DESK}.servers = 2, no server of station desk at north ever takes weapons: such histories never close"
    )
    assert found == {"uncertainty.fork.alternatives.1": text}


def test_a_draw_that_may_leave_no_server_is_named() -> None:
    drawn = {f"{DESK}.servers": {"draw": {"low": 2, "high": 5}}}
    assert list(named(desk(**LANES), drawn)) == [f"uncertainty.{DESK}.servers"]
    assert named(desk(**LANES), {f"{DESK}.servers": {"draw": {"low": 3, "high": 5}}}) == {}


def test_wanted_movers_do_not_keep_a_history_open() -> None:
    lanes = {"lanes": [{"servers": 2, "takes": ["weapons"]}]}
    (text,) = named(desk(**lanes), either({f"{DESK}.servers": 3}, {f"{DESK}.servers": 2})).values()
    assert text.endswith("ever takes trucks: it never leaves")


@pytest.mark.parametrize("place", ["station", "ramp"])
def test_an_alternative_without_staff_is_named(place: str) -> None:
    """An alternative gets a notice if it leaves no one to staff a station, or no one for the load teams of a ramp."""
    sections = desk(staffed_by="loaders") if place == "station" else desk()
    if place == "ramp":
        sections["site"]["north"]["teams_staffed_by"] = "loaders"
    found = named(sections, either({"group.loaders.count": 8}, {"group.loaders.count": 0}))
    what = "server of station desk" if place == "station" else "load team"
    text = f"where group.loaders.count = 0, no {what} at north ever takes weapons: such histories never close"
    assert found == {"uncertainty.fork.alternatives.1": text}


def test_a_world_without_the_movers_needs_no_server() -> None:
    sections = desk(staffed_by="loaders")
    empty = {"group.loaders.count": 0, "lot.weapons.count": 0, "lot.trucks.count": 0}
    assert named(sections, either({"group.loaders.count": 8}, empty)) == {}


def test_worlds_in_which_all_are_served_are_not_named() -> None:
    sections = desk(staffed_by="loaders", **LANES)
    assert named(sections, either({f"{DESK}.servers": 4}, {"group.loaders.count": 4})) == {}

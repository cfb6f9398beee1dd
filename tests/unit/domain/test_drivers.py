"""Checks of who can drive the force's own vehicles: parties of too many people, too few parties, drivers who leave."""

from __future__ import annotations

from typing import Any

import pytest

from sim.domain.check import check, remarks
from tests.scenarios import dated, hours, items, lift, scenario, staged
from tests.verification.test_driven_by_hand import convoy, trucks


def found(**sections: Any) -> list[str]:
    """Return the errors of a scenario, with their paths."""
    return [f"{'.'.join(each.path)}: {each.expectation}" for each in check(scenario(**sections, checked=False))]


def noted(**sections: Any) -> dict[str, str]:
    """Return the notices of a valid scenario: dotted path -> text."""
    return {".".join(each.path): each.expectation for each in remarks(scenario(**sections))}


def test_a_party_larger_than_any_convoy_is_refused() -> None:
    """Twelve people who travel together do not fit a convoy of two vehicles of three seats each, even if larger
    vehicles drive elsewhere.
    """
    whole = {
        "site": {"B": {"kind": "base"}},
        "group": {"unit": staged(12, together="all"), "others": staged(50, site="B")},
        "lot": {"trucks": trucks(4), "buses": trucks(2, 50, site="B")},
        "lift": {"convoy": convoy(10, 20, sites=["A", "B"], leg={"A": {"block_h": 2.0}, "B": {"block_h": 2.0}})},
    }
    assert found(**whole)[0] == (
        "group.unit.together: expected a lift that takes 12 people at once from A; convoy takes 6"
    )
    whole["group"]["unit"] = staged(12, together=6)
    assert found(**whole) == []


def test_each_convoy_needs_a_party_of_its_own() -> None:
    """Three convoys of one vehicle each need three parties or single people, since drivers do not come back."""
    whole = {"lot": {"trucks": trucks(3, 4)}, "lift": {"convoy": convoy(10, 20, 30, most=1)}}
    (words,) = found(group={"unit": staged(8, together=4)}, **whole)
    assert words.startswith("lot.trucks.drives: expected at least 3 parties or single people who may leave A by convoy")
    assert found(group={"unit": staged(12, together=4)}, **whole) == []
    assert found(group={"unit": staged(8, together=4), "guard": staged(1)}, **whole) == []


@pytest.mark.parametrize(("key", "what"), [("vehicles", (2, 9)), ("load_per_t_h", (0, 1))])
def test_an_unknown_may_not_change_what_a_driven_lift_does_not_have(key: str, what: tuple[float, float]) -> None:
    """An unknown that sets a key which a driven lift may not state is refused."""
    unknown = {"u": {"to": [f"lift.convoy.{key}"], "draw": {"low": what[0], "high": what[1]}}}
    road = convoy(10, 20, breakdown=0.1, recover_h=1.0)
    (words,) = found(group={"main": staged(6)}, lot={"trucks": trucks(4)}, lift={"convoy": road}, uncertainty=unknown)
    assert words.startswith(
        f"lift.convoy.driven: with driven = true, expected no unknown that changes lift.convoy.{key}"
    )


def test_drivers_who_may_fly_out_before_are_named() -> None:
    """If the drivers of four vehicles may also take the jet, there is a notice. There is none if four people may
    only take the convoy, if a floor keeps four until the vehicles have gone, or if the vehicles may take the jet too.
    """
    lifts = {"convoy": convoy(10, 20), "jet": lift(dated(5), load_h=1.0)}
    whole: dict[str, Any] = {"lot": {"trucks": trucks(4, lifts=["convoy"])}, "lift": lifts}
    words = noted(group={"main": staged(6)}, **whole)["lot.trucks.drives"]
    expected = "its drivers may leave A by jet before it is driven, and then it stays behind: 4 are needed"
    assert words.startswith(expected)
    assert "lot.trucks.drives" not in noted(group={"main": staged(6), "crew": staged(4, lifts=["convoy"])}, **whole)
    order = {
        "hold": {"driven": {"until": [{"lot": ["trucks"]}]}},
        "floor": {"crew": {"group": "main", "at_least": 4, "until": "driven"}},
    }
    assert "lot.trucks.drives" not in noted(group={"main": staged(6)}, **whole, **order)
    assert "lot.trucks.drives" not in noted(group={"main": staged(6)}, lot={"trucks": trucks(4)}, lift=lifts)


def test_drivers_who_may_fly_on_from_a_hub_are_named() -> None:
    """There is a notice if drivers may take the jet from a hub from which their vehicles can only be driven on.
    There is none without the jet.
    """
    whole: dict[str, Any] = {
        "site": {"H": {"kind": "hub"}},
        "route": {"over H": {"via": ["H"]}},
        "lot": {"trucks": trucks(2, routes=["over H"], lifts=["first", "second"])},
        "lift": {
            "first": convoy(10, to="H"),
            "second": convoy(20, sites=["H"], leg={"H": {"block_h": 3.0}}),
            "jet": lift(dated(15), sites=["H"]),
        },
    }
    words = noted(group={"main": staged(4, routes=["over H"])}, **whole)["lot.trucks.drives"]
    expected = "its drivers may leave H by jet before it is driven, and then it stays behind: 2 are needed"
    assert words.startswith(expected)
    driven = {"main": staged(4, routes=["over H"], lifts=["first", "second"])}
    del whole["lift"]["jet"]
    assert "lot.trucks.drives" not in noted(group=driven, **whole)


def test_vehicles_that_need_not_drive_out_need_no_drivers() -> None:
    """There is no notice for wanted vehicles, nor for vehicles that the jet can also carry."""
    lifts = {"convoy": convoy(10, 20), "jet": lift(dated(5, 15), load_h=1.0)}
    late = {"arrives": {"begins": hours(4), "until": hours(4)}}
    lots = {"old": trucks(4, required=False, lifts=["convoy"]), "stores": items(2), "new": trucks(2, start={}, **late)}
    assert "lot.old.drives" not in noted(group={"main": staged(6)}, lot=lots, lift=lifts)


HOLD: dict[str, Any] = {"gone": {"until": [{"lot": ["trucks"]}]}}


def test_drivers_who_wait_for_their_vehicles_are_refused() -> None:
    """A scenario is refused if all drivers may board only after four vehicles have gone. It is accepted if two
    others may drive, if there are only two vehicles (one convoy takes both), if the hold lets two vehicles remain, or
    if the hold ends at a date.
    """
    whole: dict[str, Any] = {"lot": {"trucks": trucks(4)}, "lift": {"convoy": convoy(10, 20)}}
    waits = {"main": staged(6, board_after="gone")}
    (words,) = found(group=waits, hold=HOLD, **whole)
    assert words.startswith(
        'hold.gone: hold "gone" waits for trucks, and holds keep all who may drive from A (main) until'
    )
    assert found(group=waits | {"crew": staged(2)}, hold=HOLD, **whole) == []
    assert found(group=waits, hold=HOLD, **{**whole, "lot": {"trucks": trucks(2)}}) == []
    assert found(group=waits, hold={"gone": {"until": [{"lot": ["trucks"], "at_most": 2}]}}, **whole) == []
    assert found(group=waits, hold={"gone": {**HOLD["gone"], "at_latest": hours(300)}}, **whole) == []


def test_vehicles_that_wait_for_their_passengers_are_refused() -> None:
    """A scenario is refused if all vehicles may board only after their passengers have gone. It is accepted if
    another vehicle has enough seats, or if one convoy of two vehicles has seats for all twelve passengers.
    """
    gone: dict[str, Any] = {"gone": {"until": [{"group": ["main"]}]}}
    whole: dict[str, Any] = {"group": {"main": staged(12)}, "lift": {"convoy": convoy(10, 20)}, "hold": gone}
    (words,) = found(lot={"trucks": trucks(4, board_after="gone")}, **whole)
    assert words.startswith(
        'hold.gone: hold "gone" waits for main, and holds keep all vehicles in which they may ride from A'
    )
    assert found(lot={"trucks": trucks(3, board_after="gone"), "cars": trucks(1, 12)}, **whole) == []
    assert found(lot={"trucks": trucks(2, 6, board_after="gone")}, **whole) == []


def test_drivers_need_room_where_they_drive_to() -> None:
    """Vehicles with two drivers cannot drive to a hub that has room for one person."""
    whole: dict[str, Any] = {
        "site": {"H": {"kind": "hub", "room": 1}},
        "route": {"over H": {"via": ["H"]}},
        "group": {"main": staged(4, routes=["over H"])},
        "lift": {"first": convoy(10, to="H"), "second": convoy(20, sites=["H"], leg={"H": {"block_h": 3.0}})},
    }
    (words,) = found(lot={"trucks": trucks(1, 4, 2, routes=["over H"])}, **whole)
    assert (
        words == "lot.trucks.drives.drivers: expected at most 1, as H has no room for more people at once (site.H.room)"
    )
    assert found(lot={"trucks": trucks(1, 4, 1, routes=["over H"])}, **whole) == []


def test_people_whose_lot_of_vehicles_is_empty_are_refused() -> None:
    """People who can only leave in vehicles of the force are refused if the lot of vehicles has no items."""
    (words,) = found(group={"main": staged(6)}, lot={"trucks": trucks(0)}, lift={"convoy": convoy(10, 20)})
    assert words.startswith("group.main: expected a lot with drives in which these people can leave A by convoy")


def test_cargo_on_a_driven_lift_is_refused_with_the_reason() -> None:
    """Cargo that names only a driven lift is refused; the error says that this lift takes only vehicles that
    drive, and names the lift that takes cargo.
    """
    lots = {"trucks": trucks(2), "stores": items(2, lifts=["convoy"])}
    lifts = {"convoy": convoy(10, 20), "jet": lift(dated(5), load_h=1.0)}
    (words,) = found(group={"main": staged(6)}, lot=lots, lift=lifts)
    assert words == (
        "lot.stores.lifts: expected a lift that takes it out of the country from A: jet; convoy takes only vehicles "
        "that drive"
    )


def test_a_convoy_without_vehicles_takes_no_drivers_away() -> None:
    """A second driven lift that no vehicle may take gets a notice, and is no way out for drivers."""
    lifts = {"convoy": convoy(10, 20), "other": convoy(5)}
    words = noted(group={"main": staged(6)}, lot={"trucks": trucks(4, lifts=["convoy"])}, lift=lifts)
    assert "lot.trucks.drives" not in words
    assert "lift.other.driven" in words

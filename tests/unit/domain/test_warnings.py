"""Plans that can run, but are probably not meant as stated, get a remark with the remedy; similar plans get none."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.domain.check.finding import unknown
from tests.unit.domain.warned import missions, warned, weekly


def test_the_valid_plan_has_no_remark() -> None:
    assert warned() == {}


# ------------------------------------------------------------------------------------------- a guard that cannot leave

BUS = {"sites": ["south"], "to": "home", "payload_t": 20, "seats": 50, "leg": {"south": {"block_h": 9}}}
GONE = {"gone": {"until": [{"group": ["staff"]}]}}


def guarded(last_bus: date, **staff: Any) -> dict[str, str]:
    """Return the remarks if a guard leaves after the staff, by a bus on 1 June or on the day `last_bus`."""
    guard = {"site": "south", "count": 9, "lifts": ["bus"], "board_after": "gone"}
    bus = {**BUS, "supply": {"missions": [{"at": date(2024, 6, 1)}, {"at": last_bus}]}}
    return warned(group={"guard": guard, "staff": {**staff, "lifts": ["c17"]}}, hold=GONE, lift={"bus": bus})


def test_a_guard_whose_lift_ends_before_it_may_leave_is_named() -> None:
    """A guard gets a remark if it waits for staff who are released on 1 July, but its own last bus comes on
    10 June.
    """
    found = guarded(date(2024, 6, 10), release=date(2024, 7, 1))
    assert list(found) == ["group.guard"]
    assert all(words in found["group.guard"] for words in ("2024-07-01 00:00", "last mission of bus", 'hold "gone"'))


def test_a_guard_whose_lift_comes_later_is_not_named() -> None:
    """There is no remark if the last bus comes on 10 July, or if the staff may leave from the start."""
    assert guarded(date(2024, 7, 10), release=date(2024, 7, 1)) == {}
    assert guarded(date(2024, 6, 10)) == {}


@pytest.mark.parametrize(("ends", "named"), [({}, True), ({"at_latest": date(2024, 6, 5)}, False)])
def test_a_floor_and_the_days_after_its_hold_are_counted(ends: dict[str, Any], named: bool) -> None:
    """A floor keeps four guards until a hold ends, 60 days after 2 May. They get a remark, since the last flight
    is on 20 June. If the hold ends by 5 June, they get none.
    """
    hold = {"gone": {"not_before": date(2024, 5, 2), "then_d": 0 if ends else 60, **ends}}
    floor = {"watch": {"group": "guards", "at_least": 4, "until": "gone"}}
    found = warned(hold=hold, floor=floor, lift=missions(date(2024, 6, 1), date(2024, 6, 19), date(2024, 6, 20)))
    assert ("group.guards" in found) == named
    if named:
        assert 'floor "watch" keeps 4 of them until hold "gone"' in found["group.guards"]


def test_a_hold_that_waits_for_a_dated_hold_has_its_date() -> None:
    """Staff get a remark if their hold waits for another hold until 1 July, but the last flight is on 28 May."""
    hold = {"first": {"not_before": date(2024, 7, 1)}, "second": {"after": ["first"]}}
    found = warned(group={"staff": {"board_after": "second"}}, hold=hold, lift=missions(*weekly(date(2024, 5, 7), 4)))
    assert 'waits for hold "second"' in found["group.staff"]


# --------------------------------------------------------------------------------------------------- seats and missions


def ready(payload_t: float = 20.0, seats: int = 50, **supply: Any) -> dict[str, str]:
    """Return the remarks on the supply of the only lift, whose missions are requested when a load is ready."""
    found = warned(lift={"c17": {"supply": {"kind": "ready", **supply}, "seats": seats, "payload_t": payload_t}})
    return {path: why for path, why in found.items() if path.startswith("lift.c17.supply")}


def test_a_load_that_no_sortie_takes_is_named() -> None:
    """If a load needs more people than the seats or the payload allow, or more tonnes than the payload, a remark
    gives the limit. A payload of 10 t carries 55 people of 0.181 t.
    """
    assert ready(people=50, load_t=20.0) == {}
    assert ready(share=1.0) == {}
    (found,) = ready(people=51).items()
    assert found[0] == "lift.c17.supply.people"
    assert "no sortie takes more than 50 people" in found[1]
    assert "no sortie takes more than 55 people" in ready(10.0, 100, people=56)["lift.c17.supply.people"]
    assert "no sortie takes more than 20 t" in ready(load_t=20.5)["lift.c17.supply.load_t"]


def test_a_load_that_a_sortie_may_take_is_not_named() -> None:
    """A load gets no remark if it is at most the largest draw of the payload. If the load is an
    unknown, its smallest value is compared.
    """
    drawn = {"c17": {"supply": {"kind": "ready", "load_t": 28.0}, "payload_t": {"low": 20, "mode": 22, "high": 30}}}
    assert "lift.c17.supply.load_t" not in warned(lift=drawn)
    unknown_load = {"load": {"to": ["lift.c17.supply.load_t"], "draw": {"low": 15, "high": 40}}}
    fixed = {"c17": {"supply": {"kind": "ready", "load_t": 28.0}, "payload_t": 20.0}}
    assert "lift.c17.supply.load_t" in warned(lift=fixed)
    assert "lift.c17.supply.load_t" not in warned(lift=fixed, uncertainty=unknown_load)


def test_seats_that_no_payload_fills_are_named() -> None:
    """50 seats get a remark if a payload of 4 t carries only 22 people of 0.181 t, but not if one of 9.05 t
    carries 50.
    """
    found = warned(lift={"people": {**BUS, "payload_t": 4, "supply": {"per_week": 7}}})
    assert "at most 22 of these seats" in found["lift.people.seats"]
    assert warned(lift={"people": {**BUS, "payload_t": 9.05, "supply": {"per_week": 7}}}) == {}


def test_seats_that_a_good_draw_fills_are_not_named() -> None:
    """There is no remark if the largest draw of the payload fills the seats. A payload with mean and cv has no
    largest draw, so some draw fills them.
    """
    for payload in ({"low": 1, "high": 9.05}, {"mean": 3, "cv": 0.2}):
        assert warned(lift={"people": {**BUS, "payload_t": payload, "supply": {"per_week": 7}}}) == {}


def test_missions_that_end_before_all_are_out_are_named() -> None:
    """One flight of 50 seats gets a remark if 88 people have no other lift; two flights get none."""
    one_flight = weekly(date(2024, 6, 4), 1)
    found = warned(lift=missions(*one_flight))
    assert (
        "take 50 people at most, and 88 people that must leave their site may ride no other lift"
        in (found["lift.c17.supply.missions.0.at"])
    )
    assert warned(lift=missions(*weekly(date(2024, 6, 4), 2))) == {}


def test_missions_that_end_before_required_equipment_is_out_are_named() -> None:
    """Two flights of at most 40 t each get a remark if 100 t of weapons are required; three flights get none.
    Two flights get none if the weapons are wanted.
    """
    for many, named in ((2, True), (3, False)):
        found = warned(lot={"weapons": {"count": 20, "weight_t": 5}}, lift=missions(*weekly(date(2024, 6, 4), many)))
        assert list(found) == ([f"lift.c17.supply.missions.{many - 1}.at"] if named else [])
        assert not named or "take 80 t at most, and 100 t that must leave" in next(iter(found.values()))
    wanted = {"weapons": {"count": 20, "weight_t": 5, "category": "general"}}
    assert warned(lot=wanted, lift=missions(*weekly(date(2024, 6, 4), 2))) == {}


def test_a_rate_that_ends_before_all_are_out_is_named() -> None:
    """A lift of 40 seats that comes once a week, but only for three days, counts as one flight, so it gets a
    remark if 88 people must leave. It gets none if another lift, which has no end, serves both sites.
    """
    ends = {"c17": {"supply": {"per_week": 1, "begins": date(2024, 6, 1), "until": date(2024, 6, 3)}, "seats": 40}}
    assert "88 people that must leave" in warned(lift=ends)["lift.c17.supply.until"]
    more = {"bus": {**BUS, "sites": ["north", "south"], "supply": {"per_week": 1}}}
    more["bus"]["leg"] = {"north": {"block_h": 9}, "south": {"block_h": 9}}
    assert warned(lift={**ends, **more}) == {}


# ------------------------------------------------------------------------------------------------ slow ways, hand-overs

CONVOY = {
    **{"sites": ["south"], "to": "home", "crosses": "arrival", "payload_t": 20, "seats": 50},
    **{"supply": {"per_week": 7}, "leg": {"south": {"block_h": 312}}},
}


def test_last_people_on_a_slow_way_are_named() -> None:
    """A guard that leaves last, by a convoy of 13 days (312 h), gets a remark if a flight serves its site."""
    guard = {"site": "south", "count": 9, "board_after": "gone", "lifts": ["convoy"]}
    found = warned(group={"guard": guard}, hold=GONE, lift={"convoy": CONVOY})
    assert "13 days to the border by convoy" in found["group.guard.lifts"]
    assert "by c17 they are out when they leave south" in found["group.guard.lifts"]


@pytest.mark.parametrize(
    ("speed", "distance"),
    [
        ({"speed_kmh": 5.0}, {"distance_km": 1560.0}),
        ({"speed_kt": 5.0}, {"distance_nm": 1560.0}),
        ({"speed_kmh": 5.0}, {"distance_nm": 1560.0 / 1.852}),
    ],
    ids=["km", "miles", "both"],
)
def test_a_slow_way_is_known_in_every_unit(speed: dict[str, float], distance: dict[str, float]) -> None:
    """A convoy that needs 312 h gets the remark with speed and distance in km, in nautical miles or in both."""
    guard = {"site": "south", "count": 9, "board_after": "gone", "lifts": ["convoy"]}
    convoy = {**CONVOY, **speed, "leg": {"south": distance}}
    found = warned(group={"guard": guard}, hold=GONE, lift={"convoy": convoy})
    assert "13 days to the border by convoy" in found["group.guard.lifts"]


def test_last_people_who_wait_for_the_earlier_way_are_not_named() -> None:
    """A last guard that may take the convoy or the flight gets no remark if its rule is `earliest_arrival`. It
    gets one if its rule is `any`, or if it may ride only the convoy.
    """
    guard = {"site": "south", "count": 9, "board_after": "gone", "route_rule": "earliest_arrival"}
    assert warned(group={"guard": guard}, hold=GONE, lift={"convoy": CONVOY}) == {}
    found = warned(group={"guard": {**guard, "lifts": ["convoy"]}}, hold=GONE, lift={"convoy": CONVOY})
    assert list(found) == ["group.guard.route_rule", "group.guard.lifts"]
    found = warned(group={"guard": {**guard, "route_rule": "any"}}, hold=GONE, lift={"convoy": CONVOY})
    assert 'south: state route_rule = "earliest_arrival"' in found["group.guard.site"]
    found = warned(
        group={"guard": {**guard, "route_rule": "any", "lifts": ["convoy"]}}, hold=GONE, lift={"convoy": CONVOY}
    )
    assert 'let them ride it (lifts, routes) and state route_rule = "earliest_arrival"' in found["group.guard.lifts"]


@pytest.mark.parametrize(
    ("guard", "convoy"),
    [
        ({"lifts": ["c17"]}, {}),
        ({"lifts": ["convoy"]}, {"leg": {"south": {"block_h": 60}}}),
        ({"lifts": ["convoy"]}, {"crosses": "departure"}),
    ],
    ids=["by air", "two and a half days", "out at the gate"],
)
def test_last_people_on_a_fast_way_are_not_named(guard: dict[str, Any], convoy: dict[str, Any]) -> None:
    """There is no remark if the guard flies, drives for 2.5 days, or counts as out when its convoy departs."""
    group = {"guard": {"site": "south", "count": 9, "board_after": "gone", **guard}}
    assert warned(group=group, hold=GONE, lift={"convoy": {**CONVOY, **convoy}}) == {}


def test_people_who_are_not_last_may_take_a_slow_way() -> None:
    """Staff who drive for 13 days get no remark if a guard leaves after them by air."""
    group = {"guard": {"site": "south", "count": 9, "board_after": "gone", "lifts": ["c17"]}}
    group["staff"] = {"lifts": ["convoy"]}
    assert warned(group=group, hold=GONE, lift={"convoy": CONVOY}) == {}


@pytest.mark.parametrize(("then_d", "named"), [(40, True), (10, False)])
def test_days_of_a_hold_are_named_if_they_are_many(then_d: float, named: bool) -> None:
    """Of the 138 days until the deadline, a hold that takes 40 gets a remark; one that takes 10 gets none."""
    hold = {"gone": {"until": [{"group": ["staff"]}], "then_d": then_d}}
    group = {"guard": {"site": "south", "count": 9, "board_after": "gone"}}
    found = warned(group=group, hold=hold)
    assert list(found) == (["hold.gone.then_d"] if named else [])
    assert not named or "a large part of the 138 days until the deadline" in found["hold.gone.then_d"]


# -------------------------------------------------------------------------------------------------------- unknown names


@pytest.mark.parametrize(
    ("word", "known", "text", "meant"),
    [
        ("og", ["go"], "expected a hold; there is one: go", None),
        ("goo", ["go"], "expected a hold", "go"),
        ("goo", ["go", "stay"], "expected a hold: go, stay", "go"),
        ("goo", [], "expected a hold; there is none", None),
    ],
)
def test_an_unknown_name_has_its_candidates_once(word: str, known: list[str], text: str, meant: str | None) -> None:
    """The message lists the known names. A single known name that is the suggestion is not listed again."""
    found = unknown(("group", "a", "board_after"), word, "a hold", known)
    assert (found.expectation, found.suggestion) == (text, meant)


# ------------------------------------------------------------------------------------------------------ shipped configs


@pytest.mark.parametrize("path", sorted(Path("configs").glob("*.toml")), ids=lambda path: path.stem)
def test_no_shipped_scenario_has_a_remark(path: Path) -> None:
    """The shipped scenarios get no remark except notices about keys without effect."""
    assert [notice for notice in sim.load(path).notices if "has no effect" not in notice.text] == []

"""Cross-checks of a scenario: references, dates, cargo, routes, progress, uncertainty."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.domain.bounds import FREE
from sim.domain.check.finding import nearest
from sim.domain.paths import Number, matching

GROUP, LOT, SITE, LIFT = "group", "lot", "site", "lift"
BUS = {"sites": ["south"], "to": "home", "supply": {"per_week": 9}, "seats": 40, "leg": {"south": {"block_h": 2}}}
CASES = {
    "site of a lot": ({LOT: {"trucks": {"site": "nroth"}}}, "lot.trucks.site", "a site of this", "north"),
    "not a base": ({LOT: {"trucks": {"site": "home"}}}, "lot.trucks.site", '"base" or "hub" (north, south)', None),
    "station elsewhere": (
        {GROUP: {"staff": {"stations": ["wash"]}}},
        "group.staff.stations.0",
        "a station of site south",
        None,
    ),
    "staff elsewhere": (
        {SITE: {"north": {"teams_staffed_by": "staff"}}},
        "site.north.teams_staffed_by",
        "at site north (guards, loaders); this one is at south",
        None,
    ),
    "back to a later station": (
        {
            SITE: {
                "north": {
                    "station": {
                        "wash": {"servers": 1, "service_h": 1, "back_to": "pack"},
                        "pack": {"servers": 1, "service_h": 1},
                    }
                }
            },
            LOT: {"trucks": {"stations": ["wash", "pack"]}},
        },
        "site.north.station.wash.back_to",
        'lot "trucks" passes wash -> pack',
        None,
    ),
    "same name": (
        {LOT: {"guards": {"site": "north", "category": "general", "count": 1, "weight_t": 1}}},
        "lot.guards",
        "another name",
        None,
    ),
    "has passed a station that is not on its way": (
        {LOT: {"trucks": {"start": {"passed": {"wash": 1}}}}},
        "lot.trucks.start.passed.wash",
        'a station that lot "trucks" passes',
        None,
    ),
    "more have begun than the lot has": (
        {LOT: {"trucks": {"start": {"left": 5, "staged": 5}}}},
        "lot.trucks.start",
        "no more than count = 9; their sum is 10",
        None,
    ),
    "required stays": (
        {LOT: {"weapons": {"leave_after": date(2024, 8, 1)}}},
        "lot.weapons.leave_after",
        "expected this only for wanted movers",
        None,
    ),
    "milestone before the start": (
        {"milestone": {"early": {"by": date(2024, 4, 30)}}},
        "milestone.early.by",
        "after the start",
        None,
    ),
    "milestone past the horizon": (
        {"milestone": {"late": {"by": date(2025, 5, 1)}}},
        "milestone.late.by",
        "within 90 days after the deadline",
        None,
    ),
    "arrivals backwards": (
        {GROUP: {"staff": {"arrives": {"begins": date(2024, 6, 2), "until": date(2024, 6, 1)}}}},
        "group.staff.arrives.until",
        "not before the beginning, 2024-06-02",
        None,
    ),
    "shift backwards": (
        {SITE: {"north": {"runway_hours": [{"open_h": 18, "close_h": 6}]}}},
        "site.north.runway_hours.0.close_h",
        "an hour after open_h = 18",
        None,
    ),
    "no speed": (
        {LIFT: {"c17": {"leg": {"north": {"block_h": 4}, "south": {"distance_nm": 500}}}}},
        "lift.c17.leg.south",
        "missing: speed_kt",
        None,
    ),
    "no leg": (
        {LIFT: {"c17": {"leg": {"north": {"block_h": 4}}, "speed_kt": 400}}},
        "lift.c17",
        "either distance_nm or the positions of south and home (leg to south)",
        None,
    ),
    "no missions": ({LIFT: {"c17": {"supply": {"missions": []}}}}, "lift.c17.supply", "nothing comes", None),
    "lifts no person": (
        {LIFT: {"bus": {**BUS, "payload_t": 0.1}}},
        "lift.bus.payload_t",
        "at least 0.181, the weight of a person with baggage (staff)",
        None,
    ),
    "lifts no person in any world": (
        {LIFT: {"bus": {**BUS, "payload_t": {"low": 0.05, "high": 0.1}}}},
        "lift.bus.payload_t",
        "at least 0.181",
        None,
    ),
    "lifts no person within its structural limit": (
        {LIFT: {"bus": {**BUS, "payload_t": 5, "max_payload_t": 0.1}}},
        "lift.bus.max_payload_t",
        "at least 0.181",
        None,
    ),
    "leg elsewhere": (
        {
            LIFT: {
                "c17": {
                    "sites": ["north", "south"],
                    "leg": {"north": {"block_h": 4}, "south": {"block_h": 4}, "suoth": {"block_h": 5}},
                }
            }
        },
        "lift.c17.leg.suoth",
        "a site that this lift serves: north, south",
        "south",
    ),
    "listed item too heavy": (
        {LOT: {"big": {"site": "north", "category": "general", "total_t": 99, "item_t": {"values": [5, 41]}}}},
        "lot.big.item_t",
        "this one is 41 t, and c17 takes 40 t on 18 positions",
        None,
    ),
    "too many positions per tonne": (
        {LOT: {"trucks": {"pallets_per_t": 3}}},
        "lot.trucks.weight_t",
        "9 t on 27 pallet positions",
        None,
    ),
    "unserved": (
        {SITE: {"west": {"kind": "base"}}, GROUP: {"staff": {"site": "west"}}},
        "group.staff.site",
        "a site that some lift serves",
        None,
    ),
    "set twice": (
        {
            "uncertainty": {
                "lot.trucks.count": {"draw": {"low": 1, "high": 2}},
                "all": {"to": ["lot.*.count"], "draw": {"low": 1, "high": 2}},
            }
        },
        "uncertainty.all.to.0",
        '"lot.trucks.count" sets it already',
        None,
    ),
    "circle of draws": (
        {
            "uncertainty": {
                "lot.trucks.count": {"same_as": "b"},
                "b": {"to": ["lot.weapons.count"], "same_as": "lot.trucks.count"},
            }
        },
        "uncertainty.lot.trucks.count.same_as",
        '"lot.trucks.count" -> "b" -> "lot.trucks.count"',
        None,
    ),
    "unknown draw": (
        {
            "uncertainty": {
                "lot.trucks.count": {"same_as": "traffic"},
                "trafic": {"to": ["lot.weapons.count"], "draw": {"low": 1, "high": 2}},
            }
        },
        "uncertainty.lot.trucks.count.same_as",
        "another entry of [uncertainty]",
        "trafic",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_mistake_is_found_once(name, findings) -> None:
    """Each mistake gives one finding with its path, the expectation and the nearest spelling."""
    sections, path, cure, near = CASES[name]
    (found,) = findings(**sections)
    assert ".".join(found.path) == path
    assert cure in found.expectation
    assert found.suggestion == near


def test_an_item_fits_if_some_draw_of_the_payload_carries_it(findings) -> None:
    """An item of 60 t is refused if no lift can carry it in any world. It is accepted if the structural limit of
    the lift is 60 t, if the payload has no upper end, or if an unknown may double the payload of up to 40 t.
    """
    lot = {"trucks": {"weight_t": 60}}
    assert len(findings(lot=lot)) == 1
    assert findings(lot=lot, lift={"c17": {"max_payload_t": 60}}) == ()
    assert findings(lot=lot, lift={"c17": {"payload_t": {"mean": 30, "cv": 0.1}}}) == ()
    grows = {"lift.c17.payload_t.high": {"apply": "times", "draw": {"low": 1, "high": 2}}}
    assert findings(lot=lot, uncertainty=grows) == ()


def test_a_lift_that_may_lift_a_person_or_an_item_is_accepted(findings) -> None:
    """A lift that can never lift a person is refused. It is accepted if its payload is enough in some world, if
    the people weigh less, if the only group that it serves is empty, or if it can lift an item.
    """
    bus = {**BUS, "payload_t": 0.1}
    assert len(findings(lift={"bus": bus})) == 1
    assert findings(lift={"bus": {**bus, "payload_t": 0.181}}) == ()
    assert findings(lift={"bus": {**bus, "payload_t": {"low": 0.05, "high": 0.2}}}) == ()
    assert findings(lift={"bus": bus}, group={"staff": {"weight_t": 0.09}}) == ()
    assert findings(lift={"bus": bus}, group={"staff": {"count": 0}}) == ()
    grows = {"lift.bus.payload_t": {"apply": "times", "draw": {"low": 1, "high": 2}}}
    assert findings(lift={"bus": bus}, uncertainty=grows) == ()
    mail = {"site": "south", "category": "general", "count": 3, "weight_t": 0.05}
    assert findings(lift={"bus": bus}, lot={"mail": mail}) == ()


def test_weight_and_positions_must_fit_the_same_lift(findings) -> None:
    """An item needs a lift that has both enough payload and enough positions. One lift with enough payload and
    another with enough positions are not sufficient.
    """
    roomy = {
        **{"sites": ["north"], "to": "home", "supply": {"per_week": 1}, "payload_t": 10, "pallets": 40},
        **{"leg": {"north": {"block_h": 1}}},
    }
    lot = {"trucks": {"weight_t": 30, "pallets": 30}}
    assert len(findings(lot=lot, lift={"roomy": roomy})) == 1
    assert findings(lot=lot, lift={"roomy": {**roomy, "payload_t": 30}}) == ()


def test_bare_dates_end_and_begin_with_their_day(findings) -> None:
    """An outage from a bare date to the same date lasts that day, and a milestone on the date of the start is
    accepted, as it ends with that day. A milestone at the instant of the start is refused.
    """
    day = date(2024, 5, 1)
    outage = {"one day": {"sites": ["north"], "dates": [{"begins": day, "until": day}]}}
    assert findings(outage=outage, milestone={"today": {"by": day}}) == ()
    assert len(findings(milestone={"at once": {"by": datetime(2024, 5, 1)}})) == 1


def test_a_star_matches_one_name() -> None:
    """`*` matches one part of a path, and every other character matches itself."""
    stated = {"lot.a.count": 1.0, "lot.a b.count": 2.0, "lot.a.start.count": 3.0, "lotxa.count": 4.0}
    paths = {path: Number(n, 1.0, tuple((part, True) for part in path.split(".")), FREE) for path, n in stated.items()}
    assert matching("lot.*.count", paths) == ["lot.a.count", "lot.a b.count"]
    assert matching("lot.a.count", paths) == ["lot.a.count"]
    assert matching("lot.[a].count", paths) == []


@given(st.lists(st.text("abcxyz", min_size=3, max_size=8), min_size=1, unique=True), st.data())
def test_a_known_word_is_its_own_nearest_spelling(names: list[str], data: st.DataObject) -> None:
    """The nearest spelling of a known word in capitals is that word; a word unlike all known ones has none."""
    name = data.draw(st.sampled_from(names))
    assert nearest(name.upper(), names) == name
    assert nearest("~~~~~", names) is None

"""A key that nothing reads is known as such, with the reason; the same key where something reads it is not."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from sim.domain.check import check
from sim.domain.check.ignorance import touched
from sim.domain.scenario import Scenario
from sim.domain.unread import unread
from tests.unit.domain.conftest import TABLES

Sections = dict[str, dict[str, Any]]
OVER_HUB: dict[str, Any] = {"route": {"over": {"via": ["south"]}}, "group": {"guards": {"routes": ["over"]}}}
DISPOSES: dict[str, Any] = {"dates": [date(2024, 6, 1)], "of": "goods", "respond": ["dispose"]}
COMPARES = {"compare": True, "sortie_usd": 9e4}
GOODS: dict[str, Any] = {"goods": {"by": date(2024, 9, 1), "of": "equipment"}}
SOUTH: dict[str, Any] = {**GOODS["goods"], "site": "south"}
TENTS: dict[str, Any] = {"site": "south", "category": "general", "count": 3, "weight_t": 1}
STORM: dict[str, Any] = {"sites": ["south"], "per_day": 0.1, "lasts_h": 3.0}
BURNS: dict[str, Any] = {"disposal": {"destroy": ["wash"]}}
BUS: dict[str, Any] = {**TABLES["lift"]["c17"], "handling_usd_per_t": None}
TRUCKS = {"value_usd": 5e4}
SELLS: dict[str, Any] = {"disposal": {"transfer": ["wash"], "sell": ["wash"]}}
PAX = {"uses_ramp": False}
WAYS: dict[str, Any] = {"straight": {"to": "home"}, "over": {"via": ["south"], "to": "home"}}
OVER: dict[str, Any] = {"over": WAYS["over"]}
FITTED = ({"name": "cargo", "seats": 0}, {"name": "seats", "payload_t": 20})
HOP: dict[str, Any] = {**TABLES["lift"]["c17"], "sites": ["north"], "to": "south", "leg": {"north": {"block_h": 1}}}
HANDED: dict[str, Any] = {"disposition": "transfer"}
FAR: dict[str, Any] = {site: {"block_h": 5, "distance_km": 900} for site in TABLES["lift"]["c17"]["sites"]}
FALL: dict[str, Any] = {"on": date(2024, 6, 1), "sites": ["north"], "stops": ["permission"]}
BOTH: dict[str, Any] = {"segregate": [("people", "lethal"), ("hazardous", "general")]}


def scenario(**sections: Any) -> Scenario:
    """Return the sound scenario with keys put into entries of some sections."""
    tables = deepcopy(TABLES)
    for section, entries in sections.items():
        here = tables.setdefault(section, {})
        for name, entry in entries.items():
            merge = isinstance(entry, dict) and isinstance(here.get(name), dict)
            here[name] = {**here[name], **entry} if merge else entry
    built = Scenario.model_validate(tables)
    assert check(built) == ()
    return built


TASK = [
    {"name": "load", "loads": True, "per_busload_h": 0.5, "per_person_h": 0.1, "per_t_h": 0.1, "per_vehicle_h": 0.1}
]
PASSED: dict[str, Any] = {
    "route": {"over": {"via": ["south"]}},
    "lift": {"hop": HOP},
    "group": {"guards": {"routes": ["over"]}},
}
ASKS: dict[str, Any] = {"kind": "ready", "share": 0.5, "people": 9, "load_t": 3.0}


def asks(**more: Any) -> Sections:
    """A lift whose missions are asked for."""
    return {"lift": {"hop": HOP | {"supply": ASKS | more}}, **{key: PASSED[key] for key in ("route", "group")}}


COLUMN: dict[str, Any] = {
    **{"sites": ["south"], "to": "home", "driven": True, "most_vehicles": 3, "uses_ramp": False},
    **{"supply": {"per_week": 2}, "leg": {"south": {"block_h": 3}}},
}
DRIVES: dict[str, Any] = {"lot": {"tents": TENTS | {"drives": {"seats": 3}}}}

CASES: dict[str, tuple[str, Sections, str, Sections]] = {
    "vehicles that drive on no lift": (
        "lot.tents.drives",
        DRIVES,
        "no driven lift may take it: other lifts carry it",
        DRIVES | {"lift": {"column": COLUMN}},
    ),
    "what makes a load": (
        "lift.hop.supply.load_t",
        asks(by=date(2024, 1, 1)),
        "lift.hop.supply.by is not after the start: anything is enough",
        asks(by=date(2024, 9, 1)),
    ),
    "what an attack costs": (
        "lift.c17.attack_h",
        {"lift": {"c17": {"attacks_per_1000_km": 0.0, "attack_h": 1.0, "leg": FAR}}},
        "lift.c17.attacks_per_1000_km = 0",
        {"lift": {"c17": {"attacks_per_1000_km": 1.0, "attack_h": 1.0, "leg": FAR}}},
    ),
    "when a substitute opens": (
        "site.south.in_place_of.after_d",
        {"site": {"south": {"in_place_of": {"site": "north"}}}},
        "nothing closes north, so south never opens",
        {"site": {"south": {"in_place_of": {"site": "north"}}}, "crisis": {"fall": FALL}},
    ),
    "left of a promise": (
        "milestone.north.left",
        {"milestone": {"north": {"by": date(2024, 9, 1), "site": "north", "left": "country"}}},
        "leaving the site is leaving the country",
        {"milestone": {"north": {"by": date(2024, 9, 1), "site": "north", "left": "country"}}, **PASSED},
    ),
    "condition of a required lot": (
        "lot.weapons.condition",
        {"disposition": COMPARES, "lot": {"weapons": TRUCKS}},
        "it is required, so it is never given up",
        {"disposition": COMPARES, "lot": {"weapons": {**TRUCKS, "category": "general"}}},
    ),
    "need of a lot without a value": (
        "lot.trucks.needed",
        {"disposition": COMPARES},
        "lot.trucks.value_usd is not stated",
        {"disposition": COMPARES, "lot": {"trucks": TRUCKS}},
    ),
    "condition where nothing is given up": (
        "lot.trucks.condition",
        {"lot": {"trucks": TRUCKS}},
        "disposition.compare = false",
        {"lot": {"trucks": TRUCKS}, "review": DISPOSES, "milestone": GOODS},
    ),
    "condition under a review of another site": (
        "lot.trucks.condition",
        {"lot": {"trucks": TRUCKS, "tents": TENTS}, "review": DISPOSES, "milestone": {"goods": SOUTH}},
        "disposition.compare = false, and the review never gives it up",
        {"lot": {"trucks": TRUCKS, "tents": TENTS}, "review": DISPOSES, "milestone": GOODS},
    ),
    "cost of return where a review alone gives up": (
        "lot.trucks.prepare_usd",
        {"lot": {"trucks": TRUCKS}, "review": DISPOSES, "milestone": GOODS},
        "disposition.compare = false",
        {"lot": {"trucks": TRUCKS}, "disposition": COMPARES},
    ),
    "price of a sortie where no value is known": (
        "disposition.sortie_usd",
        {"disposition": COMPARES},
        "no lot that may be given up states its value_usd",
        {"disposition": COMPARES, "lot": {"trucks": TRUCKS}},
    ),
    "price of a sale that never is": (
        "lot.trucks.sale_usd",
        {"site": {"north": SELLS}, "disposition": COMPARES, "lot": {"trucks": TRUCKS}},
        "no item of it is ever sold",
        {"site": {"north": SELLS}, "disposition": COMPARES, "lot": {"trucks": {**TRUCKS, "permitted": ["sell"]}}},
    ),
    "price of handing over what only may stay": (
        "lot.trucks.transfer_usd",
        {"site": {"north": SELLS}},
        "no item of it is ever handed over",
        {"site": {"north": SELLS}, "lot": {"trucks": {"permitted": ["transfer"]}}},
    ),
    "price of destroying a required lot": (
        "lot.weapons.destroy_usd",
        {"site": {"north": BURNS}},
        "no item of it is ever destroyed",
        {"site": {"north": BURNS}, "lot": {"weapons": {"disposition": "destroy"}}},
    ),
    "holding where nothing is shut or full": (
        "lift.c17.holding_h",
        {"site": {"south": {"runway_hours": []}}},
        "nothing keeps c17 from landing at once",
        {"site": {"south": {"runway_hours": [{"open_h": 6, "close_h": 18}]}}},
    ),
    "holding of what needs no spot": (
        "lift.c17.holding_h",
        {"site": {"south": {"parking": 1}}, "lift": {"c17": {"uses_ramp": False}}},
        "nothing keeps c17 from landing at once",
        {"site": {"south": {"parking": 1}}},
    ),
    "holding where a storm stops the ramp alone": (
        "lift.c17.holding_h",
        {"outage": {"storm": {**STORM, "stops": ["ramp"]}}},
        "nothing keeps c17 from landing at once",
        {"outage": {"storm": STORM}},
    ),
    "offloading that nobody waits for": (
        "lift.c17.offload_h",
        {},
        "c17 is not a fleet, and nothing waits for it at home",
        {"site": {"home": {"parking": 2}}},
    ),
    "offloading of tails": (
        "lift.c17.offload_h",
        {"lift": {"c17": {"crosses": "departure"}}},
        "c17 is not a fleet, and nothing waits for it at home",
        {"lift": {"c17": {"supply": {"tails": 2}}}},
    ),
    "price of a seat on freight": (
        "lift.c17.seat_usd",
        {"lift": {"c17": {"seats": 0}, "bus": BUS}},
        "no people may ride on c17",
        {"lift": {"bus": BUS}},
    ),
    "time by weight for items that find no positions": (
        "lift.bus.load_per_t_h",
        {"lift": {"bus": {**BUS, "pallets": 0}}, "lot": {"weapons": {"pallets": 1}, "trucks": {"pallets": 4}}},
        "no equipment may ride on bus",
        {"lift": {"bus": {**BUS, "pallets": 2}}, "lot": {"weapons": {"pallets": 1}, "trucks": {"pallets": 4}}},
    ),
    "time for vehicles that there are none of": (
        "lift.c17.task.0.per_vehicle_h",
        {"lift": {"c17": {"task": TASK}}},
        "no lot of vehicles may ride on c17",
        {"lift": {"c17": {"task": TASK}}, "lot": {"trucks": {"vehicles": True}}},
    ),
    "size of a bus that takes no time": (
        "lift.c17.task.0.busload",
        {"lift": {"c17": {"task": [{"name": "load", "loads": True, "busload": 20}]}}},
        "lift.c17.task.0.per_busload_h = 0",
        {"lift": {"c17": {"task": TASK}}},
    ),
    "order of giving up where nothing is": (
        "policy.disposition",
        {},
        "no review gives equipment up",
        {"review": DISPOSES, "milestone": GOODS},
    ),
    "tails without a fleet": (
        "policy.tail",
        {},
        "no lift is a fleet",
        {"lift": {"c17": {"supply": {"tails": 2}}}},
    ),
    "general price where each has its own": (
        "price.handling_usd_per_t",
        {"lift": {"c17": {"handling_usd_per_t": 5}}},
        "every lift has its own",
        {},
    ),
    "basis without arrivals": (
        "milestone.deadline.basis",
        {},
        "no group or lot arrives later",
        {"group": {"staff": {"arrives": {"begins": date(2024, 5, 3), "until": date(2024, 5, 9)}}}},
    ),
    "rule of one route": (
        "group.guards.route_rule",
        {"route": OVER, "lift": {"hop": HOP}, "group": {"guards": {"routes": ["over"]}}},
        "guards has one route",
        {"route": WAYS, "lift": {"hop": HOP}, "group": {"guards": {"routes": ["straight", "over"]}}},
    ),
    "rule without a route": (
        "lot.trucks.route_rule",
        {},
        "trucks names no routes",
        {"route": WAYS, "lift": {"hop": HOP}, "lot": {"trucks": {"routes": ["straight", "over"]}}},
    ),
    "earliest way of one lift": (
        "group.guards.route_rule",
        {"group": {"guards": {"route_rule": "earliest_arrival"}}},
        "guards names no routes",
        {"group": {"guards": {"route_rule": "earliest_arrival"}}, "lift": {"second": TABLES["lift"]["c17"]}},
    ),
    "staged where nothing is to be passed": (
        "group.guards.start.staged",
        {"group": {"guards": {"start": {"staged": 1}}}},
        "all of guards are staged at the start, as nothing keeps them",
        {"group": {"guards": {"start": {"staged": 1}, "release": date(2024, 6, 2)}}},
    ),
    "party of one": (
        "group.guards.together",
        {"group": {"guards": {"together": 2, "count": 1}}},
        "guards has fewer than two people still to go",
        {"group": {"guards": {"together": 2}}},
    ),
    "cancellation of tails": (
        "lift.c17.on_cancel",
        {"lift": {"c17": {"supply": {"tails": 2}}}, "site": {"south": {"parking": 1}}},
        "c17 is a fleet: its trips need no clearance",
        {"lift": {"c17": {"cancel": 0.1}}},
    ),
    "time of a crisis that never comes": (
        "crisis.fall.after_d",
        {"crisis": {"fall": {"after_d": 9.0, "chance": 0.0, "dispose": "abandon"}}},
        "crisis.fall.chance = 0",
        {"crisis": {"fall": {"after_d": 9.0, "chance": 0.1, "dispose": "abandon"}}},
    ),
    "length of what a crisis closes that never comes": (
        "crisis.fall.lasts_d",
        {"crisis": {"fall": {"after_d": 9.0, "chance": 0.0, "lifts": ["c17"], "lasts_d": 3.0}}},
        "crisis.fall.chance = 0",
        {"crisis": {"fall": {"after_d": 9.0, "chance": 0.1, "lifts": ["c17"], "lasts_d": 3.0}}},
    ),
    "price of being destroyed in a crisis that sells": (
        "lot.trucks.destroy_usd",
        {
            "lot": {"trucks": {"destroy_usd": 9.0, "permitted": ["sell", "destroy"]}},
            "site": {"north": BURNS | {"disposal": {"sell": ["wash"], "destroy": ["wash"]}}},
            "crisis": {"fall": {"after_d": 9.0, "dispose": "sell"}},
        },
        "no item of it is ever destroyed",
        {
            "lot": {"trucks": {"destroy_usd": 9.0, "permitted": ["sell", "destroy"]}},
            "site": {"north": BURNS | {"disposal": {"sell": ["wash"], "destroy": ["wash"]}}},
            "crisis": {"fall": {"after_d": 9.0, "dispose": "destroy"}},
        },
    ),
    "cancellation of what nothing stops": (
        "lift.c17.on_cancel",
        {},
        "nothing refuses, cancels, diverts or turns back a mission of c17",
        {"site": {"south": {"parking": 1}}},
    ),
    "cancellation where a permission may be missing": (
        "lift.c17.on_cancel",
        {"permission": {"over": {"sites": ["home"], "lifts": ["bus"], "opens_after_d": 3.0}}, "lift": {"bus": BUS}},
        "nothing refuses, cancels, diverts or turns back a mission of c17",
        {"permission": {"over": {"sites": ["home"], "opens_after_d": 3.0}}},
    ),
    "cancellation where an outage grounds another lift": (
        "lift.c17.on_cancel",
        {"outage": {"storm": {**STORM, "sites": [], "lifts": ["bus"]}}, "lift": {"bus": BUS}},
        "nothing refuses, cancels, diverts or turns back a mission of c17",
        {"outage": {"storm": {**STORM, "sites": [], "lifts": ["c17"]}}},
    ),
    "settling of what only ships": (
        "milestone.deadline.settled",
        {"lot": {"trucks": HANDED}, "site": {"north": SELLS}},
        "nothing that it counts is ever handed over, sold, destroyed or retained",
        {"lot": {"trucks": HANDED}, "site": {"north": SELLS}, "milestone": {"deadline": {"of": "everything"}}},
    ),
    "settling of required items, which counts in any case": (
        "milestone.deadline.settled",
        {"lot": {"weapons": {"disposition": "destroy"}}, "site": {"north": BURNS}},
        "nothing that it counts is ever handed over, sold, destroyed or retained",
        {
            "lot": {"weapons": {"disposition": "destroy"}, "trucks": {"disposition": "destroy"}},
            "site": {"north": BURNS},
            "milestone": {"deadline": {"of": "equipment"}},
        },
    ),
    "a change of what has no configurations": (
        "lift.c17.change_h",
        {"lift": {"c17": {"change_h": 3}}},
        "c17 has no configurations",
        {"lift": {"c17": {"change_h": 3, "supply": {"tails": 2}, "configuration": FITTED}}},
    ),
    "a change of what comes as a mission": (
        "lift.c17.change_h",
        {"lift": {"c17": {"change_h": 3, "configuration": FITTED}}},
        "c17 is no fleet: each mission comes fitted as it is tasked",
        {"lift": {"c17": {"change_h": 3, "supply": {"tails": 2}, "configuration": FITTED}}},
    ),
    "a volume that no lift limits": (
        "lot.trucks.volume_m3",
        {"lot": {"trucks": {"volume_m3": 20}}},
        "no lift that may carry it states volume_m3",
        {"lot": {"trucks": {"volume_m3": 20}}, "lift": {"c17": {"volume_m3": 90}}},
    ),
    "a length that no lift on its way limits": (
        "lot.trucks.length_m",
        {"lot": {"trucks": {"length_m": 6, "lifts": ("c17",)}}, "lift": {"hop": HOP | {"max_length_m": 9}}, **OVER_HUB},
        "no lift that may carry it states max_length_m",
        {"lot": {"trucks": {"length_m": 6}}, "lift": {"c17": {"max_length_m": 9}}},
    ),
    "a hold that is limited for nothing": (
        "lift.c17.max_height_m",
        {"lift": {"c17": {"max_height_m": 3}}, "lot": {"trucks": {"volume_m3": 20}}},
        "no lot that may ride it states height_m",
        {"lift": {"c17": {"max_height_m": 3}}, "lot": {"trucks": {"height_m": 2}}},
    ),
    "segregation of a category that nobody has": (
        "order.segregate.1",
        {"order": BOTH},
        "hazardous and general never wait for the same lift",
        {"order": BOTH, "lot": {"fuel": {**TENTS, "category": "hazardous"}, "tents": TENTS}},
    ),
    "segregation of categories at different sites": (
        "order.segregate.1",
        {"order": BOTH, "lot": {"fuel": {**TENTS, "category": "hazardous"}}},
        "hazardous and general never wait for the same lift",
        {"order": BOTH, "lot": {"fuel": {**TENTS, "category": "hazardous", "site": "north"}}},
    ),
    "segregation as a whole": (
        "order.segregate",
        {"order": {"segregate": [("hazardous", "general")]}, "lot": {"weapons": {"category": "general"}}},
        "hazardous and general never wait for the same lift",
        {"order": BOTH},
    ),
    "segregation of nobody instead of that of people and arms": (
        "order.segregate.0",
        {"order": {"segregate": [("hazardous", "general")]}},
        "hazardous and general never wait for the same lift",
        {"order": {"segregate": [("people", "lethal")]}},
    ),
    "segregation where each lift on which they meet has its own": (
        "order.segregate",
        {"order": {"segregate": [("people", "lethal")]}, "lift": {"c17": {"segregate": []}}},
        "people and lethal never wait for the same lift that states no segregate of its own",
        {"order": {"segregate": [("people", "lethal")]}},
    ),
    "a lift's own segregation where nobody is parted on it anyway": (
        "lift.c17.segregate",
        {"order": {"segregate": []}, "lift": {"c17": {"segregate": []}}},
        "[order] segregates nothing either",
        {"lift": {"c17": {"segregate": []}}},
    ),
    "a lift's own pairs of those who never wait for it": (
        "lift.c17.segregate",
        {"order": {"segregate": []}, "lift": {"c17": {"segregate": [("hazardous", "general")]}}},
        "hazardous and general never wait for c17 together",
        {"lift": {"c17": {"segregate": [("hazardous", "general")]}}},
    ),
    "one of a lift's own pairs": (
        "lift.c17.segregate.1",
        {"lift": {"c17": BOTH}},
        "hazardous and general never wait for c17 together",
        {"lift": {"c17": BOTH}, "lot": {"fuel": {**TENTS, "category": "hazardous"}, "tents": TENTS}},
    ),
    "teams where people alone leave": (
        "site.south.teams",
        {"site": {"south": {"teams": 1}}},
        "no equipment is loaded on the ramp of south",
        {"site": {"south": {"teams": 1}}, "lot": {"tents": TENTS}},
    ),
    "teams where lift comes to the gate": (
        "site.north.teams_staffed_by",
        {"site": {"north": {"teams_staffed_by": "loaders"}}, "lift": {"c17": PAX}},
        "no equipment is loaded on the ramp of north",
        {"site": {"north": {"teams_staffed_by": "loaders"}}},
    ),
    "teams where equipment is handed over": (
        "site.north.people_per_team",
        {
            "site": {"north": {**SELLS, "teams_staffed_by": "loaders", "people_per_team": 4}},
            "lot": {"trucks": HANDED, "weapons": {"site": "south"}},
        },
        "no equipment is loaded on the ramp of north",
        {"site": {"north": {"teams_staffed_by": "loaders", "people_per_team": 4}}},
    ),
    "working spots where no lift uses the ramp": (
        "site.north.working",
        {"lift": {"c17": PAX}},
        "no lift is loaded on the ramp of north",
        {},
    ),
    "hours of a ramp that no lift uses": (
        "site.south.ramp_hours",
        {"lift": {"c17": PAX}},
        "no lift is loaded on the ramp of south",
        {},
    ),
    "parking where no lift uses the ramp": (
        "site.north.parking",
        {"lift": {"c17": PAX}},
        "no lift uses the ramp of north",
        {},
    ),
    "room where nobody comes by lift": (
        "site.south.room",
        {},
        "no people come to south by lift",
        {"route": OVER, "lift": {"hop": HOP}, "group": {"guards": {"routes": ["over"]}}},
    ),
    "weight of a lot of none": (
        "lot.trucks.weight_t",
        {"lot": {"trucks": {"count": 0}}},
        "lot.trucks.count = 0",
        {},
    ),
    "date of a group of none": (
        "group.staff.due",
        {"group": {"staff": {"count": 0}}},
        "group.staff.count = 0",
        {"group": {"staff": {"count": 0}}, "uncertainty": {"group.staff.count": {"draw": {"low": 0, "high": 9}}}},
    ),
    "date of a group that has left": (
        "group.staff.due",
        {"group": {"staff": {"start": {"left": 4}, "count": 4}}},
        "all of group.staff has left before the start",
        {"group": {"staff": {"start": {"left": 3}, "count": 4}}},
    ),
    "way of a lot that has left": (
        "lot.trucks.disposition",
        {"lot": {"trucks": {"start": {"left": 4}, "count": 4}}},
        "all of lot.trucks has left before the start",
        {
            "lot": {"trucks": {"start": {"left": 4}, "count": 4}},
            "uncertainty": {"lot.trucks.count": {"draw": {"low": 4, "high": 9}}},
        },
    ),
    "station that only a lot that has left passes": (
        "site.north.station.wash.servers",
        {"lot": {"trucks": {"start": {"left": 4}, "count": 4, "stations": ["wash"]}}},
        "no group or lot passes station wash at north",
        {"lot": {"trucks": {"start": {"left": 3}, "count": 4, "stations": ["wash"]}}},
    ),
    "station that only a lot of none passes": (
        "site.north.station.wash.servers",
        {"lot": {"trucks": {"count": 0, "stations": ["wash"]}}},
        "no group or lot passes station wash at north",
        {"lot": {"trucks": {"stations": ["wash"]}}},
    ),
    "longer hours where nothing keeps hours": (
        "review.hours.extra_h",
        {"review": {**DISPOSES, "respond": ["hours"], "hours": {"sites": ["south"]}}, "milestone": GOODS},
        "no station or ramp of its sites keeps hours",
        {
            "review": {**DISPOSES, "respond": ["hours"], "hours": {"sites": ["south"]}},
            "milestone": GOODS,
            "site": {"south": {"ramp_hours": [{"open_h": 6, "close_h": 18}]}},
        },
    ),
    "a site that no lift may turn to": (
        "review.respond.0",
        {"review": {**DISPOSES, "respond": ["favour"]}, "milestone": GOODS, "lift": {"c17": {"rule": "fixed"}}},
        "no lift chooses between sites at which movers begin that milestone goods counts",
        {"review": {**DISPOSES, "respond": ["favour"]}, "milestone": GOODS, "lot": {"tents": TENTS}},
    ),
    "a site that a rule of the plan's own chooses": (
        "review.respond.0",
        {
            "review": {**DISPOSES, "respond": ["favour"]},
            "milestone": GOODS,
            "lot": {"tents": TENTS},
            "policy": {"site": "greatest need"},
        },
        'policy.site = "greatest need" chooses the sites',
        {"review": {**DISPOSES, "respond": ["favour"]}, "milestone": GOODS, "lot": {"tents": TENTS}},
    ),
    "margin of a review that does nothing": (
        "review.margin_d",
        {"review": {**DISPOSES, "respond": []}, "milestone": GOODS},
        "review.respond names no response",
        {"review": DISPOSES, "milestone": GOODS},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_nothing_reads_is_known_with_its_reason(case: str) -> None:
    path, without, why, with_it = CASES[case]
    parts, idle, used = tuple(path.split(".")), scenario(**without), scenario(**with_it)
    assert why in str(unread(idle, parts, touched(idle)))
    assert unread(used, parts, touched(used)) is None


def test_pairs_that_replace_those_of_the_default_change_something() -> None:
    """Claim: where people and arms meet, a list without that pair lets them ride together, whomever it names."""
    free = scenario(order={"segregate": [("hazardous", "general")]})
    assert unread(free, ("order", "segregate"), touched(free)) is None


@pytest.mark.parametrize("key", ["count", "weight_t", "site", "category", "required", "value_usd", "start"])
def test_what_says_how_much_has_left_is_read(key: str) -> None:
    """Movers that have left count for milestones by people, tonnes, sites and categories, and for the ledger."""
    gone = scenario(lot={"trucks": {"start": {"left": 4}, "count": 4}})
    assert unread(gone, ("lot", "trucks", key), touched(gone)) is None

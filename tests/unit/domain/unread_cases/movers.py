"""Cases in which nothing reads a key of a group or lot, or the price of a person's day in country."""

from __future__ import annotations

from datetime import date

from tests.unit.domain.conftest import TABLES
from tests.unit.domain.entries import COLUMN, DRIVES, HOP, OVER, OVER_HUB, WAYS
from tests.unit.domain.unread_cases.case import Case

CASES: dict[str, Case] = {
    "vehicles that no driven lift may take": (
        "lot.tents.drives",
        DRIVES,
        "no driven lift may take it: other lifts carry it",
        DRIVES | {"lift": {"column": COLUMN}},
    ),
    "daily cost of a person where there are no people": (
        "price.per_diem_usd",
        {"group": {name: {"count": 0} for name in TABLES["group"]}},
        "there is no group with members",
        {},
    ),
    "route rule of a group with one route": (
        "group.guards.route_rule",
        {"route": OVER, "lift": {"hop": HOP}, "group": {"guards": {"routes": ["over"]}}},
        "guards has one route",
        {"route": WAYS, "lift": {"hop": HOP}, "group": {"guards": {"routes": ["straight", "over"]}}},
    ),
    "route rule of a lot that names no route": (
        "lot.trucks.route_rule",
        {},
        "trucks names no routes",
        {"route": WAYS, "lift": {"hop": HOP}, "lot": {"trucks": {"routes": ["straight", "over"]}}},
    ),
    "route rule `earliest_arrival` where there is only one lift": (
        "group.guards.route_rule",
        {"group": {"guards": {"route_rule": "earliest_arrival"}}},
        "guards names no routes",
        {"group": {"guards": {"route_rule": "earliest_arrival"}}, "lift": {"second": TABLES["lift"]["c17"]}},
    ),
    "number staged where nothing keeps the group": (
        "group.guards.start.staged",
        {"group": {"guards": {"start": {"staged": 1}}}},
        "all of guards are staged at the start, because nothing keeps them",
        {"group": {"guards": {"start": {"staged": 1}, "release": date(2024, 6, 2)}}},
    ),
    "party size in a group of one": (
        "group.guards.together",
        {"group": {"guards": {"together": 2, "count": 1}}},
        "guards has fewer than two people still to go",
        {"group": {"guards": {"together": 2}}},
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
    "weight of an empty lot": (
        "lot.trucks.weight_t",
        {"lot": {"trucks": {"count": 0}}},
        "lot.trucks.count = 0",
        {},
    ),
    "date of an empty group": (
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
    "disposition of a lot that has left": (
        "lot.trucks.disposition",
        {"lot": {"trucks": {"start": {"left": 4}, "count": 4}}},
        "all of lot.trucks has left before the start",
        {
            "lot": {"trucks": {"start": {"left": 4}, "count": 4}},
            "uncertainty": {"lot.trucks.count": {"draw": {"low": 4, "high": 9}}},
        },
    ),
}

"""Cases in which nothing reads a key of a site or a station."""

from __future__ import annotations

from tests.unit.domain.entries import FALL, HANDED, HOP, OVER, PAX, SELLS, TENTS
from tests.unit.domain.unread_cases.case import Case

CASES: dict[str, Case] = {
    "date of opening of a substitute that never opens": (
        "site.south.in_place_of.after_d",
        {"site": {"south": {"in_place_of": {"site": "north"}}}},
        "nothing closes north, so south never opens",
        {"site": {"south": {"in_place_of": {"site": "north"}}}, "crisis": {"fall": FALL}},
    ),
    "teams where only people leave": (
        "site.south.teams",
        {"site": {"south": {"teams": 1}}},
        "no equipment is loaded on the ramp of south",
        {"site": {"south": {"teams": 1}}, "lot": {"tents": TENTS}},
    ),
    "teams where no lift uses the ramp": (
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
    "room where no people come by lift": (
        "site.south.room",
        {},
        "no people come to south by lift",
        {"route": OVER, "lift": {"hop": HOP}, "group": {"guards": {"routes": ["over"]}}},
    ),
    "station passed only by a lot that has left": (
        "site.north.station.wash.servers",
        {"lot": {"trucks": {"start": {"left": 4}, "count": 4, "stations": ["wash"]}}},
        "no group or lot passes station wash at north",
        {"lot": {"trucks": {"start": {"left": 3}, "count": 4, "stations": ["wash"]}}},
    ),
    "station passed only by an empty lot": (
        "site.north.station.wash.servers",
        {"lot": {"trucks": {"count": 0, "stations": ["wash"]}}},
        "no group or lot passes station wash at north",
        {"lot": {"trucks": {"stations": ["wash"]}}},
    ),
}

"""A key that nothing reads, according to `unread`, changes no history; a key that is read changes at least one.

Both statements are tested on both engines.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sim.domain.check.targets import touched
from sim.domain.scenario import Scenario
from sim.domain.unread import unread
from sim.experiment.workers.block import Block, Task, run_block
from sim.model.compile import plan
from tests.changes import changed
from tests.unit.domain.entries import BURNS, BUS, HANDED, HOP, OVER, PAX, SELLS, STORM, TENTS, WAYS, Sections, scenario

HISTORIES = 2
SHORT: Sections = {"milestone": {"deadline": {"by": date(2024, 6, 15)}}}
WANT: dict[str, Any] = {"deadline": {"of": "everything", "by": date(2024, 6, 15)}}
FUEL: dict[str, Any] = {**TENTS, "category": "hazardous"}
STAFF: dict[str, Any] = {"due": date(2024, 5, 2), "weight_t": 0.5, "required": False, "release": date(2024, 6, 1)}
AIRLIFT: dict[str, Any] = {"supply": {"per_week": 3}, "load_h": 20.0}
# Each case: a key, another value for the key, sections of a file with which nothing reads the key, and sections with
# which the key is read (None: this half of the case is left out).
CASES: dict[str, tuple[str, Any, Sections, Sections | None]] = {
    "route_rule of a group with one route": (
        "group.guards.route_rule",
        "least_waiting",
        {"route": OVER, "lift": {"hop": HOP}, "group": {"guards": {"routes": ["over"]}}},
        {
            "route": WAYS,
            "lift": {"hop": HOP},
            "group": {"guards": {"routes": ["over", "straight"]}, "staff": {"count": 500}},
        },
    ),
    "staged members of a group without stations and dates": (
        "group.guards.start.staged",
        5,
        {"group": {"guards": {"start": {"staged": 1}}}},
        {"group": {"guards": {"start": {"staged": 1}, "release": date(2024, 5, 20)}}},
    ),
    "on_cancel of a fleet": (
        "lift.c17.on_cancel",
        "lost",
        {
            "lift": {"c17": {"supply": {"tails": 2}, "holding_h": 0.0}},
            "outage": {"storm": {**STORM, "lasts_h": 90.0, "per_day": 0.4}},
        },
        {"lift": {"c17": {"cancel": 0.5}}},
    ),
    "on_cancel where no mission is cancelled": (
        "lift.c17.on_cancel",
        "lost",
        {"lift": {"c17": {"late": 0.5, "late_h": 30.0, "breaks": 0.5, "repair_h": 9.0}}},
        {"outage": {"storm": {**STORM, "lasts_h": 90.0, "per_day": 0.4}}, "lift": {"c17": {"holding_h": 0.0}}},
    ),
    "on_cancel beside outages of another lift": (
        "lift.c17.on_cancel",
        "lost",
        {"outage": {"storm": {**STORM, "sites": [], "lifts": ["bus"], "per_day": 0.4}}, "lift": {"bus": BUS}},
        {
            "outage": {"storm": {**STORM, "sites": [], "lifts": ["c17"], "per_day": 4.0}},
            "lift": {"c17": {"lead_d": 1.0, "supply": {"per_week": 9}}},
        },
    ),
    "settled where the milestone does not count the items handed over": (
        "milestone.deadline.settled",
        True,
        {"lot": {"trucks": HANDED}, "site": {"north": SELLS}},
        {"lot": {"trucks": HANDED}, "site": {"north": SELLS}, "milestone": WANT},
    ),
    "settled where only required items are destroyed": (
        "milestone.deadline.settled",
        True,
        {"lot": {"weapons": {"disposition": "destroy"}}, "site": {"north": BURNS}, "milestone": WANT},
        None,
    ),
    "segregation of lots at different sites": (
        "order.segregate",
        (("hazardous", "general"),),
        {"lot": {"fuel": FUEL, "weapons": {"category": "general"}}, "order": {"segregate": ()}},
        {"lot": {"fuel": {**FUEL, "site": "north"}, "tents": TENTS}, "order": {"segregate": ()}},
    ),
    "a lift's own segregation of lots at different sites": (
        "lift.c17.segregate",
        (("hazardous", "general"),),
        {"lot": {"fuel": FUEL}, "order": {"segregate": ()}},
        {"lot": {"fuel": {**FUEL, "site": "north"}, "tents": TENTS}, "order": {"segregate": ()}},
    ),
    "teams where people alone leave": (
        "site.south.teams",
        1,
        {"lift": {"c17": AIRLIFT}, "site": {"south": {"teams": 3, "ramp_hours": [{"open_h": 6, "close_h": 18}]}}},
        {
            "lift": {"c17": {**AIRLIFT, "supply": {"per_week": 30}}},
            "site": {"south": {"teams": 3}},
            "lot": {"tents": {**TENTS, "count": 90, "weight_t": 9.0}},
        },
    ),
    "teams where there were none": (
        "site.south.teams",
        1,
        {
            "lift": {"c17": {**AIRLIFT, "min_load": 0.5, "wait_h": 30.0, "supply": {"per_week": 20}}},
            "site": {
                "south": {"station": {"exit": {"servers": 1, "service_h": 1.0}}, "working": 1},
            },
            "group": {"staff": {"count": 200, "stations": ["exit"]}},
        },
        None,
    ),
    "people of teams that load nothing": (
        "site.south.teams_staffed_by",
        "staff",
        {"lift": {"c17": {**AIRLIFT, "supply": {"per_week": 20}}}, "group": {"staff": {"count": 200}}},
        None,
    ),
    "teams where equipment is handed over": (
        "site.north.teams",
        1,
        {
            "site": {"north": {**SELLS, "teams": 4}},
            "lot": {"trucks": HANDED, "weapons": {"site": "south"}},
            "lift": {"c17": AIRLIFT},
        },
        None,
    ),
    "working spots where no lift uses the ramp": (
        "site.north.working",
        1,
        {"lift": {"c17": {**PAX, **AIRLIFT, "supply": {"per_week": 40}}}},
        {"lift": {"c17": {**AIRLIFT, "supply": {"per_week": 140}}}, "group": {"guards": {"count": 900}}},
    ),
    "parking where no lift uses the ramp": (
        "site.north.parking",
        1,
        {"lift": {"c17": {**PAX, **AIRLIFT, "supply": {"per_week": 40}}}},
        {"lift": {"c17": {**AIRLIFT, "supply": {"per_week": 140}}}, "group": {"guards": {"count": 900}}},
    ),
    "room where no people come by lift": (
        "site.south.room",
        1,
        {"route": OVER, "lift": {"hop": HOP}, "lot": {"trucks": {"routes": ["over"]}}},
        {"route": OVER, "lift": {"hop": HOP}, "group": {"guards": {"routes": ["over"]}}},
    ),
    **{
        f"{key} of a group of 0 people": (f"group.staff.{key}", value, {"group": {"staff": {"count": 0}}}, None)
        for key, value in STAFF.items()
    },
    "station of a lot of 0 items": (
        "site.north.station.wash.service_h",
        99.0,
        {"lot": {"trucks": {"count": 0, "stations": ["wash"]}}},
        {"lot": {"trucks": {"stations": ["wash"]}}},
    ),
    "days until a crisis that never comes": (
        "crisis.fall.after_d",
        1.0,
        {"crisis": {"fall": {"after_d": 9.0, "chance": 0.0, "dispose": "abandon"}}},
        None,
    ),
    "length of closures by a crisis that never comes": (
        "crisis.fall.lasts_d",
        1.0,
        {"crisis": {"fall": {"after_d": 9.0, "chance": 0.0, "stops": ["runway"], "lasts_d": 9.0}}},
        None,
    ),
    "permission that is lost for 0 days": (
        "permission.over.lost",
        1.0,
        {"permission": {"over": {"sites": ["home"], "opens_after_d": 3.0, "lost_after_d": 2.0}}},
        {"permission": {"over": {"sites": ["home"], "opens_after_d": 3.0, "lost_after_d": 2.0, "lost_for_d": 9.0}}},
    ),
    "outages of 0 hours": (
        "outage.storm.per_day",
        4.0,
        {"outage": {"storm": {**STORM, "lasts_h": 0.0}}},
        {"outage": {"storm": {**STORM, "lasts_h": 30.0}}},
    ),
    "weight of a lot of 0 items": ("lot.trucks.weight_t", 19.0, {"lot": {"trucks": {"count": 0}}}, {}),
    "category of a lot of 0 items": ("lot.trucks.category", "lethal", {"lot": {"trucks": {"count": 0}}}, None),
}


def got(asked: Scenario, engine: Any) -> list[Block]:
    """Return a block for each of the first two histories: its figures, daily counts, and the causes of its dates."""
    made = plan(asked)
    return [run_block(made, Task(engine, made.seed, 1, at, at + 1)) for at in range(HISTORIES)]


def same(one: Block, other: Block) -> bool:
    """Return whether two histories have the same daily counts, the same causes, and equal values of common figures.

    Figures that only one of the two has are not compared; a limit in a file, for example, adds figures.
    """
    both = [name for name in one.outcomes.dtype.names or () if name in (other.outcomes.dtype.names or ())]
    figures = all(one.outcomes[name].tobytes() == other.outcomes[name].tobytes() for name in both)
    return figures and one.daily == other.daily and one.why == other.why


@pytest.mark.parametrize("engine", ["compiled", "simpy"])
@pytest.mark.parametrize("case", CASES)
def test_a_key_that_nothing_reads_changes_no_history(case: str, engine: str) -> None:
    path, value, without, with_it = CASES[case]
    parts = tuple(path.split("."))
    for sections, moves in ((without, False), (with_it, True)) if with_it is not None else ((without, False),):
        asked = scenario(**{**SHORT, **sections})
        other = changed(asked, parts, value)
        assert other is not None
        assert (unread(other, parts, touched(other)) is None) == moves
        assert all(map(same, got(asked, engine), got(other, engine))) != moves

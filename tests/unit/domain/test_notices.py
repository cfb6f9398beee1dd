"""A value that is stated and not used gets a notice at its key; a scenario that uses all its values has no notice."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.domain.check import check, remarks
from sim.domain.scenario import Scenario
from tests.unit.domain.conftest import TABLES

Change = Callable[[dict[str, Any]], None]
PAST, LATE = date(2024, 4, 1), date(2025, 6, 1)
"""A date before the start (1 May 2024), and one after the end of the clock (90 days after 15 September 2024)."""


def changed(section: str, name: str, **entry: Any) -> Change:
    """Return a change that puts keys into one entry, or adds an entry with these keys."""

    def change(tables: dict[str, Any]) -> None:
        here = tables.setdefault(section, {})
        here[name] = {**here.get(name, {}), **entry}

    return change


def supplied(**supply: Any) -> Change:
    """Return a change that replaces the supply of the only lift."""
    return changed("lift", "c17", supply=supply)


BLOCK = {"block_h": 1}
STORM = {"sites": ["north"], "lasts_h": 3.0}
CASES: dict[str, tuple[Change, str, str]] = {
    "mission before the start": (
        supplied(missions=[{"at": PAST}, {"at": date(2024, 6, 1)}, {"at": date(2024, 6, 2)}]),
        "lift.c17.supply.missions.0.at",
        "this mission never comes, as it is planned before the start, 2024-05-01",
    ),
    "mission after the horizon": (
        supplied(missions=[{"at": date(2024, 6, 1)}, {"at": LATE}, {"at": date(2024, 6, 2)}]),
        "lift.c17.supply.missions.1.at",
        "this mission never comes, as it is planned after the end of the clock, 2024-12-15 00:00",
    ),
    "no missions a week": (supplied(per_week=0), "lift.c17.supply.per_week", "no mission of c17 ever comes"),
    "supply that ended before the start": (
        supplied(per_week=3, begins=PAST, until=date(2024, 4, 2)),
        "lift.c17.supply.until",
        "no mission of c17 ever comes, as its supply ends before the start",
    ),
    "supply for ever": (supplied(per_week=3, until=LATE), "lift.c17.supply.until", "changes nothing"),
    "supply too late": (supplied(per_week=3, begins=LATE), "lift.c17.supply.begins", "no mission of c17 ever comes"),
    "no day of a schedule": (
        supplied(kind="scheduled", at_h=[6], days=["mon"], begins=date(2024, 7, 2), until=date(2024, 7, 7)),
        "lift.c17.supply.days",
        "no mission of c17 ever comes, as none of these days lies",
    ),
    "a schedule too late": (
        supplied(kind="scheduled", at_h=[6], begins=LATE),
        "lift.c17.supply.begins",
        "no mission of c17 ever comes, as its supply begins after",
    ),
    "requests for ever": (supplied(kind="ready", share=0.5, until=LATE), "lift.c17.supply.until", "changes nothing"),
    "date for requests of any load too late": (
        supplied(kind="ready", share=0.5, by=LATE),
        "lift.c17.supply.by",
        "changes nothing, as it lies after the end of the clock",
    ),
    "required release": (
        changed("group", "staff", release=LATE),
        "group.staff.release",
        "no history can meet the deadline",
    ),
    "wanted release": (changed("lot", "trucks", release=LATE), "lot.trucks.release", "it never leaves"),
    "release before the start": (changed("group", "staff", release=PAST), "group.staff.release", "keeps no member"),
    "arrival too late": (
        changed("group", "staff", arrives={"begins": LATE, "until": LATE}),
        "group.staff.arrives.begins",
        "no member of staff ever arrives",
    ),
    "arrival begun": (
        changed("group", "staff", arrives={"begins": PAST, "until": date(2024, 6, 1)}),
        "group.staff.arrives.begins",
        "members due before the start are there at the start",
    ),
    "leaving too late": (changed("lot", "trucks", leave_after=LATE), "lot.trucks.leave_after", "changes nothing"),
    "leave_after before the start": (
        changed("lot", "trucks", leave_after=PAST),
        "lot.trucks.leave_after",
        "stay behind at the start",
    ),
    "hold too late": (
        lambda tables: (
            changed("hold", "h", not_before=LATE)(tables),
            changed("lot", "trucks", board_after="h")(tables),
        ),
        "hold.h.not_before",
        "this hold is never satisfied",
    ),
    "hold date before the start": (
        lambda tables: (
            changed("hold", "h", not_before=PAST)(tables),
            changed("lot", "trucks", board_after="h")(tables),
        ),
        "hold.h.not_before",
        "changes nothing, as it lies before the start",
    ),
    "idle hold": (changed("hold", "h", not_before=date(2024, 6, 1)), "hold.h", "it keeps no mover"),
    "outage that ended before the start": (
        changed("outage", "o", sites=["north"], dates=[{"begins": PAST, "until": date(2024, 4, 3)}]),
        "outage.o.dates.0.until",
        "stops nothing, as it is over before the start",
    ),
    "outage too late": (
        changed("outage", "o", sites=["north"], dates=[{"begins": LATE, "until": LATE}]),
        "outage.o.dates.0.begins",
        "stops nothing, as it begins after the end",
    ),
    "outage never": (changed("outage", "o", **STORM, per_day=0), "outage.o.per_day", "this outage never begins"),
    "outage in no month": (
        changed("outage", "o", **STORM, per_day=1, by_month={"jun": 0}),
        "outage.o.by_month",
        "its factor is 0 in every month",
    ),
    "outage of no time": (
        changed("outage", "o", sites=["north"], lasts_h=0.0, per_day=1),
        "outage.o.lasts_h",
        "its duration is 0",
    ),
    "rate of an outage with dates": (
        changed(
            "outage", "o", sites=["north"], per_day=1, dates=[{"begins": date(2024, 6, 1), "until": date(2024, 6, 2)}]
        ),
        "outage.o.per_day",
        "has no effect: outage.o has dates",
    ),
    "stops of a lift": (
        changed(
            "outage",
            "o",
            lifts=["c17"],
            stops=["ramp"],
            dates=[{"begins": date(2024, 6, 1), "until": date(2024, 6, 2)}],
        ),
        "outage.o.stops",
        "names lifts and no sites",
    ),
    "lateness without a chance": (
        changed("lift", "c17", late_h=4.0),
        "lift.c17.late_h",
        "has no effect: lift.c17.late = 0",
    ),
    "wait without a least load": (changed("lift", "c17", wait_h=4.0), "lift.c17.wait_h", "lift.c17.min_load = 0"),
    "shares without their rule": (
        changed("lift", "c17", shares={"north": 1, "south": 2}),
        "lift.c17.shares",
        'has no effect: lift.c17.rule = "need"',
    ),
    "permission never lost": (
        changed("permission", "p", lifts=["c17"], lost_for_d=5.0),
        "permission.p.lost_for_d",
        "has no effect: permission.p.lost = 0",
    ),
    "crisis too late": (
        changed("crisis", "c", on=LATE, dispose="abandon"),
        "crisis.c.on",
        "this crisis never comes",
    ),
    "crisis that releases no mover": (
        changed("crisis", "c", after_d=9.0, release=True),
        "crisis.c.release",
        "changes nothing: no group or lot that begins at any site has a release date",
    ),
    "crisis that lifts no hold": (
        changed("crisis", "c", after_d=9.0, holds="all"),
        "crisis.c.holds",
        "changes nothing: no hold keeps any group or lot that begins at any site",
    ),
    "pair that never meets": (
        lambda tables: tables.update(order={"segregate": [["people", "lethal"], ["people", "hazardous"]]}),
        "order.segregate.1",
        "has no effect: people and hazardous never wait for the same lift",
    ),
    "task for vehicles": (
        changed("lift", "c17", task=[{"name": "load", "loads": True, "per_vehicle_h": 0.5}]),
        "lift.c17.task.0.per_vehicle_h",
        "has no effect: no lot of vehicles may ride on c17",
    ),
    "party larger than its group": (
        changed("group", "staff", together=99),
        "group.staff.together",
        "at most 50 of staff are still to go, so all of them travel as one party",
    ),
    "batch of more than ever come": (
        changed("group", "staff", arrives={"begins": date(2024, 5, 3), "until": date(2024, 5, 9), "batch": 99}),
        "group.staff.arrives.batch",
        "at most 50 of staff come, so all of them arrive together",
    ),
    "teams without cargo": (
        changed("site", "south", teams=2),
        "site.south.teams",
        "has no effect: no equipment is loaded on the ramp of south",
    ),
    "unknown that nothing reads": (
        lambda tables: tables.update(
            uncertainty={
                "idle": {"to": ["lift.c17.wait_h"], "draw": {"low": 1, "high": 3}},
                "seen": {"to": ["group.guards.count"], "draw": {"low": 20, "high": 30}},
                "source": {"to": ["lift.c17.turn_h"], "draw": {"low": 20, "high": 30}},
                "copy": {"to": ["group.staff.count"], "same_as": "source"},
            }
        ),
        "uncertainty.idle",
        "has no effect: lift.c17.wait_h: lift.c17.min_load = 0",
    ),
    "unknown that multiplies nothing": (
        lambda tables: tables.update(
            uncertainty={"worse": {"to": ["lift.c17.cancel"], "apply": "times", "draw": {"low": 1, "high": 3}}}
        ),
        "uncertainty.worse",
        "has no effect: lift.c17.cancel: it is 0 in every world",
    ),
    "convoy that leaves empty": (
        lambda tables: (
            changed("lift", "c17", supply={"tails": 1, "begin_at": "site"}, min_load=1.0, wait_h=10)(tables),
            tables["group"].pop("staff"),
            *(changed("group", name, release=date(2024, 5, 3))(tables) for name in tables["group"]),
            *(changed("lot", name, board_after="order")(tables) for name in tables["lot"]),
            changed("hold", "order", not_before=date(2024, 5, 2), then_d=0.5)(tables),
        ),
        "lift.c17.wait_h",
        "its tails leave north without a load: they wait 10 h,",
    ),
    "convoy that does not wait": (
        lambda tables: (
            changed("lift", "c17", supply={"tails": 1, "begin_at": "site"})(tables),
            tables["group"].pop("staff"),
            *(
                changed(kind, name, release=date(2024, 5, 3))(tables)
                for kind in ("group", "lot")
                for name in tables[kind]
            ),
        ),
        "lift.c17.supply.begin_at",
        "they do not wait (min_load = 0)",
    ),
    "group without people": (changed("group", "staff", count=0), "group.staff.count", "no one moves"),
    "idle station": (lambda tables: None, "site.north.station.wash", "no group or lot passes station wash"),
    "idle site": (changed("site", "west", kind="base"), "site.west", "no mover begins there"),
    "stranded": (
        lambda tables: (
            supplied(per_week=3.0, until=date(2024, 6, 1))(tables),
            changed("group", "staff", release=date(2024, 6, 15))(tables),
        ),
        "group.staff",
        "staff may leave south only from 2024-06-15 00:00 on, and the last mission of c17",
    ),
    "idle lift": (
        lambda tables: tables["lift"].update(
            truck={**tables["lift"]["c17"], "sites": ["south"], "to": "north", "leg": {"south": {"block_h": 1}}}
        ),
        "lift.truck",
        "no group or lot may ride on it: it never comes",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_value_that_is_not_used_is_named(case: str) -> None:
    change, where, text = CASES[case]
    tables = json.loads(json.dumps(TABLES, default=str))  # a copy that may be changed; it has dates as text
    tables["clock"]["start"], tables["milestone"]["deadline"]["by"] = date(2024, 5, 1), date(2024, 9, 15)
    change(tables)
    scenario = Scenario.model_validate(tables)
    assert check(scenario) == ()
    found = {".".join(finding.path): finding.expectation for finding in remarks(scenario)}
    assert text in found.pop(where)
    # Other notices may only say that no history can close, concern the idle station, or be at the key in `beside`.
    found = {path: text for path, text in found.items() if "no history can close" not in text}
    beside = {
        "outage never": "outage.o.lasts_h",
        "outage of no time": "outage.o.per_day",
    }  # two keys of an outage, each of which has no effect because of the other
    assert set(found) <= {"site.north.station.wash", beside.get(case)}


@pytest.mark.parametrize(
    ("section", "key", "entry", "text"),
    [
        ("clock", "zone", "localtime", "expected a place, such as Africa/Niamey"),
        ("lift.c17", "shares", {"north": 0, "south": 0}, "expected a share above 0"),
        ("outage", "o", {"sites": ["north"], "stops": [], "dates": [{"begins": PAST, "until": LATE}]}, "nothing stops"),
    ],
)
def test_a_value_that_can_only_be_a_mistake_is_refused(section: str, key: str, entry: Any, text: str) -> None:
    tables = json.loads(json.dumps(TABLES, default=str))
    tables["clock"]["start"], tables["milestone"]["deadline"]["by"] = date(2024, 5, 1), date(2024, 9, 15)
    here = tables
    for part in section.split("."):
        here = here.setdefault(part, {})
    here[key] = entry
    if key == "shares":
        here["rule"] = "shares"
    with pytest.raises(ValueError, match=text):
        Scenario.model_validate(tables)


def test_shipped_scenarios_use_all_that_they_state() -> None:
    for path in sorted(Path("configs").glob("*.toml")):
        shared = (
            ("condition", "needed") if path.stem == "niger-2024-hindsight" else ()
        )  # these columns of its list have an effect only in base.toml, which reads the same list
        assert [notice for notice in sim.load(path).notices if notice.key not in shared] == [], path


def test_no_notice_if_an_unknown_raises_a_number_above_zero() -> None:
    tables = json.loads(json.dumps(TABLES, default=str))
    tables["clock"]["start"], tables["milestone"]["deadline"]["by"] = date(2024, 5, 1), date(2024, 9, 15)
    tables["lift"]["c17"]["supply"] = {"per_week": 0}
    tables["uncertainty"] = {"lift.c17.supply.per_week": {"draw": {"low": 1, "high": 3}}}
    assert {".".join(finding.path) for finding in remarks(Scenario.model_validate(tables))} == {
        "site.north.station.wash"
    }


@pytest.mark.parametrize(
    ("together", "count", "most", "named"),
    [(9, 9, None, False), (10, 9, None, True), (12, 9, 12, False), (13, 9, 12, True), ("all", 9, None, False)],
)
def test_a_party_is_judged_by_the_largest_count(together: Any, count: int, most: int | None, named: bool) -> None:
    """A party gets a notice only if it is larger than the largest count that any world may draw."""
    tables = deepcopy(TABLES)
    changed("group", "staff", together=together, count=count)(tables)
    if most is not None:
        drawn = {"to": ["group.staff.count"], "draw": {"low": 4, "high": most}}
        tables["uncertainty"] = {"size": drawn}
    paths = [finding.path for finding in remarks(Scenario.model_validate(tables))]
    assert (("group", "staff", "together") in paths) == named

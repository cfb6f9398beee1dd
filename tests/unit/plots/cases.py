"""Small studies for tests of figures: a scenario in which aircraft empty two camps, and changes of this scenario."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import date
from typing import Any

from sim.domain.scenario import Scenario
from sim.experiment.run import run
from sim.experiment.study import Study

TABLES: dict[str, Any] = {
    "name": "two camps",
    "seed": 1,
    "clock": {"start": date(2024, 5, 1), "horizon_d": 30},
    "site": {
        "north": {"kind": "base", "station": {"wash": {"servers": 1, "service_h": {"mean": 3, "cv": 0.5}}}},
        "south": {"kind": "base"},
        "home": {"kind": "apod"},
    },
    "group": {"guards": {"site": "north", "count": 12}, "staff": {"site": "south", "count": 20}},
    "lot": {
        "weapons": {"site": "north", "category": "lethal", "count": 5, "weight_t": 1, "stations": ["wash"]},
        "trucks": {"site": "south", "category": "general", "count": 4, "weight_t": 9},
    },
    "lift": {
        "c17": {
            "sites": ["north", "south"],
            "to": "home",
            "rule": "sequence",
            "supply": {"per_week": 4, "pattern": "poisson"},
            "payload_t": {"low": 10, "high": 20},
            "pallets": 18,
            "seats": 10,
            "load_h": 2,
            "leg": {"north": {"block_h": 4}, "south": {"block_h": 5}},
        }
    },
    "milestone": {
        "deadline": {"by": date(2024, 5, 15)},
        "north closed": {"by": date(2024, 5, 8), "site": "north"},
    },
}
LONG = "a name that goes on and on as names do when no one counts letters, number {}"


def late(tables: dict[str, Any]) -> None:
    """Make missions so rare that some histories are late, in spite of a later deadline."""
    tables["lift"]["c17"]["supply"]["per_week"] = 1.5
    tables["milestone"]["deadline"]["by"] = date(2024, 5, 22)


def never(tables: dict[str, Any]) -> None:
    """Refuse every aircraft clearance, so that nothing flies and no history closes."""
    tables["lift"]["c17"].update(refuse=1.0, on_cancel="lost")


def in_time(tables: dict[str, Any]) -> None:
    """Make all histories close well before the deadline."""
    tables["lift"]["c17"]["supply"] = {"per_week": 20}
    tables["milestone"]["deadline"]["by"] = date(2024, 6, 15)


def one_site(tables: dict[str, Any]) -> None:
    """Leave a single camp."""
    del tables["site"]["south"], tables["group"]["staff"], tables["lot"]["trucks"]
    tables["lift"]["c17"].update(sites=["north"], leg={"north": {"block_h": 4}})


def no_equipment(tables: dict[str, Any]) -> None:
    """Leave only people."""
    tables["lot"] = {}


def three_sites(tables: dict[str, Any]) -> None:
    """Add a third camp, and leave no milestone but the deadline."""
    tables["site"]["west"] = {"kind": "base"}
    tables["group"]["drivers"] = {"site": "west", "count": 9}
    tables["lift"]["c17"]["sites"] = ["north", "south", "west"]
    tables["lift"]["c17"]["leg"]["west"] = {"block_h": 3}
    del tables["milestone"]["north closed"]


def hours(tables: dict[str, Any]) -> None:
    """Use three tails in place of weekly missions, so that the drawdown takes hours; it is due at the end of 2 May."""
    tables["clock"]["horizon_d"] = 1
    tables["lift"]["c17"]["supply"] = {"tails": 3}
    tables["milestone"] = {"deadline": {"by": date(2024, 5, 2)}}


def long_names(tables: dict[str, Any]) -> None:
    """Use names of about 75 letters, most of them with a dollar sign."""
    north, south, lift, wash = (LONG.format(k) for k in ("$1", "$2", "$3", "$4"))
    site, c17 = tables["site"], tables["lift"].pop("c17")
    site[north], site[south] = site.pop("north"), site.pop("south")
    site[north]["station"] = {wash: site[north]["station"]["wash"]}
    tables["lot"]["weapons"].update(site=north, stations=[wash])
    tables["group"]["guards"]["site"] = north
    tables["group"]["staff"]["site"] = tables["lot"]["trucks"]["site"] = south
    tables["lift"][lift] = {**c17, "sites": [north, south], "leg": {north: {"block_h": 4}, south: {"block_h": 5}}}
    deadline = tables["milestone"]["deadline"]
    tables["milestone"] = {"deadline": deadline, LONG.format(5): {"by": date(2024, 5, 8), "site": north}}
    tables["name"] = LONG.format(6)


def priced(tables: dict[str, Any]) -> None:
    """Add prices, and the value of the weapons; trucks that have not left by the end of 3 May stay behind."""
    tables["lift"]["c17"].update(flying_usd_per_h=15_000, positioning_h=9, seat_usd=300)
    tables["price"] = {"per_diem_usd": 150, "handling_usd_per_t": 80}
    tables["lot"]["weapons"]["value_usd"] = 200_000
    tables["lot"]["trucks"]["leave_after"] = date(2024, 5, 3)


def by_road(tables: dict[str, Any]) -> None:
    """Use six camps. Aircraft serve the first one. Convoys serve the others and drive to a border gate, which has one
    parking spot and opening hours.
    """
    camps = [f"camp {k}" for k in range(1, 5)]
    tables["site"]["north"].update(parking=1)
    tables["site"] |= {camp: {"kind": "base"} for camp in camps}
    tables["site"]["gate"] = {"kind": "apod", "parking": 1, "runway_hours": [{"open_h": 4, "close_h": 22}]}
    tables["group"] |= {f"people of {camp}": {"site": camp, "count": 5} for camp in camps}
    tables["lift"]["c17"].update(sites=["north"], leg={"north": {"block_h": 4}})
    tables["lift"]["convoy"] = {
        "sites": ["south", *camps],
        "to": "gate",
        "crosses": "arrival",
        "supply": {"tails": 2},
        "payload_t": 40,
        "pallets": 30,
        "seats": 12,
        "load_h": 2,
        "uses_ramp": False,
        "offload_h": 1.5,
        "vehicles": 5,
        "leg": {site: {"block_h": 6} for site in ["south", *camps]},
    }


def phased(tables: dict[str, Any]) -> None:
    """Add a phased plan for all people, and one for the trucks."""
    tables["plan"] = {
        "people": {"kind": "people", "begins": date(2024, 5, 1), "until": date(2024, 5, 10)},
        "trucks": {"lot": ["trucks"], "begins": date(2024, 5, 2), "per_week": 4, "shape": "s"},
    }


CASES = (late, never, in_time, one_site, no_equipment, three_sites, hours, long_names, priced, by_road, phased)


def study_of(*changes: Callable[[dict[str, Any]], None], n: int = 12) -> Study:
    """Run n histories of the scenario after some changes of its tables."""
    tables = deepcopy(TABLES)
    for change in changes:
        change(tables)
    return run(Scenario.model_validate(tables), replications=n, workers=1)

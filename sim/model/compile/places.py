"""Sites and their stations as tables."""

from typing import Any

from sim.domain.journey import inside
from sim.domain.site import Station
from sim.model.calendars import LONG_AGO, NEVER
from sim.model.compile.compiler import Compiler, Nouns, named
from sim.model.draws import name_key
from sim.model.schema import plan as tables
from sim.model.schema.row import Table
from sim.model.terms import Date


def sites(work: Compiler) -> Table:
    """Return the table of sites."""
    records = []
    for name, site in work.scenario.site.items():
        spare = site.in_place_of
        records.append({
            "key": name_key(name),
            "base": inside(work.scenario, name),
            "team_pool": work.rows["lot"].get(site.teams_staffed_by or "", -1),
            "dropped_by_default": 1,
            "abroad": site.abroad,
            "in_place_of": -1 if spare is None else work.rows["site"][spare.site],
        })  # fmt: skip
    return work.table(tables.Site, records, of=named("site", work.scenario.site))


def lanes(station: Station, name: str, category: str) -> int:
    """Return a bit for each lane of a station that takes a group or lot, by name or category."""
    return sum(1 << at for at, lane in enumerate(station.lanes) if {name, category}.intersection(lane.takes))


def stations(work: Compiler) -> dict[str, Table]:
    """Return the tables of stations, site by site, and of their lanes."""
    records: list[dict[str, Any]] = []
    there: list[dict[str, Any]] = []
    nouns: Nouns = []
    for site_name, site in work.scenario.site.items():
        for name, station in site.station.items():
            at, first = f"site.{site_name}.station.{name}", len(there)
            slots = [work.slots.slot(f"{at}.lanes.{lane}.servers") for lane in range(len(station.lanes))]
            there += [{"station": len(records), "servers_s": slot} for slot in slots]
            nouns.append((at, station))
            records.append({
                "key": name_key(f"{site_name}/{name}"),
                "site": work.rows["site"][site_name],
                "begins": work.date(Date.STATION_BEGINS, len(records), f"{at}.begins", station.begins, LONG_AGO),
                "until": work.date(Date.STATION_UNTIL, len(records), f"{at}.until", station.until, NEVER),
                "service": work.service(site_name, name, "", ""),
                "pool": work.rows["lot"].get(station.staffed_by or "", -1),
                "lanes": first,
                "lanes_last": len(there),
            })  # fmt: skip
    return {"station": work.table(tables.Station, records, of=nouns), "lane": work.table(tables.Lane, there)}

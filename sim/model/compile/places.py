"""Compile sites and their stations into tables."""

from typing import Any

from sim.domain.journey import inside
from sim.domain.site import Station
from sim.model.calendars import LONG_AGO, NEVER
from sim.model.compile.compiler import Compiler, Nouns, named
from sim.model.draws import name_key
from sim.model.schema import plan as tables
from sim.model.schema.row import Table
from sim.model.terms import Date


def sites(compiler: Compiler) -> Table:
    """Return the table of sites."""
    records = []
    for name, site in compiler.scenario.site.items():
        replaced = site.in_place_of
        records.append({
            "key": name_key(name),
            "base": inside(compiler.scenario, name),
            "team_pool": compiler.rows["lot"].get(site.teams_staffed_by or "", -1),
            "dropped_by_default": 1,
            "abroad": site.abroad,
            "in_place_of": -1 if replaced is None else compiler.rows["site"][replaced.site],
        })  # fmt: skip
    return compiler.table(tables.Site, records, of=named("site", compiler.scenario.site))


def lanes(station: Station, name: str, category: str) -> int:
    """Return the lanes of a station that take a group or lot by name or category, as bits; the first lane is bit 0."""
    return sum(1 << at for at, lane in enumerate(station.lanes) if {name, category}.intersection(lane.takes))


def stations(compiler: Compiler) -> dict[str, Table]:
    """Return the tables of stations and of their lanes."""
    records: list[dict[str, Any]] = []
    lane_records: list[dict[str, Any]] = []
    nouns: Nouns = []
    for site_name, site in compiler.scenario.site.items():
        for name, station in site.station.items():
            at, first = f"site.{site_name}.station.{name}", len(lane_records)
            slots = [compiler.slots.slot(f"{at}.lanes.{lane}.servers") for lane in range(len(station.lanes))]
            lane_records += [{"station": len(records), "servers_s": slot} for slot in slots]
            nouns.append((at, station))
            records.append({
                "key": name_key(f"{site_name}/{name}"),
                "site": compiler.rows["site"][site_name],
                "begins": compiler.date(Date.STATION_BEGINS, len(records), f"{at}.begins", station.begins, LONG_AGO),
                "until": compiler.date(Date.STATION_UNTIL, len(records), f"{at}.until", station.until, NEVER),
                "service": compiler.service(site_name, name, "", ""),
                "pool": compiler.rows["lot"].get(station.staffed_by or "", -1),
                "lanes": first,
                "lanes_last": len(lane_records),
            })  # fmt: skip
    return {
        "station": compiler.table(tables.Station, records, of=nouns),
        "lane": compiler.table(tables.Lane, lane_records),
    }

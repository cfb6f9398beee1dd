"""Sites and their stations as tables."""

from typing import TYPE_CHECKING, Any

from sim.domain.journey import inside
from sim.domain.site import Station
from sim.model.calendars import LONG_AGO, NEVER
from sim.model.draws import name_key
from sim.model.schema import plan as tables
from sim.model.schema.row import Table
from sim.model.terms import Date

if TYPE_CHECKING:
    from sim.model.compile.compiler import Compiler


def sites(work: "Compiler") -> Table:
    """Return the table of sites."""
    records = []
    for name, site in work.scenario.site.items():
        at, spare = f"site.{name}", site.in_place_of
        records.append({
            "key": name_key(name),
            "base": inside(work.scenario, name),
            "parking_s": work.slots.slot(f"{at}.parking"),
            "working_s": work.slots.slot(f"{at}.working"),
            "teams_s": work.slots.slot(f"{at}.teams"),
            "team_pool": work.rows["lot"].get(site.teams_staffed_by or "", -1),
            "people_per_team": site.people_per_team,
            "runway": work.calendar(f"{at}.runway_hours", site.runway_hours),
            "ramp": work.calendar(f"{at}.ramp_hours", site.ramp_hours),
            "dropped_by_default": 1,
            "abroad": site.abroad,
            "room_s": work.slots.slot(f"{at}.room"),
            "in_place_of": -1 if spare is None else work.rows["site"][spare.site],
            "opens_after": -1 if spare is None else work.slots.dist(f"{at}.in_place_of.after_d", spare.after_d),
        })  # fmt: skip
    return work.table(tables.Site, records)


def lanes(station: Station, name: str, category: str) -> int:
    """Return a bit for each lane of a station that takes a group or lot, by name or category."""
    return sum(1 << at for at, lane in enumerate(station.lanes) if {name, category}.intersection(lane.takes))


def stations(work: "Compiler") -> dict[str, Table]:
    """Return the tables of stations, site by site, and of their lanes."""
    records: list[dict[str, Any]] = []
    there: list[dict[str, Any]] = []
    for site_name, site in work.scenario.site.items():
        for name, station in site.station.items():
            at, first = f"site.{site_name}.station.{name}", len(there)
            slots = [work.slots.slot(f"{at}.lanes.{lane}.servers") for lane in range(len(station.lanes))]
            there += [{"station": len(records), "servers_s": slot} for slot in slots]
            records.append({
                "key": name_key(f"{site_name}/{name}"),
                "site": work.rows["site"][site_name],
                "begins": work.date(Date.STATION_BEGINS, len(records), f"{at}.begins", station.begins, LONG_AGO),
                "until": work.date(Date.STATION_UNTIL, len(records), f"{at}.until", station.until, NEVER),
                "servers_s": work.slots.slot(f"{at}.servers"),
                "service": work.service(site_name, name, "", ""),
                "changeover": work.slots.dist(f"{at}.changeover_h", station.changeover_h),
                "fail_s": work.slots.slot(f"{at}.fail"),
                "calendar": work.calendar(f"{at}.hours", station.hours),
                "pool": work.rows["lot"].get(station.staffed_by or "", -1),
                "people_per_server": station.people_per_server,
                "lanes": first,
                "lanes_last": len(there),
            })  # fmt: skip
    return {"station": work.table(tables.Station, records), "lane": work.table(tables.Lane, there)}

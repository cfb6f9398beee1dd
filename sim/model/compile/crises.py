"""Compile crises into tables."""

from typing import Any

from sim.domain.crises import lifted
from sim.model.calendars import NEVER
from sim.model.compile.compiler import Compiler, named
from sim.model.compile.weather import stopped
from sim.model.draws import name_key
from sim.model.schema import plan as tables
from sim.model.schema.row import Table
from sim.model.terms import Date, Way


def crises(compiler: Compiler) -> dict[str, Table]:
    """Return the tables of crises, of the sites that each crisis affects, and of the holds that it lifts."""
    records: list[dict[str, Any]] = []
    sites: list[dict[str, Any]] = []
    holds: list[dict[str, Any]] = []
    bases_and_hubs = [name for name, site in compiler.scenario.site.items() if site.kind != "apod"]
    for row, (name, crisis) in enumerate(compiler.scenario.crisis.items()):
        at, first_site, first_hold = f"crisis.{name}", len(sites), len(holds)
        sites += [{"site": compiler.rows["site"][site]} for site in dict.fromkeys(crisis.sites or bases_and_hubs)]
        holds += [{"hold": compiler.rows["hold"][hold]} for hold in lifted(crisis, compiler.scenario)]
        records.append({
            "key": name_key(name),
            "on": compiler.date(Date.CRISIS_ON, row, f"{at}.on", crisis.on, NEVER),
            "way": Way.SHIP if crisis.dispose is None else Way[crisis.dispose.upper()],
            "stops": stopped(crisis.stops),
            "shuts": "permission" in crisis.stops,
            "everywhere": not set(bases_and_hubs) - set(crisis.sites or bases_and_hubs),
            "sites": first_site,
            "sites_last": len(sites),
            "holds": first_hold,
            "holds_last": len(holds),
        })  # fmt: skip
    return {
        "crisis": compiler.table(tables.Crisis, records, of=named("crisis", compiler.scenario.crisis)),
        "crisis_site": compiler.table(tables.CrisisSite, sites),
        "crisis_hold": compiler.table(tables.CrisisHold, holds),
    }

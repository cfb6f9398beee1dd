"""Compile lifts into tables: configurations, legs, missions, and factors on rates of missions, speeds and payloads."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from sim.domain.configuration import LIMITS
from sim.domain.dates import start_of
from sim.domain.globe import great_circle_nm
from sim.domain.lift import Lift
from sim.domain.nouns import When
from sim.domain.outage import MONTHS
from sim.domain.site import Leg
from sim.domain.supply import Dated, Fleet, Rate, Ready, Scheduled
from sim.model.calendars import NEVER
from sim.model.compile.compiler import Compiler, Nouns, named
from sim.model.compile.weekdays import factors_by_day, factors_by_month, scheduled
from sim.model.draws import name_key
from sim.model.schema import plan as tables
from sim.model.schema.row import Table
from sim.model.terms import Counted, Date, Pattern, Rule, Supply

NOT_FITTED = {"configurations": 0, "configurations_last": 0}
"""The columns `configurations` and `configurations_last` of a lift that has no configurations."""


def lifts(compiler: Compiler, horizon: int) -> dict[str, Table]:
    """Return the tables of lifts, of their configurations, legs and missions, and of factors on rates and speeds."""
    records: list[dict[str, Any]] = []
    legs: list[dict[str, Any]] = []
    nouns: Nouns = []
    configurations: list[dict[str, Any]] = []
    missions: list[dict[str, Any]] = []
    seasons: list[dict[str, Any]] = []
    speeds: list[dict[str, Any]] = []
    for name, lift in compiler.scenario.lift.items():
        first = len(configurations)
        configurations += _configurations(compiler, name, lift)
        last = len(configurations)
        range_of_rows = {"configurations": first, "configurations_last": last} if last > first else NOT_FITTED
        records.append(_lift(compiler, name, lift, horizon) | range_of_rows)
        for site in lift.sites:
            by_month = lift.leg.get(site, Leg()).speed_by_month
            first, stated = len(speeds), factors_by_month(by_month, compiler.scenario.clock, horizon)
            speeds += [{"begins": begins, "factor": factor} for begins, factor in stated]
            compiler.counted(Counted.SHARE, len(legs), f"lift.{name}.shares.{site}")
            legs.append(_leg(compiler, name, lift, site) | {"seasons": first, "seasons_last": len(speeds)})
            nouns.append((f"lift.{name}.leg.{site}", lift.leg.get(site)))
        names = [each.name for each in lift.configuration]
        if isinstance(lift.supply, Dated):
            missions += [
                {
                    "lift": compiler.rows["lift"][name],
                    "site": compiler.rows["site"].get(mission.site or "", -1),
                    "at": _planned(compiler, mission.at),
                    "configuration": 1 + names.index(mission.configuration) if mission.configuration else 0,
                }
                for mission in lift.supply.missions
            ]
        elif isinstance(lift.supply, Scheduled):
            planned = scheduled(lift.supply, compiler.scenario.clock, horizon)
            row = compiler.rows["lift"][name]
            missions += [{"lift": row, "site": -1, "at": at, "configuration": 0} for at in planned]
        elif isinstance(lift.supply, Rate | Ready):
            seasons += [
                {"lift": compiler.rows["lift"][name], "begins": begins, "factor": factor}
                for begins, factor in factors_by_day(lift.supply, compiler.scenario.clock, horizon)
            ]
    missions.sort(key=lambda mission: (mission["lift"], mission["at"], mission["site"]))
    return {
        "lift": compiler.table(tables.Lift, records, of=named("lift", compiler.scenario.lift)),
        "configuration": compiler.table(tables.Configuration, configurations),
        "leg": compiler.table(tables.Leg, legs, of=nouns),
        "mission": compiler.table(tables.Mission, missions),
        "season": compiler.table(tables.Season, seasons),
        "leg_season": compiler.table(tables.LegSeason, speeds),
    }


def _planned(compiler: Compiler, at: When) -> int:
    """Return the planned instant of a dated mission [s].

    If the mission is dated on the day of the start, without a time of day, the result is the start.
    """
    begins = compiler.instant(at, 0)
    is_day_of_start = begins < 0 and not isinstance(at, datetime) and compiler.instant(at, 0, ends=True) > 0
    return 0 if is_day_of_start else begins


def _lift(compiler: Compiler, name: str, lift: Lift, horizon: int) -> dict[str, Any]:
    """Return the record of a lift, without its configurations."""
    at, row = f"lift.{name}", compiler.rows["lift"][name]
    supply = lift.supply
    rate = supply if isinstance(supply, Rate) else None
    ready = supply if isinstance(supply, Ready) else None
    with_span = None if isinstance(supply, Dated | Fleet) else supply
    return {
        "pallets_s": compiler.slots.slot(f"{at}.most_vehicles" if lift.driven else f"{at}.pallets"),
        "key": name_key(name),
        "to": compiler.rows["site"][lift.to],
        "rule": Rule[lift.rule.upper()],
        "supply": Supply[supply.kind.upper()],
        "payload": compiler.slots.dist(f"{at}.payload_t", lift.payload),
        "slips": lift.on_cancel == "slip",
        "pattern": Pattern[rate.pattern.upper()] if rate else 0,
        "begins": compiler.date(Date.BEGINS, row, f"{at}.supply.begins", with_span.begins, 0) if with_span else 0,
        "until": (
            compiler.date(Date.UNTIL, row, f"{at}.supply.until", with_span.until, horizon) if with_span else horizon
        ),
        "by": compiler.date(Date.READY_BY, row, f"{at}.supply.by", ready.by, NEVER) if ready else NEVER,
        "enough_part": ready.share or 0.0 if ready else 0.0,
        "on_call": bool(getattr(supply, "on_call", False)),
        "by_month": bool(rate and rate.by_month),
        "ahead": bool(ready and ready.ahead),
        "crosses_on_arrival": lift.crosses == "arrival",
        "begin_at_site": isinstance(supply, Fleet) and supply.begin_at == "site",
    }


def _configurations(compiler: Compiler, name: str, lift: Lift) -> list[dict[str, Any]]:
    """Return the records of the configurations of a lift; values that a configuration lacks are those of the lift."""
    records = []
    for position, configuration in enumerate(lift.configuration):
        at = f"lift.{name}.configuration.{position}"
        own = {key: getattr(configuration, key) for key in LIMITS}
        path = {key: f"lift.{name}.{key}" if own[key] is None else f"{at}.{key}" for key in LIMITS}
        stated = {key: getattr(lift, key) if own[key] is None else own[key] for key in LIMITS}
        records.append(
            {
                "lift": compiler.rows["lift"][name],
                "pallets_s": compiler.slots.slot(path["pallets"]),
                "volume_s": compiler.slots.slot(path["volume_m3"]),
                "payload": compiler.slots.dist(path["payload_t"], stated["payload_t"]),
                "seats": compiler.slots.dist(path["seats"], stated["seats"]),
                "load": compiler.slots.dist(path["load_h"], stated["load_h"]),
            }
        )
    return records


def _leg(compiler: Compiler, name: str, lift: Lift, site: str) -> dict[str, Any]:
    """Return the record of the leg of a lift from a site, without its speed factors."""
    at = f"lift.{name}.leg.{site}"
    origin, destination = compiler.scenario.site[site].position, compiler.scenario.site[lift.to].position
    return {
        "lift": compiler.rows["lift"][name],
        "site": compiler.rows["site"][site],
        "distance_s": max(compiler.slots.slot(f"{at}.distance_{unit}") for unit in ("nm", "km")),
        "speed_s": max(compiler.slots.slot(f"lift.{name}.speed_{unit}") for unit in ("kt", "kmh")),
        "great_circle_nm": great_circle_nm(origin, destination) if origin and destination else 0.0,
        "share": lift.shares.get(site, 0.0),
    }


def payload_factors(compiler: Compiler, horizon: int) -> tuple[Any, Any]:
    """Return the payload factors by whole hours since the start, and the row of the factors of each leg.

    Legs with the same factors share a row, so the factors have shape (n_different, n_hours), and the row numbers
    (n_legs,).
    """
    clock = compiler.scenario.clock
    begin, zone = start_of(clock), ZoneInfo(clock.zone)
    legs = [lift.leg.get(site, Leg()) for lift in compiler.scenario.lift.values() for site in lift.sites]
    stated = [
        (*(leg.payload_by_month.get(month, 1.0) for month in MONTHS), *(leg.payload_by_hour or [1.0] * 24))  # type: ignore[call-overload]
        for leg in legs
    ]
    different = list(dict.fromkeys(stated))
    table = np.ones((len(different), horizon // 3600 + 1))
    varied = [row for row, factors in enumerate(different) if any(factor != 1.0 for factor in factors)]
    local = [(begin + timedelta(hours=hour)).astimezone(zone) for hour in range(table.shape[1] if varied else 0)]
    for row in varied:
        months, hours = different[row][: len(MONTHS)], different[row][len(MONTHS) :]
        table[row] = [months[at.month - 1] * hours[at.hour] for at in local]
    row_of = {factors: row for row, factors in enumerate(different)}
    return table, np.array([row_of[factors] for factors in stated], np.int64)

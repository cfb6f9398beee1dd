"""Keys that nothing reads in a scenario, because another key switches them off."""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import Any

from sim.domain.lift import Fleet, Lift
from sim.domain.scenario import Scenario
from sim.domain.site import Site

__all__ = ["switched_off", "unread"]

GATED = {"late_h": "late", "delay_h": "delay", "repair_h": "breaks", "recover_h": "breakdown", "vehicles": "breakdown"}
"""Keys of a lift, and the chance without which nothing comes of them."""


def unread(scenario: Scenario, path: tuple[str, ...], changed: Set[str]) -> str | None:
    """Return why nothing reads what stands at a path; None if something does, as far as is known.

    Parameters
    ----------
    scenario
        As it would be run.
    path
        Keys from the top.
    changed
        Numbers that `[uncertainty]` changes: one of these switches nothing off.
    """
    for head, reason in switched_off(scenario, changed):
        if path[: len(head)] == head:
            return reason
    return None


def switched_off(scenario: Scenario, changed: Set[str]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield each key that nothing reads, stated or not, with the reason; parameters as in `unread`."""
    for name, lift in scenario.lift.items():
        yield from _of_lift(name, lift, changed)
    for name, site in scenario.site.items():
        yield from _of_site(name, site, scenario, changed)
    for name, permission in scenario.permission.items():
        if _off(permission.lost, f"permission.{name}.lost", changed):
            for key in ("lost_after_d", "lost_for_d", "times"):
                yield ("permission", name, key), f"permission.{name}.lost = 0"
    for name, outage in scenario.outage.items():
        if outage.dates or _off(outage.per_day, f"outage.{name}.per_day", changed):
            why = f"outage.{name} has dates" if outage.dates else f"outage.{name}.per_day = 0"
            keys = ("lasts_h", "by_month", "by_hour") if not outage.dates else ("per_day", "by_month", "by_hour")
            yield from ((("outage", name, key), why) for key in keys)
    review = scenario.review
    for part in ("lift", "hours"):
        if review is not None and part not in review.respond:
            yield ("review", part), f'review.respond does not name "{part}"'
    if not scenario.disposition.compare:
        yield ("disposition", "sortie_usd"), "disposition.compare = false"
        reviewed = review is not None and {"dispose", "demote"} & set(review.respond)
        for name in scenario.lot:
            for key in ("prepare_usd", "repair_usd", *(() if reviewed else ("condition", "needed"))):
                yield ("lot", name, key), "disposition.compare = false"
    limited = any(lift.pallets is not None or any(task.per_pallet_h for task in lift.task)
                  for lift in scenario.lift.values())  # fmt: skip
    for name in scenario.lot if not limited else ():
        for key in ("pallets", "pallets_per_t"):
            yield ("lot", name, key), "no lift has pallet positions"


def _off(value: Any, path: str, changed: Set[str]) -> bool:
    return value == 0 and path not in changed


def _of_lift(name: str, lift: Lift, changed: Set[str]) -> Iterator[tuple[tuple[str, ...], str]]:
    for key, gate in GATED.items():
        if _off(getattr(lift, gate), f"lift.{name}.{gate}", changed):
            yield ("lift", name, key), f"lift.{name}.{gate} = 0"
    for gate, key in (("late", "late_h"), ("delay", "delay_h"), ("breaks", "repair_h"), ("breakdown", "recover_h")):
        if getattr(lift, key) == 0.0 and f"lift.{name}.{key}" not in changed:
            yield ("lift", name, gate), f"lift.{name}.{key} = 0"
    if isinstance(lift.supply, Fleet):
        for key in ("lead_d", "refuse", "late", "late_h", "cancel"):
            yield ("lift", name, key), f"{name} is a fleet: its trips need no clearance and are not planned ahead"
    if lift.min_load == 0.0:
        yield ("lift", name, "wait_h"), f"lift.{name}.min_load = 0"
    if all(site in lift.leg and lift.leg[site].block_h is not None for site in lift.sites):
        yield ("lift", name, "speed_kt"), f"every leg of {name} has its block_h"
    for site, leg in lift.leg.items():
        if leg.block_h is not None:
            yield ("lift", name, "leg", site, "distance_nm"), f"lift.{name}.leg.{site}.block_h is stated"
    if not isinstance(lift.supply, Fleet):
        yield ("lift", name, "turn_h"), f"{name} is no fleet: nothing waits for its next trip"
    elif lift.supply.mission_capable == 1.0 and f"lift.{name}.supply.mission_capable" not in changed:
        yield ("lift", name, "supply", "down_h"), f"lift.{name}.supply.mission_capable = 1"
    if lift.rule != "shares":
        yield ("lift", name, "shares"), f'lift.{name}.rule = "{lift.rule}"'


def _of_site(name: str, site: Site, scenario: Scenario, changed: Set[str]) -> Iterator[tuple[tuple[str, ...], str]]:
    movers = [*scenario.group.values(), *scenario.lot.values()]
    passed = {station for mover in movers if mover.site == name for station in mover.stations}
    passed |= {station for stations in site.disposal.values() for station in stations}
    passed |= {station for route in scenario.route.values() for station in route.stations.get(name, ())}
    for title, station in site.station.items():
        at = ("site", name, "station", title)
        if title not in passed:
            yield at, f"nobody and nothing passes station {title} at {name}"
        if station.staffed_by is None:
            yield (*at, "people_per_server"), f"{'.'.join(at)}.staffed_by is not stated"
        if _off(station.fail, f"{'.'.join(at)}.fail", changed):
            yield (*at, "back_to"), f"{'.'.join(at)}.fail = 0"
    if site.teams_staffed_by is None:
        yield ("site", name, "people_per_team"), f"site.{name}.teams_staffed_by is not stated"
    for title, resource in site.resource.items():
        at = ("site", name, "resource", title)
        if resource.available == 1.0 and f"{'.'.join(at)}.available" not in changed:
            yield (*at, "repair_h"), f"{'.'.join(at)}.available = 1"

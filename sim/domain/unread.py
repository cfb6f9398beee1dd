"""Keys of a scenario that have no effect because of what other keys state."""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import Any

from sim.domain.classes import unread_classes
from sim.domain.dates import seconds
from sim.domain.empty import COUNTED, empty, left, peopled
from sim.domain.ends import compared, ends, given_up, reviewed
from sim.domain.favour import judged_sites
from sim.domain.force import Group, Lot
from sim.domain.journey import fits, inside, journeys
from sim.domain.lift import Lift
from sim.domain.memo import memoised
from sim.domain.nouns import When
from sim.domain.policy import Policy
from sim.domain.retained import unread_of_retained
from sim.domain.review import LongerHours
from sim.domain.scenario import Scenario
from sim.domain.serving import unread_of_station
from sim.domain.site import Site
from sim.domain.sizes import unread_sizes
from sim.domain.substitutes import unread_of_substitutes
from sim.domain.supply import Fleet, Ready
from sim.domain.uncalled import unread_of_uncalled
from sim.domain.undecided import may_divert, undecided

__all__ = ["UnreadKeys", "switched_off", "unread"]

GATED = {"late_h": "late", "delay_h": "delay", "repair_h": "breaks", "recover_h": "breakdown", "vehicles": "breakdown"}
GATED |= {"attack_h": "attacks_per_1000_km"}
"""Key of a lift -> the probability or rate of that lift that must be above 0 for the key to have an effect."""

PAID = {
    "transfer": ("transfer_usd", "handed over"),
    "sell": ("sale_usd", "sold"),
    "destroy": ("destroy_usd", "destroyed"),
}
"""Disposition -> (key of its price in a lot, participle for messages)."""


def unread(scenario: Scenario, path: tuple[str, ...], changed: Set[str]) -> str | None:
    """Return why the value at a path has no effect; None if no reason is found.

    Parameters
    ----------
    scenario
        The scenario as it would be run.
    path
        Keys from the top of the scenario.
    changed
        Dotted paths of the numbers that `[uncertainty]` changes; a key whose effect depends on one of them counts as
        having an effect.
    """
    return UnreadKeys(scenario, changed).off(path)


class UnreadKeys:
    """The keys of a scenario that have no effect, found once for many calls of `off`; parameters as in `unread`."""

    def __init__(self, scenario: Scenario, changed: Set[str]) -> None:
        self._empty, self._off = empty(scenario, changed), dict[tuple[str, ...], str]()
        self._left = left(scenario, changed)
        for head, why in switched_off(scenario, changed):
            self._off.setdefault(head, why)

    def off(self, path: tuple[str, ...]) -> str | None:
        """Return why the value at a path has no effect; None if no reason is found."""
        size = self._empty.get((path[0], path[1])) if len(path) > 2 else None
        if size is not None and path[2] != size:
            return f"{path[0]}.{path[1]}.{size} = 0"
        if len(path) > 2 and path[:2] in self._left and path[2] not in COUNTED:
            return f"all of {path[0]}.{path[1]} has left before the start"
        heads = (path[:end] for end in range(1, len(path) + 1))
        return next((self._off[head] for head in heads if head in self._off), None)


def switched_off(scenario: Scenario, changed: Set[str]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield (path, reason) of each key that has no effect, whether stated or not; parameters as in `unread`.

    Groups and lots that have no members, or whose members have all left before the start, count as absent.
    """
    scenario = peopled(scenario, changed)
    for name, lift in scenario.lift.items():
        yield from _of_lift(name, lift, scenario, changed)
        yield from _of_load(name, lift, scenario, changed)
        if not isinstance(lift.supply, Fleet) and not _offloading_matters(lift, scenario):
            yield ("lift", name, "offload_h"), f"{name} is not a fleet, and nothing waits for it at {lift.to}"
        if not may_divert(lift, scenario, changed):
            yield (
                ("lift", name, "holding_h"),
                f"nothing keeps {name} from landing at once: no runway hours, no outage of a runway, no limit of spots",
            )
    yield from unread_of_retained(scenario)
    yield from unread_of_substitutes(scenario)
    yield from unread_of_uncalled(scenario, changed)
    yield from undecided(scenario, changed)
    for name, site in scenario.site.items():
        yield from _of_site(name, site, scenario, changed)
    for name, permission in scenario.permission.items():
        if _off(permission.lost, f"permission.{name}.lost", changed):
            for key in ("lost_after_d", "lost_for_d", "times"):
                yield ("permission", name, key), f"permission.{name}.lost = 0"
        if _off(permission.lost_for_d, f"permission.{name}.lost_for_d", changed):
            for key in ("lost", "lost_after_d", "times"):
                yield ("permission", name, key), f"permission.{name}.lost_for_d = 0"
    for name, crisis in scenario.crisis.items():
        if _off(crisis.chance, f"crisis.{name}.chance", changed):
            for key in type(crisis).model_fields:
                if key not in ("chance", "source"):
                    yield ("crisis", name, key), f"crisis.{name}.chance = 0"
        if crisis.lasts_d is not None and _off(crisis.lasts_d, f"crisis.{name}.lasts_d", changed):
            for key in ("stops", "lifts", "routes"):
                yield ("crisis", name, key), f"crisis.{name}.lasts_d = 0"
    for name, outage in scenario.outage.items():
        if outage.dates or _off(outage.per_day, f"outage.{name}.per_day", changed):
            why = f"outage.{name} has dates" if outage.dates else f"outage.{name}.per_day = 0"
            keys = ("by_month", "by_hour", "together", *(("per_day",) if outage.dates else ("lasts_h",)))
            yield from ((("outage", name, key), why) for key in keys)
        if _off(outage.lasts_h, f"outage.{name}.lasts_h", changed):
            for key in ("per_day", "by_month", "by_hour", "together"):
                yield ("outage", name, key), f"outage.{name}.lasts_h = 0"
        if not outage.sites:
            yield ("outage", name, "stops"), f"outage.{name} names lifts and no sites"
    for name, phasing in scenario.plan.items():
        if phasing.target:
            yield ("plan", name, "shape"), f"plan.{name}.target states the curve"
        if phasing.before is None:
            yield ("plan", name, "margin_d"), f"plan.{name}.before is not stated"
    review = scenario.review
    for part in ("lift", "call", "hours"):
        if review is not None and part not in review.respond:
            yield ("review", part), f'review.respond does not name "{part}"'
    if review is not None and "hours" in review.respond and not _lengthens(review.hours, scenario):
        yield ("review", "hours"), "no station or ramp of its sites keeps hours"
    if review is not None and "favour" in review.respond:
        at = ("review", "respond", str(review.respond.index("favour")))
        if not judged_sites(scenario):
            yield at, f"no lift chooses between sites at which movers of milestone {review.of} begin"
        elif scenario.policy.site != Policy().site:
            yield at, f'policy.site = "{scenario.policy.site}" chooses the sites'
    if review is not None and not review.respond:
        yield ("review", "margin_d"), "review.respond names no response"
    if review is not None and not any(reviewed(lot, scenario) for lot in scenario.lot.values()):
        yield ("review", "portion"), "no review gives equipment up"
        yield ("review", "take_back"), "no review gives equipment up"
    elif review is not None and "dispose" not in review.respond:
        yield ("review", "take_back"), 'review.respond does not name "dispose"'
    if not any(reviewed(lot, scenario) for lot in scenario.lot.values()):
        yield ("policy", "disposition"), "no review gives equipment up"
    if not any(isinstance(lift.supply, Fleet) for lift in scenario.lift.values()):
        yield ("policy", "tail"), "no lift is a fleet"
    if not any(mover.arrives for mover in (*scenario.group.values(), *scenario.lot.values())):
        yield from ((("milestone", name, "basis"), "no group or lot arrives later") for name in scenario.milestone)
    for key in ("per_diem_usd", "handling_usd_per_t"):
        section = "group" if key == "per_diem_usd" else "lift"
        members = getattr(scenario, section).values()
        if all(getattr(each, key) is not None for each in members):
            kind = " with members" if section == "group" else ""
            yield ("price", key), f"every {section} states its own" if members else f"there is no {section}{kind}"
    if not scenario.disposition.compare:
        yield ("disposition", "sortie_usd"), "disposition.compare = false"
    elif not any(compared(lot, scenario) for lot in scenario.lot.values()):
        yield ("disposition", "sortie_usd"), "no lot that may be given up states its value_usd"
    for name, lot in scenario.lot.items():
        yield from _of_lot(name, lot, scenario)
    limited = any(lift.pallets is not None or any(task.per_pallet_h for task in lift.task)
                  for lift in scenario.lift.values())  # fmt: skip
    for name in scenario.lot if not limited else ():
        for key in ("pallets", "pallets_per_t"):
            yield ("lot", name, key), "no lift has pallet positions"
    yield from unread_sizes(scenario)
    yield from unread_classes(scenario)


def _off(value: Any, path: str, changed: Set[str]) -> bool:
    """Whether the value at a dotted path is 0 in every world."""
    return value == 0 and path not in changed


def _of_lift(name: str, lift: Lift, scenario: Scenario, changed: Set[str]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield (path, reason) of the keys of a lift that other keys of the same lift switch off."""
    for key, gate in GATED.items():
        if _off(getattr(lift, gate), f"lift.{name}.{gate}", changed):
            yield ("lift", name, key), f"lift.{name}.{gate} = 0"
    for gate, key in (("late", "late_h"), ("delay", "delay_h"), ("breaks", "repair_h"), ("breakdown", "recover_h")):
        if getattr(lift, key) == 0.0 and f"lift.{name}.{key}" not in changed:
            yield ("lift", name, gate), f"lift.{name}.{key} = 0"
    if isinstance(lift.supply, Fleet):
        for key in ("lead_d", "refuse", "late", "late_h", "cancel", "on_cancel"):
            yield ("lift", name, key), f"{name} is a fleet: its trips need no clearance and are not planned ahead"
    if lift.min_load == 0.0:
        yield ("lift", name, "wait_h"), f"lift.{name}.min_load = 0"
    if all(site in lift.leg and lift.leg[site].block_h is not None for site in lift.sites):
        for key in ("speed_kt", "speed_kmh"):
            yield ("lift", name, key), f"every leg of {name} has its block_h"
    for site, leg in lift.leg.items():
        if leg.block_h is not None and lift.attacks_per_1000_km is None:
            for key in ("distance_nm", "distance_km"):
                yield ("lift", name, "leg", site, key), f"lift.{name}.leg.{site}.block_h is stated"
    if not isinstance(lift.supply, Fleet):
        yield ("lift", name, "turn_h"), f"{name} is not a fleet: nothing waits for its next trip"
    elif lift.supply.mission_capable == 1.0 and f"lift.{name}.supply.mission_capable" not in changed:
        yield ("lift", name, "supply", "down_h"), f"lift.{name}.supply.mission_capable = 1"
    if isinstance(lift.supply, Ready) and f"lift.{name}.supply.by" not in changed and _begun(lift.supply.by, scenario):
        for key in ("share", "people", "load_t"):
            yield ("lift", name, "supply", key), f"lift.{name}.supply.by is not after the start: any load is enough"
    if isinstance(lift.supply, Ready) and _off(lift.lead_d, f"lift.{name}.lead_d", changed):
        yield ("lift", name, "supply", "ahead"), f"lift.{name}.lead_d = 0"
    if not lift.configuration:
        yield ("lift", name, "change_h"), f"{name} has no configurations"
    elif not isinstance(lift.supply, Fleet):
        yield ("lift", name, "change_h"), f"{name} is not a fleet: its missions come already fitted"
    if lift.rule != "shares":
        yield ("lift", name, "shares"), f'lift.{name}.rule = "{lift.rule}"'


def _begun(date: When | None, scenario: Scenario) -> bool:
    """Whether a date is not after the start of the clock; false for None."""
    return date is not None and seconds(date, scenario.clock, ends=False) <= 0


def _offloading_matters(lift: Lift, scenario: Scenario) -> bool:
    """Whether the time of offloading affects onward movers, parking spots, hours, or when movers count as out."""
    to = scenario.site[lift.to]
    return to.kind != "apod" or lift.crosses == "arrival" or bool(to.runway_hours) or to.parking is not None


@memoised
def _passed(scenario: Scenario) -> dict[str, set[str]]:
    """Return site -> the stations that the groups and lots that begin there pass."""
    found: dict[str, set[str]] = {}
    for mover in (*scenario.group.values(), *scenario.lot.values()):
        found.setdefault(mover.site, set()).update(mover.stations)
    return found


@memoised
def _riders(scenario: Scenario) -> dict[str, set[str]]:
    """Return lift -> the kinds of movers that may ride it and fit it in some world.

    The kinds are "people", "equipment" and "vehicles"; a lot of vehicles counts as "equipment" too.
    """
    found: dict[str, set[str]] = {name: set() for name in scenario.lift}
    movers: list[tuple[str, Group | Lot]] = [*scenario.group.items(), *scenario.lot.items()]
    for title, mover in movers:
        kinds = (
            {"people"} if isinstance(mover, Group) else {"equipment", *(("vehicles",) if mover.are_vehicles else ())}
        )
        for name in {name for way in journeys(mover, scenario) for hop in way.hops for name in hop.lifts}:
            if not kinds <= found[name] and fits(title, mover, name, scenario):
                found[name] |= kinds
    return found


def _of_load(name: str, lift: Lift, scenario: Scenario, changed: Set[str]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield (path, reason) of the keys of a lift for people, equipment or vehicles that it never carries."""
    aboard = _riders(scenario)[name]
    of_tasks: list[tuple[str, str]] = []  # (key, reason)
    if "people" not in aboard:
        why = f"no people may ride on {name}"
        of_tasks += [(key, why) for key in ("per_person_h", "per_busload_h")]
        if isinstance(lift.supply, Ready):
            yield ("lift", name, "supply", "people"), why
        yield from ((("lift", name, key), why) for key in ("seat_usd", "load_per_person_h"))
    if "equipment" not in aboard:
        why = f"no equipment may ride on {name}"
        of_tasks += [(key, why) for key in ("per_t_h", "per_pallet_h")]
        yield ("lift", name, "load_per_t_h"), why
    if "vehicles" not in aboard:
        of_tasks += [("per_vehicle_h", f"no lot of vehicles may ride on {name}")]
    for key, why in of_tasks:
        yield from ((("lift", name, "task", str(position), key), why) for position in range(len(lift.task)))
    for position, task in enumerate(lift.task):
        path = ("lift", name, "task", str(position))
        if _off(task.per_busload_h, ".".join((*path, "per_busload_h")), changed):
            yield (*path, "busload"), f"{'.'.join(path)}.per_busload_h = 0"


def _lengthens(longer: LongerHours | None, scenario: Scenario) -> bool:
    """Whether a review may lengthen hours: at one of its sites, a station or the ramp keeps hours."""
    names = longer.sites if longer is not None else ()
    sites = [scenario.site[name] for name in names or scenario.site if names or inside(scenario, name)]
    return any(site.ramp_hours or any(station.hours for station in site.station.values()) for site in sites)


def _of_lot(name: str, lot: Lot, scenario: Scenario) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield (path, reason) of the values, costs and prices of a lot that are never used, and of `drives` if unused."""
    why = given_up(lot, scenario)
    if why is None and lot.value_usd is None:
        why = f"lot.{name}.value_usd is not stated"
    if why is not None:
        yield from ((("lot", name, key), why) for key in ("condition", "needed"))
    if why is not None or not compared(lot, scenario):
        why_no_cost = why if scenario.disposition.compare and why is not None else "disposition.compare = false"
        yield from ((("lot", name, key), why_no_cost) for key in ("prepare_usd", "repair_usd"))
    if lot.drives is not None and not _may_drive(lot, scenario):
        yield ("lot", name, "drives"), "no driven lift may take it: other lifts carry it"
    ways = {way for _, way in ends(lot, scenario)}
    for way, (key, participle) in PAID.items():
        if way not in ways:
            yield ("lot", name, key), f"no item of it is ever {participle}"


def _may_drive(lot: Lot, scenario: Scenario) -> bool:
    """Whether a driven lift may take the items of a lot over some leg."""
    lifts = {lift for way in journeys(lot, scenario) for hop in way.hops for lift in hop.lifts}
    return any(scenario.lift[lift].driven for lift in lifts)


def _of_site(name: str, site: Site, scenario: Scenario, changed: Set[str]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield (path, reason) of the keys of a site's stations, load teams and resources that have no effect."""
    passed = set(_passed(scenario).get(name, ()))
    passed |= {station for stations in site.disposal.values() for station in stations}
    passed |= {station for route in scenario.route.values() for station in route.stations.get(name, ())}
    for title, station in site.station.items():
        at = ("site", name, "station", title)
        if title not in passed:
            yield at, f"no group or lot passes station {title} at {name}"
        yield from unread_of_station(scenario, name, site, title)
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

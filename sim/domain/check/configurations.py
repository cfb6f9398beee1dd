"""Configurations of lifts: limits above those of the lift, who rides in none, what a limit does not keep out."""

from __future__ import annotations

from collections.abc import Iterator, Set
from math import inf

from sim.domain.check.finding import Finding, unknown
from sim.domain.check.ignorance import touched
from sim.domain.configuration import Configuration
from sim.domain.empty import peopled
from sim.domain.force import Group, Lot
from sim.domain.journey import fits, journeys
from sim.domain.lift import Lift
from sim.domain.scenario import Scenario
from sim.domain.span import reach, span
from sim.domain.supply import Dated

__all__ = ["configurations", "rides_all_the_same"]

SLACK = 1e-9


def configurations(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each limit above that of its lift, each name that is unknown, and who rides in none."""
    for name, lift in scenario.lift.items():
        for position, each in enumerate(lift.configuration):
            at = ("lift", name, "configuration", str(position))
            yield from _limits(name, lift, each, at, scenario)
        if isinstance(lift.supply, Dated):
            known = [each.name for each in lift.configuration]
            for position, mission in enumerate(lift.supply.missions):
                if mission.configuration is not None and mission.configuration not in known:
                    where = ("lift", name, "supply", "missions", str(position), "configuration")
                    yield unknown(where, mission.configuration, "a configuration of this lift", known)
    if any(lift.configuration for lift in scenario.lift.values()):
        yield from _in_none(scenario)


def _limits(name: str, lift: Lift, each: Configuration, at: tuple[str, ...], scenario: Scenario) -> Iterator[Finding]:
    for key in ("pallets", "volume_m3"):
        own, most = getattr(each, key), getattr(lift, key)
        if own is not None and most is None:
            yield Finding((*at, key), f"{own:g}", f"expected lift.{name}.{key} too, the most of any configuration")
        elif own is not None:
            least = reach(scenario, f"lift.{name}.{key}", most)[0]
            if reach(scenario, ".".join((*at, key)), own)[1] > least + SLACK:
                yield _above((*at, key), f"{own:g}", name, f"{least:g}")
    for key in ("payload_t", "seats"):
        own, most = getattr(each, key), getattr(lift, key)
        if own is None or most is None:
            continue
        largest = span(scenario, f"lift.{name}.{key}", most)[1]
        if key == "payload_t" and lift.max_payload_t is not None:
            largest = max(largest, lift.max_payload_t)
        if span(scenario, ".".join((*at, key)), own)[1] > largest + SLACK:
            yield _above((*at, key), f"{own:g}" if isinstance(own, int | float) else None, name, f"{largest:g}")


def _above(where: tuple[str, ...], value: str | None, name: str, most: str) -> Finding:
    text = f"expected no more than lift.{name}.{where[-1]}, which is the most of any configuration ({most})"
    return Finding(where, value, text)


def _in_none(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each group and lot that fits some lift on a leg of its way, and no configuration of any."""
    for section, movers in (("group", scenario.group), ("lot", scenario.lot)):
        for title, mover in movers.items():
            legs = [hop.lifts for way in journeys(mover, scenario) for hop in way.hops]
            able = [[name for name in lifts if fits(title, mover, name, scenario)] for lifts in legs]
            bad = next(
                (names for names in able if names and not any(_takes(title, mover, n, scenario) for n in names)), None
            )
            if bad:
                text = f"expected a configuration in which it can ride; {', '.join(bad)} has none"
                yield Finding((section, title), None, text)


def _takes(title: str, mover: Group | Lot, name: str, scenario: Scenario) -> bool:
    """Whether a lift takes some member, as it is or in one of its configurations."""
    lift = scenario.lift[name]
    return not lift.configuration or any(_in(title, mover, name, at, scenario) for at in range(len(lift.configuration)))


def _in(title: str, mover: Group | Lot, name: str, at: int, scenario: Scenario) -> bool:
    each, path = scenario.lift[name].configuration[at], f"lift.{name}.configuration.{at}"
    if isinstance(mover, Group):
        party = mover.together if isinstance(mover.together, int) else 1
        return each.seats is None or span(scenario, f"{path}.seats", each.seats)[1] >= max(0.5, party)
    least = reach(scenario, f"lot.{title}.pallets", mover.pallets)[0]
    limit = inf if each.pallets is None else reach(scenario, f"{path}.pallets", each.pallets)[1]
    if max(0.0, least) > limit + 1e-3 or (limit <= 0.0 and mover.pallets_per_t > 0.0):
        return False
    volume = 0.0 if mover.volume_m3 is None else reach(scenario, f"lot.{title}.volume_m3", mover.volume_m3)[0]
    return each.volume_m3 is None or volume <= reach(scenario, f"{path}.volume_m3", each.volume_m3)[1] + 5e-4


def rides_all_the_same(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each lift and configuration without positions in which equipment rides that takes none."""
    changed = touched(scenario)
    scenario = peopled(scenario, changed)
    for name, lift in scenario.lift.items():
        at = ("lift", name)
        stated: list[tuple[tuple[str, ...], float | None, str]] = [((*at, "pallets"), lift.pallets, f"on {name}")]
        for position, each in enumerate(lift.configuration):
            where = (*at, "configuration", str(position), "pallets")
            stated.append((where, each.pallets, f'on {name} as "{each.name}"'))
        none = [(path, on) for path, pallets, on in stated if pallets == 0 and ".".join(path) not in changed]
        loose = [title for title in _riders(name, scenario) if _is_loose(title, scenario, changed)] if none else []
        for path, on in none if loose else ():
            named = f"{', '.join(loose[:3])}{' and others' if len(loose) > 3 else ''}"
            text = f"does not keep out equipment that states no pallets: {named} may ride {on}, within its payload; "
            yield Finding(path, "0", f"{text}state pallets (above 0) of the lot, or lifts that may carry it")


def _riders(name: str, scenario: Scenario) -> Iterator[str]:
    """Yield the lots that may ride on a lift and fit it."""
    for title, lot in scenario.lot.items():
        ways = journeys(lot, scenario) if lot.disposition == "ship" else ()
        if any(name in hop.lifts for way in ways for hop in way.hops) and fits(title, lot, name, scenario):
            yield title


def _is_loose(title: str, scenario: Scenario, changed: Set[str]) -> bool:
    """Whether a lot takes no pallet positions in any world."""
    stated = {f"lot.{title}.{key}": getattr(scenario.lot[title], key) for key in ("pallets", "pallets_per_t")}
    return not any(stated.values()) and not changed & set(stated)

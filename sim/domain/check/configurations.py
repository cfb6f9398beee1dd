"""Checks of the configurations of lifts, and of `pallets = 0`, which does not keep all equipment off a lift."""

from __future__ import annotations

from collections.abc import Iterator, Set
from math import inf
from typing import Any

from sim.domain.check.cabins import most_by_weight
from sim.domain.check.cargo import weights
from sim.domain.check.finding import Finding, counted, quoted, unknown
from sim.domain.check.parties import party_of
from sim.domain.check.targets import touched
from sim.domain.configuration import DRAWN, SPACE, Configuration
from sim.domain.empty import peopled
from sim.domain.force import Group, Lot
from sim.domain.journey import fits, journeys, most_weight
from sim.domain.lift import Lift
from sim.domain.scenario import Scenario
from sim.domain.site import Leg
from sim.domain.span import reach, span
from sim.domain.supply import Dated, Fleet

__all__ = ["configurations", "never_comes", "rides_without_positions"]

SLACK = 1e-9
CHOSEN_BY = (*DRAWN, *SPACE)
"""Keys of the limits that decide which configuration a sortie gets."""


def configurations(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each wrong limit or unknown name of a configuration, and each mover that fits in none."""
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
    """Yield a finding for each limit of one configuration that may exceed the limit of its lift, and for its `pallets`
    or `volume_m3` if the lift states no such limit.
    """
    for key in SPACE:
        own, most = getattr(each, key), getattr(lift, key)
        if own is not None and most is None:
            text = f"expected lift.{name}.{key} too, which no configuration may exceed"
            yield Finding((*at, key), f"{own:g}", text)
        elif own is not None:
            least = reach(scenario, f"lift.{name}.{key}", most)[0]
            largest = reach(scenario, ".".join((*at, key)), own)[1]
            if largest > least + SLACK:
                yield _above((*at, key), own, largest, f"lift.{name}.{key}", least)
    for key in DRAWN:
        own, most = getattr(each, key), getattr(lift, key)
        if own is None or most is None:
            continue
        limit, of = span(scenario, f"lift.{name}.{key}", most)[1], key
        if key == "payload_t" and lift.max_payload_t is not None and lift.max_payload_t > limit:
            limit, of = lift.max_payload_t, "max_payload_t"
        largest = span(scenario, ".".join((*at, key)), own)[1]
        if largest > limit + SLACK:
            yield _above((*at, key), own, largest, f"lift.{name}.{of}", limit)


def _above(where: tuple[str, ...], own: Any, largest: float, limit: str, most: float) -> Finding:
    """Return the finding that a limit of a configuration is above that of its lift.

    Parameters
    ----------
    where, own, largest
        Path of the limit of the configuration, the stated limit, and its largest value in any world.
    limit, most
        Dotted path of the limit of the lift, and its value that is exceeded.
    """
    text = f"expected no more than {limit} ({most:g}), which no configuration may exceed"
    if isinstance(own, int | float) and own <= most + SLACK:
        text += f"; with [uncertainty] this one is up to {largest:g}"
    return Finding(where, f"{own:g}" if isinstance(own, int | float) else None, text)


def _in_none(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each group or lot that, on some leg, fits a lift but no configuration that may come there."""
    for section, movers in (("group", scenario.group), ("lot", scenario.lot)):
        for title, mover in movers.items():
            legs = {hop.lifts: None for way in journeys(mover, scenario) for hop in way.hops}
            for weight in weights(title, mover, scenario):
                able = [[name for name in lifts if _able(title, mover, name, weight, scenario)] for lifts in legs]
                unfit = [n for n in able if not any(_takes(title, mover, name, weight, scenario) for name in n)]
                first_unfit = next(filter(None, unfit), None)  # the lifts of the first such leg
                if first_unfit:
                    text = f"expected a configuration in which {_words(title, mover, weight, scenario)} can ride;"
                    text += f" no mission of {' or '.join(first_unfit)} comes in one"
                    yield Finding((section, title), None, text)
                    break


def _words(title: str, mover: Group | Lot, weight: float, scenario: Scenario) -> str:
    """Return the words for the smallest load of a group or lot: a person, a whole party, or an item."""
    if isinstance(mover, Group):
        party = party_of(title, mover, scenario)
        return f"a whole party of {party} people" if party > 1 else "a person"
    positions = _positions(title, mover, weight, scenario)
    return f"an item of {weight:g} t" + (f" on {counted(positions, 'position')}" if positions else "")


def _positions(title: str, lot: Lot, weight: float, scenario: Scenario) -> float:
    """Return the fewest pallet positions that an item of a lot takes in any world."""
    each = max(0.0, reach(scenario, f"lot.{title}.pallets", lot.pallets)[0])
    return each + max(0.0, reach(scenario, f"lot.{title}.pallets_per_t", lot.pallets_per_t)[0]) * weight


def _able(title: str, mover: Group | Lot, name: str, weight: float, scenario: Scenario) -> bool:
    """Whether a lift takes a member of this weight by its own limits, without those of its configurations."""
    return fits(title, mover, name, scenario) and _fits_in(title, mover, name, None, weight, scenario)


def _takes(title: str, mover: Group | Lot, name: str, weight: float, scenario: Scenario) -> bool:
    """Whether a lift has no configurations, or may come in one that a member of this weight fits."""
    lift = scenario.lift[name]
    return not lift.configuration or any(_fits_in(title, mover, name, at, weight, scenario) for at in _coming(lift))


def _fits_in(title: str, mover: Group | Lot, name: str, at: int | None, weight: float, scenario: Scenario) -> bool:
    """Whether a member of this weight, or a whole party, fits configuration `at` of a lift (None: the lift itself)."""
    lift = scenario.lift[name]

    def most(key: str) -> float:
        """Return the largest value of a limit in any world; infinite if none is stated."""
        own = None if at is None else getattr(lift.configuration[at], key)
        path = f"lift.{name}.{key}" if own is None else f"lift.{name}.configuration.{at}.{key}"
        limit = getattr(lift, key) if own is None else own
        return inf if limit is None else span(scenario, path, limit)[1]

    payload = most_weight(name, scenario)
    if lift.max_payload_t is None and at is not None and lift.configuration[at].payload_t is not None:
        payload = most("payload_t") * max((lift.leg.get(site, Leg()).best_factor for site in lift.sites), default=1.0)
    if isinstance(mover, Group):
        party = party_of(title, mover, scenario)
        return most("seats") >= party - 0.5 and most_by_weight(payload, weight) >= party
    limit, positions = most("pallets"), _positions(title, mover, weight, scenario)
    if weight > payload + SLACK or positions > limit + 1e-3 or (limit <= 0.0 and mover.pallets_per_t > 0.0):
        return False
    volume = 0.0 if mover.volume_m3 is None else reach(scenario, f"lot.{title}.volume_m3", mover.volume_m3)[0]
    return volume <= most("volume_m3") + 5e-4


def rides_without_positions(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each `pallets = 0` of a lift on which lots that take no pallet position may still ride."""
    changed = touched(scenario)
    scenario = peopled(scenario, changed)
    for name, lift in scenario.lift.items():
        at = ("lift", name)
        stated: list[tuple[tuple[str, ...], float | None, str]] = [((*at, "pallets"), lift.pallets, f"on {name}")]
        for position, each in enumerate(lift.configuration):
            where = (*at, "configuration", str(position), "pallets")
            stated.append((where, each.pallets, f'on {name} as "{each.name}"'))
        without = [(path, on) for path, pallets, on in stated if pallets == 0 and ".".join(path) not in changed]
        lots = _lots_on(name, scenario) if without else ()
        riding = [title for title in lots if _takes_no_position(title, scenario, changed)]
        for path, on in without if riding else ():
            named = f"{', '.join(riding[:3])}{' and others' if len(riding) > 3 else ''}"
            text = f"does not keep out equipment that states no pallets: {named} may ride {on}, within its payload; "
            text += "state pallets (above 0) for such lots, or list in their lifts those that may carry them"
            yield Finding(path, "0", text)


def _lots_on(name: str, scenario: Scenario) -> Iterator[str]:
    """Yield the names of the lots that are to be shipped, may ride on a lift and fit it."""
    for title, lot in scenario.lot.items():
        ways = journeys(lot, scenario) if lot.disposition == "ship" else ()
        if any(name in hop.lifts for way in ways for hop in way.hops) and fits(title, lot, name, scenario):
            yield title


def _takes_no_position(title: str, scenario: Scenario, changed: Set[str]) -> bool:
    """Whether the items of a lot take no pallet position in any world."""
    stated = {f"lot.{title}.{key}": getattr(scenario.lot[title], key) for key in ("pallets", "pallets_per_t")}
    return not any(stated.values()) and not changed & set(stated)


def never_comes(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each configuration in which no sortie ever comes.

    This is so if each mission states another configuration, if no group or lot can ride in it, or if a configuration
    before it in the list has the same limits.
    """
    changed = touched(scenario)
    populated = peopled(scenario, changed)
    riders = {name: list(_riders(name, populated)) for name, lift in populated.lift.items() if lift.configuration}
    for name, lift in scenario.lift.items():
        stated = {mission.configuration for mission in lift.supply.missions} if isinstance(lift.supply, Dated) else ()
        seen: dict[tuple[object, ...], str] = {}
        for position, each in enumerate(lift.configuration):
            fixed = not any(path.startswith(f"lift.{name}.configuration.{position}.") for path in changed)
            limits = tuple(getattr(lift if getattr(each, key) is None else each, key) for key in CHOSEN_BY)
            other = seen.setdefault(limits, each.name) if fixed else each.name
            if each.name in stated or (position == 0 and isinstance(lift.supply, Fleet)):
                continue
            if position not in _coming(lift):
                text = "never comes: each mission states another configuration"
            elif riders[name] and not any(_fits_in(t, m, name, position, w, scenario) for t, m, w in riders[name]):
                text = "never comes: no group or lot can ride in it"
            elif other != each.name:
                text = f"never comes: it takes the same payload, seats, positions and volume as {other},"
                text += " which is before it in the list"
            else:
                continue
            yield Finding(("lift", name, "configuration", str(position), "name"), quoted(each.name), text)


def _riders(name: str, scenario: Scenario) -> Iterator[tuple[str, Group | Lot, float]]:
    """Yield (name, group or lot, weight [t]) for each weight of the movers that may ride on a lift."""
    movers: list[tuple[str, Group | Lot]] = [*scenario.group.items(), *scenario.lot.items()]
    for title, mover in movers:
        if any(name in hop.lifts for way in journeys(mover, scenario) for hop in way.hops):
            yield from ((title, mover, weight) for weight in weights(title, mover, scenario))


def _coming(lift: Lift) -> range | set[int]:
    """Return the positions of the configurations in which a lift may come.

    If each of its missions states a configuration, these are the stated ones; otherwise all.
    """
    every = range(len(lift.configuration))
    if not isinstance(lift.supply, Dated) or any(mission.configuration is None for mission in lift.supply.missions):
        return every
    stated = {mission.configuration for mission in lift.supply.missions}
    return {at for at in every if lift.configuration[at].name in stated}

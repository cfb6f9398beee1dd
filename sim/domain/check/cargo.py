"""The check that some lift can take each mover out, by weight, pallet positions, sizes and seats."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil, inf

from sim.domain.check.bulk import large_enough, too_bulky
from sim.domain.check.finding import Finding, counted, quoted
from sim.domain.check.parties import no_room_for_party
from sim.domain.force import Group, Lot
from sim.domain.journey import Journey, fits, has_no_seats, journeys, most_weight
from sim.domain.lift import Lift
from sim.domain.scenario import Scenario
from sim.domain.site import Leg, Site
from sim.domain.span import reach, span
from sim.domain.support import support
from sim.domain.uncertainty import Chance, Distribution, Empirical

APOD = Site(kind="apod")
NO_SEATS, ONLY_DRIVEN = "has no seats", "takes only vehicles that drive"

__all__ = ["cargo", "carriers", "largest", "smallest", "weights"]


def largest(chance: Chance | Distribution) -> float:
    """Return the upper end of the range of a number or distribution; infinite if unbounded."""
    return support(chance).most


def smallest(chance: Chance | Distribution) -> float:
    """Return the lower end of the range of a number or distribution."""
    return support(chance).least


def carriers(mover: Group | Lot, scenario: Scenario) -> dict[str, Lift]:
    """Return the lifts, by name, that may carry a mover over the first leg of any of its journeys."""
    first = [name for journey in journeys(mover, scenario) for name in journey.hops[0].lifts]
    return {name: scenario.lift[name] for name in dict.fromkeys(first)}


def cargo(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for every mover that no lift could ever carry, and for every lift that people may ride but that
    can carry nothing.

    Notes
    -----
    The weight limit of a lift is its `max_payload_t` or, without it, the largest `payload_t` that can be drawn. Numbers
    that `[uncertainty]` changes are checked over all worlds: an item that some lift can carry in some world passes.
    """
    limits, to_ship = _limits(scenario), list(_to_ship(scenario))
    for section, name, mover in to_ship:
        yield from _way_out(section, name, mover, scenario, limits)
    for lift in scenario.lift:
        yield from _carries_nothing(lift, to_ship, scenario)


def _to_ship(scenario: Scenario) -> Iterator[tuple[str, str, Group | Lot]]:
    """Yield (section, name, group or lot) for each group and lot that needs lift."""
    for section, movers in (("group", scenario.group), ("lot", scenario.lot)):
        for name, mover in movers.items():
            if (mover.count if mover.count is not None else getattr(mover, "total_t", 0.0)) == 0:
                continue
            if mover.disposition != "ship":
                continue
            site = scenario.site.get(mover.site)
            if site is None or site.kind == "apod" or not set(mover.lifts or ()) <= set(scenario.lift):
                continue  # other checks report this
            yield section, name, mover


def _carries_nothing(
    name: str, to_ship: Sequence[tuple[str, str, Group | Lot]], scenario: Scenario
) -> Iterator[Finding]:
    """Yield a finding if people may ride a lift, but no person or item that may ride it fits it in any world."""
    riders = [
        (title, mover)
        for _, title, mover in to_ship
        if any(name in hop.lifts for journey in journeys(mover, scenario) for hop in journey.hops)
    ]
    people = {title: mover for title, mover in riders if isinstance(mover, Group)}
    if not people or any(fits(title, mover, name, scenario) for title, mover in riders):
        return
    lift = scenario.lift[name]
    key, limit = ("payload_t", lift.payload) if lift.max_payload_t is None else ("max_payload_t", lift.max_payload_t)
    title, lightest = min(people.items(), key=lambda each: each[1].weight_t)
    factor = max((lift.leg.get(site, Leg()).best_factor for site in lift.sites), default=1.0)
    least, times = lightest.weight_t, ""
    if 0.0 < factor < 1.0:
        # rounded up to a kilogram, so that a payload of this value is enough
        least = ceil(1000.0 * lightest.weight_t / factor - 1e-6) / 1000.0
        times = f" (multiplied by {factor:g}, the largest factor of payload_by_month and payload_by_hour)"
    text = f"expected at least {least:g}{times}, the weight of a person with baggage ({title}); this lifts no one"
    if factor <= 0.0:
        text = "expected a factor above 0 in payload_by_month and payload_by_hour; without one, this lifts no one"
    yield Finding(("lift", name, key), f"{limit:g}" if isinstance(limit, int | float) else None, text)


def _way_out(
    section: str, name: str, mover: Group | Lot, scenario: Scenario, limits: dict[str, float]
) -> Iterator[Finding]:
    """Yield the reasons why a mover cannot take its first journey, unless it can take some journey to its end."""
    if not carriers(mover, scenario):
        if not mover.routes:
            yield _no_way(section, name, mover, scenario)
        return  # the check of routes reports a route without a lift
    found = [_on_the_way(name, mover, journey, scenario, limits) for journey in journeys(mover, scenario)]
    if all(found):
        yield from found[0]


def _on_the_way(
    name: str, mover: Group | Lot, journey: Journey, scenario: Scenario, limits: dict[str, float]
) -> list[Finding]:
    """Return findings on the first leg that a mover cannot take on a journey; empty if there is no such leg.

    Legs after a leg without a lift are not checked.
    """
    for hop in journey.hops:
        lifts = {title: scenario.lift[title] for title in hop.lifts}
        if not lifts:
            return []  # the check of routes reports a leg without a lift
        if isinstance(mover, Group):
            found = list(no_room_for_party(name, mover, lifts, hop.site, scenario))
        else:
            found = list(_too_much(name, mover, lifts, limits, hop.site, scenario))
        if found:
            return found
    return []


def _limits(scenario: Scenario) -> dict[str, float]:
    """Return lift -> weight of the heaviest single item that it can carry in any world [t]."""
    return {name: most_weight(name, scenario) for name in scenario.lift}


def _positions(lifts: dict[str, Lift], scenario: Scenario) -> dict[str, float]:
    """Return lift -> its largest number of pallet positions in any world; infinite without a limit."""
    return {
        title: inf if lift.pallets is None else reach(scenario, f"lift.{title}.pallets", lift.pallets)[1]
        for title, lift in lifts.items()
    }


def _no_way(section: str, name: str, mover: Group | Lot, scenario: Scenario) -> Finding:
    """Return the finding, at the key to be changed, that no lift takes a mover that names no routes straight out."""
    serving = [title for title, lift in scenario.lift.items() if mover.site in lift.sites]
    if not serving:
        text = "expected a site that some lift serves; no lift serves this one"
        return Finding((section, name, "site"), f'"{mover.site}"', text)
    whys = {title: _why_not(mover, title, scenario) for title in serving}
    able = [title for title, why in whys.items() if not why]
    if able:  # `lifts` of the mover names none of these
        text = f"expected a lift that takes it out of the country from {mover.site}: {', '.join(able)}"
        text += "".join(f"; {title} {whys[title]}" for title in serving if title in (mover.lifts or ()))
        return Finding((section, name, "lifts"), f"[{', '.join(map(quoted, mover.lifts or ()))}]", text)
    named = [title for title in serving if title in (mover.lifts or serving)] or serving
    inland = [f"{title} {whys[title]}" for title in named if whys[title].startswith("goes")]
    if len(inland) == len(named):
        text = f"expected routes, as no lift from {mover.site} goes to an APOD ({', '.join(inland)})"
        return Finding((section, name, "routes"), None, text)
    if all(whys[title] == NO_SEATS for title in named):
        text = f"expected a lift with seats to serve {mover.site}; none of these has any: {', '.join(named)}"
    elif all(whys[title] == ONLY_DRIVEN for title in named):
        text = f"expected the key drives in this lot, or a lift that carries it: {', '.join(named)} {ONLY_DRIVEN}"
    else:
        reasons = "; ".join(
            f"{title} {whys[title]}{' (state routes)' if whys[title].startswith('goes') else ''}" for title in named
        )
        text = f"expected a lift that takes it out of the country from {mover.site}: {reasons}"
    return Finding((section, name), None, text)


def _why_not(mover: Group | Lot, title: str, scenario: Scenario) -> str:
    """Return why a lift that serves the site of a mover cannot take it straight out, in words; "" if it can."""
    lift = scenario.lift[title]
    if isinstance(mover, Group) and has_no_seats(title, scenario):
        return NO_SEATS
    if lift.driven and isinstance(mover, Lot) and mover.drives is None:
        return ONLY_DRIVEN
    return f"goes to {lift.to}" if scenario.site.get(lift.to, APOD).kind != "apod" else ""


def _too_much(
    name: str, lot: Lot, lifts: dict[str, Lift], limits: dict[str, float], site: str, scenario: Scenario
) -> Iterator[Finding]:
    """Yield a finding for the heaviest item of a lot, if any, that no lift takes by weight, positions and sizes."""
    all_of_them, lifts = lifts, large_enough(name, lot, lifts, scenario)
    if not lifts:
        yield too_bulky(name, lot, all_of_them, site, scenario)
        return
    most = _positions(lifts, scenario)
    each = max(0.0, reach(scenario, f"lot.{name}.pallets", lot.pallets)[0])
    per_t = max(0.0, reach(scenario, f"lot.{name}.pallets_per_t", lot.pallets_per_t)[0])
    where = ("lot", name, "weight_t" if lot.item_t is None else "item_t")
    for weight in weights(name, lot, scenario):
        positions = each + per_t * weight
        if any(weight <= limits[title] + 1e-9 and positions <= most[title] + 1e-9 for title in lifts):
            continue
        light = any(weight <= limits[title] + 1e-9 for title in lifts)
        if light and lot.pallets:
            where = ("lot", name, "pallets")
        value = f"{lot.pallets:g}" if where[-1] == "pallets" else f"{weight:g}"
        text = f"expected an item that some lift can carry from {site}"
        item = f"{weight:g} t on {counted(positions, 'pallet position')}" if positions else f"{weight:g} t"
        takes = ", ".join(f"{title} takes {_capacity(most[title], limits[title])}" for title in lifts)
        takes += "".join(f", {title} nothing so large" for title in all_of_them if title not in lifts)
        yield Finding(where, value, f"{text}; this one is {item}, and {takes}")
        return


def weights(name: str, mover: Group | Lot, scenario: Scenario) -> list[float]:
    """Return the weights of members that some lift must be able to carry [t].

    If the lot states a list of observed weights of items, the result has all of these, heaviest first. Otherwise it has
    only the least weight of a member in any world.
    """
    section = "group" if isinstance(mover, Group) else "lot"
    if isinstance(mover, Group) or mover.item_t is None:
        return [max(0.0, reach(scenario, f"{section}.{name}.weight_t", mover.weight_t or 0.0)[0])]
    if isinstance(mover.item_t, Empirical):
        return sorted(mover.item_t.values, reverse=True)
    return [max(0.0, span(scenario, f"lot.{name}.item_t", mover.item_t)[0])]


def _capacity(positions: float, limit: float) -> str:
    """Return the words for what one sortie takes: pallet positions, and weight [t]; infinite means no limit."""
    weight = "any weight" if limit == inf else f"{limit:g} t"
    return weight if positions == inf else f"{weight} on {counted(positions, 'position')}"

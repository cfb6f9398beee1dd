"""The network of routes as a tree of text, with the lifts and the binding limit of each leg."""

from __future__ import annotations

import math

from sim.arithmetic import Arithmetic
from sim.arithmetic.legs import Leg
from sim.domain.columns import wrapped
from sim.report.loads import fills
from sim.report.words import COLUMN, INDENT, WIDTH, day, number, tonnes

__all__ = ["network"]

FAR_S = 20 * 365 * 86400
"""A date later than this instant is reported as never [s]."""


def network(arithmetic: Arithmetic) -> list[str]:
    """Return the lines of the tree, with final destinations first; empty if fewer than two sites have legs.

    A site stands below the site to which its first leg leads; its other legs are listed below its name. A leg is
    followed by its binding limit, if it has one: the earliest date on which the required movers can be through this
    limit, and what limits them.
    """
    names = arithmetic.plan.names["site"]
    below: dict[int, list[int]] = {}
    legs: dict[int, list[Leg]] = {}
    for leg in arithmetic.legs:
        legs.setdefault(leg.site, []).append(leg)
    for site, from_site in legs.items():
        below.setdefault(from_site[0].to, []).append(site)
    if len(legs) < 2:
        return []
    lines: list[str] = []
    for root in [site for site in below if site not in legs]:
        lines.append(names[root])
        lines += _branches(arithmetic, below, legs, root, "")
    label = f"{' ' * INDENT}{'network':<{COLUMN - INDENT}}"
    return [f"{label if place == 0 else ' ' * COLUMN}{line}" for place, line in enumerate(lines)]


def _branches(
    arithmetic: Arithmetic, below: dict[int, list[int]], legs: dict[int, list[Leg]], at: int, bar: str
) -> list[str]:
    """Return the lines for the sites below a site, each with the sites below it."""
    lines = []
    sites = below.get(at, [])
    for place, site in enumerate(sites):
        name = arithmetic.plan.names["site"][site]
        first, *others = legs[site]
        under = bar + ("|  " if place + 1 < len(sites) else "   ")
        mark = "|  " if below.get(site) else "   "
        lines += _wrapped(
            f"{bar}+- ", f"{under}{mark}", f"{name}, by {_lifts(arithmetic, first)}{_binds(arithmetic, first)}"
        )
        for leg in others:
            to = arithmetic.plan.names["site"][leg.to]
            text = f"or to {to} by {_lifts(arithmetic, leg)}{_binds(arithmetic, leg)}"
            lines += _wrapped(f"{under}{mark}", f"{under}{mark}  ", text)
        lines += _branches(arithmetic, below, legs, site, under)
    return lines


def _a_week(per_day: float) -> str:
    """Return the words for a rate in sorties a week."""
    often = number(7 * per_day, 2)
    return f"{often} {'sortie' if often == '1' else 'sorties'} a week"


def _wrapped(first: str, rest: str, text: str) -> list[str]:
    """Return a text as lines: `first` begins the first line, and `rest` the others."""
    return wrapped(text, WIDTH - COLUMN, first, rest)


def _lifts(arithmetic: Arithmetic, leg: Leg) -> str:
    return " or ".join(arithmetic.plan.names["lift"][lift] for lift in leg.lifts)


def _binds(arithmetic: Arithmetic, leg: Leg) -> str:
    """Return the words for the date of the binding limit of a leg, and for this limit; empty if no limit applies.

    Sites that share lifts have one limit in common, because the order in which they are served decides which of them
    is empty first.
    """
    names, base = arithmetic.plan.names["site"], arithmetic.plan.site["base"]
    riding = [limit for limit in arithmetic.limits if leg.site in limit.sites and set(limit.lifts) & set(leg.lifts)]
    riding = [limit for limit in riding if limit.kind != "hold" and (limit.kind != "gate" or limit.row == leg.to)]
    if not riding and not (leg.first and base[leg.site]):
        return ""
    stations = {place.row: place.name for place in arithmetic.stations if place.site == leg.site}
    here = [limit for limit in arithmetic.limits if limit.kind == "preparation" and limit.row in stations]
    ramped = any(lift.uses_ramp for lift in arithmetic.lifts if lift.row in leg.lifts)
    here += [limit for limit in arithmetic.limits if limit.kind == "ramp" and limit.row == leg.site and ramped]
    if not riding and not here:
        return ""
    limit = max([*riding, *here], key=lambda limit: limit.second)
    if limit.at <= 0:
        return ""
    if limit.kind == "preparation":
        what = f"preparation, {stations[limit.row].split('/', 1)[1]}"
    elif limit.kind == "ramp":
        what = f"ramp, {tonnes(next(ramp.t_per_day for ramp in arithmetic.ramps if ramp.site == limit.row))} a day"
    elif limit.kind == "gate":
        what = f"gate {names[limit.row]}, at most {number(limit.per_day)} sorties a day"
    else:
        what = f"{fills(limit) if limit.binds == 'lift' else limit.binds}, {_a_week(limit.per_day)}"
        what += f" for {len(limit.sites)} sites" if len(limit.sites) > 1 else ""
    if not math.isfinite(limit.at) or limit.at > FAR_S:
        return f": never ({what})"
    return f": {day(limit.at, arithmetic.plan.clock)} ({what})"

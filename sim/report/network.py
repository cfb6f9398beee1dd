"""The route network as a tree in text: what leads where, by which lift, and what binds at each site."""

from __future__ import annotations

import math
from textwrap import wrap

from sim.model.arithmetic import Arithmetic
from sim.model.arithmetic.legs import Leg
from sim.report.words import COLUMN, INDENT, WIDTH, day, number, tonnes

__all__ = ["network"]

FAR_S = 20 * 365 * 86400


def network(found: Arithmetic) -> list[str]:
    """Return the lines of the tree, the places where ways end first; nothing where all go straight out of one site.

    A site stands below the one to which its first leg leads; other legs are told beside it. After each site stands the
    date before which it cannot be empty of what is required, with what binds there.
    """
    names = found.plan.names["site"]
    below: dict[int, list[int]] = {}
    legs: dict[int, list[Leg]] = {}
    for leg in found.legs:
        legs.setdefault(leg.site, []).append(leg)
    for site, mine in legs.items():
        below.setdefault(mine[0].to, []).append(site)
    if len(legs) < 2:
        return []
    lines: list[str] = []
    for root in [site for site in below if site not in legs]:
        lines.append(names[root])
        lines += _branches(found, below, legs, root, "")
    label = f"{' ' * INDENT}{'network':<{COLUMN - INDENT}}"
    return [f"{label if place == 0 else ' ' * COLUMN}{line}" for place, line in enumerate(lines)]


def _branches(
    found: Arithmetic, below: dict[int, list[int]], legs: dict[int, list[Leg]], at: int, bar: str
) -> list[str]:
    lines = []
    sites = below.get(at, [])
    for place, site in enumerate(sites):
        name = found.plan.names["site"][site]
        mine = legs[site]
        under = bar + ("|  " if place + 1 < len(sites) else "   ")
        mark = "|  " if below.get(site) else "   "
        lines += _told(f"{bar}+- ", f"{under}{mark}", f"{name}, by {_lifts(found, mine[0])}{_binds(found, site)}")
        for leg in mine[1:]:
            to = found.plan.names["site"][leg.to]
            lines += _told(f"{under}{mark}", f"{under}{mark}  ", f"else to {to} by {_lifts(found, leg)}")
        lines += _branches(found, below, legs, site, under)
    return lines


def _told(first: str, rest: str, text: str) -> list[str]:
    """Lines of a text beside the branches of the tree."""
    return wrap(text, WIDTH - COLUMN, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)


def _lifts(found: Arithmetic, leg: Leg) -> str:
    return " or ".join(found.plan.names["lift"][lift] for lift in leg.lifts)


def _binds(found: Arithmetic, site: int) -> str:
    """Words for what binds at a site, and until when."""
    here = [limit for limit in found.limits if limit.kind in ("lift", "seats", "ramp") and limit.row == site]
    stations = [place for place in found.stations if place.site == site]
    here += [limit for limit in found.limits if limit.kind == "preparation" and limit.row in {s.row for s in stations}]
    if not here:
        return ""
    limit = max(here, key=lambda limit: limit.at)
    what: str = "" if limit.at <= 0 else limit.kind
    if limit.kind == "preparation":
        name = next(place.name for place in stations if place.row == limit.row)
        what = f"preparation, {name.split('/', 1)[1]}"
    if limit.kind in ("lift", "ramp"):
        what = f"{limit.kind}, {_rate(found, site, limit.kind)}"
    if not math.isfinite(limit.at) or limit.at > FAR_S:
        return f": never ({what})"
    return f": {day(limit.at, found.plan.clock)} ({what})" if what else ""


def _rate(found: Arithmetic, site: int, kind: str) -> str:
    if kind == "ramp":
        return f"{tonnes(next(ramp.t_per_day for ramp in found.ramps if ramp.site == site))} a day"
    serving = [lift for lift in found.lifts if site in lift.sites and lift.heavy]
    return f"{number(7 * math.fsum(lift.per_day for lift in serving), 2)} sorties a week in all"

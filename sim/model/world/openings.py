"""The spans of time in which legs and routes are certain to be closed, at mean values."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from sim.model.terms import RouteRule

if TYPE_CHECKING:
    from sim.model.world.means import Means

__all__ = ["Openings", "Span", "both", "common", "inside", "rest"]

Span = tuple[float, float]
"""Beginning and end [s]."""
WHOLE: list[Span] = [(0.0, math.inf)]


class Openings:
    """The spans in which nothing can use a leg or set out on a route.

    Notes
    -----
    At mean values, a permission is withdrawn only if the probability of its withdrawal is 1. A lot whose rule is to
    take the first open route takes a route only while all routes before this one are closed.
    """

    def __init__(self, means: Means) -> None:
        self._means = means
        self._permission = [self._without(row) for row in range(len(means.rows("permission")))]
        self._unused: dict[int, list[list[Span]]] = {}

    def leg(self, lift: int, site: int) -> list[Span]:
        """Return the spans in which a lift may not leave a site, or in which no lot has an open route over this leg."""
        return merged([*self._permitted(lift, site), *self._routes(lift, site)])

    def used(self, row: int) -> list[Any]:
        """Return the routes of a group or lot that are open to it at some time."""
        paths = [path for path in self._means.rows("path") if path.lot == row]
        return [path for path, closed in zip(paths, self._paths(row), strict=True) if closed != WHOLE]

    def path(self, row: int, path: Any) -> list[Span]:
        """Return the spans in which a group or lot cannot or does not take one of its routes."""
        paths = [other for other in self._means.rows("path") if other.lot == row]
        return self._paths(row)[paths.index(path)]

    def _paths(self, row: int) -> list[list[Span]]:
        if row not in self._unused:
            paths = [path for path in self._means.rows("path") if path.lot == row]
            found, before = [], WHOLE
            for path in paths:
                closed = self._closed(path)
                found.append(merged([*closed, *rest(before)]))
                if self._means.rows("lot")[row].route_rule == RouteRule.FIRST_OPEN:
                    before = both(before, closed)
            self._unused[row] = found
        return self._unused[row]

    def _closed(self, path: Any) -> list[Span]:
        """Return the spans in which a route has no permission, or in which no lift may use one of its legs."""
        plan, found = self._means.plan, []
        routes = {path.route, *plan.hop["route"][path.first : path.last].tolist()} - {-1}
        for row, spans in enumerate(self._permission):
            if any(plan.permit_routes[row][route] for route in routes):
                found += spans
        if self._permission or any(site.in_place_of >= 0 for site in self._means.rows("site")):
            hops = list(range(path.first, path.last))
            for place in {int(plan.hop["place"][hop]) for hop in hops}:
                ways = [
                    self._permitted(lift, self._means.place(int(plan.hop["at"][hop])).site)
                    for hop in hops
                    if plan.hop["place"][hop] == place
                    for lift in plan.hop_lifts[hop].nonzero()[0].tolist()
                ]
                found += common(ways)
        return merged(found)

    def _routes(self, lift: int, site: int) -> list[Span]:
        """Return the spans in which all routes over a leg are closed, for all lots.

        The list is empty if some lot uses the leg without a route, or if no lot ever uses the leg.
        """
        means, found = self._means, WHOLE
        for load in means.loads:
            if not load.count:
                continue
            paths = means.paths(load.row)
            if not paths and means.plan.carries[load.row][lift] and means.rows("lot")[load.row].site == site:
                return []
            for path in paths:
                if any(
                    means.plan.hop_lifts[hop][lift] and means.place(int(means.plan.hop["at"][hop])).site == site
                    for hop in range(path.first, path.last)
                ):
                    found = both(found, self.path(load.row, path))
            if not found:
                return []
        return found if found != WHOLE else []

    def _permitted(self, lift: int, site: int) -> list[Span]:
        """Return the spans in which a lift may not use a leg: permission is missing, or a substitute has not opened."""
        plan, to, found = self._means.plan, self._means.rows("lift")[lift].to, list[Span]()
        if any(self._means.rows("site")[place].in_place_of >= 0 for place in (site, to)):
            found += WHOLE  # at mean values no site is lost, so no substitute opens
        for row, spans in enumerate(self._permission):
            lifts, sites = plan.permits[row], plan.permit_sites[row]
            if not (lifts.any() or sites.any()) or (lifts.any() and not lifts[lift]):
                continue
            if not sites.any() or sites[site] or sites[to]:
                found += spans
        return merged(found)

    def _without(self, row: int) -> list[Span]:
        """Return the spans in which one permission is certain to be missing."""
        means, permission = self._means, self._means.rows("permission")[row]
        t = means.mean(permission.opens)
        found = [(0.0, t)] if t > 0.0 else []
        for _ in range(permission.times if means.value(permission.lost_s) >= 1.0 else 0):
            begins = t + means.mean(permission.lost_after)
            t = begins + means.mean(permission.lost_for)
            found.append((begins, t))
        return merged(found)


def merged(spans: Iterable[Span]) -> list[Span]:
    """Return spans in order; spans that overlap or touch are joined, and empty spans are dropped."""
    found: list[Span] = []
    for begins, until in sorted(spans):
        if found and begins <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], until)
        elif until > begins:
            found.append((begins, until))
    return found


def both(one: Sequence[Span], other: Sequence[Span]) -> list[Span]:
    """Return the spans that lie in both of two lists of spans."""
    meet = [(max(a, c), min(b, d)) for a, b in one for c, d in other]
    return merged((begins, until) for begins, until in meet if until > begins)


def common(spans: Iterable[Sequence[Span]]) -> list[Span]:
    """Return the spans that lie in all of several lists of spans; an empty list if there are no lists."""
    first, *others = [list(each) for each in spans] or [[]]
    for other in others:
        first = both(first, other)
    return first


def rest(spans: Sequence[Span]) -> list[Span]:
    """Return the spans from 0 on that lie in none of the given spans, which are in order and do not overlap."""
    ends = [0.0, *(until for _, until in spans)]
    begins = [*(begins for begins, _ in spans), math.inf]
    return [(end, begin) for end, begin in zip(ends, begins, strict=True) if begin > end]


def inside(spans: Sequence[Span], t: float) -> bool:
    """Return whether an instant is in one of the spans."""
    return any(begins <= t < until for begins, until in spans)

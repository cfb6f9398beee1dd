"""The windows in which lifts may come to sites and set down, and in which routes may be taken."""

from collections.abc import Iterable

from sim.model import calendars
from sim.model.calendars import NEVER
from sim.model.world.numbers import Numbers
from sim.model.world.weather import Shut
from sim.model.world.windows import Windows

__all__ = ["Closed", "passable", "permitted", "set_down"]

Who = tuple[int, int]
"""The subject that is closed in an interval: (site or -1, lift or -1), or (-1, -2 - route) for a route."""


class Closed:
    """The intervals in which sites, lifts and routes are closed, by subject.

    Outages and crises that only stop the runway, ramp or stations of a site are left out.
    """

    def __init__(self, shut: list[Shut]) -> None:
        self.spans: dict[Who, list[tuple[int, int]]] = {}
        for outage, site, lift, begins, until in shut:
            if outage < 0 or site < 0:
                self.spans.setdefault((site, lift), []).append((begins, until))
        self.left: dict[frozenset[Who], Windows] = {}

    def without(self, *those: Who) -> Windows:
        """Return the windows in which none of the given subjects is closed."""
        some = frozenset(who for who in those if who in self.spans)
        if some not in self.left:
            spans = (span for who in some for span in self.spans[who])
            self.left[some] = calendars.subtract([-NEVER], [NEVER], spans)
        return self.left[some]


def permitted(numbers: Numbers, closed: Closed) -> list[list[Windows]]:
    """Return, by lift and site, the windows in which neither the lift, the site nor the destination is closed."""
    sites = range(len(numbers.plan.site))
    named = {site for site, _ in closed.spans if site >= 0}
    return [
        [
            closed.without((-1, row), (lift.to, -1), (lift.to, row), *_at(site, row, named))
            for site in sites
        ]
        for row, lift in enumerate(numbers.rows("lift"))
    ]  # fmt: skip


def _at(site: int, lift: int, named: set[int]) -> Iterable[Who]:
    return ((site, -1), (site, lift)) if site in named else ()


def set_down(numbers: Numbers, closed: Closed) -> list[Windows]:
    """Return the windows in which each lift may set down at its destination."""
    return [closed.without((lift.to, -1), (lift.to, row)) for row, lift in enumerate(numbers.rows("lift"))]


def passable(numbers: Numbers, closed: Closed) -> list[Windows]:
    """Return the windows in which each route may be taken."""
    return [closed.without((-1, -2 - route)) for route in range(numbers.plan.permit_routes.shape[1])]

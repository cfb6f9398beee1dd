"""The ways out in a history: the legs that a mover may take now, and where each leads."""

from bisect import bisect_right
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sim.model import calendars
from sim.model.terms import RouteRule

if TYPE_CHECKING:
    from sim.engines.simpy.drawdown import Drawdown
    from sim.engines.simpy.lift import Lift
    from sim.engines.simpy.lot import Lot

OUT = -1
"""Number in place of the stop to which a leg leads, if the leg leads out of the country."""


class Hop:
    """One leg of a path, from a lot's own site or a stop, to a stop or out; or one of several variants of a leg.

    Attributes
    ----------
    at, to
        The lot or stop where it begins; the stop to which it leads, or OUT.
    place
        Position of the leg in its path, from 0.
    route
        Route that has to be passable for the leg; -1 for the route of the path.
    lifts
        Lifts that serve it.
    """

    def __init__(self, spec: Any, lifts: list[int]) -> None:
        self.at, self.to, self.place, self.route = spec.at, spec.to, spec.place, spec.route
        self.lifts = frozenset(lifts)


class Path:
    """One way out that a lot may take.

    Attributes
    ----------
    route, hops
        Route that has to be passable for legs without a route of their own (-1: none), and the legs of the path.
    place
        Position of each lot or stop on the path, from 0.
    lifts
        Lifts that members may take from each lot or stop.
    to
        For each (lot or stop, lift), the stop to which the lift leads from there, or OUT.
    """

    def __init__(self, spec: Any, hops: list[Hop]) -> None:
        self.route, self.hops = spec.route, hops
        self.place = {hop.at: hop.place for hop in hops}
        self.lifts: dict[int, frozenset[int]] = {}
        self.to: dict[tuple[int, int], int] = {}
        for hop in hops:
            self.lifts[hop.at] = self.lifts.get(hop.at, frozenset()) | hop.lifts
            self.to.update({(hop.at, lift): hop.to for lift in hop.lifts})


class Routes:
    """The paths of every lot that has any; a lot without paths goes straight out by any lift that may carry it.

    Attributes
    ----------
    balances
        Whether any lot with several paths takes the one on which least weight waits. If so, a change of the weight that
        waits at one place may change decisions at other places.
    sites
        For each lot or stop, all sites that the lot passes.
    """

    def __init__(self, drawdown: "Drawdown") -> None:
        self.drawdown = drawdown
        world = drawdown.world
        hops = [
            Hop(spec, [int(lift) for lift in world.hop_lifts[row].nonzero()[0]])
            for row, spec in enumerate(world.rows("hop"))
        ]
        self.of: dict[int, list[Path]] = {}
        for spec in world.rows("path"):
            self.of.setdefault(spec.lot, []).append(Path(spec, hops[spec.first : spec.last]))
        self.balances = any(
            lot.spec.route_rule == RouteRule.LEAST_WAITING and len(self.of.get(lot.home, ())) > 1
            for lot in drawdown.force.lots
        )
        permits = [windows for permit in world.permit for windows in permit]
        self._edges = sorted({edge for windows in [*permits, *world.passable] for edges in windows for edge in edges})
        self._open: tuple[int, dict[tuple[int, int], bool]] = (-1, {})
        passed: dict[int, set[int]] = {}
        for lot in drawdown.force.lots:
            passed.setdefault(lot.home, set()).add(lot.spec.site)
        self.sites = [passed[lot.home] for lot in drawdown.force.lots]
        self._next = {
            row: hop.to for paths in self.of.values() for path in reversed(paths) for row, hop in _firsts(path)
        }
        self._before: dict[int, set[int]] = {}
        for paths in self.of.values():
            for path in paths:
                for hop in path.hops:
                    earlier = [at for at, place in path.place.items() if place < hop.place]
                    self._before.setdefault(hop.at, set()).update(earlier)

    def may(self, lot: "Lot", lift: "Lift") -> bool:
        """Return whether a lot may ride a lift from its place now."""
        if not lift.carries[lot.row]:
            return False
        paths = self.of.get(lot.home)
        return paths is None or any(lift.row in path.lifts[lot.row] for path in self._taken(lot, paths))

    def leads(self, lot: "Lot", lift: "Lift") -> int:
        """Return the stop to which a lift takes a lot from its place; OUT if it takes the lot out of the country."""
        paths = self.of.get(lot.home)
        if paths is None:
            return OUT
        return next(path.to[lot.row, lift.row] for path in self._taken(lot, paths) if lift.row in path.lifts[lot.row])

    def before(self, row: int) -> set[int]:
        """Return the lots and stops whose movers may still come to a stop."""
        return self._before.get(row, set())

    def net(self, going: Mapping[int, int]) -> Mapping[int, int]:
        """Return the net decrease at each lot or stop if `going` leave: its leavers, minus those that come to it."""
        if not self._next:
            return going
        net = dict(going)
        for row, many in going.items():
            to = self._next.get(row, OUT)
            if to != OUT:
                net[to] = net.get(to, 0) - many
        return net

    def _taken(self, lot: "Lot", paths: list[Path]) -> list[Path]:
        """Return the open paths that a lot takes now from its place, by its rule."""
        here = [path for path in paths if lot.row in path.place and self._is_open(path, path.place[lot.row])]
        if len(here) < 2 or lot.spec.route_rule in (RouteRule.ANY, RouteRule.EARLIEST_ARRIVAL):
            return here
        if lot.spec.route_rule == RouteRule.LEAST_WAITING:
            waiting = [self._ahead(path, path.place[lot.row]) for path in here]
            return [here[waiting.index(min(waiting))]]
        return here[:1]

    def _is_open(self, path: Path, place: int) -> bool:
        """Return what `_find_open` returns, from a cache: only permissions and routes that open or close change it."""
        span = bisect_right(self._edges, self.drawdown.env.now)
        if self._open[0] != span:
            self._open = (span, {})
        answers, key = self._open[1], (id(path), place)
        if key not in answers:
            answers[key] = self._find_open(path, place)
        return answers[key]

    def _find_open(self, path: Path, place: int) -> bool:
        """Return whether, from a position on, the routes of a path are passable and each leg has a permitted lift."""
        drawdown, now = self.drawdown, self.drawdown.env.now
        ahead = {hop.route if hop.route >= 0 else path.route for hop in path.hops if hop.place >= place}
        for opens, closes in (drawdown.world.passable[route] for route in ahead if route >= 0):
            if not calendars.is_open(opens, closes, now):
                return False
        return all(
            any(calendars.is_open(*drawdown.tasking.lifts[lift].permit[drawdown.force.site(at)], now) for lift in lifts)
            for at, lifts in path.lifts.items()
            if path.place[at] >= place
        )

    def _ahead(self, path: Path, place: int) -> int:
        """Return the weight that waits at the sites of a path after a position [kg], whatever lots it belongs to."""
        force = self.drawdown.force
        sites = {force.lots[at].spec.site for at, position in path.place.items() if position > place}
        return sum(lot.here_kg for site in sites for lot in force.of_site[site])


def _firsts(path: Path) -> list[tuple[int, Hop]]:
    """Return (where it begins, leg) for each leg, the last first, so that a dict keeps the first variant of a leg."""
    return [(hop.at, hop) for hop in reversed(path.hops)]

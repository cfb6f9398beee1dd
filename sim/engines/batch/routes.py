"""The ways out of a history: which legs a mover may take now, and where each leads."""

from typing import Any, Final

from sim.engines.batch.calendars import is_open
from sim.engines.batch.compiled import kernel
from sim.engines.batch.force import in_time
from sim.engines.batch.memory import carries, hop_lifts, hops, lifts, lots, paths, ramps, relations
from sim.model.terms import RouteRule

__all__ = ["OUT", "comes_in_time", "comes_later", "leads", "may"]

ANY, LEAST_WAITING = int(RouteRule.ANY), int(RouteRule.LEAST_WAITING)
OUT: Final = -1
NONE: Final = -1


@kernel
def may(h: Any, row: int, lift: int) -> bool:
    """Whether a lot may ride on a lift from where it is, now."""
    if not carries(h)[row * h.lifts + lift]:
        return False
    lot = lots(h)[row]
    return lot.paths == lot.paths_last or _leg(h, row, lift) != NONE


@kernel
def leads(h: Any, row: int, lift: int) -> int:
    """Return the stop to which a lift takes a lot from where it is; -1 where it leaves the country."""
    lot = lots(h)[row]
    return OUT if lot.paths == lot.paths_last else hops(h)[_leg(h, row, lift)].to


@kernel
def comes_later(h: Any, row: int) -> bool:
    """Whether somebody has yet to leave a place from which he may still come to this stop."""
    lot = lots(h)[row]
    for at in range(lot.before, lot.before_last):
        if lots(h)[relations(h)[at]].to_leave:
            return True
    return False


@kernel
def comes_in_time(h: Any, row: int, by: int) -> bool:
    """Whether somebody may come to this stop who is loaded at a place before it, or can be at one by an instant."""
    lot = lots(h)[row]
    for at in range(lot.before, lot.before_last):
        if lots(h)[relations(h)[at]].loaded or in_time(h, relations(h)[at], by):
            return True
    return False


@kernel
def _leg(h: Any, row: int, lift: int) -> int:
    """Return the hop by which a lot goes on with a lift now, on a path that it takes by its rule; -1: none."""
    lot = lots(h)[row]
    only = NONE if lot.route_rule == ANY else _taken(h, row)
    for path in range(lot.paths, lot.paths_last):
        if path != only if only != NONE else not _is_open(h, path, row):
            continue
        for hop in range(paths(h)[path].last - 1, paths(h)[path].first - 1, -1):
            if hops(h)[hop].at == row and hop_lifts(h)[hop * h.lifts + lift]:
                return hop
    return NONE


@kernel
def _taken(h: Any, row: int) -> int:
    """Return the one path that a lot takes now from where it is: the first that is open, or where least waits."""
    lot, best, least = lots(h)[row], NONE, 0
    for path in range(lot.paths, lot.paths_last):
        if not _is_open(h, path, row):
            continue
        if lot.route_rule != LEAST_WAITING:
            return path
        ahead = _ahead(h, path, row)
        if best == NONE or ahead < least:
            best, least = path, ahead
    return best


@kernel
def _first_hop(h: Any, path: int, row: int) -> int:
    """Return the first hop of a path from a place; -1 where it does not pass there."""
    for hop in range(paths(h)[path].first, paths(h)[path].last):
        if hops(h)[hop].at == row:
            return hop
    return NONE


@kernel
def _is_open(h: Any, path: int, row: int) -> bool:
    """Whether each leg of the rest of a path has a lift that may go it now; found once at an instant."""
    hop = _first_hop(h, path, row)
    if hop == NONE:
        return False
    known = hops(h)[hop]
    if known.looked != h.now:
        known.looked, known.open = h.now, int(_look(h, path, known.place))
    return known.open != 0


@kernel
def _look(h: Any, path: int, place: int) -> bool:
    route = paths(h)[path].route
    if route >= 0 and not is_open(h, h.passable + route):
        return False
    for hop in range(paths(h)[path].first, paths(h)[path].last):
        if hops(h)[hop].place >= place and not _has_lift(h, path, hops(h)[hop].at):
            return False
    return True


@kernel
def _has_lift(h: Any, path: int, row: int) -> bool:
    """Whether any lift that goes on from a place on a path may come there now."""
    for hop in range(paths(h)[path].first, paths(h)[path].last):
        if hops(h)[hop].at == row:
            for lift in range(h.lifts):
                if hop_lifts(h)[hop * h.lifts + lift] and is_open(h, lifts(h)[lift].permit + lots(h)[row].site):
                    return True
    return False


@kernel
def _ahead(h: Any, path: int, row: int) -> int:
    """Weight present, and not loaded yet, at the stops that lie ahead on a path [kg]."""
    place, total = hops(h)[_first_hop(h, path, row)].place, 0
    for site in range(h.sites):
        passes = False
        for hop in range(paths(h)[path].first, paths(h)[path].last):
            passes = passes or (hops(h)[hop].place > place and lots(h)[hops(h)[hop].at].site == site)
        if passes:
            for at in range(ramps(h)[site].lots, ramps(h)[site].lots_last):
                total += lots(h)[relations(h)[at]].here_kg
    return total

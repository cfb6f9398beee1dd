"""The ways out in a history: the legs that a lot may take now, and where each leads.

A way out that a lot may take is a *path*, a range of rows of `hops`. A *hop* is one leg, or one variant of a leg.
"""

from typing import Final

from sim.compiler.kernel import kernel
from sim.engines.compiled.calendars import changes_at, is_open
from sim.engines.compiled.force import in_time
from sim.engines.compiled.memory import NEVER
from sim.model.schema.state import State
from sim.model.terms import RouteRule

__all__ = ["OUT", "comes_in_time", "comes_later", "kept_off", "leads", "may"]

ANY, LEAST_WAITING = int(RouteRule.ANY), int(RouteRule.LEAST_WAITING)
FIRST_OPEN, EARLIEST_ARRIVAL = int(RouteRule.FIRST_OPEN), int(RouteRule.EARLIEST_ARRIVAL)
BITS: Final = 62
"""Only the first 62 lifts have a bit in `rides` of a lot."""
OUT: Final = -1
"""Value in place of a stop, for a leg that leads out of the country."""
NONE: Final = -1


@kernel
def may(h: State, row: int, lift: int) -> bool:
    """Return whether a lot may ride a lift from its place now."""
    if not h.carries[row * len(h.lifts) + lift]:
        return False
    lot = h.lots[row]
    if lot.paths == lot.paths_last:
        return True
    if lot.route_rule == FIRST_OPEN and lift < BITS:
        return _taken(h, row) != NONE and lot.rides >> lift & 1 != 0
    return _leg(h, row, lift) != NONE


@kernel
def kept_off(h: State, row: int, lift: int) -> int:
    """Return how many members at a lot's place stay off a lift, because another way is expected to be earlier."""
    return h.kept_off[row * len(h.lifts) + lift]


@kernel
def leads(h: State, row: int, lift: int) -> int:
    """Return the stop to which a lift takes a lot from its place; OUT if the lift takes it out of the country."""
    lot = h.lots[row]
    return OUT if lot.paths == lot.paths_last else h.hops[_leg(h, row, lift)].to


@kernel
def comes_later(h: State, row: int) -> bool:
    """Return whether any movers that may come to a lot's place have not left an earlier place yet."""
    lot = h.lots[row]
    for at in range(lot.before, lot.before_last):
        if h.lots[h.relations[at]].to_leave:
            return True
    return False


@kernel
def comes_in_time(h: State, row: int, by: int) -> bool:
    """Return whether movers that may come to a lot's place are loaded at an earlier place, or can be at one by `by`."""
    lot = h.lots[row]
    for at in range(lot.before, lot.before_last):
        if h.lots[h.relations[at]].loaded or in_time(h, h.relations[at], by):
            return True
    return False


@kernel
def _leg(h: State, row: int, lift: int) -> int:
    """Return the hop by which a lot would leave its place with a lift now, on a path that it takes; NONE if none."""
    lot = h.lots[row]
    if lot.route_rule not in (ANY, EARLIEST_ARRIVAL):
        taken = _taken(h, row)
        return _hop(h, taken, row, lift) if taken != NONE else NONE
    for path in range(lot.paths, lot.paths_last):
        if _is_open(h, path, row):
            hop = _hop(h, path, row, lift)
            if hop != NONE:
                return hop
    return NONE


@kernel
def _hop(h: State, path: int, row: int, lift: int) -> int:
    """Return, of the hops of a path that begin at a lot's place, the last that a lift makes; NONE if there is none."""
    for hop in range(h.paths[path].last - 1, h.paths[path].first - 1, -1):
        if h.hops[hop].at == row and h.hop_lifts[hop * len(h.lifts) + lift]:
            return hop
    return NONE


@kernel
def _taken(h: State, row: int) -> int:
    """Return the open path that a lot takes now: the first, or the one with least waiting; NONE if none is open."""
    lot, best, least = h.lots[row], NONE, 0
    if lot.route_rule != LEAST_WAITING:
        if h.now >= lot.taken_until:
            _take_first(h, row)
        return lot.taken
    for path in range(lot.paths, lot.paths_last):
        if not _is_open(h, path, row):
            continue
        ahead = _ahead(h, path, row)
        if best == NONE or ahead < least:
            best, least = path, ahead
    return best


@kernel
def _take_first(h: State, row: int) -> None:
    """Record the first open path of a lot from its place, the lifts on which it leaves, and when this may change."""
    lot = h.lots[row]
    lot.taken, lot.taken_until, path = NONE, NEVER, lot.paths
    while path < lot.paths_last and lot.taken == NONE:
        if _is_open(h, path, row):
            lot.taken = path
        hop = _first_hop(h, path, row)
        if hop != NONE:
            lot.taken_until = min(lot.taken_until, h.hops[hop].until)
        path += 1
    lot.rides = 0
    for lift in range(min(BITS, len(h.lifts)) if lot.taken != NONE else 0):
        lot.rides |= int(_hop(h, lot.taken, row, lift) != NONE) << lift


@kernel
def _first_hop(h: State, path: int, row: int) -> int:
    """Return, of the hops of a path, the first that begins at a lot's place; NONE if there is none."""
    for hop in range(h.paths[path].first, h.paths[path].last):
        if h.hops[hop].at == row:
            return hop
    return NONE


@kernel
def _is_open(h: State, path: int, row: int) -> bool:
    """Return whether a path is open from a lot's place on: its routes are open, and on each leg a lift has permission.

    The answer is kept in the first hop until one of the calendars that decided it opens or closes.
    """
    hop = _first_hop(h, path, row)
    if hop == NONE:
        return False
    answer = h.hops[hop]
    if h.now >= answer.until:
        answer.until = NEVER
        answer.open = int(_find_open(h, path, hop))
    return answer.open != 0


@kernel
def _find_open(h: State, path: int, begins: int) -> bool:
    """Return whether a path is open now from hop `begins` on; set `until` of this hop to when the answer may change."""
    for hop in range(h.paths[path].first, h.paths[path].last):
        if h.hops[hop].place >= h.hops[begins].place:
            route = h.hops[hop].route if h.hops[hop].route >= 0 else h.paths[path].route
            if route >= 0 and not _is_open_for(h, h.passable + route, begins):
                return False
            if not _has_lift(h, path, h.hops[hop].at, begins):
                return False
    return True


@kernel
def _has_lift(h: State, path: int, row: int, begins: int) -> bool:
    """Return whether any lift of a path's leg from a place has permission to come to that place now."""
    for hop in range(h.paths[path].first, h.paths[path].last):
        if h.hops[hop].at == row:
            for lift in range(len(h.lifts)):
                permit = h.lifts[lift].permit + h.lots[row].site
                if h.hop_lifts[hop * len(h.lifts) + lift] and _is_open_for(h, permit, begins):
                    return True
    return False


@kernel
def _is_open_for(h: State, calendar: int, begins: int) -> bool:
    """Return whether a calendar is open now; set `until` of hop `begins` no later than when the calendar changes."""
    h.hops[begins].until = min(h.hops[begins].until, changes_at(h, calendar))
    return is_open(h, calendar)


@kernel
def _ahead(h: State, path: int, row: int) -> int:
    """Return the weight present and not yet loaded at the places of a path after a lot's place [kg]."""
    place, total = h.hops[_first_hop(h, path, row)].place, 0
    for site in range(h.sites):
        passes = False
        for hop in range(h.paths[path].first, h.paths[path].last):
            passes = passes or (h.hops[hop].place > place and h.lots[h.hops[hop].at].site == site)
        if passes:
            for at in range(h.ramps[site].lots, h.ramps[site].lots_last):
                total += h.lots[h.relations[at]].here_kg
    return total

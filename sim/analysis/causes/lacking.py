"""Steps back from an instant at which a mover had not left yet: it waited for lift, was aboard, or was on a leg.

The words walk, cursor and company, and the names `h` and `m`, are explained in `sim.analysis.causes`.
"""

from typing import Final

from sim.analysis.causes.absent import had_missed
from sim.analysis.causes.ground import last_job
from sim.analysis.causes.kernels.past import NO_ROW, OF_MOVER, OF_SORTIE, Past, whole
from sim.analysis.causes.legs import last_stay, place_at
from sim.analysis.causes.point import Point
from sim.analysis.causes.reason import ReasonKind
from sim.analysis.causes.ride import hours_to_leave, present, time_on_ramp
from sim.analysis.causes.supply import away_with_others
from sim.analysis.causes.walk import (
    RAMP,
    RUNWAY,
    assign,
    assign_kind,
    begin_company,
    follow,
    go,
    pieces,
    reason,
    waited,
)
from sim.compiler.kernel import kernel
from sim.model.calendars import NEVER as _NEVER
from sim.model.terms import Fate, Supply

__all__ = ["departs", "lacks_lift", "on_the_way"]

NEVER: Final = _NEVER
OPEN, FLEET, READY = int(Fate.OPEN), int(Supply.FLEET), int(Supply.READY)
FREE, OVERHEAD, LANDED, TASKED = int(Point.FREE), int(Point.OVERHEAD), int(Point.LANDED), int(Point.TASKED)
UP, DONE, LOADED, WORKED = int(Point.UP), int(Point.DONE), int(Point.LOADED), int(Point.WORKED)
MISSION, ARRIVED = int(Point.MISSION), int(Point.ARRIVED)
STUCK, SPOTS = int(ReasonKind.STUCK), int(ReasonKind.SPOTS)
RUNWAY_HOURS, RAMP_HOURS = int(ReasonKind.RUNWAY_HOURS), int(ReasonKind.RAMP_HOURS)
TEAM_STAFF, FULLER = int(ReasonKind.TEAM_STAFF), int(ReasonKind.FULLER)
ROOM, WORKING = int(ReasonKind.ROOM), int(ReasonKind.WORKING)
FLYING, IDLE, CREWS = int(ReasonKind.FLYING), int(ReasonKind.IDLE), int(ReasonKind.CREWS)
REQUESTED, GATHERING = int(ReasonKind.REQUESTED), int(ReasonKind.GATHERING)
HEADWAY, REPAIR = int(ReasonKind.HEADWAY), int(ReasonKind.REPAIR)
LOADING, OFFLOADING = int(ReasonKind.LOADING), int(ReasonKind.OFFLOADING)


@kernel
def lacks_lift(h: Past, m: int, free: int) -> None:
    """Go back from the cursor, at which a mover waited for lift with room; it had been free to go since `free` [s]."""
    h.witness = m
    h.stop = min(free, h.t)
    h.sortie = NO_ROW
    h.ride = NO_ROW
    h.rank = h.lots[h.movers[m].lot].rank
    h.company[0] = m
    begin_company(h, 1)
    if had_missed(h, NO_ROW):
        return
    stay = last_stay(h, m, h.t)
    site = h.stays[stay].site if stay >= 0 else h.lots[h.movers[m].lot].site
    first = place_at(h, m, site) * len(h.lifts)
    for row in range(len(h.sorties)):
        sortie = h.sorties[row]
        comes = sortie.site == site and h.carries[first + sortie.lift] != 0
        if comes and sortie.overhead <= h.t < sortie.worked and _goes_on(h, row):
            _on_the_ramp(h, row, m)
            return
    seen = NEVER if h.t >= h.horizon else h.t + 1  # only sorties planned to arrive before this instant count
    best, latest, missions_before = NO_ROW, 0, 0
    for lift in range(len(h.lifts)):
        if h.carries[first + lift]:
            planned = _planned_before(h, lift, seen)
            last = h.sorties[h.slots[h.slot_first[lift] + planned - 1].mission].planned if planned else -1
            if best < 0 or last > latest:
                best = lift
                latest = last
                missions_before = planned
    if best < 0:
        assign_kind(h, STUCK, 0, 0, OF_MOVER, m)
        go(h, FREE, m, NO_ROW, 0)
    elif h.lifts[best].supply == FLEET:
        _no_tail(h, best)
    else:
        if h.lifts[best].supply == READY:
            _no_request(h, best, latest)
        go(h, MISSION, missions_before, best, seen)


@kernel
def _no_request(h: Past, lift: int, last: int) -> None:
    """Go back through a wait for lift on request.

    If a mission had been requested and was still to come, the time since its request is due to REQUESTED. If no mission
    was under way, the time since `last` is due to GATHERING: no load had been ready. `last` is the planned arrival of
    the last mission [s], -1 if there was none.
    """
    coming, under_way = NO_ROW, False
    for row in range(len(h.sorties)):
        sortie = h.sorties[row]
        if sortie.lift == lift and sortie.tasked <= h.t and _goes_on(h, row):
            under_way = under_way or sortie.arrived > h.t
            if sortie.planned > h.t and (coming < 0 or sortie.tasked < h.sorties[coming].tasked):
                coming = row
    if coming >= 0:
        assign_kind(h, REQUESTED, lift, h.sorties[coming].tasked, OF_SORTIE, coming)
    elif not under_way:
        waited(h, lift, reason(h, GATHERING, lift), max(last, 0), NO_ROW)


@kernel
def _planned_before(h: Past, lift: int, instant: int) -> int:
    """Return how many sorties of a lift were planned to arrive before an instant [s]."""
    n = 0
    for place in range(h.slot_first[lift], h.slot_first[lift + 1]):
        if h.sorties[h.slots[place].mission].planned >= instant:
            break
        n += 1
    return n


@kernel
def _goes_on(h: Past, row: int) -> bool:
    """Return whether a sortie began to load or still may: it was neither called off nor sent away before loading."""
    return h.sorties[row].fate == OPEN or h.sorties[row].worked < NEVER


@kernel
def _on_the_ramp(h: Past, row: int, m: int) -> None:
    """Go back from the cursor, at which a sortie had come for a mover and waited to land or to be loaded."""
    sortie = h.sorties[row]
    site = sortie.site
    spec, lift = h.sites[site], h.lifts[sortie.lift]
    h.sortie = row
    h.ride = row
    if sortie.landed > h.t:
        pieces(h, RUNWAY, site, sortie.overhead, RUNWAY_HOURS, reason(h, SPOTS, site), OF_SORTIE, row)
        go(h, OVERHEAD, row, NO_ROW, 0)
        return
    needs_team = lift.uses_ramp != 0 and h.lots[h.movers[m].lot].person == 0
    if needs_team and spec.team_pool >= 0 and not present(h, spec.team_pool, h.t):
        owner = reason(h, TEAM_STAFF, site)
    elif lift.min_load > 0.0:
        owner = reason(h, FULLER, sortie.lift)
    elif h.sites[lift.to].room_s >= 0:
        owner = reason(h, ROOM, lift.to)
    else:
        owner = reason(h, WORKING, site)
    time_on_ramp(h, row, sortie.landed, owner)
    go(h, LANDED, row, NO_ROW, 0)


@kernel
def _no_tail(h: Past, lift: int) -> None:
    """Go back through a wait for a fleet: a tail was on its way to load, was away with other movers, or was idle."""
    coming, last = NO_ROW, NO_ROW
    for row in range(len(h.sorties)):
        sortie = h.sorties[row]
        if sortie.lift != lift or sortie.tasked > h.t:
            continue
        later = coming < 0 or sortie.tasked >= h.sorties[coming].tasked
        if later and sortie.overhead > h.t and _goes_on(h, row):
            coming = row
        if sortie.up <= h.t and (last < 0 or sortie.up >= h.sorties[last].up):
            last = row
    if coming >= 0:
        assign_kind(h, FLYING, lift, h.sorties[coming].tasked, OF_SORTIE, coming)
        h.sortie = coming
        h.ride = coming
        go(h, TASKED, coming, NO_ROW, 0)
        return
    if last < 0 or h.sorties[last].free <= h.t:
        waited(h, lift, reason(h, IDLE, lift), h.sorties[last].free if last >= 0 else 0, last)
    if last < 0:
        go(h, FREE, h.witness, NO_ROW, 0)
        return
    tails = away_with_others(h, last)
    assign(h, tails, h.sorties[last].up, OF_SORTIE, last)
    go(h, UP, last, tails, 0)


@kernel
def departs(h: Past, row: int, m: int) -> None:
    """Go back from the cursor, at which the sortie of a mover was loading, in repair or waiting to take off."""
    sortie = h.sorties[row]
    site, lift = sortie.site, sortie.lift
    h.company[0] = m
    begin_company(h, 1)
    follow(h, row)
    last = max(last_job(h, row, sortie.worked, h.t), sortie.loaded if sortie.loaded <= h.t else 0)
    if sortie.ready <= h.t:
        owner = hours_to_leave(h, row)
        if h.lifts[lift].crews_s >= 0:
            owner = reason(h, CREWS, lift)
        elif whole(h, h.lifts[lift].headway_s) > 0:
            owner = reason(h, HEADWAY, lift)
        pieces(h, RUNWAY, site, sortie.ready, RUNWAY_HOURS, owner, OF_SORTIE, row)
    if sortie.loaded <= h.t:
        assign_kind(h, REPAIR, lift, last, OF_SORTIE, row)
        go(h, DONE if h.slots[row].job >= 0 else LOADED, row, NO_ROW, 0)
        return
    pieces(h, RAMP, site, sortie.worked, RAMP_HOURS, reason(h, LOADING, site), OF_SORTIE, row)
    go(h, WORKED, row, NO_ROW, 0)


@kernel
def on_the_way(h: Past, row: int, m: int) -> None:
    """Go back from the cursor, at which a mover was on a leg, waited aboard to land, or was being offloaded."""
    h.company[0] = m
    begin_company(h, 1)
    follow(h, row)
    if h.slots[row].down >= 0:
        down = h.offloaded[h.slots[row].down]
        if down.overhead <= h.t:
            if down.landed <= h.t:
                assign_kind(h, OFFLOADING, down.site, down.landed, OF_SORTIE, row)
            owner = reason(h, SPOTS, down.site)
            pieces(h, RUNWAY, down.site, down.overhead, RUNWAY_HOURS, owner, OF_SORTIE, row)
    go(h, ARRIVED, row, NO_ROW, 0)

"""Steps back along a sortie: from wheels-up to loading, landing, and the instant for which it was planned.

If a sortie waited for a parking spot, working spot, load team, machine or tail that another sortie used, the walk goes
on along the other sortie. The loading and the tasks of the other sortie are then due to the lack of that resource; each
wait of the other sortie is due to what the other sortie waited for.

A walk goes back through a history; its cursor, `h.t`, is the instant that it has reached. `h` is the `Past` of the
walk, `m` the row of a mover. A step assigns time to reasons, which moves the cursor back, and sets where the walk goes
on.
"""

from typing import Final

from sim.analysis.causes.absent import had_missed
from sim.analysis.causes.ground import freed, last_job
from sim.analysis.causes.kernels.past import NO_ROW, OF_SORTIE, Past, whole
from sim.analysis.causes.pieces import closed_since
from sim.analysis.causes.point import Point
from sim.analysis.causes.reason import ReasonKind
from sim.analysis.causes.walk import RAMP, RUNWAY, assign, assign_kind, by_hours, go, join, note_seen, pieces, reason
from sim.compiler.kernel import kernel
from sim.model.calendars import NEVER as _NEVER
from sim.model.rules import staffed as _staffed
from sim.model.terms import Cause, Supply

__all__ = ["hours_to_leave", "landed", "loaded", "overhead", "present", "time_on_ramp", "up", "worked"]

NEVER: Final = _NEVER
FLEET = int(Supply.FLEET)
UP, LOADED, DONE, WORKED = int(Point.UP), int(Point.LOADED), int(Point.DONE), int(Point.WORKED)
JOB: Final = int(Point.JOB)
LANDED, OVERHEAD, PLANNED = int(Point.LANDED), int(Point.OVERHEAD), int(Point.PLANNED)
CREW, HEADWAY, SHIFT, TOOL = int(Cause.CREW), int(Cause.HEADWAY), int(Cause.SHIFT), int(Cause.TOOL)
WORKING, TEAM, STAFF = int(Cause.WORKING), int(Cause.TEAM), int(Cause.STAFF)
ROOM, SPOT = int(Cause.ROOM), int(Cause.SPOT)
CREWS, INTERVAL, MOVES = int(ReasonKind.CREWS), int(ReasonKind.HEADWAY), int(ReasonKind.MOVES)
RUNWAY_HOURS, RAMP_HOURS = int(ReasonKind.RUNWAY_HOURS), int(ReasonKind.RAMP_HOURS)
REPAIR, LOADING, DELAY = int(ReasonKind.REPAIR), int(ReasonKind.LOADING), int(ReasonKind.DELAY)
WORKING_SPOTS, TEAMS, TEAM_STAFF = int(ReasonKind.WORKING), int(ReasonKind.TEAMS), int(ReasonKind.TEAM_STAFF)
FULL_THERE, FULLER = int(ReasonKind.ROOM), int(ReasonKind.FULLER)
TOOLS_DOWN, SPOTS = int(ReasonKind.TOOLS_DOWN), int(ReasonKind.SPOTS)
staffed = kernel(_staffed)


@kernel
def hours_to_leave(h: Past, row: int) -> int:
    """Return the index of the reason for which a sortie waits to leave while the runway of its site is open.

    It is the runway hours of the destination or, if the destination has none, those of its own site.
    """
    to = h.lifts[h.sorties[row].lift].to
    return reason(h, RUNWAY_HOURS, to if h.sites[to].runway >= 0 else h.sorties[row].site)


@kernel
def up(h: Past) -> None:
    """Go back from wheels-up to the end of the ground time: waits for crew, interval, hours or runway, and a repair."""
    row = h.row
    sortie = h.sorties[row]
    if sortie.up_cause == CREW:
        assign_kind(h, CREWS, sortie.lift, sortie.ready, OF_SORTIE, row)
    elif sortie.up_cause == HEADWAY:
        assign_kind(h, INTERVAL, sortie.lift, sortie.ready, OF_SORTIE, row)
    elif sortie.up_cause == SHIFT:
        assign_kind(h, MOVES, sortie.lift, sortie.ready, OF_SORTIE, row)
    pieces(h, RUNWAY, sortie.site, sortie.ready, RUNWAY_HOURS, hours_to_leave(h, row), OF_SORTIE, row)
    assign_kind(h, REPAIR, sortie.lift, last_job(h, row, sortie.loaded, NEVER), OF_SORTIE, row)
    h.point = DONE if h.slots[row].job >= 0 else LOADED


@kernel
def loaded(h: Past) -> None:
    """Go back from the end of loading to its beginning; hours in which the ramp is closed are due to what closed it.

    If another sortie waited for this one, `first_arg` is the reason to which the loading is due; otherwise NO_ROW.
    """
    row = h.row
    sortie = h.sorties[row]
    owner = h.first_arg if h.first_arg != NO_ROW else reason(h, LOADING, sortie.site)
    time_on_ramp(h, row, sortie.worked, owner)
    h.point = WORKED


@kernel
def time_on_ramp(h: Past, row: int, since: int, owner: int) -> None:
    """Assign the time since an instant to `owner`.

    If the lift uses the ramp, time in which the ramp was closed is due to what closed it.
    """
    sortie = h.sorties[row]
    if h.lifts[sortie.lift].uses_ramp:
        pieces(h, RAMP, sortie.site, since, RAMP_HOURS, owner, OF_SORTIE, row)
    else:
        assign(h, owner, since, OF_SORTIE, row)


@kernel
def worked(h: Past) -> None:
    """Go back from the beginning of loading through the wait before it, back to the landing or to an earlier task."""
    row = h.row
    if row != h.sortie:
        join(h, row)
    if row == h.ride and had_missed(h, row):
        return
    sortie = h.sorties[row]
    cause, ref, site, since, job = sortie.load_cause, sortie.load_ref, sortie.site, sortie.landed, _loading(h, row)
    if job >= 0:
        since = h.ground[job].since
        note_seen(h, JOB, row, h.ground[job].task, 0)  # so that `ground.done` does not take this task again
    before = DONE if since > sortie.landed else LANDED
    if ref >= 0 and cause == TOOL:
        freed(h, row, ref, h.ground[job].task)
        return
    if ref >= 0 and cause == WORKING and h.slots[ref].job >= 0:
        freed(h, row, ref, NO_ROW)
        return
    if ref >= 0 and cause in (WORKING, TEAM):
        go(h, LOADED, ref, reason(h, WORKING_SPOTS if cause == WORKING else TEAMS, site), 0)
        return
    if cause == SHIFT:
        _closed_ramp(h, row, since, before)
        return
    if cause == STAFF:
        assign_kind(h, TEAM_STAFF, site, since, OF_SORTIE, row)
    elif cause == ROOM:
        assign_kind(h, FULL_THERE, h.lifts[sortie.lift].to, since, OF_SORTIE, row)
    elif cause == TOOL:
        assign_kind(h, TOOLS_DOWN, h.tasks[h.ground[job].task].kind, since, OF_SORTIE, row)
    else:
        _held_back(h, row, since)
    h.point = before
    h.second_arg += int(before == DONE)  # a new step, even if the walk came from a task that ended here


@kernel
def _held_back(h: Past, row: int, since: int) -> None:
    """Assign a wait for loading to what was probably missing; the tables do not record what was missing."""
    lift, site = h.sorties[row].lift, h.sorties[row].site
    spec = h.lifts[lift]
    if spec.min_load > 0.0:
        assign_kind(h, FULLER, lift, since, OF_SORTIE, row)
    elif _lacks_team(h, row, h.t):
        assign_kind(h, TEAMS, site, since, OF_SORTIE, row)
    elif h.sites[spec.to].room_s >= 0:
        assign_kind(h, FULL_THERE, spec.to, since, OF_SORTIE, row)
    elif spec.uses_ramp and h.sites[site].working_s >= 0:
        assign_kind(h, WORKING_SPOTS, site, since, OF_SORTIE, row)
    else:
        assign_kind(h, FULLER, lift, since, OF_SORTIE, row)


@kernel
def _lacks_team(h: Past, row: int, until: int) -> bool:
    """Return whether a sortie that waited to load until an instant may have waited for a load team.

    Only cargo on lifts that use the ramp needs a load team. The sortie waited for a team only if all teams that the
    people present could form were loading the cargo of other sorties. If the room at its destination is limited, the
    sortie may have waited for room instead: the result is then True only if it carries cargo itself.
    """
    spec, site = h.lifts[h.sorties[row].lift], h.sorties[row].site
    place = h.sites[site]
    if not spec.uses_ramp or max(place.teams_s, place.team_pool) < 0:
        return False
    if h.sites[spec.to].room_s >= 0 and not _has_cargo(h, row):
        return False
    busy = 0
    for other in range(len(h.sorties)):
        if _loads(h, other, site, until - 1) and _has_cargo(h, other):
            busy += 1
    teams = max(1, whole(h, place.teams_s)) if place.teams_s >= 0 else max(1, busy)
    if place.team_pool < 0:
        return busy >= teams
    return busy >= staffed(teams, present(h, place.team_pool, until - 1), place.people_per_team)


@kernel
def present(h: Past, lot: int, instant: int) -> int:
    """Return how many of a group were at its own site at an instant."""
    n = 0
    for m in range(h.lot_first[lot], h.lot_first[lot + 1]):
        if h.movers[m].arrived <= instant < min(h.goings[m].up, h.movers[m].left):
            n += 1
    return n


@kernel
def _has_cargo(h: Past, row: int) -> bool:
    """Return whether any mover on a sortie is equipment."""
    for seat in range(h.slots[row].first, h.slots[row].last):
        if not h.lots[h.movers[h.riders[seat].mover].lot].person:
            return True
    return False


@kernel
def _loads(h: Past, row: int, site: int, instant: int) -> bool:
    """Return whether a sortie was being loaded on the ramp of a site at an instant."""
    sortie = h.sorties[row]
    return sortie.site == site and sortie.worked <= instant < sortie.loaded and h.lifts[sortie.lift].uses_ramp != 0


@kernel
def _loading(h: Past, row: int) -> int:
    """Return the row in `ground` of the loading task of a sortie; NO_ROW if it has no such task."""
    job = h.slots[row].job
    while job >= 0:
        if h.ground[job].task >= 0 and h.tasks[h.ground[job].task].loads:
            return job
        job = h.job_next[job]
    return NO_ROW


@kernel
def _closed_ramp(h: Past, row: int, since: int, before: int) -> None:
    """Go back from the opening of the ramp through its closed hours to what the sortie waited for before them."""
    site = h.sorties[row].site
    closed = max(since, closed_since(h, RAMP * len(h.sites) + site, h.t))
    pieces(h, RAMP, site, closed, RAMP_HOURS, reason(h, RAMP_HOURS, site), OF_SORTIE, row)
    if h.t > since and h.t > h.stop:
        for other in range(len(h.sorties)):
            sortie = h.sorties[other]
            if sortie.loaded == h.t and sortie.site == site and h.lifts[sortie.lift].uses_ramp:
                go(h, LOADED, other, reason(h, WORKING_SPOTS, site), 0)
                return
        _held_back(h, row, since)
    h.point = before
    h.second_arg += int(before == DONE)  # a new step, even if the walk came from a task that ended here


@kernel
def landed(h: Past) -> None:
    """Go back from the landing to the arrival overhead: the wait for a parking spot or for the runway to open."""
    row = h.row
    sortie = h.sorties[row]
    site = sortie.site
    if sortie.land_cause == SPOT and sortie.land_ref >= 0:
        go(h, UP, sortie.land_ref, reason(h, SPOTS, site), 0)
        return
    if h.t > sortie.overhead:
        closed = max(sortie.overhead, closed_since(h, RUNWAY * len(h.sites) + site, h.t))
        pieces(h, RUNWAY, site, closed, RUNWAY_HOURS, reason(h, RUNWAY_HOURS, site), OF_SORTIE, row)
        assign_kind(h, SPOTS, site, sortie.overhead, OF_SORTIE, row)
    h.point = OVERHEAD


@kernel
def overhead(h: Past) -> None:
    """Go back from the arrival overhead to the planned arrival: waits for a crew or for open hours, and delay."""
    row = h.row
    sortie, leg = h.sorties[row], h.slots[row].duty
    if leg >= 0 and h.lifts[sortie.lift].supply != FLEET:
        waited = h.duty[leg].departs - h.duty[leg].since
        if waited > 0:
            assign_kind(h, CREWS, sortie.lift, max(sortie.planned, sortie.overhead - waited), OF_SORTIE, row)
    by_hours(h, sortie.site, sortie.planned, 0, reason(h, DELAY, sortie.lift), row)
    h.point = PLANNED

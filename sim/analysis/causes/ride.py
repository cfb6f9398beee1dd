"""Back along a sortie: from wheels-up to loading, landing, and the instant for which it was planned.

What somebody waited for while another had it (a parking spot, a load team, a tail) owns the work of that other; its
waits own themselves.
"""

from typing import Any

from sim.analysis.causes.ground import freed
from sim.analysis.causes.log import RAMP, RUNWAY, Log
from sim.analysis.causes.reason import Kind
from sim.analysis.causes.walk import AWAY, Point, Step, Walk
from sim.model.calendars import NEVER, window_at
from sim.model.rules import staffed
from sim.model.terms import Cause, Supply

__all__ = ["STEPS", "hours_to_leave"]

WAITED = {Cause.CREW: Kind.CREWS, Cause.HEADWAY: Kind.HEADWAY, Cause.SHIFT: Kind.MOVES}
"""What a departure waited for that is not of its runway."""


def _up(walk: Walk, step: Step) -> Step:
    """From wheels-up: a closed runway, a repair, loading."""
    log, row = walk.log, step.row
    sortie, site = log.sortie, log.sortie["site"][row]
    waited = WAITED.get(sortie["up_cause"][row])
    if waited is not None:
        walk.own(waited, sortie["lift"][row], sortie["ready"][row], "sortie", row)
    walk.pieces(RUNWAY, site, sortie["ready"][row], Kind.RUNWAY_HOURS, hours_to_leave(log, row), "sortie", row)
    last = max((job.ended for job in log.jobs.get(row, ())), default=sortie["loaded"][row])
    walk.own(Kind.REPAIR, sortie["lift"][row], last, "sortie", row)
    return step._replace(point=Point.DONE if row in log.jobs else Point.LOADED)


def _loaded(walk: Walk, step: Step) -> Step:
    """From the end of loading: the work itself, and hours in which the ramp does not work."""
    log, row = walk.log, step.row
    site, worked = log.sortie["site"][row], log.sortie["worked"][row]
    owner = step.owner if step.owner != AWAY else log.reasons.at(Kind.LOADING, site)
    if log.lifts[log.sortie["lift"][row]].uses_ramp:
        walk.pieces(RAMP, site, worked, Kind.RAMP_HOURS, owner, "sortie", row)
    else:
        walk.give(owner, worked, "sortie", row)
    return step._replace(point=Point.WORKED)


def _worked(walk: Walk, step: Step) -> Step:
    """From the begin of loading: what it waited for on the ramp."""
    log, row = walk.log, step.row
    if row != walk.sortie:
        walk.join(row)
    sortie, site, lift = log.sortie, log.sortie["site"][row], log.sortie["lift"][row]
    cause, ref, landed = sortie["load_cause"][row], sortie["load_ref"][row], _since(log, row)
    before = step._replace(point=Point.DONE if landed > sortie["landed"][row] else Point.LANDED)
    if ref >= 0 and cause == Cause.TOOL:
        return freed(walk, row, ref, _loading(log, row).task)
    if ref >= 0 and cause == Cause.WORKING and ref in log.jobs:
        return freed(walk, row, ref, -1)
    if cause in (Cause.WORKING, Cause.TEAM) and ref >= 0:
        kind = Kind.WORKING if cause == Cause.WORKING else Kind.TEAMS
        return Step(Point.LOADED, ref, log.reasons.at(kind, site))
    if cause == Cause.STAFF:
        walk.own(Kind.TEAM_STAFF, site, landed, "sortie", row)
    elif cause == Cause.ROOM:
        walk.own(Kind.ROOM, log.lifts[lift].to, landed, "sortie", row)
    elif cause == Cause.TOOL:
        kind = log.world.rows("task")[_loading(log, row).task].kind
        walk.own(Kind.TOOLS_DOWN, kind, landed, "sortie", row)
    elif cause == Cause.SHIFT:
        return _closed_ramp(walk, before)
    else:
        _held_back(walk, row, landed)
    return before


def _held_back(walk: Walk, row: int, since: int) -> None:
    """Give a wait to load to what the sortie must have waited for, by what was the case at its end."""
    log, lift = walk.log, walk.log.sortie["lift"][row]
    site, spec = log.sortie["site"][row], log.lifts[lift]
    if spec.min_load > 0.0:
        walk.own(Kind.FULLER, lift, since, "sortie", row)
    elif lacks_team(log, row, walk.t):
        walk.own(Kind.TEAMS, site, since, "sortie", row)
    elif log.world.rows("site")[spec.to].room_s >= 0:
        walk.own(Kind.ROOM, spec.to, since, "sortie", row)
    elif spec.uses_ramp and log.world.rows("site")[site].working_s >= 0:
        walk.own(Kind.WORKING, site, since, "sortie", row)
    else:
        walk.own(Kind.FULLER, lift, since, "sortie", row)


def lacks_team(log: Log, row: int, until: int) -> bool:
    """Whether a sortie that waited to load until an instant may have waited for a load team.

    Only a lift that uses the ramp needs one, for cargo, and only as long as all teams load cargo of others. Where there
    is room to wait for as well, it waited for a team if it carries cargo.
    """
    spec, site = log.lifts[log.sortie["lift"][row]], log.sortie["site"][row]
    place, carries_cargo = log.world.rows("site")[site], _has_cargo(log, row)
    if not spec.uses_ramp or max(place.teams_s, place.team_pool) < 0:
        return False
    if log.world.rows("site")[spec.to].room_s >= 0 and not carries_cargo:
        return False
    busy = sum(
        _has_cargo(log, other) for other in range(len(log.sortie["site"])) if _loads(log, other, site, until - 1)
    )
    present = log.present(place.team_pool, until - 1) if place.team_pool >= 0 else 0
    many = max(1, log.world.whole(place.teams_s)) if place.teams_s >= 0 else max(1, busy)
    return busy >= (staffed(many, present, place.people_per_team) if place.team_pool >= 0 else many)


def _has_cargo(log: Log, row: int) -> bool:
    return any(not log.lots[log.mover["lot"][mover]].person for mover in log.aboard(row))


def _loads(log: Log, row: int, site: int, instant: int) -> bool:
    """Whether a sortie that uses the ramp of a site was being loaded at an instant."""
    sortie = log.sortie
    there = sortie["site"][row] == site and log.lifts[sortie["lift"][row]].uses_ramp
    return bool(there and sortie["worked"][row] <= instant < sortie["loaded"][row])


def _since(log: Log, row: int) -> int:
    """Instant from which a sortie could have been loaded, for all that it had to do itself [s]."""
    return int(_loading(log, row).since) if row in log.jobs else int(log.sortie["landed"][row])


def _loading(log: Log, row: int) -> Any:
    """Return the loading of a sortie whose ground time is made of tasks."""
    tasks = log.world.rows("task")
    return next(job for job in log.jobs[row] if job.task >= 0 and tasks[job.task].loads)


def _closed_ramp(walk: Walk, step: Step) -> Step:
    """From the opening of the ramp: its closed hours, and what was waited for before they began."""
    log, row = walk.log, step.row
    sortie, site, landed = log.sortie, log.sortie["site"][row], _since(log, row)
    closed = max(landed, _closed_since(log.world.ramp[site], walk.t))
    owner = log.reasons.at(Kind.RAMP_HOURS, site)
    walk.pieces(RAMP, site, closed, Kind.RAMP_HOURS, owner, "sortie", row)
    if walk.t > landed and walk.t > walk.stop:
        for other, loaded in enumerate(sortie["loaded"]):
            if loaded == walk.t and sortie["site"][other] == site and log.lifts[sortie["lift"][other]].uses_ramp:
                return Step(Point.LOADED, other, log.reasons.at(Kind.WORKING, site))
        _held_back(walk, row, landed)
    return step


def _landed(walk: Walk, step: Step) -> Step:
    """From the landing: a parking spot that another had, or a closed runway."""
    log, row = walk.log, step.row
    sortie, site = log.sortie, log.sortie["site"][row]
    if sortie["land_cause"][row] == Cause.SPOT and sortie["land_ref"][row] >= 0:
        return Step(Point.UP, sortie["land_ref"][row], log.reasons.at(Kind.SPOTS, site))
    if walk.t > sortie["overhead"][row]:
        closed = max(sortie["overhead"][row], _closed_since(log.world.runway[site], walk.t))
        walk.pieces(RUNWAY, site, closed, Kind.RUNWAY_HOURS, _runway(log, site), "sortie", row)
        walk.own(Kind.SPOTS, site, sortie["overhead"][row], "sortie", row)
    return step._replace(point=Point.OVERHEAD)


def _overhead(walk: Walk, step: Step) -> Step:
    """From the arrival overhead: how much later it is than planned, and hours that it was not sent to arrive in."""
    log, row = walk.log, step.row
    asked, left = log.duty.get((row, 0), (0, 0))
    if left > asked and log.lifts[log.sortie["lift"][row]].supply != Supply.FLEET:
        late = max(log.sortie["planned"][row], log.sortie["overhead"][row] - (left - asked))
        walk.own(Kind.CREWS, log.sortie["lift"][row], late, "sortie", row)
    delay = log.reasons.at(Kind.DELAY, log.sortie["lift"][row])
    walk.by_hours(log.sortie["site"][row], log.sortie["planned"][row], 0, delay, row)
    return step._replace(point=Point.PLANNED)


def hours_to_leave(log: Log, row: int) -> int:
    """Return the reason for which a sortie waits to leave while its own runway is open: the hours of where it goes."""
    to = log.lifts[log.sortie["lift"][row]].to
    return _runway(log, to if log.world.rows("site")[to].runway >= 0 else log.sortie["site"][row])


def _runway(log: Log, site: int) -> int:
    return log.reasons.at(Kind.RUNWAY_HOURS, site)


def _closed_since(windows: tuple[list[int], list[int]], instant: int) -> int:
    """Instant at which the closed span began that ends at an instant [s]."""
    place = window_at(windows[0], instant - 1)
    return windows[1][place] if place >= 0 else -NEVER


STEPS = {
    Point.UP: _up,
    Point.LOADED: _loaded,
    Point.WORKED: _worked,
    Point.LANDED: _landed,
    Point.OVERHEAD: _overhead,
}

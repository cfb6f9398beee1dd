"""Back from an instant at which somebody had not gone yet: for want of lift, aboard, or on the way to another place."""

import numpy as np

from sim.analysis.causes.log import RAMP, RUNWAY, Log
from sim.analysis.causes.reason import Kind
from sim.analysis.causes.ride import hours_to_leave
from sim.analysis.causes.walk import AWAY, Point, Step, Walk
from sim.model.calendars import NEVER
from sim.model.terms import Fate, Supply

__all__ = ["departs", "lacks_lift", "on_the_way"]


def lacks_lift(walk: Walk, mover: int, free: int) -> Step:
    """From one that was free to go since an instant [s], and for which no lift had come that had room."""
    log = walk.log
    walk.witness, walk.stop, walk.sortie, walk.ride = mover, min(free, walk.t), AWAY, AWAY
    walk.rank, walk.company = log.rank[mover], [mover]
    stays = log.legs.stays_by(mover, walk.t)
    site = stays[-1].site if stays else log.lots[log.mover["lot"][mover]].site
    lifts = np.flatnonzero(log.plan.carries[log.legs.place_at(mover, site)]).tolist()
    if not lifts:
        walk.own(Kind.STUCK, 0, 0, "mover", mover)
        return Step(Point.FREE, mover)
    on_ramp = [
        row
        for row, sortie_site in enumerate(log.sortie["site"])
        if sortie_site == site
        and log.sortie["lift"][row] in lifts
        and log.sortie["overhead"][row] <= walk.t < log.sortie["worked"][row]
        and _goes_on(log, row)
    ]
    if on_ramp:
        return _on_the_ramp(walk, on_ramp[0], mover)
    seen = NEVER if walk.t >= log.plan.horizon else walk.t + 1  # what was loaded by the cursor was loaded before this
    slots = {one: [row for row in log.slots[one] if log.sortie["planned"][row] < seen] for one in lifts}
    latest = {one: max((log.sortie["planned"][row] for row in slots[one]), default=-1) for one in lifts}
    lift = max(lifts, key=lambda row: (latest[row], -row))
    if log.lifts[lift].supply == Supply.FLEET:
        return _no_tail(walk, lift)
    return Step(Point.MISSION, len(slots[lift]), lift, seen)


def _goes_on(log: Log, row: int) -> bool:
    """Whether a sortie that was not loaded yet was neither struck nor sent away: it still is open, or was loaded."""
    return bool(log.sortie["fate"][row] == Fate.OPEN or log.sortie["worked"][row] < NEVER)


def _on_the_ramp(walk: Walk, row: int, mover: int) -> Step:
    """From an aircraft that had come and was not loaded yet."""
    log, site = walk.log, walk.log.sortie["site"][row]
    spec, lift = log.world.rows("site")[site], log.lifts[log.sortie["lift"][row]]
    walk.sortie = walk.ride = row
    if log.sortie["landed"][row] > walk.t:
        owner = log.reasons.at(Kind.SPOTS, site)
        walk.pieces(RUNWAY, site, log.sortie["overhead"][row], Kind.RUNWAY_HOURS, owner, "sortie", row)
        return Step(Point.OVERHEAD, row)
    needs_team = lift.uses_ramp and not log.lots[log.mover["lot"][mover]].person
    if needs_team and spec.team_pool >= 0 and not log.present(spec.team_pool, walk.t):
        owner = log.reasons.at(Kind.TEAM_STAFF, site)
    elif lift.min_load > 0.0:
        owner = log.reasons.at(Kind.FULLER, log.sortie["lift"][row])
    elif log.world.rows("site")[lift.to].room_s >= 0:
        owner = log.reasons.at(Kind.ROOM, lift.to)
    else:
        owner = log.reasons.at(Kind.WORKING, site)
    if lift.uses_ramp:
        walk.pieces(RAMP, site, log.sortie["landed"][row], Kind.RAMP_HOURS, owner, "sortie", row)
    else:
        walk.give(owner, log.sortie["landed"][row], "sortie", row)
    return Step(Point.LANDED, row)


def _no_tail(walk: Walk, lift: int) -> Step:
    """From a fleet: a tail on its way to load, one on its way with others, or one that saw nothing to come for."""
    log, sortie = walk.log, walk.log.sortie
    rows = [row for row in log.slots[lift] if sortie["tasked"][row] <= walk.t]
    coming = [row for row in rows if sortie["overhead"][row] > walk.t and _goes_on(log, row)]
    if coming:
        row = max(coming, key=lambda row: (sortie["tasked"][row], row))
        walk.own(Kind.FLYING, lift, sortie["tasked"][row], "sortie", row)
        walk.sortie = walk.ride = row
        return Step(Point.TASKED, row)
    tails, flown = log.reasons.at(Kind.TAILS, lift), [row for row in rows if sortie["up"][row] <= walk.t]
    last = max(flown, key=lambda row: (sortie["up"][row], row), default=AWAY)
    if last == AWAY or sortie["free"][last] <= walk.t:
        walk.waited(lift, log.reasons.at(Kind.IDLE, lift), sortie["free"][last] if last >= 0 else 0, last)
    if last == AWAY:
        return Step(Point.FREE, walk.witness)
    walk.give(tails, sortie["up"][last], "sortie", last)
    return Step(Point.UP, last, tails)


def departs(walk: Walk, row: int, mover: int) -> Step:
    """From one that was aboard: being loaded, repaired, or waiting to take off."""
    log, sortie = walk.log, walk.log.sortie
    site, lift = sortie["site"][row], sortie["lift"][row]
    walk.follow(row, [mover])
    last = max((job.ended for job in log.jobs.get(row, ()) if job.ended <= walk.t), default=sortie["worked"][row])
    last = max(last, sortie["loaded"][row] if sortie["loaded"][row] <= walk.t else 0)
    if sortie["ready"][row] <= walk.t:
        spec, owner = log.lifts[lift], hours_to_leave(log, row)
        if spec.crews_s >= 0:
            owner = log.reasons.at(Kind.CREWS, lift)
        elif log.world.whole(spec.headway_s) > 0:
            owner = log.reasons.at(Kind.HEADWAY, lift)
        walk.pieces(RUNWAY, site, sortie["ready"][row], Kind.RUNWAY_HOURS, owner, "sortie", row)
    if sortie["loaded"][row] <= walk.t:
        walk.own(Kind.REPAIR, lift, last, "sortie", row)
        return Step(Point.DONE if row in log.jobs else Point.LOADED, row)
    walk.pieces(
        RAMP, site, sortie["worked"][row], Kind.RAMP_HOURS, log.reasons.at(Kind.LOADING, site), "sortie", row
    )  # fmt: skip
    return Step(Point.WORKED, row)


def on_the_way(walk: Walk, row: int, mover: int) -> Step:
    """From one that was on a leg: the way, the wait to come down, its offloading."""
    log = walk.log
    walk.follow(row, [mover])
    down = log.offloaded.get(row)
    if down is not None and down.overhead <= walk.t:
        if down.landed <= walk.t:
            walk.own(Kind.OFFLOADING, down.site, down.landed, "sortie", row)
        owner = log.reasons.at(Kind.SPOTS, down.site)
        walk.pieces(RUNWAY, down.site, down.overhead, Kind.RUNWAY_HOURS, owner, "sortie", row)
    return Step(Point.ARRIVED, row)

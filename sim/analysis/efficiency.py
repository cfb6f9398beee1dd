"""How well a ramp was used: queueing efficiency, as it came out.

AFPAM 10-1403 (Air Mobility Planning Factors) plans station throughput as MOG x payload x operating hours / ground time
x queueing efficiency, and puts 0.85 for the last: a spot that is left is never taken again at once. Here nothing is
multiplied by it. It is what remains when the throughput that was reached is divided by the other factors:

    queueing efficiency = aircraft worked x their ground time / (MOG x open hours).

Ground time is time in which something was done to an aircraft; waits for a spot, a machine, a crew or the runway are
not in it. MOG is the smaller of working and parking spots. Open hours are those of the ramp, its outages taken out,
from the first aircraft to the last and only while somebody or something staged waits for lift: a ramp to which nobody
has to come is not used badly. A low figure means that something other than the spots limited the flow.
"""

from collections.abc import Iterable

import numpy as np

from sim.analysis.column import Column, number
from sim.analysis.roll import Roll, bases
from sim.model import calendars, longer
from sim.model.calendars import NEVER
from sim.model.plan import Plan
from sim.model.realise import Realised, Windows
from sim.model.terms import Response
from sim.model.trajectory import Trajectory

__all__ = ["PLANNED", "columns", "limited", "values"]

PLANNED = 0.85
"""The planner's queueing efficiency (AFPAM 10-1403); nothing in the model uses it."""


def limited(plan: Plan) -> list[tuple[int, str]]:
    """Row and name of each site in country whose spots are limited, in the order of the scenario."""
    return [
        (row, name) for row, name in bases(plan) if plan.site["parking_s"][row] >= 0 or plan.site["working_s"][row] >= 0
    ]


def columns(plan: Plan) -> list[Column]:
    """Return the columns of this room, in order."""
    return [
        number(
            f"efficiency_{name}",
            f"queueing efficiency: time worked over what MOG allows while lift is needed at {name}",
        )
        for _, name in limited(plan)
    ]


def values(plan: Plan, roll: Roll, trajectory: Trajectory) -> list[float]:
    """Return the figures of this room, in the order of `columns`; NaN where no aircraft was needed or came.

    Notes
    -----
    Ground time counts within the hours that the divisor counts, so that no figure is above 1.
    """
    sites = limited(plan)
    if not sites:
        return []
    # Any `inner` that leads from this replication to its world draws the same.
    inner = trajectory.replication // (trajectory.world + 1) + 1
    world = Realised(plan, trajectory.seed, trajectory.replication, inner)
    return [_efficiency(world, roll, trajectory, row) for row, _ in sites]


def _efficiency(world: Realised, roll: Roll, trajectory: Trajectory, site: int) -> float:
    spec = world.rows("site")[site]
    mog = min(max(1, world.whole(slot)) for slot in (spec.parking_s, spec.working_s) if slot >= 0)
    sortie, lifts = trajectory.sortie, world.rows("lift")
    uses = np.array([lift.uses_ramp for lift in lifts], np.int64)[sortie["lift"]] != 0
    here = uses & (sortie["site"] == site) & (sortie["landed"] < NEVER)
    if not here.any():
        return float("nan")
    worked = [_worked(world, trajectory, row, spec.working_s >= 0) for row in np.flatnonzero(here).tolist()]
    first = int(sortie["overhead"][here].min())
    last = min(trajectory.end, max((closes[-1] for _, closes in worked if closes), default=first))
    needed = calendars.intersect(_needed(roll, trajectory, site), ([first], [last]))
    needed = calendars.intersect(needed, _open(world, trajectory, site))
    allowed = mog * sum(closes - opens for opens, closes in zip(*needed, strict=True))
    if allowed == 0:
        return float("nan")
    done = sum(
        calendars.open_seconds(*needed, opens, closes) for spans in worked for opens, closes in zip(*spans, strict=True)
    )
    return done / allowed


def _worked(world: Realised, trajectory: Trajectory, row: int, on_spot: bool) -> Windows:
    """Spans in which something was done to a sortie: its tasks, or its loading.

    Parameters
    ----------
    on_spot
        Whether working spots are limited: then only what needs one counts.
    """
    jobs, tasks = trajectory.ground[trajectory.ground["sortie"] == row], world.rows("task")
    if len(jobs):
        return _merged(
            (job["began"], job["ended"])
            for job in jobs
            if job["task"] >= 0 and not (on_spot and tasks[job["task"]].parked)
        )
    sortie = trajectory.sortie[row]
    return _merged([(sortie["worked"], sortie["loaded"])])


def _needed(roll: Roll, trajectory: Trajectory, site: int) -> Windows:
    """Spans in which somebody or something staged at a site waits for lift; those on several legs at each."""
    stay = trajectory.stay
    several = np.zeros(len(roll.lot), np.bool_)
    several[stay["mover"]] = True
    one = (roll.site == site) & ~several
    gone = np.minimum(np.minimum(roll.up, trajectory.mover["left"]), trajectory.end)
    stays = stay[stay["site"] == site]
    until = np.minimum(np.minimum(stays["up"], trajectory.mover["left"][stays["mover"]]), trajectory.end)
    spans = {*zip(roll.staged[one].tolist(), gone[one].tolist(), strict=True)}
    return _merged(spans | {*zip(stays["staged"].tolist(), until.tolist(), strict=True)})


def _open(world: Realised, trajectory: Trajectory, site: int) -> Windows:
    """Windows of a ramp as they were kept: reviews may have lengthened its hours."""
    windows, rows = world.ramp[site], trajectory.reviewed
    for row in rows[(rows["kind"] == Response.HOURS) & (rows["subject"] == site)]:
        windows = longer.ramp_hours(world, site, windows, int(row["granted"]), int(row["at"]))
    return windows


def _merged(spans: Iterable[tuple[int, int]]) -> Windows:
    return calendars.merge((int(begin), int(end)) for begin, end in spans if begin < NEVER)

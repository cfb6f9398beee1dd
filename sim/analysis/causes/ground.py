"""Back along the tasks of a ground time: each with the machine, the working spot or the task that it waited for."""

from sim.analysis.causes.log import RAMP
from sim.analysis.causes.reason import Kind
from sim.analysis.causes.walk import AWAY, Point, Step, Walk
from sim.model.terms import Cause

__all__ = ["STEPS", "freed"]


def freed(walk: Walk, row: int, ref: int, task: int) -> Step:
    """Go on with the sortie `ref` that had what the sortie `row` waited for: the machine of a task, or (-1) a spot."""
    log = walk.log
    if task < 0:
        point = Point.DONE if ref in log.jobs else Point.LOADED
        return Step(point, ref, log.reasons.at(Kind.WORKING, log.sortie["site"][row]))
    return Step(Point.DONE, ref, log.reasons.at(Kind.TOOLS, log.world.rows("task")[task].kind))


def _done(walk: Walk, step: Step) -> Step:
    """From the end of a task of a sortie; those that were blocked by it give its time to what they lacked (`owner`)."""
    log, row = walk.log, step.row
    tasks, site = log.world.rows("task"), log.sortie["site"][row]
    ended = [job for job in log.jobs[row] if job.ended == walk.t and job.task >= 0]
    ended = [job for job in ended if (Step(Point.JOB, row, job.task), walk.t) not in walk.seen]
    if not ended:
        spots = [job.ref for job in log.jobs[row] if job.task < 0 and job.began == walk.t > job.since]
        return freed(walk, row, spots[0], -1) if spots and spots[0] >= 0 else Step(Point.LANDED, row)
    job = min(ended, key=lambda job: (job.began, job.task))
    walk.seen.add((Step(Point.JOB, row, job.task), walk.t))
    if tasks[job.task].loads:
        return Step(Point.LOADED, row, step.owner)
    owner = step.owner if step.owner != AWAY else log.reasons.at(Kind.TASKS, job.task)
    walk.pieces(RAMP, site, job.began, Kind.RAMP_HOURS, owner, "sortie", row)
    if walk.t > job.began:
        return Step(Point.LANDED, row)  # whom it follows was not free to go before: the walk leaves the ramp
    if walk.t <= job.since:
        more = job.since > log.sortie["landed"][row]  # counted: several tasks may begin and end at one instant
        return Step(Point.DONE, row, step.owner, step.other + 1) if more else Step(Point.LANDED, row)
    if job.cause == Cause.TOOL and job.ref >= 0:
        return freed(walk, row, job.ref, job.task)
    if job.cause == Cause.TOOL:
        walk.own(Kind.TOOLS_DOWN, tasks[job.task].kind, job.since, "sortie", row)
    walk.pieces(RAMP, site, job.since, Kind.RAMP_HOURS, log.reasons.at(Kind.RAMP_HOURS, site), "sortie", row)
    return Step(Point.DONE, row) if job.since > log.sortie["landed"][row] else Step(Point.LANDED, row)


STEPS = {Point.DONE: _done}

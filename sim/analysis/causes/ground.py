"""Steps back along the tasks of a ground time, to what each task waited for: a machine, a spot or another task.

The word walk and the name `h` are explained in `sim.analysis.causes`.
"""

from sim.analysis.causes.kernels.past import NO_ROW, OF_SORTIE, Past
from sim.analysis.causes.point import Point
from sim.analysis.causes.reason import ReasonKind
from sim.analysis.causes.walk import RAMP, assign_kind, go, has_seen, note_seen, pieces, reason
from sim.compiler.kernel import kernel
from sim.model.terms import Cause

__all__ = ["done", "freed", "last_job"]

JOB, DONE, LOADED, LANDED = int(Point.JOB), int(Point.DONE), int(Point.LOADED), int(Point.LANDED)
WORKING, TOOLS, TASKS = int(ReasonKind.WORKING), int(ReasonKind.TOOLS), int(ReasonKind.TASKS)
TOOLS_DOWN, RAMP_HOURS = int(ReasonKind.TOOLS_DOWN), int(ReasonKind.RAMP_HOURS)
TOOL = int(Cause.TOOL)


@kernel
def freed(h: Past, row: int, ref: int, task: int) -> None:
    """Go on with the sortie `ref`, which used the machine or the working spot for which the sortie `row` waited.

    If `task` is -1, `row` waited for the spot; otherwise, for the machine of this task.
    """
    if task < 0:
        go(h, DONE if h.slots[ref].job >= 0 else LOADED, ref, reason(h, WORKING, h.sorties[row].site), 0)
    else:
        go(h, DONE, ref, reason(h, TOOLS, h.tasks[task].kind), 0)


@kernel
def last_job(h: Past, row: int, otherwise: int, until: int) -> int:
    """Return the end of the last task of a sortie up to the instant `until` [s]; `otherwise` if none had ended."""
    last, job = -1, h.slots[row].job
    while job >= 0:
        if h.ground[job].ended <= until:
            last = max(last, h.ground[job].ended)
        job = h.job_next[job]
    return last if last >= 0 else otherwise


@kernel
def done(h: Past) -> None:
    """Go back from the end of a task of a sortie.

    `first_arg` is the reason for the time of the task if the walk came from another sortie, which waited for the
    machine or spot of this task; otherwise it is NO_ROW.
    """
    row, owner = h.row, h.first_arg
    site, landed = h.sorties[row].site, h.sorties[row].landed
    best, at = NO_ROW, h.slots[row].job
    while at >= 0:
        job = h.ground[at]
        first = best < 0 or (job.began, job.task) < (h.ground[best].began, h.ground[best].task)
        if first and job.ended == h.t and job.task >= 0 and not has_seen(h, JOB, row, job.task, 0):
            best = at
        at = h.job_next[at]
    if best < 0:
        spot, at = NO_ROW, h.slots[row].job
        while at >= 0:
            job = h.ground[at]
            if job.task < 0 and job.began == h.t and h.t > job.since:
                spot = job.ref
                break
            at = h.job_next[at]
        if spot >= 0:
            freed(h, row, spot, NO_ROW)
        else:
            go(h, LANDED, row, NO_ROW, 0)
        return
    job = h.ground[best]
    note_seen(h, JOB, row, job.task, 0)
    if h.tasks[job.task].loads:
        go(h, LOADED, row, owner, 0)
        return
    pieces(
        h, RAMP, site, job.began, RAMP_HOURS, owner if owner != NO_ROW else reason(h, TASKS, job.task), OF_SORTIE, row
    )  # fmt: skip
    if h.t > job.began:  # `stop` lies within the task: the walk leaves the ramp, since the mover was not free before
        go(h, LANDED, row, NO_ROW, 0)
    elif h.t <= job.since:
        if job.since > landed:  # `second_arg` counts tasks, since several may begin and end at one instant
            go(h, DONE, row, owner, h.second_arg + 1)
        else:
            go(h, LANDED, row, NO_ROW, 0)
    elif job.cause == TOOL and job.ref >= 0:
        freed(h, row, job.ref, job.task)
    else:
        if job.cause == TOOL:
            assign_kind(h, TOOLS_DOWN, h.tasks[job.task].kind, job.since, OF_SORTIE, row)
        pieces(h, RAMP, site, job.since, RAMP_HOURS, reason(h, RAMP_HOURS, site), OF_SORTIE, row)
        go(h, DONE if job.since > landed else LANDED, row, NO_ROW, 0)

"""The tasks that make up ground times: a queue of tasks that wait to begin, and the machine that each task takes."""

from typing import Final

from sim.compiler.kernel import kernel
from sim.engines.compiled import pools, rules
from sim.engines.compiled.calendars import finish, finish_in_both, is_open, opened_now
from sim.engines.compiled.chance import sample, value
from sim.engines.compiled.events import Event, mark, push
from sim.engines.compiled.halt import halt
from sim.engines.compiled.memory import NEVER, Status
from sim.engines.compiled.rules import later
from sim.model.draws import Stream
from sim.model.schema.state import State
from sim.model.terms import Cause

__all__ = [
    "ask",
    "begin",
    "decide",
    "done",
    "has_tool",
    "leave_working_spot",
    "needs_tool",
    "take",
    "take_working_spot",
]

FLIGHT, TASK_DONE = Event.FLIGHT, Event.TASK_DONE
ARRIVAL, SHIFT, WORKING = int(Cause.ARRIVAL), int(Cause.SHIFT), int(Cause.WORKING)
TASK, TOOL = int(Cause.TASK), int(Cause.TOOL)
OF_TASK: Final = int(Stream.TASK)
JOBS_FULL: Final = Status.JOBS_FULL
GROUND_FULL: Final = Status.GROUND_FULL
TO_WORKING_SPOT: Final = -1


@kernel
def ask(h: State, flight: int, task: int) -> None:
    """Queue a task of a sortie, or its move to a working spot (`task` = -1), for the decision to begin it.

    The queue `jobs` is sorted by the instant of queueing, sortie and task.
    """
    if h.job_count >= len(h.jobs):
        halt(h, JOBS_FULL)
        return
    line, row, place = h.jobs, h.flights[flight].row, h.job_count
    while place > 0:
        before = line[place - 1]
        other = h.flights[before.flight].row
        if before.since < h.now or (before.since == h.now and (other, before.task) < (row, task)):
            break
        line[place].flight, line[place].task, line[place].since = before.flight, before.task, before.since
        place -= 1
    line[place].flight, line[place].task, line[place].since = flight, task, h.now
    h.job_count += 1
    mark(h, h.ramps[h.flights[flight].site].working_on)


@kernel
def decide(h: State, site: int) -> bool:
    """Begin the first queued task or move at a site that can begin; return whether there was one.

    A task can begin in ramp hours if its machine is available, a move to a working spot if such a spot is free.
    """
    ramp = h.ramps[site]
    for place in range(h.job_count):
        job = h.jobs[place]
        flight, task, since = job.flight, job.task, job.since
        if h.flights[flight].site != site:
            continue
        if task == TO_WORKING_SPOT:
            if pools.any_free(h, ramp.working):
                _off_list(h, place)
                _to_working_spot(h, flight, since)
                return True
        elif is_open(h, ramp.hours) and has_tool(h, site, task):
            _off_list(h, place)
            _start(h, flight, task, since)
            return True
    return False


@kernel
def _off_list(h: State, place: int) -> None:
    """Take the entry at `place` out of the queue."""
    line = h.jobs
    for at in range(place, h.job_count - 1):
        after = line[at + 1]
        line[at].flight, line[at].task, line[at].since = after.flight, after.task, after.since
    h.job_count -= 1


@kernel
def _to_working_spot(h: State, flight: int, since: int) -> None:
    """Move a sortie to a free working spot, for which it has waited since `since` [s]."""
    sortie = h.flights[flight]
    freed_at = take_working_spot(h, flight)
    cause, _ = later(_before(h, flight, since), since, WORKING, freed_at)
    ref = pools.freed_by(h, h.ramps[sortie.site].working, sortie.work_spot) if cause == WORKING else -1
    _note(h, flight, TO_WORKING_SPOT, sortie.work_spot, cause, ref, since, h.now)
    push(h, h.now, FLIGHT, flight)


@kernel
def _start(h: State, flight: int, task: int, since: int) -> None:
    """Begin a task other than loading, for which the sortie has waited since `since` [s]."""
    sortie = h.flights[flight]
    cause, instant = later(_before(h, flight, since), since, SHIFT, opened_now(h, h.ramps[sortie.site].hours))
    unit, available, ref = take(h, sortie.site, task)
    if unit >= 0:
        cause, instant = later(cause, instant, TOOL, available)
    row = begin(h, flight, task, unit, cause, ref, since)
    if row >= 0:
        push(h, h.grounds[row].ended, TASK_DONE, row)


@kernel
def _before(h: State, flight: int, since: int) -> int:
    """Return what came before a wait that began at `since` [s]: the landing (ARRIVAL) or another task (TASK)."""
    return ARRIVAL if since == h.flights[flight].landed else TASK


@kernel
def _toolbox(h: State, site: int, task: int) -> int:
    """Return the row in `toolboxes` of the machines of a site that a task needs; -1 if it needs none."""
    kind = h.tasks[task].kind
    if kind >= 0:
        for row in range(len(h.toolboxes)):
            if h.toolboxes[row].site == site and h.toolboxes[row].kind == kind:
                return row
    return -1


@kernel
def _available_since(h: State, unit: int) -> int:
    """Return since when a free machine that works now has been available [s]."""
    return max(h.tools[unit].freed_at, opened_now(h, h.tools[unit].hours))


@kernel
def _ready(h: State, toolbox: int) -> int:
    """Return the machine of a toolbox that has been available longest, on a tie the lowest; -1 if none is available."""
    machines, best, best_since = h.toolboxes[toolbox], -1, NEVER
    for unit in range(machines.first, machines.first + machines.many):
        if not h.tools[unit].busy and is_open(h, h.tools[unit].hours):
            since = _available_since(h, unit)
            if since < best_since:
                best, best_since = unit, since
    return best


@kernel
def needs_tool(h: State, site: int, task: int) -> bool:
    """Return whether a task needs a machine."""
    return _toolbox(h, site, task) >= 0


@kernel
def has_tool(h: State, site: int, task: int) -> bool:
    """Return whether a task needs no machine, or one is available for it."""
    toolbox = _toolbox(h, site, task)
    return toolbox < 0 or _ready(h, toolbox) >= 0


@kernel
def take(h: State, site: int, task: int) -> tuple[int, int, int]:
    """Take the machine of a task; return its row, since when it was available [s], and the sortie that freed it then.

    The row is -1 if the task needs no machine. The sortie is -1 if the machine became available in another way.
    """
    toolbox = _toolbox(h, site, task)
    if toolbox < 0:
        return -1, 0, -1
    unit = _ready(h, toolbox)
    since, tool = _available_since(h, unit), h.tools[unit]
    tool.busy = 1
    return unit, since, tool.freed_by if since == tool.freed_at else -1


@kernel
def begin(h: State, flight: int, task: int, unit: int, cause: int, ref: int, since: int) -> int:
    """Begin a task whose machine has been taken; the task rests outside ramp hours and while its machine does not work.

    Return its row in `grounds`, which says when it is done; -1 if that table is full.
    """
    hours, work = h.ramps[h.flights[flight].site].hours, _work(h, flight, task)
    ended = finish(h, hours, work) if unit < 0 else finish_in_both(h, hours, h.tools[unit].hours, work)
    number = unit
    if unit >= 0:
        number -= h.toolboxes[_toolbox(h, h.flights[flight].site, task)].first
    return _note(h, flight, task, number, cause, ref if cause == TOOL else -1, since, ended)


@kernel
def _note(h: State, flight: int, task: int, unit: int, cause: int, ref: int, since: int, ended: int) -> int:
    """Add a row to `grounds` for a task or move that begins now; return its number, or -1 if the table is full."""
    row = h.ground_count
    if row >= len(h.grounds):
        halt(h, GROUND_FULL)
        return -1
    h.ground_count += 1
    written = h.grounds[row]
    written.sortie, written.task, written.unit, written.cause, written.ref = (
        h.flights[flight].row,
        task,
        unit,
        cause,
        ref,
    )
    written.since, written.began, written.ended = since, h.now, ended
    return row


@kernel
def done(h: State, row: int) -> int:
    """Free the machine of a task that is done; return the sortie, as its row in `flights`."""
    written = h.grounds[row]
    flight = h.decided[written.sortie]
    site = h.flights[flight].site
    toolbox = _toolbox(h, site, written.task)
    if toolbox >= 0 and written.unit >= 0:
        tool = h.tools[h.toolboxes[toolbox].first + written.unit]
        tool.busy, tool.freed_at, tool.freed_by = 0, h.now, written.sortie
        _changed(h, site)
    return flight


@kernel
def _changed(h: State, site: int) -> None:
    """Mark that a task, or loading, may be able to begin at a site."""
    mark(h, h.ramps[site].working_on)
    mark(h, h.ramps[site].loading)


@kernel
def take_working_spot(h: State, flight: int) -> int:
    """Move a sortie to a free working spot; return when that spot was freed [s]."""
    sortie = h.flights[flight]
    working = h.ramps[sortie.site].working
    sortie.work_spot, sortie.at_work = pools.take(h, working), 1
    return pools.freed_at(h, working, sortie.work_spot)


@kernel
def leave_working_spot(h: State, flight: int) -> None:
    """Free the working spot of a sortie whose work is done."""
    sortie = h.flights[flight]
    if sortie.at_work:
        pools.give_back(h, h.ramps[sortie.site].working, sortie.work_spot, sortie.row)
        sortie.at_work = 0
    _changed(h, sortie.site)


@kernel
def _work(h: State, flight: int, task: int) -> int:
    """Return the working time of a task [s]; 0 for loading a sortie that carries nothing."""
    sortie, spec = h.flights[flight], h.tasks[task]
    if spec.loads and sortie.aboard_n == 0:
        return 0
    base = sample(h, spec.takes, OF_TASK, h.lifts[sortie.lift].key, sortie.number, task, sortie.attempt)
    return base + rules.task_seconds(
        value(h, spec.per_t_s, 0.0),
        sortie.kg - sortie.people_kg,
        value(h, spec.per_pallet_s, 0.0),
        sortie.mpos,
        value(h, spec.per_vehicle_s, 0.0),
        sortie.cars,
        value(h, spec.per_person_s, 0.0),
        sortie.people,
        value(h, spec.per_busload_s, 0.0),
        spec.busload,
    )

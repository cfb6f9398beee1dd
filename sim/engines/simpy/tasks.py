"""The tasks of a ground time, which follow one another in stages, and the machines that they need."""

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

from simpy.events import Event

from sim.engines.simpy.numbered import LONG_AGO
from sim.model import calendars
from sim.model.calendars import NEVER
from sim.model.draws import Stream
from sim.model.terms import Cause
from sim.model.world.flying import task_seconds
from sim.model.world.hours import open_hours
from sim.model.world.updown import up_windows

if TYPE_CHECKING:
    from sim.engines.simpy.drawdown import Drawdown
    from sim.engines.simpy.ramp import Ramp
    from sim.engines.simpy.sortie import Sortie
    from sim.model.world import World

Life = Generator[Event, None, None]
"""A part of the process of a sortie on the ramp."""

__all__ = ["Job", "Tasks", "Tools", "ground", "stages"]


class Tools:
    """Machines of one kind at one site, each with the windows in which it works.

    Attributes
    ----------
    windows
        For each machine, the windows in which it is not broken and is in its hours.
    """

    def __init__(self, world: "World", spec: Any) -> None:
        many = max(1, world.whole(spec.count_s))
        hours = open_hours(world, spec.calendar)
        works = [
            up_windows(world, spec.key, unit, world.value(spec.available_s, 1.0), spec.repair) for unit in range(many)
        ]
        self.windows = [calendars.intersect(hours, windows) for windows in works]
        self._free = set(range(many))
        self._freed_at = [LONG_AGO] * many
        self._freed_by = [-1] * many

    def ready(self, now: int) -> int:
        """Return the machine that has been available longest, the lowest number on a tie; -1 if there is none."""
        usable = [(self.since(unit, now), unit) for unit in self._free if calendars.is_open(*self.windows[unit], now)]
        return min(usable)[1] if usable else -1

    def since(self, unit: int, now: int) -> int:
        """Return since when a machine that is free and works now has been available [s]."""
        return max(self._freed_at[unit], calendars.opened_at(*self.windows[unit], now))

    def take(self, unit: int, now: int) -> tuple[int, int]:
        """Take a machine; return since when it was available [s], and the sortie that freed it then (-1: none)."""
        since = self.since(unit, now)
        self._free.remove(unit)
        return since, self._freed_by[unit] if since == self._freed_at[unit] else -1

    def give_back(self, unit: int, now: int, by: int) -> None:
        """Free a machine; `by` is the row of the sortie that used it."""
        self._free.add(unit)
        self._freed_at[unit], self._freed_by[unit] = now, by


class Job:
    """One task of one sortie; its attributes become a row of the table `ground`.

    Attributes
    ----------
    task, spec
        Number of its row in the plan's table of tasks, and that row; -1 and None for moving to a working spot.
    since
        When the sortie had landed and the tasks before this one were done, so that this one was queued [s].
    begun
        The event that happens when it begins; None for loading, which the ramp begins.
    unit
        Number of its machine, or of the working spot; -1 for none.
    cause, ref
        What it last waited for (`terms.Cause`), and the sortie that freed its machine or spot; -1 for none.
    began, ended
        When it begins and is done [s]; NEVER until it begins.
    """

    def __init__(self, sortie: "Sortie", task: int, spec: Any, since: int, begun: Event | None = None) -> None:
        self.sortie, self.task, self.spec, self.since, self.begun = sortie, task, spec, since, begun
        self.unit = self.cause = self.ref = -1
        self.began = self.ended = NEVER


class Tasks:
    """The tasks that wait on the ramp of one site, except loading, and the machines for all tasks.

    Attributes
    ----------
    tools
        The machines of the site, by kind.
    waiting
        The tasks that wait.
    """

    def __init__(self, ramp: "Ramp") -> None:
        self.ramp, self.drawdown = ramp, ramp.drawdown
        specs = [spec for spec in self.drawdown.world.rows("resource") if spec.site == ramp.row]
        self.tools = {spec.kind: Tools(self.drawdown.world, spec) for spec in specs}
        self.waiting: list[Job] = []

    def changed(self) -> None:
        """Mark that a task, or loading, may be able to begin."""
        self.drawdown.settle.mark(self.ramp.working_on)
        self.drawdown.settle.mark(self.ramp.loading)

    def ask(self, job: Job) -> None:
        """Queue a task for the decision to begin it."""
        self.waiting.append(job)
        self.drawdown.settle.mark(self.ramp.working_on)

    def decide(self) -> bool:
        """Begin the first task that can begin, or move a sortie to a working spot; return whether there was one."""
        now = self.drawdown.env.now
        for job in sorted(self.waiting, key=lambda job: (job.since, job.sortie.row, job.task)):
            if job.task < 0:
                if self.ramp.working.any_free():
                    self._to_working_spot(job)
                    return True
            elif calendars.is_open(*self.ramp.ramp_hours, now) and self.has_tool(job):
                self._start(job)
                return True
        return False

    def take(self, job: Job) -> dict[Cause, int]:
        """Take the machine of a task, if it needs one; return the causes that enabled the task, and their instants [s].

        The causes are the opening of the ramp and the availability of the machine.
        """
        now = self.drawdown.env.now
        enabled = {Cause.SHIFT: calendars.opened_at(*self.ramp.ramp_hours, now)}
        if job.spec.kind >= 0:
            tools = self.tools[job.spec.kind]
            job.unit = tools.ready(now)
            enabled[Cause.TOOL], job.ref = tools.take(job.unit, now)
        return enabled

    def has_tool(self, job: Job) -> bool:
        """Return whether a task needs no machine, or one is available for it."""
        return job.spec.kind < 0 or self.tools[job.spec.kind].ready(self.drawdown.env.now) >= 0

    def run(self, job: Job, cause: Cause) -> int:
        """Begin a task whose machine has been taken; return the instant at which it is done [s].

        The task rests outside ramp hours, and while its machine does not work.
        """
        hours, work = self.ramp.ramp_hours, self.work(job)
        job.cause, job.ref = cause, job.ref if cause == Cause.TOOL else -1
        job.began = self.drawdown.env.now
        if job.unit >= 0:
            works = self.tools[job.spec.kind].windows[job.unit]
            job.ended = calendars.finish_in_both(*hours, *works, job.began, work)
        else:
            job.ended = calendars.finish(*hours, job.began, work)
        self.drawdown.recorder.jobs.append(job)
        return job.ended

    def done(self, job: Job) -> None:
        """Free the machine of a task that is done."""
        if job.unit >= 0:
            self.tools[job.spec.kind].give_back(job.unit, self.drawdown.env.now, job.sortie.row)
            self.changed()

    def work(self, job: Job) -> int:
        """Return the working time of a task [s]; 0 for loading a sortie that carries nothing."""
        world, sortie, spec = self.drawdown.world, job.sortie, job.spec
        if spec.loads and not sortie.movers:
            return 0
        address = (sortie.lift.spec.key, sortie.number, job.task, sortie.attempt)
        base = world.sample(spec.takes, Stream.TASK, *address)
        lots, lot = world.rows("lot"), self.drawdown.force.home
        vehicles = sum(lots[lot[mover]].vehicles for mover in sortie.movers)
        return base + task_seconds(
            world.value(spec.per_t_s),
            sortie.kg - sortie.people_kg,
            world.value(spec.per_pallet_s),
            sortie.mpos,
            world.value(spec.per_vehicle_s),
            vehicles,
            world.value(spec.per_person_s),
            sortie.people,
            world.value(spec.per_busload_s),
            spec.busload,
        )

    def _to_working_spot(self, job: Job) -> None:
        """Move the sortie of a job to a free working spot, before its first task there."""
        now, sortie = self.drawdown.env.now, job.sortie
        self.waiting.remove(job)
        job.began = job.ended = now
        freed_at, freed_by = self.ramp.take_working_spot(sortie)
        job.unit = sortie.work_spot
        job.cause = self.drawdown.cause({_before(job): job.since, Cause.WORKING: freed_at})
        job.ref = freed_by if job.cause == Cause.WORKING else -1
        self.drawdown.recorder.jobs.append(job)
        assert job.begun is not None
        job.begun.succeed()

    def _start(self, job: Job) -> None:
        """Begin a task other than loading."""
        self.waiting.remove(job)
        enabled = self.take(job)
        enabled[_before(job)] = job.since
        self.run(job, self.drawdown.cause(enabled))
        assert job.begun is not None
        job.begun.succeed()


def _before(job: Job) -> Cause:
    """Return the cause that a task followed: the landing (ARRIVAL), or another task (TASK)."""
    return Cause.ARRIVAL if job.since == job.sortie.landed else Cause.TASK


def stages(tasks: list[tuple[int, Any]]) -> list[list[tuple[int, Any]]]:
    """Return the tasks of a lift stage by stage, each as (number of its row in the plan, that row)."""
    return [[task for task in tasks if task[1].stage == stage] for stage in sorted({t.stage for _, t in tasks})]


def ground(drawdown: "Drawdown", sortie: "Sortie") -> Life:
    """Run the ground time of a sortie on the ramp where it landed: its tasks, stage by stage."""
    env, ramp = drawdown.env, drawdown.ramps[sortie.site]
    # Stages with tasks that need a working spot; the sortie keeps its spot from the first of these stages to the last.
    at_work = [number for number, stage in enumerate(sortie.lift.stages) if not all(task.parked for _, task in stage)]
    for number, stage in enumerate(sortie.lift.stages):
        loading = next((task for task in stage if task[1].loads), None)
        others = [task for task in stage if not (task[1].loads or task[1].parked)]
        parked = [_begin(ramp.tasks, sortie, task) for task in stage if task[1].parked]
        if number == at_work[0] and others:  # if loading is the only such task, the ramp takes the spot
            spot = Job(sortie, -1, None, env.now, env.event())
            ramp.tasks.ask(spot)
            assert spot.begun is not None
            yield spot.begun
        beside = [_begin(ramp.tasks, sortie, task) for task in others]
        if loading is not None:
            loaded = sortie.wait(env)
            ramp.to_load(sortie, Job(sortie, *loading, env.now))
            yield loaded
            yield env.at(sortie.loaded)
            ramp.loaded(sortie)
        yield from beside
        if number == at_work[-1]:
            ramp.leave_working_spot(sortie)
        yield from parked


def _begin(tasks: Tasks, sortie: "Sortie", task: tuple[int, Any]) -> Event:
    """Queue a task for the decision to begin it; return the event that happens when it is done."""
    env = tasks.drawdown.env
    return env.process(_do(tasks, Job(sortie, *task, env.now, env.event())))


def _do(tasks: Tasks, job: Job) -> Life:
    """Run one task other than loading."""
    assert job.begun is not None
    tasks.ask(job)
    yield job.begun
    yield tasks.drawdown.env.at(job.ended)
    tasks.done(job)

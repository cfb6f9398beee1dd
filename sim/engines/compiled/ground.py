"""The ground time of a sortie: its tasks, stage by stage, on the parking spot or on a working spot."""

from typing import Final

from sim.compiler.kernel import kernel
from sim.engines.compiled import lists, tasks
from sim.engines.compiled.chance import whole
from sim.engines.compiled.events import Event, mark, push
from sim.engines.compiled.lists import PARKED
from sim.model.phases import Phase
from sim.model.schema.state import State

__all__ = ["begin", "goes_to_work", "part_done", "to_load"]

MARK: Final = Event.MARK
TO_WORKING_SPOT: Final = -1
SPOT: Final = int(Phase.SPOT)


@kernel
def to_load(h: State, flight: int) -> None:
    """Put a sortie into the list of sorties that wait to be loaded."""
    sortie = h.flights[flight]
    loading, wait = h.ramps[sortie.site].loading, whole(h, h.lifts[sortie.lift].wait_s, 0)
    sortie.since = h.now
    lists.add(h, PARKED, flight)
    if wait > 0:
        push(h, h.now + wait, MARK, loading)
    mark(h, loading)


@kernel
def begin(h: State, flight: int) -> None:
    """Begin the ground time of a sortie that has landed."""
    h.flights[flight].stage = h.lifts[h.flights[flight].lift].stages
    _begin_stage(h, flight)


@kernel
def _begin_stage(h: State, flight: int) -> None:
    """Queue the tasks of the sortie's present stage that are done on the parking spot.

    If the sortie has to move to a working spot in this stage, queue this move; otherwise queue the other tasks, too.
    """
    sortie = h.flights[flight]
    stage = h.stages[sortie.stage]
    sortie.to_do, sortie.parked_to_do = stage.many, stage.parked
    for at in range(stage.tasks, stage.tasks_last):
        if h.tasks[h.relations[at]].parked:
            tasks.ask(h, flight, h.relations[at])
    if stage.takes_spot:
        sortie.phase = SPOT
        tasks.ask(h, flight, TO_WORKING_SPOT)
    else:
        goes_to_work(h, flight)


@kernel
def goes_to_work(h: State, flight: int) -> None:
    """Queue the tasks of the sortie's present stage that are not done on the parking spot, loading included."""
    stage = h.stages[h.flights[flight].stage]
    for at in range(stage.tasks, stage.tasks_last):
        task = h.relations[at]
        if h.tasks[task].loads:
            h.flights[flight].loading = task
            to_load(h, flight)
        elif not h.tasks[task].parked:
            tasks.ask(h, flight, task)


@kernel
def part_done(h: State, flight: int, task: int) -> bool:
    """Record that a task is done; if it was the last of its stage, begin the next stage.

    Return whether it was the last task of the last stage: the ground time is then over.
    """
    sortie = h.flights[flight]
    stage = h.stages[sortie.stage]
    if h.tasks[task].parked:
        sortie.parked_to_do -= 1
    else:
        sortie.to_do -= 1
        if not sortie.to_do and stage.leaves_spot:
            tasks.leave_working_spot(h, flight)
    if sortie.to_do or sortie.parked_to_do:
        return False
    sortie.stage += 1
    if sortie.stage == h.lifts[sortie.lift].stages_last:
        return True
    _begin_stage(h, flight)
    return False

"""One replication on the compiled engine."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import local

from sim.engines.compiled.layout import Layout, lay_out
from sim.engines.compiled.loop import run
from sim.engines.compiled.memory import Status
from sim.engines.compiled.reset import reset
from sim.engines.compiled.routines import ROUTINES, compile_routines
from sim.engines.compiled.stuck import stuck
from sim.engines.compiled.tables import Tables
from sim.engines.compiled.trajectory import trajectory
from sim.errors import EngineError
from sim.model.plan import Plan
from sim.model.trajectory import Trajectory
from sim.model.wanted import is_wanted
from sim.model.world import World, make_world
from sim.model.world.flying import TRIPS

__all__ = ["is_loaded", "load", "simulate"]

_mine = local()
"""What each thread keeps from one replication to the next.

It has the last `plan`; its tables and layout (`memory`); the last `world`, and the plan, seed and numbers that it was
made from (`address`); and the world of which the tables keep the state before reviews first act (`kept_for`).
"""


def simulate(
    plan: Plan, seed: int, replication: int, inner: int = 1, *, reviews: bool = True, visits: bool = True
) -> Trajectory:
    """Return the history of one replication: the same, bit for bit, as the SimPy engine returns.

    Parameters
    ----------
    plan
        The compiled scenario; this engine must be able to run it (`scope.beyond` is empty).
    seed, replication, inner, reviews
        As for the SimPy engine.
    visits
        Whether the history has its table of visits; sorting it takes a third of the time of making all tables.

    Raises
    ------
    EngineError
        The history exceeds a limit of this engine, such as the most rows of a table.
    UnwantedError
        The history is no longer wanted (`sim.model.wanted`).
    """
    with _memory_dropped_on_error():
        tables, layout = _memory(plan)
        world = _world(plan, seed, replication, inner)
        if reviews or not _continue_without_reviews(tables, world):
            _run(tables, layout, world, reviews)
        return trajectory(tables, world, stuck(tables, world), visits)


@contextmanager
def _memory_dropped_on_error() -> Iterator[None]:
    """Drop all that this thread keeps if an error or Ctrl-C interrupts the block, since it may then be inconsistent."""
    try:
        yield
    except BaseException:
        vars(_mine).clear()
        raise


def _loop(tables: Tables) -> int:
    """Run the loop, checking every few milliseconds whether the history is still wanted; return its last `Status`."""
    run(tables.head)
    while tables.head["status"][0] == Status.PAUSED:
        is_wanted()
        run(tables.head)
    return int(tables.head["status"][0])


def _run(tables: Tables, layout: Layout, world: World, reviews: bool) -> None:
    """Run a history from start to end; if a table is full, enlarge it and run the history again.

    The state just before reviews first act is kept, so that a run without reviews can continue from there.
    """
    status = -1
    while status != Status.DONE:
        if status == Status.BEFORE_REVIEWS:
            tables.keep()
            _mine.kept_for = world
        else:
            if status > 0:
                _refuse(tables, world, status)
                tables.grow(status)
            reset(tables, layout, world, reviews)
            _mine.kept_for = None
        status = _loop(tables)


def _refuse(tables: Tables, world: World, status: int) -> None:
    """Raise an error if the table that is full cannot be enlarged, or a tail has no number left for another trip."""
    what = f"a tail would fly more than {TRIPS:,} trips, the most that can be numbered"
    if status != Status.TRIPS_OVER:
        what = tables.full(status)
    if what:
        raise EngineError(what, seed=world.seed, replication=world.replication)


def _continue_without_reviews(tables: Tables, world: World) -> bool:
    """Go back to where reviews were about to act first, and continue without them; return whether that was possible."""
    if _mine.kept_for is not world:
        return False
    _mine.kept_for = None
    tables.put_back()
    tables.head["with_reviews"] = tables.head["reviewed_count"] = 0
    review = tables.table["reviews"]
    review["to_do"], review["to_favour"], review["to_take"] = len(tables.table["responses"]), 0, 0
    return _loop(tables) == Status.DONE


def is_loaded() -> bool:
    """Return whether the loop has been compiled or loaded by this process."""
    return bool(run.signatures)


def load(plan: Plan) -> None:
    """Call every compiled function once, so that it is loaded from the disk or compiled."""
    with _memory_dropped_on_error():
        tables, layout = _memory(plan)
        compile_routines()
        world = make_world(plan, plan.seed, 0, routines=ROUTINES)
        reset(tables, layout, world, reviews=False)
        tables.head["horizon"] = -1  # so nothing happens in the history, but the loop is compiled
        run(tables.head)
        tables.head["horizon"] = plan.horizon
        trajectory(tables, world, ())


def _memory(plan: Plan) -> tuple[Tables, Layout]:
    """Return the tables of this thread, and the layout of a plan in them."""
    if getattr(_mine, "plan", None) is not plan:
        tables = Tables()
        _mine.plan, _mine.memory, _mine.kept_for = plan, (tables, lay_out(tables, plan)), None
    memory: tuple[Tables, Layout] = _mine.memory
    return memory


def _world(plan: Plan, seed: int, replication: int, inner: int) -> World:
    """Return the world of a replication; the last one is kept, for a second run of the replication without reviews."""
    address = (id(plan), seed, replication, inner)
    if getattr(_mine, "address", None) != address or _mine.world.plan is not plan:
        _mine.world, _mine.address = make_world(plan, seed, replication, inner, ROUTINES), address
    world: World = _mine.world
    return world

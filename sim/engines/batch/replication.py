"""One replication on the compiled engine."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import local

from sim.engines.batch.drawing import COMPILED, compile_draws
from sim.engines.batch.fill import House
from sim.engines.batch.loop import run
from sim.engines.batch.memory import Status
from sim.engines.batch.stuck import stuck
from sim.engines.batch.trajectory import trajectory
from sim.errors import EngineError
from sim.model.plan import Plan
from sim.model.trajectory import Trajectory
from sim.model.wanted import is_wanted
from sim.model.world import World, realise
from sim.model.world.flying import TRIPS

__all__ = ["is_loaded", "load", "simulate"]

_mine = local()


def simulate(plan: Plan, seed: int, replication: int, inner: int = 1, *, reviews: bool = True) -> Trajectory:
    """Return the history of one replication: the same, to the bit, as that of the SimPy engine.

    Parameters
    ----------
    plan
        The compiled scenario, with nothing in it that is `beyond` this engine.
    seed, replication, inner, reviews
        As for the SimPy engine.
    """
    with _whole():
        house, world = _house(plan), _world(plan, seed, replication, inner)
        if reviews or not _goes_on_without(house, world):
            _run(house, world, reviews)
        return trajectory(house, world, stuck(house, world))


@contextmanager
def _whole() -> Iterator[None]:
    """Drop the memory of this thread where anything breaks off, Ctrl-C too: half of it may be of something else."""
    try:
        yield
    except BaseException:
        vars(_mine).clear()
        raise


def _loop(house: House) -> int:
    """Run the loop on, asking every few milliseconds whether the history is still wanted; return how it ended."""
    run(house.head)
    while house.head["status"][0] == Status.PAUSED:
        is_wanted()
        run(house.head)
    return int(house.head["status"][0])


def _run(house: House, world: World, reviews: bool) -> None:
    """Run a history from its start; where the same without reviews would part from it, keep what that could go on from.

    A table that is full is made larger, and the history is run again.
    """
    status = -1
    while status != Status.DONE:
        if status == Status.PARTING:
            house.keep()
            _mine.parted = world
        else:
            if status > 0:
                _refuse(house, world, status)
                house.grow(status)
            house.reset(world, reviews)
            _mine.parted = None
        status = _loop(house)


def _refuse(house: House, world: World, status: int) -> None:
    """Refuse a history that comes to more than can be numbered."""
    what = f"a tail flies more than {TRIPS:,} trips: expected fewer"
    if status != Status.TRIPS_OVER:
        what = house.full(status)
    if what:
        raise EngineError(what, seed=world.seed, replication=world.replication)


def _goes_on_without(house: House, world: World) -> bool:
    """Go back to where reviews were about to act first, and run on without them; whether that could be done."""
    if _mine.parted is not world:
        return False
    _mine.parted = None
    house.put_back()
    house.head["with_reviews"] = house.head["reviewed_count"] = 0
    house.table["reviews"]["to_do"] = len(house.table["responses"])
    return _loop(house) == Status.DONE


def is_loaded() -> bool:
    """Whether the loop has been compiled or loaded by this process."""
    return bool(run.signatures)


def load(plan: Plan) -> None:
    """Call all that is compiled; what lies on the disk is loaded."""
    with _whole():
        house = _house(plan)
        compile_draws()
        world = realise(plan, plan.seed, 0, draws=COMPILED)
        house.reset(world, reviews=False)
        house.head["horizon"] = -1  # nothing happens: it is compiled, and that is all
        run(house.head)
        house.head["horizon"] = plan.horizon
        trajectory(house, world, ())


def _house(plan: Plan) -> House:
    """Return the memory of this thread, laid out for a plan."""
    if getattr(_mine, "plan", None) is not plan:
        _mine.plan, _mine.house, _mine.parted = plan, House(plan), None
    house: House = _mine.house
    return house


def _world(plan: Plan, seed: int, replication: int, inner: int) -> World:
    """Return the numbers of a replication: those of the last one are still there, for the same without reviews."""
    address = (id(plan), seed, replication, inner)
    if getattr(_mine, "address", None) != address or _mine.world.plan is not plan:
        _mine.world, _mine.address = realise(plan, seed, replication, inner, COMPILED), address
    world: World = _mine.world
    return world

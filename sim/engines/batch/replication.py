"""One replication on the compiled engine."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import local
from time import perf_counter

from sim.compiled.cache import Place, troubles
from sim.compiled.kernel import PLACE, is_cold
from sim.engines.batch.apart import Apart, in_child
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

__all__ = ["Compilation", "child", "kept", "simulate", "warm"]

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


class Compilation:
    """The compiled loop on its way into this process: from the disk, or compiled where this machine has not seen it.

    Parameters
    ----------
    plan
        Any: what is compiled is called with it.
    tell
        Told in words, before and after, where that takes its time.
    """

    def __init__(self, plan: Plan, tell: Callable[[str], None] = lambda _: None) -> None:
        self._plan, self._tell, self._began = plan, tell, perf_counter()
        self._is_cold = not run.signatures and is_cold()
        self._apart: Apart | None = None
        if run.signatures:
            return
        if PLACE.note:
            tell(PLACE.note)
        if self._is_cold:
            tell("compiling the engine, once on this machine: about a minute")
            if PLACE.folder is not None:
                self._apart = Apart(plan, PLACE.folder)

    @property
    def is_under_way(self) -> bool:
        """Whether another process still compiles it, while this one may do something else."""
        return self._apart is not None and self._apart.is_under_way

    def finish(self) -> None:
        """Wait for it, and load what was compiled.

        Raises
        ------
        KeyboardInterrupt
            Also while it is compiled, if what is compiled can be kept on this machine.
        """
        if self._apart is not None:
            self._apart.wait()
            self.close()
        if run.signatures:
            return
        _compile(self._plan)
        for trouble in dict.fromkeys(troubles):
            self._tell(trouble)
        troubles.clear()
        if self._is_cold:
            self._tell(f"compiled in {perf_counter() - self._began:.0f} s; {kept(PLACE)}")

    def close(self) -> None:
        """Break it off, if it is still under way."""
        if self._apart is not None:
            self._apart.close()
            self._apart = None


def warm(plan: Plan, tell: Callable[[str], None] = lambda _: None) -> None:
    """Load the compiled loop, or compile it where this machine has not seen it yet, and tell how long that took.

    Raises
    ------
    KeyboardInterrupt
        Also while it is compiled, if what is compiled can be kept on this machine.
    """
    under_way = Compilation(plan, tell)
    try:
        under_way.finish()
    finally:
        under_way.close()


def child() -> None:
    """Compile the loop in a process that does nothing else."""
    in_child(_compile)


def _compile(plan: Plan) -> None:
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


def kept(place: Place) -> str:
    """Say whether what was compiled is there for next time."""
    if place.note:
        return "it is not kept for next time"
    if place.folder is not None and any(place.folder.glob("**/*.nbi")):
        return "it is kept for next time"
    return f"it cannot be kept in {place.folder}; NUMBA_CACHE_DIR or XDG_CACHE_HOME names another folder"


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

"""A block of replications: the unit of work that goes to a worker and comes back as arrays."""

import gc
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from math import prod
from threading import Lock
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.analysis.causes.owned import OWNED, Owned, is_traced, owned
from sim.analysis.causes.turned import turned, turns
from sim.analysis.outcomes.record import columns, outcomes_of, record_type
from sim.analysis.outcomes.reviewed import acted
from sim.analysis.summary.failed import FAILED, where
from sim.analysis.sums import Sums
from sim.analysis.sums.by_lift import ByLift
from sim.analysis.sums.daily import Daily
from sim.experiment.workers.engine import Simulate, engine
from sim.experiment.workers.uncompiled import uncompiled
from sim.model.plan import Plan
from sim.model.trajectory import Trajectory
from sim.model.wanted import UnwantedError, is_wanted

__all__ = ["Block", "Task", "made_of", "pack", "pack_why", "run_block", "unpack", "unpack_why"]

LEVEL: Final = 4
"""How hard zlib tries: in base.toml level 6 takes 1.7 times as long, for 7 % fewer bytes."""
LEFT: Final = 5_000
"""Objects that may await collection: SimPy leaves far more after each history, the compiled loop hardly any."""


@dataclass(frozen=True, slots=True)
class Task:
    """The replications [first, last) of a study to run, without its plan.

    Attributes
    ----------
    compiles
        Whether to compile sums and causes for it if necessary; otherwise they run as Python until they are compiled.
    """

    engine: str
    seed: int
    inner: int
    first: int
    last: int
    compiles: bool = True


@dataclass(frozen=True, slots=True)
class Block:
    """The results of a block.

    Attributes
    ----------
    outcomes
        One record per replication (`sim.analysis.outcomes.record.record_type`).
    daily
        Packed daily counts of each: people and equipment, and sorties by lift (`pack`).
    why
        Packed owners of its dates (`pack_why`), or the reason why they are not known; empty for replications for which
        they are not kept (`is_traced`).
    """

    outcomes: npt.NDArray[Any]
    daily: list[bytes]
    why: list[bytes]


def run_block(plan: Plan, task: Task, stopped: Callable[[], bool] = lambda: False) -> Block:
    """Run some replications one after the other.

    Parameters
    ----------
    stopped
        Called before each replication; if it returns true, the block ends early with what it has. It also ends if the
        current history is no longer wanted (`sim.model.wanted`).

    Raises
    ------
    EngineError
        As raised by the engine; any other exception gets the address of the replication as a note.
    """
    simulate, without_visits = engine(task.engine), engine(task.engine, visits=False)
    named = columns(plan)
    records: list[tuple[float, ...]] = []
    days: list[bytes] = []
    whys: list[bytes] = []
    with uncollected() as collect, nullcontext() if task.compiles else uncompiled():
        for replication in range(task.first, task.last):
            if stopped():
                break
            try:
                history = simulate(plan, task.seed, replication, inner=task.inner)
                record, daily, owners = made_of(plan, task, without_visits, history, replication, simulate)
            except UnwantedError:
                break
            except Exception as error:
                error.add_note(f"in replication {replication} with seed {task.seed}")
                raise
            records.append(record)
            days.append(daily)
            whys.append(owners)
            del history
            collect()
    return Block(np.array(records, record_type(named)), days, whys)


def made_of(
    plan: Plan,
    task: Task,
    simulate: Simulate,
    history: Trajectory,
    replication: int,
    with_visits: Simulate | None = None,
) -> tuple[tuple[float, ...], bytes, bytes]:
    """Return what is stored of one history: its record, its packed daily counts, and what owned its dates.

    Parameters
    ----------
    simulate
        Runs the same history without reviews, if these did something; its visits are not used.
    with_visits
        Runs it with visits, if causes are compared; default: the same.
    """
    without = None
    if acted(history):
        without = Sums(plan, simulate(plan, task.seed, replication, inner=task.inner, reviews=False))
    is_wanted()  # for a large force each of these takes seconds
    sums = Sums(plan, history)
    figures = outcomes_of(sums, without)
    is_wanted()
    owners = b""
    if is_traced(np.array([replication]))[0]:
        which = turns(sums, without) if without is not None else np.zeros(0, np.bool_)
        again = with_visits or simulate
        run = partial(again, plan, task.seed, replication, inner=task.inner, reviews=False)
        owners = _owners(sums, which, run)
    return (replication, *figures.values), pack(figures.daily, figures.by_lift), owners


def pack(daily: Daily, by_lift: ByLift) -> bytes:
    """Return daily counts as bytes: differences from day to day are mostly zero, so they compress well."""
    heads = np.diff(daily, axis=0, prepend=np.int32(0)).astype("<i4")
    flown = np.diff(by_lift, axis=0, prepend=np.int64(0)).astype("<i8")
    return zlib.compress(heads.tobytes() + flown.tobytes(), LEVEL)


def unpack(packed: bytes, shape: tuple[int, ...], lifts: tuple[int, ...]) -> tuple[Daily, ByLift]:
    """Return unpacked daily counts of people and equipment (first shape) and of lifts (second shape).

    Raises
    ------
    zlib.error
        The bytes are damaged, or of another shape.
    """
    heads, flown = 4 * prod(shape), 8 * prod(lifts)
    content = _inflated(packed, heads + flown)
    if len(content) != heads + flown:
        raise zlib.error(f"daily counts of {len(content)} bytes, expected {heads + flown}")
    daily = np.frombuffer(content, "<i4", prod(shape)).reshape(shape)
    by_lift = np.frombuffer(content, "<i8", prod(lifts), heads).reshape(lifts)
    return np.cumsum(daily, axis=0, dtype=np.int32), np.cumsum(by_lift, axis=0, dtype=np.int64)


def _owners(sums: Sums, which: npt.NDArray[np.bool_], run: Callable[[], Trajectory]) -> bytes:
    """Compute the causes of a history; a failure is a bug, is stored as such, and does not affect other figures.

    Parameters
    ----------
    which
        Milestones that reviews turned, shape (n_milestones,) or (0,).
    run
        Runs the same history without reviews, with its visits, to compare the causes of its dates.
    """
    try:
        found = owned(sums)
        if which.any():
            found = np.concatenate([found, turned(sums.plan, found, Sums(sums.plan, run()), which)])
        return pack_why(found)
    except Exception as error:
        return FAILED + where(error).encode()


def pack_why(owners: Owned) -> bytes:
    """Return what owned the dates of a history as bytes."""
    return zlib.compress(owners.tobytes(), LEVEL)


def unpack_why(packed: bytes, most: tuple[int, int]) -> Owned | None:
    """Return what owned the dates of a history, unpacked; None if its causes could not be computed.

    Parameters
    ----------
    most
        Number of targets and of reasons.

    Raises
    ------
    zlib.error
        The content is something else.
    """
    if packed.startswith(FAILED):
        return None
    content = _inflated(packed, prod(most) * OWNED.itemsize)
    if len(content) % OWNED.itemsize:
        raise zlib.error("causes that end within a row")
    found = np.frombuffer(content, OWNED)
    if (found["target"] >= most[0]).any() or (found["reason"] >= most[1]).any():
        raise zlib.error("causes of something that this study does not have")
    return found


def _inflated(packed: bytes, most: int) -> bytes:
    """Return unpacked bytes, never more than `most`, whatever the data claims.

    Raises
    ------
    zlib.error
        It is damaged, or would be larger.
    """
    unpacking = zlib.decompressobj()
    content = unpacking.decompress(packed, most + 1)
    if len(content) > most:
        raise zlib.error(f"more than the {most:,} bytes that it can hold")
    if not unpacking.eof:
        raise zlib.error("it is not complete")
    return content


def _collect() -> None:
    """Collect what a history left, and freeze the rest: objects created by the first one of a process stay."""
    if gc.get_count()[0] > LEFT:
        gc.collect()
        gc.freeze()


_turns = Lock()
_inside = 0
_was_on = False


@contextmanager
def uncollected() -> Iterator[Callable[[], object]]:
    """Keep the garbage collector from scanning a growing history repeatedly; yields a function that collects.

    A history is one large graph of objects that is dropped as a whole; collecting after it, with all older
    objects frozen, costs little. Uses are counted, since several threads may be inside at once.
    """
    global _inside, _was_on
    with _turns:
        if _inside == 0:
            _was_on = gc.isenabled()
            gc.disable()
            gc.freeze()
        _inside += 1
    try:
        yield _collect
    finally:
        with _turns:
            _inside -= 1
            if _inside == 0:
                gc.unfreeze()
                if _was_on:
                    gc.enable()

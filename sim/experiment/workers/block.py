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

from sim.analysis.causes.by_reason import BY_REASON, ByReason, by_reason, is_traced
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

__all__ = ["Block", "Task", "pack", "pack_why", "results_of", "run_block", "unpack", "unpack_why"]

LEVEL: Final = 4
"""Level of compression of zlib: in base.toml, level 6 takes 1.7 times as long and saves 7 % of the bytes."""
LEFT: Final = 5_000
"""Number of objects above which garbage is collected after a history: SimPy leaves far more, the compiled engine hardly
any."""


@dataclass(frozen=True, slots=True)
class Task:
    """The replications [first, last) of a study that a worker is to run; the worker already has the plan.

    Attributes
    ----------
    engine, seed, inner
        Engine, seed and replications per world.
    compiles
        Whether to compile sums and causes if necessary; if not, they run as Python until another process has compiled
        them.
    """

    engine: str
    seed: int
    inner: int
    first: int
    last: int
    compiles: bool = True


@dataclass(frozen=True, slots=True)
class Block:
    """The results of a block of replications.

    Attributes
    ----------
    outcomes
        One record per replication (`sim.analysis.outcomes.record.record_type`).
    daily
        Packed daily counts of each replication: people and equipment, and sorties by lift (`pack`).
    why
        Packed causes of the dates of each replication (`pack_why`), or the error that prevented their computation;
        empty for replications whose causes are not kept (`is_traced`).
    """

    outcomes: npt.NDArray[Any]
    daily: list[bytes]
    why: list[bytes]


def run_block(plan: Plan, task: Task, stopped: Callable[[], bool] = lambda: False) -> Block:
    """Run some replications one after the other.

    Parameters
    ----------
    stopped
        Called before each replication; if it returns true, the block ends early with the results so far. The block also
        ends if the current history is no longer wanted (`sim.model.wanted`).

    Raises
    ------
    EngineError
        As raised by the engine. A note on this and any other exception gives seed and number of the replication.
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
                record, daily, owners = results_of(plan, task, without_visits, history, replication, simulate)
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


def results_of(
    plan: Plan,
    task: Task,
    simulate: Simulate,
    history: Trajectory,
    replication: int,
    with_visits: Simulate | None = None,
) -> tuple[tuple[float, ...], bytes, bytes]:
    """Return what is stored of one history: its record, its packed daily counts, and the packed causes of its dates.

    If reviews changed something, the same history is run again without them, to compare both.

    Parameters
    ----------
    simulate
        Runs a history; used for the history without reviews, whose visits are not needed.
    with_visits
        Runs a history with its visits, which are needed to compare causes; by default `simulate`.
    """
    without = None
    if acted(history):
        without = Sums(plan, simulate(plan, task.seed, replication, inner=task.inner, reviews=False))
    is_wanted()  # raises if the block is no longer wanted; for a large force, each of these steps takes seconds
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
    """Return unpacked daily counts: of people and equipment, of shape `shape`, and of lifts, of shape `lifts`.

    Raises
    ------
    zlib.error
        The bytes are damaged, or are counts of other shapes.
    """
    heads, flown = 4 * prod(shape), 8 * prod(lifts)
    content = _inflated(packed, heads + flown)
    if len(content) != heads + flown:
        raise zlib.error(f"daily counts of {len(content)} bytes, expected {heads + flown}")
    daily = np.frombuffer(content, "<i4", prod(shape)).reshape(shape)
    by_lift = np.frombuffer(content, "<i8", prod(lifts), heads).reshape(lifts)
    return np.cumsum(daily, axis=0, dtype=np.int32), np.cumsum(by_lift, axis=0, dtype=np.int64)


def _owners(sums: Sums, which: npt.NDArray[np.bool_], run: Callable[[], Trajectory]) -> bytes:
    """Return the packed causes of a history, or the error that a bug caused, which does not affect other figures.

    Parameters
    ----------
    which
        Whether reviews decided that a milestone is met or missed, shape (n_milestones,); shape (0,) without reviews.
    run
        Runs the same history without reviews, with its visits, to compare the causes of its dates.
    """
    try:
        causes = by_reason(sums)
        if which.any():
            causes = np.concatenate([causes, turned(sums.plan, causes, Sums(sums.plan, run()), which)])
        return pack_why(causes)
    except Exception as error:
        return FAILED + where(error).encode()


def pack_why(owners: ByReason) -> bytes:
    """Return the causes of the dates of a history as bytes."""
    return zlib.compress(owners.tobytes(), LEVEL)


def unpack_why(packed: bytes, most: tuple[int, int]) -> ByReason | None:
    """Return the causes of the dates of a history, unpacked; None if they could not be computed.

    Parameters
    ----------
    most
        Number of targets (dates whose causes are sought), and number of reasons.

    Raises
    ------
    zlib.error
        The bytes are damaged, or name a target or reason that the study does not have.
    """
    if packed.startswith(FAILED):
        return None
    content = _inflated(packed, prod(most) * BY_REASON.itemsize)
    if len(content) % BY_REASON.itemsize:
        raise zlib.error("causes that end within a row")
    causes = np.frombuffer(content, BY_REASON)
    if (causes["target"] >= most[0]).any() or (causes["reason"] >= most[1]).any():
        raise zlib.error("causes of something that this study does not have")
    return causes


def _inflated(packed: bytes, most: int) -> bytes:
    """Return unpacked bytes; at most `most` bytes, so that damaged data cannot fill the memory.

    Raises
    ------
    zlib.error
        The data is damaged, or unpacks to more bytes.
    """
    unpacking = zlib.decompressobj()
    content = unpacking.decompress(packed, most + 1)
    if len(content) > most:
        raise zlib.error(f"more than the {most:,} bytes that it can hold")
    if not unpacking.eof:
        raise zlib.error("it is not complete")
    return content


def _collect() -> None:
    """Collect the garbage that a history left, and freeze all other objects, such as those of imported modules."""
    if gc.get_count()[0] > LEFT:
        gc.collect()
        gc.freeze()


_turns = Lock()  # held by the thread that changes the two values below
_inside = 0  # number of threads inside `uncollected`
_was_on = False  # whether garbage was collected automatically before the first of them entered


@contextmanager
def uncollected() -> Iterator[Callable[[], object]]:
    """Keep the garbage collector from scanning a growing history repeatedly; yield a function that collects garbage.

    A history is one large graph of objects that is dropped as a whole. To collect after each history, with all older
    objects frozen, costs little. Several threads may be inside at once, so the last one to leave restores the setting.
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

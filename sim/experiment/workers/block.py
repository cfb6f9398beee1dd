"""Run a block of replications, the unit of work of a worker, and pack its results."""

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
"""Compression level of zlib; for base.toml, level 6 takes 1.7 times as long and saves 7 % of the bytes."""
LEFT: Final = 5_000
"""Garbage is collected after a history if there are more new objects than this: SimPy leaves far more, the compiled
engine hardly any."""


@dataclass(frozen=True, slots=True)
class Task:
    """The replications [first, last) that a worker is to run, and how; all other data are in the `Work`.

    Attributes
    ----------
    engine, seed, inner
        Name of the engine, seed, and replications per world.
    compiles
        Whether to compile the functions for sums and causes if necessary. If not, and some of them are not compiled
        yet, all of them run as Python.
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
        Packed daily tables of each replication (`pack`).
    why
        Packed causes of the dates of each replication (`pack_why`), or the error that prevented their computation
        (`FAILED` and its text); empty for a replication whose causes are not kept (`is_traced`).
    """

    outcomes: npt.NDArray[Any]
    daily: list[bytes]
    why: list[bytes]


def run_block(plan: Plan, task: Task, stopped: Callable[[], bool] = lambda: False) -> Block:
    """Run the replications of a task one after the other.

    Parameters
    ----------
    stopped
        Called before each replication; if it returns true, the block ends with the results so far. The block also ends
        if the history under way is no longer wanted (`sim.model.wanted`).

    Raises
    ------
    EngineError
        The engine could not run a replication. A note on this exception, and on any other one that is raised while a
        replication is run, gives the seed and the number of the replication.
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
    """Return the results of one history as they are stored: its record, its packed daily tables, its packed causes.

    If reviews changed something, the same history is also run without reviews, to compare the two.

    Parameters
    ----------
    simulate
        Runs the history without reviews; it may leave out the visits.
    with_visits
        Runs the history without reviews once more, with its visits, if reviews decided a milestone; the comparison of
        causes needs visits. By default it is `simulate`.
    """
    without = None
    if acted(history):
        without = Sums(plan, simulate(plan, task.seed, replication, inner=task.inner, reviews=False))
    is_wanted()  # raises if the history is no longer wanted; for a large force, each of these steps takes seconds
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
    """Return the two daily tables of a history as compressed bytes.

    The differences from day to day are compressed, because most of them are zero.

    Parameters
    ----------
    daily, by_lift
        The counts of people and equipment by day, and the figures of each lift by day.
    """
    heads = np.diff(daily, axis=0, prepend=np.int32(0)).astype("<i4")
    flown = np.diff(by_lift, axis=0, prepend=np.int64(0)).astype("<i8")
    return zlib.compress(heads.tobytes() + flown.tobytes(), LEVEL)


def unpack(packed: bytes, shape: tuple[int, ...], lifts: tuple[int, ...]) -> tuple[Daily, ByLift]:
    """Return the two daily tables that `pack` packed; the first has the shape `shape`, the second the shape `lifts`.

    Raises
    ------
    zlib.error
        The bytes are damaged, or the tables have other shapes.
    """
    heads, flown = 4 * prod(shape), 8 * prod(lifts)
    content = _inflated(packed, heads + flown)
    if len(content) != heads + flown:
        raise zlib.error(f"daily counts of {len(content)} bytes, expected {heads + flown}")
    daily = np.frombuffer(content, "<i4", prod(shape)).reshape(shape)
    by_lift = np.frombuffer(content, "<i8", prod(lifts), heads).reshape(lifts)
    return np.cumsum(daily, axis=0, dtype=np.int32), np.cumsum(by_lift, axis=0, dtype=np.int64)


def _owners(sums: Sums, which: npt.NDArray[np.bool_], run: Callable[[], Trajectory]) -> bytes:
    """Return the packed causes of a history; if they cannot be computed, `FAILED` and the error as text.

    Parameters
    ----------
    which
        For each milestone, whether reviews decided that it is met or missed, shape (n_milestones,). The shape is (0,)
        if reviews changed nothing.
    run
        Runs the same history without reviews, with its visits.
    """
    try:
        causes = by_reason(sums)
        if which.any():
            causes = np.concatenate([causes, turned(sums.plan, causes, Sums(sums.plan, run()), which)])
        return pack_why(causes)
    except Exception as error:
        return FAILED + where(error).encode()


def pack_why(owners: ByReason) -> bytes:
    """Return the causes of the dates of a history as compressed bytes."""
    return zlib.compress(owners.tobytes(), LEVEL)


def unpack_why(packed: bytes, most: tuple[int, int]) -> ByReason | None:
    """Return the causes that `pack_why` packed; None if they could not be computed.

    Parameters
    ----------
    most
        Number of targets, and number of reasons, that the study has. A target is a date whose causes are computed.

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
    """Return decompressed bytes, at most `most` of them, so that damaged data cannot fill the memory.

    Raises
    ------
    zlib.error
        The data is damaged, or has more bytes than `most` when decompressed.
    """
    unpacking = zlib.decompressobj()
    content = unpacking.decompress(packed, most + 1)
    if len(content) > most:
        raise zlib.error(f"more than {most:,} bytes when decompressed")
    if not unpacking.eof:
        raise zlib.error("it is not complete")
    return content


def _collect() -> None:
    """Collect the garbage that a history left, if it is much, and freeze all objects that remain (`gc.freeze`)."""
    if gc.get_count()[0] > LEFT:
        gc.collect()
        gc.freeze()


_turns = Lock()  # a thread holds it while it changes the two values below
_inside = 0  # number of threads inside `uncollected`
_was_on = False  # whether automatic collection was on before the first of these threads entered


@contextmanager
def uncollected() -> Iterator[Callable[[], object]]:
    """Turn automatic garbage collection off in a `with` block; yield a function that collects after a history.

    While a history grows, the collector would scan its objects again and again, although hardly any of them is garbage
    before the history ends. Several threads may be in such a block at once; the last one to leave restores the setting.
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

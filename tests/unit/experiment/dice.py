"""Engines for tests. Their histories depend on a few random numbers. Some engines are slow; others refuse a history,
fail in it, or kill their process.
"""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from sim.errors import EngineError
from sim.model.draws import Stream, uniform
from sim.model.plan import Plan
from sim.model.terms import Fate
from sim.model.trajectory import Trajectory
from tests.scenarios import DAY, base, compiled, dated, items, lift
from tests.unit.analysis.histories import gone, history, sortie, still

FAST = "tests.unit.experiment.dice:fast"
SLOW = "tests.unit.experiment.dice:slow"
BROKEN = "tests.unit.experiment.dice:broken"
LATER = "tests.unit.experiment.dice:later"
TOO_LATE = 290
BUGGY = "tests.unit.experiment.dice:buggy"
KILLED = "tests.unit.experiment.dice:killed"
DEADLY = "tests.unit.experiment.dice:deadly"


def question(**more: object) -> Plan:
    """Return a plan of two guards and three items with a deadline on day 20; some histories of `fast` close before
    it, others after it.
    """
    return compiled(
        **{
            "name": "dice",
            "site": {"A": base(), "B": base()},
            "group": {"guards": {"site": "A", "count": 2}},
            "lot": {"ammo": items(2, 2.0), "tents": items(1, 3.0, "general")},
            "lift": {"c17": lift(dated(24))},
            "deadline_h": 480,
            **more,
        }
    )


def fast(plan: Plan, seed: int, replication: int, inner: int = 1) -> Trajectory:
    """Return a history. Each world has a random time between day 5 and day 20, and each mover leaves within six days
    after this time. With probability 0.1 a guard never leaves, so that the history does not close. With probability 0.3
    the tents stay behind.
    """
    world = uniform(seed, replication // inner, Stream.WORLD, 1, 0, 0, 0)
    uniforms = [uniform(seed, replication, Stream.SERVICE, 1, i, 0, 0) for i in range(5)]
    ups = [int(DAY * (5 + 15 * world + 6 * each)) for each in uniforms]
    movers = [gone(lot, up, kg=kg) for lot, up, kg in zip((0, 0, 1, 1), ups, (100, 100, 2000, 2000), strict=False)]
    tents = still(2, kg=3000, fate=Fate.LEFT) if uniforms[4] < 0.3 else gone(2, ups[4], kg=3000)
    if uniforms[0] < 0.1:
        movers[0] = still(0)
    return history([*movers, tents], [sortie(0, 0, Fate.OUT, payload=9000, kg=2000, up=min(ups))], end=plan.horizon)


def slow(plan: Plan, seed: int, replication: int, inner: int = 1) -> Trajectory:
    """Return the history of `fast` after a fiftieth of a second."""
    time.sleep(0.02)
    return fast(plan, seed, replication, inner)


def broken(plan: Plan, seed: int, replication: int, inner: int = 1) -> Trajectory:
    """Return the history of `fast`, but refuse replication 13 with an EngineError."""
    if replication == 13:
        raise EngineError("spot 2 freed twice", seed=seed, replication=replication)
    return fast(plan, seed, replication, inner)


def later(plan: Plan, seed: int, replication: int, inner: int = 1) -> Trajectory:
    """Return the history of `fast`, but refuse replication 290 with an EngineError."""
    if replication == TOO_LATE:
        raise EngineError("spot 2 freed twice", seed=seed, replication=replication)
    return fast(plan, seed, replication, inner)


def buggy(plan: Plan, seed: int, replication: int, inner: int = 1) -> Trajectory:
    """Return the history of `fast`, but fail in replication 13 with an unexpected exception."""
    if replication == 13:
        raise ZeroDivisionError("a bug")
    return fast(plan, seed, replication, inner)


def killed(plan: Plan, seed: int, replication: int, inner: int = 1) -> Trajectory:
    """Return the history of `slow`, but kill this process at the first run of replication 13. The file at DICE_MARK
    records that run.
    """
    mark = Path(os.environ["DICE_MARK"])
    if replication == 13 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return slow(plan, seed, replication, inner)


def deadly(plan: Plan, seed: int, replication: int, inner: int = 1) -> Trajectory:
    """Return the history of `slow`, but kill this process whenever it is to run replication 13."""
    if replication == 13:
        os.kill(os.getpid(), signal.SIGKILL)
    return slow(plan, seed, replication, inner)

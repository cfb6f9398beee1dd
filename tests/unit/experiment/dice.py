"""Engines for tests: histories by the throw of addressed dice, some slow, some broken."""

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
    """A few guards and crates; closure falls on one side of the deadline or the other."""
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
    """Everyone leaves on a day that the world decides, give or take; one history in ten never ends."""
    world = uniform(seed, replication // inner, Stream.WORLD, 1, 0, 0, 0)
    uniforms = [uniform(seed, replication, Stream.SERVICE, 1, i, 0, 0) for i in range(5)]
    ups = [int(DAY * (5 + 15 * world + 6 * each)) for each in uniforms]
    movers = [gone(lot, up, kg=kg) for lot, up, kg in zip((0, 0, 1, 1), ups, (100, 100, 2000, 2000), strict=False)]
    tents = still(2, kg=3000, fate=Fate.LEFT) if uniforms[4] < 0.3 else gone(2, ups[4], kg=3000)
    if uniforms[0] < 0.1:
        movers[0] = still(0)
    return history([*movers, tents], [sortie(0, 0, Fate.OUT, payload=9000, kg=2000, up=min(ups))], end=plan.horizon)


def slow(plan: Plan, seed: int, replication: int, inner: int = 1) -> Trajectory:
    """As `fast`, a fiftieth of a second each."""
    time.sleep(0.02)
    return fast(plan, seed, replication, inner)


def broken(plan: Plan, seed: int, replication: int, inner: int = 1) -> Trajectory:
    """As `fast`, but replication 13 cannot be run."""
    if replication == 13:
        raise EngineError("spot 2 freed twice", seed=seed, replication=replication)
    return fast(plan, seed, replication, inner)


def later(plan: Plan, seed: int, replication: int, inner: int = 1) -> Trajectory:
    """As `fast`, but replication 290 cannot be run."""
    if replication == TOO_LATE:
        raise EngineError("spot 2 freed twice", seed=seed, replication=replication)
    return fast(plan, seed, replication, inner)


def buggy(plan: Plan, seed: int, replication: int, inner: int = 1) -> Trajectory:
    """As `fast`, but replication 13 meets a bug."""
    if replication == 13:
        raise ZeroDivisionError("a bug")
    return fast(plan, seed, replication, inner)


def killed(plan: Plan, seed: int, replication: int, inner: int = 1) -> Trajectory:
    """As `slow`, but the process that runs replication 13 is killed, once."""
    mark = Path(os.environ["DICE_MARK"])
    if replication == 13 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return slow(plan, seed, replication, inner)


def deadly(plan: Plan, seed: int, replication: int, inner: int = 1) -> Trajectory:
    """As `slow`, but the process that runs replication 13 is killed, each time."""
    if replication == 13:
        os.kill(os.getpid(), signal.SIGKILL)
    return slow(plan, seed, replication, inner)

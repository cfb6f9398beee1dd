"""Trials: histories of many plans, of which only the figures that a decision needs are kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from threading import Lock
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.analysis.outcomes.column import Column
from sim.analysis.outcomes.record import record_type
from sim.analysis.outcomes.trial import columns, figures
from sim.config import digest
from sim.config.change import changed
from sim.config.literal import dotted, literal
from sim.domain.scenario import Scenario
from sim.experiment.workers.block import Task, uncollected
from sim.experiment.workers.engine import engine, fitting
from sim.experiment.workers.work import movers_of
from sim.model.compile import plan
from sim.model.plan import Plan
from sim.model.trajectory import Trajectory
from sim.model.wanted import UnwantedError

__all__ = ["STRIDE", "Change", "Trial", "Trials", "stride"]

STRIDE: Final = 1_000_000
"""How many trial numbers belong to one point if each trial has a world of its own; otherwise see `stride`."""
KEPT: Final = 20
"""Number of compiled plans that a process caches."""

Change = Mapping[tuple[str, ...], Any]
"""The values that a point changes in the question: each new value by the path of its key."""


def stride(inner: int) -> int:
    """Return how many trial numbers belong to one point: trial `i` of point `p` has the number `p * stride(inner) + i`.

    The result is a multiple of `inner`, the number of trials per world, so that each point begins with a new world.
    """
    return max(STRIDE // inner, 1) * inner


@dataclass(frozen=True, slots=True)
class Trial:
    """The results of a block: one record per trial, with its trial number as `replication` and the `Trials.columns`."""

    outcomes: npt.NDArray[Any]


@dataclass(frozen=True, eq=False)
class Trials:
    """The work of a sweep or a search: trials of several points, each of which changes some values of one question.

    Attributes
    ----------
    question
        The scenario that the points change.
    points
        The values that each point changes.
    common_random_numbers
        Whether trial i has the same random numbers at all points; otherwise each point has its own.
    """

    question: Scenario
    points: Sequence[Change]
    common_random_numbers: bool = False

    @cached_property
    def digest(self) -> str:
        """Digest of the question, its points, and whether they share random numbers."""
        hashed = blake2b(digest_size=16)
        asked = (self.question.name, digest(self.question), self.question.known, self.common_random_numbers)
        hashed.update(repr(asked).encode())
        for point in self.points:
            hashed.update(repr(sorted(point.items(), key=lambda each: each[0])).encode())
        return hashed.hexdigest()

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Columns of the record of a trial, without its number."""
        return columns(self.plan(0))

    def figures(self, plan: Plan, history: Trajectory) -> list[float]:
        """Return the figures of one trial, in the order of the columns."""
        return figures(plan, history)

    def asked(self, point: int) -> Scenario:
        """Return the question with the changes of a point."""
        return changed(self.question, self.points[point]) if self.points[point] else self.question

    def plan(self, point: int) -> Plan:
        """Return the compiled plan of a point; each process caches the last `KEPT` plans that it compiled.

        Raises
        ------
        ConfigError
            The question is invalid with the changes of this point.
        """
        with _turns:
            key = self.digest, point
            if key not in _plans:
                _plans[key] = plan(self.asked(point))
                while len(_plans) > KEPT:
                    _plans.popitem(last=False)
            return _plans[key]

    def in_words(self, point: int) -> str:
        """Return the values that a point changes, as text: `lift.c17.seats = 90`."""
        return ", ".join(f"{dotted(path)} = {literal(value)}" for path, value in self.points[point].items())

    @property
    def movers(self) -> int:
        """Number of people and items of the first point, with every unknown at its mean."""
        return movers_of(self.plan(0))

    def run(self, task: Task, stopped: Callable[[], bool] = lambda: False) -> Trial:
        """Run the trials of a task, which must all belong to one point.

        `stopped` is called before each trial. If it returns true, or if the trial under way is no longer wanted
        (`sim.model.wanted`), the results so far are returned.
        """
        step = stride(task.inner)
        asked = self.plan(task.first // step)
        simulate = engine(fitting(asked, task.engine)[0], visits=False)
        records: list[tuple[float, ...]] = []
        with uncollected() as collect:
            for trial in range(task.first, task.last):
                if stopped():
                    break
                number = trial % step if self.common_random_numbers else trial
                try:
                    history = simulate(asked, task.seed, number, inner=task.inner)
                    records.append((trial, *self.figures(asked, history)))
                except UnwantedError:
                    break
                except Exception as error:
                    error.add_note(f"in replication {number} with seed {task.seed}, at {self.in_words(trial // step)}")
                    raise
                del history
                collect()
        return Trial(np.array(records, record_type(self.columns)))

    def replication_of(self, task: Task) -> int:
        """Return the replication number that determines the random numbers of the first trial of a task."""
        return task.first % stride(task.inner) if self.common_random_numbers else task.first


_turns = Lock()  # held by a thread while the thread uses the cache below
_plans: OrderedDict[tuple[str, int], Plan] = OrderedDict()  # compiled plans by digest of the work and point

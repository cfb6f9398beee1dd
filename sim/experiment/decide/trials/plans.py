"""Trials of a few separate scenarios, all on the same random numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

from sim.analysis.outcomes.column import Column
from sim.analysis.outcomes.trial import columns, figures
from sim.config import digest
from sim.domain.scenario import Scenario
from sim.experiment.decide.trials.trial import Trials
from sim.model.plan import Plan
from sim.model.trajectory import Trajectory

__all__ = ["Plans", "plans"]


@dataclass(frozen=True, eq=False)
class Plans(Trials):
    """The work of an elimination (`sim compare --eliminate`): each point has a scenario of its own.

    Attributes
    ----------
    scenarios
        The scenario of each point; the first one is the baseline.
    """

    scenarios: tuple[Scenario, ...] = ()

    @cached_property
    def digest(self) -> str:
        """Digest of the scenarios, their names and their order."""
        hashed = blake2b(digest_size=16)
        for scenario in self.scenarios:
            hashed.update(repr((scenario.name, digest(scenario), scenario.known)).encode())
        return hashed.hexdigest()

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Columns of a trial: the columns of the first plan that all other plans have too."""
        first, *others = (columns(self.plan(point)) for point in range(len(self.scenarios)))
        names = [{column.name for column in other} for other in others]
        return tuple(column for column in first if all(column.name in other for other in names))

    def figures(self, plan: Plan, history: Trajectory) -> list[float]:
        """Return the figures of one trial, in the order of the columns."""
        by_name = dict(zip((column.name for column in columns(plan)), figures(plan, history), strict=True))
        return [by_name[column.name] for column in self.columns]

    def asked(self, point: int) -> Scenario:
        """Return the scenario of a point."""
        return self.scenarios[point]


def plans(scenarios: Mapping[str, Scenario]) -> Plans:
    """Return the work of an elimination between named scenarios; the first one is the baseline."""
    every = tuple(scenarios.values())
    return Plans(every[0], [{("plan",): name} for name in scenarios], True, every)

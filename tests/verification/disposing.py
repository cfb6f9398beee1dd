"""Helpers for tests of dispositions: build a small scenario, run it, and return the fate of each item."""

from __future__ import annotations

from typing import Any

from sim.domain.scenario import Scenario
from sim.engines.simpy import Check
from sim.model.compile import plan
from sim.model.plan import Plan
from sim.model.terms import Fate
from sim.model.trajectory import Trajectory
from tests.engine import simulate
from tests.scenarios import hours, scenario

ALL = Check(shuffle=5, scan=True, enablers=True, audit=True)
"""All checks of the SimPy engine."""


def case(deadline_h: float = 60 * 24, milestone: Any = None, **sections: Any) -> Scenario:
    """Build a scenario whose deadline covers wanted movers too, because most have no required movers.

    For the deadline, equipment that is handed over, sold, destroyed or retained counts as done.
    """
    milestones = {"deadline": {"by": hours(deadline_h), "of": "everything", "settled": True}, **(milestone or {})}
    return scenario(deadline_h=deadline_h, milestone=milestones, **sections)


def run(replication: int = 0, **sections: Any) -> tuple[Plan, Trajectory]:
    """Build a scenario with `case` and run one history with all checks; return its plan and the history."""
    compiled = plan(case(**sections))
    return compiled, simulate(compiled, 1, replication, check=ALL)


def fates(compiled: Plan, history: Trajectory) -> dict[str, list[str]]:
    """Return by group or lot the names of the fates of its members, in order."""
    return {
        name: [Fate(fate).name for fate in history.mover["fate"][history.mover["lot"] == row]]
        for row, name in enumerate(compiled.names["lot"])
    }

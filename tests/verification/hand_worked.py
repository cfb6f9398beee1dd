"""Helpers for cases worked by hand: run a history with all checks, and give its instants and sorties in hours."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.engines.simpy import Check
from sim.model.calendars import NEVER
from sim.model.compile import plan
from sim.model.plan import Plan
from sim.model.terms import Fate
from sim.model.trajectory import Trajectory
from tests.engine import simulate
from tests.scenarios import HOUR, scenario

ALL = Check(shuffle=5, scan=True, enablers=True, audit=True)
"""All checks of the SimPy engine."""


def run(replication: int = 0, **sections: Any) -> tuple[Plan, Trajectory]:
    """Build a scenario and run one history with all checks; return its plan and the history."""
    compiled = plan(scenario(**sections))
    return compiled, simulate(compiled, 1, replication, check=ALL)


def at(instants: Any) -> list[float | None]:
    """Return instants in hours; None for NEVER."""
    return [None if instant >= NEVER else instant / HOUR for instant in np.asarray(instants).tolist()]


def ups(compiled: Plan, history: Trajectory) -> dict[str, list[float | None]]:
    """Return by group or lot the instants [h] at which its members left the country; None for NEVER."""
    return {
        name: at(history.mover["up"][history.mover["lot"] == row]) for row, name in enumerate(compiled.names["lot"])
    }


def run_with_ups(**sections: Any) -> tuple[Trajectory, dict[str, list[float | None]]]:
    """Build a scenario and run history 0 with all checks; return the history and its `ups`."""
    compiled = plan(scenario(**sections))
    history = simulate(
        compiled, 1, 0, check=ALL
    )  # called here and not by `run`, so that tests/conftest.py sees that this function runs histories
    return history, ups(compiled, history)


def sorties(history: Trajectory, *columns: str) -> list[tuple[Any, ...]]:
    """Return the named columns of each sortie.

    Fates are given as names, instants in hours (None for NEVER), and other numbers as in the table.
    """
    rows = []
    for sortie in history.sortie:
        row: list[Any] = []
        for column in columns:
            value = int(sortie[column])
            small = column in ("site", "number", "attempt", "people", "kg", "lift")
            row.append(Fate(value).name if column == "fate" else value if small else at([value])[0])
        rows.append(tuple(row))
    return rows

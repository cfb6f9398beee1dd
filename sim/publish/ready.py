"""Steps that several commands share: the results folder, the engine, the progress of trials, an example key."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sim.domain.scenario import Scenario
from sim.domain.supply import Rate
from sim.experiment.keep.titled import folder_of_title
from sim.experiment.workers.engine import fitting
from sim.experiment.workers.engine import ready as engine_ready
from sim.experiment.workers.progress import Progress
from sim.model.plan import Plan
from sim.publish.listener import Listener

__all__ = ["load_engine", "own_folder", "rate_key", "trials"]

RESULTS = Path("results")
PLAIN = re.compile(r"[\w-]+", re.ASCII)
"""Pattern of names that need no quotes in a dotted key."""


def own_folder(title: str, listener: Listener, ending: str = "") -> Path:
    """Return the results folder of a title; notify the listener if the plain name belongs to another title."""
    folder, other = folder_of_title(RESULTS, title, ending)
    if other is not None:
        listener.other_title(folder, title, other)
    return folder


def rate_key(scenario: Scenario) -> str:
    """Return a key for an example: the missions a week of the first lift that comes at a rate; "KEY" if none does."""
    rates = [name for name, lift in scenario.lift.items() if isinstance(lift.supply, Rate) and PLAIN.fullmatch(name)]
    return f"lift.{rates[0]}.supply.per_week" if rates else "KEY"


def load_engine(plan: Plan, engine: str, listener: Listener) -> None:
    """Load the engine for a plan; notify the listener if it has to be compiled first."""
    fitting_engine, _ = fitting(plan, engine)
    engine_ready(plan, fitting_engine, listener.compiles)


@contextmanager
def trials(listener: Listener) -> Iterator[Callable[[int, int, float], None]]:
    """Yield a function that notifies a listener of progress.

    It takes the number of trials done, the number of all trials, and the trials per second.
    """
    with listener.progress(0, at_most=False) as report:

        def notify(done: int, total: int, rate: float) -> None:
            left: Any = (total - done) / rate if rate else None
            report(Progress(done, total, None, rate, left))

        yield notify

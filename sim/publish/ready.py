"""Prepare a run: choose the results folder, load the engine, and pass the progress of trials to a listener."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sim.experiment.keep.titled import folder_of_title
from sim.experiment.workers.engine import fitting
from sim.experiment.workers.engine import ready as engine_ready
from sim.experiment.workers.progress import Progress
from sim.model.plan import Plan
from sim.publish.listener import Listener

__all__ = ["load_engine", "own_folder", "trials"]

RESULTS = Path("results")


def own_folder(title: str, listener: Listener, ending: str = "") -> Path:
    """Return the results folder of a title; notify the listener if the plain name belongs to another title."""
    folder, other = folder_of_title(RESULTS, title, ending)
    if other is not None:
        listener.other_title(folder, title, other)
    return folder


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

"""What several commands do before they run: choose the results folder, and load the engine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli.terminal import show

if TYPE_CHECKING:
    from sim.model.plan import Plan

__all__ = ["make_ready", "own_folder"]


def make_ready(asked: Plan, engine: str, quiet: bool) -> None:
    """Load the engine that is to run a plan, and say where it has to be compiled first."""
    from sim.cli.listener import Printing
    from sim.experiment.workers.engine import fitting, ready

    ran, _ = fitting(asked, engine)
    ready(asked, ran, Printing(quiet=quiet).compiles)


def own_folder(title: str, ending: str = "", *, error: bool = False) -> Path:
    """Return the results folder of a scenario by its title; say so where another title has that of the plain name.

    `error` says so on the error stream, where the output is for programs.
    """
    from sim.experiment.keep.titled import folder_of_title
    from sim.report.again import other_title_lines

    folder, other = folder_of_title(Path("results"), title, ending)
    show(other_title_lines(folder, title, other) if other is not None else (), error=error)
    return folder

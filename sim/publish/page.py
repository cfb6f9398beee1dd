"""Write the page of a study to a file, for `sim report` and `sim run --report`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.domain.scenario import Scenario
    from sim.experiment.study import Study

__all__ = ["write_choice", "write_page"]

NAME = "report.html"


def write_page(
    study: Study,
    scenario: Scenario,
    folder: Path,
    *,
    out: Path | None = None,
    named: Path | None = None,
    histories: int | None = None,
) -> str:
    """Write the page of a study, and return its path and size in words.

    Parameters
    ----------
    study, scenario, folder
        The study, its scenario, and its results folder.
    out
        The file; None for report.html in the folder.
    named
        The original scenario file, if it is available.
    histories
        Number of histories on the page that are chosen at random; None for the default of `sim.page.page`.
    """
    from sim.page import page

    text = None if named is None else named.read_text(encoding="utf-8")
    return _written(page(study, scenario, text=text, folder=folder, drawn=histories), folder, out)


def write_choice(folder: Path, *, out: Path | None = None) -> str:
    """Write the page of a sweep, search or comparison, and return its path and size in words.

    Parameters
    ----------
    folder, out
        The folder of the sweep, search or comparison, and the file, as for `write_page`.
    """
    from sim.page.choice import choice_page

    return _written(choice_page(folder), folder, out)


def _written(page: str, folder: Path, out: Path | None) -> str:
    from sim.experiment.keep.written import write_text

    path = folder / NAME if out is None else out
    write_text(path, [page])
    return f"{path} ({len(page.encode()) / 1000:,.0f} kB)"

"""Write a study as one HTML page that a browser shows without a network; other packages compute its numbers.

::

    folder = Path("results/niger-2024-forecast-of-19-may")
    text = page(sim.reopen(folder), sim.load(folder / "scenario.toml"), folder=folder)

`record` collects the content of the page as plain dicts and lists; `first`, `sections` and `charts` convert it to
markup; `assemble` puts it into one file with the style and the script of `assets`. `choice` makes the page of a sweep,
a search or a comparison.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.domain.scenario import Scenario
    from sim.experiment.study import Study

__all__ = ["page"]


def page(
    study: Study, scenario: Scenario, *, text: str | None = None, folder: Path | None = None, drawn: int | None = None
) -> str:
    """Return a study as an HTML document that needs no other file.

    Parameters
    ----------
    study, scenario
        The study, and its scenario.
    text
        The original scenario file, for the grades in its comments; None if it is not available.
    folder
        The results folder, for the observations, the other plans of a comparison, and the command that repeats the
        study; None for a study in memory.
    drawn
        Number of histories chosen at random that the page plays (default: 2), besides an early, a median and a late
        history; 0 for no playback.

    Raises
    ------
    ResultsError
        A file of the folder is damaged.
    """
    from sim.page.assemble import assembled
    from sim.page.record import DRAWN, record

    return assembled(record(study, scenario, text=text, folder=folder, drawn=DRAWN if drawn is None else drawn))

"""Figures of a study: when the force will be out and why, what is still there, where the hours go, what the lift did,
what stays behind and what it costs.

::

    study = sim.run(scenario, replications=200)
    sim.plots.of(study).closure()  # a matplotlib Figure; a notebook shows it
    sim.plots.draw_all(study, "figures")

Each figure of a study has a module with a function `draw(figure, data, ...)`, which draws finished results and runs no
history. matplotlib is loaded when the first figure is drawn; pyplot is not used, so there is no window and no global
state.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sim.analysis.summary.failed import Failure, where
from sim.errors import ResultsError, SimError

if TYPE_CHECKING:
    from sim.analysis.summary.observed import Observation
    from sim.experiment.study import Study
    from sim.plots.gallery import Plots

__all__ = ["FIGURES", "FORMS", "available", "draw_all", "draw_asked", "of", "redraw"]

FIGURES: Final = ("closure", "why", "remaining", "network", "hours", "lift", "ledger")
"""Names of the figures that `draw_all` draws; the file of a figure has the name of the figure."""


FORMS: Final = ("png", "svg", "pdf")
"""File formats of figures."""


def available(study: Study) -> tuple[str, ...]:
    """Return the names of the figures that a study has: those of `FIGURES`, in order, then `sensitivity`.

    `ledger` is left out if there is neither equipment nor a price, `sensitivity` if there are no unknowns or fewer than
    100 worlds.
    """
    from sim.analysis.decisions.sensitivity import FEWEST
    from sim.plots.ledger import is_empty

    worlds = len(study) // study.inner
    asked = ("sensitivity",) if len(study.plan.uncertain) and worlds >= FEWEST else ()
    return (*(name for name in FIGURES if name != "ledger" or not is_empty(study.plan)), *asked)


def redraw(
    study: Study,
    name: str,
    path: str | Path,
    form: str = "png",
    observations: str | Path | Sequence[Observation] = (),
) -> Path:
    """Draw one figure of a study to a file.

    No history is run again, except those that `study.course` and `study.flows` need.

    Parameters
    ----------
    study
        A study in memory, or loaded from a results folder (`sim.reopen`).
    name
        One of `available(study)`.
    path
        The file; its folder must exist. It is written completely or not at all.
    form
        One of `FORMS`; the ending of the file's name does not matter.
    observations
        Observations of the real case, or their CSV file (`Scenario.observations`).

    Returns
    -------
    Path
        The path of the file; the same study gives the same bytes.

    Raises
    ------
    ResultsError
        The study has no figure of that name, there is no such format (the message lists the valid ones), or the file
        cannot be written.
    ConfigError
        The observations have errors.
    """
    from sim.experiment.keep.written import write_bytes
    from sim.plots.letters import unreadable

    for what, value, known in (("figure of this study", name, available(study)), ("file format", form, FORMS)):
        if value not in known:
            raise ResultsError(f"{value!r} is no {what}: expected one of {', '.join(known)}")
    path = Path(path)
    sheet = getattr(of(study, observations), name)()
    picture = sheet.picture(form)
    write_bytes(path, [picture])
    if sheet.lacking:
        warnings.warn(unreadable({path.name: sheet.lacking}), stacklevel=2)
    return path


def of(study: Study, observations: str | Path | Sequence[Observation] = ()) -> Plots:
    """Return the figures of a study as methods of one object; a figure is drawn when its method is called.

    Parameters
    ----------
    study
        A study in memory, or loaded from a results folder.
    observations
        Observations of the real case, or their CSV file (`Scenario.observations`).
    """
    from sim.plots.gallery import Plots

    return Plots(study, observations)


def draw_all(
    study: Study,
    folder: str | Path,
    observations: str | Path | Sequence[Observation] = (),
    failures: list[Failure] | None = None,
    lacking: dict[str, str] | None = None,
) -> list[Path]:
    """Draw every figure to a folder, which is created if necessary.

    Parameters
    ----------
    study
        A study in memory, or loaded from a results folder.
    folder
        Folder for the files: closure.png, why.png, remaining.png, network.png, hours.png, lift.png, ledger.png.
    observations
        Observations of the real case, or their CSV file (`Scenario.observations`).
    failures
        List that receives the figures that a bug prevents from being drawn. With None, the first of their errors is
        raised after all other figures are drawn.
    lacking
        Dictionary that receives, by the name of the file, the letters that no font of this machine has. With None, a
        warning names these letters.

    Returns
    -------
    list of Path
        The files, in the order of `FIGURES`; each is written completely or not at all, and the same study gives the
        same bytes.

    Raises
    ------
    ResultsError
        The folder cannot be written.
    ConfigError
        The observations have errors.
    """
    from sim.experiment.keep.written import own_folder, write_bytes
    from sim.plots.letters import unreadable

    drawn = of(study, observations)
    own_folder(Path(folder))
    paths = []
    errors: list[Exception] = []
    boxes = lacking if lacking is not None else {}
    for name in FIGURES:
        path = Path(folder) / f"{name}.png"
        try:
            sheet = getattr(drawn, name)()
            picture = sheet.png()
        except SimError:
            raise
        except Exception as error:
            errors.append(error)
            path.unlink(missing_ok=True)  # the file may be the figure of an earlier study
            if failures is not None:
                failures.append(Failure(f"figure {path.name}", None, where(error)))
            continue
        write_bytes(path, [picture])
        paths.append(path)
        if sheet.lacking:
            boxes[path.name] = sheet.lacking
    if boxes and lacking is None:
        warnings.warn(unreadable(boxes), stacklevel=2)
    if errors and failures is None:
        raise errors[0]
    return paths


def draw_asked(study: Study, milestone: str = "deadline") -> Path:
    """Draw the sensitivity figure for a milestone to a file in the results folder of a study.

    Returns
    -------
    Path
        The path of figures/sensitivity.png in that folder.

    Raises
    ------
    ResultsError
        The study is only in memory, its folder cannot be written, or it has fewer than 100 worlds.
    KeyError
        The study has no such milestone.
    """
    from sim.experiment.keep.written import own_folder, write_bytes
    from sim.plots.letters import unreadable

    if study.store.folder is None:
        raise ResultsError("the study is only in memory: draw sim.plots.of(study).sensitivity() instead")
    path = study.store.folder / "figures" / "sensitivity.png"
    sheet = of(study).sensitivity(milestone)
    picture = sheet.png()
    own_folder(path.parent)
    write_bytes(path, [picture])
    if sheet.lacking:
        warnings.warn(unreadable({path.name: sheet.lacking}), stacklevel=2)
    return path

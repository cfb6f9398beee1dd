"""Find the study that a command is about: in a results folder, or in the default folder of a scenario file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sim.cli.options import as_json, milestone, trust
from sim.cli.terminal import show, show_json, width

if TYPE_CHECKING:
    from sim.experiment.study import Study

__all__ = ["answer", "asked_of", "opened", "with_milestone"]

Command = TypeVar("Command", bound=Callable[..., Any])

asked_of = click.argument("study", metavar="RESULTS|CONFIG", type=click.Path())


def with_milestone(command: Command) -> Command:
    """Add the argument for the study, and the options --milestone, --json and --trust-policies."""
    return asked_of(milestone(as_json(trust(command))))


def opened(named: str, milestone: str, as_json: bool) -> Study:
    """Return the study in a results folder, or in the default folder of a scenario file.

    Parameters
    ----------
    named, milestone
        The results folder or the scenario file, and the milestone that the command is about ("all" for all of them).
    as_json
        Whether the answer is printed as JSON; all other messages then go to the error stream.

    Raises
    ------
    click.BadParameter
        The study has no such milestone.
    ResultsError
        There is no study, or it is damaged, of another version or of another question.
    ConfigError
        The scenario file is invalid.
    """
    from sim.cli.listener import Printing
    from sim.config import load
    from sim.experiment.keep.folder import DATABASE
    from sim.experiment.reopen import reopen, study_of
    from sim.publish.ready import own_folder

    path = Path(named)
    if path.is_file() and path.name == "scenario.toml" and (path.parent / DATABASE).is_file():
        path = path.parent
    if path.is_dir() or not (path.exists() or path.suffix == ".toml"):
        study = reopen(path)
    else:
        question = load(named)
        study = study_of(question, own_folder(question.name, Printing(as_json=as_json)), named)
    names = study.plan.names["milestone"]
    if milestone != "all" and milestone not in names:
        raise click.BadParameter(f"expected one of {', '.join([*names, 'all'])}", param_hint="--milestone")
    return study


def answer(decision: Any, as_json: bool) -> None:
    """Print an answer in words, or as JSON."""
    if as_json:
        show_json(decision.as_dict())
    else:
        show(decision.lines(width()), bold=0)

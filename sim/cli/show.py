"""`sim show`: what a results folder says, again; or what studies there are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from sim.cli.options import as_json, long
from sim.cli.terminal import show as printed
from sim.cli.terminal import show_json, width
from sim.errors import ResultsError

__all__ = ["show"]

Row = TypeVar("Row")
FORMS = ("png", "svg", "pdf")


@click.command(short_help="Print the answer of a results folder again; list studies.")
@click.argument("results", metavar="RESULTS", type=click.Path(path_type=Path), default=Path("results"))
@long
@click.option("--figure", metavar="NAME", help="Draw one figure again, into the folder figures/ of RESULTS.")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMS),
    default=FORMS[0],
    show_default=True,
    help="File format of the figure.",
)
@click.option("--on-track", is_flag=True, help="Print what must be out by the end of each week to keep a chance.")
@as_json
def show(results: Path, long: bool, figure: str | None, form: str, on_track: bool, as_json: bool) -> None:
    """Print what the results folder RESULTS says; of a folder of studies (default: results/), one line each.

    Nothing is run, and nothing is written but what --figure draws. Answers of other versions of sim are printed too;
    to draw a figure the study must be one of this version.
    """
    from sim.experiment.keep.summaries import studies_under, summary_of
    from sim.report.answer import answer_lines, command_of
    from sim.report.compared import of_csv
    from sim.report.standing import on_track_lines, study_lines

    if not results.is_dir():
        raise ResultsError(f"{results}: no such folder; expected one that sim run wrote")
    if not (results / "summary.json").is_file():
        found = {str(folder): summary for folder, summary in studies_under(results).items()}
        if not found:
            raise ResultsError(
                f"{results} holds no study; expected a folder that sim run wrote, or one of such folders"
            )
        if as_json:
            show_json({folder: summary["milestones"][0] for folder, summary in found.items()})
            return
        printed(study_lines(found, width()))
        return
    if figure is not None:
        printed([f"  {_drawn(results, figure, form)}"])
        return
    summary, observed = summary_of(results), _rows(results, of_csv)
    if as_json:
        show_json({**summary, "compared": observed})
        return
    printed([f"  {summary['scenario']}"])
    if on_track:
        printed(on_track_lines(summary, width()))
        return
    command = command_of(str(results / "scenario.toml"), results)
    printed(["", *answer_lines(summary, observed, command=command, long=long, width=width())], bold=1)


def _drawn(folder: Path, name: str, form: str) -> Path:
    """Draw one figure of the study in a folder, beside those that its run drew; return where it is."""
    from sim.experiment.reopen import reopen
    from sim.plots import redraw
    from sim.report.compared import observed_in

    study, place = reopen(folder), folder / "figures"
    seen = _rows(folder, observed_in)
    if place.is_symlink():
        raise ResultsError(f"{place} is a link; expected a folder of {folder}")
    place.mkdir(exist_ok=True)
    return redraw(study, name, place / f"{name}.{form}", form, seen)


def _rows(folder: Path, read: Callable[[list[str]], list[Row]]) -> list[Row]:
    """Return the rows of compared.csv, read in some way; none where there is no such file."""
    from sim.experiment.keep.own import read_own

    path = folder / "compared.csv"
    if not (path.is_file() or path.is_symlink()):
        return []
    try:
        return read(read_own(path).decode().splitlines())
    except (ValueError, KeyError, TypeError) as error:
        raise ResultsError(f"{path} is damaged ({error!r}); the same sim run as before writes it again") from error

"""`sim show`: print the answer of a results folder again, or list studies."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from sim.cli.options import as_json, long
from sim.cli.terminal import show as printed
from sim.cli.terminal import show_json, width
from sim.errors import ResultsError

if TYPE_CHECKING:
    from sim.report.compared import Record

__all__ = ["show"]

Row = TypeVar("Row")
FORMS = ("png", "svg", "pdf")
"""File formats of figures, as in `sim.plots`, which is slow to import."""


@click.command(short_help="Print the answer of a results folder again; list studies.")
@click.argument("results", metavar="RESULTS", type=click.Path(path_type=Path), default=Path("results"))
@long
@click.option("--figure", metavar="NAME", help="Draw one figure again, in the folder figures/ of RESULTS.")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMS),
    default=FORMS[0],
    show_default=True,
    help="File format of the figure.",
)
@click.option("--on-track", is_flag=True, help="Print what must be out by the end of each week to stay on track.")
@as_json
def show(results: Path, long: bool, figure: str | None, form: str, on_track: bool, as_json: bool) -> None:
    """Print the answer in the results folder RESULTS; for a folder of studies (default: results/), a line on each.

    Nothing is run, and nothing is written except the figure of --figure. Answers of other versions of sim are printed
    too; drawing a figure needs a study of this version.
    """
    from sim.experiment.keep.disk_errors import explained
    from sim.experiment.keep.kinds import other_kind
    from sim.experiment.keep.summaries import legible, summary_of
    from sim.report.answer import answer_lines, command_of
    from sim.report.compared import as_table, of_csv, tally
    from sim.report.standing import on_track_lines

    _refuse_idle(figure, on_track, long, as_json)
    with explained(results):
        is_folder = results.is_dir()
        is_study = (results / "summary.json").is_file() and not other_kind(results)
    if not is_folder:
        raise ResultsError(f"{results}: no such folder; expected one that sim run wrote")
    if not is_study:
        if figure is not None or on_track or long:
            raise ResultsError(f"{results} is not the folder of one study; --figure, --on-track and --long need one")
        _list(results, as_json)
        return
    if figure is not None:
        printed([f"  {_drawn(results, figure, form)}"])
        return

    def legible_rows(lines: list[str]) -> list[Record]:
        """Return the rows of compared.csv; raise an error if they cannot be printed."""
        rows = of_csv(lines)
        list(as_table(rows))
        tally(rows)
        return rows

    summary, observed = summary_of(results), _rows(results, legible_rows)
    if as_json:
        show_json({**summary, "compared": observed})
        return
    with legible(results / "summary.json"):
        lines = [f"  {summary['scenario']}"]
        if on_track:
            lines += on_track_lines(summary, width())
        else:
            asked = results / "scenario.toml"
            options = ["--seed", str(summary["seed"])]
            worlds = ["--inner", str(summary["inner"])] if summary["inner"] > 1 else []
            command = command_of(str(asked), results, [*options, *worlds], options) if asked.is_file() else None
            lines += ["", *answer_lines(summary, observed, command=command, long=long, width=width())]
    printed(lines[:1])
    printed(lines[1:], bold=None if on_track else 1)


def _refuse_idle(figure: str | None, on_track: bool, long: bool, as_json: bool) -> None:
    """Raise an error if two options ask for different output, or if --format is given without --figure."""
    asked = {"--figure": figure is not None, "--on-track": on_track, "--long": long, "--json": as_json}
    given = [name for name, is_given in asked.items() if is_given]
    if len(given) > 1:
        raise click.UsageError(f"expected at most one of {', '.join(asked)}; got {' and '.join(given)}")
    source = click.get_current_context().get_parameter_source("form")
    if figure is None and source is not click.core.ParameterSource.DEFAULT:
        raise click.UsageError("expected --figure NAME too: without it, --format has no effect")


def _list(results: Path, as_json: bool) -> None:
    """Print a line (or a JSON record) for each study in a folder, and report the studies that cannot be read."""
    from sim.experiment.keep.kinds import other_kind
    from sim.experiment.keep.summaries import legible, studies_under
    from sim.report.standing import study_lines
    from sim.report.words import block

    summaries, unread = studies_under(results)
    by_folder = {str(folder): summary for folder, summary in summaries.items()}
    lines: list[str] = []
    for folder, summary in by_folder.items():
        with legible(Path(folder) / "summary.json"):
            lines += study_lines({folder: summary}, width())
    for each in unread:
        printed(block(f"not read: {each}", 2, 4, width()), error=True)
    if not by_folder and (what := other_kind(results)):
        raise ResultsError(f"{results} holds {what} and no study; expected a folder that sim run wrote")
    if not by_folder:
        raise ResultsError(f"{results} holds no study; expected a folder that sim run wrote, or a folder of such ones")
    if as_json:
        show_json({folder: summary["milestones"][0] for folder, summary in by_folder.items()})
    else:
        printed(lines)


def _drawn(folder: Path, name: str, form: str) -> Path:
    """Draw one figure of the study in a folder into its subfolder figures/, and return the path of the figure."""
    from sim.experiment.keep.disk_errors import explained
    from sim.experiment.reopen import reopen
    from sim.plots import redraw
    from sim.report.compared import observed_in
    from sim.report.words import block

    study, place = reopen(folder), folder / "figures"
    seen = _rows(folder, observed_in)
    if place.is_symlink():
        raise ResultsError(f"{place} is a link; expected a folder inside {folder}")
    with explained(place):
        place.mkdir(exist_ok=True)
    with warnings.catch_warnings(record=True) as raised:
        warnings.simplefilter("always", UserWarning)
        drawn = redraw(study, name, place / f"{name}.{form}", form, seen)
    for each in raised:
        printed(block(str(each.message), 2, 4), error=True)
    return drawn


def _rows(folder: Path, read: Callable[[list[str]], list[Row]]) -> list[Row]:
    """Return the rows of compared.csv in a folder, which `read` makes from its lines; none if there is no such file."""
    from sim.experiment.keep.own import read_own

    path = folder / "compared.csv"
    if not (path.is_file() or path.is_symlink()):
        return []
    try:
        return read(read_own(path).decode().splitlines())
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise ResultsError(f"{path} is damaged ({error!r}); the same sim run command writes it again") from error

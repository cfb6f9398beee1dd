"""`sim run`: the answer, with its interval, dates, pictures and a results folder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli.options import (
    TRUST,
    Share,
    as_json,
    engine,
    inner,
    long,
    no_figures,
    out,
    overwrite,
    question,
    quiet,
    repeated,
    seed,
    warn_of_idle,
    workers,
)
from sim.cli.page import write_page
from sim.cli.progress import showing
from sim.cli.terminal import show, show_json, width
from sim.escape import escaped

if TYPE_CHECKING:
    from sim.analysis.summary.failed import Failure
    from sim.experiment.study import Study
    from sim.model.plan import Plan
    from sim.report.compared import Record

__all__ = ["run"]

REPLICATIONS, MOST = 400, 20_000
"""Histories of a fixed number, and most of a rule, where -n is not given: as in `sim.run`, which takes time to load."""

EXAMPLES = """\b
Examples:
  sim run mine.toml
  sim run mine.toml --set lift.heavy.supply.per_week=5 --out results/five
  sim run mine.toml --decide 0.9 --report
"""


@click.command(short_help="Answer the question of CONFIG: on time or not, how likely.", epilog=EXAMPLES)
@click.option(
    "-n",
    "--replications",
    type=click.IntRange(1),
    metavar="N",
    help=f"Histories to sample (default: {REPLICATIONS}); with --within or --decide the most (default: {MOST:,}).",
)
@click.option(
    "--within",
    type=Share(),
    metavar="W",
    help="Stop when the probability is known to within W, as in 0.01: half the width of its interval.",
)
@click.option(
    "--decide",
    type=Share(),
    metavar="P",
    help="Stop when it is known, 95 % sure, whether the probability is above or below P, as in 0.95. With --within: "
    "stop when both hold.",
)
@click.option(
    "--milestone", metavar="NAME", help="Promise that --within and --decide look at (default: deadline); or all."
)
@click.option(
    "--at",
    multiple=True,
    metavar="DATE",
    help="Write to outcomes.csv who and what is in country and out of it at the end of that day, by site too; may be "
    "repeated.",
)
@inner
@seed
@workers
@engine
@out(
    "Results folder (default: results/ and the scenario's name; there an earlier question makes room for a new "
    "one). A run that was broken off goes on there."
)
@overwrite("what the results folder holds, also a finished study")
@click.option("--report", "with_page", is_flag=True, help="Write report.html too, one page that can be mailed.")
@no_figures
@long
@as_json
@quiet
@question
def run(
    config: str,
    overrides: tuple[str, ...],
    outages: tuple[str, ...],
    replications: int | None,
    within: float | None,
    decide: float | None,
    milestone: str | None,
    at: tuple[str, ...],
    inner: int,
    seed: int | None,
    workers: int | None,
    dask: str | None,
    engine: str,
    out: Path | None,
    overwrite: bool,
    with_page: bool,
    no_figures: bool,
    long: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Run CONFIG many times and tell how likely it is that all is out by the date.

    A part of the analysis that fails (a bug) is named, the answer is shown and written, and the exit code is 3.
    Ctrl-C keeps what is done; the same command goes on from there. With more than one core use as many --workers as
    you like: the results are the same.
    """
    from sim.analysis.summary.failed import EXIT_CODE
    from sim.config import load
    from sim.experiment.daily import days_at
    from sim.experiment.keep.aside import make_room
    from sim.experiment.run import run as run_study
    from sim.experiment.stopping import rule_of
    from sim.experiment.workers.engine import compiling, fitting
    from sim.model.compile import plan
    from sim.report.again import earlier_lines
    from sim.report.answer import (
        answer_lines,
        command_of,
        engine_lines,
        failure_lines,
        folder_lines,
        policy_lines,
        question_lines,
    )
    from sim.report.notices import notice_lines

    scenario = load(config, overrides, outages)
    warn_of_idle(config, overrides, outages)
    asked = plan(scenario)
    rule, most = rule_of(
        asked, within=within, decide=decide, milestone=milestone, replications=replications, inner=inner
    )
    days_at(asked, at)  # refused before an earlier study makes room
    folder = out if out is not None else own_folder(scenario.name, error=as_json)
    luck = asked.seed if seed is None else seed
    quiet = quiet or as_json
    if not quiet:
        show(question_lines(asked))
    show(notice_lines(asked.notices), error=as_json)
    if out is None and not overwrite:
        earlier = make_room(scenario, asked, folder, seed=luck, inner=inner, engine=engine)
        show(earlier_lines(earlier) if earlier is not None else (), error=as_json)
    ran, _ = fitting(asked, engine)
    with compiling(asked, ran, teller(quiet)) as under_way:
        try:
            with showing(most, quiet, at_most=rule is not None) as report:
                study = run_study(
                    scenario,
                    replications=replications,
                    within=within,
                    decide=decide,
                    milestone=milestone,
                    seed=seed,
                    inner=inner,
                    workers=workers,
                    dask=dask,
                    engine=engine,
                    out=folder,
                    overwrite=overwrite,
                    progress=report,
                    at=at,
                    hold=True,
                    under_way=under_way,
                )
        except KeyboardInterrupt as kept:
            raise KeyboardInterrupt(f"{kept}, without --overwrite" if overwrite else str(kept)) from None
        summary = study.summary
        typed = [*repeated("--set", overrides), *repeated("--outage", outages)]
        typed += ["--seed", str(seed)] if seed is not None else []
        typed += ["--inner", str(inner)] if inner > 1 else []
        typed += [TRUST] if scenario.policy.code else []
        command = command_of(config, folder, typed)
        observed = None if scenario.observations is None else Path(config).parent / scenario.observations
        beside: list[Record] = []
        unused: list[str] = []
        try:
            try:
                beside, unused = compared(study, folder, observed) if observed is not None else ([], [])
            finally:  # the answer is known: observations that make no sense must not keep it back, nor must pictures
                keep_words(study, folder, answer_lines(summary, beside, unused=unused, command=command, long=True))
                if as_json:
                    show_json({**summary, "compared": beside})
                else:
                    lines = answer_lines(summary, beside, unused=unused, command=command, long=long, width=width())
                    show(["", *lines], bold=1)
                    show(policy_lines(study.plan))
            if under_way.is_under_way:
                teller(quiet)("the engine is still being compiled, for the figures and for next time")
                under_way.finish()
            undrawn = [] if no_figures else draw(study, folder, observed)
            if with_page:
                write_page(study, scenario, folder, named=Path(config))
        finally:
            study.store.release()
            if not as_json:
                show(["", *folder_lines(folder, summary, contents(folder)), *engine_lines(study.run, len(study))])
        show(failure_lines(undrawn), error=True)
        if summary["failed"] or undrawn:
            raise SystemExit(EXIT_CODE)


def make_ready(asked: Plan, engine: str, quiet: bool) -> None:
    """Load the engine that is to run a plan, and tell where it has to be compiled first."""
    from sim.experiment.workers.engine import fitting, ready

    ran, _ = fitting(asked, engine)
    ready(asked, ran, teller(quiet))


def teller(quiet: bool) -> Callable[[str], None]:
    """Return what shows a line on the error stream; nothing where it is to be quiet."""
    return lambda text: None if quiet else show([f"  {text}"], error=True)


def draw(study: Study, folder: Path, observations: Path | None) -> list[Failure]:
    """Draw the figures of a study into its folder; say which letters no font has; return the figures that failed."""
    from sim.plots import draw_all
    from sim.plots.letters import unreadable
    from sim.report.words import block

    failures: list[Failure] = []
    lacking: dict[str, str] = {}
    draw_all(study, folder / "figures", observations if observations is not None else (), failures, lacking)
    if lacking:
        show(["", *block(unreadable(lacking), 2, 4)], error=True)
    return failures


def compared(study: Study, folder: Path, observations: Path) -> tuple[list[Record], list[str]]:
    """Put the histories beside what was observed, in compared.csv; return its rows, and what was not compared."""
    from sim.analysis.summary.compared import compare
    from sim.analysis.summary.observed import observations as read
    from sim.experiment.keep.written import write_text
    from sim.report.compared import as_csv, as_records, left_out

    rows, unused = compare(study.store, study.outcomes, read(observations))
    if rows:
        write_text(folder / "compared.csv", [as_csv(rows)])
    return as_records(rows), list(left_out(unused))


def keep_words(study: Study, folder: Path, lines: Sequence[str]) -> None:
    """Write the question and the whole answer to answer.txt."""
    from sim.experiment.keep.written import write_text
    from sim.report.answer import policy_lines, question_lines
    from sim.report.notices import notice_lines

    asked = study.plan
    parts = [*question_lines(asked), *notice_lines(asked.notices), "", *lines, *policy_lines(asked)]
    write_text(folder / "answer.txt", [escaped(f"{line.rstrip()}\n", "\n") for line in parts])


def contents(folder: Path) -> list[str]:
    """Name what this run made for a reader: what an earlier one made only if it was asked to is gone by now."""
    from sim.experiment.keep.folder import PICTURES

    names = ("answer.txt", "summary.json", "outcomes.csv", "compared.csv", "study.sqlite", "report.html")
    drawn = any((folder / "figures" / f"{name}.png").exists() for name in PICTURES)
    return [*(name for name in names if (folder / name).exists()), *(["figures/"] if drawn else [])]


def own_folder(title: str, ending: str = "", *, error: bool = False) -> Path:
    """Return the results folder of a scenario by its title; say so where another title has that of the plain name.

    `error` says so on the error stream, where the output is for programs.
    """
    from sim.experiment.keep.titled import folder_of_title
    from sim.report.again import other_title_lines

    folder, other = folder_of_title(Path("results"), title, ending)
    show(other_title_lines(folder, title, other) if other is not None else (), error=error)
    return folder

"""`sim compare`: run plans with the same random numbers; report which is best and which others may be the best."""

from __future__ import annotations

from pathlib import Path

import click

from sim.cli.options import (
    Share,
    as_json,
    engine,
    inner,
    milestone,
    no_figures,
    out,
    overwrite,
    question,
    quiet,
    seed,
    workers,
)
from sim.cli.terminal import show, show_json, width

__all__ = ["compare"]

ERROR = 0.05
"""Default of --error."""
INDIFFERENCE = 0.01
"""Default of --indifference."""


@click.command(short_help="Compare CONFIG with other plans on the same random numbers.")
@click.option(
    "--with",
    "variants",
    multiple=True,
    metavar="KEY=VALUE",
    help="A plan: what to change, as for --set; several changes of one plan are separated by ; and quoted as a whole. "
    "KEY=8:16:2 makes one plan per value; KEY may be a lever of the file; KEY=+10%, -10%, *1.2 and +2 change the "
    "stated number; * in a key stands for any name. May be repeated.",
)
@click.option("--plan", "others", multiple=True, metavar="FILE", help="A plan: another scenario. May be repeated.")
@click.option(
    "-n",
    "--replications",
    type=click.IntRange(1),
    metavar="N",
    help="Histories of each plan (default: 400); with --eliminate, at most so many of each (default: 2000).",
)
@milestone
@click.option("--eliminate", is_flag=True, help="Continue only with plans that may be the best, until one is left.")
@click.option(
    "--error",
    type=Share(),
    metavar="P",
    help=f"With --eliminate: highest chance of dropping the best plan (default: {ERROR}).",
)
@click.option(
    "--indifference",
    type=Share(),
    metavar="D",
    help=f"With --eliminate: difference of probabilities that does not matter (default: {INDIFFERENCE}).",
)
@inner
@seed
@workers
@engine
@out("Folder with a results folder per plan (default: results/, the scenario's name and -compare or -eliminate).")
@overwrite("the contents of these results folders, finished studies included")
@no_figures
@as_json
@quiet
@question
def compare(
    config: str,
    overrides: tuple[str, ...],
    outages: tuple[str, ...],
    variants: tuple[str, ...],
    others: tuple[str, ...],
    replications: int | None,
    milestone: str,
    eliminate: bool,
    error: float | None,
    indifference: float | None,
    inner: int,
    seed: int | None,
    workers: int | None,
    dask: str | None,
    engine: str,
    out: Path | None,
    overwrite: bool,
    no_figures: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Run CONFIG and other plans with the same random numbers, and report which is best and how certain that is.

    Example: sim compare CONFIG --with 'lift.c17.supply.per_week=8:16:2' --with 'site.*.working=+1' --plan other.toml
    """
    from sim.cli.listener import Printing
    from sim.experiment.decide.compare.words import as_json as table
    from sim.publish.comparison import answer_comparison
    from sim.report.typed import typed
    from sim.report.variants import lines
    from sim.report.words import block

    if not eliminate and (error, indifference) != (None, None):
        option = "--error" if error is not None else "--indifference"
        raise click.UsageError(f"{option} has no effect without --eliminate: add --eliminate, or leave {option} out")
    answer, reached = answer_comparison(
        config,
        variants,
        others,
        overrides=overrides,
        outages=outages,
        replications=replications,
        milestone=milestone,
        eliminate=eliminate,
        error=ERROR if error is None else error,
        indifference=INDIFFERENCE if indifference is None else indifference,
        inner=inner,
        seed=seed,
        workers=workers,
        dask=dask,
        engine=engine,
        out=out,
        overwrite=overwrite,
        figures=not no_figures,
        listener=Printing(as_json=as_json, quiet=quiet),
    )
    comparison = answer.result
    if as_json:
        show_json(table(comparison))
        return
    show(lines(comparison, reached, width()), bold=0)
    show(["", *answer.file_lines(width())])
    if not eliminate and comparison.question.uncertainty:
        next_step = typed(["sim", "information", str(answer.folder)])
        show(block(f"What to find out before you choose: {next_step}", 2, 4, width()))

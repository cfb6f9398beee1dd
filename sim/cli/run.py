"""`sim run`: the answer, with its interval, dates, pictures and a results folder."""

from __future__ import annotations

from pathlib import Path

import click

from sim.cli.options import (
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
    seed,
    workers,
)

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
    from sim.cli.listener import Printing
    from sim.publish.answer import answer

    try:
        found = answer(
            config,
            overrides=overrides,
            outages=outages,
            replications=replications,
            within=within,
            decide=decide,
            milestone=milestone,
            at=at,
            inner=inner,
            seed=seed,
            workers=workers,
            dask=dask,
            engine=engine,
            out=out,
            overwrite=overwrite,
            page=with_page,
            figures=not no_figures,
            listener=Printing(long=long, as_json=as_json, quiet=quiet),
        )
    except KeyboardInterrupt as kept:
        raise KeyboardInterrupt(f"{kept}, without --overwrite" if overwrite else str(kept)) from None
    if found.failed:
        raise SystemExit(EXIT_CODE)

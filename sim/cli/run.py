"""`sim run`: run a scenario, print the answer, and fill a results folder."""

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
"""Defaults of -n without and with a stopping rule; the same as in `sim.run`, which is slow to import."""

EXAMPLES = """\b
Examples:
  sim run mine.toml
  sim run mine.toml --set lift.heavy.supply.per_week=5 --out results/five
  sim run mine.toml --decide 0.9 --report
"""


@click.command(short_help="Answer the question of CONFIG: how likely is it on time?", epilog=EXAMPLES)
@click.option(
    "-n",
    "--replications",
    type=click.IntRange(1),
    metavar="N",
    help=f"Histories to run (default: {REPLICATIONS}); with --within or --decide, at most N (default: {MOST:,}).",
)
@click.option(
    "--within",
    type=Share(),
    metavar="W",
    help="Stop when half the width of the interval of the probability is at most W, such as 0.01.",
)
@click.option(
    "--decide",
    type=Share(),
    metavar="P",
    help="Stop when it is 95 % certain whether the probability is above or below P, such as 0.95. With --within: "
    "stop when both rules hold.",
)
@click.option(
    "--milestone", metavar="NAME", help="Milestone that --within and --decide use, or all (default: deadline)."
)
@click.option(
    "--at",
    multiple=True,
    metavar="DATE",
    help="Write to outcomes.csv who and what is in and out of the country at the end of that day, by site; may be "
    "repeated.",
)
@inner
@seed
@workers
@engine
@out(
    "Results folder (default: results/ and the scenario's name; an earlier study of another question that is there is "
    "moved aside). An interrupted run continues there."
)
@overwrite("the contents of the results folder, a finished study included")
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
    """Run CONFIG many times and report how likely it is that everyone and everything required is out by the date.

    If a part of the analysis fails (a bug), it is named, the answer is still shown and written, and the exit code is 3.
    Ctrl-C keeps what is done; the same command continues from there. The number of --workers does not change the
    results.
    """
    from sim.analysis.summary.failed import EXIT_CODE
    from sim.cli.listener import Printing
    from sim.publish.answer import answer

    try:
        result = answer(
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
    if result.failed:
        raise SystemExit(EXIT_CODE)

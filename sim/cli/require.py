"""`sim require`: find the smallest sufficient value of a lever."""

from __future__ import annotations

from pathlib import Path

import click

from sim.cli.options import (
    Share,
    as_json,
    engine,
    milestone,
    out,
    overwrite,
    question,
    quiet,
    seed,
    workers,
)
from sim.cli.terminal import show, show_json, width
from sim.domain.studies import MOST_HISTORIES

__all__ = ["require"]


@click.command(short_help="Find the smallest value of a lever that reaches a probability.")
@click.option(
    "--lever",
    "levers",
    multiple=True,
    required=True,
    metavar="KEY=LOW:HIGH:STEP",
    help="Key and values to try, or a lever of the file. A second --lever: one search at each of its values.",
)
@click.option("--target", type=Share(), default=0.95, show_default=True, metavar="P", help="Probability to reach.")
@milestone
@click.option(
    "--budget",
    type=click.IntRange(1, MOST_HISTORIES),
    default=6000,
    show_default=True,
    metavar="N",
    help="Largest number of histories of each search.",
)
@click.option(
    "--confidence", type=Share(), default=0.95, show_default=True, metavar="C", help="Confidence of each finding."
)
@seed
@workers
@engine
@out(
    "Folder for the trials (default: results/ and the names of the scenario and the levers). An interrupted search "
    "continues there."
)
@overwrite("the trials in that folder")
@as_json
@quiet
@question
def require(
    config: str,
    overrides: tuple[str, ...],
    outages: tuple[str, ...],
    levers: tuple[str, ...],
    target: float,
    milestone: str,
    budget: int,
    confidence: float,
    seed: int | None,
    workers: int | None,
    dask: str | None,
    engine: str,
    out: Path | None,
    overwrite: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Find the smallest value of a lever with which CONFIG reaches the target, or the largest if less is better.

    Example: sim require CONFIG --lever lift.c17.supply.per_week=6:24:1 --target 0.95
    """
    from sim.cli.listener import Printing
    from sim.experiment.decide.require.words import as_json as table
    from sim.publish.requirement import answer_search
    from sim.report.require import lines

    answer = answer_search(
        config,
        levers,
        overrides=overrides,
        outages=outages,
        target=target,
        milestone=milestone,
        budget=budget,
        confidence=confidence,
        seed=seed,
        workers=workers,
        dask=dask,
        engine=engine,
        out=out,
        overwrite=overwrite,
        listener=Printing(as_json=as_json, quiet=quiet),
    )
    if as_json:
        show_json(table(answer.result))
    else:
        show(lines(answer.result, width()), bold=0)
        show(["", *answer.file_lines(width())])

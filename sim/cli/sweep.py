"""`sim sweep`: run a scenario at many values of a few levers."""

from __future__ import annotations

from pathlib import Path

import click

from sim.cli.options import (
    Share,
    as_json,
    engine,
    inner,
    no_figures,
    out,
    overwrite,
    question,
    quiet,
    seed,
    workers,
)
from sim.cli.terminal import show, show_json, width

__all__ = ["sweep"]

REPLICATIONS = 100
"""Default of -n."""
TARGET = 0.95
"""Default of --target."""


@click.command(short_help="Run CONFIG over a range of decisions: what reaches the target?")
@click.option(
    "--vary",
    "varied",
    multiple=True,
    metavar="KEY=VALUES",
    help="What to vary: KEY=6:24:2, KEY=a,b,c, or the name of a lever of the file, with or without values. May be "
    "given up to three times.",
)
@click.option(
    "-n",
    "--replications",
    type=click.IntRange(1),
    metavar="N",
    help=f"Histories per point (default: {REPLICATIONS}).",
)
@click.option(
    "--refine",
    type=click.IntRange(0),
    metavar="N",
    help="Histories to add, in all, where the confidence band of the curve contains the target (default: none).",
)
@click.option("--target", type=Share(), metavar="P", help=f"Probability to reach (default: {TARGET}).")
@click.option("--milestone", metavar="NAME", help="Milestone, or all (default: deadline).")
@click.option(
    "--common-random-numbers",
    is_flag=True,
    help="Use the same random numbers at all points: differences are sharper, but no curve is fitted.",
)
@click.option(
    "--design",
    type=click.Choice(["grid", "latin", "sobol"]),
    help="grid: all combinations (the default); latin or sobol: at most --points of them, spread evenly.",
)
@click.option("--points", type=int, metavar="K", help="Points of a latin or sobol design.")
@inner
@seed
@workers
@engine
@out(
    "Folder for the results (default: results/ and the names of the scenario and the levers). An interrupted sweep "
    "continues there."
)
@overwrite("the trials in that folder")
@no_figures
@as_json
@quiet
@question
def sweep(
    config: str,
    overrides: tuple[str, ...],
    outages: tuple[str, ...],
    varied: tuple[str, ...],
    replications: int | None,
    refine: int | None,
    target: float | None,
    milestone: str | None,
    common_random_numbers: bool,
    design: str | None,
    points: int | None,
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
    """Run CONFIG at every combination of the varied values, and report which of them reach the target.

    CONFIG is a scenario, or a file that names one and states what to vary, such as configs/sweeps/missions.toml; the
    command line takes precedence over that file. For two varied numbers the answer is a map; with a third, each of its
    values has its own map.

    Example: sim sweep CONFIG --vary lift.c17.supply.per_week=6:24:2
    """
    from sim.cli.listener import Printing
    from sim.experiment.decide.sweep.words import as_json as table
    from sim.publish.sweep import answer_sweep
    from sim.report.sweep import lines

    answer = answer_sweep(
        config,
        vary=varied,
        overrides=overrides,
        outages=outages,
        replications=replications,
        refine=refine,
        target=target,
        milestone=milestone,
        common_random_numbers=common_random_numbers,
        design=design,
        points=points,
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
    if as_json:
        show_json(table(answer.result))
    else:
        show(lines(answer.result, width()), bold=0)
        show(["", *answer.file_lines(width())])

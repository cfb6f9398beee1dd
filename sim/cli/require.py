"""`sim require`: the least of a lever that suffices."""

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
    warn_of_idle,
    workers,
)
from sim.cli.ready import make_ready
from sim.cli.sweep import trials_shown
from sim.cli.terminal import show, show_json, width
from sim.domain.studies import MOST_HISTORIES

__all__ = ["require"]


@click.command(short_help="Find the least of a lever that reaches a probability.")
@click.option(
    "--lever",
    "levers",
    multiple=True,
    required=True,
    metavar="KEY=LOW:HIGH:STEP",
    help="What may be chosen; or the name of a lever of the file. Given twice: at each value of the second.",
)
@click.option("--target", type=Share(), default=0.95, show_default=True, metavar="P", help="Probability to reach.")
@milestone
@click.option(
    "--budget",
    type=click.IntRange(1, MOST_HISTORIES),
    default=6000,
    show_default=True,
    metavar="N",
    help="Most histories of a search.",
)
@click.option(
    "--confidence", type=Share(), default=0.95, show_default=True, metavar="C", help="How sure each finding is."
)
@seed
@workers
@engine
@out(
    "Folder that keeps the trials (default: results/ and the names of the scenario and the levers). A search that "
    "was broken off goes on there."
)
@overwrite("the trials that the folder holds")
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
    """Find the least of a lever with which CONFIG reaches the target probability; the most, if less of it is better.

    As in: sim require CONFIG --lever lift.c17.supply.per_week=6:24:1 --target 0.95
    """
    from sim.config import load
    from sim.config.axes import refuse_overwritten
    from sim.experiment.decide.judge import axes_asked
    from sim.experiment.decide.require.require import require as search
    from sim.experiment.decide.require.words import as_json as table
    from sim.experiment.decide.trials.kept import folder_for
    from sim.model.compile import plan
    from sim.publish.requirement import write
    from sim.report.require import lines
    from sim.report.words import packed

    scenario = load(config, overrides, outages)
    warn_of_idle(config, overrides, outages)
    axes = axes_asked(scenario, levers, "--lever", target, milestone)
    refuse_overwritten(scenario, axes, overrides)
    beside = out is None
    if out is None:
        out = folder_for(scenario.name, "require", [each.name for each in axes])
    make_ready(plan(scenario), engine, quiet or as_json)
    with trials_shown(quiet or as_json) as progress:
        found = search(
            scenario,
            axes,
            target=target,
            milestone=milestone,
            budget=budget,
            confidence=confidence,
            seed=seed,
            workers=workers,
            dask=dask,
            out=out,
            overwrite=overwrite,
            beside=beside,
            engine=engine,
            progress=progress,
        )
    out = found.folder or out
    made = write(found, out)
    if as_json:
        show_json(table(found))
        return
    show(lines(found, width()), bold=0)
    show(["", *packed([f"{out}/", *made], width=width())])

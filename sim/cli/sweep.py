"""`sim sweep`: the same question over a range of decisions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
    warn_of_idle,
    workers,
)
from sim.cli.progress import showing
from sim.cli.ready import make_ready
from sim.cli.terminal import show, show_json, width

if TYPE_CHECKING:
    pass

__all__ = ["sweep", "trials_shown"]

REPLICATIONS = 100
TARGET = 0.95


@click.command(short_help="Run CONFIG over a range of decisions: what reaches the target?")
@click.option(
    "--vary",
    "varied",
    multiple=True,
    metavar="KEY=VALUES",
    help="What to vary, as KEY=6:24:2 or KEY=a,b,c; or the name of a lever of the file, with values or without. Up to "
    "three times.",
)
@click.option(
    "-n",
    "--replications",
    type=click.IntRange(1),
    metavar="N",
    help=f"Histories at each point (default: {REPLICATIONS}).",
)
@click.option(
    "--refine",
    type=click.IntRange(0),
    metavar="N",
    help="Histories to add, in all, where the band about the curve contains the target (default: none).",
)
@click.option("--target", type=Share(), metavar="P", help=f"Probability to reach (default: {TARGET}).")
@click.option("--milestone", metavar="NAME", help="Promise, or all (default: deadline).")
@click.option("--same-luck", is_flag=True, help="Draw the same luck at all points: sharper differences, no curve.")
@click.option(
    "--design",
    type=click.Choice(["grid", "latin", "sobol"]),
    help="All combinations (grid, the default), or --points of them that fill the space evenly.",
)
@click.option("--points", type=int, metavar="K", help="Points of a latin or sobol design.")
@inner
@seed
@workers
@engine
@out(
    "Folder for the results (default: results/ and the names of the scenario and the levers). A sweep that was "
    "broken off goes on there."
)
@overwrite("the trials that the folder holds")
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
    same_luck: bool,
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
    """Run CONFIG at every combination of what is varied, and say what reaches the target probability.

    CONFIG is a scenario, or a file that names one and says what to vary, as configs/sweeps/missions.toml does; what the
    command line says goes before what that file says. Over two numbers the answer is a map; with a third, each of its
    values has a map of its own.

    As in: sim sweep CONFIG --vary lift.c17.supply.per_week=6:24:2
    """
    from sim.config import load
    from sim.config.axes import refuse_overwritten
    from sim.config.sweep import SweepFile, read_sweep, scenario_of
    from sim.experiment.decide.judge import axes_asked
    from sim.experiment.decide.sweep.sweep import sweep as run_sweep
    from sim.experiment.decide.sweep.words import as_json as table
    from sim.experiment.decide.trials.kept import folder_for
    from sim.model.compile import plan
    from sim.publish.sweep import write
    from sim.report.sweep import lines

    stated, asked = read_sweep(config), Path(config)
    if stated is None:
        if not varied:
            named = "".join(f'; the file has a lever: --vary "{name}"' for name in list(load(asked).lever)[:1])
            raise click.UsageError(
                f"expected at least one --vary, such as --vary lift.c17.supply.per_week=6:24:2{named}"
            )
        stated = SweepFile(scenario=asked.name, vary=dict.fromkeys(varied, True))
    else:
        asked = scenario_of(asked, stated)
    scenario = load(asked, (*stated.set, *overrides), outages)
    warn_of_idle(str(asked), (*stated.set, *overrides), outages)
    target = target if target is not None else stated.target or TARGET
    milestone = milestone or stated.milestone or "deadline"
    vary = varied or {name: None if to is True else to for name, to in stated.vary.items()}
    axes = axes_asked(scenario, vary, "--vary", target, milestone)
    refuse_overwritten(scenario, axes, (*stated.set, *overrides))
    beside = out is None
    if out is None:
        out = folder_for(scenario.name, "sweep", [each.name for each in axes])
    make_ready(plan(scenario), engine, quiet or as_json)
    with trials_shown(quiet or as_json) as progress:
        found = run_sweep(
            scenario,
            axes,
            replications=replications or stated.replications or REPLICATIONS,
            design=design or stated.design,
            points=points or stated.points,
            same_luck=same_luck or stated.same_luck,
            refine=stated.refine if refine is None else refine,
            target=target,
            milestone=milestone,
            seed=seed if seed is not None else stated.seed,
            inner=inner if inner > 1 else stated.inner or 1,
            workers=workers,
            dask=dask,
            out=out,
            overwrite=overwrite,
            beside=beside,
            engine=engine,
            progress=progress,
        )
    out = found.folder or out
    made = write(found, out, figures=not no_figures)
    if as_json:
        show_json(table(found))
        return
    from sim.report.words import packed

    show(lines(found, width()), bold=0)
    show(["", *packed([f"{out}/", *made], width=width())])


@contextmanager
def trials_shown(quiet: bool) -> Iterator[Callable[[int, int, float], None]]:
    """Show how many trials are done; yields what takes the readings."""
    from sim.experiment.workers.progress import Progress

    with showing(0, quiet) as report:

        def taken(done: int, total: int, rate: float) -> None:
            left: Any = (total - done) / rate if rate else None
            report(Progress(done, total, None, rate, left))

        yield taken

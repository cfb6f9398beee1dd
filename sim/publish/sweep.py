"""Run a sweep and fill a results folder: all that `sim sweep` does, in one call."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sim.config import load, to_toml
from sim.config.axes import refuse_overwritten
from sim.config.sweep import SweepFile, read_sweep, reported_in_file, scenario_of
from sim.errors import ConfigError, Problem
from sim.experiment.decide.judge import axes_asked
from sim.experiment.decide.sweep.sweep import Sweep, sweep
from sim.experiment.decide.sweep.words import as_csv, as_json
from sim.experiment.decide.trials.kept import folder_for
from sim.experiment.idle import idle
from sim.experiment.keep.folder import write_json
from sim.experiment.keep.manifest import with_values
from sim.experiment.keep.written import own_folder, write_bytes, write_text
from sim.experiment.workers.engine import COMPILED
from sim.model.compile import plan
from sim.publish.decided import Decided
from sim.publish.listener import Listener
from sim.publish.ready import load_engine, rate_key, trials

__all__ = ["REPLICATIONS", "TARGET", "answer_sweep"]

REPLICATIONS = 100
"""Default number of histories at each point."""
TARGET = 0.95
"""Default target probability."""


def answer_sweep(
    config: str | Path,
    *,
    vary: Sequence[str] = (),
    overrides: Sequence[str] = (),
    outages: Sequence[str] = (),
    replications: int | None = None,
    refine: int | None = None,
    target: float | None = None,
    milestone: str | None = None,
    common_random_numbers: bool = False,
    design: str | None = None,
    points: int | None = None,
    inner: int = 1,
    seed: int | None = None,
    workers: int | None = None,
    dask: str | None = None,
    engine: str = COMPILED,
    out: Path | None = None,
    overwrite: bool = False,
    figures: bool = True,
    listener: Listener | None = None,
) -> Decided[Sweep]:
    """Run a scenario file at each combination of the varied values, and fill a results folder.

    Parameters
    ----------
    config
        A scenario file; or a sweep file, which names a scenario and states what to vary. Arguments replace values of
        the sweep file.
    vary
        What to vary, as for `--vary`.
    overrides, outages
        Changes of the scenario, as for `--set` and `--outage`.
    out
        The results folder; None for a folder in results/ that is named after the scenario and the varied keys.
    figures
        Whether figures are drawn.
    listener
        Listener that is notified of each step; None for no listener.
    replications, refine, target, milestone, common_random_numbers, design, points, inner, seed, workers, dask, engine,
    overwrite
        As in `sim.sweep`. If an argument is not given, the value in the sweep file holds, or the default if the file
        has none. A sweep file states no workers, dask, engine or overwrite.

    Raises
    ------
    ConfigError
        Nothing is to be varied, or the scenario, the file or a point has errors; nothing was run.
    SimError, ResultsError, EngineError, WorkerError, KeyboardInterrupt
        As in `sim.sweep`.
    """
    listener = listener if listener is not None else Listener()
    stated, file = _stated(Path(config), vary)
    in_file = _in_file(stated, vary, overrides, milestone)
    overrides = (*stated.set, *overrides)
    target = target if target is not None else stated.target or TARGET
    milestone = milestone or stated.milestone or "deadline"
    varied = list(vary) or {name: None if to is True else to for name, to in stated.vary.items()}
    with reported_in_file(Path(config), in_file):
        scenario = load(file, overrides, outages)
        listener.idle(list(idle(str(file), overrides, outages)))
        axes = axes_asked(scenario, varied, "--vary", target, milestone)
        refuse_overwritten(scenario, axes, overrides)
    folder = out if out is not None else folder_for(scenario.name, "sweep", [each.name for each in axes])
    load_engine(plan(scenario), engine, listener)
    with trials(listener) as progress:
        result = sweep(
            scenario,
            axes,
            replications=replications or stated.replications or REPLICATIONS,
            design=design or stated.design,
            points=points or stated.points,
            common_random_numbers=common_random_numbers or stated.common_random_numbers,
            refine=stated.refine if refine is None else refine,
            target=target,
            milestone=milestone,
            seed=seed if seed is not None else stated.seed,
            inner=inner if inner > 1 else stated.inner or 1,
            workers=workers,
            dask=dask,
            out=folder,
            overwrite=overwrite,
            beside=out is None,
            engine=engine,
            progress=progress,
        )
    folder = result.folder or folder
    return Decided(result, folder, _write(result, folder, figures=figures))


def _in_file(
    stated: SweepFile, vary: Sequence[str], overrides: Sequence[str], milestone: str | None
) -> dict[str, tuple[str, ...]]:
    """Return the options that only the sweep file states: option -> path of its key in the file."""
    found: dict[str, tuple[str, ...]] = {}
    if stated.milestone and not milestone:
        found["--milestone"] = ("milestone",)
    if not vary:
        found |= {f"--vary {name}": ("vary", name) for name in stated.vary}
    given = {each.partition("=")[0].strip() for each in overrides}
    keys = [each.partition("=")[0].strip() for each in stated.set]
    return found | {f"--set {key}": ("set", str(number)) for number, key in enumerate(keys) if key not in given}


def _stated(config: Path, vary: Sequence[str]) -> tuple[SweepFile, Path]:
    """Return the contents of a sweep file, and the scenario file that it names.

    If `config` is a scenario file, return contents that state only what is varied, and this file.

    Raises
    ------
    ConfigError
        The file has errors, or nothing is to be varied.
    """
    stated = read_sweep(config)
    if stated is not None:
        return stated, scenario_of(config, stated)
    if vary:
        return SweepFile(scenario=config.name, vary=dict.fromkeys(vary, True)), config
    scenario = load(config)
    named = "".join(f'; the file has a lever: --vary "{name}"' for name in with_values(scenario)[:1])
    expected = f"expected at least one, such as --vary {rate_key(scenario)}=6:24:2{named}"
    raise ConfigError([Problem("command line", None, "--vary", None, expected)])


def _write(result: Sweep, folder: Path, *, figures: bool) -> list[str]:
    """Write the files of a sweep; return the names of the files to list, which include the file of trials."""
    from sim.plots.sweep import draw
    from sim.plots.trade import draw as draw_trade

    write_text(folder / "scenario.toml", [to_toml(result.question)])
    write_text(folder / "sweep.csv", [as_csv(result)])
    write_json(folder / "summary.json", as_json(result))
    names = ["sweep.csv", "summary.json", "sweep.sqlite"]
    pictures = {"sweep.png": draw, "trade.png": draw_trade}
    for name, drawing in pictures.items():
        picture = folder / "figures" / name
        if figures and (drawing is draw or result.trade is not None):
            own_folder(picture.parent)
            write_bytes(picture, [drawing(result).png()])
            names.append(f"figures/{name}")
        else:
            picture.unlink(missing_ok=True)
    return names

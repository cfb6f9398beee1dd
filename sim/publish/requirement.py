"""Find the value of a lever that is just enough and fill a results folder: all that `sim require` does, in one call."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sim.config import load, to_toml
from sim.config.axes import refuse_overwritten
from sim.experiment.decide.judge import axes_asked
from sim.experiment.decide.require.require import Requirement, require
from sim.experiment.decide.require.words import as_json
from sim.experiment.decide.trials.kept import folder_for
from sim.experiment.idle import idle
from sim.experiment.keep.folder import write_json
from sim.experiment.keep.kinds import SEARCH
from sim.experiment.keep.written import write_text
from sim.experiment.workers.engine import COMPILED
from sim.model.compile import plan
from sim.publish.decided import Decided
from sim.publish.listener import Listener
from sim.publish.ready import load_engine, trials

__all__ = ["answer_search"]


def answer_search(
    config: str | Path,
    levers: Sequence[str],
    *,
    overrides: Sequence[str] = (),
    outages: Sequence[str] = (),
    target: float = 0.95,
    milestone: str = "deadline",
    budget: int = 6000,
    confidence: float = 0.95,
    seed: int | None = None,
    workers: int | None = None,
    dask: str | None = None,
    engine: str = COMPILED,
    out: Path | None = None,
    overwrite: bool = False,
    listener: Listener | None = None,
) -> Decided[Requirement]:
    """Find the value of a lever that is just enough for a scenario file to reach a probability; fill a results folder.

    If more of the lever makes success less likely, this is the largest value that suffices; otherwise the smallest.

    Parameters
    ----------
    config
        The scenario file.
    levers
        The lever, as for `--lever`; or two levers: the first is searched at each value of the second.
    overrides, outages
        Changes of the scenario, as for `--set` and `--outage`.
    out
        The results folder; None for a folder in results/ that is named after the scenario and the levers.
    listener
        Listener that is notified of each step; None for no listener.
    target, milestone, budget, confidence, seed, workers, dask, engine, overwrite
        As in `sim.require`.

    Raises
    ------
    ConfigError
        The scenario, a lever, the target or the milestone has errors; nothing was run.
    SimError, ResultsError, EngineError, WorkerError, KeyboardInterrupt
        As in `sim.require`.
    """
    listener = listener if listener is not None else Listener()
    scenario = load(config, overrides, outages)
    listener.idle(list(idle(str(config), overrides, outages)))
    axes = axes_asked(scenario, list(levers), "--lever", target, milestone)
    refuse_overwritten(scenario, axes, overrides)
    folder = out if out is not None else folder_for(scenario.name, "require", [each.name for each in axes])
    load_engine(plan(scenario), engine, listener)
    with trials(listener) as progress:
        requirement = require(
            scenario,
            axes,
            target=target,
            milestone=milestone,
            budget=budget,
            confidence=confidence,
            seed=seed,
            workers=workers,
            dask=dask,
            out=folder,
            overwrite=overwrite,
            beside=out is None,
            engine=engine,
            progress=progress,
        )
    folder = requirement.folder or folder
    return Decided(requirement, folder, _write(requirement, folder))


def _write(requirement: Requirement, folder: Path) -> list[str]:
    """Write the scenario and the summary of a search; return the names of the summary and of the file of trials."""
    write_text(folder / "scenario.toml", [to_toml(requirement.question)])
    write_json(folder / "summary.json", as_json(requirement))
    return ["summary.json", SEARCH]

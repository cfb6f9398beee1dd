"""Compare a scenario file with other plans and fill a results folder: all that `sim compare` does, in one call."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from sim.domain.scenario import Scenario
from sim.experiment.decide.compare.compare import MOST, REPLICATIONS, checked, compare
from sim.experiment.decide.compare.comparison import Comparison
from sim.experiment.decide.compare.words import as_csv, as_json
from sim.experiment.keep.disk_errors import explained
from sim.experiment.keep.folder import write_json
from sim.experiment.keep.kinds import COMPARISON, refuse_other_kinds
from sim.experiment.keep.lock import Lock
from sim.experiment.keep.written import write_bytes, write_text
from sim.experiment.variants import moved, refuse_others, tidy
from sim.experiment.workers.engine import COMPILED
from sim.model.compile import plan
from sim.publish.decided import Decided
from sim.publish.listener import Listener
from sim.publish.plans import plans_of
from sim.publish.ready import load_engine, own_folder

if TYPE_CHECKING:
    from sim.experiment.workers.progress import Progress

__all__ = ["answer_comparison"]

Reached = dict[str, dict[str, tuple[str, ...]]]
"""Name of a plan -> lever, or key with a `*`, that the plan sets -> the keys for which this stands."""


def answer_comparison(
    config: str | Path,
    variants: Sequence[str] = (),
    others: Sequence[str] = (),
    *,
    overrides: Sequence[str] = (),
    outages: Sequence[str] = (),
    replications: int | None = None,
    milestone: str = "deadline",
    eliminate: bool = False,
    error: float = 0.05,
    indifference: float = 0.01,
    inner: int = 1,
    seed: int | None = None,
    workers: int | None = None,
    dask: str | None = None,
    engine: str = COMPILED,
    out: Path | None = None,
    overwrite: bool = False,
    figures: bool = True,
    listener: Listener | None = None,
) -> tuple[Decided[Comparison], Reached]:
    """Run a scenario file and other plans with the same random numbers, and fill a results folder for each plan.

    Parameters
    ----------
    config
        The scenario file.
    variants, others
        The other plans, as for `--with` and `--plan`.
    overrides, outages
        Changes of all plans, as for `--set` and `--outage`.
    out
        The results folder. None for a folder in results/ that is named after the title of the scenario, with -compare
        or -eliminate at its end. In a folder with -compare, finished studies of other questions are moved aside first,
        unless `overwrite` drops them.
    figures
        Whether figures are drawn.
    listener
        Listener that is notified of each step; None for no listener.
    replications, milestone, eliminate, error, indifference, inner, seed, workers, dask, engine, overwrite
        As in `sim.compare`.

    Returns
    -------
    Decided, dict
        The comparison; and for each plan, the keys for which its levers and its keys with a `*` stand.

    Raises
    ------
    ConfigError
        There is no other plan, a plan is stated twice, or a plan has errors; nothing was run.
    SimError, ResultsError, EngineError, WorkerError, KeyboardInterrupt
        As in `sim.compare`.
    """
    listener = listener if listener is not None else Listener()
    many = replications if replications is not None else MOST if eliminate else REPLICATIONS
    questions, reached, levers = plans_of(str(config), overrides, outages, variants, others, listener)
    checked(questions, milestone, many, eliminate=eliminate, error=error, indifference=indifference, inner=inner)
    name, first = next(iter(questions.items()))
    listener.plans({each: plan(question) for each, question in questions.items()})
    folder = out if out is not None else own_folder(first.name, listener, "-eliminate" if eliminate else "-compare")
    chosen_seed = first.seed if seed is None else seed
    lock = None
    if not eliminate:
        refuse_other_kinds(folder, COMPARISON)
        if out is not None and not overwrite:
            refuse_others(folder, questions, seed=chosen_seed, inner=inner, engine=engine)
        with explained(folder):
            folder.mkdir(parents=True, exist_ok=True)
        lock = Lock(folder)
    try:
        if lock is not None:
            aside = out is None and not overwrite
            _make_room(
                folder,
                questions,
                listener,
                aside=aside,
                overwrite=overwrite,
                seed=chosen_seed,
                inner=inner,
                engine=engine,
            )
        load_engine(plan(first), engine, listener)
        with ExitStack() as current:
            comparison = compare(
                first,
                {each: question for each, question in questions.items() if each != name},
                baseline=name,
                levers=levers,
                replications=many,
                milestone=milestone,
                eliminate=eliminate,
                error=error,
                indifference=indifference,
                seed=seed,
                inner=inner,
                workers=workers,
                dask=dask,
                engine=engine,
                out=folder,
                overwrite=overwrite,
                beside=out is None,
                progress=_each_plan(listener, many, current),
            )
        folder = comparison.folder or folder
        names = _write(comparison, folder, figures=figures)
    finally:
        if lock is not None:
            lock.release()
    return Decided(
        comparison, folder, [*names, "compare.sqlite" if eliminate else "and a folder for each plan"]
    ), reached


def _make_room(
    folder: Path,
    questions: Mapping[str, Scenario],
    listener: Listener,
    *,
    aside: bool,
    overwrite: bool,
    seed: int,
    inner: int,
    engine: str,
) -> None:
    """Clear a folder: move aside, or delete, studies of plans that are not requested, and of other questions."""
    for place, kept in tidy(folder, questions, overwrite=overwrite):
        listener.unasked(place, kept)
    for earlier in moved(folder, questions, seed=seed, inner=inner, engine=engine) if aside else ():
        listener.earlier(earlier)


def _each_plan(listener: Listener, many: int, current: ExitStack) -> Callable[[str], Callable[[Progress], None]]:
    """Return a function that takes the name of a plan and returns the function to call with the progress of this plan.

    `current` holds the display of the plan that is running; it is closed when the next plan begins.
    """

    def of(name: str) -> Callable[[Progress], None]:
        current.close()
        listener.begins(name)
        return current.enter_context(listener.progress(many, at_most=False))

    return of


def _write(comparison: Comparison, folder: Path, *, figures: bool) -> list[str]:
    """Write the tables of a comparison, and its figure if `figures`; return the names of these files."""
    write_text(folder / "compare.csv", [as_csv(comparison)])
    write_json(folder / "compare.json", as_json(comparison))
    names = ["compare.csv", "compare.json"]
    picture = folder / "compare.png"
    if figures:
        from sim.plots.compare import draw

        write_bytes(picture, [draw(comparison).png()])
        names.append(picture.name)
    else:
        picture.unlink(missing_ok=True)
    return names

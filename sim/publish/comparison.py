"""Compare plans of a scenario file and fill their results folder: all that `sim compare` does."""

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
"""By name of a plan: the keys for which each of its keys with a `*`, and each of its levers, stands."""


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
    """Run a scenario file and other plans with the same random numbers, and fill a results folder for each.

    Parameters
    ----------
    config
        The scenario file.
    variants, others
        The other plans, as for `--with` and `--plan`.
    overrides, outages
        Changes of all plans, as for `--set` and `--outage`.
    out
        The results folder; None for results/, the title of the scenario and -compare or -eliminate, where finished
        studies of an earlier question are moved aside first.
    figures
        Whether figures are drawn.
    listener
        Listener that is notified of the progress; None for no listener.
    replications, milestone, eliminate, error, indifference, inner, seed, workers, dask, engine, overwrite
        As in `sim.compare`.

    Returns
    -------
    Decided, dict
        The comparison; and the keys for which each key with a `*`, and each lever, of a plan stands.

    Raises
    ------
    ConfigError
        There is no other plan, or one has errors; nothing was run.
    SimError, ResultsError, EngineError, WorkerError, KeyboardInterrupt
        As in `sim.compare`.
    """
    notify = listener if listener is not None else Listener()
    many = replications if replications is not None else MOST if eliminate else REPLICATIONS
    questions, reached, levers = plans_of(str(config), overrides, outages, variants, others, notify)
    checked(questions, milestone, many, eliminate=eliminate, error=error, indifference=indifference, inner=inner)
    name, first = next(iter(questions.items()))
    notify.plans({each: plan(question) for each, question in questions.items()})
    folder = out if out is not None else own_folder(first.name, notify, "-eliminate" if eliminate else "-compare")
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
                notify,
                aside=aside,
                overwrite=overwrite,
                seed=chosen_seed,
                inner=inner,
                engine=engine,
            )
        load_engine(plan(first), engine, notify)
        with ExitStack() as current:
            found = compare(
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
                progress=_each_plan(notify, many, current),
            )
        folder = found.folder or folder
        made = _write(found, folder, figures=figures)
    finally:
        if lock is not None:
            lock.release()
    return Decided(found, folder, [*made, "compare.sqlite" if eliminate else "and a results folder for each"]), reached


def _make_room(
    folder: Path,
    questions: Mapping[str, Scenario],
    notify: Listener,
    *,
    aside: bool,
    overwrite: bool,
    seed: int,
    inner: int,
    engine: str,
) -> None:
    """Move aside studies of plans that are no longer requested, and of earlier questions, in a folder."""
    for place, kept in tidy(folder, questions, overwrite=overwrite):
        notify.unasked(place, kept)
    for earlier in moved(folder, questions, seed=seed, inner=inner, engine=engine) if aside else ():
        notify.earlier(earlier)


def _each_plan(notify: Listener, many: int, current: ExitStack) -> Callable[[str], Callable[[Progress], None]]:
    """Return the function that takes the name of a plan and returns the function that takes its progress."""

    def of(name: str) -> Callable[[Progress], None]:
        current.close()
        notify.begins(name)
        return current.enter_context(notify.progress(many, at_most=False))

    return of


def _write(found: Comparison, folder: Path, *, figures: bool) -> list[str]:
    """Write the tables and the figure of a comparison; return their names."""
    write_text(folder / "compare.csv", [as_csv(found)])
    write_json(folder / "compare.json", as_json(found))
    names = ["compare.csv", "compare.json"]
    picture = folder / "compare.png"
    if figures:
        from sim.plots.compare import draw

        write_bytes(picture, [draw(found).png()])
        names.append(picture.name)
    else:
        picture.unlink(missing_ok=True)
    return names

"""Run variants of one question on the same random numbers, each with a results folder of its own."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from sim.analysis.statistics.paired import Paired
from sim.domain.naming import distinct_name, file_name
from sim.domain.scenario import Scenario
from sim.experiment.keep.aside import Earlier, make_room, move_aside
from sim.experiment.keep.database import held
from sim.experiment.keep.disk_errors import explained
from sim.experiment.keep.folder import DATABASE
from sim.experiment.keep.identity import identify
from sim.experiment.keep.kinds import COMPARISON, refuse_other_kinds
from sim.experiment.keep.own import inside
from sim.experiment.keep.written import UNTIL_READY
from sim.experiment.run import of_another, run
from sim.experiment.study import Study
from sim.experiment.workers.engine import COMPILED
from sim.experiment.workers.progress import Progress
from sim.model.compile import plan

__all__ = ["AS_WRITTEN", "Variant", "compare", "folder_of", "moved", "refuse_others", "tidy"]

AS_WRITTEN = "as written"
"""Name of the question without changes."""
LONGEST = 60
"""Largest number of bytes of a folder name."""
TABLES = ("compare.csv", "compare.json", "compare.png")
"""Files of a comparison that its next run writes anew."""


@dataclass(frozen=True)
class Variant:
    """One variant of a question, its study, and its difference from the first variant (None for the first itself)."""

    name: str
    study: Study
    paired: Paired | None


def compare(
    questions: Mapping[str, Scenario],
    *,
    replications: int,
    seed: int | None = None,
    inner: int = 1,
    workers: int | None = None,
    threads: bool | None = None,
    executor: Executor | None = None,
    dask: str | None = None,
    engine: str = COMPILED,
    out: Path | None = None,
    overwrite: bool = False,
    milestone: str = "deadline",
    progress: Callable[[str], Callable[[Progress], None] | None] = lambda _: None,
) -> list[Variant]:
    """Run each question on the same random numbers and compare it with the first.

    Parameters
    ----------
    questions
        The variants by name; each is compared with the first.
    replications, seed, inner, workers, threads, executor, dask, engine, overwrite
        As for `run`; if no seed is given, all variants use the seed of the first variant.
    out
        Folder in which each variant gets its results folder; None keeps all results in memory.
    milestone
        The milestone whose probabilities are compared.
    progress
        Called with the name of a variant; returns the `progress` of its run, or None.

    Raises
    ------
    ResultsError, EngineError, WorkerError, KeyError
        As for `run` and `Study.against`.
    """
    if out is not None:
        refuse_other_kinds(out, COMPARISON)
    variants: list[Variant] = []
    places = {name: None if out is None else out / folder_of(name, list(questions)) for name in questions}
    for place in filter(None, places.values()):
        inside(place)
    for name, scenario in questions.items():
        chosen_seed = variants[0].study.seed if seed is None and variants else seed
        study = run(
            scenario,
            replications=replications,
            seed=chosen_seed,
            inner=inner,
            workers=workers,
            threads=threads,
            executor=executor,
            dask=dask,
            engine=engine,
            out=places[name],
            overwrite=overwrite,
            progress=progress(name),
        )
        variants.append(Variant(name, study, study.against(variants[0].study, milestone) if variants else None))
    return variants


def tidy(folder: Path, names: Iterable[str], *, overwrite: bool) -> Iterator[tuple[Path, Path | None]]:
    """Remove the tables of an earlier comparison, and move aside the studies of variants that are not in `names`.

    Anything in the folder that is not a study of sim stays.

    Yields
    ------
    tuple
        For each such variant: the folder in which its study was, and the folder in which its study is now. The second
        is beside the folder of the comparison, and is named after that folder. It is None if the study was deleted:
        because of `overwrite`, or because the study was never finished and no audit of it failed.
    """
    asked = list(names)
    own = {folder_of(name, asked) for name in asked}
    with explained(folder):
        for name in TABLES:
            for file in (name, UNTIL_READY.format(name)):
                (folder / file).unlink(missing_ok=True)
        others = sorted(path for path in folder.iterdir() if _a_folder(path) and path.name not in own)
    for place in others:
        if held(place / DATABASE) is not None:
            yield place, move_aside(place, folder, overwrite=overwrite)


def refuse_others(folder: Path, questions: Mapping[str, Scenario], *, seed: int, inner: int, engine: str) -> None:
    """Check the subfolder of each variant before anything is written or removed.

    Raises
    ------
    ResultsError
        The subfolder of a variant holds another study; the message says what changed.
    """
    for name, question in questions.items():
        place = folder / folder_of(name, list(questions))
        stored, mine = held(place / DATABASE), identify(plan(question), seed, inner, engine)
        if stored is not None and stored.identity != mine.as_dict():
            raise of_another(place, question, stored.identity, mine)


def moved(folder: Path, questions: Mapping[str, Scenario], *, seed: int, inner: int, engine: str) -> Iterator[Earlier]:
    """Clear the subfolder of each variant that holds another study, and yield what became of that study."""
    for name, question in questions.items():
        place = folder / folder_of(name, list(questions))
        inside(place)
        earlier = make_room(question, plan(question), place, seed=seed, inner=inner, engine=engine, base=folder)
        if earlier is not None:
            yield earlier


def _a_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def folder_of(name: str, among: Sequence[str]) -> str:
    """Return a folder name for a variant, different from the folder names of all other variants in `among`."""

    def short(text: str) -> str:
        return file_name(text, LONGEST) or "variant"

    ambiguous = sum(short(other) == short(name) for other in among) > 1
    return distinct_name(name, short(name)) if ambiguous else short(name)

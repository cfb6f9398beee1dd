"""One question asked in several ways, on the same random numbers."""

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
LONGEST = 60
TABLES = ("compare.csv", "compare.json", "compare.png")


@dataclass(frozen=True)
class Variant:
    """One variant of a question, its study, and the difference from the question as written (None for that itself)."""

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
        By name; the others are compared with the first.
    replications, seed, inner, workers, threads, executor, dask, engine, overwrite
        As for `run`; the seed is that of the first question if none is given.
    out
        Folder with one results folder for each; None keeps all in memory.
    milestone
        The milestone compared.
    progress
        Given a name, returns the function to call after each block of that run.

    Raises
    ------
    ResultsError, EngineError, WorkerError
        As for `run` and `Study.against`.
    """
    if out is not None:
        refuse_other_kinds(out, COMPARISON)
    found: list[Variant] = []
    places = {name: None if out is None else out / folder_of(name, list(questions)) for name in questions}
    for place in filter(None, places.values()):
        inside(place)
    for name, scenario in questions.items():
        chosen_seed = found[0].study.seed if seed is None and found else seed
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
        found.append(Variant(name, study, study.against(found[0].study, milestone) if found else None))
    return found


def tidy(folder: Path, names: Iterable[str], *, overwrite: bool) -> Iterator[tuple[Path, Path | None]]:
    """Remove the tables of an earlier comparison, and move aside the studies of variants no longer asked for.

    Yields
    ------
    tuple
        The folder of each such variant, and where its study is now: beside the folder of the comparison, named after
        it; None if it was never finished or is to be overwritten. Anything that is not a study of sim stays.
    """
    asked = list(names)
    own = {folder_of(name, asked) for name in asked}
    with explained(folder):
        for name in TABLES:
            for there in (name, UNTIL_READY.format(name)):
                (folder / there).unlink(missing_ok=True)
        others = sorted(path for path in folder.iterdir() if _a_folder(path) and path.name not in own)
    for place in others:
        if held(place / DATABASE) is not None:
            yield place, move_aside(place, folder, overwrite=overwrite)


def refuse_others(folder: Path, questions: Mapping[str, Scenario], *, seed: int, inner: int, engine: str) -> None:
    """Refuse a folder whose subfolder for a variant holds another study, before anything is written or removed.

    Raises
    ------
    ResultsError
        With what changed.
    """
    for name, question in questions.items():
        place = folder / folder_of(name, list(questions))
        there, mine = held(place / DATABASE), identify(plan(question), seed, inner, engine)
        if there is not None and there.identity != mine.as_dict():
            raise of_another(place, question, there.identity, mine)


def moved(folder: Path, questions: Mapping[str, Scenario], *, seed: int, inner: int, engine: str) -> Iterator[Earlier]:
    """Make room for each variant whose folder holds the study of another question; yield what happened to it."""
    for name, question in questions.items():
        place = folder / folder_of(name, list(questions))
        inside(place)
        found = make_room(question, plan(question), place, seed=seed, inner=inner, engine=engine, base=folder)
        if found is not None:
            yield found


def _a_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def folder_of(name: str, among: Sequence[str]) -> str:
    """Return a folder name for a variant that differs from those of all others."""

    def short(text: str) -> str:
        return file_name(text, LONGEST) or "variant"

    alike = sum(short(other) == short(name) for other in among) > 1
    return distinct_name(name, short(name)) if alike else short(name)

"""Clear a results folder for a new study: move an earlier one with another identity aside, or delete it if unfinished.

A study that failed an audit is moved aside too, even if it is unfinished.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from sim.analysis.outcomes.record import columns
from sim.domain.scenario import Scenario
from sim.experiment.keep.changes import Change, changes
from sim.experiment.keep.database import Held, held
from sim.experiment.keep.disk_errors import explained
from sim.experiment.keep.folder import DATABASE, drop
from sim.experiment.keep.identity import Identity, identify
from sim.experiment.keep.lock import Lock
from sim.model.plan import Plan

__all__ = ["Earlier", "make_room", "move_aside"]


@dataclass(frozen=True)
class Earlier:
    """The study with another identity that was in a folder, and what became of it.

    Attributes
    ----------
    folder
        The folder in which the earlier study was.
    changes
        What differs between the earlier study and the present one.
    kept
        The folder in which the earlier study is now; None if it was never finished and was deleted.
    dropped
        Number of replications that were deleted with the earlier study.
    failed
        Whether some replications of the earlier study failed an audit; such a study is kept, finished or not, and never
        used.
    back
        The folder from which a kept study of the present question was moved back; None if none was.
    what
        What the earlier study was: the study of another question, or of another version of sim, in words.
    """

    folder: Path
    changes: list[Change]
    kept: Path | None
    dropped: int = 0
    back: Path | None = None
    failed: bool = False
    what: str = "the study of another question"


def make_room(
    question: Scenario, plan: Plan, folder: Path, *, seed: int, inner: int, engine: str, base: Path | None = None
) -> Earlier | None:
    """Clear a folder for a question if it holds a study with another identity; return what became of that study.

    Parameters
    ----------
    question, plan, seed, inner, engine
        The present question.
    folder
        The results folder. Anything else in it is left alone; the run refuses a database that it cannot read, and other
        kinds of results.
    base
        Kept studies are named after this folder and placed beside it; by default it is the results folder.

    Returns
    -------
    Earlier or None
        None if the folder holds no other study, so that nothing was done.

    Raises
    ------
    ResultsError
        Another process is writing into the folder, or the folder cannot be moved.
    """
    if not folder.is_dir():
        return None
    mine, base = identify(plan, seed, inner, engine), base or folder
    kinds = [[each.name, each.kind] for each in columns(plan)]
    with explained(folder):
        lock = Lock(folder)
        try:
            stored = held(folder / DATABASE)
            if stored is None or _same(stored, mine, kinds):
                return None
            differing = changes(folder, question, stored.identity, mine)
            what = mine.other(stored.identity)
            if _to_keep(folder, stored):
                kept = _move(folder, lock, stored, base)
                back = _take_back(folder, mine, kinds, base)
                return Earlier(folder, differing, kept, 0, back, stored.failed, what)
            drop(folder)
            back = None
            if all(path.name == ".lock" for path in folder.iterdir()):  # else files of the user keep the folder in use
                if os.name == "nt":  # Windows does not move a folder in which a file is open
                    lock.release()
                back = _take_back(folder, mine, kinds, base)
            return Earlier(folder, differing, None, stored.replications, back, what=what)
        finally:
            lock.release()


def move_aside(folder: Path, base: Path, *, overwrite: bool = False) -> Path | None:
    """Move aside a study that is no longer needed; delete it if it was not finished and no audit failed.

    Parameters
    ----------
    folder, base
        The folder of the study, and the folder after which it is then named and beside which it is kept.
    overwrite
        Whether to delete a finished study too.

    Returns
    -------
    Path or None
        The folder in which the study is now; None if it was deleted.

    Raises
    ------
    ResultsError
        Another process is writing into the folder, or the folder cannot be moved.
    """
    with explained(folder):
        lock = Lock(folder)
        try:
            stored = held(folder / DATABASE)
            if stored is not None and not overwrite and _to_keep(folder, stored):
                return _move(folder, lock, stored, base)
            drop(folder, whole=True)
            return None
        finally:
            lock.release()


def _to_keep(folder: Path, stored: Held) -> bool:
    """Return whether a study was finished, or is the evidence of an audit that failed."""
    return stored.failed or (folder / "summary.json").exists()


def _move(folder: Path, lock: Lock, stored: Held, base: Path) -> Path:
    """Move a folder to the first name for kept studies that is free, and return the new path."""
    kept = next(place for place in _named(base, stored.identity["digest"]) if not os.path.lexists(place))
    if os.name == "nt":  # Windows does not move a folder in which a file is open
        lock.release()
    folder.rename(kept)
    return kept


def _take_back(folder: Path, mine: Identity, kinds: list[list[str]], base: Path) -> Path | None:
    """Move a kept study of the present question back into its folder; return its former path, None if none is kept."""
    for place in _named(base, mine.digest):
        if not os.path.lexists(place):
            return None
        if place.is_symlink():
            continue  # a link leads to a folder elsewhere
        stored = held(place / DATABASE)
        if stored is not None and _same(stored, mine, kinds):
            lock = Lock(place)
            try:
                if os.name == "nt":
                    lock.release()
                if folder.is_dir():  # with nothing but its lock
                    (folder / ".lock").unlink(missing_ok=True)
                    folder.rmdir()
                place.rename(folder)
            finally:
                lock.release()
            return place
    return None


def _named(base: Path, digest: str) -> Iterator[Path]:
    """Yield the paths that a kept study may have: the name of the folder with the digest, then also with a number."""
    plain = f"{base.name}-{digest[:8]}"
    yield base.with_name(plain)
    yield from (base.with_name(f"{plain}-{number}") for number in count(2))


def _same(stored: Held, mine: Identity, kinds: list[list[str]]) -> bool:
    """Return whether a stored study has the identity of the present one, and the same columns and kinds."""
    return stored.identity == mine.as_dict() and stored.columns == kinds

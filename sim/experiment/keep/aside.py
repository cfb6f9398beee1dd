"""Clear a results folder for a new study: an earlier study with another identity is moved aside or deleted.

A finished study, and any study that failed an audit, is moved to a folder beside the results folder; there it is
called a *kept* study. Any other study is deleted.
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
    """The study with another identity that was in a results folder, and where it is now.

    Attributes
    ----------
    folder
        The results folder.
    changes
        The differences between the earlier study and the present one.
    kept
        The folder in which the earlier study is now; None if it was deleted.
    dropped
        Number of replications that were deleted with the earlier study; those that two engines ran count twice.
    back
        The folder from which a kept study of the present question was moved back into the results folder; None if no
        study was moved back.
    failed
        Whether some replications of the earlier study failed an audit.
    what
        The kind of the earlier study in words: of another question, or made by another version of sim.
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
    """Clear a folder for a question if it holds a study with another identity; bring back a kept study of the question.

    Parameters
    ----------
    question, plan, seed, inner, engine
        The present question.
    folder
        The results folder. A database that cannot be read, and other kinds of results, are left alone here; the run
        then refuses them.
    base
        The folder after which kept studies are named and beside which they lie; by default the results folder.

    Returns
    -------
    Earlier or None
        The study with another identity; None if the folder holds no such study, so that nothing was done.

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
            if all(path.name == ".lock" for path in folder.iterdir()):  # no files of the user are in the folder
                if os.name == "nt":  # Windows does not move a folder in which a file is open
                    lock.release()
                back = _take_back(folder, mine, kinds, base)
            return Earlier(folder, differing, None, stored.replications, back, what=what)
        finally:
            lock.release()


def move_aside(folder: Path, base: Path, *, overwrite: bool = False) -> Path | None:
    """Move a study aside if it was finished or failed an audit; otherwise delete it.

    Parameters
    ----------
    folder, base
        The folder of the study, and the folder after which the kept study is named and beside which it lies.
    overwrite
        Whether to delete the study in any case.

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
    """Return whether a study was finished or failed an audit."""
    return stored.failed or (folder / "summary.json").exists()


def _move(folder: Path, lock: Lock, stored: Held, base: Path) -> Path:
    """Move the folder of a study to the first free path for kept studies, and return that path."""
    kept = next(place for place in _named(base, stored.identity["digest"]) if not os.path.lexists(place))
    if os.name == "nt":  # Windows does not move a folder in which a file is open
        lock.release()
    folder.rename(kept)
    return kept


def _take_back(folder: Path, mine: Identity, kinds: list[list[str]], base: Path) -> Path | None:
    """Move a kept study of the present question, if there is one, to the results folder.

    Return the path that it had; None if there is no such study.
    """
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
                if folder.is_dir():  # the folder contains nothing but its lock
                    (folder / ".lock").unlink(missing_ok=True)
                    folder.rmdir()
                place.rename(folder)
            finally:
                lock.release()
            return place
    return None


def _named(base: Path, digest: str) -> Iterator[Path]:
    """Yield the possible paths of a kept study: the name of the folder with the digest, then with "-2", "-3" ..."""
    plain = f"{base.name}-{digest[:8]}"
    yield base.with_name(plain)
    yield from (base.with_name(f"{plain}-{number}") for number in count(2))


def _same(stored: Held, mine: Identity, kinds: list[list[str]]) -> bool:
    """Return whether a stored study has the identity of the present one, and the same columns and kinds."""
    return stored.identity == mine.as_dict() and stored.columns == kinds

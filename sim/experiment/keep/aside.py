"""Make room for a new question: the study of an earlier one is moved aside if it was finished or failed an audit."""

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
    """The study of another question that was in a folder, and what became of it.

    Attributes
    ----------
    folder
        Where it was.
    changes
        What differs between that question and the present one.
    kept
        Where it is now; None if it was never finished and was deleted.
    dropped
        Replications deleted with it.
    failed
        Whether some of its replications failed an audit; such a study is kept, finished or not, and never used.
    back
        The folder from which an earlier study of the present question was restored; None if there was none.
    """

    folder: Path
    changes: list[Change]
    kept: Path | None
    dropped: int = 0
    back: Path | None = None
    failed: bool = False


def make_room(
    question: Scenario, plan: Plan, folder: Path, *, seed: int, inner: int, engine: str, base: Path | None = None
) -> Earlier | None:
    """Clear a folder for a question if it holds the study of another one; return what was done, None if nothing.

    Parameters
    ----------
    question, plan, seed, inner, engine
        The present question.
    folder
        The results folder. Anything that is not a study of sim is left alone: the run will refuse it.
    base
        Kept studies are named after this folder and placed beside it; default: the folder itself.

    Raises
    ------
    ResultsError
        Another process is writing there, or the folder cannot be moved.
    """
    if not folder.is_dir():
        return None
    mine, base = identify(plan, seed, inner, engine), base or folder
    kinds = [[each.name, each.kind] for each in columns(plan)]
    with explained(folder):
        lock = Lock(folder)
        try:
            there = held(folder / DATABASE)
            if there is None or _same(there, mine, kinds):
                return None
            found = changes(folder, question, there.identity, mine)
            if _to_keep(folder, there):
                kept = _move(folder, lock, there, base)
                return Earlier(folder, found, kept, 0, _take_back(folder, mine, kinds, base), there.failed)
            drop(folder)
            return Earlier(folder, found, None, there.replications)
        finally:
            lock.release()


def move_aside(folder: Path, base: Path, *, overwrite: bool = False) -> Path | None:
    """Move a study that is no longer asked for out of a folder; delete one that was not finished.

    Parameters
    ----------
    folder, base
        Where it is, and the folder after which it is named and beside which it is kept.
    overwrite
        Whether to delete a finished one too.

    Returns
    -------
    Path or None
        Where it is now; None if it was deleted.

    Raises
    ------
    ResultsError
        Another process is writing there, or the folder cannot be moved.
    """
    with explained(folder):
        lock = Lock(folder)
        try:
            there = held(folder / DATABASE)
            if there is not None and not overwrite and _to_keep(folder, there):
                return _move(folder, lock, there, base)
            drop(folder, whole=True)
            return None
        finally:
            lock.release()


def _to_keep(folder: Path, there: Held) -> bool:
    """Return whether a study was finished, or is the evidence of an audit that failed."""
    return there.failed or (folder / "summary.json").exists()


def _move(folder: Path, lock: Lock, there: Held, base: Path) -> Path:
    kept = next(place for place in _named(base, there.identity["digest"]) if not os.path.lexists(place))
    if os.name == "nt":  # Windows does not move a folder in which a file is open
        lock.release()
    folder.rename(kept)
    return kept


def _take_back(folder: Path, mine: Identity, kinds: list[list[str]], base: Path) -> Path | None:
    """Move the kept study of a question that is asked again back into its folder."""
    for place in _named(base, mine.digest):
        if not os.path.lexists(place):
            return None
        if place.is_symlink():
            continue  # it leads to a folder elsewhere
        there = held(place / DATABASE)
        if there is not None and _same(there, mine, kinds):
            lock = Lock(place)
            try:
                if os.name == "nt":
                    lock.release()
                place.rename(folder)
            finally:
                lock.release()
            return place
    return None


def _named(base: Path, digest: str) -> Iterator[Path]:
    """Yield the names that a kept study may have: the folder's with the digest, and with a number if necessary."""
    plain = f"{base.name}-{digest[:8]}"
    yield base.with_name(plain)
    yield from (base.with_name(f"{plain}-{number}") for number in count(2))


def _same(there: Held, mine: Identity, kinds: list[list[str]]) -> bool:
    return there.identity == mine.as_dict() and there.columns == kinds

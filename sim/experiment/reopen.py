"""Open the study in the results folder of a run, read-only."""

import json
import os
import sqlite3
from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import Any, NamedTuple
from weakref import finalize

from sim.analysis.outcomes.record import columns
from sim.analysis.summary.stopped import Stopped
from sim.config import load
from sim.domain.scenario import Scenario
from sim.errors import ResultsError
from sim.experiment.audit import answerable
from sim.experiment.keep.changes import changes, in_words
from sim.experiment.keep.database import held, to_read
from sim.experiment.keep.disk_errors import explained
from sim.experiment.keep.folder import DATABASE
from sim.experiment.keep.identity import MADE_BY, Identity, identify
from sim.experiment.keep.own import inside, own_database, own_file, read_own
from sim.experiment.keep.store import Store
from sim.experiment.study import Study
from sim.experiment.variants import folder_of
from sim.experiment.workers.engine import SIMPY
from sim.model.compile import plan
from sim.model.plan import Plan
from sim.policies import trusting

__all__ = ["reopen", "reopen_comparison", "study_of"]

CONFIDENCE = 0.95
"""Confidence of the intervals of a reopened study."""

LARGEST = 2**62
"""A number above all replication numbers."""


class _ReadOnlyStore(Store):
    """A store that only reads: it takes no lock, and creates or changes no file."""

    def __init__(self, plan: Plan, identity: Identity, folder: Path, engine: str) -> None:
        self.plan, self.identity, self.folder = plan, identity, folder
        self.columns = columns(plan)
        self._lock = None
        self._place = folder / DATABASE
        with explained(self._place):
            self._connection = sqlite3.connect(to_read(self._place), uri=True, timeout=10.0, check_same_thread=False)
            finalize(self, self._connection.close)  # also if the database turns out to be damaged
            flaws = self._connection.execute("PRAGMA quick_check(1)").fetchone()
            if flaws != ("ok",):
                raise sqlite3.DatabaseError(flaws[0])
        self._read_as(engine)


def reopen(folder: str | Path, *, trust_policies: bool = False) -> Study:
    """Return the study in a results folder, as the last run left it; nothing is run or written.

    Parameters
    ----------
    folder
        A folder written by a run.
    trust_policies
        Whether the code of the scenario's policies may be run. The scenario.toml of the folder contains this code, and
        compiling the plan calls the load orders in it.

    Raises
    ------
    ResultsError
        The folder is not a results folder or is damaged, or one of its files is a link; its run was never finished, or
        had a plan instead of a scenario; its results were made by another version of sim, belong to another question,
        or failed an audit.
    ConfigError
        The scenario.toml of the folder is invalid, or has code that is not trusted.
    """
    place = Path(folder)
    if "\0" in str(place):
        raise ResultsError(f"{str(place)!r}: expected the path of a folder, without a NUL character")
    own_database(place / DATABASE)
    for name, what in ((DATABASE, "the histories"), ("scenario.toml", "the question"), ("manifest.json", "the run")):
        own_file(place / name)
        if not (place / name).is_file():
            raise ResultsError(_no_folder(place, name, what))
    with trusting() if trust_policies else nullcontext():
        return _opened(place, load(place / "scenario.toml"), "")


def study_of(question: Scenario, folder: Path, name: str) -> Study:
    """Return the study of a question from its results folder.

    Parameters
    ----------
    question
        The question; the study may have another seed.
    folder
        The results folder.
    name
        Name of the scenario file, for messages.

    Raises
    ------
    ResultsError
        As for `reopen`; or the folder has no study, or the study of another question.
    """
    own_database(folder / DATABASE)
    if not (folder / DATABASE).is_file():
        raise ResultsError(f"no study of {name} in {folder}: run it first, with: sim run {name}")
    for needed, what in (("scenario.toml", "the question"), ("manifest.json", "the run")):
        if not (folder / needed).is_file():
            raise ResultsError(_no_folder(folder, needed, what))
    return _opened(folder, question, name)


def reopen_comparison(folder: Path, question: Scenario | None = None, name: str = "") -> tuple[str, dict[str, Study]]:
    """Return the milestone of a comparison, and the study of each of its plans by name, the baseline first.

    Parameters
    ----------
    folder
        A folder written by `sim compare`.
    question, name
        The expected baseline, and the name of its scenario file for messages. With None, any baseline is accepted.

    Raises
    ------
    ResultsError
        The folder holds no comparison, or holds an elimination, which stores no studies; the baseline is another
        question; or as for `reopen`.
    """
    table = folder / "compare.json"
    own_file(table)
    if not table.is_file():
        first = f": run it first, with: sim compare {name} --with KEY=VALUE" if name else ""
        raise ResultsError(
            f"{folder} holds no comparison (compare.json){first or '; expected a folder of sim compare'}"
        )
    try:
        record = json.loads(read_own(table))
        names, milestone = [str(row["variant"]) for row in record["plans"]], str(record["milestone"])
        has_studies = record["elimination"] is None
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ResultsError(f"{table} is damaged ({error}); repeat the same sim compare to write it again") from error
    if not has_studies:
        raise ResultsError(
            f"{folder} holds an elimination, which stores no study of each plan; run sim compare without --eliminate"
        )
    places = {each: folder / folder_of(each, names) for each in names}
    for place in places.values():
        inside(place)
    if question is not None:
        study_of(question, places[names[0]], name)
    return milestone, {each: reopen(place) for each, place in places.items()}


def _opened(place: Path, question: Scenario, name: str) -> Study:
    """Open the study of a question in a folder that has the files of a study.

    `name` is the name of the scenario file; it is empty if the question was read from the scenario.toml of the folder.
    """
    database = place / DATABASE
    stored = held(database)
    if stored is None and not os.access(database, os.R_OK):
        raise ResultsError(f"{database} cannot be read: you have no permission for it")
    if stored is None:
        raise ResultsError(
            f"{database} is damaged, or not a results file of sim; run the scenario again with --overwrite"
        )
    asked, address = plan(question), stored.identity
    expected = identify(
        asked, int(address.get("seed", 0)), int(address.get("inner", 1)), str(address.get("engine", ""))
    )
    if address != expected.as_dict() or stored.columns != [[each.name, each.kind] for each in columns(asked)]:
        listed = "\n".join(f"    {line}" for line in in_words(changes(place, question, address, expected)))
        raise ResultsError(_another(place, address, expected, name, listed))
    last_run = _last_run(place / "manifest.json")
    first, last = last_run.first, last_run.first + last_run.many
    store = _ReadOnlyStore(asked, expected, place, str(last_run.run["engine"]))
    try:
        answerable(store.rows, place)
        missing = last_run.many - len(store.present(first, last))
        if missing or last_run.many < 1:
            raise ResultsError(
                f"{place} lacks {missing:,} of its {last_run.many:,} histories; repeat the same command to run these"
            )
        if store.rows.checksum(first, last, last_run.how) != last_run.checksum:
            raise ResultsError(
                f"{place}: the histories in {DATABASE} are not those that manifest.json was written for; "
                "repeat the command that wrote the folder to write its files again"
            )
    except BaseException:
        store.close()
        raise
    return Study(asked, first, last, store, last_run.run, CONFIDENCE, Stopped(last_run.how, last_run.many))


class _LastRun(NamedTuple):
    """The last run of a study, as its manifest.json states it.

    Attributes
    ----------
    first, many
        Number of the first replication, and how many replications there are.
    run
        Times, machine, engine and other facts of the run.
    how
        How the run ended: `Stopped.how`.
    checksum
        Checksum of the rows of these replications in the database.
    """

    first: int
    many: int
    run: dict[str, Any]
    how: str
    checksum: str


def _last_run(path: Path) -> _LastRun:
    """Return the last run, read from a manifest.json."""
    try:
        stored = json.loads(read_own(path))
        run, how = dict(stored["run"]), str(stored["stopped"]["rule"])
        first, many = int(stored["first"]), int(stored["replications"])
        if not (isinstance(run["engine"], str) and 0 <= first <= first + many < LARGEST):
            raise ValueError(f"replications [{first}, {first + many}) of {run['engine']}")
        return _LastRun(first, many, run, how, str(stored["checksum"]))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ResultsError(f"{path} is damaged ({error}); repeat the command that wrote it") from error


def _another(place: Path, stored: Mapping[str, Any], expected: Identity, name: str, listed: str) -> str:
    """Return the message for a folder that holds the study of another question: what differs, and what can be done.

    `stored` is the identity of the study in the folder, and `expected` the identity of the question's study. `name` is
    as in `_opened`, and `listed` has a line for each change.
    """
    now, what = expected.as_dict(), expected.other(stored)
    made_alike = all(stored.get(part) == now[part] for part in MADE_BY)
    differs = any(stored.get(part) != now[part] for part in now if part not in MADE_BY)
    cure = f"Run the scenario again first, with: sim run {name or place / 'scenario.toml'}"
    if differs:
        what += f"; {name or 'its scenario.toml'} now differs"
    if differs and made_alike:
        cure += "; or name the results folder to use the study in it" if name else "; or restore scenario.toml"
    return f"{place} holds {what}. Changed since then:\n{listed}\n{cure}"


def _no_folder(place: Path, name: str, what: str) -> str:
    """Return the message for a folder that lacks the file `name`; `what` says in words what that file holds."""
    if not place.exists():
        return f"{place}: no such folder; expected one written by sim run"
    if (place / "compare.csv").is_file():
        return f"{place} holds a comparison, not one study; name one of its subfolders"
    stored = held(place / DATABASE)
    if stored is not None and stored.failed:
        why = "some of its histories failed an audit, so its answer was removed"
        return f"{place} has no {name} ({what}): {why}; run the scenario with --engine {SIMPY}"
    if name == "scenario.toml" and (place / "manifest.json").is_file():
        return f"{place} has no {name} ({what}): it was run from a plan, or the file was removed; run the scenario"
    if (place / DATABASE).is_file():
        return f"{place} has no {name} ({what}): its run was never finished; repeat the same sim run to continue"
    return f"{place} is no results folder: it has no {name} ({what}); expected one from sim run"

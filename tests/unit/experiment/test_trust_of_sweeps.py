"""Stored trials of a sweep, a search and an elimination are checked by audits and checksums, like rows of a study."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from sim.errors import InvariantError, ResultsError
from sim.experiment.decide.compare.compare import compare
from sim.experiment.decide.compare.comparison import Comparison
from sim.experiment.decide.require.require import Requirement, require
from sim.experiment.decide.sweep.sweep import Sweep, sweep
from sim.experiment.decide.sweep.words import as_csv, as_json
from sim.experiment.decide.trials import runner
from sim.experiment.decide.trials.kept import TrialStore
from sim.experiment.decide.trials.trial import Trials
from sim.experiment.workers.engine import ENGINES
from tests.unit.experiment.coins import question

PEOPLE = "group.staff.count"


@pytest.fixture(autouse=True)
def _nothing_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Use SimPy in place of the compiled engine, so that nothing is compiled; both give the same results."""
    monkeypatch.setitem(ENGINES, "compiled", ENGINES["simpy"])
    monkeypatch.setattr(runner, "ready", lambda *_: None)


def small(out: Path | None = None, **how: Any) -> Sweep:
    """Run a sweep over two numbers of people with two histories at each; all four are audited."""
    return sweep(question(), {PEOPLE: [30, 90]}, replications=2, out=out, **{"workers": 1, **how})


def both(found: Sweep) -> tuple[str, str]:
    return as_csv(found), json.dumps(as_json(found))


def test_wrong_trials_are_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Trials that an earlier run stored are audited before the sweep gives an answer. Trials that fail are
    marked, and each further run of the same command is refused. SimPy gives the answer from its own trials.
    """
    add = TrialStore.add

    def wrongly(kept: TrialStore, block: Any) -> None:
        block.outcomes["closure"][0] += 1
        add(kept, block)

    def struck(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(TrialStore, "add", wrongly)
        patch.setattr(runner.Runner, "audit", struck)
        with pytest.raises(KeyboardInterrupt):
            small(tmp_path)
    (tmp_path / "summary.json").write_text("{}", encoding="utf-8")
    with pytest.raises(
        InvariantError, match=r"differs from the SimPy engine at group\.staff\.count = \d+;.*marked.*--engine simpy"
    ):
        small(tmp_path)
    assert not (tmp_path / "summary.json").exists()
    with pytest.raises(ResultsError, match="failed their audit"):
        small(tmp_path)
    answered = small(tmp_path, engine="simpy")
    assert (answered.ran, both(answered)) == (4, both(small()))
    with pytest.raises(ResultsError, match="failed their audit"):
        small(tmp_path)


def test_trials_are_audited_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Trials that passed an audit are not audited again by the next run."""
    assert small(tmp_path).audited == 4
    monkeypatch.setattr(Trials, "run", None)
    again = small(tmp_path)
    assert (again.ran, again.audited) == (0, 0)


def test_a_damaged_trial_is_run_again(tmp_path: Path) -> None:
    """A trial that does not match its checksum is run again, and the sweep says so. If the database is deleted
    during a sweep, the sweep fails.
    """
    before = small(tmp_path)
    with closing(sqlite3.connect(tmp_path / "sweep.sqlite")) as connection, connection as transaction:
        transaction.execute("UPDATE replication SET record = zeroblob(length(record)) WHERE replication = 1")
    again = small(tmp_path)
    assert (again.ran, both(again)) == (1, both(before))
    assert "Damaged in sweep.sqlite, and run again: 1 history." in str(again).splitlines()
    assert "Damaged" not in str(before) + str(small(tmp_path))

    def strike(done: int, *_: Any) -> None:
        if done == 2:
            (tmp_path / "sweep.sqlite").unlink()

    with pytest.raises(ResultsError, match="was deleted"):
        small(tmp_path, seed=5, overwrite=True, progress=strike)


def searched(out: Path) -> Requirement:
    return require(question(), {PEOPLE: [10, 120]}, target=0.5, budget=200, workers=1, out=out)


def compared(out: Path, **how: Any) -> Comparison:
    return compare(question(), {"more": {PEOPLE: 90}}, replications=50, workers=1, out=out, **how)


@pytest.mark.parametrize("asked", [searched, lambda out: compared(out, eliminate=True)], ids=["require", "eliminate"])
def test_wrong_trials_of_a_search_or_an_elimination_are_not_used(
    asked: Callable[[Path], Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before a search or an elimination gives an answer, it audits the trials of an earlier run that it uses."""
    add = TrialStore.add

    def wrongly(kept: TrialStore, block: Any) -> None:
        block.outcomes["closure"] += 1
        add(kept, block)

    def struck(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(TrialStore, "add", wrongly)
        patch.setattr(runner.Runner, "audit", struck)
        with pytest.raises(KeyboardInterrupt):
            asked(tmp_path)
    with pytest.raises(InvariantError, match=r"differs from the SimPy engine at .*marked.*--engine simpy"):
        asked(tmp_path)
    with pytest.raises(ResultsError, match="failed their audit"):
        asked(tmp_path)


@pytest.mark.parametrize(
    ("asked", "database", "at"),
    [
        (searched, "require.sqlite", ""),
        (compared, "study.sqlite", "more/"),
        (lambda out: compared(out, eliminate=True), "compare.sqlite", ""),
    ],
    ids=["require", "compare", "eliminate"],
)
def test_damaged_histories_are_counted_and_run_again(
    asked: Callable[[Path], Any], database: str, at: str, tmp_path: Path
) -> None:
    """A search, a comparison and an elimination run damaged histories again, and say once
    how many there were.
    """
    asked(tmp_path)
    with closing(sqlite3.connect(tmp_path / f"{at}{database}")) as connection, connection as transaction:
        transaction.execute("UPDATE replication SET record = zeroblob(length(record)) WHERE replication IN (1, 2)")
    again = asked(tmp_path)
    assert again.run_again == 2
    assert f"Damaged in {database}, and run again: 2 histories." in str(again).splitlines()
    assert "Damaged" not in str(asked(tmp_path))

"""Stored histories are checked before a study uses them: by audits on SimPy, and by a digest of the code that made
them.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.domain.scenario import Scenario
from sim.errors import InvariantError, ResultsError
from sim.experiment import run as running
from sim.experiment.keep import code, identity
from sim.experiment.keep.folder import PUBLISHED
from sim.experiment.keep.identity import identify
from sim.experiment.keep.store import Store
from sim.experiment.reopen import reopen
from sim.experiment.study import Study
from sim.experiment.workers.block import Task, run_block
from sim.experiment.workers.engine import ENGINES
from sim.model.plan import Plan
from sim.model.trajectory import Trajectory
from tests.unit.experiment.again import TEXT

N = 5
"""Number of histories; an audit of so few repeats all of them."""
WRONG = "tests.unit.experiment.test_trust:wrong"


@pytest.fixture(scope="module")
def trip(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    """Return a small scenario that both engines can run."""
    file = tmp_path_factory.mktemp("trip") / "trip.toml"
    file.write_text(TEXT, encoding="utf-8")
    return sim.load(file)


@pytest.fixture(scope="module")
def right(trip: Scenario) -> Study:
    """Return the study, in memory, of histories that SimPy ran."""
    return answered(trip, None, "simpy")


@pytest.fixture(autouse=True)
def _nothing_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Use SimPy in place of the compiled engine, so that nothing is compiled; both give the same results."""
    monkeypatch.setitem(ENGINES, "compiled", ENGINES["simpy"])
    monkeypatch.setattr(running, "ready", lambda *_: None)


def answered(trip: Scenario, folder: Path | None, engine: str = "compiled", n: int = N, **more: Any) -> Study:
    return sim.run(trip, replications=n, workers=1, engine=engine, out=folder, **more)


def wrong(plan: Plan, seed: int, replication: int, inner: int = 1, reviews: bool = True) -> Trajectory:
    """Return SimPy's history, but with an end that is a second later."""
    from sim.engines.simpy import simulate

    history = simulate(plan, seed, replication, inner=inner, reviews=reviews)
    return replace(history, end=history.end + 1)


def leave_wrong_rows(trip: Scenario, folder: Path, what: str = "closure") -> None:
    """Store rows under the name of the compiled engine without an audit. Row 2 is wrong in its closure, in its packed
    daily counts (`what` = "daily") or in its packed causes ("why").
    """
    plan = sim.plan(trip)
    block = run_block(plan, Task("simpy", plan.seed, 1, 0, N))
    if what == "closure":
        block.outcomes["closure"][2] += 1
    else:
        packed = getattr(block, what)
        packed[2] = packed[3]
    store = Store(plan, identify(plan, plan.seed, 1, "compiled"), folder, engine="compiled")
    store.add(block)
    store.close()


def test_wrong_rows_of_an_earlier_run_are_not_used(trip: Scenario, right: Study, tmp_path: Path) -> None:
    """Rows of an earlier run are audited before anything is published. If some fail, the compiled engine's rows
    are never used, and each error says so. SimPy, which the error suggests, gives the answer from its own rows.
    """
    leave_wrong_rows(trip, tmp_path)
    with pytest.raises(InvariantError, match=r"closure is \d+, but \d+ is stored.*--engine simpy") as caught:
        answered(trip, tmp_path)
    assert caught.value.replication == 2
    assert not any((tmp_path / name).exists() for name in PUBLISHED)
    for n in (N, N + 1):
        with pytest.raises(ResultsError, match=r"failed their audit at replication 2 .*--engine simpy"):
            answered(trip, tmp_path, n=n)
    study = answered(trip, tmp_path, "simpy")
    assert (study.fingerprint, study.run["resumed"]) == (right.fingerprint, 0)
    assert study.run["not_used"] == {"compiled": N}
    assert reopen(tmp_path).fingerprint == right.fingerprint
    with pytest.raises(ResultsError, match="failed their audit"):
        answered(trip, tmp_path)
    assert (tmp_path / "summary.json").exists()  # the results of SimPy are kept
    assert answered(trip, tmp_path, overwrite=True).fingerprint == right.fingerprint


@pytest.mark.parametrize(("what", "words"), [("daily", "counts by day differ"), ("why", "causes differ")])
def test_an_audit_compares_all_that_is_stored(what: str, words: str, trip: Scenario, tmp_path: Path) -> None:
    """An audit also compares daily counts and causes."""
    leave_wrong_rows(trip, tmp_path, what)
    with pytest.raises(InvariantError, match=words):
        answered(trip, tmp_path)


def test_published_files_of_a_wrong_engine_are_removed(
    trip: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If an audit of further histories shows that an engine is wrong, the files published earlier are removed."""
    answered(trip, tmp_path)
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    monkeypatch.setitem(ENGINES, "compiled", WRONG)
    with pytest.raises(InvariantError, match="the compiled engine differs from the SimPy engine: the histories end at"):
        answered(trip, tmp_path, n=N + 3)
    left = {path.name for path in tmp_path.iterdir()}
    assert {"notes.txt", "study.sqlite"} <= left
    assert not left & set(PUBLISHED)
    with pytest.raises(ResultsError, match=r"failed an audit, so its answer was removed; run .* --engine simpy"):
        reopen(tmp_path)
    monkeypatch.setitem(ENGINES, "compiled", ENGINES["simpy"])
    with pytest.raises(ResultsError, match="failed their audit"):
        answered(trip, tmp_path)


def test_a_study_with_failed_rows_is_not_opened(trip: Scenario, tmp_path: Path) -> None:
    """A study with rows marked as failed is not opened, even if its published files still exist."""
    study = answered(trip, tmp_path)
    study.store.rows.failed(2, "closure is 5 and 6 is stored")
    study.store.close()
    assert all((tmp_path / name).exists() for name in ("summary.json", "manifest.json"))
    with pytest.raises(ResultsError, match=r"failed their audit at replication 2 \(closure is 5 and 6 is stored\)"):
        reopen(tmp_path)


def test_rows_of_workers_are_audited(trip: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows that two threads returned are audited too."""
    add = Store.add

    def wrongly(store: Store, block: Any) -> None:
        block.outcomes["closure"] += 1
        add(store, block)

    monkeypatch.setattr(Store, "add", wrongly)
    with pytest.raises(InvariantError, match=r"closure is \d+, but \d+ is stored"):
        sim.run(trip, replications=N, workers=2, threads=True, engine="compiled", out=tmp_path)
    assert not any((tmp_path / name).exists() for name in PUBLISHED)


def test_rows_stored_before_a_kill_are_audited_later(
    trip: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If a run stored its rows but was interrupted before their audit, the next run audits them, although it
    runs no history. Later runs do not audit them again, but list them as audited.
    """

    def struck(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(running, "audit", struck)
        with pytest.raises(KeyboardInterrupt):
            answered(trip, tmp_path)
    assert not (tmp_path / "summary.json").exists()
    study = answered(trip, tmp_path)
    assert (study.run["resumed"], study.run["audited"]) == (N, [*range(N)])
    monkeypatch.setitem(ENGINES, "simpy", "unknown:engine")
    assert answered(trip, tmp_path).run["audited"] == [*range(N)]


def test_a_smaller_study_audits_only_what_it_publishes(trip: Scenario, tmp_path: Path) -> None:
    """If a study publishes only some stored rows of a block, only these are audited. The others are audited when
    they are published.
    """
    leave_wrong_rows(trip, tmp_path)
    assert answered(trip, tmp_path, n=2).run["audited"] == [0, 1]
    with pytest.raises(InvariantError):
        answered(trip, tmp_path, n=3)


def test_each_engine_has_rows_of_its_own(trip: Scenario, right: Study, tmp_path: Path) -> None:
    """A folder holds rows of both engines, and a run uses only those of its own engine. The published files are
    those of the last run. Studies of two engines are not merged.
    """
    answered(trip, tmp_path, "compiled")
    one = answered(trip, tmp_path, "simpy")
    assert (one.run["resumed"], one.run["not_used"], one.run["audited"]) == (0, {"compiled": N}, [])
    other = answered(trip, tmp_path, "compiled", n=N + 1)
    assert (other.run["resumed"], other.run["not_used"]) == (N, {"simpy": N})
    assert one.fingerprint == right.fingerprint
    assert reopen(tmp_path).run["engine"] == "compiled"
    with pytest.raises(ResultsError, match="cannot merge rows of two engines"):
        one.merge(sim.run(trip, replications=2, first=N, workers=1, engine="compiled"))


def test_rows_of_other_code_are_not_mixed(trip: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the code of an engine was changed, its earlier rows are neither used by a run nor reopened."""
    answered(trip, tmp_path)
    monkeypatch.setattr(identity, "code_digest", lambda _: "0123456789abcdef")
    with pytest.raises(ResultsError, match=r'code: "[0-9a-f]{16}" then, "0123456789abcdef" now'):
        answered(trip, tmp_path, n=N + 1)
    with pytest.raises(ResultsError, match='"0123456789abcdef" now'):
        reopen(tmp_path)


@pytest.mark.parametrize(
    ("file", "counts"),
    [
        ("model/draws.py", True),
        ("engines/new.py", True),
        ("experiment/workers/block.py", True),
        ("plots/why.py", False),
        ("publish/answer.py", False),
    ],
)
def test_the_digest_depends_on_code_that_makes_histories(
    file: str, counts: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change of a source file changes the digest if the file makes histories or their figures, but not if it
    shows or publishes them.
    """
    package = tmp_path / "sim"
    for name in ("model/draws.py", "experiment/workers/block.py", "plots/why.py", "publish/answer.py", "__init__.py"):
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_text("x = 1\n", encoding="utf-8")
    monkeypatch.setattr(sim, "__file__", str(package / "__init__.py"))
    digest = code.code_digest.__wrapped__
    before = digest("simpy")
    (package / file).parent.mkdir(exist_ok=True)
    (package / file).write_text("x = 2\n", encoding="utf-8")
    assert (digest("simpy") != before) == counts


def test_the_digest_depends_on_the_module_of_a_user_s_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The digest of a user's engine depends on the source of its module. A module that is not found adds
    nothing.
    """
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "mine_of_trust.py").write_text("x = 1\n", encoding="utf-8")
    digest = code.code_digest.__wrapped__
    before = digest("mine_of_trust:simulate")
    assert before != digest("simpy")
    (tmp_path / "mine_of_trust.py").write_text("x = 2\n", encoding="utf-8")
    assert digest("mine_of_trust:simulate") != before
    assert digest("unknown.engine:run") == digest("simpy")


def test_a_run_notices_that_its_database_was_deleted(trip: Scenario, tmp_path: Path) -> None:
    """If the database, its log or its folder is deleted, or the database is replaced, during a run, the run
    fails at the next block. If the folder is deleted after the last block, the run fails too.
    """
    for name in ("database", "log", "folder", "replaced"):
        folder, blocks = tmp_path / name, []

        def strike(_: Any, name: str = name, folder: Path = folder, blocks: list[int] = blocks) -> None:
            blocks.append(1)
            if len(blocks) == 2:
                if name == "folder":
                    shutil.rmtree(folder)
                else:
                    (folder / f"study.sqlite{'-wal' if name == 'log' else ''}").unlink()
                if name == "replaced":
                    (folder / "study.sqlite").write_bytes(b"")

        with pytest.raises(ResultsError, match=r"study.sqlite(-wal)? was deleted, moved or replaced"):
            answered(trip, folder, n=40, progress=strike)
        assert len(blocks) == 2
        shutil.rmtree(folder, ignore_errors=True)

    def late(seen: Any) -> None:
        if seen.done == N:
            shutil.rmtree(tmp_path / "late")

    with pytest.raises(ResultsError, match="was deleted"):  # the folder was deleted after the last block
        answered(trip, tmp_path / "late", progress=late)

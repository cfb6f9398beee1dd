"""While the compiled engine is compiled, SimPy runs the first replications, and the study is the same."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import sim
from sim.compiler.kernel import is_python
from sim.experiment.run import run
from sim.experiment.workers.block import Task, run_block
from sim.experiment.workers.compilation import Compilation
from sim.experiment.workers.uncompiled import uncompiled
from tests.scenarios import compiled, items, lift, rate


class Slow:
    """A stand-in for a compilation, which ends after `asked` reads of `is_under_way`, or when `finish` or `close` is
    called.
    """

    def __init__(self, asked: int) -> None:
        self.left, self.finished = asked, 0

    @property
    def is_under_way(self) -> bool:
        self.left -= 1
        return self.left >= 0

    def finish(self) -> None:
        self.left, self.finished = 0, self.finished + 1

    def close(self) -> None:
        self.left = 0


def case() -> sim.Plan:
    return compiled(lot={"crates": items(30, 1.5)}, lift={"jet": lift(rate(20), payload_t={"low": 2, "high": 9})})


def test_the_study_is_the_same_with_rows_of_simpy(tmp_path: Path) -> None:
    """The study has the same rows as one that the compiled engine ran alone, and reports how many of them SimPy
    ran. Only rows of the compiled engine are audited.
    """
    plain = run(case(), replications=12, workers=1, out=tmp_path / "plain")
    slow = Slow(5)
    study = run(case(), replications=12, workers=1, out=tmp_path / "slow", under_way=slow)
    some = study.run["by_simpy_meanwhile"]
    assert 0 < some < 12
    assert slow.finished >= 1
    assert study.outcomes.tobytes() == plain.outcomes.tobytes()
    assert study.store.rows.checksum(0, 12, "") == plain.store.rows.checksum(0, 12, "")
    assert study.run["audited"]
    assert min(study.run["audited"]) >= some, "a history that SimPy ran was audited"
    again = run(case(), replications=12, workers=1, out=tmp_path / "slow", under_way=Slow(9))
    assert (again.run["resumed"], again.run["by_simpy_meanwhile"]) == (12, 0)


def test_simpy_may_finish_the_study_first(tmp_path: Path) -> None:
    """If SimPy finishes the study before the compilation ends, the run does not wait for it,
    and audits nothing.
    """
    slow = Slow(10_000)
    study = run(case(), replications=3, workers=2, out=tmp_path, under_way=slow)
    assert (study.run["by_simpy_meanwhile"], study.run["audited"], slow.finished) == (3, [], 0)
    assert study.outcomes.tobytes() == run(case(), replications=3, workers=1).outcomes.tobytes()


def test_a_rule_may_stop_the_run_before_compilation_ends(tmp_path: Path) -> None:
    """If a stopping rule holds before the compilation ends, the run stops."""
    slow = Slow(10_000)
    study = run(case(), decide=0.5, replications=200, workers=1, out=tmp_path, under_way=slow)
    assert slow.finished == 0
    assert len(study) == study.run["by_simpy_meanwhile"] < 200


def test_a_compiled_engine_does_not_count_as_under_way(capsys: pytest.CaptureFixture[str]) -> None:
    """Once this process has compiled the engine, no compilation is under way, and nothing is
    printed about one.
    """
    run(case(), replications=1, workers=1)
    got: list[str] = []
    there = Compilation(case(), got.append)
    assert not there.is_under_way
    there.finish()
    there.close()
    assert got == []


COLD = """
import sim
from sim.compiler import kernel
from sim.experiment.workers.block import Task, run_block
plan = sim.plan(sim.load(CONFIG))
cold = run_block(plan, Task("simpy", plan.seed, 1, 0, 2, compiles=False))
assert len(kernel._entries) >= 12, "too few functions are known to the compiler"
assert not any(each.signatures for each in kernel._entries), "something was compiled"
assert kernel.is_cold("sim.analysis") and not list(kernel.PLACE.folder.rglob("*.nb?"))
print(cold.outcomes.tobytes().hex(), *[each.hex() for each in [*cold.daily, *cold.why]])
"""


@pytest.mark.slow
def test_a_worker_that_runs_simpy_meanwhile_compiles_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A block for which nothing may be compiled computes sums and causes in Python, with the same bytes as
    compiled code.
    """
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    config = Path(__file__).parents[3] / "configs" / "tiny.toml"
    text = COLD.replace("CONFIG", repr(str(config)))
    ran = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    plan = sim.plan(sim.load(config))
    warm = run_block(plan, Task("simpy", plan.seed, 1, 0, 2))
    expected = [warm.outcomes.tobytes().hex(), *(each.hex() for each in [*warm.daily, *warm.why])]
    assert ran.stdout.split() == expected


def test_compiled_sums_are_used_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    """Threads that must not compile use the compiled code of sums and causes once it exists,
    and Python until then.
    """
    plan = case()
    run_block(plan, Task("simpy", plan.seed, 1, 0, 1))
    asked: list[bool] = []
    for is_cold in (True, False):
        monkeypatch.setattr("sim.compiler.kernel.is_cold", lambda package, is_cold=is_cold: is_cold)
        with uncompiled():
            asked.append(is_python())
    assert (asked, is_python()) == ([True, False], False)


def test_tasks_beside_the_compiler_do_not_compile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tasks that SimPy runs during the compilation must not compile anything; later tasks may."""
    seen: list[tuple[str, bool]] = []
    monkeypatch.setattr(
        "sim.experiment.workers.work.run_block",
        lambda plan, task, stopped: (seen.append((task.engine, task.compiles)), run_block(plan, task, stopped))[1],
    )
    run(case(), replications=12, workers=1, out=tmp_path, under_way=Slow(5))
    assert set(seen) == {("simpy", False), ("compiled", True)}

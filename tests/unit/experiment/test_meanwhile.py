"""While the compiled engine is being compiled, SimPy runs the first replications: the study is the same."""

from __future__ import annotations

from pathlib import Path

import pytest

import sim
from sim.experiment.run import run
from sim.experiment.workers.compilation import Compilation
from tests.scenarios import compiled, items, lift, rate


class Slow:
    """An engine that is there after it has been asked for so many times, or when it is waited for."""

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


def test_the_study_is_the_same(tmp_path: Path) -> None:
    """Claim: rows that SimPy ran meanwhile are the same, count, and are reported; the rest is audited."""
    plain = run(case(), replications=12, workers=1, out=tmp_path / "plain")
    slow = Slow(5)
    study = run(case(), replications=12, workers=1, out=tmp_path / "slow", under_way=slow)
    some = study.run["by_simpy_meanwhile"]
    assert 0 < some < 12
    assert slow.finished >= 1
    assert study.outcomes.tobytes() == plain.outcomes.tobytes()
    assert study.store.rows.checksum(0, 12, "") == plain.store.rows.checksum(0, 12, "")
    assert study.run["audited"]
    assert min(study.run["audited"]) >= some, "what SimPy ran was run again"
    again = run(case(), replications=12, workers=1, out=tmp_path / "slow", under_way=Slow(9))
    assert (again.run["resumed"], again.run["by_simpy_meanwhile"]) == (12, 0)


def test_all_of_it_may_be_done_before(tmp_path: Path) -> None:
    """Claim: where SimPy is first, nothing waits for the compiler, and there is nothing left to audit."""
    slow = Slow(10_000)
    study = run(case(), replications=3, workers=2, out=tmp_path, under_way=slow)
    assert (study.run["by_simpy_meanwhile"], study.run["audited"], slow.finished) == (3, [], 0)
    assert study.outcomes.tobytes() == run(case(), replications=3, workers=1).outcomes.tobytes()


def test_a_rule_stops_it(tmp_path: Path) -> None:
    """Claim: a rule that holds meanwhile ends the run."""
    slow = Slow(10_000)
    study = run(case(), decide=0.5, replications=200, workers=1, out=tmp_path, under_way=slow)
    assert slow.finished == 0
    assert len(study) == study.run["by_simpy_meanwhile"] < 200


def test_what_is_compiled_is_not_under_way(capsys: pytest.CaptureFixture[str]) -> None:
    """Claim: an engine that this process has, or can load, is waited for and not worked beside."""
    run(case(), replications=1, workers=1)
    told: list[str] = []
    there = Compilation(case(), told.append)
    assert not there.is_under_way
    there.finish()
    there.close()
    assert told == []

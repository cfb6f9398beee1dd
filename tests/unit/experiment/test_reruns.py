"""Audits of a study on threads: while the threads run the study, another process runs the audited
histories on SimPy.
"""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.engines.simpy import simulate
from sim.experiment import reruns
from sim.experiment.reruns import Reruns, rerunning
from sim.experiment.workers.block import Task
from sim.experiment.workers.engine import COMPILED
from sim.experiment.workers.execution import Execution
from sim.experiment.workers.work import Histories
from sim.model.plan import Plan
from sim.model.trajectory import fingerprint

CONFIGS = Path(__file__).parents[3] / "configs"


@pytest.fixture(scope="module")
def tiny() -> Plan:
    return sim.plan(sim.load(CONFIGS / "tiny.toml"))


def test_the_process_runs_the_same_histories(tiny: Plan) -> None:
    """Histories from the other process equal those run in this process, bit for bit, with reviews and without.
    This is also true of history 4, which the other process was not asked to run.
    """
    other = Reruns(tiny, 3, 1, range(4))
    try:
        for number in (3, 2, 1, 0, 4):
            for reviews in (True, False):
                found = other.simulate(tiny, 3, number, reviews=reviews)
                assert fingerprint(found) == fingerprint(simulate(tiny, 3, number, reviews=reviews))
    finally:
        other.close()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no such signal")
def test_histories_of_a_killed_process_are_run_here(tiny: Plan) -> None:
    other = Reruns(tiny, 3, 1, range(3))
    try:
        for process in other._pool._seen.values():
            process.kill()
        assert fingerprint(other.simulate(tiny, 3, 0)) == fingerprint(simulate(tiny, 3, 0))
    finally:
        other.close()


@pytest.mark.parametrize(
    ("execution", "least"),
    [
        (Execution(workers=1), 0),
        (Execution(workers=2, threads=False), 0),
        (Execution(workers=2), reruns.LEAST),
    ],
    ids=["one worker", "processes", "too little work"],
)
def test_no_process_is_started_where_it_would_not_help(
    tiny: Plan, execution: Execution, least: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reruns, "LEAST", least)
    with rerunning(Histories(tiny), [0, 1], 20, Task(COMPILED, 3, 1, 0, 20), execution) as found:
        assert found is None


def test_the_other_process_receives_the_audited_histories(tiny: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    """For a study on threads the other process is started once, for exactly the histories that are audited."""
    begun: list[list[int]] = []

    class Noted(Reruns):
        def __init__(self, plan: Plan, seed: int, inner: int, replications: Any) -> None:
            begun.append(list(replications))
            super().__init__(plan, seed, inner, replications)

    monkeypatch.setattr(reruns, "Reruns", Noted)
    monkeypatch.setattr(reruns, "LEAST", 0)
    study = sim.run(tiny, replications=20, workers=2)
    assert begun == [study.run["audited"]] == [[2, 6, 10, 14, 18]]

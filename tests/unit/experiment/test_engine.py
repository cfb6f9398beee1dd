"""Engines chosen by name, and histories without the table of visits to stations."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from sim.analysis.outcomes.record import outcomes
from sim.analysis.outcomes.reviewed import acted
from sim.analysis.outcomes.trial import figures
from sim.config import load
from sim.experiment.run import run
from sim.experiment.workers.block import Task, results_of
from sim.experiment.workers.engine import COMPILED, SIMPY, Simulate, again, engine
from sim.model.compile import plan
from sim.model.plan import Plan
from sim.model.trajectory import fingerprint
from tests.unit.experiment import dice

CONFIGS = Path(__file__).parents[3] / "configs"


@pytest.fixture(scope="module")
def base() -> Plan:
    """Return the plan of the base case."""
    return plan(load(CONFIGS / "base.toml"))


def test_a_history_without_visits_has_everything_else(base: Plan) -> None:
    """A history without visits has all other tables, and gives a sweep the same figures."""
    whole, brief = (engine(COMPILED, visits=asked)(base, base.seed, 3) for asked in (True, False))
    assert len(whole.visit) > len(whole.mover)
    assert len(brief.visit) == 0
    assert fingerprint(replace(brief, visit=whole.visit)) == fingerprint(whole)
    assert brief.circumstances is not None
    assert figures(base, brief) == figures(base, whole)


def test_the_effect_of_reviews_needs_no_visits(base: Plan) -> None:
    """If reviews acted in a history, its record also depends on the same history without reviews. The record is
    the same if that other history lacks visits.
    """
    task, (whole, brief) = (
        Task(COMPILED, base.seed, 1, 0, 20),
        (engine(COMPILED, visits=asked) for asked in (True, False)),
    )
    number = next(at for at in range(20) if acted(whole(base, base.seed, at)))
    history = whole(base, base.seed, number)
    made = [repr(results_of(base, task, each, history, number)[0]) for each in (whole, brief)]
    assert made[0] == made[1]
    assert made[0] != repr((number, *outcomes(base, history).values)), "the history without reviews is not used"


@pytest.mark.parametrize("asked", [True, False])
def test_an_engine_of_a_user_is_used_unchanged(asked: bool) -> None:
    """Whether or not visits are needed, the engine of a user is used as it is, so that it gets no argument that
    it does not know.
    """
    assert engine(dice.FAST, visits=asked) is dice.fast


@pytest.mark.parametrize(
    ("used", "cold", "runs"), [(COMPILED, False, COMPILED), (COMPILED, True, SIMPY), (SIMPY, False, SIMPY)]
)
def test_a_history_runs_again_on_the_engine_that_the_study_used(
    used: str, cold: bool, runs: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A history is run again on the engine of its study, or on SimPy if that engine would have to be compiled
    first.
    """
    tiny = plan(load(CONFIGS / "tiny.toml"))
    study = run(load(CONFIGS / "tiny.toml"), replications=2, workers=1, engine=used)
    monkeypatch.setattr("sim.compiler.kernel.is_cold", lambda: cold)
    assert again(tiny, used) is engine(runs)
    ran: list[str] = []
    for name in (COMPILED, SIMPY):
        package = import_module(f"sim.engines.{name}")
        monkeypatch.setattr(package, "simulate", noted(package.simulate, name, ran))
    assert fingerprint(study.trajectory(1)) == fingerprint(engine(SIMPY)(tiny, tiny.seed, 1))
    assert ran == [runs, SIMPY]


def noted(simulate: Simulate, name: str, ran: list[str]) -> Simulate:
    """Return an engine that appends its name to `ran` when it runs."""

    def run(*args: Any, **how: Any) -> Any:
        ran.append(name)
        return simulate(*args, **how)

    return run

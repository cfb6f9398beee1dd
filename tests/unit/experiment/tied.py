"""Engines for tests: they compute the closure of a history from a few random numbers, and simulate nothing.

Also a helper that runs a command.
"""

from __future__ import annotations

from dataclasses import replace

from click.testing import CliRunner, Result

from sim.cli.entry import cli
from sim.domain.scenario import Scenario
from sim.model.draws import Stream, uniform
from sim.model.plan import Plan
from sim.model.terms import Fate
from sim.model.trajectory import Trajectory
from sim.model.world.unknowns import drawn
from tests.scenarios import DAY, base, items, lift, rate, scenario
from tests.unit.analysis.histories import gone, history, sortie

ENGINE = "tests.unit.experiment.tied:tied"
MANY = 240


def question(**more: object) -> Scenario:
    """Return a scenario with two crates of 2 t and a deadline at hour 480 (20 days), for the engines below."""
    return scenario(
        **{
            "name": "tied",
            "site": {"A": base()},
            "lot": {"ammo": items(2, 2.0)},
            "lift": {"c17": lift(rate(7), payload_t={"mean": 20, "cv": 0.2})},
            "deadline_h": 480,
            "horizon_d": 30,
            "permission": {"border": {"lifts": ["c17"], "opens_after_d": {"low": 1, "high": 3}}},
            "uncertainty": {
                "missions a week": {"to": ["lift.c17.supply.per_week"], "draw": {"low": 4, "high": 10}},
                "payload": {"to": ["lift.c17.payload_t.mean"], "draw": {"low": 15, "high": 25}},
                "weight": {"to": ["lot.ammo.weight_t"], "same_as": "payload", "slope": 0.1},
            },
            **more,
        }
    )


def left(plan: Plan, seed: int, replication: int, inner: int, up: int) -> Trajectory:
    """Return a history in which both crates leave at the instant `up`."""
    made = history(
        [gone(0, up, kg=2000), gone(0, up, kg=2000)],
        [sortie(0, 0, Fate.OUT, payload=9000, kg=4000, up=up)],
        end=plan.horizon,
    )
    return replace(made, seed=seed, replication=replication, drawn=drawn(plan, seed, [replication // inner])[0])


def tied(plan: Plan, seed: int, replication: int, inner: int = 1) -> Trajectory:
    """Return a history in which all leave after 35 - 2.5 x (missions a week) days, up to four days earlier or later."""
    missions = float(drawn(plan, seed, [replication // inner])[0, 0])
    u = uniform(seed, replication, Stream.SERVICE, 1, 0, 0, 0)
    return left(plan, seed, replication, inner, int(DAY * (35 - 2.5 * missions + 8 * (u - 0.5))))


def steady(plan: Plan, seed: int, replication: int, inner: int = 1) -> Trajectory:
    """Return a history in which all leave after 15 or 25 days, each with probability 0.5, whatever the unknowns."""
    early = uniform(seed, replication, Stream.SERVICE, 1, 1, 0, 0) < 0.5
    return left(plan, seed, replication, inner, DAY * (15 if early else 25))


def asked(*words: object) -> Result:
    """Run a command of `sim` in this process."""
    return CliRunner().invoke(cli, [str(word) for word in words])

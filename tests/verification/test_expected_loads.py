"""The expected load of a sortie follows from the plan and the unknowns of its world; a lift comes only for movers that
it can carry.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.engines import compiled as compiled_engine
from sim.engines import simpy as simpy_engine
from sim.model.terms import Fate
from sim.model.trajectory import Trajectory
from tests.scenarios import compiled, dated, items, lift, rate, staged
from tests.verification.trajectories import assert_same_trajectory

NO_SEATS = {"seats": 0, "pallets": 4, "payload_t": 20.0}
"""Limits of a freighter, which takes no people."""


def simulated(replication: int = 0, **sections: Any) -> Trajectory:
    """Return a history; check that both engines give the same one."""
    made = compiled(**sections)
    history = simpy_engine.simulate(made, 1, replication)
    assert_same_trajectory(history, compiled_engine.simulate(made, 1, replication))
    return history


def came(history: Trajectory, row: int) -> int:
    """Return how many sorties of a lift came and left, loaded or empty."""
    left = np.isin(history.sortie["fate"], (Fate.OUT, Fate.EMPTY))
    return int((left & (history.sortie["lift"] == row)).sum())


@pytest.mark.parametrize("weight_t", [0.09, 0.181, 0.3])
def test_the_missions_that_fly_do_not_depend_on_the_weight_of_people(weight_t: float) -> None:
    """A thousand people fill ten missions of 100 seats. Of twelve planned missions ten fly and two are struck, whatever
    a person weighs, and no one stays behind.
    """
    plane = lift(dated(*range(130, 154, 2)), seats=100, payload_t=90.0, pallets=0, lead_d=5)
    history = simulated(group={"staff": staged(1000, weight_t=weight_t)}, lift={"plane": plane})
    assert came(history, 0) == 10
    assert int((history.sortie["fate"] == Fate.STRUCK).sum()) == 2
    assert (history.mover["fate"] == Fate.OUT).all()


def test_people_who_left_before_the_start_do_not_count() -> None:
    """The expected weight of a person is the 0.09 t of the thousand people present. Five thousand people of 0.3 t, who
    left before the start, do not count.

    So the expected load of a mission is 100 people, and ten missions fly.
    """
    plane = lift(dated(*range(130, 154, 2)), seats=100, payload_t=90.0, pallets=0, lead_d=5)
    gone = staged(5000, weight_t=0.3, start={"left": 5000})
    history = simulated(group={"gone": gone, "staff": staged(1000, weight_t=0.09)}, lift={"plane": plane})
    assert came(history, 0) == 10
    assert (history.mover["fate"] == Fate.OUT).all()


@pytest.mark.parametrize(
    "unknown",
    [
        {},
        {"lift.freighter.pallets": {"draw": {"low": 4.0, "high": 4.0}}},
        {"lift.freighter.pallets": {"apply": "plus", "draw": {"low": 0.0, "high": 0.2}}},
        {"lot.crates.pallets": {"draw": {"low": 1.0, "high": 1.0}}},
        {"lot.crates.weight_t": {"draw": {"low": 2.0, "high": 2.0}}},
        {"lift.freighter.payload_t": {"draw": {"low": 20.0, "high": 20.0}}},
    ],
)
def test_a_lift_does_not_come_for_cargo_that_it_cannot_carry(unknown: dict[str, Any]) -> None:
    """A plane without pallet positions comes once, for forty people, and not for forty crates, of which each needs a
    position. A freighter with four positions comes ten times for the crates.

    Each of five unknowns, of pallets, weight or payload, changes nothing in this.
    """
    history = simulated(
        group={"staff": staged(40)},
        lot={"crates": items(40, 2.0, "lethal", pallets=1)},
        lift={
            "freighter": lift(rate(3.5), **NO_SEATS),
            "plane": lift(rate(3.5), pallets=0, payload_t=20.0, seats=60),
        },
        uncertainty=unknown,
    )
    assert came(history, 0) == 10
    assert came(history, 1) == 1


def test_a_lift_does_not_come_for_cargo_in_worlds_without_positions() -> None:
    """A barge with 0 or 4 positions, drawn for each world, comes only in worlds in which it has positions for the
    crates.
    """
    found = set()
    for world in range(12):
        history = simulated(
            replication=world,
            lot={"crates": items(8, 2.0, "lethal", pallets=1)},
            lift={
                "barge": lift(rate(7), pallets=4, payload_t=20.0, seats=0),
                "freighter": lift(rate(3.5), **NO_SEATS),
            },
            uncertainty={"lift.barge.pallets": {"draw": {"values": [0.0, 4.0]}}},
        )
        positions = float(np.asarray(history.drawn)[0])
        assert (came(history, 0) > 0) == (positions > 0.0)
        carried = history.sortie["mpos"][history.sortie["lift"] == 0]
        assert positions > 0.0 or not carried.any()
        found.add(positions)
    assert found == {0.0, 4.0}

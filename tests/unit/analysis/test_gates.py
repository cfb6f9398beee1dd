"""Waiting and offloading hours are outcomes only of a gate, which is a destination with spots or hours of its own."""

from __future__ import annotations

import pytest

from sim.analysis.outcomes.record import columns, outcomes
from sim.analysis.outcomes.work import gates
from tests.engine import simulate
from tests.scenarios import compiled, dated, lift, staged


def test_the_second_convoy_waits_for_the_only_lane() -> None:
    """Two convoys reach a gate with one lane at 7 and 7.5 h, and each is offloaded there for 1.5 h. So the second
    convoy waits for 1 h, and offloading takes 3 h in all.
    """
    made = compiled(
        site={"Z": {"kind": "apod", "parking": 1}},
        group={"people": staged(8)},
        lift={"convoy": lift(dated(1, 1.5), crosses="arrival", seats=4, leg={"A": {"block_h": 5.0}}, offload_h=1.5)},
    )
    taken = outcomes(made, simulate(made, 1, 0))
    assert (taken["gate_wait_Z_h"], taken["offloading_Z_h"]) == pytest.approx((1.0, 3.0))


def test_a_port_without_limits_is_no_gate() -> None:
    """A scenario whose lift goes only to sites without spots or hours has no such outcomes."""
    made = compiled(group={"people": staged(8)}, lift={"c17": lift(dated(1))})
    assert gates(made) == ()
    assert not [column.name for column in columns(made) if column.name.startswith(("gate_wait", "offloading"))]

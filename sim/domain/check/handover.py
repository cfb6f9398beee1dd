"""Holds whose hand-over (`then_d`, days after their conditions are met) takes much of the time until the deadline."""

from __future__ import annotations

from collections.abc import Iterator

from sim.domain.check.blocks import blocks
from sim.domain.check.finding import Finding
from sim.domain.dates import seconds
from sim.domain.scenario import Scenario
from sim.domain.waiting import waited_for

__all__ = ["handover"]

DAY = 86_400
PART = 0.2
"""A hand-over is reported if it takes at least this share of the time until the deadline."""


def handover(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each `then_d` that keeps required movers for at least `PART` of the days to the deadline."""
    deadline = seconds(scenario.milestone["deadline"].by, scenario.clock, ends=True) / DAY
    named = {hold for block in blocks(scenario) if block.required for hold in block.holds}
    named |= {other for hold in named for other in waited_for(hold, scenario)}
    for name, hold in scenario.hold.items():
        if name in named and hold.then_d >= PART * deadline > 0.0:
            text = f"this is a large part of the {deadline:.4g} days until the deadline: if it determines a date, a run"
            text += " only repeats what is stated here; state fewer days if fewer are enough"
            yield Finding(("hold", name, "then_d"), f"{hold.then_d:g}", text)

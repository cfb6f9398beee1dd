"""A helper that runs one history on both engines with all checks of the SimPy engine, and checks its causes."""

from __future__ import annotations

from sim.analysis.causes.by_reason import by_reason
from sim.analysis.sums import Sums
from sim.domain.scenario import Scenario
from sim.engines.compiled import simulate as compiled
from sim.engines.simpy import Check
from sim.engines.simpy import simulate as by_simpy
from sim.model.compile import plan
from sim.model.plan import Plan
from sim.model.trajectory import Trajectory
from tests.verification.trajectories import assert_same_trajectory

__all__ = ["explained"]


def explained(case: Scenario, replication: int = 0) -> tuple[Plan, Trajectory]:
    """Run one history three times: on SimPy with two orders of simultaneous events, and on the compiled engine.

    Check that the three histories are equal, and that the seconds due to each reason sum to the closure, or to the
    horizon if the history does not close. Return the plan and the history.
    """
    asked = plan(case)
    history = by_simpy(asked, 1, replication, check=Check(shuffle=5, scan=True, enablers=True, audit=True))
    assert_same_trajectory(history, by_simpy(asked, 1, replication, check=Check(shuffle=6)))
    assert_same_trajectory(history, compiled(asked, 1, replication))
    sums = Sums(asked, history)
    chain = by_reason(sums)
    reached = min(sums.movers.total["closure"], asked.horizon)
    assert chain["seconds"][chain["target"] == 0].sum() == reached
    return asked, history

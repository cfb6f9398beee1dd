"""One history under every check, on both engines, with its closure explained to the second."""

from __future__ import annotations

from sim.analysis.causes.owned import owned
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
    """Run a scenario under all checks, on both engines, in two orders; demand that causes sum to its closure."""
    made = plan(case)
    history = by_simpy(made, 1, replication, check=Check(shuffle=5, scan=True, enablers=True, audit=True))
    assert_same_trajectory(history, by_simpy(made, 1, replication, check=Check(shuffle=6)))
    assert_same_trajectory(history, compiled(made, 1, replication))
    sums = Sums(made, history)
    chain = owned(sums)
    reached = min(sums.movers.total["closure"], made.horizon)
    assert chain["seconds"][chain["target"] == 0].sum() == reached
    return made, history

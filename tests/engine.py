"""The engine under test: SimPy, or with `pytest --engine compiled` the compiled engine for each plan that it can run.

Tests that concern one engine only (the checks of SimPy, its clock inside a larger model) import that engine directly.
"""

from __future__ import annotations

from collections import Counter

from sim.engines.compiled import simulate as compiled
from sim.engines.compiled.scope import beyond
from sim.engines.simpy import Check
from sim.engines.simpy import simulate as by_simpy
from sim.model.plan import Plan
from sim.model.trajectory import Trajectory

__all__ = ["choose", "ran", "simulate"]

ran: Counter[str] = Counter()
"""Number of histories by engine; also, by reason, the number of histories that the compiled engine could not run."""
_chosen = "simpy"


def choose(name: str) -> None:
    """Use the engine of this name, `simpy` or `compiled`, for all later histories."""
    global _chosen
    _chosen = name


def simulate(
    plan: Plan, seed: int, replication: int, inner: int = 1, *, reviews: bool = True, check: Check | None = None
) -> Trajectory:
    """Run one replication on the chosen engine.

    Only SimPy can check a history while it runs. So if `check` is given and the compiled engine is chosen, both engines
    run the history.
    """
    needs = beyond(plan)
    if _chosen == "compiled" and not needs:
        if check is not None:
            by_simpy(plan, seed, replication, inner, reviews=reviews, check=check)
        ran["compiled"] += 1
        return compiled(plan, seed, replication, inner, reviews=reviews)
    ran["simpy"] += 1
    if _chosen == "compiled":
        ran.update(f"not asked by the compiled engine: {what}" for what in needs)
    return by_simpy(plan, seed, replication, inner, reviews=reviews, check=check)

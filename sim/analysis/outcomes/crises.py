"""Whether each crisis occurred in a history."""

from sim.analysis.outcomes.column import Column, flag
from sim.analysis.sums import Sums
from sim.model.plan import Plan
from sim.model.world.circumstances import circumstances

__all__ = ["columns", "values"]


def columns(plan: Plan) -> list[Column]:
    """Return the columns of this module, in order."""
    return [
        flag(f"crisis_{name}", f"whether crisis {name} began before the history ended") for name in plan.names["crisis"]
    ]


def values(plan: Plan, sums: Sums) -> list[float]:
    """Return the figures of this module, in the order of `columns`."""
    history = sums.trajectory
    return [float(at <= history.end) for at in circumstances(plan, history).crises] if len(plan.crisis) else []

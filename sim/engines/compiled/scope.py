"""What the compiled engine cannot run; a plan that needs any of this runs on the SimPy engine."""

from sim.model.limits import too_wide
from sim.model.plan import Plan
from sim.model.policy import SHIPPED

__all__ = ["beyond"]


def beyond(plan: Plan) -> tuple[str, ...]:
    """Return, in words, what a plan needs that this engine cannot do; empty if the engine can run the plan."""
    policy = plan.policy
    needs = {
        f'the {kind} rule "{name}" looks at the situation': _looks(plan, kind)
        for kind, name in policy.unusual().items()
        if kind != "load" or name != SHIPPED.load
    }
    return (*(what for what, needed in needs.items() if needed), *too_wide(plan))


def _looks(plan: Plan, kind: str) -> bool:
    """Return whether a policy is called while a history runs; a load policy with a fixed order gives ranks instead."""
    return kind != "load" or plan.policy.find(kind).looks

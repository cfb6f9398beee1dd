"""What the compiled engine cannot run yet: a plan that needs any of it runs on the SimPy engine."""

from sim.model.limits import too_wide
from sim.model.plan import Plan
from sim.model.policy import SHIPPED

__all__ = ["beyond"]


def beyond(plan: Plan) -> tuple[str, ...]:
    """Return, in words, what a plan needs that this engine cannot do; empty if it can run the plan.

    Parameters
    ----------
    plan
        The compiled scenario.
    """
    policy = plan.policy
    needs = {
        f'the {kind} rule "{name}" looks at the situation': _looks(plan, kind)
        for kind, name in policy.unusual().items()
        if kind != "load" or name != SHIPPED.load
    }
    return (*(what for what, needed in needs.items() if needed), *too_wide(plan))


def _looks(plan: Plan, kind: str) -> bool:
    """Return whether the policy of a kind is called while a history runs; a fixed load order is in the plan's ranks."""
    return kind != "load" or plan.policy.find(kind).looks

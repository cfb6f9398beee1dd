"""What the compiled engine does not tell yet: a plan that needs any of it runs on the SimPy engine."""

from typing import Any, Final

from sim.model.plan import Plan
from sim.model.policy import SHIPPED

__all__ = ["beyond"]

MOST_MOVERS: Final = 1 << 24


def beyond(plan: Plan) -> tuple[str, ...]:
    """Return what a plan needs that this engine does not know, in words; nothing where it can run it.

    Parameters
    ----------
    plan
        The compiled scenario.
    """
    lift, site, policy = plan.lift, plan.site, plan.policy
    to = site[lift["to"]]
    needs = {
        "routes over hubs": len(plan.tables["stop"]) + len(plan.tables["path"]) > 0,
        "lifts that end at a hub, a gate or another base": bool(
            (to["base"] | to["abroad"] | lift["crosses_on_arrival"]).any()
            or (to["runway"] >= 0).any()
            or (to["parking_s"] >= 0).any()
        ),
        "room at a site": _some(site["room_s"]),
    }
    needs |= {
        f'the {kind} rule "{name}"': _looks(plan, kind)
        for kind, name in policy.unusual().items()
        if kind != "load" or name != SHIPPED.load
    }
    return tuple(what for what, needed in needs.items() if needed)


def _some(column: Any) -> bool:
    return bool((column >= 0).any())


def _looks(plan: Plan, kind: str) -> bool:
    """Whether a rule is asked while a history runs; a fixed load order has become ranks in the plan."""
    return kind != "load" or plan.policy.find(kind).looks

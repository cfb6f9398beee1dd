"""Whether a lift flies, which decides whether texts call it an aircraft or use words that fit road and sea.

The plan does not say whether a lift is an aircraft, a convoy or a ship. By the rule of `flies`, a lift does not fly if
it crosses the border on arrival, moves only at some hours, has several vehicles to a sortie, is driven by the force,
may break down, or may be attacked on its way.
"""

from sim.model.plan import Plan

__all__ = ["all_fly", "flies", "flown_from"]


def flies(plan: Plan, lift: int) -> bool:
    """Return whether a lift, given by its row, flies."""
    spec = plan.lift[lift]
    several = spec["vehicles_s"] >= 0 and plan.number[spec["vehicles_s"]] > 1.0
    breaks = spec["breakdown_s"] >= 0 and plan.number[spec["breakdown_s"]] > 0.0
    on_wheels = spec["driven"] or spec["attacks_s"] >= 0
    return not (on_wheels or spec["crosses_on_arrival"] or spec["moves"] >= 0 or several or breaks)


def all_fly(plan: Plan) -> bool:
    """Return whether every lift flies."""
    return all(flies(plan, lift) for lift in range(len(plan.lift)))


def flown_from(plan: Plan, site: int) -> bool:
    """Return whether a lift that flies loads or offloads at a site, given by its row; true if no lift serves it."""
    here = {int(lift) for lift in plan.leg["lift"][plan.leg["site"] == site]}
    here |= {lift for lift, to in enumerate(plan.lift["to"].tolist()) if to == site}
    return not here or any(flies(plan, lift) for lift in here)

"""How often each lift was attacked on the road, and how much time it lost to attacks."""

import numpy as np

from sim.analysis.outcomes.column import Column, count, number
from sim.analysis.outcomes.flying import came_to_sites
from sim.analysis.sums import Sums, lift_facts
from sim.model.calendars import NEVER
from sim.model.plan import Plan
from sim.model.terms import Fate
from sim.model.world.attacks import attacks
from sim.model.world.flying import TRIPS

__all__ = ["columns", "values"]

WENT_HOME = {Fate.DIVERTED, Fate.TURNED_BACK}


def columns(plan: Plan) -> list[Column]:
    """Return the columns of this module, in order: two for each lift that may be attacked."""
    found = []
    for lift in _attacked(plan):
        name = plan.name_of("lift", lift)
        found.append(count(f"attacks_{name}", f"attacks on {name} on its way to sites and back"))
        found.append(number(f"attacked_{name}_h", f"time that {name} lost to these attacks [h]"))
    return found


def values(plan: Plan, sums: Sums) -> list[float]:
    """Return the figures of this module, in the order of `columns`.

    Notes
    -----
    Only sorties that came to a site count (`flying.came_to_sites`). Their leg to the site counts, except on the first
    sortie of a tail that is at its site at the start. Their leg back counts if they took off, were diverted or turned
    back. All attacks on a leg count, even if the history ended during the leg.
    """
    lifts = _attacked(plan)
    if not lifts:
        return []
    world, sorties, facts = sums.world, sums.trajectory.sortie, lift_facts(plan)
    came, legs = came_to_sites(sums)[0], {(leg.lift, leg.site): leg for leg in world.rows("leg")}
    count_of, lost_s = dict.fromkeys(lifts, 0), dict.fromkeys(lifts, 0)
    for row in np.flatnonzero(came & np.isin(sorties["lift"], lifts)).tolist():
        sortie = sorties[row]
        lift, number_of, attempt = (int(sortie[name]) for name in ("lift", "number", "attempt"))
        spec, leg = world.rows("lift")[lift], legs[lift, int(sortie["site"])]
        begun = [] if facts["begins_at_site"][lift] and number_of % TRIPS == 0 else [0]
        if sortie["up"] < NEVER or sortie["fate"] in WENT_HOME:
            begun.append(1)
        for which in begun:
            losses = attacks(world, spec, leg, number_of, attempt, which)
            count_of[lift] += len(losses)
            lost_s[lift] += sum(losses)
    return [figure for lift in lifts for figure in (float(count_of[lift]), lost_s[lift] / 3600)]


def _attacked(plan: Plan) -> list[int]:
    """Return the rows of the lifts that may be attacked."""
    return np.flatnonzero(plan.lift["attack"] >= 0).tolist()

"""The planner's arithmetic at mean values: what must go, what each step allows a day, and which limit sets the date.

Everything flows at its mean rate and nothing waits for anything else, so each limit alone gives a date before which
the work cannot be done, and the latest of these dates is the answer. Histories usually close later, because chance
makes queues, and because steps wait for each other.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.arithmetic.after import after_holds
from sim.arithmetic.amount import Amount, amount
from sim.arithmetic.caveats import Caveat, caveats
from sim.arithmetic.demand import parted
from sim.arithmetic.flow import by_lift, through_ramps, through_stations
from sim.arithmetic.legs import Leg, legs
from sim.arithmetic.limits import Limit, limits
from sim.arithmetic.phased import MeanPlan, phased
from sim.arithmetic.preparation import RampLimit, StationLimit, ramps, stations
from sim.arithmetic.supply import Bringing, bringing
from sim.model.plan import Plan
from sim.model.world.means import Means

__all__ = ["Arithmetic", "Permit", "arithmetic"]


@dataclass(frozen=True, slots=True)
class Permit:
    """When a permission lets a lift, site or route be used, or a group or lot arrive, and how likely its withdrawal is.

    Attributes
    ----------
    table, row
        What the permission permits: the table (`lift`, `site`, `route` or, for groups too, `lot`) and the row.
    opens, low, high
        When the permission opens [s]: the mean, and the range of 9 in 10 cases.
    lost
        Probability that the permission is withdrawn after it has opened.
    """

    table: str
    row: int
    opens: float
    low: float
    high: float
    lost: float


@dataclass(frozen=True)
class Arithmetic:
    """The planner's arithmetic.

    Attributes
    ----------
    plan
        The plan.
    required, everything
        Totals of the required movers, and of all movers that do not stay by plan.
    lift_t, ramp_t, preparation_t, clearance_t
        How many tonnes a day can leave the country if there is only one limit: lift as planned; the ramps; the slowest
        station of each site; lift without the missions lost to refusals, cancellations and outages. Rates of sites and
        legs in parallel are added; of those in series, the smallest counts. Rates of lifts that never come at the same
        time, or whose ways are never open together, are not added. Infinite if nothing limits.
    together_t, seats
        How many tonnes a day lift as planned could take out if all ways were open together; how many people a day can
        leave by lift without the lost missions.
    limits
        Limits on required movers, the one that closes last first; the first one binds.
    closure, closure_of_everything
        When all required movers are out, and when all movers that do not stay by plan are out [s]; infinite for never.
    lifts, ramps, stations
        The supply of each lift, and the limit of each ramp and station; stations count required movers only.
    permits
        The permissions that may open late or be withdrawn.
    ute_h
        The UTE rate that the caller gave [flying hours per day and aircraft]; None if none was given.
    plans
        The phased plans.
    legs
        The legs that groups and lots may use, sorted by the site from which they lead (`sim.arithmetic.legs`).
    caveats
        Features of the plan that this arithmetic leaves out.
    """

    plan: Plan
    required: Amount
    everything: Amount
    lift_t: float
    together_t: float
    seats: float
    ramp_t: float
    preparation_t: float
    clearance_t: float
    limits: tuple[Limit, ...]
    closure: float
    closure_of_everything: float
    lifts: tuple[Bringing, ...]
    ramps: tuple[RampLimit, ...]
    stations: tuple[StationLimit, ...]
    permits: tuple[Permit, ...]
    ute_h: float | None
    plans: tuple[MeanPlan, ...]
    legs: tuple[Leg, ...]
    caveats: tuple[Caveat, ...]

    @property
    def binding(self) -> Limit | None:
        """The binding limit; None if no required mover has yet to leave."""
        return self.limits[0] if self.limits else None


def arithmetic(plan: Plan, ute_h: float | None = None) -> Arithmetic:
    """Return the planner's arithmetic at mean values (see `sim.model.world.means`).

    Parameters
    ----------
    plan
        The compiled scenario.
    ute_h
        UTE rate of fleets: flying hours that an aircraft can sustain per day; None lets fleets cycle without rest.
    """
    means = Means(plan)
    required = [load for load in means.loads if load.count and plan.lot["required"][load.row]]
    everything = [load for load in means.loads if load.count]
    lifts = bringing(means, required or everything, ute_h)
    spots = ramps(means, lifts)
    places = stations(means, required)
    bounds = limits(means, required, lifts, spots, places)
    kept = after_holds(means, required, lifts, spots)
    bounds = sorted([*bounds, *kept], key=lambda limit: -limit.closing_second)
    bounds_of_all = [*limits(means, everything, lifts, spots, stations(means, everything)), *kept]
    cargo, people = parted(means, required)
    cargo = cargo or parted(means, everything)[0] or parted(means, means.loads)[0]
    people = people or parted(means, everything)[1]
    lift_t, together_t = by_lift(means, cargo, lifts, lambda lift: lift.asked_per_day * lift.load_t * lift.heavy)
    ramp_t = {ramp.site: ramp.t_per_day for ramp in spots}
    seated = [load for load in people if load.count]
    return Arithmetic(
        plan,
        amount(means, required, lifts),
        amount(means, everything, lifts),
        lift_t,
        together_t,
        by_lift(means, seated, lifts, lambda lift: lift.per_day * lift.people if lift.people > 0.0 else 0.0)[0],
        through_ramps(means, cargo, lifts, ramp_t),
        through_stations(means, cargo, lifts, places),
        by_lift(means, cargo, lifts, lambda lift: lift.per_day * lift.load_t * lift.heavy)[0],
        tuple(bounds),
        bounds[0].closes if bounds else 0.0,
        max((limit.closes for limit in bounds_of_all), default=0.0),
        tuple(lifts),
        tuple(spots),
        tuple(places),
        tuple(_permits(means)),
        ute_h,
        tuple(phased(means)),
        legs(means),
        tuple(caveats(means, required, lifts, places, bounds[0] if bounds else None)),
    )


def _permits(means: Means) -> list[Permit]:
    """Return the permissions that may open late or be withdrawn, with an entry for each thing that they permit.

    The sites of a permission count only if it permits no lift.
    """
    found = []
    for row, permission in enumerate(means.rows("permission")):
        low, high = means.spread(permission.opens)
        lost = means.value(permission.lost_s)
        if high > 0.0 or lost > 0.0:
            plan, mean = means.plan, means.mean(permission.opens)
            lifts, sites = (np.flatnonzero(table[row]).tolist() for table in (plan.permits, plan.permit_sites))
            routes = np.flatnonzero(plan.permit_routes[row]).tolist()
            named = [("lift", each) for each in lifts] or [("site", each) for each in sites]
            named += [("route", each) for each in routes]
            named += [("lot", each.lot) for each in means.rows("clearance") if each.permission == row]
            found += [Permit(table, each, mean, low, high, lost) for table, each in named]
    return found

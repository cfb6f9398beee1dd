"""Features of a plan that the arithmetic at mean values leaves out, so that histories may close later than its date.

A load is what one group or lot has yet to move.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sim.arithmetic.demand import Demand, crossings, from_sites, riders
from sim.arithmetic.limits import Limit
from sim.arithmetic.preparation import StationLimit
from sim.arithmetic.supply import Bringing
from sim.model.rules import sort_of
from sim.model.world.means import DAY, Load, Means

__all__ = ["Caveat", "caveats"]

SHORT_D = 3.0
"""If the binding limit closes in fewer days, hours that are averaged over days say little."""
HELD = 0.05
"""A hold is not reported if it adds less than this fraction of the time until the binding limit closes."""
Kind = Literal[
    "beside", "wanted", "hold", "lost", "slips", "factor", "series", "apart", "over", "hours", "changeover", "driven",
    "fitted", "substitute",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Caveat:
    """One feature of a plan that the arithmetic leaves out.

    Attributes
    ----------
    kind
        `beside`: wanted movers take room on the binding lift; `wanted`: required movers go only when wanted movers have
        gone; `hold`: a hold adds time when its conditions are met; `lost`: a permission may be lost; `slips`: cancelled
        missions come later; `factor`: the payload is smaller in some hours or months; `series`: sorties leave partly
        empty, because their load has to come to the site by another lift first; `apart`: phased plans may release at
        the same time movers that never ride together; `over`: the last mission comes before the binding load is ready;
        `hours`: opening hours are averaged over days; `changeover`: servers of a station are set up between movers;
        `driven`: it is not checked who drives vehicles, and who has to stay to drive later ones; `fitted`: sorties
        count with the limits of the lift, not with those of its configurations; `substitute`: a site opens only if
        another is lost.
    row
        Row of the hold, permission, lift, site or station; -1 for none.
    amount
        `beside`: tonnes; `wanted`: number of movers; `hold`, `over`: days; `lost`, `slips`: probability; `factor`:
        smallest factor; `changeover`: hours of one set-up; `fitted`: number of configurations; 0 for all other kinds.
    """

    kind: Kind
    row: int
    amount: float


def caveats(
    means: Means,
    loads: Sequence[Load],
    lifts: Sequence[Bringing],
    places: Sequence[StationLimit],
    binding: Limit | None,
) -> list[Caveat]:
    """Return the features that the arithmetic leaves out for some loads, given the limit that binds them."""
    if binding is None or not math.isfinite(binding.at) or binding.closes <= 0.0:
        return []
    beside = {load.row: load.tonnes for lift in binding.lifts for load in riders(means, _wanted(means), lift)}
    found = [Caveat("beside", -1, math.fsum(beside.values()))] if beside else []
    found += _holds(means, loads, binding)
    for row, permission in enumerate(means.rows("permission")):
        if 0.0 < (chance := means.value(permission.lost_s)) < 1.0:
            found.append(Caveat("lost", row, chance))
    found += [caveat for row in binding.lifts for caveat in _lift(means, lifts[row])]
    specs = [(row, means.rows("lift")[row]) for row in binding.lifts]
    counts = [(row, spec.configurations_last - spec.configurations) for row, spec in specs]
    found += [Caveat("fitted", row, float(count)) for row, count in counts if count]
    begins = {load.row: means.rows("lot")[load.row].site for load in loads}
    rides_on = {demand.sites[0] for demand in from_sites(means, loads) if demand.sites[0] != begins[demand.load.row]}
    found += [Caveat("series", site, 0.0) for site in binding.sites if site in rides_on and binding.kind != "gate"]
    found += _apart(means, loads)
    set_up = [(place.row, means.rows("station")[place.row].changeover) for place in places]
    found += [
        Caveat("changeover", row, means.hours(dist)) for row, dist in set_up if dist >= 0 and means.hours(dist) > 0
    ]
    found += [Caveat("substitute", row, 0.0) for row, site in enumerate(means.rows("site")) if site.in_place_of >= 0]
    found += _over(means, loads, lifts, binding)
    if binding.closes < SHORT_D * DAY and any(place.open_h < 24.0 for place in places):
        found.append(Caveat("hours", -1, 0.0))
    return found


def _apart(means: Means, loads: Sequence[Load]) -> list[Caveat]:
    """Return a caveat for each lift that takes, from one site, loads of phased plans that may not share a sortie."""
    lots, never = means.rows("lot"), means.plan.segregate

    def sort(demand: Demand) -> int:
        lot = lots[demand.load.row]
        return sort_of(lot.category, lot.load_class)

    asks = [demand for demand in from_sites(means, loads) if lots[demand.load.row].phasing >= 0]
    both = {
        lift
        for at, one in enumerate(asks)
        for other in asks[at + 1 :]
        if one.sites == other.sites
        for lift in one.lifts & other.lifts
        if never[lift, sort(one), sort(other)]
    }
    return [Caveat("apart", lift, 0.0) for lift in sorted(both)]


def _over(means: Means, loads: Sequence[Load], lifts: Sequence[Bringing], binding: Limit) -> list[Caveat]:
    """Return the caveat that the last mission comes before the binding load is ready, if it does."""
    if binding.kind == "date":
        late = [load for load in loads if load.row == binding.row]
    else:
        late = [load for load in loads if binding.kind == "preparation" and binding.row in means.route(load.row)]
    out = {lift for load in late for _, _, lift in crossings(means, load.row)}
    ends = {lifts[lift].dates[-1] + DAY if lifts[lift].dates else lifts[lift].until: lift for lift in sorted(out)}
    if not ends or max(ends) >= binding.at:
        return []
    return [Caveat("over", ends[max(ends)], (binding.at - max(ends)) / DAY)]


def _wanted(means: Means) -> list[Load]:
    """Return the wanted loads that are to go."""
    return [load for load in means.loads if load.count and not means.plan.lot["required"][load.row]]


def _holds(means: Means, loads: Sequence[Load], binding: Limit) -> list[Caveat]:
    """Return the caveats about holds: required movers kept until wanted movers have gone, and time that a hold adds."""
    holds, lots = means.rows("hold"), means.rows("lot")
    kept = {
        load.row: [hold for hold in (lots[load.row].begin_hold, lots[load.row].board_hold) if hold >= 0]
        for load in loads
    }
    late = {row for row, hold in enumerate(holds)
            if any(counter.wanted for counter in means.rows("counter")[hold.first : hold.last])}  # fmt: skip
    waiting = sum(load.count for load in loads if late.intersection(kept[load.row]))
    found = [Caveat("wanted", -1, float(waiting))] if waiting else []
    floors = {floor.hold for floor in means.rows("floor") if floor.lot in kept}
    for row in sorted({hold for rows in kept.values() for hold in rows} | floors):
        waits = [row, *(before.hold for before in means.rows("before")[holds[row].before : holds[row].before_last])]
        adds = means.value(holds[row].then_s)
        dated = all(holds[one].first == holds[one].last for one in waits)  # if so, limits of kind "date" include them
        if not dated and (binding.kind, binding.row) != ("hold", row) and adds >= HELD * binding.closes:
            found.append(Caveat("hold", row, adds / DAY))
    return found


def _lift(means: Means, lift: Bringing) -> list[Caveat]:
    """Return the caveats about a binding lift: missions that slip, drivers, and payload by hour and month."""
    spec, plan, found = means.rows("lift")[lift.row], means.plan, []
    slipping = 1.0 - (1.0 - means.value(spec.refuse_s)) * (1.0 - means.value(spec.cancel_s))
    if spec.slips and slipping > 0.0 and not lift.tails:
        found.append(Caveat("slips", lift.row, slipping))
    if spec.driven:
        found.append(Caveat("driven", lift.row, 0.0))
    legs = [at for at, leg in enumerate(means.rows("leg")) if leg.lift == lift.row]
    least = float(plan.payload_factor[plan.payload_row[legs]].min())
    return [*found, Caveat("factor", lift.row, least)] if least < 1.0 else found

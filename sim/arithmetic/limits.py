"""The limits of a drawdown: for each limit alone, the earliest instant at which the drawdown can be over.

A load is what one group or lot has yet to move.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from sim.arithmetic import factors, held
from sim.arithmetic.border import arrives, onward, way
from sim.arithmetic.demand import Demand, crossings, exits, from_sites, parted, unions
from sim.arithmetic.filling import SPACE, Fills, thresholds, weighed
from sim.arithmetic.gates import gates
from sim.arithmetic.loading import carried, departs, portion
from sim.arithmetic.preparation import RampLimit, StationLimit
from sim.arithmetic.supply import Bringing, Keeper, whole
from sim.model.world.means import DAY, Load, Means

__all__ = ["Limit", "limits"]

Of = Callable[[Load], float]
FAR = 4000 * DAY
"""The instant up to which supply is followed [s]; no supply is meant to go on for longer."""


KINDS: Final = ("seats", "lift")
"""Values of `Limit.kind` for the limits of lifts."""
Binds = Literal[Keeper, "seats", "permission"]
"""What keeps a lift from carrying more (`Limit.binds`)."""


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit, and the earliest instant at which it lets its movers be out.

    Attributes
    ----------
    kind
        `lift`: lift by weight, positions, volume or items; `seats`: lift by seats; `ramp`; `gate`: a place where
        sorties set down loads; `preparation`: a station; `date`: a date in the file; `hold`: a hold that waits for
        other movers.
    row
        Row of the site (lift and seats: -1 for several sites, or if a load has no lift), station, lot or hold.
    at
        When the movers would be through this limit if it were the only one [s]; for lift and seats, when the last
        sortie departs. Infinite for never.
    sites, lifts, per_day
        For lift, seats and gate: the sites and lifts, and how many sorties a day the lifts can make from all of these
        sites together, or the gate can let through. For a hold: the sites and lifts of the last departure for which the
        hold waits.
    binds
        For lift and seats: what keeps the lifts from carrying more.
    fills
        For lift and seats: what fills up first on a sortie.
    each, unit_t
        Number of people, positions, cubic metres or items on one sortie of each of `lifts` (empty if `fills` is
        "payload"), and the mean weight of one person, position, cubic metre or item [t].
    loading
        For preparation, a date and a hold: least time from `at` to the departure of the last movers [s]
        (`sim.arithmetic.loading`).
    way
        Least time of the last movers to the border [s]; 0 if they count as out at departure (`sim.arithmetic.border`).
    """

    kind: Literal["lift", "seats", "ramp", "gate", "preparation", "date", "hold"]
    row: int
    at: float
    sites: tuple[int, ...] = ()
    lifts: tuple[int, ...] = ()
    per_day: float = 0.0
    binds: Binds = "lift"
    fills: Fills = "payload"
    each: tuple[float, ...] = ()
    unit_t: float = 0.0
    loading: float = 0.0
    way: float = 0.0

    @property
    def second(self) -> float:
        """`at` in whole seconds, so that limits that differ only by rounding are equal."""
        return round(self.at) if math.isfinite(self.at) else self.at

    @property
    def closes(self) -> float:
        """When the movers under this limit have left the country [s]; infinite for never."""
        return self.at + self.loading + self.way

    @property
    def closing_second(self) -> float:
        """`closes` in whole seconds."""
        return round(self.closes) if math.isfinite(self.closes) else self.closes


def limits(
    means: Means,
    loads: Sequence[Load],
    lifts: Sequence[Bringing],
    spots: Sequence[RampLimit],
    places: Sequence[StationLimit],
) -> list[Limit]:
    """Return the limits on some loads, the one that closes last first.

    Among the limits of lift out of the country, and among those of lift from each site, a limit of several lifts or
    sites comes before the limits of a part of them if they tie. Lifts are shared: each set of lifts that `unions`
    returns gives a limit for all demands, at any site, that can use no other lifts.
    """
    found = []
    for place in places:
        passing = [load for load in loads if place.row in means.route(load.row)]
        begins = max(place.opens, min((held.starts(means, load.row) for load in passing), default=0))
        at = begins + place.days * DAY
        at = at if at <= place.until else math.inf
        loading, beyond = min(
            (onward(means, load, lifts, at, exact=False) for load in passing), key=sum, default=(0.0, 0.0)
        )
        found.append(Limit("preparation", place.row, at, loading=loading, way=beyond))
    for load in loads:
        ready = held.ready(means, load.row)
        loading, beyond = onward(means, load, lifts, ready, exact=True)
        found.append(Limit("date", load.row, ready, loading=loading, way=beyond))
    for demands in (exits(means, loads), from_sites(means, loads)):
        if any(not demand.lifts for demand in demands):
            found.append(Limit("lift", -1, math.inf))
        for together in unions(demands):
            served = [demand for demand in demands if demand.lifts and demand.lifts <= together]
            found += _lifted(means, served, [lift for lift in lifts if lift.row in together])
            for site in sorted({site for demand in served for site in demand.sites}):
                here = [demand for demand in served if demand.sites == (site,)]
                if len(here) < len(served):
                    found += _lifted(means, here, [lift for lift in lifts if lift.row in together])
        for gate in gates(means, demands, lifts):
            passing = [demand.load for demand in demands if demand.lifts and demand.lifts <= frozenset(gate.lifts)]
            beyond = way(means, passing, gate.at, dict.fromkeys(gate.lifts, 0.0))
            found.append(Limit("gate", gate.site, gate.at, gate.sites, gate.lifts, gate.per_day, way=beyond))
    for spot in spots:
        cargo, _ = parted(means, [load for load in loads if means.passes(load.row, spot.site)])
        coming = [lift.opens for lift in lifts if lift.heavy and spot.site in lift.sites]
        days = factors.closure_days(math.fsum(load.tonnes for load in cargo), spot.t_per_day)
        if cargo:
            at = min(coming, default=0) + days * DAY
            found.append(Limit("ramp", spot.site, at, way=way(means, cargo, at)))
    found = list(dict.fromkeys(found))
    found.sort(key=lambda limit: -limit.closing_second)
    return found


def _lifted(means: Means, demands: Sequence[Demand], lifts: Sequence[Bringing]) -> list[Limit]:
    """Return the latest limit of kind `lift`, and of kind `seats`, of the lifts that must carry some demands."""
    cargo, people = (
        [demand for demand in demands if bool(means.rows("lot")[demand.load.row].person) == person]
        for person in (False, True)
    )
    sites = tuple(sorted({site for demand in demands for site in demand.sites}))
    row = sites[0] if len(sites) == 1 else -1
    found: list[Limit] = []
    payload = max((lift.payload_t for lift in lifts if lift.heavy), default=math.inf)
    judged: list[tuple[Sequence[Demand], Of, Callable[[Bringing], float], bool, Fills]] = [
        (cargo, lambda load: weighed(load, payload), lambda lift: lift.payload_t, True, "payload"),
        (demands, lambda load: weighed(load, payload), lambda lift: lift.payload_t, False, "payload"),
        *((cargo, by.of, by.room, True, by.fills) for by in SPACE),
        *((cargo, *whole(*size), True, "items") for size in thresholds([demand.load for demand in cargo])),
        (people, lambda load: load.calls, _aboard, False, "seats"),
    ]
    if any(demand.load.tonnes > payload * demand.load.count for demand in cargo):  # on a tie, items are the limit
        judged.sort(key=lambda one: one[-1] != "items")
    for asking, measure, each, heavy, fills in judged:
        amount = math.fsum(measure(demand.load) for demand in asking)
        if amount <= 0.0:
            continue
        paced = [(lift.over(_weights(asking, lift.row, measure))) for lift in lifts if lift.heavy or not heavy]
        after = min(demand.after for demand in asking if measure(demand.load) > 0.0)
        begins = _when([lift for lift, _ in paced], amount, each, after)
        opens = min((lift.opens for lift, _ in paced), default=0)
        used = [(lift, keeper) for lift, keeper in paced if each(lift) > 0.0]
        riding = [demand.load for demand in asking if measure(demand.load) > 0.0]
        at, border = _last(means, [lift for lift, _ in used], riding, (begins, after), amount, each)
        keepers = {keeper for _, keeper in used}
        binds: Binds = keepers.pop() if len(keepers) == 1 else "lift"
        if math.isfinite(at) and opens > 0.5 * at:
            binds = "permission"
        elif fills == "seats" and binds == "lift":
            binds = "seats"
        rows, per_day = tuple(lift.row for lift, _ in used), math.fsum(lift.per_day for lift, _ in used)
        kind: Literal["seats", "lift"] = "seats" if fills == "seats" else "lift"
        loads = tuple(each(lift) for lift, _ in used) if fills != "payload" else ()
        unit_t = math.fsum(demand.load.tonnes for demand in asking if measure(demand.load) > 0.0) / amount
        found.append(Limit(kind, row, at, sites, rows, per_day, binds, fills, loads, unit_t, way=border))
    latest = [max((x for x in found if x.kind == kind), key=lambda x: x.closing_second, default=None) for kind in KINDS]
    return [limit for limit in latest if limit is not None]


def _aboard(lift: Bringing) -> float:
    """Return the number of people on one sortie: its seats, unless its mean payload carries less than one person.

    Then it is the mean number that the payload allows. Otherwise the payload is judged separately, by weight.
    """
    return lift.people if lift.people < 1.0 else lift.seats


def _weights(demands: Sequence[Demand], lift: int, measure: Of) -> dict[int, float]:
    """Return row of a site -> amount that demands ask of a lift there; a demand is divided evenly among its sites."""
    weights: dict[int, float] = {}
    for demand in demands:
        for site in demand.sites if lift in demand.lifts else ():
            weights[site] = weights.get(site, 0.0) + measure(demand.load) / len(demand.sites)
    return weights


def _last(
    means: Means,
    lifts: Sequence[Bringing],
    riding: Sequence[Load],
    begins: tuple[float, float],
    amount: float,
    each: Callable[[Bringing], float],
) -> tuple[float, float]:
    """Return when the last sortie departs [s], and its time to the border [s], for the lift whose sortie is out first.

    The last sortie of a single lift takes the rest of the amount or, if all sorties load in parallel, a full load. With
    several lifts, the last sortie may be of any of them, with almost nothing aboard.

    Parameters
    ----------
    riding
        Loads of which the last sortie carries a part.
    begins
        When the last sortie begins to load, on average over all sites, and when the first mover is there to load [s].
    amount, each
        Amount to carry, and function that returns the amount on one full sortie of a lift.
    """
    last, after = begins
    if not math.isfinite(last):
        return last, 0.0
    out = {(site, lift) for load in riding for _, site, lift in crossings(means, load.row)}
    found = []
    for lift in lifts:
        part = portion(amount, each(lift), lift.abreast * each(lift) >= amount) if len(lifts) == 1 else 0.0
        for leg in lift.paces:
            begin = lift.begins_at(leg, last, after)
            exact = bool(lift.dates) or (lift.tails > 0 and round(begin) <= round(lift.first(after, leg)))
            for what in carried(means, riding, part, lift.room):
                waits = lift.tails > 0 and round(begin) <= round(after)
                leaves = departs(means, lift.row, leg.site, begin, what, exact=exact, waits=waits)
                if waits:  # the tasks before loading are done while the sortie waits
                    came = lift.first(0.0, leg)
                    leaves = max(leaves, departs(means, lift.row, leg.site, came, what, exact=exact, waits=False))
                if (leg.site, lift.row) in out:
                    found.append((arrives(means, leg.site, lift.row, leaves), leaves))
                else:
                    found.append((leaves + way(means, riding, leaves), leaves))
    end, leaves = min(found, default=(last, last))
    return (leaves, end - leaves) if math.isfinite(leaves) else (math.inf, 0.0)


def _when(lifts: Sequence[Bringing], amount: float, each: Callable[[Bringing], float], after: float) -> float:
    """Return when lifts have begun to load all of an amount [s]; infinite if they never do.

    `each` returns the amount on one sortie of a lift. Missions that come before the first mover is there to load
    (`after`) do not count. The tails of a fleet take their first loads as soon as they are at the site.
    """
    missed = [lift.missions_by(lift.first(after) - lift.reach_s) if lift.tails else
              lift.missions_by(after - 1e-3) if after > 0.0 else 0.0 for lift in lifts]  # fmt: skip

    def loading_by(lift: Bringing, early: float, t: float) -> float:
        if not lift.tails:
            return max(0.0, lift.missions_by(t) - early)
        return max(0.0, lift.missions_by(t - lift.reach_s) - early) + lift.abreast if t >= lift.first(after) else 0.0

    def carried_by(t: float) -> float:
        return math.fsum(
            loading_by(lift, early, t) * min(each(lift), 1e12) for lift, early in zip(lifts, missed, strict=True)
        )

    enough = amount * (1.0 - 1e-9)
    low, high = 0.0, float(FAR)
    if amount <= 0.0 or carried_by(high) < enough:
        return 0.0 if amount <= 0.0 else math.inf
    for _ in range(64):
        middle = 0.5 * (low + high)
        low, high = (low, middle) if carried_by(middle) >= enough else (middle, high)
    return high

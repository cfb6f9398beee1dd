"""Values drawn for a sortie: payload and seats, times of legs, loading and repair, and when its tail can fly."""

from typing import Any, Final

from sim.compiler.kernel import kernel
from sim.engines.compiled import rules
from sim.engines.compiled.calendars import finish_from
from sim.engines.compiled.chance import happens, mean, sample, uniform, value
from sim.engines.compiled.memory import LONG_AGO, NEVER
from sim.model.draws import Stream
from sim.model.limits import WIDEST as _WIDEST
from sim.model.schema.state import State
from sim.model.terms import Supply
from sim.model.world.flying import TRIPS as _TRIPS

__all__ = [
    "capable_from",
    "capable_since",
    "derate",
    "draw",
    "leg_of",
    "leg_time",
    "loading_time",
    "on_the_way",
    "repair",
]

PAYLOAD, SEATS, LOAD, LEG = int(Stream.PAYLOAD), int(Stream.SEATS), int(Stream.LOAD), int(Stream.LEG)
BREAK, REPAIR, UP, DOWN = (int(s) for s in (Stream.BREAK, Stream.REPAIR, Stream.UP, Stream.DOWN))
BREAKDOWN, RECOVERY = int(Stream.BREAKDOWN), int(Stream.RECOVERY)
ATTACKS, ATTACK = int(Stream.ATTACKS), int(Stream.ATTACK)
TRIPS: Final = _TRIPS
WIDEST: Final = _WIDEST
HOUR: Final = 3600
FLEET: Final = int(Supply.FLEET)


@kernel
def draw(h: State, flight: int) -> None:
    """Draw payload [kg] and seats of a sortie in its configuration."""
    sortie = h.flights[flight]
    lift = h.lifts[sortie.lift]
    payload, dist = lift.payload, lift.seats
    if sortie.configuration:
        fit = h.configurations[lift.configurations + sortie.configuration - 1]
        payload, dist = fit.payload, fit.seats
    drawn = sample(h, payload, PAYLOAD, lift.key, sortie.number, 0, sortie.attempt)
    sortie.payload = rules.payload_of(drawn, lift.structural)
    sortie.structural = lift.structural
    if dist >= 0:
        seats = min(sample(h, dist, SEATS, lift.key, sortie.number, 0, sortie.attempt), WIDEST)
        sortie.seats, sortie.seat_limit = seats, seats


@kernel
def leg_of(h: State, lift: int, site: int) -> int:
    """Return the row of the leg between the destination of a lift and a site; -1 if there is none."""
    for row in range(h.lifts[lift].legs, h.lifts[lift].legs_last):
        if h.legs[row].site == site:
            return row
    return -1


@kernel
def derate(h: State, flight: int) -> None:
    """Set the payload and the structural limit of a sortie to what heat and runway allow at its site at this hour."""
    sortie = h.flights[flight]
    row = h.legs[leg_of(h, sortie.lift, sortie.site)].factor_row
    factor = h.factors[row * h.hours_in_row + h.now // HOUR]
    if factor != 1.0:
        sortie.payload = rules.derated(sortie.payload, factor)
        sortie.structural = rules.derated(sortie.structural, factor)


@kernel
def leg_time(h: State, flight: int, which: int) -> int:
    """Return the time of one leg of a sortie [s] (0 inbound, 1 outbound); computed at the first call."""
    sortie = h.flights[flight]
    if which == 0:
        if sortie.leg_in < 0:
            sortie.leg_in = _moving(h, flight, 0)
        return sortie.leg_in
    if sortie.leg_out < 0:
        sortie.leg_out = _moving(h, flight, 1)
    return sortie.leg_out


@kernel
def _moving(h: State, flight: int, which: int) -> int:
    """Return the time of one leg of a sortie without rest [s]; it includes time lost to breakdowns and attacks."""
    sortie = h.flights[flight]
    row = leg_of(h, sortie.lift, sortie.site)
    leg, lost = h.legs[row], _recovery(h, flight, which) + _attacks(h, flight, row, which)
    if leg.block >= 0:
        key = h.lifts[sortie.lift].key
        seconds = sample(h, leg.block, LEG, key, sortie.number, which, sortie.attempt)
    else:
        nm = value(h, leg.distance_s, leg.great_circle_nm)
        seconds = rules.flown_seconds(nm, value(h, leg.speed_s, 1.0))
    seasons: Any = h.leg_seasons[leg.seasons : leg.seasons_last]
    when = rules.season_of(h.lifts[sortie.lift].supply == FLEET, sortie.tasked, sortie.planned)
    return rules.slowed(seconds, seasons.begins, seasons.factor, when) + lost


@kernel
def _recovery(h: State, flight: int, which: int) -> int:
    """Return the time that a sortie loses to breakdowns on a leg [s]; vehicles are recovered one after another."""
    sortie = h.flights[flight]
    lift, lost = h.lifts[sortie.lift], 0
    if value(h, lift.breakdown_s, 0.0) <= 0.0:
        return 0
    vehicles = lift.vehicles
    if lift.driven:  # a convoy of the force's own vehicles does not drive in
        vehicles = rules.vehicles_in(sortie.mpos) if which else 0
    for vehicle in range(vehicles):
        place = 2 * vehicle + which
        if happens(h, lift.breakdown_s, BREAKDOWN, lift.key, sortie.number, place, sortie.attempt):
            lost += sample(h, lift.recover, RECOVERY, lift.key, sortie.number, place, sortie.attempt)
    return lost


@kernel
def _attacks(h: State, flight: int, row: int, which: int) -> int:
    """Return the time that a sortie loses to attacks on a leg [s]; `row` is the row of the leg."""
    sortie, leg = h.flights[flight], h.legs[row]
    lift, lost = h.lifts[sortie.lift], 0
    if lift.attack < 0:
        return 0
    nm = value(h, leg.distance_s, leg.great_circle_nm)
    mean_number = rules.attacks_expected(value(h, lift.attacks_s, 0.0), nm)
    u = uniform(h.seed, h.replication, ATTACKS, lift.key, sortie.number, which, sortie.attempt)
    for number in range(rules.attacks_met(mean_number, u)):
        lost += sample(h, lift.attack, ATTACK, lift.key, sortie.number, 2 * number + which, sortie.attempt)
    return lost


@kernel
def on_the_way(h: State, flight: int, which: int, departs: int) -> int:
    """Return the time from a departure at `departs` to the arrival [s], including rest on the way."""
    moving, moves = leg_time(h, flight, which), h.lifts[h.flights[flight].lift].moves
    return finish_from(h, moves, departs, moving) - departs if moves >= 0 else moving


@kernel
def capable_from(h: State, flight: int, t: int) -> int:
    """Return the first instant at or after `t` at which the tail of a sortie can fly [s]; NEVER if there is none."""
    sortie = h.flights[flight]
    if t >= sortie.up_to:
        _find_window(h, flight, t)
    return max(t, sortie.up_from)


@kernel
def capable_since(h: State, flight: int) -> int:
    """Return since when the tail of a sortie has been able to fly [s]; NEVER while it cannot."""
    sortie = h.flights[flight]
    if h.now >= sortie.up_to:
        _find_window(h, flight, h.now)
    return sortie.up_from if sortie.up_from <= h.now else NEVER


@kernel
def _find_window(h: State, flight: int, t: int) -> None:
    """Record the first window that ends after `t` in which the tail of a sortie can fly (`up_from`, `up_to`).

    Notes
    -----
    This follows the alternating renewal process of `sim.model.world.updown` from its start.
    """
    sortie = h.flights[flight]
    lift, tail = h.lifts[sortie.lift], sortie.number // TRIPS
    share = value(h, lift.capable_s, 1.0)
    repair_s = mean(h, lift.down) if lift.down >= 0 else 0.0
    sortie.up_from, sortie.up_to = LONG_AGO, NEVER
    if lift.capable_s < 0 or share >= 1.0 or repair_s <= 0.0:
        return
    at, k = LONG_AGO, 0
    works = uniform(h.seed, h.replication, UP, lift.key, tail, 0, 0) < share
    while at <= h.horizon:
        since, k = max(at, 0), k + 1
        if works:
            sortie.up_from = at
            u = uniform(h.seed, h.replication, UP, lift.key, tail, 0, k)
            at = since + rules.up_seconds(u, repair_s, share)
            sortie.up_to = at
            if t < at:
                return
        else:
            at = since + max(1, sample(h, lift.down, DOWN, lift.key, tail, 0, k))
        works = not works
    sortie.up_from, sortie.up_to = at if works else NEVER, NEVER


@kernel
def loading_time(h: State, flight: int) -> int:
    """Return the time to load a sortie [s]; 0 if it carries nothing."""
    sortie = h.flights[flight]
    if sortie.aboard_n == 0:
        return 0
    lift = h.lifts[sortie.lift]
    load = lift.load
    if sortie.configuration:
        load = h.configurations[lift.configurations + sortie.configuration - 1].load
    base = sample(h, load, LOAD, lift.key, sortie.number, 0, sortie.attempt)
    per_t, per_person = value(h, lift.load_per_t_s, 0.0), value(h, lift.load_per_person_s, 0.0)
    return base + rules.loading_seconds(per_t, sortie.kg - sortie.people_kg, per_person, sortie.people)


@kernel
def repair(h: State, flight: int, departure: int) -> int:
    """Return the time of a repair at a departure (0: site, 1: APOD) [s]; 0 if the aircraft needs none."""
    sortie = h.flights[flight]
    lift = h.lifts[sortie.lift]
    if not happens(h, lift.breaks_s, BREAK, lift.key, sortie.number, departure, sortie.attempt):
        return 0
    return sample(h, lift.repair, REPAIR, lift.key, sortie.number, departure, sortie.attempt)

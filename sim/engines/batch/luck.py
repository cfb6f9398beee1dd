"""What a sortie draws: payload and seats, legs, loading, repair."""

from typing import Any, Final

from sim.engines.batch.chance import happens, sample, value, whole_seconds
from sim.engines.batch.compiled import kernel
from sim.engines.batch.memory import factors, flights, legs, lifts
from sim.model.draws import Stream

__all__ = ["derate", "draw", "leg_of", "leg_time", "loading_time", "repair"]

PAYLOAD, SEATS, LOAD, LEG = int(Stream.PAYLOAD), int(Stream.SEATS), int(Stream.LOAD), int(Stream.LEG)
BREAK, REPAIR = int(Stream.BREAK), int(Stream.REPAIR)
HOUR: Final = 3600


@kernel
def draw(h: Any, flight: int) -> None:
    """Draw payload [kg] and seats of a sortie."""
    sortie = flights(h)[flight]
    lift = lifts(h)[sortie.lift]
    sortie.payload = sample(h, lift.payload, PAYLOAD, lift.key, sortie.number, 0, sortie.attempt)
    if lift.structural:
        sortie.payload = min(sortie.payload, lift.structural)
    sortie.structural = lift.structural
    if lift.seats >= 0:
        seats = sample(h, lift.seats, SEATS, lift.key, sortie.number, 0, sortie.attempt)
        sortie.seats, sortie.seat_limit = seats, seats


@kernel
def leg_of(h: Any, lift: int, site: int) -> int:
    """Return the row of the leg between a lift's end and a site."""
    for row in range(lifts(h)[lift].legs, lifts(h)[lift].legs_last):
        if legs(h)[row].site == site:
            return row
    return -1


@kernel
def derate(h: Any, flight: int) -> None:
    """Take the payload of a sortie down (or up) to what heat and runway allow at this hour at its site."""
    sortie = flights(h)[flight]
    factor = factors(h)[leg_of(h, sortie.lift, sortie.site) * h.hours_in_row + h.now // HOUR]
    if factor != 1.0:
        sortie.payload = whole_seconds(sortie.payload * factor)
        sortie.structural = whole_seconds(sortie.structural * factor)


@kernel
def leg_time(h: Any, flight: int, which: int) -> int:
    """Time of one leg of a sortie [s]: 0 inbound, 1 outbound."""
    sortie = flights(h)[flight]
    leg = legs(h)[leg_of(h, sortie.lift, sortie.site)]
    if leg.block >= 0:
        key = lifts(h)[sortie.lift].key
        return sample(h, leg.block, LEG, key, sortie.number, which, sortie.attempt)
    nm = value(h, leg.distance_s, leg.great_circle_nm)
    return whole_seconds(3600.0 * nm / value(h, leg.speed_s, 1.0))


@kernel
def loading_time(h: Any, flight: int) -> int:
    """Time to load what a sortie carries [s]."""
    sortie = flights(h)[flight]
    lift = lifts(h)[sortie.lift]
    base = sample(h, lift.load, LOAD, lift.key, sortie.number, 0, sortie.attempt)
    cargo = value(h, lift.load_per_t_s, 0.0) * (sortie.kg - sortie.people_kg) / 1000.0
    return base + whole_seconds(cargo + value(h, lift.load_per_person_s, 0.0) * sortie.people)


@kernel
def repair(h: Any, flight: int, departure: int) -> int:
    """Time lost at a departure (0 at the site, 1 at the APOD) because the aircraft is found unserviceable [s]."""
    sortie = flights(h)[flight]
    lift = lifts(h)[sortie.lift]
    if not happens(h, lift.breaks_s, BREAK, lift.key, sortie.number, departure, sortie.attempt):
        return 0
    return sample(h, lift.repair, REPAIR, lift.key, sortie.number, departure, sortie.attempt)

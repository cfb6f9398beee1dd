"""The row of a sortie in `flights`: its beginning, and what it carries."""

from typing import Final

from sim.compiler.kernel import kernel
from sim.engines.compiled import force, rules
from sim.engines.compiled.halt import halt
from sim.engines.compiled.marks import look_leaving
from sim.engines.compiled.memory import LONG_AGO, NEVER, NO_LIMIT, Status
from sim.engines.compiled.sortie_draws import draw
from sim.model.schema.state import State
from sim.model.terms import Fate

__all__ = ["empty", "new_flight", "put_aboard"]

OPEN = int(Fate.OPEN)
ABOARD_FULL: Final = Status.ABOARD_FULL
FLIGHTS_FULL: Final = Status.FLIGHTS_FULL


@kernel
def new_flight(h: State, lift: int, number: int, attempt: int, planned: int, site: int) -> int:
    """Begin a mission, or a trip of a tail, with the given number, attempt, planned arrival and site.

    `site` is -1 if no site has been chosen yet. Return the row in `flights`; -1 if that table is full.
    """
    if h.flight_count >= len(h.flights):
        halt(h, FLIGHTS_FULL)
        return -1
    flight = h.flight_count
    h.flight_count += 1
    sortie = h.flights[flight]
    sortie.lift, sortie.number, sortie.attempt, sortie.planned, sortie.site = lift, number, attempt, planned, site
    sortie.leg_in = sortie.leg_out = -1
    sortie.configuration = sortie.stated = sortie.fitted = 0
    sortie.row = sortie.seat_limit = sortie.spot = sortie.work_spot = sortie.team = sortie.crew = -1
    sortie.bound = sortie.bound_n = 0
    sortie.phase = sortie.forced = sortie.held_back = sortie.aboard = sortie.aboard_n = 0
    sortie.at_work = sortie.cars = 0
    sortie.loading = sortie.job = -1
    sortie.seats, sortie.fate, sortie.waits_until, sortie.up_to = NO_LIMIT, OPEN, -1, LONG_AGO
    sortie.claimed = sortie.waits_at_home = sortie.people_kg = 0
    sortie.tasked = sortie.overhead = sortie.landed = sortie.worked = sortie.loaded = NEVER
    sortie.ready = sortie.up = sortie.arrived = sortie.free = sortie.since = NEVER
    sortie.task_cause = sortie.land_cause = sortie.land_ref = sortie.load_cause = sortie.load_ref = -1
    sortie.up_cause = -1
    empty(h, flight)
    draw(h, flight)
    return flight


@kernel
def empty(h: State, flight: int) -> None:
    """Set the people, weight and positions aboard a sortie to 0."""
    sortie = h.flights[flight]
    sortie.people = sortie.kg = sortie.mpos = 0


@kernel
def put_aboard(h: State, flight: int, count: int) -> None:
    """Put the first `count` movers of `chosen` aboard a sortie."""
    sortie = h.flights[flight]
    if h.aboard_count + count > len(h.aboard):
        halt(h, ABOARD_FULL)
        return
    sortie.aboard, sortie.aboard_n = h.aboard_count, count
    driven, seats = h.lifts[sortie.lift].driven != 0, 0
    for at in range(count):
        mover = h.chosen[at]
        who, written = h.movers[mover], h.aboard[h.aboard_count + at]
        written.mover, written.since, written.lot = mover, who.waits, who.lot
        sortie.kg += who.kg
        sortie.mpos += rules.places(driven, h.lots[who.lot].person != 0, who.mpos)
        seats += h.lots[who.lot].seats
        sortie.cars += h.lots[who.lot].vehicles
        if h.lots[who.lot].person:
            sortie.people += 1
            sortie.people_kg += who.kg
    if driven:
        sortie.seat_limit = seats
    h.aboard_count += count
    if count:
        force.load(h, count, h.chosen, sortie.row)
        look_leaving(h)

"""Crews, their duty days and their rest; each lift with crews has a pool of its own.

Only a rested crew may begin a leg that ends after the crew's duty day.
"""

from typing import Final

from sim.compiler.kernel import kernel
from sim.engines.compiled import lists, rules
from sim.engines.compiled.events import Event, mark, push
from sim.engines.compiled.halt import halt
from sim.engines.compiled.lists import ASKING
from sim.engines.compiled.memory import NEVER, Status
from sim.engines.compiled.planning import leaves_for
from sim.engines.compiled.sortie_draws import capable_from, leg_time, on_the_way
from sim.engines.compiled.tasking import look_again, stays
from sim.model.phases import Phase
from sim.model.schema.state import State
from sim.model.terms import Fate

__all__ = [
    "any_rested",
    "ask",
    "can_go_on",
    "changed",
    "come_off",
    "decide",
    "depart",
    "last_start",
    "rested_since",
    "stand_down",
]

FLIGHT, MARK, CREW_HOME, CREW_RESTED = Event.FLIGHT, Event.MARK, Event.CREW_HOME, Event.CREW_RESTED
DUTY_FULL: Final = Status.DUTY_FULL
INBOUND: Final = 0
OUTBOUND: Final = 1
WAVED_OFF: Final = int(Fate.WAVED_OFF)
CREWED: Final = int(Phase.CREWED)


@kernel
def last_start(h: State, flight: int) -> int:
    """Return the last instant at which a sortie may begin its leg out with the crew aboard [s]."""
    sortie = h.flights[flight]
    most = h.crew_pools[h.lifts[sortie.lift].crews].most
    return rules.last_start(h.crews[sortie.crew].duty, most, leg_time(h, flight, OUTBOUND))


@kernel
def can_go_on(h: State, flight: int) -> bool:
    """Return whether a sortie has a crew aboard that may begin the leg out now."""
    return h.flights[flight].crew >= 0 and h.now <= last_start(h, flight)


@kernel
def _longest_rested(h: State, pool: int) -> int:
    """Return the crew of a pool that became, or will become, rested first; the lowest number on a tie."""
    crews = h.crew_pools[pool]
    best = crews.first
    for crew in range(crews.first, crews.first + crews.many):
        if h.crews[crew].rested < h.crews[best].rested:
            best = crew
    return best


@kernel
def rested_since(h: State, pool: int) -> int:
    """Return when the first crew of a pool became, or will become, rested [s]; NEVER while all are on sorties."""
    return h.crews[_longest_rested(h, pool)].rested


@kernel
def any_rested(h: State, pool: int) -> bool:
    """Return whether any crew of a pool is rested."""
    return rested_since(h, pool) <= h.now


@kernel
def ask(h: State, flight: int, leaves: int) -> None:
    """Queue a sortie at home for a crew, to depart at `leaves` [s].

    If the sortie was tasked late, `leaves` has passed already.
    """
    sortie = h.flights[flight]
    sortie.asked, sortie.leaves = h.now, leaves
    lists.add(h, ASKING, flight)
    mark(h, h.crew_pools[h.lifts[sortie.lift].crews].point)


@kernel
def decide(h: State, pool: int) -> bool:
    """Give a crew to the sortie at home that has waited longest, among those that can fly and that some crew can take.

    If nothing is left for this sortie to carry, it is waved off instead. Return whether there was such a sortie.
    """
    crews, line, first = h.crew_pools[pool], h.waiting, ASKING * len(h.flights)
    for place in range(h.asking_count):
        flight = line[first + place]
        sortie = h.flights[flight]
        if sortie.lift != crews.lift or not _can_fly(h, flight, crews.point):
            continue
        crew = _still_on_duty(h, pool, leg_time(h, flight, INBOUND))
        if crew < 0:
            crew = _longest_rested(h, pool)
            if h.crews[crew].rested > h.now:
                continue  # no crew can take this sortie, but a crew on duty may be able to take a later one
        lists.take_out(h, ASKING, place)
        if sortie.waits_at_home:
            look_again(h, flight, h.now + on_the_way(h, flight, INBOUND, h.now))
            if sortie.fate == WAVED_OFF:
                sortie.phase = CREWED
                push(h, h.now, FLIGHT, flight)
                return True
        taken = h.crews[crew]
        duty, most, leg = taken.duty, crews.most, leg_time(h, flight, INBOUND)
        departs = rules.departs(h.now, sortie.asked, sortie.leaves, leg, duty, most, taken.rested, taken.off)
        _aboard(h, flight, crew, departs)
        _note(h, flight, INBOUND, sortie.asked, departs)
        sortie.leaves, sortie.phase = departs, CREWED
        push(h, h.now, FLIGHT, flight)
        return True
    return _all_stay(h, crews.lift)


@kernel
def _all_stay(h: State, lift: int) -> bool:
    """Count all sorties of a lift that wait for a crew as at home; return False, since no crew can be given now."""
    line, first = h.waiting, ASKING * len(h.flights)
    for place in range(h.asking_count):
        if h.flights[line[first + place]].lift == lift:
            stays(h, line[first + place])
    return False


@kernel
def _can_fly(h: State, flight: int, point: int) -> bool:
    """Return whether a sortie can fly and would arrive in open hours; if not, schedule another check.

    Open hours are checked only if the sortie has already waited for a crew. `point` is the decision point to check.
    """
    sortie, due = h.flights[flight], h.now
    if h.lifts[sortie.lift].capable_s >= 0:
        due = capable_from(h, flight, h.now)
    if due == h.now and sortie.asked < h.now:
        due = leaves_for(h, flight, INBOUND, h.now, h.ramps[sortie.site].airfield)
    if due > h.now and sortie.waits_until != due:
        sortie.waits_until = due
        push(h, due, MARK, point)
    return due <= h.now


@kernel
def _still_on_duty(h: State, pool: int, leg: int) -> int:
    """Return the crew at home that is not rested yet, but whose duty day leaves time for a leg; -1 if there is none.

    Of several such crews, return the one that came off its last sortie first.
    """
    crews, best = h.crew_pools[pool], -1
    for crew in range(crews.first, crews.first + crews.many):
        times = h.crews[crew]
        able = rules.is_on_duty_for(h.now, leg, times.duty, crews.most, times.rested)
        if able and (best < 0 or times.off < h.crews[best].off):
            best = crew
    return best


@kernel
def _aboard(h: State, flight: int, crew: int, departs: int) -> None:
    """Put a crew on a sortie that departs at `departs` [s]; if the crew is rested, a new duty day begins for it."""
    times, sortie = h.crews[crew], h.flights[flight]
    if times.rested <= departs:
        times.duty = departs - h.crew_pools[h.lifts[sortie.lift].crews].report
    sortie.crew, times.rested = crew, NEVER


@kernel
def depart(h: State, flight: int) -> None:
    """Let a sortie take off with the crew aboard or, if there is none, with the crew that has been rested longest."""
    sortie = h.flights[flight]
    if sortie.crew < 0:
        _aboard(h, flight, _longest_rested(h, h.lifts[sortie.lift].crews), h.now)
    _note(h, flight, OUTBOUND, sortie.ready, h.now)


@kernel
def stand_down(h: State, flight: int, home: int) -> None:
    """Take the crew, if any, off a sortie when it is home, at `home` [s], or at once if that instant has passed."""
    sortie = h.flights[flight]
    if sortie.crew < 0:
        return
    if home > h.now:
        push(h, home, CREW_HOME, flight)
    else:
        come_off(h, flight)


@kernel
def come_off(h: State, flight: int) -> None:
    """Take the crew, if any, off a sortie; the rest of this crew begins."""
    sortie = h.flights[flight]
    if sortie.crew < 0:
        return
    times, pool = h.crews[sortie.crew], h.lifts[sortie.lift].crews
    sortie.crew, times.off, times.rested = -1, h.now, h.now + h.crew_pools[pool].rest
    push(h, times.rested, CREW_RESTED, pool)
    changed(h, pool)


@kernel
def changed(h: State, pool: int) -> None:
    """Mark the decisions, at home and at take-off, that a crew that has come off or is rested may make possible."""
    mark(h, h.crew_pools[pool].point)
    for site in range(h.sites):
        mark(h, h.ramps[site].taking_off)


@kernel
def _note(h: State, flight: int, which: int, since: int, departs: int) -> None:
    """Record that a sortie departs with its crew on a leg, for which it has waited since `since` [s]."""
    if h.duty_count >= len(h.duties):
        halt(h, DUTY_FULL)
        return
    sortie, written = h.flights[flight], h.duties[h.duty_count]
    h.duty_count += 1
    pool = h.crew_pools[h.lifts[sortie.lift].crews]
    written.lift, written.crew, written.sortie, written.leg = sortie.lift, sortie.crew - pool.first, sortie.row, which
    written.since, written.duty, written.departs = since, h.crews[sortie.crew].duty, departs
    written.arrives = departs + leg_time(h, flight, which)

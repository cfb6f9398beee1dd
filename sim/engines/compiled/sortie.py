"""The processes of missions, and of tails that make round trips: the transition from each phase to the next."""

from typing import Final

from sim.compiler.kernel import kernel
from sim.engines.compiled import crews, flights, ground, lists, onward, requests, rules, tasks
from sim.engines.compiled.calendars import next_open
from sim.engines.compiled.chance import happens, sample, whole
from sim.engines.compiled.events import Event, mark, push
from sim.engines.compiled.lists import OVERHEAD, READY
from sim.engines.compiled.planning import leaves_home, opened
from sim.engines.compiled.ramp import load_done
from sim.engines.compiled.sortie_draws import capable_from, leg_time, on_the_way, repair
from sim.engines.compiled.tasking import end_claim, pend, sets_out, stays
from sim.engines.compiled.tasking import leaves as ask_to_set_out
from sim.engines.compiled.trips import free_again
from sim.model.draws import Stream
from sim.model.phases import Phase
from sim.model.schema.state import State
from sim.model.terms import Fate, Supply
from sim.model.world.flying import TRIPS as _TRIPS

__all__ = ["goes_on", "task_done"]

FLIGHT, MARK = Event.FLIGHT, Event.MARK
CLEARANCE, LATE, CANCEL, DELAY = (int(s) for s in (Stream.CLEARANCE, Stream.LATE, Stream.CANCEL, Stream.DELAY))
OFFLOAD, TURN = int(Stream.OFFLOAD), int(Stream.TURN)
OPEN, REFUSED, CANCELLED = int(Fate.OPEN), int(Fate.REFUSED), int(Fate.CANCELLED)
DIVERTED, TURNED_BACK, WAVED_OFF = int(Fate.DIVERTED), int(Fate.TURNED_BACK), int(Fate.WAVED_OFF)
FLEET: Final = int(Supply.FLEET)
TRIPS: Final = _TRIPS
INBOUND, WAITS, DOWN, LOADING = int(Phase.INBOUND), int(Phase.WAITS), int(Phase.DOWN), int(Phase.LOADING)
REPAIR, AWAY, UP, TASKED = int(Phase.REPAIR), int(Phase.AWAY), int(Phase.UP), int(Phase.TASKED)
HOME, CREWED, LEAVES, SETS_OUT = int(Phase.HOME), int(Phase.CREWED), int(Phase.LEAVES), int(Phase.SETS_OUT)
CAPABLE, SPOT, EN_ROUTE = int(Phase.CAPABLE), int(Phase.SPOT), int(Phase.EN_ROUTE)
COMES_BACK, OFFLOADING, OVER = int(Phase.COMES_BACK), int(Phase.OFFLOADING), int(Phase.OVER)


@kernel
def goes_on(h: State, flight: int) -> None:
    """Continue a sortie at the end of its present phase."""
    sortie = h.flights[flight]
    fleet = h.lifts[sortie.lift].supply == FLEET
    if sortie.phase == TASKED:
        if fleet:
            _send_tail(h, flight)
        else:
            _mission_begins(h, flight)
    elif sortie.phase == CAPABLE:
        _send_tail(h, flight)
    elif sortie.phase == LEAVES:
        ask_to_set_out(h, flight)
    elif sortie.phase == SETS_OUT:
        _decided(h, flight, fleet)
    elif sortie.phase == CREWED:
        if sortie.fate == WAVED_OFF:
            _decided(h, flight, fleet)
        elif fleet:
            _departs(h, flight)
        else:
            _mission_departs(h, flight)
    elif sortie.phase == INBOUND:
        if fleet:
            _tail_arrives(h, flight, sortie.leaves)
        else:
            _mission_arrives(h, flight)
    elif sortie.phase == LOADING:
        load_done(h, flight)
        if sortie.loading < 0:
            _ground_time_over(h, flight)
        else:
            task_done(h, sortie.job)
    elif sortie.phase == DOWN:
        ground.begin(h, flight)
    elif sortie.phase == SPOT:
        ground.goes_to_work(h, flight)
    elif sortie.phase == REPAIR:
        _lines_up(h, flight)
    elif sortie.phase == AWAY:
        if fleet:
            _goes_home(h, flight)
        else:
            crews.stand_down(h, flight, h.now + leg_time(h, flight, 1))
            _slips(h, flight)
    elif sortie.phase == UP and h.lifts[sortie.lift].sets_down:
        sortie.phase = EN_ROUTE
        push(h, sortie.arrived, FLIGHT, flight)
    elif sortie.phase == EN_ROUTE:
        onward.ends_leg(h, flight)
    elif sortie.phase == COMES_BACK:
        onward.comes_in(h, flight)
    elif sortie.phase == OFFLOADING:
        onward.offloaded(h, flight)
        if fleet:
            _goes_home(h, flight)
        else:
            crews.stand_down(h, flight, sortie.arrived)
            if sortie.fate == TURNED_BACK:
                _slips(h, flight)
            else:
                requests.ends(h, flight)
    elif sortie.phase == UP:
        if fleet:
            _goes_home(h, flight)
        else:
            crews.stand_down(h, flight, sortie.arrived)
            requests.ends(h, flight)
    elif sortie.phase == OVER:
        requests.over(h, flight)
    elif sortie.phase == HOME:
        free_again(h, flight)


@kernel
def _decided(h: State, flight: int, fleet: bool) -> None:
    """Continue a sortie after the decision whether it sets out: it leaves home, or has been waved off."""
    if h.flights[flight].fate == WAVED_OFF:
        if fleet:
            free_again(h, flight)
        else:
            requests.ends(h, flight)
    elif fleet:
        _departs(h, flight)
    else:
        _sets_out(h, flight)


@kernel
def task_done(h: State, row: int) -> None:
    """Record that a task of a ground time, given by its row in `grounds`, is done."""
    flight = tasks.done(h, row)
    if ground.part_done(h, flight, h.grounds[row].task):
        _ground_time_over(h, flight)


@kernel
def _ground_time_over(h: State, flight: int) -> None:
    """Line a sortie up for take-off, after a repair if one is needed, and once its tail can fly."""
    sortie = h.flights[flight]
    sortie.ready = capable_from(h, flight, h.now + repair(h, flight, 0))
    if sortie.ready > h.now:
        sortie.phase = REPAIR
        push(h, sortie.ready, FLIGHT, flight)
    else:
        _lines_up(h, flight)


@kernel
def _lines_up(h: State, flight: int) -> None:
    """Put a sortie that is ready into the list of sorties that wait to take off."""
    sortie = h.flights[flight]
    sortie.phase = WAITS
    taking_off = h.ramps[sortie.site].taking_off
    lists.add(h, READY, flight)
    mark(h, taking_off)
    if sortie.crew >= 0:
        push(h, crews.last_start(h, flight) + 1, MARK, taking_off)


@kernel
def _mission_begins(h: State, flight: int) -> None:
    """Compute when a tasked mission will arrive, or find that it does not come."""
    sortie = h.flights[flight]
    lift = h.lifts[sortie.lift]
    key, number, attempt = lift.key, sortie.number, sortie.attempt
    arrives = max(sortie.planned, h.now)
    if happens(h, lift.late_s, CLEARANCE, key, number, 1, attempt):
        arrives += sample(h, lift.late_time, LATE, key, number, 0, attempt)
    delayed = happens(h, lift.delay_s, DELAY, key, number, 1, attempt)
    if delayed and not _refused(h, flight) and not _cancelled(h, flight):
        arrives += sample(h, lift.delay_time, DELAY, key, number, 0, attempt)
    arrives = next_open(h, h.ramps[sortie.site].airfield, arrives)  # not while the site is closed
    if _refused(h, flight) or _cancelled(h, flight):
        _goes_inbound(h, flight, arrives)
        return
    sortie.since = arrives  # until the mission waits to be loaded: when it is due at its site
    departs = arrives - leg_time(h, flight, 0)
    if departs > h.now:
        sortie.phase = LEAVES
        push(h, departs, FLIGHT, flight)
    else:
        sets_out(h, flight)
        _sets_out(h, flight)


@kernel
def _sets_out(h: State, flight: int) -> None:
    """Let a mission set out for its site, or ask for a crew first if its lift has crews."""
    sortie = h.flights[flight]
    if h.lifts[sortie.lift].crews >= 0:
        crews.ask(h, flight, sortie.since - leg_time(h, flight, 0))
    else:
        _goes_inbound(h, flight, sortie.since)


@kernel
def _mission_departs(h: State, flight: int) -> None:
    """Let a mission leave home with its crew, at the instant that `crews.decide` has set."""
    sortie = h.flights[flight]
    arrives = sortie.since
    if sortie.leaves != arrives - leg_time(h, flight, 0):
        arrives = max(arrives, sortie.leaves + on_the_way(h, flight, 0, sortie.leaves))
        arrives = next_open(h, h.ramps[sortie.site].airfield, arrives)
    _goes_inbound(h, flight, arrives)


@kernel
def _goes_inbound(h: State, flight: int, arrives: int) -> None:
    """Let a mission be inbound until `arrives` [s]; only then is a refusal or cancellation known."""
    h.flights[flight].phase = INBOUND
    if arrives > h.now:
        push(h, arrives, FLIGHT, flight)
    else:
        _mission_arrives(h, flight)


@kernel
def _refused(h: State, flight: int) -> bool:
    sortie = h.flights[flight]
    lift = h.lifts[sortie.lift]
    return happens(h, lift.refuse_s, CLEARANCE, lift.key, sortie.number, 0, sortie.attempt)


@kernel
def _cancelled(h: State, flight: int) -> bool:
    sortie = h.flights[flight]
    lift = h.lifts[sortie.lift]
    return happens(h, lift.cancel_s, CANCEL, lift.key, sortie.number, 0, sortie.attempt)


@kernel
def _mission_arrives(h: State, flight: int) -> None:
    """Continue a mission when it is due at its site: it comes overhead, turns back, or was refused or cancelled."""
    sortie = h.flights[flight]
    if _refused(h, flight) or _cancelled(h, flight):
        sortie.fate = REFUSED if _refused(h, flight) else CANCELLED
        end_claim(h, flight)
        _slips(h, flight)
        return
    since = max(sortie.tasked, h.now - leg_time(h, flight, 0))
    if _withdrawn(h, sortie.lift, sortie.site, since):
        sortie.fate, sortie.overhead = TURNED_BACK, h.now
        end_claim(h, flight)
        crews.stand_down(h, flight, h.now + leg_time(h, flight, 1))
        _slips(h, flight)
        return
    _overhead(h, flight)


@kernel
def _withdrawn(h: State, lift: int, site: int, since: int) -> bool:
    """Return whether a lift has no permission to come to a site now, or lost it at any time since `since` [s]."""
    hours = h.hours[h.lifts[lift].permit + site]
    first, last = hours.first, hours.last
    return not rules.is_open_not_closed_since(h.opens[first:last], h.closes[first:last], since, h.now)


@kernel
def _overhead(h: State, flight: int) -> None:
    """Put a sortie that has come overhead into the list of sorties that wait to land."""
    sortie = h.flights[flight]
    landing = h.ramps[sortie.site].landing
    sortie.overhead, sortie.phase = h.now, WAITS
    lists.add(h, OVERHEAD, flight)
    mark(h, landing)
    push(h, h.now + whole(h, h.lifts[sortie.lift].holding_s, 0), MARK, landing)


@kernel
def _slips(h: State, flight: int) -> None:
    """Plan a mission that did not come for a later day before the horizon if missions of its lift slip; or end it."""
    sortie = h.flights[flight]
    lift = h.lifts[sortie.lift]
    again = next_open(h, lift.permit + sortie.site, rules.another_day(sortie.planned, h.now))
    if not lift.slips or again >= h.horizon:
        requests.ends(h, flight)
    else:
        flight = flights.new_flight(h, sortie.lift, sortie.number, sortie.attempt + 1, again, sortie.site)
        if flight >= 0:
            h.flights[flight].stated = sortie.stated
        pend(h, flight)


@kernel
def _send_tail(h: State, flight: int) -> None:
    """Send a tail to its site; on the first trip, a tail that begins at the site is already there."""
    sortie = h.flights[flight]
    lift, change = h.lifts[sortie.lift], whole(h, h.lifts[sortie.lift].change_s, 0)
    if lift.begin_at_site and sortie.number % TRIPS == 0:
        _tail_arrives(h, flight, sortie.tasked)
        return
    if change and sortie.fitted != sortie.configuration:
        stays(h, flight)
        sortie.fitted, sortie.phase = sortie.configuration, CAPABLE
        push(h, h.now + change, FLIGHT, flight)
        return
    leaves = leaves_home(h, flight)
    if leaves > h.now:
        stays(h, flight)
        sortie.phase = CAPABLE
        push(h, leaves, FLIGHT, flight)
    elif lift.crews >= 0:
        crews.ask(h, flight, h.now)
    elif sortie.waits_at_home:
        ask_to_set_out(h, flight)
    else:
        _departs(h, flight)


@kernel
def _departs(h: State, flight: int) -> None:
    """Let a tail leave home for its site."""
    sortie = h.flights[flight]
    lift = h.lifts[sortie.lift]
    arrives = h.now + on_the_way(h, flight, 0, h.now)
    if happens(h, lift.delay_s, DELAY, lift.key, sortie.number, 1, 0):
        arrives += sample(h, lift.delay_time, DELAY, lift.key, sortie.number, 0, 0)
    sortie.planned, sortie.leaves, sortie.phase = opened(h, flight, arrives), h.now, INBOUND
    push(h, sortie.planned, FLIGHT, flight)


@kernel
def _tail_arrives(h: State, flight: int, since: int) -> None:
    """Continue a tail at its arrival: it comes overhead or, if permission was lost after `since`, turns back."""
    sortie = h.flights[flight]
    if _withdrawn(h, sortie.lift, sortie.site, since):
        sortie.fate, sortie.overhead = TURNED_BACK, h.now
        end_claim(h, flight)
        _goes_home(h, flight)
        return
    _overhead(h, flight)


@kernel
def _goes_home(h: State, flight: int) -> None:
    """Schedule when a tail is free at home: after the rest of its flight, offloading, repair and turnaround."""
    sortie = h.flights[flight]
    lift = h.lifts[sortie.lift]
    if sortie.phase == UP:
        free = sortie.arrived + sample(h, lift.offload, OFFLOAD, lift.key, sortie.number, 0, 0) + repair(h, flight, 1)
    elif sortie.phase == OFFLOADING:
        free = h.now + repair(h, flight, 1)
    else:
        free = h.now + on_the_way(h, flight, 1, h.now)
    crews.stand_down(h, flight, free)
    free += sample(h, lift.turn, TURN, lift.key, sortie.number, 0, 0)
    if free == sortie.tasked:
        free += 1  # or else trips without duration would follow one another endlessly
    sortie.phase = HOME
    push(h, free, FLIGHT, flight)

"""A departure station: its queue, its servers, and the choice of the next mover. A *turn* is one visit."""

from typing import Final

from sim.compiler.kernel import kernel
from sim.engines.compiled import pools, servers
from sim.engines.compiled.calendars import finish, window_now
from sim.engines.compiled.chance import happens, sample
from sim.engines.compiled.events import Event, mark, push
from sim.engines.compiled.halt import halt
from sim.engines.compiled.memory import NEVER, Status
from sim.engines.compiled.rules import later, staffed, waives
from sim.model.draws import Stream
from sim.model.limits import ENTITY_BITS
from sim.model.phases import Standing
from sim.model.schema.state import State
from sim.model.terms import Cause, Fate

__all__ = ["capacity", "fails", "free_server", "join", "serve", "staff_came", "withdraw"]

TURN_ENDS: Final = Event.TURN_ENDS
SERVICE, FAIL, CHANGEOVER = int(Stream.SERVICE), int(Stream.FAIL), int(Stream.CHANGEOVER)
ARRIVAL, SERVER, STAFF, SHIFT = int(Cause.ARRIVAL), int(Cause.SERVER), int(Cause.STAFF), int(Cause.SHIFT)
LEFT, OPEN = int(Fate.LEFT), int(Fate.OPEN)
TURNS_FULL: Final = Status.TURNS_FULL
ARRIVED_SHIFT: Final = ENTITY_BITS
NUMBER: Final = (1 << ARRIVED_SHIFT) - 1
QUEUED: Final = int(Standing.QUEUED)


@kernel
def capacity(h: State, row: int, present: int) -> int:
    """Return how many servers of a station can be in use now if `present` of the people who staff it are there."""
    station = h.stations[row]
    many = servers.at_work(h, station.pool) if station.by_shift else h.pools[station.pool].many
    return many if station.staff < 0 else staffed(many, present, station.people_per_server)


@kernel
def join(h: State, mover: int, row: int) -> None:
    """Add a mover to the queue of a station, which is ordered by rank, then arrival, then number."""
    who, station = h.movers[mover], h.stations[row]
    visits = mover * len(h.stations) + row
    if h.turn_count >= len(h.turns):
        halt(h, TURNS_FULL)
        return
    turn = h.turns[h.turn_count]
    turn.mover, turn.place, turn.attempt = mover, row, h.attempts[visits]
    turn.arrived, turn.started, turn.ended = h.now, NEVER, NEVER
    turn.server = turn.cause = turn.ref = -1
    who.turn, who.phase = h.turn_count, QUEUED
    h.turn_count += 1
    h.attempts[visits] += 1
    queue, first = h.queues, station.queue
    place = station.queue_n
    station.queue_n += 1
    key = h.lots[who.lot].rank << h.rank_shift | h.now << ARRIVED_SHIFT | mover
    while place > 0:
        above = (place - 1) >> 1
        if queue[first + above] <= key:
            break
        queue[first + place] = queue[first + above]
        place = above
    queue[first + place] = key
    if pools.any_free(h, station.pool) or _may_waive(h, row):
        mark(h, station.point)  # if all servers are busy, the next server that becomes free marks the station


@kernel
def _may_waive(h: State, row: int) -> bool:
    """Return whether members of the group that staffs a station may pass it without being served."""
    station = h.stations[row]
    return station.staff >= 0 and waives(h.lots[station.staff].present, station.people_per_server)


@kernel
def _remove(h: State, row: int, place: int) -> None:
    """Remove the entry at a place from the queue of a station."""
    station, queue = h.stations[row], h.queues
    first, many = station.queue, station.queue_n - 1
    station.queue_n = many
    if place == many:
        return
    key = queue[first + many]
    while place > 0 and queue[first + ((place - 1) >> 1)] > key:
        queue[first + place] = queue[first + ((place - 1) >> 1)]
        place = (place - 1) >> 1
    while True:
        below = 2 * place + 1
        if below >= many:
            break
        if below + 1 < many and queue[first + below + 1] < queue[first + below]:
            below += 1
        if queue[first + below] >= key:
            break
        queue[first + place] = queue[first + below]
        place = below
    queue[first + place] = key


@kernel
def withdraw(h: State, mover: int) -> None:
    """Take a mover out of the queue in which it waits, if it does: its turn ends now, without any work."""
    row = h.turns[h.movers[mover].turn].place
    station, queue = h.stations[row], h.queues
    for place in range(station.queue_n):
        if queue[station.queue + place] & NUMBER == mover:
            _remove(h, row, place)
            push(h, h.now, TURN_ENDS, mover)
            return


@kernel
def free_server(h: State, turn_row: int) -> None:
    """Free the server of a turn that is done."""
    turn = h.turns[turn_row]
    if turn.server >= 0:
        station = h.stations[turn.place]
        pools.give_back(h, station.pool, turn.server, turn_row)
        if station.queue_n:
            mark(h, station.point)


@kernel
def fails(h: State, mover: int, turn_row: int) -> bool:
    """Return whether the job of a turn fails; the mover then has to repeat this step or an earlier one."""
    turn, who = h.turns[turn_row], h.movers[mover]
    station = h.stations[turn.place]
    key = h.lots[who.lot].key
    return happens(h, station.fail_s, FAIL, key, who.index, station.key, turn.attempt)


@kernel
def staff_came(h: State, row: int, before: int) -> None:
    """Record this instant if the arrival of staff lets more servers work than `before`; mark the station."""
    station = h.stations[row]
    if capacity(h, row, h.lots[station.staff].present) > before:
        station.staff_rose = h.now
    mark(h, station.point)


@kernel
def serve(h: State, row: int) -> None:
    """Serve movers as long as any can be served.

    Other decision points and holds are not checked between two movers: none depends on what changes when a turn begins.
    """
    while h.status == 0 and _serve_one(h, row):
        pass


@kernel
def _serve_one(h: State, row: int) -> bool:
    """Serve one mover, or let one of the last members of the staff pass without a server; return whether one went."""
    station, queue = h.stations[row], h.queues
    while station.queue_n and h.movers[queue[station.queue] & NUMBER].fate == LEFT:
        _remove(h, row, 0)
    if not station.queue_n:
        return False
    pool = h.pools[station.pool]
    able = pool.many
    if station.staff >= 0:
        if _may_waive(h, row) and _waive_one(h, row):
            return True
        if not station.by_shift and not pools.any_free(h, station.pool):
            return False
        able = capacity(h, row, h.lots[station.staff].present)
    if station.by_shift:
        if station.staff >= 0 and servers.busy(h, station.pool) >= able:
            return False
        place = _first_for_a_free_server(h, row)
        if place >= 0:
            _start_on(h, row, place)
        return place >= 0
    if not pools.any_free(h, station.pool) or pool.busy >= able:
        return False
    window = window_now(h, station.hours)
    if window < h.hours[station.hours].first or h.now >= h.closes[window]:
        return False
    _start(h, row, window)
    return True


@kernel
def _first_for_a_free_server(h: State, row: int) -> int:
    """Return the place in the queue of the first mover that some free server, in its hours, takes; -1 for none."""
    station, queue = h.stations[row], h.queues
    lanes = servers.free_lanes(h, station.pool)
    if lanes < 0:
        return 0
    best = -1
    for place in range(station.queue_n if lanes else 0):
        key = queue[station.queue + place]
        who = h.movers[key & NUMBER]
        fits = h.steps[who.step].lanes & lanes != 0 and who.fate != LEFT
        if fits and (best < 0 or key < queue[station.queue + best]):
            best = place
    return best


@kernel
def _waive_one(h: State, row: int) -> bool:
    """Let the first staff member that waits at its own station pass without being served."""
    station, queue = h.stations[row], h.queues
    best = -1
    for place in range(station.queue_n):
        key = queue[station.queue + place]
        who = h.movers[key & NUMBER]
        if who.lot == station.staff and who.fate == OPEN and (best < 0 or key < queue[station.queue + best]):
            best = place
    if best < 0:
        return False
    mover = queue[station.queue + best] & NUMBER
    _remove(h, row, best)
    turn = h.turns[h.movers[mover].turn]
    turn.started = turn.ended = h.now
    cause, _ = later(ARRIVAL, turn.arrived, STAFF, h.lots[station.staff].staff_fell)
    turn.cause = cause
    push(h, h.now, TURN_ENDS, mover)
    return True


@kernel
def _start(h: State, row: int, window: int) -> None:
    """Begin the work on the first mover in the queue, on a free server, in the present window of the station."""
    station = h.stations[row]
    mover = _take_out(h, row, 0)
    turn = h.turns[h.movers[mover].turn]
    turn.server = pools.take(h, station.pool)
    work = _work(h, row, mover)
    turn.ended = h.now + work if h.now + work <= h.closes[window] else finish(h, station.hours, work)
    _note_start(h, row, mover, turn.server, h.opens[window])


@kernel
def _start_on(h: State, row: int, place: int) -> None:
    """Begin the work on the mover at a place in the queue, on a server that keeps its own hours."""
    station = h.stations[row]
    mover = _take_out(h, row, place)
    turn = h.turns[h.movers[mover].turn]
    step = h.steps[h.movers[mover].step]
    kind = step.kind if station.changeover >= 0 else -1
    number = servers.free_for(h, station.pool, step.lanes, kind)
    turn.server, freed, hours = number, number, h.units[h.pools[station.pool].units + number].hours
    opened = h.opens[window_now(h, hours)]
    if station.staff >= 0:
        latest, opened = servers.freed_last(h, station.pool), servers.changed_at(h, station.pool)
        if pools.freed_at(h, station.pool, latest) > pools.freed_at(h, station.pool, number):
            freed = latest
    servers.take_one(h, station.pool, number)
    work = _work(h, row, mover)
    if servers.changes(h, station.pool, number, kind):
        who = h.movers[mover]
        work += sample(h, station.changeover, CHANGEOVER, h.lots[who.lot].key, who.index, station.key, turn.attempt)
    h.units[h.pools[station.pool].units + number].kind = kind
    turn.ended = finish(h, hours, work)
    _note_start(h, row, mover, freed, opened)


@kernel
def _take_out(h: State, row: int, place: int) -> int:
    """Take the mover at a place out of the queue of a station, and return its number."""
    mover = h.queues[h.stations[row].queue + place] & NUMBER
    _remove(h, row, place)
    return mover


@kernel
def _work(h: State, row: int, mover: int) -> int:
    """Return the time of the work on a mover whose turn begins [s]."""
    who, key = h.movers[mover], h.stations[row].key
    service = h.steps[who.step].service
    return sample(h, service, SERVICE, h.lots[who.lot].key, who.index, key, h.turns[who.turn].attempt)


@kernel
def _note_start(h: State, row: int, mover: int, freed: int, opened: int) -> None:
    """Record that the turn of a mover begins, and what it last waited for."""
    station = h.stations[row]
    turn = h.turns[h.movers[mover].turn]
    turn.started, turn.cause = h.now, ARRIVAL
    if turn.arrived < h.now:
        cause, since = later(ARRIVAL, turn.arrived, SERVER, pools.freed_at(h, station.pool, freed))
        cause, since = later(cause, since, STAFF, station.staff_rose)
        cause, since = later(cause, since, SHIFT, opened)
        turn.cause = cause
        if cause == SERVER:
            turn.ref = pools.freed_by(h, station.pool, freed)
    push(h, turn.ended, TURN_ENDS, mover)

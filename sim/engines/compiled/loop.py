"""The loop over instants: it applies all events that are due, then makes one decision at a time."""

from typing import Any, Final

from sim.compiler.kernel import entry, kernel
from sim.engines.compiled import (
    ahead,
    choosing,
    crews,
    crises,
    departures,
    leaving,
    mover,
    ramp,
    requests,
    review,
    station,
    tasking,
    tasks,
)
from sim.engines.compiled.chance import whole
from sim.engines.compiled.events import ENTITY, KIND, KIND_SHIFT, Event, due, lowest, mark, pop, push, unmark
from sim.engines.compiled.holds import changed, clear, date_came, look
from sim.engines.compiled.marks import look_leaving
from sim.engines.compiled.memory import LONG_AGO, NEVER, NO_LIMIT, Status, state
from sim.engines.compiled.missions import at_rate, granted, tails_come
from sim.engines.compiled.sortie import goes_on, task_done
from sim.engines.compiled.supply import supply_due
from sim.engines.compiled.trips import new_tail
from sim.engines.compiled.windows import look_again, watch
from sim.model.schema.state import State
from sim.model.terms import Supply

__all__ = ["Point", "run"]

FLEET, RATE, READY = int(Supply.FLEET), int(Supply.RATE), int(Supply.READY)
BOARDS: Final = Event.BOARDS
ARRIVES, RELEASED, HOLD_OPENS, TURN_ENDS = Event.ARRIVES, Event.RELEASED, Event.HOLD_OPENS, Event.TURN_ENDS
OTHER_WAY, FLIGHT, MARK, WATCH = Event.OTHER_WAY, Event.FLIGHT, Event.MARK, Event.WATCH
SUPPLY, LOOK_LEAVING, HOLD_DATE, HOLD_THEN = Event.SUPPLY, Event.LOOK_LEAVING, Event.HOLD_DATE, Event.HOLD_THEN
REVIEW_DUE, GRANTED, TAILS, NOTHING = Event.REVIEW_DUE, Event.GRANTED, Event.TAILS, Event.NOTHING
CREW_HOME, CREW_RESTED, TASK_DONE = Event.CREW_HOME, Event.CREW_RESTED, Event.TASK_DONE
HOLD_NEARS, DATE_NEARS, CRISIS_COMES = Event.HOLD_NEARS, Event.DATE_NEARS, Event.CRISIS
CHOOSES: Final = Event.CHOOSES


class Point:
    """Kinds of decision points; a point is a kind and a row, such as the landings (kind) at one site (row).

    Decisions at an instant are made in this order: CRISIS, REVIEW, CHOOSING, and then the others as listed here.
    """

    REVIEW = 0
    LEAVING = 1
    STATION = 2
    LANDING = 3
    WORKING_ON = 4
    LOADING = 5
    TAKING_OFF = 6
    TASKING = 7
    CREWS = 8
    CRISIS = 9
    CHOOSING = 10


REVIEW, LEAVING, STATION, LANDING = Point.REVIEW, Point.LEAVING, Point.STATION, Point.LANDING
WORKING_ON, LOADING, TAKING_OFF = Point.WORKING_ON, Point.LOADING, Point.TAKING_OFF
CREWS: Final = Point.CREWS
CRISIS, CHOOSING = Point.CRISIS, Point.CHOOSING
BEFORE_REVIEWS, PAUSED = Status.BEFORE_REVIEWS, Status.PAUSED
AT_ONCE: Final = 1024
"""Number of events after which the loop returns to Python, as Ctrl-C cannot interrupt a compiled function."""


@entry
def run(heads: Any) -> None:
    """Run one history to the end of the instant at which no mover remains, or to the horizon.

    `heads` is an array with one head: the record of all numbers and of the addresses of all tables. A history whose
    status is PAUSED, or BEFORE_REVIEWS (it stopped before the first response of a review), continues where it stopped.
    """
    h: State = state(heads)
    if h.status == BEFORE_REVIEWS:
        h.status = 0
        _settle(h)
    elif h.status == PAUSED:
        h.status = 0
    else:
        _begin(h)
    pause_at = h.event_count + AT_ONCE
    while h.status == 0 and due(h) <= h.horizon and (h.remaining > 0 or due(h) == h.now):
        if h.event_count >= pause_at:
            h.status = PAUSED
            return
        h.now = due(h)
        while h.status == 0 and due(h) == h.now:
            _apply(h, pop(h))
            if due(h) != h.now:
                _judge(h)  # movers freed by a hold act before any decision
        _settle(h)
    h.end = h.now if h.remaining == 0 else h.horizon


@kernel
def _begin(h: State) -> None:
    """Schedule the first events: of movers, lift, watches, holds, crises, choices of a way, and reviews."""
    leaving.begin(h)
    h.going_most = NO_LIMIT
    push(h, 0, NOTHING, 0)
    for number in range(len(h.movers)):
        if h.movers[number].fate == 0:
            push(h, h.movers[number].arrives, ARRIVES, number)
    for row in range(h.stream_count):
        if h.lifts[row].supply == RATE and not h.lifts[row].on_call:
            h.streams[row].next = h.mission_count
            at_rate(h, row, 1.0, LONG_AGO, 0)
            h.streams[row].last = h.mission_count
        push(h, 0, SUPPLY, row)
    for row in range(len(h.watches)):
        if not h.watches[row].asleep:
            watch(h, row)
    for row in range(len(h.holds)):
        if h.holds[row].not_before > 0:
            push(h, h.holds[row].not_before, HOLD_DATE, row)
        if 0 < h.holds[row].at_latest < NEVER:
            push(h, h.holds[row].at_latest, HOLD_DATE, row)
        if h.wanted:
            push(h, h.holds[row].not_before, LOOK_LEAVING, 0)
    for row in range(len(h.crises)):
        push(h, h.crises[row].at, CRISIS_COMES, row)
    if h.with_choices:
        push(h, 0, CHOOSES, 0)
    changed(h)
    _judge(h)
    for row in range(len(h.lots)):
        if h.wanted:
            lot = h.lots[row]
            push(h, lot.release, LOOK_LEAVING, 0)
            if lot.is_wanted:
                push(h, max(0, lot.leave_after), LOOK_LEAVING, 0)
    look_leaving(h)
    if h.with_reviews:
        for at in range(len(h.looks)):
            if h.looks[at] >= 0:
                push(h, h.looks[at], REVIEW_DUE, 0)


@kernel
def _apply(h: State, event: int) -> None:
    """Apply an event that is due."""
    kind, entity = event >> KIND_SHIFT & KIND, event & ENTITY
    if kind == TURN_ENDS:
        mover.turn_ends(h, entity)
    elif kind == FLIGHT:
        goes_on(h, entity)
    elif kind == MARK:
        mark(h, entity)
    elif kind == WATCH:
        look_again(h, entity)
        watch(h, entity)
    elif kind == ARRIVES:
        mover.arrives(h, entity)
    elif kind == RELEASED:
        mover.released(h, entity)
    elif kind == BOARDS:
        mover.boards(h, entity)
    elif kind == HOLD_OPENS:
        mover.hold_opens(h, entity)
    elif kind == OTHER_WAY:
        mover.other_way(h, entity)
    elif kind == SUPPLY:
        _supply(h, entity)
    elif kind == LOOK_LEAVING:
        look_leaving(h)
    elif kind == HOLD_DATE:
        date_came(h)
    elif kind == HOLD_THEN:
        clear(h, entity)
    elif kind == REVIEW_DUE:
        review.due(h)
    elif kind == GRANTED:
        granted(h, entity)
    elif kind == TAILS:
        tails_come(h, entity)
    elif kind == CREW_HOME:
        crews.come_off(h, entity)
    elif kind == CREW_RESTED:
        crews.changed(h, entity)
    elif kind == TASK_DONE:
        task_done(h, entity)
    elif kind == HOLD_NEARS:
        ahead.note_date(h, entity)
    elif kind == DATE_NEARS:
        ahead.date_came(h, entity)
    elif kind == CRISIS_COMES:
        crises.comes(h, entity)
    elif kind == CHOOSES:
        choosing.new_day(h)


@kernel
def _judge(h: State) -> None:
    """Judge the holds if anything they depend on has changed; for lift requested ahead, record when each will open."""
    if h.to_judge:
        look(h)
        if h.with_ahead:
            ahead.look(h)


@kernel
def _settle(h: State) -> None:
    """Make decisions, one at a time and always at the lowest marked point, until no point is marked."""
    point = lowest(h)
    while point >= 0 and h.status == 0:
        if _decide(h, h.points[point].kind, h.points[point].row):
            _judge(h)
        else:
            unmark(h, point)
        point = lowest(h)


@kernel
def _decide(h: State, kind: int, row: int) -> bool:
    """Make one decision at a point (at a station, all) if possible; return whether more may be possible."""
    if kind == STATION:
        station.serve(h, row)
        return False
    if kind == LOADING:
        return ramp.load(h, row)
    if kind == LANDING:
        return ramp.land(h, row)
    if kind == TAKING_OFF:
        return departures.take_off(h, row)
    if kind == LEAVING:
        return leaving.decide(h)
    if kind == REVIEW:
        return review.decide(h)
    if kind == WORKING_ON:
        return tasks.decide(h, row)
    if kind == CREWS:
        return crews.decide(h, row)
    if kind == CRISIS:
        return crises.decide(h, row)
    if kind == CHOOSING:
        return choosing.decide(h)
    return tasking.decide(h, row)


@kernel
def _supply(h: State, row: int) -> None:
    """Queue the missions of a stream that are due, start the tails of a fleet, or begin the requests for a lift."""
    lift_row = h.streams[row].lift
    if h.lifts[lift_row].supply == READY:
        requests.begin(h, lift_row)
        return
    if h.lifts[lift_row].supply != FLEET:
        supply_due(h, row)
        return
    if h.lifts[lift_row].on_call:
        return
    for number in range(max(1, whole(h, h.lifts[lift_row].tails_s, 0))):
        new_tail(h, lift_row, number)

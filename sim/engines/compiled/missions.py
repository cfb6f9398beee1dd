"""Missions and tails that are granted beside those of the plan, from the day of the answer on."""

from typing import Final

from sim.compiler.kernel import kernel
from sim.engines.compiled import rules
from sim.engines.compiled.chance import uniform, value, whole
from sim.engines.compiled.events import Event, push
from sim.engines.compiled.halt import halt
from sim.engines.compiled.memory import Status
from sim.engines.compiled.supply import supply_due
from sim.engines.compiled.trips import new_tail
from sim.model.draws import Stream
from sim.model.schema.state import State
from sim.model.terms import Pattern, Supply
from sim.model.world.missions import WEEK as _WEEK

__all__ = ["at_rate", "granted", "tails_come"]

TAILS: Final = Event.TAILS
ARRIVAL, WEEKLY = int(Stream.ARRIVAL), int(Stream.WEEK)
EVEN: Final = int(Pattern.EVEN)
RATE: Final = int(Supply.RATE)
MISSIONS_FULL: Final = Status.MISSIONS_FULL
WEEK: Final = _WEEK
DAY: Final = 86400


@kernel
def granted(h: State, row: int) -> None:
    """Bring what was granted of a lift: missions of their own numbers now, or tails on the day of the answer."""
    ask = h.asks[row]
    if h.lifts[ask.lift].supply != RATE:
        push(h, ask.begins, TAILS, row)
        return
    stream = h.streams[h.stream_count]
    stream.lift, stream.number, stream.next = ask.lift, ask.first, h.mission_count
    at_rate(h, ask.lift, ask.more, ask.begins, ask.first)
    stream.last = h.mission_count
    h.stream_count += 1
    supply_due(h, h.stream_count - 1)


@kernel
def tails_come(h: State, row: int) -> None:
    """Put the tails that were granted to work: the share of the plan, rounded half to even, one at least."""
    ask = h.asks[row]
    for _ in range(rules.tails_granted(ask.more, max(1, whole(h, h.lifts[ask.lift].tails_s, 1)))):
        new_tail(h, ask.lift, ask.tails)
        ask.tails += 1


@kernel
def at_rate(h: State, row: int, share: float, since: int, first: int) -> None:
    """Add the missions of a lift at (a share of) its rate, from an instant on, as `sim.model.world.missions` does."""
    lift = h.lifts[row]
    begins, until = lift.begins, min(lift.until, h.horizon)
    per_second = share * value(h, lift.per_week_s, 0.0) / WEEK
    if per_second <= 0.0:
        return
    ramp_up = whole(h, lift.ramp_up_s, 0)
    expected, number = 0.0, 0
    due = _next_due(h, row, 0, 0.0, first)
    week, factor, t = -1, 1.0, begins
    while t < until:
        ends = min(t + DAY, until)
        if t // WEEK != week or t == begins:
            week = t // WEEK
            factor = _week_factor(h, row, week)
        rate, start = per_second * rules.grown(begins, ramp_up, t, ends) * factor, max(t, since)
        t = ends
        if ends <= since:
            continue
        while rate > 0.0 and expected + rate * (ends - start) >= due:
            at = rules.arrives_at(start, ends, expected, due, rate)
            if at < until and max(0, since) <= at < h.horizon:
                if h.mission_count >= len(h.missions):
                    halt(h, MISSIONS_FULL)
                    return
                h.missions[h.mission_count].at, h.missions[h.mission_count].site = at, -1
                h.mission_count += 1
            number += 1
            due = _next_due(h, row, number, due, first)
        expected += rate * (ends - start)


@kernel
def _next_due(h: State, row: int, number: int, last: float, first: int) -> float:
    """Return the expected number of missions at which the given one arrives."""
    lift, u = h.lifts[row], 0.5
    if lift.pattern != EVEN:
        u = uniform(h.seed, h.replication, ARRIVAL, lift.key, first + number, 0, 0)
    return rules.due_at(lift.pattern, number, last, u)


@kernel
def _week_factor(h: State, row: int, week: int) -> float:
    """Return the factor of mean 1 that a week puts on all missions of a lift, at every site."""
    lift = h.lifts[row]
    cv = value(h, lift.week_cv_s, 0.0)
    return rules.week_factor(cv, uniform(h.seed, h.replication, WEEKLY, lift.key, week, 0, 0) if cv > 0.0 else 0.5)

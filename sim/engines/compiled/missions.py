"""Missions and tails that are granted beside those of the plan, from the day of the answer on."""

import math
from typing import Final

from sim.compiler.kernel import kernel
from sim.engines.compiled.chance import compiled, normal_quantile, uniform, value, whole, whole_seconds
from sim.engines.compiled.events import Event, push
from sim.engines.compiled.halt import halt
from sim.engines.compiled.memory import Status
from sim.engines.compiled.supply import supply_due
from sim.engines.compiled.trips import new_tail
from sim.model import durations
from sim.model.draws import Stream
from sim.model.schema.state import State
from sim.model.terms import Pattern, Supply
from sim.model.world.missions import WEEK as _WEEK

__all__ = ["at_rate", "granted", "tails_come"]

lognormal_from_mean_cv = compiled(durations.lognormal_from_mean_cv)
TAILS: Final = Event.TAILS
ARRIVAL, WEEKLY = int(Stream.ARRIVAL), int(Stream.WEEK)
EVEN, JITTERED = int(Pattern.EVEN), int(Pattern.JITTERED)
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
    wanted = ask.more * max(1, whole(h, h.lifts[ask.lift].tails_s, 1))
    many = math.floor(wanted)
    if wanted - many > 0.5 or (wanted - many == 0.5 and many % 2 == 1):
        many += 1
    for _ in range(max(1, many)):
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
        grown = min(1.0, (0.5 * (t + ends) - begins) / ramp_up) if ramp_up > 0 else 1.0
        if t // WEEK != week or t == begins:
            week = t // WEEK
            factor = _week_factor(h, row, week)
        rate, start = per_second * grown * factor, max(t, since)
        t = ends
        if ends <= since:
            continue
        while rate > 0.0 and expected + rate * (ends - start) >= due:
            at = min(start + whole_seconds((due - expected) / rate), ends)
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
    lift = h.lifts[row]
    if lift.pattern == EVEN:
        return number + 0.5
    u = uniform(h.seed, h.replication, ARRIVAL, lift.key, first + number, 0, 0)
    return number + u if lift.pattern == JITTERED else last - math.log(u)


@kernel
def _week_factor(h: State, row: int, week: int) -> float:
    """Return the factor of mean 1 that a week puts on all missions of a lift, at every site."""
    lift = h.lifts[row]
    cv = value(h, lift.week_cv_s, 0.0)
    if cv <= 0.0:
        return 1.0
    mu, sigma = lognormal_from_mean_cv(1.0, cv)
    u = uniform(h.seed, h.replication, WEEKLY, lift.key, week, 0, 0)
    return math.exp(mu + sigma * normal_quantile(u))

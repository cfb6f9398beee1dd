"""Missions of lift that comes at a rate, and the missions and tails that a review is granted besides the plan."""

from typing import Any, Final

from sim.compiler.kernel import kernel
from sim.engines.compiled import rules
from sim.engines.compiled.chance import value, whole
from sim.engines.compiled.events import Event, push
from sim.engines.compiled.halt import halt
from sim.engines.compiled.memory import Status
from sim.engines.compiled.supply import supply_due
from sim.engines.compiled.trips import new_tail
from sim.model.schema.state import State
from sim.model.terms import Supply

__all__ = ["at_rate", "granted", "tails_come"]

TAILS: Final = Event.TAILS
RATE: Final = int(Supply.RATE)
MISSIONS_FULL: Final = Status.MISSIONS_FULL


@kernel
def granted(h: State, row: int) -> None:
    """Add a stream with the granted missions of a lift, or schedule when the granted tails of a fleet come."""
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
    """Start the granted tails; their number is the granted share of the planned number (`rules.tails_granted`)."""
    ask = h.asks[row]
    for _ in range(rules.tails_granted(ask.more, max(1, whole(h, h.lifts[ask.lift].tails_s, 1)))):
        new_tail(h, ask.lift, ask.tails)
        ask.tails += 1


@kernel
def at_rate(h: State, row: int, share: float, since: int, first: int) -> None:
    """Add the missions of a lift at a share of its rate, from `since` [s] on; their numbers count from `first`."""
    lift, missions = h.lifts[row], h.missions[h.mission_count :]
    per_week, cv = value(h, lift.per_week_s, 0.0), value(h, lift.week_cv_s, 0.0)
    until, ramp_up = min(lift.until, h.horizon), whole(h, lift.ramp_up_s, 0)
    instants: Any = missions
    seasons: Any = h.seasons[lift.seasons : lift.seasons_last]
    many = rules.at_rate(
        instants.at,
        h.seed,
        h.replication,
        lift.key,
        lift.pattern,
        per_week,
        share,
        lift.begins,
        until,
        ramp_up,
        cv,
        since,
        first,
        seasons.begins,
        seasons.factor,
    )
    if many < 0:
        halt(h, MISSIONS_FULL)
        return
    for at in range(many):
        missions[at].site = -1
        missions[at].configuration = 0
    h.mission_count += many

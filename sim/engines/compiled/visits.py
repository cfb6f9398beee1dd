"""Sorts visits and rides as the SimPy engine does: counts them by mover, then inserts each among those of its mover."""

from typing import Any

from sim.compiler.kernel import entry, kernel
from sim.engines.compiled.memory import state
from sim.model.schema.history import Visit
from sim.model.schema.row import Rows
from sim.model.schema.state import State

__all__ = ["put_in_order"]


@entry
def put_in_order(heads: Any, visits: Rows[Visit], first: Rows[int], turn_at: Rows[int], place_of: Rows[int]) -> None:
    """Fill the table of visits with the turns (visits to stations) and the rides.

    It is sorted by mover, arrival, start, turns before rides, place and attempt.

    Parameters
    ----------
    heads
        The head of the tables, shape (1,).
    visits
        The table (`history.Visit`), all zero, with one row for each turn and each ride; `place` of a ride becomes -1
        minus the row of its lift.
    first
        Zeros, shape (n_movers + 1,). It becomes the first row of the visits of each mover, and then advances to the row
        after those already inserted.
    turn_at, place_of
        Scratch memory, shapes (n_visits,) and (n_turns,): the turn in each row of the table, -1 for a ride; the row of
        each turn.
    """
    h: State = state(heads)
    for row in range(h.turn_count):
        first[h.turns[row].mover + 1] += 1
    for number in range(h.flight_count):
        flight = h.flights[number]
        for at in range(flight.aboard, flight.aboard + flight.aboard_n):
            first[h.aboard[at].mover + 1] += 1
    for mover in range(len(first) - 1):
        first[mover + 1] += first[mover]
    for row in range(h.turn_count):
        turn = h.turns[row]
        place = _put(visits, first, turn_at, turn.mover, turn.arrived, turn.started, turn.place, turn.attempt)
        turn_at[place] = row
        visit = visits[place]
        visit.mover, visit.place, visit.attempt = turn.mover, turn.place, turn.attempt
        visit.arrived, visit.started, visit.ended = turn.arrived, turn.started, turn.ended
        visit.server, visit.cause, visit.ref = turn.server, turn.cause, turn.ref
    for number in range(h.flight_count):
        flight = h.flights[number]
        for at in range(flight.aboard, flight.aboard + flight.aboard_n):
            ride = h.aboard[at]
            place = _put(visits, first, turn_at, ride.mover, ride.since, flight.worked, -1 - flight.lift, 0)
            turn_at[place] = -1
            visit = visits[place]
            visit.mover, visit.place, visit.attempt = ride.mover, -1 - flight.lift, 0
            visit.arrived, visit.started, visit.ended = ride.since, flight.worked, flight.up
            visit.server, visit.cause, visit.ref = flight.row, flight.load_cause, flight.load_ref
    # So far, `ref` is a row of `turns`; convert it to a row of the table of visits.
    for place in range(len(visits)):
        if turn_at[place] >= 0:
            place_of[turn_at[place]] = place
    for place in range(len(visits)):
        if turn_at[place] >= 0 and visits[place].ref >= 0:
            visits[place].ref = place_of[visits[place].ref]


@kernel
def _put(
    visits: Rows[Visit],
    first: Rows[int],
    turn_at: Rows[int],
    mover: int,
    arrived: int,
    started: int,
    where: int,
    attempt: int,
) -> int:
    """Make room for one more visit of a mover between those inserted already, and return its row.

    The visits of the mover that were inserted already are in order, in the rows just before `first[mover]`, which then
    advances by one. A row that is still empty names mover 0, but no empty row comes before the visits of mover 0.
    """
    place = first[mover]
    first[mover] += 1
    while place > 0 and visits[place - 1].mover == mover:
        below = visits[place - 1]
        if not _before(arrived, started, where, attempt, below.arrived, below.started, below.place, below.attempt):
            break
        visits[place], turn_at[place] = visits[place - 1], turn_at[place - 1]
        place -= 1
    return place


@kernel
def _before(
    arrived: int,
    started: int,
    where: int,
    attempt: int,
    other_arrived: int,
    other_started: int,
    other_where: int,
    other_attempt: int,
) -> bool:
    """Return whether one visit of a mover comes before another of its visits."""
    if arrived != other_arrived:
        return arrived < other_arrived
    if started != other_started:
        return started < other_started
    if (where < 0) != (other_where < 0):
        return other_where < 0
    if where != other_where:
        return where < other_where
    return attempt < other_attempt

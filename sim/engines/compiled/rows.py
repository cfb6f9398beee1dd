"""Copies the movers and sorties of a finished history from the tables of the loop to the tables of a trajectory."""

from typing import Any

from sim.compiler.kernel import entry
from sim.engines.compiled.memory import state
from sim.model.schema.history import Mover, Sortie
from sim.model.schema.row import Rows
from sim.model.schema.state import State

__all__ = ["put_rows"]


@entry
def put_rows(heads: Any, movers: Rows[Mover], sorties: Rows[Sortie]) -> None:
    """Fill the tables of movers and of sorties.

    Parameters
    ----------
    heads
        The head of the tables, shape (1,).
    movers
        One row for each mover, in the same order.
    sorties
        One row for each sortie that was decided, in the order of decisions. The payload of a driven lift is -1, since
        each vehicle drives on its own wheels.
    """
    h: State = state(heads)
    for row in range(len(movers)):
        one, made = h.movers[row], movers[row]
        made.arrived, made.released, made.staged = one.arrived, one.released, one.staged
        made.up, made.left = one.up, one.left
        made.lot, made.index, made.kg, made.mpos = one.home, one.index, one.kg, one.mpos
        made.sortie, made.fate = one.sortie, one.fate
    for row in range(len(sorties)):
        flight, flown = h.flights[h.decided[row]], sorties[row]
        flown.planned, flown.tasked, flown.overhead = flight.planned, flight.tasked, flight.overhead
        flown.landed, flown.worked, flown.loaded = flight.landed, flight.worked, flight.loaded
        flown.ready, flown.up, flown.arrived, flown.free = flight.ready, flight.up, flight.arrived, flight.free
        flown.lift, flown.number, flown.attempt, flown.site = flight.lift, flight.number, flight.attempt, flight.site
        flown.people, flown.kg, flown.mpos, flown.seats = flight.people, flight.kg, flight.mpos, flight.seat_limit
        flown.payload = -1 if h.lifts[flight.lift].driven else flight.payload
        flown.spot, flown.fate, flown.configuration = flight.spot, flight.fate, flight.configuration
        flown.task_cause, flown.land_cause, flown.land_ref = flight.task_cause, flight.land_cause, flight.land_ref
        flown.load_cause, flown.load_ref, flown.up_cause = flight.load_cause, flight.load_ref, flight.up_cause

"""Copies the movers and sorties of a finished history from the tables of the loop to the tables of a trajectory."""

from typing import Any

from sim.compiler.kernel import entry
from sim.compiler.pointer import copy_columns
from sim.engines.compiled.memory import state
from sim.model.schema.history import Mover, Sortie
from sim.model.schema.row import Rows
from sim.model.schema.state import State

__all__ = ["put_rows"]


@entry
def put_rows(heads: Any, movers: Rows[Mover], sorties: Rows[Sortie]) -> None:
    """Fill the tables of movers and sorties: each column from the column of the same name, except as said here.

    Parameters
    ----------
    heads
        The head of the tables, shape (1,).
    movers
        One row for each mover, in the same order. The lot of a mover is its group or lot, not the stop where it is.
    sorties
        One row for each sortie that was decided, in the order of decisions. The seats are -1 if they have no limit. The
        payload of a driven lift is -1, since each vehicle drives on its own wheels.
    """
    h: State = state(heads)
    for row in range(len(movers)):
        copy_columns(h.movers[row], movers[row])
        movers[row].lot = h.movers[row].home
    for row in range(len(sorties)):
        flight, flown = h.flights[h.decided[row]], sorties[row]
        copy_columns(flight, flown)
        flown.seats = flight.seat_limit
        if h.lifts[flight.lift].driven:
            flown.payload = -1

"""How a span of a visit is divided among reasons: one for the time in which the station was open, others for the rest.

The cursor, `h.t`, is the instant that a walk back through the history has reached; `h` is the `Past` of the walk.
"""

from sim.analysis.causes.kernels.past import NO_ROW, OF_VISIT, Past
from sim.analysis.causes.pieces import HOURS, OPEN, cut, outages
from sim.analysis.causes.reason import ReasonKind
from sim.analysis.causes.walk import STATIONS, assign, assign_kind, closed_by
from sim.analysis.sums.select import up_to
from sim.compiler.kernel import kernel
from sim.model.terms import Stops

__all__ = ["had_opened", "hours_of", "served"]

STOPPED = int(Stops.STATIONS)
SHUT, CLOSED = int(ReasonKind.STATION_SHUT), int(ReasonKind.STATION_HOURS)


@kernel
def hours_of(h: Past, row: int) -> int:
    """Return the row of `windows` with the hours of the server of a visit.

    If the servers have no hours of their own, or no server took the visit, it is the row of the station.
    """
    turn = h.visits[row]
    first = h.server_first[turn.place]
    if first == NO_ROW or turn.server < 0:
        return STATIONS * len(h.sites) + turn.place
    return first + turn.server


@kernel
def had_opened(h: Past, windows: int, instant: int) -> bool:
    """Return whether the last window that opened by an instant had opened before that instant."""
    first, last = h.windows[windows].first, h.windows[windows].last
    place = first + up_to(h.opens[first:last], instant) - 1
    return place >= first and h.opens[place] < instant


@kernel
def served(h: Past, windows: int, row: int, since: int, owner: int) -> None:
    """Assign a span of a visit up to the cursor: open time to a given reason, closed time to what closed the station.

    Parameters
    ----------
    windows
        Row of `windows` with the hours of the server or of the station (`hours_of`).
    row
        Row of the visit.
    since
        Beginning of the span [s].
    owner
        Index of the reason for open time.
    """
    place = h.visits[row].place
    station = h.stations[place]
    if station.until < h.t:
        assign_kind(h, SHUT, place, max(since, station.until), OF_VISIT, row)
    cut(h, windows, outages(h, station.site, STOPPED), max(since, h.stop), h.t)
    for at in range(h.cut_count):
        piece = h.cuts[at]
        if piece.what == OPEN:
            assign(h, owner, piece.begins, OF_VISIT, row)
        elif piece.what == HOURS:
            assign_kind(h, CLOSED, place, max(piece.begins, station.begins), OF_VISIT, row)
            if piece.begins < station.begins:
                assign_kind(h, SHUT, place, piece.begins, OF_VISIT, row)
        else:
            assign(h, closed_by(h, piece.what), piece.begins, OF_VISIT, row)

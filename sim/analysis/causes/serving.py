"""How a span of a visit to a station is divided by the hours of the station or its server, and by its dates.

The word cursor and the name `h` are explained in `sim.analysis.causes`.
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
    """Return the row of `windows` for the server that did a visit; for the station if its servers have no own hours."""
    turn = h.visits[row]
    first = h.server_first[turn.place]
    if first == NO_ROW or turn.server < 0:
        return STATIONS * len(h.sites) + turn.place
    return first + turn.server


@kernel
def had_opened(h: Past, windows: int, instant: int) -> bool:
    """Return whether the window that is open at an instant had opened before that instant."""
    first, last = h.windows[windows].first, h.windows[windows].last
    place = first + up_to(h.opens[first:last], instant) - 1
    return place >= first and h.opens[place] < instant


@kernel
def served(h: Past, windows: int, row: int, since: int, owner: int) -> None:
    """Assign a span of a visit to a reason while the station or its server was open, otherwise to what closed it.

    Parameters
    ----------
    windows
        Row of `windows`: the hours of the server, or of the station.
    row
        Row of the visit.
    since
        Beginning of the span [s]; it ends at the cursor.
    owner
        Index of the reason for the time in which it was open.
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

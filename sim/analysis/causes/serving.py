"""Spans at a station, cut by the hours of the station or of the server with the job, and by the station's dates."""

from sim.analysis.causes.kernels.past import NO_ROW, OF_VISIT, Past
from sim.analysis.causes.pieces import HOURS, OPEN, cut, outages
from sim.analysis.causes.reason import ReasonKind
from sim.analysis.causes.walk import STATIONS, closed_by, give, own
from sim.analysis.sums.select import up_to
from sim.compiler.kernel import kernel
from sim.model.terms import Stops

__all__ = ["had_opened", "hours_of", "served"]

STOPPED = int(Stops.STATIONS)
SHUT, CLOSED = int(ReasonKind.STATION_SHUT), int(ReasonKind.STATION_HOURS)


@kernel
def hours_of(h: Past, row: int) -> int:
    """Return the row of `windows` of the server that had the job of a visit; of the station if servers are alike."""
    turn = h.visits[row]
    first = h.server_first[turn.place]
    if first == NO_ROW or turn.server < 0:
        return STATIONS * len(h.sites) + turn.place
    return first + turn.server


@kernel
def had_opened(h: Past, windows: int, instant: int) -> bool:
    """Return whether windows were open before an instant at which they are open."""
    first, last = h.windows[windows].first, h.windows[windows].last
    place = first + up_to(h.opens[first:last], instant) - 1
    return place >= first and h.opens[place] < instant


@kernel
def served(h: Past, windows: int, row: int, since: int, owner: int) -> None:
    """Give a span of a visit to its owner while the station or its server was open, otherwise to what closed it.

    Parameters
    ----------
    windows
        Row of `windows`: those of the server, or of the station.
    row
        The visit.
    since
        Beginning of the span [s]; it ends at the cursor.
    owner
        Place of the reason that owns the open time.
    """
    place = h.visits[row].place
    station = h.stations[place]
    if station.until < h.t:
        own(h, SHUT, place, max(since, station.until), OF_VISIT, row)
    cut(h, windows, outages(h, station.site, STOPPED), max(since, h.stop), h.t)
    for at in range(h.cut_count):
        piece = h.cuts[at]
        if piece.what == OPEN:
            give(h, owner, piece.begins, OF_VISIT, row)
        elif piece.what == HOURS:
            own(h, CLOSED, place, max(piece.begins, station.begins), OF_VISIT, row)
            if piece.begins < station.begins:
                own(h, SHUT, place, piece.begins, OF_VISIT, row)
        else:
            give(h, closed_by(h, piece.what), piece.begins, OF_VISIT, row)

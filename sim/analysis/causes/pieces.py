"""How a span of time is cut into the pieces in which a place was open or closed, each closed piece with its reason.

The name `h` is explained in `sim.analysis.causes`.
"""

from typing import Final

from sim.analysis.causes.kernels.past import Past
from sim.analysis.sums.select import up_to
from sim.compiler.kernel import kernel
from sim.model.calendars import NEVER as _NEVER
from sim.model.terms import Stops

__all__ = ["HOURS", "OPEN", "PARTS", "closed_since", "cut", "outages"]

NEVER: Final = _NEVER
OPEN, HOURS = -2, -1
"""Values of `Cut.what`: the place was open; the place was outside its hours. Any other value is what closed it."""
PARTS: Final = len(Stops)


@kernel
def outages(h: Past, site: int, part: int) -> int:
    """Return the row of `span_first` for the outages that stop a part of a site (`Stops`): the `holes` of `cut`."""
    return 2 * len(h.lifts) + PARTS * site + part


@kernel
def cut(h: Past, windows: int, holes: int, since: int, until: int) -> None:
    """Cut a span into pieces in which a place was open or closed, and write them into `cuts`, the latest piece first.

    Parameters
    ----------
    windows
        Row of `windows`: when the place is open.
    holes
        Row of `span_first`: the outages of the place; -1 if it has none.
    since, until
        The span [s].
    """
    h.cut_count = 0
    if since >= until:
        return
    first, last = h.windows[windows].first, h.windows[windows].last
    place = first + up_to(h.opens[first:last], since) - 1
    if place >= first and h.closes[place] >= until:
        _note(h, since, OPEN)
        return
    hole, behind = 0, 0
    if holes >= 0:
        hole, behind = h.span_first[holes], h.span_first[holes + 1]
    place = first + up_to(h.opens[first:last], until - 1) - 1
    edge = until
    while edge > since:
        while place >= first and h.opens[place] >= edge:
            place -= 1
        before = since
        if place >= first:
            before = max(before, h.closes[place] if h.closes[place] < edge else h.opens[place])
        for row in range(hole, behind):
            span = h.spans[row]
            if span.begins < edge:
                before = max(before, span.until if span.until < edge else span.begins)
        edge = before
        what = OPEN if place >= first and h.opens[place] <= edge < h.closes[place] else HOURS
        if what == HOURS:
            for row in range(hole, behind):
                if h.spans[row].begins <= edge < h.spans[row].until:
                    what = h.spans[row].reason
                    break
        _note(h, edge, what)


@kernel
def _note(h: Past, begins: int, what: int) -> None:
    """Add a piece that begins at `begins`; if `what` is the same as for the piece added last, lengthen that piece."""
    if h.cut_count == 0 or h.cuts[h.cut_count - 1].what != what:
        h.cut_count += 1
        h.cuts[h.cut_count - 1].what = what
    h.cuts[h.cut_count - 1].begins = begins


@kernel
def closed_since(h: Past, windows: int, instant: int) -> int:
    """Return when the closed span that ends at an instant began [s]; -NEVER if the place was never open before."""
    first, last = h.windows[windows].first, h.windows[windows].last
    place = first + up_to(h.opens[first:last], instant - 1) - 1
    return h.closes[place] if place >= first else -NEVER

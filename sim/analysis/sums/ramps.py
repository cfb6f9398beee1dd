"""How long the ramp of a site was open while lift was needed, and how long sorties were worked on in that time."""

from typing import Any, Final

import numpy as np

from sim.analysis.sums.select import up_to
from sim.analysis.sums.tables import LiftFacts, LotFacts, Span
from sim.compiler.kernel import entry, kernel
from sim.model.calendars import NEVER as _NEVER
from sim.model.schema.history import Mover, Sortie, Stay
from sim.model.schema.row import Rows

__all__ = ["add_up_ramp", "load", "note_loading", "note_staged"]

NEVER: Final = _NEVER


@entry
def add_up_ramp(
    site: int,
    sorties: Rows[Sortie],
    lifts: Rows[LiftFacts],
    work: Rows[Span],
    staged: Rows[Span],
    order: Any,
    opens: Any,
    closes: Any,
    end: int,
    needed: Any,
    found: Any,
) -> None:
    """Sum the seconds in which the ramp of a site was open and lift was needed there, and the work done in them.

    Parameters
    ----------
    site
        Row of the site.
    sorties, lifts
        The table of sorties, and the facts of each lift.
    work
        Spans of work on sorties that used a ramp, at all sites. None is empty, and those of one sortie do not overlap.
    staged, order
        Non-empty spans in which a mover waited for lift, at all sites; and the rows of these spans, sorted by the
        instant at which they begin.
    opens, closes
        Instants at which the ramp opens and closes, ascending [s].
    end
        End of the history [s].
    needed
        Work space of three rows and at least as many columns as `staged` and `opens` have entries together. Rows 0 and
        1: beginning and end of each window in which the ramp was open and lift was needed [s]; row 2: length of all
        earlier windows together [s].
    found
        Output, all zero beforehand, shape (2,): the time of work that lies in these windows, added up over sorties, and
        the length of all windows together [s].

    Notes
    -----
    The windows lie between the instant at which the first sortie that used the ramp came overhead and the end of the
    last work on such a sortie.
    """
    first = NEVER
    for row in range(len(sorties)):
        sortie = sorties[row]
        if sortie.site == site and sortie.landed < NEVER and lifts[sortie.lift].uses_ramp:
            first = min(first, sortie.overhead)
    last = first
    for row in range(len(work)):
        if sorties[work[row].whose].site == site:
            last = max(last, work[row].ends)
    last = min(last, end)
    n, since, until = 0, -NEVER, -NEVER
    for at in range(len(order)):
        span = staged[order[at]]
        if span.whose != site:
            continue
        if span.begins > until:
            n = _add(needed, n, max(since, first), min(until, last), opens, closes)
            since = span.begins
        until = max(until, span.ends)
    n = _add(needed, n, max(since, first), min(until, last), opens, closes)
    for row in range(len(work)):
        if sorties[work[row].whose].site == site:
            found[0] += _before(needed, n, work[row].ends) - _before(needed, n, work[row].begins)
    found[1] = _before(needed, n, NEVER)


@entry
def note_loading(sorties: Rows[Sortie], lifts: Rows[LiftFacts], spans: Rows[Span]) -> int:
    """Record the span in which each sortie that used a ramp was loaded; return how many spans were recorded.

    Parameters
    ----------
    sorties, lifts
        As in `add_up_ramp`.
    spans
        Output, as long as `sorties`; entries after the last span keep their values.
    """
    n = 0
    for row in range(len(sorties)):
        sortie = sorties[row]
        if sortie.landed < NEVER and sortie.worked < sortie.loaded and lifts[sortie.lift].uses_ramp:
            spans[n].whose, spans[n].begins, spans[n].ends = row, sortie.worked, sortie.loaded
            n += 1
    return n


@entry
def note_staged(
    movers: Rows[Mover],
    lots: Rows[LotFacts],
    stays: Rows[Stay],
    is_limited: Any,
    end: int,
    goes_on: Any,
    spans: Rows[Span],
) -> int:
    """Record each span in which a staged mover waited for lift at a site; return how many spans were recorded.

    Parameters
    ----------
    movers, stays
        The tables of movers and stays.
    lots
        The facts of each group or lot.
    is_limited
        Whether the spots of each site are limited, shape (n_sites,). Spans at other sites are not recorded.
    end
        End of the history [s].
    goes_on
        Work space, all false beforehand, shape (n_movers,); becomes true for each mover with a stay.
    spans
        Output, as long as `movers` and `stays` together; entries after the last span keep their values.
    """
    n = 0
    for row in range(len(stays)):
        stay = stays[row]
        goes_on[stay.mover] = True
        until = min(min(stay.up, movers[stay.mover].left), end)
        n += _note(spans, n, is_limited, stay.site, stay.staged, until)
    for row in range(len(movers)):
        if not goes_on[row]:
            mover = movers[row]
            until = min(min(mover.up, mover.left), end)
            n += _note(spans, n, is_limited, lots[mover.lot].site, mover.staged, until)
    return n


@kernel
def _note(spans: Rows[Span], row: int, is_limited: Any, site: int, begins: int, ends: int) -> int:
    """Record a span unless it is empty or its site has no limited spots; return 1 if it was recorded, else 0."""
    if begins >= ends or not is_limited[site]:
        return 0
    spans[row].whose, spans[row].begins, spans[row].ends = site, begins, ends
    return 1


@kernel
def _add(needed: Any, n: int, since: int, until: int, opens: Any, closes: Any) -> int:
    """Append to the windows the parts of a span in which the ramp is open; return the new number of windows.

    The span must not begin before the last window ends.
    """
    at = up_to(closes, since)
    while at < len(opens) and since < until and opens[at] < until:
        needed[2, n] = _before(needed, n, NEVER)
        needed[0, n], needed[1, n] = max(since, opens[at]), min(until, closes[at])
        n += 1
        at += 1
    return n


@kernel
def _before(needed: Any, n: int, t: int) -> int:
    """Return how many seconds of the first `n` windows together lie before an instant."""
    begun = up_to(needed[0, :n], t)
    if begun == 0:
        return 0
    inside: int = min(needed[1, begun - 1], t) - needed[0, begun - 1]
    return inside + int(needed[2, begun - 1])


def load() -> None:
    """Call all entry functions with empty tables, so that they are compiled before they are needed."""
    nothing, no_flags, seconds = np.zeros(0, np.int64), np.zeros(0, np.bool_), np.zeros(2, np.int64)
    lifts, sorties, spans = np.zeros(0, LiftFacts.dtype), np.zeros(0, Sortie.dtype), np.zeros(0, Span.dtype)
    movers, lots, stays = np.zeros(0, Mover.dtype), np.zeros(0, LotFacts.dtype), np.zeros(0, Stay.dtype)
    note_loading(sorties, lifts, spans)
    note_staged(movers, lots, stays, no_flags, 0, no_flags, spans)
    add_up_ramp(0, sorties, lifts, spans, spans, nothing, nothing, nothing, 0, np.zeros((3, 1), np.int64), seconds)

"""How much of the time in which lift was needed at a site its spots were in use."""

from typing import Any, Final

import numpy as np

from sim.analysis.sums.select import up_to
from sim.analysis.sums.tables import LiftFacts, Span
from sim.compiler.kernel import entry, kernel
from sim.model.calendars import NEVER as _NEVER
from sim.model.schema.history import Sortie
from sim.model.schema.row import Rows

__all__ = ["add_up_ramp", "load"]

NEVER: Final = _NEVER


@entry
def add_up_ramp(
    site: int,
    sorties: Rows[Sortie],
    lifts: Rows[LiftFacts],
    work: Rows[Span],
    staged: Rows[Span],
    opens: Any,
    closes: Any,
    end: int,
    needed: Any,
    found: Any,
) -> None:
    """Add up the seconds in which a site's ramp was open and lift was needed there, and those in which it worked.

    Parameters
    ----------
    site
        Its row.
    sorties, lifts
        The table (`schema.history.Sortie`), and what counts of each lift (`LiftFacts`).
    work
        Spans in which something was done to a sortie, none of it empty; those of one sortie do not overlap.
    staged
        Spans in which a mover waited for lift at a site, none of it empty, by when they begin.
    opens, closes
        Windows in which the ramp is open [s].
    end
        Of the history [s].
    needed
        Memory, shape (3, staged and windows together): windows that count, and the seconds in those before each.
    found
        What is filled in, zero: seconds worked within the windows that count, and seconds of these.

    Notes
    -----
    What counts lies between the first sortie that used the ramp, overhead, and the last work on one of them.
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
    many, since, until = 0, -NEVER, -NEVER
    for row in range(len(staged)):
        span = staged[row]
        if span.whose != site:
            continue
        if span.begins > until:
            many = _add(needed, many, max(since, first), min(until, last), opens, closes)
            since = span.begins
        until = max(until, span.ends)
    many = _add(needed, many, max(since, first), min(until, last), opens, closes)
    for row in range(len(work)):
        if sorties[work[row].whose].site == site:
            found[0] += _before(needed, many, work[row].ends) - _before(needed, many, work[row].begins)
    found[1] = _before(needed, many, NEVER)


@kernel
def _add(needed: Any, many: int, since: int, until: int, opens: Any, closes: Any) -> int:
    """Add the open part of a time to the windows that count, of which it is later than all; return how many."""
    at = up_to(closes, since)
    while at < len(opens) and since < until and opens[at] < until:
        needed[2, many] = _before(needed, many, NEVER)
        needed[0, many], needed[1, many] = max(since, opens[at]), min(until, closes[at])
        many += 1
        at += 1
    return many


@kernel
def _before(needed: Any, many: int, t: int) -> int:
    """Seconds of the windows that count before an instant."""
    begun = up_to(needed[0, :many], t)
    if begun == 0:
        return 0
    inside: int = min(needed[1, begun - 1], t) - needed[0, begun - 1]
    return inside + int(needed[2, begun - 1])


def load() -> None:
    """Call it with nothing, so that it is compiled also where no site of a plan has limited spots."""
    nothing, spans, seconds = np.zeros(0, np.int64), np.zeros(0, Span.dtype), np.zeros(2, np.int64)
    lifts, sorties = np.zeros(0, LiftFacts.dtype), np.zeros(0, Sortie.dtype)
    add_up_ramp(0, sorties, lifts, spans, spans, nothing, nothing, 0, np.zeros((3, 1), np.int64), seconds)

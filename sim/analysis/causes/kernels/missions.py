"""Back over the missions of a lift: what became of each that came before the one that took the mover followed."""

from typing import Any, Final

from sim.analysis.causes.kernels.tables import Cursor, LiftReasons, Rider, Span, Stretch
from sim.compiler.kernel import entry, kernel
from sim.model.calendars import NEVER as _NEVER
from sim.model.schema.history import Sortie
from sim.model.schema.row import Rows
from sim.model.terms import Fate

__all__ = ["back_over_missions", "barred_by", "became", "join", "wait"]

NEVER: Final = _NEVER
SHUT, TURNED_BACK, REFUSED, CANCELLED = int(Fate.SHUT), int(Fate.TURNED_BACK), int(Fate.REFUSED), int(Fate.CANCELLED)
DIVERTED, STRUCK, WAVED_OFF = int(Fate.DIVERTED), int(Fate.STRUCK), int(Fate.WAVED_OFF)


@kernel
def _give(cursor: Cursor, links: Rows[Stretch], reason: int, since: int, row: int) -> None:
    """Give the span from an instant (or from `stop`, if that is later) to the cursor to a reason."""
    begins = max(since, cursor.stop, 0)
    if begins < cursor.t:
        link = links[cursor.links]
        link.since = begins
        link.until = cursor.t
        link.reason = reason
        link.row = row
        cursor.links += 1
        cursor.t = begins


@kernel
def _wait(cursor: Cursor, spans: Rows[Span], links: Rows[Stretch], reason: int, since: int, row: int) -> None:
    """Give a wait for a lift to a reason, but to what barred the lift while it was barred."""
    begins = max(since, cursor.stop, 0)
    for place in range(len(spans) - 1, -1, -1):
        span = spans[place]
        if span.begins < cursor.t and span.until > begins:
            _give(cursor, links, reason, max(span.until, begins), row)
            _give(cursor, links, span.reason, max(span.begins, begins), row)
    _give(cursor, links, reason, begins, row)


@kernel
def _join(cursor: Cursor, riders: Rows[Rider], first: Any, row: int) -> None:
    """Go on with an earlier sortie, and with the one who had been free longest."""
    if cursor.company_at < cursor.stop:
        cursor.witness = cursor.company
        cursor.stop = cursor.company_at
        cursor.ride = cursor.sortie
    cursor.company_at = NEVER
    for seat in range(first[row], first[row + 1]):
        rider = riders[seat]
        if rider.rank <= cursor.rank and rider.free < cursor.stop:
            cursor.witness = rider.mover
            cursor.stop = rider.free
            cursor.ride = row
    cursor.sortie = row


@kernel
def _barred_by(spans: Rows[Span], missions: int, instant: int) -> int:
    """Return what barred a lift at an instant, or last before it; too few missions where nothing had."""
    last = missions
    for place in range(len(spans)):
        span = spans[place]
        if span.begins > instant:
            break
        last = span.reason
        if span.until > instant:
            break
    return last


@kernel
def _became(
    sorties: Rows[Sortie], spans: Rows[Span], kept_out: Any, reasons: LiftReasons, row: int, before: int
) -> int:
    """Return the reason for which a mission did not help whom the walk follows."""
    sortie = sorties[row]
    fate = sortie.fate
    if fate == SHUT:
        return _barred_by(spans, reasons.missions, sortie.tasked)
    if fate == TURNED_BACK:
        return _barred_by(spans, reasons.missions, sortie.overhead)
    if fate in (REFUSED, CANCELLED):
        return reasons.cancelled
    if fate == DIVERTED:
        return int(kept_out[row])
    if fate in (STRUCK, WAVED_OFF):
        return reasons.not_tasked
    return reasons.delay if sortie.worked > before else reasons.missions


@kernel
def _explains(cursor: Cursor, sorties: Rows[Sortie], first_attempt: Any, row: int) -> int:
    """Row of what explains a mission: one that was not tasked, as a mission that slipped would come, by that one."""
    late = cursor.sortie
    if late < 0 or sorties[row].fate != STRUCK or sorties[late].attempt == 0:
        return row
    first = int(first_attempt[late])
    return first if sorties[first].planned <= sorties[row].planned <= sorties[late].planned else row


@entry
def wait(cursors: Rows[Cursor], spans: Rows[Span], links: Rows[Stretch], reason: int, since: int, row: int) -> None:
    """Give a wait for a lift since an instant [s] to a reason, but to what barred the lift while it was barred."""
    _wait(cursors[0], spans, links, reason, since, row)


@entry
def join(cursors: Rows[Cursor], riders: Rows[Rider], first: Any, row: int) -> None:
    """Go on with an earlier sortie, and with the one who had been free longest."""
    _join(cursors[0], riders, first, row)


@entry
def barred_by(spans: Rows[Span], missions: int, instant: int) -> int:
    """Return what barred a lift at an instant [s], or last before it; `missions` where nothing had."""
    return _barred_by(spans, missions, instant)


@entry
def became(
    sorties: Rows[Sortie], spans: Rows[Span], kept_out: Any, reasons: Rows[LiftReasons], row: int, before: int
) -> int:
    """Return the reason for which a mission did not help one who was loaded at an instant [s]."""
    return _became(sorties, spans, kept_out, reasons[0], row, before)


@entry
def back_over_missions(
    cursors: Rows[Cursor],
    sorties: Rows[Sortie],
    missions: Any,
    spans: Rows[Span],
    reasons: Rows[LiftReasons],
    first_attempt: Any,
    kept_out: Any,
    riders: Rows[Rider],
    first: Any,
    links: Rows[Stretch],
    joined: Any,
) -> None:
    """Walk back over the missions of a lift: each owns the time until the next by what became of it.

    Parameters
    ----------
    cursors
        Where the walk is (`Cursor`), shape (1,); `place` is the mission from whose planned arrival it goes back.
    sorties
        The table (`schema.history.Sortie`).
    missions
        Sorties of the lift in the order in which they were planned to arrive, shape (n_missions,).
    spans, reasons
        When the lift may not come (`Span`), and its reasons (`LiftReasons`), shape (1,).
    first_attempt, kept_out
        By sortie: the first attempt at its mission, and the reason that kept it from landing.
    riders, first
        Who was on each sortie (`Rider`), and where those of each begin, shape (n_sorties + 1,).
    links, joined
        What is filled in, the last first: spans, at most one for each mission and two for each span in which the lift
        may not come, and one more; and the earlier sorties that were joined, shape (n_missions,).

    Notes
    -----
    It ends before the first mission (`place` is below 0), at the start of the history, and where whoever is followed
    became free to go.
    """
    cursor = cursors[0]
    while True:
        cursor.place -= 1
        if cursor.place < 0:
            _wait(cursor, spans, links, reasons[0].missions, 0, -1)
            return
        row = int(missions[cursor.place])
        if cursor.stop <= sorties[row].worked < cursor.before:
            _join(cursor, riders, first, row)
            joined[cursor.joined] = row
            cursor.joined += 1
        since = min(cursor.t, sorties[row].planned)
        what = _became(
            sorties, spans, kept_out, reasons[0], _explains(cursor, sorties, first_attempt, row), cursor.before
        )
        _wait(cursor, spans, links, what, since, row)
        if cursor.t <= 0 or cursor.t <= cursor.stop:
            return

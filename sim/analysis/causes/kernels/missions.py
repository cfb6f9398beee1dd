"""Steps back over the missions of a lift: what became of each one planned before the mission that took the mover.

A walk goes back through a history; its cursor, `h.t`, is the instant that it has reached. `h` is the `Past` of the
walk, which follows one mover at a time.
"""

from typing import Final

from sim.analysis.causes.kernels.past import NO_ROW, Past, whole
from sim.analysis.causes.parted import parted
from sim.analysis.causes.pieces import HOURS, OPEN, cut, outages
from sim.analysis.causes.reason import ReasonKind
from sim.analysis.causes.walk import RUNWAY, closed_by, join, reason, waited
from sim.compiler.kernel import kernel
from sim.model.calendars import NEVER as _NEVER
from sim.model.terms import Fate

__all__ = ["back_over_missions", "barred_by", "became", "trip"]

NEVER: Final = _NEVER
SHUT, TURNED_BACK, REFUSED, CANCELLED = int(Fate.SHUT), int(Fate.TURNED_BACK), int(Fate.REFUSED), int(Fate.CANCELLED)
DIVERTED, STRUCK, WAVED_OFF = int(Fate.DIVERTED), int(Fate.STRUCK), int(Fate.WAVED_OFF)
MISSIONS, NOT_TASKED, DELAY = int(ReasonKind.MISSIONS), int(ReasonKind.NOT_TASKED), int(ReasonKind.DELAY)
CALLED_OFF, SPOTS = int(ReasonKind.CANCELLED), int(ReasonKind.SPOTS)
RUNWAY_HOURS: Final = int(ReasonKind.RUNWAY_HOURS)


@kernel
def trip(h: Past, lift: int, number: int) -> int:
    """Return the row of the first sortie of a lift with a given number of a mission or trip; NO_ROW if none has it."""
    for row in range(len(h.sorties)):
        if h.sorties[row].number == number and h.sorties[row].lift == lift:
            return row
    return NO_ROW


@kernel
def barred_by(h: Past, lift: int, instant: int) -> int:
    """Return the index of the reason that last barred a lift up to an instant [s], or of MISSIONS if nothing did."""
    last = reason(h, MISSIONS, lift)
    for place in range(h.span_first[lift], h.span_first[lift + 1]):
        span = h.spans[place]
        if span.begins > instant:
            break
        last = span.reason
        if span.until > instant:
            break
    return last


@kernel
def _kept_out(h: Past, row: int) -> int:
    """Return the index of the reason for which a sortie diverted: closed hours, what stopped the runway, or no spot."""
    sortie = h.sorties[row]
    diverted = sortie.overhead + whole(h, h.lifts[sortie.lift].holding_s)
    cut(h, RUNWAY * len(h.sites) + sortie.site, outages(h, sortie.site, RUNWAY), diverted, diverted + 1)
    what = h.cuts[0].what
    if what == OPEN:
        return reason(h, SPOTS, sortie.site)
    return reason(h, RUNWAY_HOURS, sortie.site) if what == HOURS else closed_by(h, what)


@kernel
def became(h: Past, row: int, before: int) -> int:
    """Return the index of the reason for which a mission did not take a mover that was loaded at `before` [s]."""
    sortie = h.sorties[row]
    fate, lift = sortie.fate, sortie.lift
    if fate == SHUT:
        return barred_by(h, lift, sortie.tasked)
    if fate == TURNED_BACK:
        return barred_by(h, lift, sortie.overhead)
    if fate in (REFUSED, CANCELLED):
        return reason(h, CALLED_OFF, lift)
    if fate == DIVERTED:
        return _kept_out(h, row)
    if fate in (STRUCK, WAVED_OFF):
        return reason(h, NOT_TASKED, lift)
    return reason(h, DELAY if sortie.worked > before else MISSIONS, lift)


@kernel
def _explains(h: Past, row: int) -> int:
    """Return the row of the mission that explains why a mission did not take the mover; usually the mission itself.

    If the mission was not tasked because the mission that took the mover had slipped and was still to come, the result
    is the first attempt of the mission that slipped.
    """
    late = h.sortie
    if late < 0 or h.sorties[row].fate != STRUCK or h.sorties[late].attempt == 0:
        return row
    first = trip(h, h.sorties[late].lift, h.sorties[late].number)
    return first if h.sorties[first].planned <= h.sorties[row].planned <= h.sorties[late].planned else row


@kernel
def back_over_missions(h: Past, lift: int, place: int, before: int) -> int:
    """Go back from a mission of a lift over earlier ones; the time after each is due to what became of it.

    Parameters
    ----------
    place
        Index of the mission among those of the lift; the cursor is at its planned arrival.
    before
        When the sortie that took the mover began to load [s]; if no sortie took the mover, an instant after the cursor.
        A mission planned earlier that began to load after this instant was late.

    Returns
    -------
    int
        Index of the mission at which the cursor reached the start of the history, or the instant at which the followed
        mover became free to go; -1 if the missions ended before.
    """
    while True:
        place -= 1
        if place < 0:
            waited(h, lift, reason(h, MISSIONS, lift), 0, NO_ROW)
            return place
        row = h.slots[h.slot_first[lift] + place].mission
        what = NO_ROW
        if h.stop <= h.sorties[row].worked < before:
            what = parted(h, row)
            join(h, row)
        if what < 0:
            what = became(h, _explains(h, row), before)
        waited(h, lift, what, min(h.t, h.sorties[row].planned), row)
        if h.t <= 0 or h.t <= h.stop:
            return place

"""The stays and rides of each mover on its way out, and when holds count it.

A mover that goes straight out has one ride and no row in `stays`. A mover that passes other places has a row for its
own site and for each of these places.

The names `h` and `m` are explained in `sim.analysis.causes`.
"""

from typing import Final

from sim.analysis.causes.kernels.past import NO_ROW, Past
from sim.compiler.kernel import kernel
from sim.model.calendars import NEVER as _NEVER

__all__ = [
    "counts_in",
    "fill_goings",
    "free_at",
    "is_away",
    "is_counted",
    "is_counted_until_left",
    "is_counted_until_staged",
    "last_counted",
    "last_missed",
    "last_staged",
    "last_stay",
    "loaded_at",
    "place_at",
    "sortie_at",
    "sortie_from",
    "staged_first",
    "staged_for",
    "stay_before",
    "was_left_out",
]  # fmt: skip

NEVER: Final = _NEVER


@kernel
def fill_goings(h: Past) -> None:
    """Fill the table `goings`: how each mover left its own site, its stays, and its calls without a ride."""
    for m in range(len(h.movers)):
        going, mover = h.goings[m], h.movers[m]
        going.staged = mover.staged
        going.up = mover.up
        going.sortie = mover.sortie
        going.first = 0
        going.last = 0
        going.missed = NO_ROW
        going.stayed = NO_ROW
    for row in range(len(h.missed)):
        going = h.goings[h.missed[row].mover]
        if h.missed[row].call >= 0:
            h.missed_before[row] = going.missed
            going.missed = row
        else:
            h.missed_before[row] = going.stayed
            going.stayed = row
    if len(h.stays):
        _fill_stays(h)


@kernel
def _fill_stays(h: Past) -> None:
    """Order the stays mover by mover, find the place of each stay, and note how each mover left its own site."""
    for row in range(len(h.stays)):
        h.goings[h.stays[row].mover].last += 1
    first = 0
    for m in range(len(h.movers)):
        going = h.goings[m]
        n = going.last
        going.first = first
        going.last = first
        first += n
    for row in range(len(h.stays)):
        stay = h.stays[row]
        going, lot = h.goings[stay.mover], h.movers[stay.mover].lot
        h.stay_order[going.last] = row
        going.last += 1
        where, road = place_at(h, stay.mover, stay.site), NO_ROW
        if stay.sortie >= 0:
            to = h.lifts[h.sorties[stay.sortie].lift].to
            road = h.stop_of[2 * (lot * len(h.sites) + to) + 1] if to >= 0 else NO_ROW
        h.stay_places[row].place = where
        h.stay_places[row].road = road
        if stay.site == h.lots[lot].site:  # stays are in order: of several at its own site, the last counts
            going.sortie = stay.sortie
            going.staged = stay.staged
            going.up = stay.up


@kernel
def place_at(h: Past, m: int, site: int) -> int:
    """Return the index of a mover's place at a site: the row of its lot at its own site, or the row of its stop."""
    lot = h.movers[m].lot
    return lot if site == h.lots[lot].site else h.stop_of[2 * (lot * len(h.sites) + site)]


@kernel
def loaded_at(h: Past, m: int) -> int:
    """Return when the sortie that took a mover from its own site began to load [s]; NEVER if no sortie took it."""
    row = h.goings[m].sortie
    return h.sorties[row].worked if row >= 0 else NEVER


@kernel
def counts_in(h: Past, counter: int, m: int) -> bool:
    """Return whether a condition counts a mover at its own site or at any place of its stays."""
    first = counter * h.places_wide
    if h.counts[first + h.movers[m].lot]:
        return True
    going = h.goings[m]
    for at in range(going.first, going.last):
        if h.counts[first + h.stay_places[h.stay_order[at]].place]:
            return True
    return False


@kernel
def is_counted(h: Past, hold: int, m: int) -> bool:
    """Return whether any condition of a hold, or of the holds for which it waits, counts a mover."""
    return is_counted_until_left(h, hold, m) or is_counted_until_staged(h, hold, m)


@kernel
def is_counted_until_left(h: Past, hold: int, m: int) -> bool:
    """Return whether a condition of a hold, or of the holds for which it waits, counts a mover until it has left."""
    return _is_counted_by(h, hold, m, 0)


@kernel
def is_counted_until_staged(h: Past, hold: int, m: int) -> bool:
    """Return whether a condition of a hold, or of the holds for which it waits, counts a mover until it is staged."""
    return _is_counted_by(h, hold, m, 1)


@kernel
def _is_counted_by(h: Past, hold: int, m: int, staging: int) -> bool:
    """Return whether a hold, or one for which it waits, counts a mover until it is staged (`staging` 1) or gone (0)."""
    spec = h.holds[hold]
    if _has_counted(h, hold, m, staging):
        return True
    for at in range(spec.before, spec.before_last):
        if _has_counted(h, h.befores[at].hold, m, staging):
            return True
    return False


@kernel
def _has_counted(h: Past, hold: int, m: int, staging: int) -> bool:
    """Return whether a condition of one hold counts a mover until it is staged (`staging` 1) or gone (0)."""
    spec = h.holds[hold]
    for counter in range(spec.first, spec.last):
        if h.counters[counter].staging == staging and counts_in(h, counter, m):
            return True
    return False


@kernel
def staged_first(h: Past, m: int) -> int:
    """Return when a mover was first staged at its own site [s]: NEVER if it was not; 0 if it left before the start."""
    going = h.goings[m]
    return h.stays[h.stay_order[going.first]].staged if going.first < going.last else h.movers[m].staged


@kernel
def last_counted(h: Past, counter: int, m: int) -> tuple[int, int]:
    """Return until when a condition counted a mover [s], and the sortie that took the mover away then.

    The sortie is NO_ROW if the condition counts movers until they are staged, or if no sortie took the mover.
    """
    if h.counters[counter].staging:
        return min(staged_first(h, m), h.movers[m].left), NO_ROW
    mover, going, first = h.movers[m], h.goings[m], counter * h.places_wide
    until, sortie = mover.up, mover.sortie
    if going.first < going.last:
        until = 0
        for at in range(going.first, going.last):
            stay = h.stay_order[at]
            if h.counts[first + h.stay_places[stay].place]:
                until = h.stays[stay].up
                sortie = h.stays[stay].sortie
        if mover.up >= until:
            for at in range(going.first, going.last):
                stay = h.stay_order[at]
                road = h.stay_places[stay].road
                if road >= 0 and h.counts[first + road]:
                    until = mover.up
                    sortie = h.stays[stay].sortie
    return min(until, mover.left), sortie


@kernel
def free_at(h: Past, m: int, row: int) -> int:
    """Return when a mover was free to go with a sortie [s].

    From then on, the mover was staged, the last call that it missed was over and, at its own site, no hold or floor
    kept it.
    """
    going = h.goings[m]
    free = going.free if row == going.sortie or going.first == going.last else staged_for(h, m, row)
    if going.missed >= 0:
        missed = last_missed(h, m, row, h.sorties[row].worked)
        if missed >= 0:
            free = max(free, h.missed[missed].at)
    return free


@kernel
def last_missed(h: Past, m: int, row: int, instant: int) -> int:
    """Return the row of the last call that a mover missed by an instant, at the place where it was at that instant.

    The result is NO_ROW if the mover missed no call there.

    Parameters
    ----------
    row
        A sortie that the mover took or missed: only calls before its call for this sortie count. If it is NO_ROW, all
        calls count.
    """
    at, found = h.goings[m].missed, NO_ROW
    while at >= 0:
        if h.missed[at].sortie == row:
            found = NO_ROW  # the call found so far came after the call for this sortie
        elif found < 0 and h.missed[at].at <= instant:
            found = at
        at = h.missed_before[at]
    return found if found >= 0 and h.missed[found].at >= last_staged(h, m, instant) else NO_ROW


@kernel
def last_staged(h: Past, m: int, instant: int) -> int:
    """Return when a mover was staged at the last place that it had reached by an instant [s]."""
    stay = last_stay(h, m, instant)
    return h.stays[stay].staged if stay >= 0 else h.movers[m].staged


@kernel
def staged_for(h: Past, m: int, row: int) -> int:
    """Return when a mover was staged at the place from which a sortie took it [s]."""
    going = h.goings[m]
    for at in range(going.last - 1, going.first - 1, -1):
        stay = h.stays[h.stay_order[at]]
        if stay.sortie == row:
            return stay.staged
    return going.staged


@kernel
def sortie_at(h: Past, m: int, instant: int) -> int:
    """Return the sortie that began to load, took off, arrived or was offloaded, with a mover aboard, at an instant.

    If there is none, return the sortie that took the mover out of the country.
    """
    going = h.goings[m]
    for at in range(going.last - 1, going.first - 1, -1):
        row = h.stays[h.stay_order[at]].sortie
        if row >= 0:
            sortie, down = h.sorties[row], h.slots[row].down
            crossed = h.offloaded[down].ended if down >= 0 else sortie.arrived
            if instant in (sortie.worked, sortie.up, sortie.arrived, crossed):
                return row
    return h.movers[m].sortie


@kernel
def stay_before(h: Past, m: int, instant: int) -> int:
    """Return the row of the stay before the stay that a mover began at an instant; NO_ROW if it began none then."""
    going = h.goings[m]
    for at in range(going.first + 1, going.last):
        before = h.stay_order[at - 1]
        if h.stays[h.stay_order[at]].arrived == instant and h.stays[before].sortie >= 0:
            return before
    return NO_ROW


@kernel
def last_stay(h: Past, m: int, instant: int) -> int:
    """Return the row of the last stay that a mover had begun by an instant; NO_ROW if it had begun none."""
    going = h.goings[m]
    for at in range(going.last - 1, going.first - 1, -1):
        row = h.stay_order[at]
        if h.stays[row].arrived <= instant:
            return row
    return NO_ROW


@kernel
def sortie_from(h: Past, stay: int, instant: int) -> int:
    """Return the sortie that took a mover from a stay; NO_ROW if its loading had not begun by an instant."""
    row = h.stays[stay].sortie
    return row if row >= 0 and h.sorties[row].worked <= instant else NO_ROW


@kernel
def is_away(h: Past, m: int, instant: int) -> bool:
    """Return whether the last place that a mover had reached by an instant is not its own site."""
    stay = last_stay(h, m, instant)
    return stay >= 0 and h.stays[stay].site != h.lots[h.movers[m].lot].site


@kernel
def was_left_out(h: Past, m: int, row: int) -> bool:
    """Return whether a mover was called for a sortie but did not ride on it.

    It did not turn up, or it stayed because others did not turn up. While the load was planned, it counted as going.
    """
    return _is_among(h, h.goings[m].missed, row) or _is_among(h, h.goings[m].stayed, row)


@kernel
def _is_among(h: Past, at: int, row: int) -> bool:
    """Return whether the call in row `at` of `missed`, or an earlier call of its mover and kind, was for a sortie."""
    while at >= 0 and h.missed[at].sortie != row:
        at = h.missed_before[at]
    return at >= 0

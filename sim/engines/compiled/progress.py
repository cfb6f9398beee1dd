"""What a review sees: how much is still to leave, and the pace of each step, from what has happened so far.

A row of `judged` is what a review measures: all that its milestone covers, or a site that it may favour.
"""

from typing import Final

from sim.compiler.kernel import kernel
from sim.engines.compiled import rules
from sim.engines.compiled.force import to_ship
from sim.engines.compiled.memory import NEVER
from sim.model.schema.state import State
from sim.model.terms import Fate, Step

__all__ = ["ends_at", "is_faster_ever", "look_at", "recent_done", "recent_span", "slowest"]

STATIONS, LIFT, STEPS = int(Step.STATIONS), int(Step.LIFT), len(Step)
RETAINED: Final = int(Fate.RETAINED)


@kernel
def _is_about(h: State, row: int) -> bool:
    """Return whether a row of `lots` is a group or lot at its own site that the row being judged covers."""
    return h.covered[h.reviews[0].judges * len(h.lots) + row] == 1


@kernel
def _weight(h: State, mover: int) -> int:
    """Return the amount of a mover: 1 if the milestone counts people, otherwise the weight of the mover [kg]."""
    return 1 if h.judged[h.reviews[0].judges].people else h.movers[mover].kg


@kernel
def _is_done(h: State, mover: int) -> bool:
    """Return whether a mover counts as done for the milestone."""
    who, judged = h.movers[mover], h.judged[h.reviews[0].judges]
    if judged.of_site and (who.off < NEVER or who.fate == RETAINED):
        return True
    return rules.is_done(who.fate, h.lots[who.lot].required != 0, judged.settled != 0)


@kernel
def _begins(h: State, mover: int) -> int:
    """Return when the dates of a mover let it begin [s]; 0 once it has begun.

    A mover that comes as a surprise counts as about to arrive until it has arrived.
    """
    who = h.movers[mover]
    if who.released < NEVER and not who.barred:
        return 0
    hidden = h.lots[who.home].surprises and who.arrived == NEVER
    return max(h.now + 1 if hidden else who.arrives, who.release)


@kernel
def _gone(h: State, mover: int) -> int:
    """Return when a mover set out on its last leg or, if a site is judged, left its own site [s]; NEVER if not yet."""
    judged = h.judged[h.reviews[0].judges]
    return h.movers[mover].off if judged.of_site or judged.site >= 0 else h.movers[mover].last_leg


@kernel
def _through(h: State, mover: int, step: int) -> int:
    """Return when a mover passed a step [s]; NEVER if it has not, or if no station was left for it at the start."""
    who = h.movers[mover]
    if step == LIFT:
        return _gone(h, mover)
    stationed = h.lots[who.home].first < h.lots[who.home].last
    return who.processed if stationed and who.processed > 0 else NEVER


@kernel
def look_at(h: State, judged_row: int) -> None:
    """Measure how much is still to leave of the lots that a row of `judged` covers, and the pace of each step."""
    review, stations, lift = h.reviews[0], h.paces[STATIONS], h.paces[LIFT]
    review.judges = judged_row
    judged = h.judged[judged_row]
    total, done, not_done, here, may_begin, unprepared, later_stationed = 0, 0, 0, 0, 0, 0, 0
    time_on_way, left = 0, 0
    stations.first = lift.first = NEVER
    for row in range(len(h.lots)):
        lot = h.lots[row]
        if not _is_about(h, row):
            continue
        stationed = lot.first < lot.last
        for mover in range(lot.members, lot.members + lot.many):
            who, weight, gone = h.movers[mover], _weight(h, mover), _gone(h, mover)
            total += weight
            done += weight if _is_done(h, mover) else 0
            stations.first, lift.first = min(stations.first, _through(h, mover, STATIONS)), min(lift.first, gone)
            if gone < NEVER:
                time_on_way += min(h.now, who.up) - gone
                left += 1
            if not to_ship(h, mover):
                continue
            if gone < NEVER:
                not_done += 0 if judged.of_site else weight
                continue
            not_done += weight
            here += weight
            if _begins(h, mover) > h.now:
                later_stationed += weight if stationed else 0
                continue
            may_begin += weight
            unprepared += weight if stationed and who.processed == NEVER else 0
    review.way = time_on_way // left if left and not judged.of_site else 0
    review.remaining = rules.still_to_leave(judged.share9, total, done, not_done)
    to_go = max(0, review.remaining - (not_done - here))  # movers on their last leg need no more lift
    lift.ahead = max(0, to_go - may_begin)
    lift.waiting = to_go - lift.ahead
    lift.last = _last_of(h, lift.ahead)
    lift.ahead_in_time = min(lift.ahead, _begun_by(h, h.now, judged.by)) if lift.ahead else 0
    stations.waiting = max(0, lift.waiting - (may_begin - unprepared))
    stations.ahead, stations.last = min(lift.ahead, later_stationed), lift.last
    stations.ahead_in_time = min(stations.ahead, lift.ahead_in_time)
    for step in range(STEPS):
        _measure(h, step)


@kernel
def _measure(h: State, step: int) -> None:
    """Measure how much passed a step in the window, in its last half, and so far; 0 while no pace can be measured."""
    pace = h.paces[step]
    pace.done = pace.done_lately = pace.done_ever = pace.span_ever = 0
    span_ever = h.now - pace.first if pace.first < NEVER else 0
    pace.span = rules.seen_over(h.reviews[0].window, span_ever)
    if not pace.span:
        return
    pace.span_ever = span_ever
    begins, half_begins, done, done_lately, done_ever = h.now - pace.span, h.now - rules.lately(pace.span), 0, 0, 0
    for row in range(len(h.lots)):
        lot = h.lots[row]
        if not _is_about(h, row):
            continue
        for mover in range(lot.members, lot.members + lot.many):
            at = _through(h, mover, step)
            if at == NEVER:
                continue
            weight = _weight(h, mover)
            done_ever += weight
            done += weight if at >= begins else 0
            done_lately += weight if at >= half_begins else 0
    pace.done, pace.done_lately, pace.done_ever = done, done_lately, done_ever


@kernel
def _begun_by(h: State, since: int, until: int) -> int:
    """Return the amount still to be shipped whose dates let it begin after `since` and not after `until` [s]."""
    amount = 0
    for row in range(len(h.lots)):
        lot = h.lots[row]
        if not _is_about(h, row):
            continue
        for mover in range(lot.members, lot.members + lot.many):
            if to_ship(h, mover) and _gone(h, mover) == NEVER and since < _begins(h, mover) <= until:
                amount += _weight(h, mover)
    return amount


@kernel
def _last_of(h: State, ahead: int) -> int:
    """Return when an amount `ahead` of the movers that begin later will have begun [s]; now if `ahead` is 0."""
    if ahead <= 0:
        return h.now
    low, high = h.now, h.now
    for row in range(len(h.lots)):
        lot = h.lots[row]
        if _is_about(h, row):
            for mover in range(lot.members, lot.members + lot.many):
                if to_ship(h, mover) and _gone(h, mover) == NEVER:
                    high = max(high, _begins(h, mover))
    while low + 1 < high:
        middle = (low + high) // 2
        if _begun_by(h, h.now, middle) >= ahead:
            high = middle
        else:
            low = middle
    return high


@kernel
def _is_faster_lately(h: State, step: int) -> bool:
    """Return whether the pace in the last half of the window is better than in the whole window."""
    pace = h.paces[step]
    return rules.is_faster(pace.done_lately, rules.lately(pace.span), pace.done, pace.span)


@kernel
def recent_done(h: State, step: int) -> int:
    """Return how much passed a step in the window or in its last half, whichever has the better pace."""
    return h.paces[step].done_lately if _is_faster_lately(h, step) else h.paces[step].done


@kernel
def recent_span(h: State, step: int) -> int:
    """Return the length of the window or of its last half [s], whichever has the better pace."""
    return rules.lately(h.paces[step].span) if _is_faster_lately(h, step) else h.paces[step].span


@kernel
def is_faster_ever(h: State, step: int) -> bool:
    """Return whether the pace since the first mover passed a step is better than the recent pace."""
    pace = h.paces[step]
    return rules.is_faster(pace.done_ever, pace.span_ever, recent_done(h, step), recent_span(h, step))


@kernel
def _ends(h: State, step: int, now: int) -> int:
    """Return when everything would have passed a step at its recent pace [s]; NEVER if this cannot be projected."""
    pace = h.paces[step]
    keeps_up = rules.keeps_up(pace.waiting, pace.done)
    return rules.projected(
        now, pace.waiting, pace.ahead, pace.last, keeps_up, recent_done(h, step), recent_span(h, step)
    )


@kernel
def slowest(h: State) -> int:
    """Return the step that would end last; on a tie, and if the stations have no pace, it is lift."""
    later = h.paces[STATIONS].span > 0 and _ends(h, STATIONS, h.now) > _ends(h, LIFT, h.now)
    return STATIONS if later else LIFT


@kernel
def ends_at(h: State) -> int:
    """Return when all would be out at the pace of the slowest step [s]; NEVER if this cannot be projected."""
    review = h.reviews[0]
    ends = _ends(h, slowest(h), h.now)
    if review.remaining <= 0:
        return h.now if h.paces[LIFT].span > 0 else NEVER
    return ends + review.way if ends < NEVER else NEVER

"""How a review assesses progress: what is still to leave, the pace, the projected end, and what will not fit.

It looks at two steps: the stations, which a mover has passed when it is staged, and lift, which it has passed when it
sets out on the leg that leads out. Each rule is a function of numbers only; the compiled engine compiles it unchanged.
Amounts are kilograms, or people where the milestone counts heads; instants and times are whole seconds.
"""

from typing import Final

from sim.model.calendars import NEVER
from sim.model.terms import Fate

__all__ = [
    "behind",
    "billionths",
    "coming_through",
    "excess",
    "hoped_for",
    "is_done",
    "is_faster",
    "is_late",
    "keeps_up",
    "lately",
    "pace_per_day",
    "part_of",
    "planned_in",
    "projected",
    "seen_over",
    "still_to_leave",
]

DAY: Final = 86400
OUT, DESTROYED = int(Fate.OUT), int(Fate.DESTROYED)
TRANSFERRED, SOLD, RETAINED = int(Fate.TRANSFERRED), int(Fate.SOLD), int(Fate.RETAINED)


def billionths(share: float) -> int:
    """Return the share of a milestone as a whole number of billionths, so that sums are exact."""
    return round(1e9 * share)


def is_done(fate: int, required: bool, settled: bool) -> bool:
    """Return whether a mover with a given fate counts as done for a milestone.

    Movers that left the country count, and required ones that were destroyed. If the milestone counts `settled` movers,
    those handed over, sold, destroyed or retained in country count too.
    """
    if fate == DESTROYED and required:
        return True
    return fate == OUT or (settled and fate in (TRANSFERRED, SOLD, DESTROYED, RETAINED))


def still_to_leave(share9: int, total: int, done: int, to_ship: int) -> int:
    """Return the amount still to leave before the milestone is reached, at most what is still to ship.

    Parameters
    ----------
    share9
        Share that the milestone asks for, in billionths.
    total, done, to_ship
        Amount that the milestone covers; the parts of it that are done already, and still planned to go by lift.
    """
    return min(to_ship, -(-share9 * total // 10**9) - done)


def seen_over(window: int, ever: int) -> int:
    """Return the span over which a pace is measured [s]: the review window, or the time since the first came through.

    Below a day it is 0: no pace can be measured yet.
    """
    span = min(window, ever)
    return span if span >= DAY else 0


def lately(span: int) -> int:
    """Return the last half of a span [s], which shows recent changes; the whole span if half is less than a day."""
    return span // 2 if span >= 2 * DAY else span


def is_faster(done: int, span: int, other: int, other_span: int) -> bool:
    """Return whether `done` in `span` [s] is a faster pace than `other` in `other_span`; a missing pace is slowest."""
    return span > 0 and (other_span <= 0 or done * other_span > other * span)


def pace_per_day(done: int, span: int) -> float:
    """Return what came through a step per day, over a span [s]; 0 where no pace can be measured."""
    return DAY * done / span if span else 0.0


def keeps_up(waiting: int, in_window: int) -> bool:
    """Return whether a step keeps up with the plan: no more waits there than came through it in the review window."""
    return waiting <= in_window


def projected(now: int, waiting: int, ahead: int, last: int, up_to_date: bool, done: int, span: int) -> int:
    """Return the instant at which a step would finish its work [s]; NEVER if its pace is zero or unknown.

    Parameters
    ----------
    waiting
        What is still to come through and may begin.
    ahead, last
        What is still to come through and begins later; the instant at which the last of it begins [s].
    up_to_date
        Whether the step keeps up (`keeps_up`). If so, its pace is set by the plan and does not measure its capacity: it
        ends after the plan by the time that what waits there takes.
    done, span
        What came through within a span before now [s]; a span of 0 means that there is no pace yet.
    """
    if span <= 0:
        return NEVER
    if waiting + ahead <= 0:
        return now
    if done <= 0:
        return NEVER
    if ahead > 0 and up_to_date:
        return last + -(-waiting * span // done)
    ends = now + -(-(waiting + ahead) * span // done)
    return max(ends, last) if ahead > 0 else ends


def is_late(remaining: int, ends: int, latest: int) -> bool:
    """Return whether a response is needed: something is left to do, and its projected end [s] is too late."""
    return remaining > 0 and ends > latest


def behind(prepared: int, remaining: int, now: int, has_begun: bool, span: int, ends: int, latest: int) -> int:
    """Return how late a site will be left at its present pace [s]; 0 if it is in time or more lift would not help.

    Parameters
    ----------
    prepared
        What is through its stations there and waits for lift; without it, more lift would find nothing to carry.
    remaining
        What is still to leave before the milestone is reached.
    has_begun, span
        Whether anyone has left the site, and the span over which its pace is measured [s]. Within a day of the first
        departure nothing can be projected. If no one has left and someone waits, no end can be projected: until the
        latest instant has passed, the site counts as one second behind, so that it comes after sites known to be late.
    ends, latest
        Projected end, and the latest end that is in time [s].
    """
    if prepared <= 0 or remaining <= 0 or (span <= 0 and has_begun):
        return 0
    return max(0, ends - latest) if has_begun else max(1, now - latest)


def coming_through(done: int, span: int, most: int, time: int) -> int:
    """Return what comes through a step in a time [s] if its pace is `done` per `span` times `most` thousandths."""
    return done * most * time // (1000 * span) if span > 0 else 0


def planned_in(now: int, by: int, begins: int, until: int, amount: int) -> int:
    """Return what a lift is to carry between two instants if it carries `amount` evenly over a span."""
    return amount * max(0, min(by, until) - max(now, begins)) // (until - begins)


def hoped_for(done: int, span: int, planned: int, time: int) -> int:
    """Return what comes through a step in a time [s], weighing the plan and the observed pace by their lengths.

    Parameters
    ----------
    done, span
        What has come through since the first did, and the time since then [s].
    planned
        What the plan has for the time left.

    Notes
    -----
    The pace is taken over the time passed and the time left together: at first it is the plan's, and the more time has
    passed, the closer it is to the observed pace. (A mean weighted by experience, as in credibility theory.)
    """
    return (done + planned) * time // (span + time) if time > 0 else 0


def excess(waiting: int, ahead: int, ahead_in_time: int, up_to_date: bool, fitting: int) -> int:
    """Return what would not come through a step in time even at the best pace that can be expected.

    Parameters
    ----------
    waiting, ahead
        What is still to come through and may begin; what begins later.
    ahead_in_time
        The part of `ahead` that begins before the date of the milestone.
    up_to_date
        Whether the step keeps up (`keeps_up`). If so, only what begins too late, or waits now, can be too much.
    fitting
        What comes through in the time left at that pace (`coming_through`).
    """
    if ahead > 0 and up_to_date:
        return max(0, ahead - ahead_in_time, waiting - fitting)
    return max(0, waiting + ahead - fitting)


def part_of(over: int, share9: int, is_last: bool) -> int:
    """Return how much of the excess one review gives up: a share in billionths, and at the last review all of it."""
    return over if is_last else -(-over * share9 // 10**9)

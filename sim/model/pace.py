"""How a review assesses progress: what is still to leave, the pace, the projected end, and what will not fit.

A review looks at two steps: stations and lift. A mover has come through the stations when it is staged. It has come
through lift when it sets out on the leg that leads out of the country or, for a milestone about sites, when it leaves
its site. Each rule is a function of numbers only; the compiled engine compiles it unchanged. Amounts are kilograms, or
people if the milestone counts people; instants and times are whole seconds.
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
    """Return the share of a milestone in whole billionths, so that the rules need only whole numbers."""
    return round(1e9 * share)


def is_done(fate: int, required: bool, settled: bool) -> bool:
    """Return whether a mover with a given fate counts as done for a milestone.

    A mover that left the country counts, and so does a required mover that was destroyed. With `settled`, every mover
    that was handed over, sold, destroyed or retained in country counts too.
    """
    if fate == DESTROYED and required:
        return True
    return fate == OUT or (settled and fate in (TRANSFERRED, SOLD, DESTROYED, RETAINED))


def still_to_leave(share9: int, total: int, done: int, to_ship: int) -> int:
    """Return the amount still to leave before the milestone is reached, but no more than is still to ship.

    The result is below 0 if more is done than the milestone asks for.

    Parameters
    ----------
    share9
        Share that the milestone asks for, in billionths.
    total
        Amount that the milestone covers.
    done, to_ship
        The part of `total` that is done already, and the part that is still planned to go by lift.
    """
    return min(to_ship, -(-share9 * total // 10**9) - done)


def seen_over(window: int, ever: int) -> int:
    """Return the span over which a pace is measured [s]; 0 if the span is less than a day: there is no pace yet.

    Parameters
    ----------
    window, ever
        The review window, and the time since the first mover came through the step [s]; the shorter one is the span.
    """
    span = min(window, ever)
    return span if span >= DAY else 0


def lately(span: int) -> int:
    """Return the length of the later half of a span [s], over which the recent pace is measured.

    A span of less than two days is not halved.
    """
    return span // 2 if span >= 2 * DAY else span


def is_faster(done: int, span: int, other: int, other_span: int) -> bool:
    """Return whether `done` in `span` [s] is a faster pace than `other` in `other_span` [s].

    A span of 0 means that there is no pace; any pace is faster than none.
    """
    return span > 0 and (other_span <= 0 or done * other_span > other * span)


def pace_per_day(done: int, span: int) -> float:
    """Return the amount that came through a step per day, if `done` came through in `span` [s]; 0 for a span of 0."""
    return DAY * done / span if span else 0.0


def keeps_up(waiting: int, in_window: int) -> bool:
    """Return whether a step keeps up: the amount that waits there is at most what came through in the review window."""
    return waiting <= in_window


def projected(now: int, waiting: int, ahead: int, last: int, up_to_date: bool, done: int, span: int) -> int:
    """Return when a step would finish its work [s]; NEVER if its pace is unknown, or is 0 while work is left.

    Parameters
    ----------
    waiting
        Amount that has yet to come through the step and may begin it now.
    ahead, last
        Amount that may begin the step only later, and the instant at which the last of it may begin [s].
    up_to_date
        Whether the step keeps up (`keeps_up`). If it does and `ahead` is above 0, the plan sets the pace, which then
        does not measure the capacity of the step. The step then ends at `last` plus the time that it needs for
        `waiting` at this pace.
    done, span
        Amount that came through in the last `span` [s]; a span of 0 means that the pace is unknown.
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
    """Return whether a response is needed: an amount remains, and the projected end `ends` is after `latest` [s]."""
    return remaining > 0 and ends > latest


def behind(prepared: int, remaining: int, now: int, has_begun: bool, span: int, ends: int, latest: int) -> int:
    """Return how far a site is behind: how late it will be left at its present pace [s].

    The result is 0 if the site will be left in time, if nothing remains, if nothing at the site waits for lift, or if
    movers have left the site but there is no pace yet. If no mover has left the site but some wait for lift, the result
    is the time since `latest`, but at least 1: before `latest`, such a site thus comes after sites with the same
    `latest` that are known to be late.

    Parameters
    ----------
    prepared
        Amount that is through its stations at the site and waits for lift.
    remaining
        Amount still to leave before the milestone is reached.
    has_begun, span
        Whether any mover has left the site, and the span over which its pace is measured [s]; 0: there is no pace yet.
    ends, latest
        Projected end, and the latest end that is in time [s].
    """
    if prepared <= 0 or remaining <= 0 or (span <= 0 and has_begun):
        return 0
    return max(0, ends - latest) if has_begun else max(1, now - latest)


def coming_through(done: int, span: int, most: int, time: int) -> int:
    """Return the amount that comes through a step in `time` [s], rounded down; 0 if `span` is 0.

    The pace is `most` thousandths of `done` in each `span` [s].
    """
    return done * most * time // (1000 * span) if span > 0 else 0


def planned_in(now: int, by: int, begins: int, until: int, amount: int) -> int:
    """Return the amount that a lift is planned to carry from `now` to `by` [s], rounded down.

    From `begins` to `until` [s], the lift carries `amount` in all, at a constant pace.
    """
    return amount * max(0, min(by, until) - max(now, begins)) // (until - begins)


def hoped_for(done: int, span: int, planned: int, time: int) -> int:
    """Return the amount expected to come through a step in the time left, from the observed pace and the plan.

    Parameters
    ----------
    done, span
        Amount that has come through so far, and the time since the first mover came through [s].
    planned
        Amount that is planned to come through in the time left.
    time
        The time left [s].

    Notes
    -----
    The pace is (done + planned) / (span + time). At first it is the pace of the plan; the more time has passed, the
    closer it is to the observed pace. It is a mean weighted by experience, as in credibility theory.
    """
    return (done + planned) * time // (span + time) if time > 0 else 0


def excess(waiting: int, ahead: int, ahead_in_time: int, up_to_date: bool, fitting: int) -> int:
    """Return the amount that would not come through a step in time, even at the best pace that can be expected.

    Parameters
    ----------
    waiting, ahead
        Amount that may begin the step now, and amount that may begin it only later.
    ahead_in_time
        The part of `ahead` that may begin before the date of the milestone.
    up_to_date
        Whether the step keeps up (`keeps_up`). If it does and `ahead` is above 0, the result is the larger of two
        amounts: the part of `ahead` that begins too late, and the part of `waiting` that does not fit.
    fitting
        Amount that comes through in the time left at the best pace (`coming_through`).
    """
    if ahead > 0 and up_to_date:
        return max(0, ahead - ahead_in_time, waiting - fitting)
    return max(0, waiting + ahead - fitting)


def part_of(over: int, share9: int, is_last: bool) -> int:
    """Return how much of the excess `over` a review gives up: `share9` billionths, rounded up; the last review, all."""
    return over if is_last else -(-over * share9 // 10**9)

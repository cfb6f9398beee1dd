"""How a review assesses progress: what is still to leave, the pace, the projected end, and what will not fit.

A review looks at two steps. A mover has come through the first, the stations, when it is staged. It has come through
the second, lift, when it sets out on the leg that leads out. Each rule is a function of numbers only; the compiled
engine compiles it unchanged. Amounts are kilograms, or people if the milestone counts people; instants and times are
whole seconds.
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

    A mover that left the country counts, and so does a required mover that was destroyed. If the milestone counts what
    is `settled`, a mover that was handed over, sold, destroyed or retained in country counts too.
    """
    if fate == DESTROYED and required:
        return True
    return fate == OUT or (settled and fate in (TRANSFERRED, SOLD, DESTROYED, RETAINED))


def still_to_leave(share9: int, total: int, done: int, to_ship: int) -> int:
    """Return the amount still to leave before the milestone is reached, but no more than is still to ship.

    It is below 0 if more is done than the milestone asks for.

    Parameters
    ----------
    share9
        Share that the milestone asks for, in billionths.
    total
        Amount that the milestone covers.
    done, to_ship
        The part of it that is done already, and the part that is still planned to go by lift.
    """
    return min(to_ship, -(-share9 * total // 10**9) - done)


def seen_over(window: int, ever: int) -> int:
    """Return the span over which a pace is measured [s]; 0 if it is less than a day: no pace can be measured yet.

    Parameters
    ----------
    window, ever
        The review window, and the time since the first mover came through the step [s]; the shorter one is the span.
    """
    span = min(window, ever)
    return span if span >= DAY else 0


def lately(span: int) -> int:
    """Return the length of the last half of a span [s], which shows recent changes.

    A span of less than two days is not halved.
    """
    return span // 2 if span >= 2 * DAY else span


def is_faster(done: int, span: int, other: int, other_span: int) -> bool:
    """Return whether `done` in `span` [s] is a faster pace than `other` in `other_span` [s].

    A span of 0 means that there is no pace; any pace is faster than none.
    """
    return span > 0 and (other_span <= 0 or done * other_span > other * span)


def pace_per_day(done: int, span: int) -> float:
    """Return what came through a step per day, over a span [s]; 0 where no pace can be measured."""
    return DAY * done / span if span else 0.0


def keeps_up(waiting: int, in_window: int) -> bool:
    """Return whether a step keeps up with the plan: no more waits there than came through in the review window."""
    return waiting <= in_window


def projected(now: int, waiting: int, ahead: int, last: int, up_to_date: bool, done: int, span: int) -> int:
    """Return the instant at which a step would finish its work [s]; NEVER if its pace is zero or unknown.

    Parameters
    ----------
    waiting
        Amount still to come through the step that may begin.
    ahead, last
        Amount still to come through that begins later; the instant at which the last of it begins [s].
    up_to_date
        Whether the step keeps up (`keeps_up`). If it does, its pace is set by the plan and does not measure its
        capacity: as long as something begins later, the step ends after `last` by the time that it needs for `waiting`.
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
    """Return whether a response is needed: something is left to do, and its projected end is after `latest` [s]."""
    return remaining > 0 and ends > latest


def behind(prepared: int, remaining: int, now: int, has_begun: bool, span: int, ends: int, latest: int) -> int:
    """Return how late a site will be left at its present pace [s].

    The result is 0 if the site is in time, if more lift would not help, or if nothing can be projected yet.

    If no mover has left the site but some wait, no end can be projected. Until `latest` has passed, such a site counts
    as one second behind, so that it comes after sites that are known to be late.

    Parameters
    ----------
    prepared
        Amount that is through its stations at the site and waits for lift; at 0, more lift would find nothing to carry.
    remaining
        Amount still to leave before the milestone is reached.
    has_begun, span
        Whether any mover has left the site, and the span over which its pace is measured [s]; 0 within a day of the
        first departure, when nothing can be projected.
    ends, latest
        Projected end, and the latest end that is in time [s].
    """
    if prepared <= 0 or remaining <= 0 or (span <= 0 and has_begun):
        return 0
    return max(0, ends - latest) if has_begun else max(1, now - latest)


def coming_through(done: int, span: int, most: int, time: int) -> int:
    """Return what comes through a step in `time` [s] at a pace of `most` thousandths of `done` per `span` [s]."""
    return done * most * time // (1000 * span) if span > 0 else 0


def planned_in(now: int, by: int, begins: int, until: int, amount: int) -> int:
    """Return what a lift is planned to carry from `now` to `by` [s], if it carries `amount` evenly over a span.

    Parameters
    ----------
    begins, until
        Beginning and end of the span [s].
    """
    return amount * max(0, min(by, until) - max(now, begins)) // (until - begins)


def hoped_for(done: int, span: int, planned: int, time: int) -> int:
    """Return what is expected to come through a step in the time left [s], from the observed pace and the plan.

    Parameters
    ----------
    done, span
        What has come through so far, and the time since the first mover came through [s].
    planned
        What is planned to come through in the time left.
    time
        The time left [s].

    Notes
    -----
    The pace is `done` and `planned` together over the time passed and the time left together. At first it is the pace
    of the plan; the more time has passed, the closer it is to the observed pace. (This is a mean weighted by
    experience, as in credibility theory.)
    """
    return (done + planned) * time // (span + time) if time > 0 else 0


def excess(waiting: int, ahead: int, ahead_in_time: int, up_to_date: bool, fitting: int) -> int:
    """Return the amount that would not come through a step in time, even at the best pace that can be expected.

    Parameters
    ----------
    waiting, ahead
        Amounts still to come through the step: what may begin now, and what begins later.
    ahead_in_time
        The part of `ahead` that begins before the date of the milestone.
    up_to_date
        Whether the step keeps up (`keeps_up`). If it does, only what begins too late or waits now can be too much.
    fitting
        What comes through in the time left at the best pace (`coming_through`).
    """
    if ahead > 0 and up_to_date:
        return max(0, ahead - ahead_in_time, waiting - fitting)
    return max(0, waiting + ahead - fitting)


def part_of(over: int, share9: int, is_last: bool) -> int:
    """Return how much of the excess `over` one review gives up: `share9` billionths of it, at the last review all."""
    return over if is_last else -(-over * share9 // 10**9)

"""What a review makes of the progress so far: what is still to leave, how fast, until when, and what is too much.

It looks at two steps: the stations, through which a mover is when it is staged, and lift, through which it is when it
sets out on the leg that leads out. Each rule is a function of numbers alone, compiled as it stands by the compiled
engine. Amounts are kilograms, or people where the milestone counts heads; instants and times are whole seconds.
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
    """Return the share of a milestone as a whole number of billionths, so that what it asks for is summed exactly."""
    return round(1e9 * share)


def is_done(fate: int, required: bool, settled: bool) -> bool:
    """Whether a mover of a given fate counts as done for a milestone.

    Who left the country does, and what is required and was destroyed; where the milestone counts what is `settled`, so
    does all that was handed over, sold, destroyed or retained in country.
    """
    if fate == DESTROYED and required:
        return True
    return fate == OUT or (settled and fate in (TRANSFERRED, SOLD, DESTROYED, RETAINED))


def still_to_leave(share9: int, total: int, done: int, to_ship: int) -> int:
    """What is still to leave before the milestone is reached: of the share that it asks for, and of what is to ship.

    Parameters
    ----------
    share9
        Share that the milestone asks for, in billionths.
    total, done, to_ship
        Amount that it is about; of that, done already, and still planned to go by lift.
    """
    return min(to_ship, -(-share9 * total // 10**9) - done)


def seen_over(window: int, ever: int) -> int:
    """Span by which a pace is measured [s]: the window of the review, or the time since the first came through.

    Below a day it is 0: there is no pace to go by yet.
    """
    span = min(window, ever)
    return span if span >= DAY else 0


def lately(span: int) -> int:
    """The last half of a span [s], so that a step that has just become faster shows; all of it where half is no day."""
    return span // 2 if span >= 2 * DAY else span


def is_faster(done: int, span: int, other: int, other_span: int) -> bool:
    """Whether so much in a span [s] is a greater pace than so much in another; no pace is the least."""
    return span > 0 and (other_span <= 0 or done * other_span > other * span)


def pace_per_day(done: int, span: int) -> float:
    """What came through a step in a day, over a span [s]; 0 where there is no pace to go by."""
    return DAY * done / span if span else 0.0


def keeps_up(waiting: int, in_window: int) -> bool:
    """Whether a step keeps up with the plan: no more waits there than came through it in the window of the review."""
    return waiting <= in_window


def projected(now: int, waiting: int, ahead: int, last: int, up_to_date: bool, done: int, span: int) -> int:
    """Instant at which a step would be through with its work [s]; NEVER at a pace of nothing, or without one.

    Parameters
    ----------
    waiting
        What is still to come through and may begin.
    ahead, last
        What is still to come through, and is to begin later; the last of it begins then [s].
    up_to_date
        Whether the step keeps up (`keeps_up`): then what it did is what the plan gave it, and no measure of what it can
        do. It ends as long after the plan as what waits there takes.
    done, span
        What came through within a span before now [s]; a span of 0 says that there is no pace yet.
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
    """Whether something has to be done: something is left, and its projected end [s] is too late."""
    return remaining > 0 and ends > latest


def behind(prepared: int, remaining: int, now: int, has_begun: bool, span: int, ends: int, latest: int) -> int:
    """By how much a site will be left too late, as it goes there [s]; 0 where it is not, or lift would not help.

    Parameters
    ----------
    prepared
        What is through its stations there and waits for lift: without that, more lift would find nothing.
    remaining
        What is still to leave before the promise is kept.
    has_begun, span
        Whether anybody has left the site, and the span over which that pace is measured [s]. Below a day after the
        first there is no telling yet. Where nobody has left and somebody waits, no end is in sight, and nothing is
        known to be late either: a second, so that it goes next behind those that are.
    ends, latest
        Projected end, and the latest that is in time [s].
    """
    if prepared <= 0 or remaining <= 0 or (span <= 0 and has_begun):
        return 0
    return max(0, ends - latest) if has_begun else max(1, now - latest)


def coming_through(done: int, span: int, most: int, time: int) -> int:
    """What comes through a step in a time [s], at the pace of so much in a span, in thousandths of `most`."""
    return done * most * time // (1000 * span) if span > 0 else 0


def planned_in(now: int, by: int, begins: int, until: int, amount: int) -> int:
    """What a lift is to carry between two instants, if it is to carry so much evenly over a span."""
    return amount * max(0, min(by, until) - max(now, begins)) // (until - begins)


def hoped_for(done: int, span: int, planned: int, time: int) -> int:
    """What comes through a step in a time [s], if the plan is believed as much as what was seen.

    Parameters
    ----------
    done, span
        What came through since the first did, and the time since then.
    planned
        What the plan has for the time that is left.

    Notes
    -----
    The pace over what has passed and what is left together: at first it is the plan's, and the more has passed of the
    time there is, the more it is what was seen. (A mean weighted by experience, as in credibility theory.)
    """
    return (done + planned) * time // (span + time) if time > 0 else 0


def excess(waiting: int, ahead: int, ahead_in_time: int, up_to_date: bool, fitting: int) -> int:
    """What would not come through a step in time even at the best pace that can be hoped for.

    Parameters
    ----------
    waiting, ahead
        What is still to come through and may begin; and what is to begin later.
    ahead_in_time
        That part of `ahead` which begins before the date of the milestone.
    up_to_date
        Whether the step keeps up (`keeps_up`): then only what begins too late, or waits now, can be too much.
    fitting
        What comes through in the time left, at that pace (`coming_through`).
    """
    if ahead > 0 and up_to_date:
        return max(0, ahead - ahead_in_time, waiting - fitting)
    return max(0, waiting + ahead - fitting)


def part_of(over: int, share9: int, is_last: bool) -> int:
    """What is given up at one review of what would not fit: a share in billionths, and all of it at the last one."""
    return over if is_last else -(-over * share9 // 10**9)

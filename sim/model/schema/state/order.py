"""The order of leaving in the state of the compiled loop: holds, floors, crises, reviews and their responses."""

from sim.model.schema import plan
from sim.model.schema.row import SCRATCH, STATE, STATIC, Int, Long, Real, Row, column

__all__ = [
    "After",
    "Ask",
    "Before",
    "Counter",
    "Crisis",
    "CrisisHold",
    "CrisisSite",
    "Floor",
    "Hold",
    "Judged",
    "Longer",
    "Pace",
    "Planned",
    "Prolonged",
    "Response",
    "Review",
]


class After(plan.After):
    """One hold waits for another."""


class Before(plan.Before):
    """One hold has to be judged before another."""


class Hold(plan.Hold, role=STATE):
    """Conditions, and other holds, that keep others back until they are met."""

    not_before: Long = column("it does not clear before this instant, unless a crisis lifts it", unit="s")
    at_latest: Long = column("from this instant on it waits only for its hand-over time", unit="s")
    then: Long = column("hand-over time from meeting its conditions to clearing", unit="s", role=STATIC)
    cleared_at: Long = column("when it cleared; NEVER if it has not", unit="s")
    opens_at: Long = column("when its hand-over time ends, once it has begun", unit="s")
    known: Long = column("when it will clear, if known; otherwise NEVER", unit="s")
    was_known: Long = column("the same, before holds were judged", unit="s", role=SCRATCH)
    cleared: Int = column("whether it has cleared")
    under_way: Int = column("whether its conditions are met and the hand-over time has begun")
    clears: Int = column("whether it clears while a chalk waits", role=SCRATCH)
    verdict: Int = column("whether it is satisfied in the present judgement, for holds that wait for it", role=SCRATCH)


class Counter(plan.Counter, role=STATE):
    """A condition: how many movers are yet to leave."""

    left: Long = column("number yet to leave", unit="movers")
    at_most: Long = column("it is met when no more than this are yet to leave", unit="movers", role=STATIC)
    rows: Int = column("first of the lots and stops that it counts", of="relations", role=STATIC)
    rows_last: Int = column("one past the last", of="relations", role=STATIC)


class Floor(plan.Floor):
    """How many of a group must stay until a hold clears; the floors of a group are adjacent."""

    at_least: Long = column("number that must stay", unit="people")


class Crisis(plan.Crisis, role=STATE):
    """A crisis, which changes dates, holds, ways out and loading; the closures that it causes are in the hours."""

    at: Long = column("when it begins; NEVER if it does not come", unit="s", role=STATIC)
    point: Int = column("its decision point", of="points", role=STATIC)
    due: Int = column("whether it has begun at this instant and is still to be applied")


class CrisisSite(plan.CrisisSite):
    """A site that a crisis affects."""


class CrisisHold(plan.CrisisHold):
    """A hold that a crisis lifts."""


class Review(plan.Review, role=STATE):
    """Settings of the reviews and findings of the last one (one row, or none)."""

    margin: Long = column("margin before the date of the milestone", unit="s", role=STATIC)
    window: Long = column("time over which the pace is measured", unit="s", role=STATIC)
    portion9: Long = column(
        "fraction of what does not fit that one review gives up, in billionths", unit="1e-9", role=STATIC
    )
    remaining: Long = column("people or kg that remain", unit="1")
    way: Long = column("mean time of the leg that leads out, so far", unit="s")
    seen_pace: Real = column("pace that the review found when it looked", unit="1/day")
    seen_remaining: Real = column("amount that remained when it looked", unit="1")
    judges: Int = column("what it looks at: the milestone, or a site", of="judged")
    takes_back: Int = column("whether what was given up may be taken back", role=STATIC)
    point: Int = column("its decision point", of="points", role=STATIC)
    due: Int = column("whether the day of a review has come")
    to_do: Int = column("the next response; the number of responses when there is nothing left to do", of="responses")
    to_favour: Int = column("whether the site that goes first is to be decided, though nothing is late")
    to_take: Int = column("whether taking back is to be decided")


class Judged(plan.Judged):
    """What reviews judge: first their milestone, then each site by each of its milestones."""

    by: Long = column("date of the milestone", unit="s")
    share9: Long = column("fraction that must be out, in billionths", unit="1e-9")
    people: Int = column("whether it counts people, not kg")
    settled: Int = column("whether what was handed over, sold or destroyed counts as done")
    of_site: Int = column("whether movers that have left the site count as done, wherever they are now")


class Planned(Row):
    """A span in which a lift is planned to carry a weight, evenly over time."""

    begins: Long = column("beginning of the span", unit="s")
    until: Long = column("end of the span", unit="s")
    kg: Long = column("weight to be carried in the span", unit="kg")


class Pace(Row, role=STATE):
    """One step whose pace a review measures (`terms.Step`)."""

    waiting: Long = column("people or kg still to come through that may begin", unit="1")
    ahead: Long = column("people or kg that begin later", unit="1")
    ahead_in_time: Long = column("part of `ahead` that begins before the date of the milestone", unit="1")
    last: Long = column("when the last of `ahead` begins", unit="s")
    first: Long = column("when the first came through", unit="s")
    done: Long = column("what came through in the window", unit="1")
    span: Long = column("that window; 0 where it is too short for a pace", unit="s")
    done_lately: Long = column("what came through in the last half of the window", unit="1")
    done_ever: Long = column("what has come through so far", unit="1")
    span_ever: Long = column("time since the first came through", unit="s")


class Response(plan.Response):
    """A response of a review that projects a late closure."""


class Ask(plan.Ask, role=STATE):
    """A request that a review may make for more of a lift."""

    answer_at: Long = column("when the last request is answered", unit="s")
    begins: Long = column("when the lift that was granted begins to come", unit="s")
    first: Long = column("number of the first mission that was granted", unit="1")
    share: Real = column("lift there is or will be, as a multiple of the plan", unit="1")
    before: Real = column("lift there is until the last answer comes", unit="1")
    more: Real = column("lift added by the last grant", unit="1")
    times: Int = column("number of requests so far")
    tails: Int = column("tails so far, including those granted")


class Longer(plan.Longer, role=STATE):
    """Longer hours that a review may set at a site."""

    added: Long = column("how much later shifts end so far", unit="s")
    first: Int = column("first calendar of the first level", of="prolonged", role=STATIC)
    last: Int = column("one past the last calendar of the last level", of="prolonged", role=STATIC)
    many: Int = column("calendars of each level", role=STATIC)
    level: Int = column("levels reached so far")


class Prolonged(Row):
    """The calendar of a station or ramp at one level of longer hours."""

    station: Int = column("the station; -1: the ramp", of="stations")
    server: Int = column(
        "first of its servers with their own hours that keep these; -1: the station; -2: the same as the row before",
        of="units",
    )
    hours: Int = column("its calendar at that level", of="hours")
    watch: Int = column("action due when it opens from then on", of="watches")

"""The order of leaving in the state of the compiled engine: holds, floors, crises, reviews and their responses."""

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
    """A hold that another hold waits for directly."""


class Before(plan.Before):
    """A hold that has to be judged before another hold."""


class Hold(plan.Hold, role=STATE):
    """A hold: it keeps movers back until its conditions, and the holds that it waits for, are met."""

    not_before: Long = column("it does not clear before this instant, unless a crisis lifts it", unit="s")
    at_latest: Long = column("from this instant on it waits only for its hand-over time", unit="s")
    then: Long = column("hand-over time from meeting its conditions to clearing", unit="s", role=STATIC)
    cleared_at: Long = column("when it cleared; NEVER if it has not cleared", unit="s")
    opens_at: Long = column("when its hand-over time ends, once it has begun", unit="s")
    known: Long = column("when it will clear; NEVER if that is not known", unit="s")
    was_known: Long = column("value of `known` before holds were last judged", unit="s", role=SCRATCH)
    cleared: Int = column("whether it has cleared")
    under_way: Int = column("whether its conditions are met and the hand-over time has begun")
    clears: Int = column("while it is decided whether a chalk waits: whether the hold clears meanwhile", role=SCRATCH)
    verdict: Int = column(
        "whether the judgement under way finds it met; it serves to judge the holds that wait for it", role=SCRATCH
    )


class Counter(plan.Counter, role=STATE):
    """A condition of a hold: how many movers are yet to leave, or yet to be staged."""

    left: Long = column("number of movers yet to leave, or yet to be staged", unit="movers")
    at_most: Long = column("it is met when `left` is no more than this", unit="movers", role=STATIC)
    rows: Int = column("first of the lots and stops that it counts", of="relations", role=STATIC)
    rows_last: Int = column("one past the last of these lots and stops", of="relations", role=STATIC)


class Floor(plan.Floor):
    """A floor: how many of a group must stay until a hold clears; the floors of one group are adjacent."""

    at_least: Long = column("number that must stay", unit="people")


class Crisis(plan.Crisis, role=STATE):
    """A crisis: how it changes dates, holds, ways out and loading. What it closes is shut in the calendars."""

    at: Long = column("when it begins; NEVER if it does not happen", unit="s", role=STATIC)
    point: Int = column("its decision point", of="points", role=STATIC)
    due: Int = column("whether it has begun at this instant and is still to be applied")


class CrisisSite(plan.CrisisSite):
    """A site that a crisis affects."""


class CrisisHold(plan.CrisisHold):
    """A hold that a crisis lifts."""


class Review(plan.Review, role=STATE):
    """Settings of the reviews and findings of the last one (one row, or none)."""

    margin: Long = column("how long before the date of the milestone all should be done", unit="s", role=STATIC)
    window: Long = column("time over which the pace is measured", unit="s", role=STATIC)
    portion9: Long = column(
        "fraction that one review gives up of what does not fit, in billionths", unit="1e-9", role=STATIC
    )
    remaining: Long = column("people or kg that remain", unit="1")
    way: Long = column("mean time that movers have spent on the leg that leads out; 0 if `Judged.of_site`", unit="s")
    seen_pace: Real = column("pace found by the last review", unit="1/day")
    seen_remaining: Real = column("people or kg that remained at the last review", unit="1")
    judges: Int = column("what is being judged: all that the milestone covers, or a site", of="judged")
    takes_back: Int = column("whether what was given up may be taken back", role=STATIC)
    point: Int = column("its decision point", of="points", role=STATIC)
    due: Int = column("whether the day of a review has come")
    to_do: Int = column("the next response; the number of all responses when none is left", of="responses")
    to_favour: Int = column("whether it is to be decided which site goes first, though nothing is late")
    to_take: Int = column("whether it is to be decided what is taken back")


class Judged(plan.Judged):
    """One thing that reviews judge: all that their milestone covers, or a site by one of its milestones."""

    by: Long = column("date of the milestone", unit="s")
    share9: Long = column("fraction that must be out, in billionths", unit="1e-9")
    people: Int = column("whether it counts people, not kg")
    settled: Int = column("whether what was handed over, sold, destroyed or retained counts as done")
    of_site: Int = column("whether movers that have left the site count as done, wherever they are now")


class Planned(Row):
    """A span in which lift is planned to carry a weight, evenly over time."""

    begins: Long = column("beginning of the span", unit="s")
    until: Long = column("end of the span", unit="s")
    kg: Long = column("weight to be carried in the span", unit="kg")


class Pace(Row, role=STATE):
    """One step whose pace a review measures (`terms.Step`)."""

    waiting: Long = column("people or kg still to come through that may begin now", unit="1")
    ahead: Long = column("people or kg still to come through that may begin only later", unit="1")
    ahead_in_time: Long = column("part of `ahead` that may begin by the date of the milestone", unit="1")
    last: Long = column("when the last of `ahead` may begin", unit="s")
    first: Long = column("when the first mover came through", unit="s")
    done: Long = column("people or kg that came through in `span`", unit="1")
    span: Long = column("time over which the pace is measured; 0 if it is too short for a pace", unit="s")
    done_lately: Long = column("people or kg that came through in the last half of `span`", unit="1")
    done_ever: Long = column("people or kg that have come through so far", unit="1")
    span_ever: Long = column("time since the first mover came through", unit="s")


class Response(plan.Response):
    """A response of a review that projects a late end."""


class Ask(plan.Ask, role=STATE):
    """A request that a review may make for more of a lift."""

    answer_at: Long = column("when the last request is answered", unit="s")
    begins: Long = column("when the lift that was granted last begins to come", unit="s")
    first: Long = column("number of the first mission that was granted", unit="1")
    share: Real = column("lift with all grants so far, as a multiple of the plan", unit="1")
    before: Real = column("lift without the last grant, as a multiple of the plan", unit="1")
    more: Real = column("lift added by the last grant, as a multiple of the plan", unit="1")
    times: Int = column("number of requests so far")
    tails: Int = column("number of tails so far, including granted ones")


class Longer(plan.Longer, role=STATE):
    """Longer hours that a review may set at a site."""

    added: Long = column("how much later than planned shifts end now", unit="s")
    first: Int = column("first calendar of the first level of longer hours", of="prolonged", role=STATIC)
    last: Int = column("one past the last calendar of the last level", of="prolonged", role=STATIC)
    many: Int = column("number of calendars of each level", role=STATIC)
    level: Int = column("number of levels reached so far")


class Prolonged(Row):
    """The calendar of a station, of some of its servers or of a ramp, at one level of longer hours."""

    station: Int = column("the station; -1: the ramp", of="stations")
    server: Int = column(
        "first of the servers with hours of their own that keep this calendar; -1: the station or ramp keeps "
        "it; -2: the calendar is that of the row before, and the action is due when it closes",
        of="units",
    )
    hours: Int = column("the calendar", of="hours")
    watch: Int = column(
        "action due when this calendar opens (or closes: see `server`), once the level is reached", of="watches"
    )

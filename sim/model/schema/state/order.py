"""The order of leaving as the compiled loop has it: holds, floors, crises, reviews and what they may do."""

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

    not_before: Long = column("it does not clear before this instant; a crisis lifts that", unit="s")
    at_latest: Long = column("from this instant on it waits for nothing but its hand-over time", unit="s")
    then: Long = column("hand-over time between its conditions and its clearing", unit="s", role=STATIC)
    cleared_at: Long = column("when it cleared; NEVER if it has not", unit="s")
    opens_at: Long = column("when its hand-over time is over, once it runs", unit="s")
    known: Long = column("when it opens as far as is known; NEVER: it is not", unit="s")
    was_known: Long = column("the same before holds were judged", unit="s", role=SCRATCH)
    cleared: Int = column("whether it has cleared")
    under_way: Int = column("whether its conditions are met, and the hand-over time runs")
    clears: Int = column("whether it clears while a chalk waits", role=SCRATCH)
    verdict: Int = column("whether it would be satisfied, as it is judged now for those that wait for it", role=SCRATCH)


class Counter(plan.Counter, role=STATE):
    """A condition: how many movers are yet to leave."""

    left: Long = column("how many are yet to leave", unit="movers")
    at_most: Long = column("it is met when no more are", unit="movers", role=STATIC)
    rows: Int = column("first of the lots and stops that it counts", of="relations", role=STATIC)
    rows_last: Int = column("one behind the last", of="relations", role=STATIC)


class Floor(plan.Floor):
    """How many of a group must stay until a hold clears; those of a group lie together."""

    at_least: Long = column("how many must stay", unit="people")


class Crisis(plan.Crisis, role=STATE):
    """What changes dates, holds, ways out and loading at once; what it closes is among the hours."""

    at: Long = column("when it begins; NEVER if it does not come", unit="s", role=STATIC)
    point: Int = column("its decision point", of="points", role=STATIC)
    due: Int = column("whether it has begun at this instant, and nothing has been done yet")


class CrisisSite(plan.CrisisSite):
    """A site that a crisis hits."""


class CrisisHold(plan.CrisisHold):
    """A hold that a crisis lifts."""


class Review(plan.Review, role=STATE):
    """No row, or one: what reviews look at, and what the last one saw."""

    margin: Long = column("time before it at which it should be kept", unit="s", role=STATIC)
    window: Long = column("time over which the pace is measured", unit="s", role=STATIC)
    portion9: Long = column(
        "part of what does not fit that is given up at once, in billionths", unit="1e-9", role=STATIC
    )
    remaining: Long = column("what remains, in people or kg", unit="1")
    way: Long = column("length of the leg that leads out, on the mean so far", unit="s")
    seen_pace: Real = column("pace that the review saw when it looked", unit="1/day")
    seen_remaining: Real = column("what remained when it looked", unit="1")
    judges: Int = column("what it looks at: the promise, or a site", of="judged")
    takes_back: Int = column("whether what was given up may be taken back", role=STATIC)
    point: Int = column("its decision point", of="points", role=STATIC)
    due: Int = column("whether the day of a review has come")
    to_do: Int = column("the next response; as many as there are: nothing to do", of="responses")
    to_favour: Int = column("whether it is to be seen which site goes first, though nothing is late")
    to_take: Int = column("whether it is to be seen what may be taken back")


class Judged(plan.Judged):
    """What reviews judge: first the promise that they look at, then each site by each of its own."""

    by: Long = column("date of the promise", unit="s")
    share9: Long = column("part that must be out, in billionths", unit="1e-9")
    people: Int = column("whether it counts people, not kg")
    settled: Int = column("whether what was handed over, sold or destroyed counts as done")
    of_site: Int = column("whether who has left the site counts as done, wherever it is now")


class Planned(Row):
    """A span in which a lift is to carry so much, evenly, as the planner believes."""

    begins: Long = column("its beginning", unit="s")
    until: Long = column("its end", unit="s")
    kg: Long = column("weight that it is to carry in it", unit="kg")


class Pace(Row, role=STATE):
    """One step as a review sees it (`terms.Step`)."""

    waiting: Long = column("what is still to come through and may begin, in people or kg", unit="1")
    ahead: Long = column("what is to begin later", unit="1")
    ahead_in_time: Long = column("of that, what begins before the date of the promise", unit="1")
    last: Long = column("when the last of it begins", unit="s")
    first: Long = column("when the first came through", unit="s")
    done: Long = column("what came through in the window", unit="1")
    span: Long = column("that window; 0 where it is too short for a pace", unit="s")
    done_lately: Long = column("what came through in the last half of it", unit="1")
    done_ever: Long = column("what has come through so far", unit="1")
    span_ever: Long = column("time since the first came through", unit="s")


class Response(plan.Response):
    """What a review does where it projects a late closure."""


class Ask(plan.Ask, role=STATE):
    """More of a lift, as a review may have it."""

    answer_at: Long = column("when the last request is answered", unit="s")
    begins: Long = column("from when on what was granted comes", unit="s")
    first: Long = column("number of the first mission that was granted", unit="1")
    share: Real = column("how much of the lift there is or will be, times what the plan has", unit="1")
    before: Real = column("how much there is until the last answer comes", unit="1")
    more: Real = column("how much the last grant added", unit="1")
    times: Int = column("how often it was asked for")
    tails: Int = column("tails so far, those that were granted included")


class Longer(plan.Longer, role=STATE):
    """Longer hours at a site, as a review may have them."""

    added: Long = column("by how much shifts end later so far", unit="s")
    first: Int = column("first calendar of the first level", of="prolonged", role=STATIC)
    last: Int = column("one behind the last calendar of the last level", of="prolonged", role=STATIC)
    many: Int = column("calendars of each level", role=STATIC)
    level: Int = column("levels reached so far")


class Prolonged(Row):
    """The calendar of a station or ramp at one level of longer hours."""

    station: Int = column("which station; -1: the ramp", of="stations")
    server: Int = column(
        "the lowest of its servers that keep hours of their own and these; -1: the station; -2: as before it",
        of="units",
    )
    hours: Int = column("its calendar at that level", of="hours")
    watch: Int = column("who acts when it opens from then on", of="watches")

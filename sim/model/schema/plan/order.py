"""The order of leaving and what watches over it: holds, floors, milestones, reviews."""

from sim.model.schema.row import Int, Long, Real, Row, Slot, column

__all__ = [
    "After",
    "Ask",
    "Before",
    "Counter",
    "Floor",
    "Hold",
    "Judged",
    "Longer",
    "Look",
    "Milestone",
    "Response",
    "Review",
]


class Hold(Row):
    """Conditions, and other holds, that keep others back until they are met."""

    not_before: Long = column("it does not clear before this instant", unit="s")
    at_latest: Long = column("from this instant on it waits for nothing but its hand-over time", unit="s")
    first: Int = column("first of its conditions", of="counter")
    last: Int = column("one behind the last", of="counter")
    then_s: Slot = column("hand-over time between its conditions and its clearing", unit="s")
    any_one: Int = column("whether any one condition or hold is enough")
    after: Int = column("first of the holds that it waits for", of="after")
    after_last: Int = column("one behind the last", of="after")
    before: Int = column(
        "first of all holds that these wait for, and they themselves, each behind its own", of="before"
    )
    before_last: Int = column("one behind the last", of="before")


class After(Row):
    """One hold waits for another."""

    hold: Int = column("for which it waits", of="hold")


class Before(Row):
    """One hold has to be judged before another."""

    hold: Int = column("which it is", of="hold")


class Counter(Row):
    """A condition: how many movers are yet to leave, or to be staged, over the lots of its row of `Plan.counts`."""

    hold: Int = column("condition of which hold", of="hold")
    at_most_s: Slot = column("it is met when no more are yet to leave")
    share_s: Slot = column("or when this part of all that it counts is gone; -1: not stated", unit="1")
    wanted: Int = column("whether wanted lots count")
    staging: Int = column("whether it counts movers until they are staged at their own site, not until they have left")


class Floor(Row):
    """How many of a group must stay until a hold clears."""

    lot: Int = column("which group", of="lot")
    at_least_s: Slot = column("how many must stay")
    hold: Int = column("until which hold clears", of="hold")


class Milestone(Row):
    """A promise over the lots of its row of `Plan.promised`."""

    by: Long = column("its date", unit="s")
    share: Real = column("part that must be out by then", unit="1")
    of: Int = column("what it counts: 0 heads of required, 1 people, 2 weight, 3 everything")
    initial: Int = column("whether it is a part of what there was at the start")
    left: Int = column("what must have been left: a site by its row, else as `terms.Left`", of="site")
    settled: Int = column("whether what was handed over, sold or destroyed counts as done")


class Review(Row):
    """No row, or one: what reviews look at."""

    milestone: Int = column("the promise that they look at", of="milestone")
    margin_s: Slot = column("time before its date at which it should be kept", unit="s")
    window_s: Slot = column("time over which the pace is measured", unit="s")
    portion_s: Slot = column("part of what does not fit that is given up at one review", unit="1")
    takes_back: Int = column("whether what was given up is taken back where it fits again")


class Judged(Row):
    """What reviews judge: first the promise that they look at, then each site that they may favour by each of its own.

    The rows of a site lie together.
    """

    site: Int = column("which site; -1: all that the promise is about", of="site")
    milestone: Int = column("the promise by whose date it is judged", of="milestone")


class Look(Row):
    """The date of a review."""

    at: Long = column("its instant", unit="s")


class Response(Row):
    """What a review does where it projects a late closure, in order."""

    kind: Int = column("what (`terms.Response`)")


class Ask(Row):
    """More of a lift, as a review may have it."""

    lift: Int = column("which lift", of="lift")
    factor_s: Slot = column("as much of it as there is, times this", unit="1")
    lag: Int = column("time to the answer", unit="s", of="dist")
    granted_s: Slot = column("probability that it is granted", unit="1")
    ceiling_s: Slot = column("most of it, times what the plan has", unit="1")
    call: Int = column("whether there is none of it before it is called")


class Longer(Row):
    """Longer hours at a site, as a review may have them."""

    site: Int = column("which site", of="site")
    extra_s: Slot = column("by how much shifts end later each time", unit="s")
    ceiling_s: Slot = column("by how much at most", unit="s")

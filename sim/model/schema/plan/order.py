"""Tables of the order of leaving: holds, floors, milestones and reviews."""

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
    """A hold: it keeps movers back until its conditions, and the holds that it waits for, are met."""

    not_before: Long = column("it does not clear before this instant", unit="s")
    at_latest: Long = column("from this instant on it waits only for its hand-over time", unit="s")
    first: Int = column("first of its conditions", of="counter")
    last: Int = column("one past the last of its conditions", of="counter")
    then_s: Slot = column("hand-over time from meeting its conditions to clearing", unit="s", key="then_d")
    any_one: Int = column("whether any one condition or hold is enough")
    after: Int = column("first of the holds that it waits for directly", of="after")
    after_last: Int = column("one past the last of these holds", of="after")
    before: Int = column(
        "first of the holds to judge before it: all that it waits for, directly or through others, in an order in "
        "which each can be judged",
        of="before",
    )
    before_last: Int = column("one past the last of these holds", of="before")


class After(Row):
    """A hold that another hold waits for directly."""

    hold: Int = column("the hold that is waited for", of="hold")


class Before(Row):
    """A hold that has to be judged before another hold."""

    hold: Int = column("the hold to be judged first", of="hold")


class Counter(Row):
    """A condition of a hold: it counts movers yet to leave, or yet to be staged, of the lots in a row of `Plan.counts`.

    The row of `Plan.counts` has the same number as the row of this table.
    """

    hold: Int = column("its hold", of="hold")
    at_most_s: Slot = column("it is met when no more than this number of the movers that it counts remain")
    share_s: Slot = column("or when this fraction of them has gone; -1: not stated", unit="1")
    wanted: Int = column("whether wanted lots count")
    staging: Int = column("whether it counts movers until they are staged at their own site, not until they leave")


class Floor(Row):
    """A floor: how many of a group must stay until a hold clears."""

    lot: Int = column("the group", of="lot")
    at_least_s: Slot = column("number that must stay", key="at_least")
    hold: Int = column("the hold that ends it", of="hold")


class Milestone(Row):
    """A milestone: how much of what it covers (its row of `Plan.covered`) must be out, and by when."""

    by: Long = column("its date", unit="s")
    share: Real = column("fraction that must be out by then", unit="1", key="share")
    of: Int = column("what it counts: 0 required movers, 1 people, 2 weight of equipment, 3 everything")
    initial: Int = column("whether the fraction refers to the initial force alone, without planned arrivals")
    left: Int = column("what must have been left: row of a site, or `terms.Left`", of="site")
    settled: Int = column("whether what was handed over, sold, destroyed or retained counts as done", key="settled")


class Review(Row):
    """Settings of the reviews (one row, or none)."""

    milestone: Int = column("the milestone that they look at", of="milestone")
    margin_s: Slot = column("how long before the date of the milestone all should be done", unit="s")
    window_s: Slot = column("time over which the pace is measured", unit="s")
    portion_s: Slot = column("fraction that one review gives up of what does not fit", unit="1")
    takes_back: Int = column("whether what was given up is taken back where it fits again")


class Judged(Row):
    """One thing that reviews judge, by one milestone.

    The first row is all that the milestone of the reviews covers. The next rows are the sites that reviews may favour,
    one row for each milestone of a site; the rows of one site are adjacent.
    """

    site: Int = column("the site; -1: all that the milestone covers", of="site")
    milestone: Int = column("the milestone by which it is judged", of="milestone")


class Look(Row):
    """The date of a review."""

    at: Long = column("instant of the review", unit="s")


class Response(Row):
    """A response of a review that projects a late end; the rows are in the order in which responses are tried."""

    kind: Int = column("the response (`terms.Response`)")


class Ask(Row):
    """A request that a review may make for more of a lift."""

    lift: Int = column("the lift", of="lift")
    factor_s: Slot = column("lift that is requested, as a multiple of the present lift", unit="1")
    lag: Int = column("time to the answer", unit="s", of="dist")
    granted_s: Slot = column("probability that the request is granted", unit="1")
    ceiling_s: Slot = column("most lift that requests can reach, as a multiple of the plan", unit="1")
    call: Int = column("whether the lift comes only after it is called")


class Longer(Row):
    """Longer hours that a review may set at a site."""

    site: Int = column("the site", of="site")
    extra_s: Slot = column("by how much each review makes shifts end later", unit="s")
    ceiling_s: Slot = column("how much later than planned shifts end at most", unit="s")

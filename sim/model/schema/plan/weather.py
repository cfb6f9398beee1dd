"""What may not be used when, and what changes an order at once: outages, closures, permissions, crises."""

from sim.model.schema.row import Int, Long, Row, Slot, Word, column

__all__ = ["Closure", "Crisis", "CrisisHold", "CrisisSite", "Outage", "Permission"]


class Outage(Row):
    """Weather and the like."""

    key: Word = column("digest of its name, for the addresses of draws")
    together: Int = column("whether it comes to all its sites at once")
    per_day_s: Slot = column("starts a day", unit="1/day")
    hazard: Int = column("row of `Plan.hazard` that says how starts are spread over hours and months")
    lasts: Int = column("how long one lasts", unit="s", of="dist")
    stops: Int = column("what it stops: a bit each for runway, ramp and stations")


class Closure(Row):
    """A given interval of an outage."""

    begins: Long = column("its first instant", unit="s")
    until: Long = column("the instant at which it is over", unit="s")
    outage: Int = column("of which outage", of="outage")


class Permission(Row):
    """A regime under which a lift may come."""

    key: Word = column("digest of its name, for the addresses of draws")
    opens: Int = column("when it opens", unit="s", of="dist")
    lost_s: Slot = column("probability that it is withdrawn", unit="1")
    lost_after: Int = column("time from opening to withdrawal", unit="s", of="dist")
    lost_for: Int = column("how long it is then withdrawn", unit="s", of="dist")
    times: Int = column("how often it may be withdrawn")


class Crisis(Row):
    """Something that changes dates, holds, ways out, loading and what may be used, at once."""

    key: Word = column("digest of its name, for the addresses of draws")
    on: Long = column("its date; NEVER where it comes so long after the start", unit="s")
    after: Int = column("time from the start until it begins; -1 where it has a date", unit="s", of="dist")
    chance_s: Slot = column("probability that it comes at all", unit="1")
    release: Int = column("whether dates of release hold no longer")
    way: Int = column("what becomes of wanted equipment (`Way`); 0: nothing changes")
    people_first: Int = column("whether people are loaded before equipment at its sites from then on")
    stops: Int = column("what it stops there: a bit each for runway, ramp and stations")
    shuts: Int = column("whether nothing may come there, to load or to set down")
    everywhere: Int = column("whether it hits all bases and hubs")
    lasts: Int = column("how long these, its lifts and routes are closed; -1 to the end", unit="s", of="dist")
    sites: Int = column("first of the sites that it hits", of="crisis_site")
    sites_last: Int = column("one behind the last", of="crisis_site")
    holds: Int = column("first of the holds that it lifts", of="crisis_hold")
    holds_last: Int = column("one behind the last", of="crisis_hold")


class CrisisSite(Row):
    """A site that a crisis hits."""

    site: Int = column("which it is", of="site")


class CrisisHold(Row):
    """A hold that a crisis lifts."""

    hold: Int = column("which it is", of="hold")

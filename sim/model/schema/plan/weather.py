"""What may not be used when: outages, closures, permissions."""

from sim.model.schema.row import Int, Long, Row, Slot, Word, column

__all__ = ["Closure", "Outage", "Permission"]


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

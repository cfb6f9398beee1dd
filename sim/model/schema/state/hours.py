"""Hours, decision points and distributions as the compiled loop has them."""

from sim.model.schema.row import STATE, STATIC, Int, Real, Row, column

__all__ = ["Dist", "Hours", "Point", "Watch"]


class Hours(Row, role=STATE):
    """A calendar: its windows lie in `opens` and `closes`."""

    first: Int = column("its first window", of="opens")
    last: Int = column("one behind the last", of="opens", role=STATIC)
    at: Int = column("the last one that has opened, as far as it was asked for", of="opens")


class Watch(Row, role=STATE):
    """Somebody who acts when each window of a calendar opens, or closes."""

    hours: Int = column("which calendar", of="hours", role=STATIC)
    closes: Int = column("whether it acts when it closes, not when it opens", role=STATIC)
    next: Int = column("the next window", of="opens")
    what: Int = column("what is looked at then (`windows.Watcher`)", role=STATIC)
    which: Int = column("which of them: a point, or a site", role=STATIC)
    asleep: Int = column("whether it waits for longer hours to begin", role=STATIC)


class Point(Row):
    """A decision point, in the order in which an instant is decided."""

    kind: Int = column("what is decided there (`loop.Point`)")
    row: Int = column("whose: a row of the table that the kind implies")


class Dist(Row):
    """A distribution as this replication has it."""

    a: Real = column("first parameter", unit="1")
    b: Real = column("second parameter", unit="1")
    c: Real = column("third parameter", unit="1")
    mean: Real = column("its mean", unit="1")
    kind: Int = column("family (`durations.Kind`)")
    table: Int = column("where its quantile table begins", of="quantiles")
    table_n: Int = column("length of that table")

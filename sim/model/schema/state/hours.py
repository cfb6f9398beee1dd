"""Hours, decision points and distributions in the state of the compiled engine."""

from sim.model.schema.row import STATE, STATIC, Int, Real, Row, column

__all__ = ["Dist", "Hours", "Point", "Watch"]


class Hours(Row, role=STATE):
    """A calendar: its windows are adjacent rows of the tables `opens` and `closes` of the state."""

    first: Int = column("its first window", of="opens")
    last: Int = column("one past its last window", of="opens", role=STATIC)
    at: Int = column("the latest window known to have opened", of="opens")


class Watch(Row, role=STATE):
    """An action that is due whenever a window of a calendar opens, or whenever one closes."""

    hours: Int = column("the calendar", of="hours", role=STATIC)
    closes: Int = column("whether it acts when a window closes, not when it opens", role=STATIC)
    next: Int = column("the window at which it is due next", of="opens")
    what: Int = column("what is checked when it is due (`windows.Watcher`)", role=STATIC)
    which: Int = column("the point or site to check", role=STATIC)
    asleep: Int = column("whether it waits for longer hours to begin", role=STATIC)


class Point(Row):
    """A decision point: what is decided, and about which subject; for example, whether sorties land at a site.

    The rows are in the order in which decisions are made at an instant.
    """

    kind: Int = column("what is decided at this point (`loop.Point`)")
    row: Int = column("its subject: a row of the table that the kind implies")


class Dist(Row):
    """A distribution with the parameters of this replication."""

    a: Real = column("first parameter", unit="1")
    b: Real = column("second parameter", unit="1")
    c: Real = column("third parameter", unit="1")
    average: Real = column("its mean", unit="1")
    kind: Int = column("family (`durations.Kind`)")
    table: Int = column("first row of its quantile table", of="quantiles")
    table_n: Int = column("length of that table")

"""What is drawn: distributions, unknowns, and the numbers that these change."""

from sim.model.schema.row import Int, Long, Real, Row, Slot, Word, column

__all__ = ["Dist", "MovedDate", "Target", "Uncertain"]


class Dist(Row):
    """A distribution."""

    p1: Real = column("lower of the two probabilities for which quantiles were stated", unit="1")
    p2: Real = column("higher one", unit="1")
    kind: Int = column("family (`durations.Kind`)")
    form: Int = column("how its parameters were stated (`Form`)")
    a_s: Slot = column("first parameter")
    b_s: Slot = column("second parameter")
    c_s: Slot = column("third parameter")
    table: Int = column("which of the quantile tables it refers to; -1 for none", of="Plan.quantiles")


class Uncertain(Row):
    """One unknown: it has its own draw, or is a line through the draw of another."""

    key: Word = column("digest of its name, for the address of its draw")
    slope: Real = column("of the line", unit="1")
    offset: Real = column("of the line, in the units of the file", unit="1")
    least: Real = column("it is cut off below this, in the units of the file", unit="1")
    most: Real = column("it is cut off above this, in the units of the file", unit="1")
    dist: Int = column("its own draw", of="dist")
    source: Int = column("the unknown whose draw it maps", of="uncertain")


class Target(Row):
    """A number that an unknown changes."""

    uncertain: Int = column("which unknown", of="uncertain")
    slot: Slot = column("which number")
    operation: Int = column("0 sets it, 1 multiplies it, 2 is added to it")


class MovedDate(Row):
    """A date that an unknown moves: in each world it is computed for, its column is replaced."""

    after: Long = column("from the beginning of that date to the instant that counts", unit="s")
    place: Int = column("which column of which table (`terms.Date`)")
    row: Int = column("its row there")
    slot: Slot = column("the number that says when it begins, from the start of the clock")

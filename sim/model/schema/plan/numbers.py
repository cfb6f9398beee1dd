"""Tables of distributions, of unknowns, and of the numbers and dates that unknowns change."""

from sim.model.schema.row import Int, Long, Real, Row, Slot, Word, column

__all__ = ["Alternative", "Choice", "Dist", "MovedDate", "MovedNumber", "Part", "Target", "Uncertain"]


class Dist(Row):
    """A distribution."""

    p1: Real = column("lower of the two probabilities for which quantiles were stated", unit="1")
    p2: Real = column("higher of the two probabilities", unit="1")
    kind: Int = column("family (`durations.Kind`)")
    form: Int = column("form in which its parameters were stated (`Form`)")
    a_s: Slot = column("first parameter")
    b_s: Slot = column("second parameter")
    c_s: Slot = column("third parameter")
    table: Int = column("quantile table that it uses; -1 for none", of="Plan.quantiles")


class Uncertain(Row):
    """One unknown: it has its own draw, or is a linear function of the draw of another unknown."""

    key: Word = column("digest of its name: part of the address of its draw (`model.draws`)")
    slope: Real = column("slope of the linear function", unit="1")
    offset: Real = column("offset of the linear function, in the units of the file", unit="1")
    least: Real = column("lowest value, in the units of the file; lower values are set to it", unit="1")
    most: Real = column("highest value, in the units of the file; higher values are set to it", unit="1")
    dist: Int = column("distribution of its own draw; -1 for none", of="dist")
    source: Int = column("the unknown whose draw it uses; -1 for none", of="uncertain")


class Target(Row):
    """A number that an unknown changes."""

    uncertain: Int = column("the unknown", of="uncertain")
    slot: Slot = column("the number")
    operation: Int = column("0: the draw sets the number, 1: multiplies it, 2: is added to it")


class MovedDate(Row):
    """A date that an unknown moves: each world has its own value in the column of the date."""

    after: Long = column("time from the beginning of the date to the instant meant, such as its end", unit="s")
    place: Int = column("table and column of the date (`terms.Date`)")
    row: Int = column("row of the date in that table")
    slot: Slot = column("the number that gives the beginning of the date, from the start of the clock")


class MovedNumber(Row):
    """A number in a table column that an unknown changes: each world has its own value in the column."""

    place: Int = column("table and column of the number (`terms.Counted`)")
    row: Int = column("row of the number in that table")
    slot: Slot = column("the number that a world puts in its place")


class Part(Row):
    """A number that is a part of a total; the rows are in the order in which parts are subtracted from the total."""

    stick: Int = column("which total it belongs to, as a number; the parts of one total are adjacent")
    uncertain: Int = column(
        "unknown that gives its share of what the parts before it leave; -1: it is all that they leave", of="uncertain"
    )
    slot: Slot = column("the number; -1 if it is fixed for this run: then the other parts share what is left")
    rest: Real = column("sum of the parts that are not fixed for this run, in inner units (s, kg, counts)", unit="1")
    whole: Int = column("whether the parts are whole numbers, rounded so that their sum stays exact")


class Alternative(Row):
    """One of several alternatives of an unknown."""

    uncertain: Int = column("the unknown", of="uncertain")
    number: Int = column("its number, from 1 on: the value drawn for that unknown")
    chance: Real = column("its probability", unit="1")


class Choice(Row):
    """A number that an alternative sets where it holds."""

    alternative: Int = column("the alternative", of="alternative")
    slot: Slot = column("the number")
    value: Real = column("the value that it is set to, in inner units (s, kg, counts)", unit="1")

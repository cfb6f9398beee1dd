"""Distributions, unknowns, and the numbers that unknowns change."""

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
    """One unknown: it has its own draw, or is a linear function of the draw of another."""

    key: Word = column("digest of its name, for the address of its draw")
    slope: Real = column("slope of that function", unit="1")
    offset: Real = column("offset of that function, in the units of the file", unit="1")
    least: Real = column("lowest value, in the units of the file; lower values are set to it", unit="1")
    most: Real = column("highest value, in the units of the file; higher values are set to it", unit="1")
    dist: Int = column("its own draw", of="dist")
    source: Int = column("the unknown whose draw it uses", of="uncertain")


class Target(Row):
    """A number that an unknown changes."""

    uncertain: Int = column("the unknown", of="uncertain")
    slot: Slot = column("the number")
    operation: Int = column("0: the draw sets the number, 1: multiplies it, 2: is added to it")


class MovedDate(Row):
    """A date that an unknown moves: its column is replaced in each world."""

    after: Long = column("from the beginning of that date to the instant that counts", unit="s")
    place: Int = column("its table and column (`terms.Date`)")
    row: Int = column("its row there")
    slot: Slot = column("the number that gives its beginning, from the start of the clock")


class MovedNumber(Row):
    """A number in a table column that an unknown changes: its column is replaced in each world."""

    place: Int = column("its table and column (`terms.Counted`)")
    row: Int = column("its row there")
    slot: Slot = column("the number that replaces it in a world")


class Part(Row):
    """A number that is a part of a total, in the order in which parts are subtracted."""

    stick: Int = column("the total; the parts of one total are adjacent")
    uncertain: Int = column("the unknown that gives its share of the rest; -1: it is all that is left", of="uncertain")
    slot: Slot = column("the number; -1 where it is known, and its part goes to the others")
    rest: Real = column("sum of the parts that are not known, in inner units", unit="1")
    whole: Int = column("whether the parts are whole numbers, rounded so that they still have this sum")


class Alternative(Row):
    """One of several alternatives of an unknown."""

    uncertain: Int = column("the unknown", of="uncertain")
    number: Int = column("its number, from 1 on: the value drawn for that unknown")
    chance: Real = column("its probability", unit="1")


class Choice(Row):
    """A number that an alternative sets where it holds."""

    alternative: Int = column("the alternative", of="alternative")
    slot: Slot = column("the number")
    value: Real = column("the value that it is set to, in inner units", unit="1")

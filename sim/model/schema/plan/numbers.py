"""What is drawn: distributions, unknowns, and the numbers that these change."""

from sim.model.schema.row import Int, Long, Real, Row, Slot, Word, column

__all__ = ["Alternative", "Choice", "Dist", "MovedDate", "MovedNumber", "Part", "Target", "Uncertain"]


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


class MovedNumber(Row):
    """A number in a column of a table that an unknown changes: in each world, its column is replaced."""

    place: Int = column("which column of which table (`terms.Counted`)")
    row: Int = column("its row there")
    slot: Slot = column("the number that it is in a world")


class Part(Row):
    """A number that is a part of a total, in the order in which parts are taken off."""

    stick: Int = column("which total: parts of one stand together")
    uncertain: Int = column(
        "the unknown that says which part of the rest it is; -1 for all that is left", of="uncertain"
    )
    slot: Slot = column("which number; -1 where it is known, and its part goes to the others")
    rest: Real = column("what the parts that are not known sum to, in inner units", unit="1")
    whole: Int = column("whether the parts are whole numbers, rounded so that they still sum to it")


class Alternative(Row):
    """One of several alternatives of an unknown."""

    uncertain: Int = column("which unknown", of="uncertain")
    number: Int = column("its number, from 1 on: what is drawn for that unknown")
    chance: Real = column("how likely it is", unit="1")


class Choice(Row):
    """A number that an alternative sets where it holds."""

    alternative: Int = column("which alternative", of="alternative")
    slot: Slot = column("which number")
    value: Real = column("what it sets it to, in inner units", unit="1")

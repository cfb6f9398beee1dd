"""The unknowns of a world and the distributions that they change, as loops over tables.

The compiled engine compiles these functions unchanged.
"""

import math
from typing import Any, Final

from sim.domain.largest import WIDEST as _WIDEST
from sim.model.draws import Stream, uniform
from sim.model.durations import (
    Kind,
    lognormal_from_mean_cv,
    lognormal_from_quantiles,
    mean_without_table,
    quantile,
    weibull_from_mean_cv,
    weibull_from_quantiles,
)
from sim.model.schema.row import Int, Real, Row, Slot, Word, column
from sim.model.terms import Form

__all__ = [
    "INFINITE",
    "SCATTERED",
    "UNORDERED",
    "WIDE",
    "Setting",
    "Unknown",
    "draw_unknowns",
    "put_shapes",
    "put_unknowns",
    "shape_of",
]

WIDEST: Final = float(_WIDEST)
OF_WORLD: Final = int(Stream.WORLD)
FIXED, LOGNORMAL = int(Kind.FIXED), int(Kind.LOGNORMAL)
EMPIRICAL, TABLE_SCALED = int(Kind.EMPIRICAL), int(Kind.TABLE_SCALED)
MEAN_CV, QUANTILES = int(Form.MEAN_CV), int(Form.QUANTILES)
SETS, MULTIPLIES = 0, 1

# Codes of the reasons why the numbers of a distribution are not valid; the code 0 means that they are valid.
INFINITE: Final = 1
"""A number is not finite."""
SCATTERED: Final = 2
"""The coefficient of variation is too large."""
UNORDERED: Final = 3
"""The two quantiles are not above 0, or not in ascending order."""
WIDE: Final = 4
"""Quantiles are so far apart that the mean cannot be computed."""


class Unknown(Row):
    """An unknown: a linear function of its own draw, or of the draw of another unknown (its source).

    The rows are in an order in which every source comes before the unknowns that use it.
    """

    key: Word = column("digest of its name: part of the address of its draw (`model.draws`)")
    slope: Real = column("slope of the linear function", unit="1")
    offset: Real = column("offset of the linear function, in the units of the file", unit="1")
    least: Real = column("lowest value, in the units of the file; lower values are set to it", unit="1")
    most: Real = column("highest value, in the units of the file; higher values are set to it", unit="1")
    row: Int = column("its row in the plan", of="uncertain")
    source: Int = column("the unknown whose draw it uses; -1: it has its own draw", of="uncertain")
    dist: Int = column("distribution of its own draw", of="dist")
    first: Int = column("the first of its alternatives, in the list of cumulative probabilities")
    last: Int = column("one past its last alternative; equal to `first` if it has none")


class Setting(Row):
    """A number that an unknown changes; the rows are in the order in which the changes are made."""

    unit: Real = column("how many inner units (s, kg, counts) make one unit of the file", unit="1")
    uncertain: Int = column("the unknown that changes the number", of="uncertain")
    slot: Slot = column("the number that is changed")
    operation: Int = column("0: the value of the unknown replaces the number, 1: multiplies it, 2: is added to it")


def draw_unknowns(
    seed: int,
    world: int,
    unknowns: Any,
    shapes: Any,
    quantiles: Any,
    cumulative: Any,
    raw: Any,
    drawn: Any,
) -> None:
    """Draw the unknowns of a world, and write their values.

    Parameters
    ----------
    seed, world
        Address of the random numbers.
    unknowns
        Table of `Unknown`.
    shapes, quantiles
        The distributions with the numbers of the file (`schema.state.hours.Dist`), and the values of the tables of
        these distributions.
    cumulative
        Cumulative probabilities of the alternatives of unknowns.
    raw, drawn
        Outputs, shape (n_uncertain,). `raw`: the value drawn for each unknown, or for its source; for an unknown with
        alternatives, the number of the alternative that was drawn. `drawn`: the value of each unknown, in the units of
        the file.
    """
    for at in range(len(unknowns)):
        unknown = unknowns[at]
        row = unknown.row
        if unknown.source >= 0:
            raw[row] = raw[unknown.source]
        else:
            shape = shapes[unknown.dist]
            u = uniform(seed, world, OF_WORLD, unknown.key, 0, 0, 0)
            table = quantiles[shape.table : shape.table + shape.table_n]
            raw[row] = quantile(shape.kind, shape.a, shape.b, shape.c, table, u)
            if unknown.last > unknown.first:
                place = unknown.first
                while place < unknown.last - 1 and cumulative[place] <= raw[row]:
                    place += 1
                raw[row] = place - unknown.first + 1.0
        mapped = unknown.offset + unknown.slope * raw[row]
        drawn[row] = min(max(mapped, unknown.least), unknown.most)


def put_unknowns(settings: Any, drawn: Any, number: Any) -> None:
    """Put the value of each unknown into the numbers that it changes.

    Parameters
    ----------
    settings
        Table of `Setting`.
    drawn
        The value of each unknown, in the units of the file.
    number
        The numbers of the world, in inner units; changed in place.
    """
    for at in range(len(settings)):
        setting = settings[at]
        value, slot = drawn[setting.uncertain], setting.slot
        if setting.operation == SETS:
            number[slot] = value * setting.unit
        elif setting.operation == MULTIPLIES:
            number[slot] *= value
        else:
            number[slot] += value * setting.unit


def put_shapes(dists: Any, number: Any, table_means: Any, shapes: Any) -> int:
    """Write the family, parameters and mean of every distribution, from the numbers of a world.

    Parameters
    ----------
    dists
        The plan's table of distributions.
    number
        The numbers of the world.
    table_means
        Mean of the table of each distribution; 0 for a distribution without a table.
    shapes
        Output: table of `schema.state.hours.Dist`; its columns `table` and `table_n` are already filled.

    Returns
    -------
    int
        Row of the first distribution whose numbers are not valid; -1 if there is none. Every such distribution is
        written as fixed at 0.
    """
    wrong = -1
    for row in range(len(dists)):
        dist, shape = dists[row], shapes[row]
        a = number[dist.a_s] if dist.a_s >= 0 else 0.0
        b = number[dist.b_s] if dist.b_s >= 0 else 0.0
        c = number[dist.c_s] if dist.c_s >= 0 else 0.0
        why, kind, a, b = shape_of(dist.kind, dist.form, a, b, c, dist.p1, dist.p2)
        if why:
            wrong = row if wrong < 0 else wrong
            kind, a, b, c = FIXED, 0.0, 0.0, 0.0
        shape.kind, shape.a, shape.b, shape.c = kind, a, b, c
        if kind == EMPIRICAL:
            shape.average = table_means[row]
        elif kind == TABLE_SCALED:
            shape.average = a + b * table_means[row]
        else:
            shape.average = mean_without_table(kind, a, b, c)
    return wrong


def shape_of(kind: int, form: int, a: float, b: float, c: float, p1: float, p2: float) -> tuple[int, int, float, float]:
    """Return the family and parameters of a distribution, from its numbers in the form in which they were stated.

    Parameters
    ----------
    kind, form
        Its family (`durations.Kind`), and the form in which its numbers were stated (`terms.Form`).
    a, b, c
        The numbers as stated.
    p1, p2
        The probabilities of its quantiles, if quantiles were stated.

    Returns
    -------
    why, kind, a, b
        Why the numbers are not valid (0: they are valid), the family, and its first two parameters; the third parameter
        is `c`. If quantiles, or mean and coefficient of variation, were stated, a distribution without spread is FIXED
        at `a`, and so is one with a mean of at most 0.
    """
    if not (math.isfinite(a) and math.isfinite(b) and math.isfinite(c)):
        return INFINITE, kind, a, b
    if form == MEAN_CV:
        if b <= 0.0 or a <= 0.0:
            return 0, FIXED, a, 0.0
        cv = min(b, 1e150)
        if math.sqrt(math.log1p(cv * cv)) > WIDEST:
            return SCATTERED, kind, a, b
        mean, cv = a, b
        a, b = lognormal_from_mean_cv(mean, cv) if kind == LOGNORMAL else weibull_from_mean_cv(mean, cv)
    elif form == QUANTILES:
        if a == b:
            return 0, FIXED, a, 0.0
        if not 0.0 < a < b:
            return UNORDERED, kind, a, b
        low, high = a, b
        if kind == LOGNORMAL:
            a, b = lognormal_from_quantiles(p1, low, p2, high)
        else:
            a, b = weibull_from_quantiles(p1, low, p2, high)
        if (b if kind == LOGNORMAL else 1.0 / b) > WIDEST:
            return WIDE, kind, a, b
    return 0, kind, a, b

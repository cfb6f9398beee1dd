"""Output of `sim sweep`: the answer, notes on how to read it, and a table of the points."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final

from sim.domain.columns import columns as columns_of
from sim.experiment.decide.sweep.point import Point
from sim.experiment.decide.sweep.sweep import Sweep
from sim.experiment.decide.sweep.trade_words import amount, trade_rows, trade_sentences
from sim.experiment.decide.sweep.words import answer, caveats
from sim.experiment.decide.words import as_text
from sim.report.words import WIDTH, block, due_day

__all__ = ["lines"]

SHOWN: Final = 40
"""Largest number of points that are printed; more points are only in sweep.csv."""
LONGEST, SHORT = 16, 10
"""Largest number of columns of the heading of a lever, on a wide and on a narrow screen."""
SHORTEST: Final = 6
"""Smallest number of columns to which a value is cut."""
NEARLY: Final = 1e-9
"""Tolerance for rounding to hundredths."""
MARKS: Final = "o no other point is as good in everything   ? not settled"
COST: Final = "   USD of levers"


def lines(sweep: Sweep, width: int = WIDTH) -> Iterator[str]:
    """Yield the answer, the trade-off, notes, and the points if they are few, in lines of at most `width` columns."""
    for part, rows in (
        (answer(sweep), ()),
        (trade_sentences(sweep), trade_rows(sweep, width - 2)),
        (caveats(sweep), ()),
    ):
        section = [line for sentence in part for line in block(sentence, 2, 4, width)]
        section += [f"  {row}" for row in rows]
        yield from [*section, ""] if section else []
    if len(sweep.points) <= SHOWN:
        yield from _table(sweep, width)
    else:
        yield from block(f"The {len(sweep.points):,} points are in sweep.csv.", 2, 4, width)


def _table(sweep: Sweep, width: int) -> Iterator[str]:
    """Yield a heading, one line per point and the meaning of the marks; a narrow screen gets fewer columns."""
    seen = ["P seen", *(_chance(point) for point in sweep.points)]
    smooth = ["P smoothed", *(_smooth(point) for point in sweep.points)]
    half = ["half by", *(_half(sweep, point) for point in sweep.points)]
    left = ["t left", *(f"{point.not_shipped_t:,.0f}" for point in sweep.points)]
    cost = ["USD", *("" if usd is None else amount(usd) for usd in sweep.usd)]
    marks = ["", *(_mark(sweep, at) for at in range(len(sweep.points)))]
    others = [column for column in (seen, smooth, half, left, cost) if any(column[1:])]
    front = [marks] if any(marks) else []
    shown = [*front, *_levers(sweep, LONGEST), *others]
    if _wide(shown) > width:  # first shorten the names of levers, then leave out columns
        shown = [*front, *_levers(sweep, SHORT), *others]
    for spare in (half, smooth, cost, left):
        if _wide(shown) > width:
            shown = [column for column in shown if column is not spare]
    over = _wide(shown) - width
    widths = [_letters(column) for column in shown]
    if over > 0:  # still too wide: cut the widest column
        longest = max(range(len(shown)), key=lambda at: widths[at])
        widths[longest] = max(widths[longest] - over, SHORTEST)
    for at in range(len(seen)):
        row = (
            f"{column[at][:size]:<{size}}" if column in (seen, smooth, marks) else f"{column[at][:size]:>{size}}"
            for column, size in zip(shown, widths, strict=True)
        )
        yield f"  {' '.join(row)}".rstrip()
    if sweep.trade is not None:
        yield from block(MARKS + (COST if cost in shown else ""), 2, 4, width)


def _levers(sweep: Sweep, letters: int) -> list[list[str]]:
    """Return a column for each lever: its name, cut to `letters` columns, then its value at each point."""
    return [
        [_heading(axis.name, letters), *(as_text(point.values[at]) for point in sweep.points)]
        for at, axis in enumerate(sweep.axes)
    ]


def _letters(column: Sequence[str]) -> int:
    return max(map(columns_of, column))


def _wide(shown: Sequence[Sequence[str]]) -> int:
    """Return the number of columns of the screen that a table takes."""
    return 1 + sum(1 + _letters(column) for column in shown)


def _mark(sweep: Sweep, at: int) -> str:
    """Return the marks of a point: `o` if no other point is as good in everything, `?` if this is not settled."""
    if sweep.trade is None:
        return ""
    on = "o" if at in sweep.trade.found.kept else " "
    return on + ("?" if at in sweep.trade.open else " ")


def _heading(name: str, letters: int) -> str:
    """Return the name of a lever as a heading; a long dotted key keeps its end, another long name its beginning."""
    if len(name) <= letters:
        return name
    return f"..{name[2 - letters :]}" if "." in name else f"{name[: letters - 2].rstrip()}.."


def _chance(point: Point) -> str:
    """Return the share of histories in time with its interval; if all or none were in time, one limit only."""
    seen = point.seen
    if seen.met in (0, seen.n):
        return f">= {seen.low:.3f}" if seen.met else f"<= {seen.high:.3f}"
    return _interval(seen.value, seen.low, seen.high)


def _smooth(point: Point) -> str:
    """Return the smoothed chance with its interval; empty if the sweep is not smoothed."""
    return "" if point.smoothed is None else _interval(*point.smoothed)


def _half(sweep: Sweep, point: Point) -> str:
    """Return the date by which half of the histories of a point have closed, or "never"."""
    return "never" if point.closure_s is None else due_day(point.closure_s, sweep.question.clock)


def _interval(value: float, low: float, high: float) -> str:
    """Return a chance with its interval, whose limits are rounded outwards to hundredths."""
    ends = f"{math.floor(100 * low + NEARLY) / 100:.2f},{math.ceil(100 * high - NEARLY) / 100:.2f}"
    return f"{min(max(value, 0.001), 0.999):.3f} [{ends}]"

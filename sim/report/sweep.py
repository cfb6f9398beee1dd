"""A sweep for the terminal: the answer, what it rests on, and a table of its points."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sim.experiment.decide.sweep import Sweep
from sim.experiment.decide.sweep_words import answer, caveats, said
from sim.report.words import block, due

__all__ = ["lines"]

SHOWN: Final = 40
"""Points that are printed; of more, the file has them."""
LONGEST: Final = 16
"""Letters of a heading."""


def lines(found: Sweep) -> Iterator[str]:
    """Yield the answer, what it rests on, and the points if they are few."""
    for sentence in answer(found):
        yield from block(sentence, 2, 4)
    yield ""
    for sentence in caveats(found):
        yield from block(sentence, 2, 4)
    if len(found.points) <= SHOWN:
        yield ""
        yield from _table(found)


def _table(found: Sweep) -> Iterator[str]:
    """Yield one line a point."""
    names = [_heading(axis.name) for axis in found.axes]
    cells = [[said(value) for value in point.values] for point in found.points]
    widths = [max(len(name), *(len(row[at]) for row in cells)) for at, name in enumerate(names)]
    head = "  ".join(f"{name:>{width}}" for name, width in zip(names, widths, strict=True))
    yield f"  {head}  {'seen':<18}  {'smoothed':<18}  half by  not shipped".rstrip()
    for row, point in zip(cells, found.points, strict=True):
        levers = "  ".join(f"{cell:>{width}}" for cell, width in zip(row, widths, strict=True))
        seen = _interval(point.seen.value, point.seen.low, point.seen.high)
        smooth = "" if point.smoothed is None else _interval(*point.smoothed)
        half = "never" if point.closure_s is None else due(point.closure_s, found.question.clock)
        yield f"  {levers}  {seen:<18}  {smooth:<18}  {half:<7}  {point.not_shipped_t:>9,.0f} t"


def _heading(name: str) -> str:
    """Return the name of a lever as a heading: of a long key its end."""
    if len(name) <= LONGEST:
        return name
    return f"...{name[3 - LONGEST :]}" if "." in name else f"{name[: LONGEST - 3]}..."


def _interval(value: float, low: float, high: float) -> str:
    return f"{value:.3f} [{low:.2f}, {high:.2f}]"

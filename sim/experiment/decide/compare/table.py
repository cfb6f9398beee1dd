"""A comparison as a table that fits the screen: one line per plan."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from textwrap import wrap
from typing import TYPE_CHECKING, Final

from sim.analysis.summary.words import day

if TYPE_CHECKING:
    from sim.experiment.decide.compare.comparison import Comparison, Outcome

__all__ = ["WIDTH", "brief", "rows"]

WIDTH: Final = 80
LEAST: Final = 8
"""Least width of the column of names, unless all names are shorter."""
NAME_WIDTH: Final = 12
"""If the column of names is narrower than this and cuts names, some other columns are left out to widen it."""
SHORTEST: Final = 3
"""Least number of characters of a key that are kept when it is cut."""
MARKS: Final = "* may be the best   o no other plan is as good in everything   ? not settled"


def rows(comparison: Comparison, width: int = WIDTH) -> Iterator[str]:
    """Yield the lines of the table for a screen of `width` columns: a heading, the plans, the meaning of the marks.

    Notes
    -----
    If `width` is too small, some columns of the table are left out. After an elimination, one column shows the number
    of histories of each plan.
    """
    year = comparison.outcomes[0].by[:4]
    unequal = comparison.ended is not None
    cells = [_cells(each, number, year, unequal) for number, each in enumerate(comparison.outcomes, start=1)]
    heads = ["", "", "plan", "n", "P in time", "against 1", "half by", "days", "t left", "USD"]
    shown = [at for at in range(len(heads)) if at < 2 or any(row[at] for row in cells)]
    widths = {at: max(len(heads[at]), *(len(row[at]) for row in cells)) for at in shown}

    def left_for_names() -> int:
        """Return the width that the other columns leave for the names of plans."""
        return width - 2 - sum(1 + widths[at] for at in shown if at != 2)

    longest = max(len(brief(row[2], NAME_WIDTH)) for row in cells)
    for column, needed in ((7, NAME_WIDTH), (6, NAME_WIDTH), (9, NAME_WIDTH), (8, NAME_WIDTH), (3, LEAST)):
        if column in shown and left_for_names() < min(longest, needed):
            shown.remove(column)
    widths[2] = max(min(widths[2], left_for_names()), min(widths[2], LEAST))
    for row in (heads, *cells):
        line = []
        for at in shown:
            text = brief(row[at], widths[at]) if at == 2 else row[at]
            line.append(f"{text:>{widths[at]}}" if at in (1, 3, 7, 8, 9) else f"{text:<{widths[at]}}")
        yield f"  {' '.join(line)}".rstrip()
    yield from wrap(MARKS, width, initial_indent="  ", subsequent_indent="    ")


def _cells(each: Outcome, number: int, year: str, unequal: bool) -> list[str]:
    """Return the cells of a plan; if `unequal` is false, the cell for the number of histories is empty."""
    marks = ("*" if each.beaten_by is None else " ") + ("o" if each.on_front else " ")
    marks += " " if each.front_settled else "?"
    seen, pair = each.seen, each.paired
    if seen.met == seen.n:
        chance = f"at least {math.floor(1000 * seen.low) / 1000:.3f}"
    elif seen.met == 0:
        chance = f"at most {math.ceil(1000 * seen.high) / 1000:.3f}"
    else:
        chance = f"{seen.value:.3f} [{_short(seen.low)},{_short(seen.high)}]"
    gap = ""
    if pair is not None:
        low, high = (_short(value, "+") for value in (pair.difference.low, pair.difference.high))
        gap = f"{_short(pair.difference.value, '+')} [{low},{high}]"
    days = "" if pair is None else f"{pair.closure_d.value:+.1f}" if pair.closure_d.n else "?"
    cost = "" if each.spent_usd is None else _money(each.spent_usd)
    half = day(each.closure, year)
    many = f"{seen.n:,}" if unequal else ""
    return [marks, str(number), each.name, many, chance, gap, half, days, f"{each.not_shipped_t:,.0f}", cost]


def _short(value: float, sign: str = "") -> str:
    """Return a probability, or a difference with its sign, to three decimals without the zero before the point."""
    if sign and not round(value, 3):
        return "0"
    return re.sub(r"^([+-]?)0\.", r"\1.", f"{value:{sign}.3f}")


def _money(value: float) -> str:
    """Return an amount of money to three significant figures: 12.3M, 450k."""
    for unit, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if value >= unit:
            return f"{value / unit:.3g}{letter}"
    return f"{value:.0f}"


def brief(name: str, width: int) -> str:
    """Return the name of a plan in at most `width` characters.

    Dotted keys are cut to their last part. If the name is still too long, its key is cut so that its value stays. If
    this would leave fewer than `SHORTEST` characters of the key, or if the name has several keys or none, the end of
    the name is cut instead.
    """
    if len(name) <= width:
        return name
    text = re.sub(r'(?:(?:[^\s."=;]+|"[^"]*")\.)+([^\s."=;]+=)', r"\1", name)
    if len(text) <= width:
        return text
    key, _, value = text.partition("=")
    left = width - len(value) - len("..=")
    if value and "=" not in value and left >= SHORTEST:
        return f"{key[:left].rstrip()}..={value}"
    return f"{text[: width - 2].rstrip()}.."

"""The trade-off of a sweep (`Trade`) as sentences, as a table and as JSON.

The *front* is the points that no other point dominates.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from sim.analysis.summary.words import money
from sim.experiment.decide.sweep.trade import MOST
from sim.experiment.decide.words import as_text, for_json, milestone_name

if TYPE_CHECKING:
    from sim.experiment.decide.sweep.sweep import Sweep
    from sim.experiment.decide.sweep.trade import Trade

__all__ = ["amount", "cheapest", "trade_as_json", "trade_rows", "trade_sentences", "values"]

ROWS: Final = 8
"""Largest number of points on the front that the table shows; `sweep.csv` has all points."""


def trade_sentences(sweep: Sweep) -> Iterator[str]:
    """Yield sentences: the cheapest point that reaches the target, the size of the front, and which costs are missing.

    If there are too many points, the only sentence says so; if the sweep has one point, nothing is yielded.
    """
    trade = sweep.trade
    if trade is None:
        if len(sweep.points) > MOST:
            yield f"The trade-off is not computed: there are {len(sweep.points):,} points, expected at most {MOST:,}."
        return
    yield from (f"{sentence}." for sentence in cheapest(sweep))
    by = f"{', '.join(trade.criteria[:-1])} and {trade.criteria[-1]}"
    if len(trade.kept) == 1:
        doubt = ", as far as these histories show" if trade.open else ""
        yield f"By {by}, no other point is as good in everything as {_point(sweep, trade.kept[0])}{doubt}."
    else:
        settled = len(trade.kept) - len(trade.open)
        sure = (
            "all of them settled"
            if not trade.open
            else f"{settled} of them settled"
            if settled
            else "none of them settled (more histories may show another point as good)"
        )
        yield f"To choose from, by {by}: {len(trade.kept)} of {len(trade.figures)} points, {sure}."
    if "cost" not in trade.criteria:
        yield "Cost is not part of this choice: the scenario states no prices, and these levers state no usd_per_step."
    elif trade.unpriced:
        yield f"The cost of {', '.join(trade.unpriced)} is not stated (usd_per_step) and counts as zero."


def cheapest(sweep: Sweep) -> Iterator[str]:
    """Yield a sentence, without its full stop, about the cheapest point whose probability reaches the target.

    Nothing is yielded if no point reaches the target, or if cost is not a criterion.
    """
    trade = sweep.trade
    if trade is None or "cost" not in trade.criteria:
        return
    reaching = [at for at in range(len(sweep.points)) if trade.figures[at, 0] >= sweep.target]
    if reaching:
        at = min(reaching, key=lambda at: (trade.figures[at, 1], -trade.figures[at, 0]))
        point = sweep.points[at]
        low = point.smoothed[1] if point.smoothed else point.seen.low
        sure = "" if low >= sweep.target else ", within sampling error"
        goal = f"P({milestone_name(sweep.milestone)}) = {sweep.target:g}"
        usd = money(trade.figures[at, 1])
        yield f"the cheapest point with {goal} or more costs {usd} USD: {_point(sweep, at)}{sure}"


def trade_rows(sweep: Sweep, width: int) -> Iterator[str]:
    """Yield the lines of a table of the points on the front, in falling order of probability.

    Nothing is yielded if the front has one point, or if no trade-off was computed. If the table is wider than `width`
    characters, its widest columns are cut.
    """
    trade = sweep.trade
    if trade is None or len(trade.kept) == 1:
        return
    shown = trade.kept[:ROWS]
    heads = ["", *(axis.name for axis in sweep.axes), "P", *_heads(trade)]
    rows = [
        ["?" if at in trade.open else "", *map(as_text, values(sweep, at).values()), *_figures(trade, at)]
        for at in shown
    ]
    widths = [max(len(row[place]) for row in (heads, *rows)) for place in range(len(heads))]
    while sum(widths) + 2 * len(widths) > width and (longest := max(widths)) > SHORTEST:
        widths[widths.index(longest)] -= 1
    for row in (heads, *rows):
        yield "  ".join(f"{cell[:size]:>{size}}" for cell, size in zip(row, widths, strict=True)).rstrip()
    more = len(trade.kept) - ROWS
    if more > 0:
        yield f"  and {more} more: on_front in sweep.csv"
    if trade.open:
        yield "? another point may be as good in everything"


SHORTEST: Final = 6
"""Columns are not cut to fewer characters than this."""


def _heads(trade: Trade) -> list[str]:
    """Return the head of the column of each criterion except the probability."""
    return ["USD" if name == "cost" else "t left" if name[0] == "t" else "USD left" for name in trade.criteria[1:]]


def _figures(trade: Trade, at: int) -> list[str]:
    """Return the criteria of a point as short texts, with a probability near 0 or 1 as "<0.001" or ">0.999"."""
    chance, *others = trade.figures[at].tolist()
    probability = "<0.001" if chance < 0.0005 else ">0.999" if chance > 0.9995 else f"{chance:.3f}"
    cells = [
        amount(value) if name[0] != "t" else f"{value:,.0f}"
        for name, value in zip(trade.criteria[1:], others, strict=True)
    ]
    return [probability, *cells]


def amount(usd: float) -> str:
    """Return an amount of money as short text, such as 12.3M or 450k; below 1,000 as a whole number."""
    for unit, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if usd >= unit:
            return f"{usd / unit:.3g}{letter}"
    return f"{usd:.0f}"


def values(sweep: Sweep, at: int) -> dict[str, Any]:
    """Return the value of each lever at point number `at`, by the name of the lever, as JSON can hold it."""
    pairs = zip(sweep.axes, sweep.points[at].values, strict=True)
    return {axis.name: for_json(value) for axis, value in pairs}


def trade_as_json(sweep: Sweep) -> dict[str, Any] | None:
    """Return the trade-off as a table for JSON; None if it was not computed."""
    trade = sweep.trade
    if trade is None:
        return None
    return {
        "criteria": list(trade.criteria),
        "front": [values(sweep, at) for at in trade.kept],
        "not_settled": [values(sweep, at) for at in trade.open],
        "without_cost": list(trade.unpriced),
        "words": list(trade_sentences(sweep)),
    }


def _point(sweep: Sweep, at: int) -> str:
    """Return the values of the levers at point number `at` as text: `name = value, ...`."""
    return ", ".join(f"{name} = {as_text(value)}" for name, value in values(sweep, at).items())

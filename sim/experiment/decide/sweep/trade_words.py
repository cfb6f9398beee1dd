"""The trade-off of a sweep in words: the points worth choosing from, and what is not counted."""

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
"""Most points on the front that are printed; the file has all of them."""


def trade_sentences(found: Sweep) -> Iterator[str]:
    """Yield how many points are worth choosing from by probability, cost and what stays, and what is left out."""
    trade = found.trade
    if trade is None:
        if len(found.points) > MOST:
            yield f"The trade-off of cost and value is computed for at most {MOST:,} points."
        return
    yield from (f"{sentence}." for sentence in cheapest(found))
    by = f"{', '.join(trade.criteria[:-1])} and {trade.criteria[-1]}"
    if len(trade.kept) == 1:
        doubt = ", as far as these histories show" if trade.open else ""
        yield f"By {by}, no other point is as good in everything as {_point(found, trade.kept[0])}{doubt}."
    else:
        settled = len(trade.kept) - len(trade.open)
        sure = (
            "all of them settled"
            if not trade.open
            else f"{settled} of them settled"
            if settled
            else "none of them settled (more histories may show another as good)"
        )
        yield f"To choose from, by {by}: {len(trade.kept)} of {len(trade.figures)} points, {sure}."
    if "cost" not in trade.criteria:
        yield "Cost is not part of this choice: the scenario states no prices, and these levers no usd_per_step."
    elif trade.unpriced:
        yield f"The cost of {', '.join(trade.unpriced)} is not stated (usd_per_step) and counts as zero."


def cheapest(found: Sweep) -> Iterator[str]:
    """Yield the least cost of the target, without a full stop; nothing without costs, or if no point reaches it."""
    trade = found.trade
    if trade is None or "cost" not in trade.criteria:
        return
    reach = [at for at in range(len(found.points)) if trade.figures[at, 0] >= found.target]
    if reach:
        at = min(reach, key=lambda at: (trade.figures[at, 1], -trade.figures[at, 0]))
        point = found.points[at]
        low = point.smoothed[1] if point.smoothed else point.seen.low
        sure = "" if low >= found.target else ", within sampling error"
        goal = f"P({milestone_name(found.milestone)}) = {found.target:g}"
        yield f"{goal} costs at least {money(trade.figures[at, 1])} USD, with {_point(found, at)}{sure}"


def trade_rows(found: Sweep, width: int) -> Iterator[str]:
    """Yield the points on the front as a table, the likeliest first; nothing for a single one."""
    trade = found.trade
    if trade is None or len(trade.kept) == 1:
        return
    shown = trade.kept[:ROWS]
    heads = ["", *(axis.name for axis in found.axes), "P", *_heads(trade)]
    rows = [
        ["?" if at in trade.open else "", *map(as_text, values(found, at).values()), *_figures(trade, at)]
        for at in shown
    ]
    room = [max(len(row[place]) for row in (heads, *rows)) for place in range(len(heads))]
    while sum(room) + 2 * len(room) > width and (longest := max(room)) > SHORTEST:
        room[room.index(longest)] -= 1
    for row in (heads, *rows):
        yield "  ".join(f"{cell[:size]:>{size}}" for cell, size in zip(row, room, strict=True)).rstrip()
    more = len(trade.kept) - ROWS
    if more > 0:
        yield f"  and {more} more: on_front in sweep.csv"
    if trade.open:
        yield "? another point may be as good in everything"


SHORTEST: Final = 6
"""Characters of a cell that always fit."""


def _heads(trade: Trade) -> list[str]:
    return ["USD" if name == "cost" else "t left" if name[0] == "t" else "USD left" for name in trade.criteria[1:]]


def _figures(trade: Trade, at: int) -> list[str]:
    """Return the figures of a point in few characters; a probability is never certain."""
    chance, *others = trade.figures[at].tolist()
    probability = "<0.001" if chance < 0.0005 else ">0.999" if chance > 0.9995 else f"{chance:.3f}"
    cells = [
        amount(value) if name[0] != "t" else f"{value:,.0f}"
        for name, value in zip(trade.criteria[1:], others, strict=True)
    ]
    return [probability, *cells]


def amount(usd: float) -> str:
    """Return an amount to three significant figures: 12.3M, 450k."""
    for unit, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if usd >= unit:
            return f"{usd / unit:.3g}{letter}"
    return f"{usd:.0f}"


def values(found: Sweep, at: int) -> dict[str, Any]:
    """Return the value of each lever at a point, for JSON."""
    pairs = zip(found.axes, found.points[at].values, strict=True)
    return {axis.name: for_json(value) for axis, value in pairs}


def trade_as_json(found: Sweep) -> dict[str, Any] | None:
    """Return the same for programs; None if it was not computed."""
    trade = found.trade
    if trade is None:
        return None
    return {
        "criteria": list(trade.criteria),
        "front": [values(found, at) for at in trade.kept],
        "not_settled": [values(found, at) for at in trade.open],
        "without_cost": list(trade.unpriced),
        "words": list(trade_sentences(found)),
    }


def _point(found: Sweep, at: int) -> str:
    return ", ".join(f"{name} = {as_text(value)}" for name, value in values(found, at).items())

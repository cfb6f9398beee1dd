"""The figure of the trade-off of a sweep: the probability at each point against its cost and what is not shipped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator, PercentFormatter

from sim.config.literal import literal
from sim.domain.columns import columns
from sim.experiment.decide.sweep.sweep import Sweep
from sim.experiment.decide.sweep.trade import Trade
from sim.experiment.decide.sweep.trade_words import cheapest, values
from sim.experiment.decide.words import milestone_name
from sim.plots.style import BLACK, BLUE, GREY, Sheet, bare, foot, ours, short, title

__all__ = ["draw", "onto"]

Reals = npt.NDArray[Any]
HEIGHT: Final = 5.4
NAMED: Final = 14
"""Largest number of labels; if more points are on the front, its two ends and some points between them have labels."""
LETTERS: Final = 26
"""Largest number of letters for one point in a label."""
ONE: Final = 0.012
"""If two points are closer than this, in units of the size of the panel, their marks look like one mark."""
TOGETHER: Final = 3
"""Largest number of points that one label names; further points are only counted."""


def draw(sweep: Sweep) -> Sheet:
    """Return the figure of the trade-off of a sweep, with its answer as the title.

    Raises
    ------
    ValueError
        The sweep has one point, or too many points to compare them pair by pair.
    """
    trade = _of(sweep)
    with ours():
        sheet = Sheet(HEIGHT)
        shown = [number for number in range(1, len(trade.criteria)) if np.ptp(trade.figures[:, number]) > 0.0] or [1]
        axes = sheet.subplots(1, len(shown), sharey=True, squeeze=False)[0]
        for number, ax in zip(shown, axes, strict=True):
            _panel(ax, sweep, trade, number, 1.0 / len(shown))
        _target(axes[-1], sweep.target)
        axes[0].set_ylabel(f"probability of {short(milestone_name(sweep.milestone), 40)}")
        title(sheet, next(cheapest(sweep), _headline(trade)))
        levers = ", ".join(axis.name for axis in sweep.axes)
        foot(
            sheet,
            f"{sweep.replications:,} histories of “{short(sweep.question.name, 60)}” at each of {len(sweep.points):,} "
            f"points, seed {sweep.seed}. Diamonds: no other point is as good in everything "
            f"({', '.join(trade.criteria)}); hollow: not settled. Grey: the other points. "
            f"Beside the diamonds: values of {short(levers, 90)}.",
            *([f"The cost of {', '.join(trade.unpriced)} is not stated and counts as zero."] if trade.unpriced else []),
        )
    return sheet


def onto(sweep: Sweep, ax: Axes) -> Axes:
    """Draw probability against the second criterion of the sweep, such as the cost, on your own axes."""
    _panel(ax, sweep, _of(sweep), 1)
    _target(ax, sweep.target)
    return ax


def _of(sweep: Sweep) -> Trade:
    if sweep.trade is None:
        raise ValueError(f"expected from 2 to some hundred points to choose from, not {len(sweep.points):,}")
    return sweep.trade


def _headline(trade: Trade) -> str:
    many, every = len(trade.kept), len(trade.figures)
    others = " and ".join([", ".join(trade.criteria[:-1]), trade.criteria[-1]])
    settled = many - len(trade.open)
    sure = "all settled" if settled == many else f"{settled} of them settled" if settled else "none of them settled"
    return f"{many} of {every} points {'is' if many == 1 else 'are'} worth considering, judged by {others} ({sure})"


def _panel(ax: Axes, sweep: Sweep, trade: Trade, number: int, wide: float = 1.0) -> None:
    """Draw probability against criterion number `number`; points on the front are diamonds, with their lever values.

    `wide` is the width of the panel relative to the width of the figure.
    """
    name, scale = _unit(trade, number)
    x, y = trade.figures[:, number] / scale, trade.figures[:, 0]
    for at in sorted(range(len(x)), key=lambda at: at in trade.found.kept):
        on_front = at in trade.found.kept
        shade = BLUE if on_front else GREY
        fill = shade if trade.found.settled[at] and on_front else "white" if on_front else "#c9c9c9"
        ax.plot(
            x[at], y[at], "D" if on_front else "o", color=shade, markerfacecolor=fill, markersize=7 if on_front else 5,
            zorder=4 if on_front else 2, clip_on=False,
        )  # fmt: skip
    if len(trade.criteria) == 2:
        order = sorted(trade.found.kept, key=lambda at: x[at])
        ax.plot(x[order], y[order], color=BLUE, linewidth=1.2, zorder=3, drawstyle="steps-post")
    ax.axhline(sweep.target, color=BLACK, linestyle=(0, (5, 3)), linewidth=1.4, zorder=1)
    span = (float(x.max()) - float(x.min())) or max(float(x.max()), 1.0)
    begins = max(float(x.min()) - 0.06 * span, 0.0)  # space for the marks
    ax.set_xlim(begins, float(x.max()) + 0.22 * span)
    low = min(float(y.min()), sweep.target)
    ends = max(low - 0.07, 0.0), 1.0
    ax.set_ylim(*ends)
    left, right = ax.get_xlim()
    places = np.column_stack([(x - left) / (right - left), (y - ends[0]) / (ends[1] - ends[0])])
    for at, label, (right_of, above) in _labels(sweep, trade, places, wide):
        ax.annotate(
            label, (x[at], y[at]), xytext=(6 * right_of, 5 * above), textcoords="offset points",
            ha="left" if right_of > 0 else "right", va="bottom" if above > 0 else "top", fontsize="small", color=BLACK,
            zorder=5,
        )  # fmt: skip
    ax.set_xlabel(name)
    ax.xaxis.set_major_locator(MaxNLocator(5))
    ax.yaxis.set_major_formatter(PercentFormatter(1.0, symbol=" %"))
    bare(ax)


def _target(ax: Axes, target: float) -> None:
    """Label the line of the target beside the last panel."""
    ax.annotate(
        f"target\n{target:g}", (1.0, target), xycoords=ax.get_yaxis_transform(), xytext=(5, 0),
        textcoords="offset points", va="center", fontsize="small", fontweight="bold", annotation_clip=False,
    )  # fmt: skip


def _label(sweep: Sweep, points: Sequence[int]) -> str:
    """Return the label of points that share a mark: the values of their levers, as in "12, yes; 14, yes"."""
    rows = [
        ", ".join(value if isinstance(value, str) else literal(value) for value in values(sweep, at).values())
        for at in points
    ]
    more = f" and {len(rows) - TOGETHER} more" if len(rows) > TOGETHER else ""
    between = "; " if len(sweep.axes) > 1 else ", "
    return between.join(short(row, LETTERS) for row in rows[:TOGETHER]) + more


Box = tuple[float, float, float, float]
"""Left, bottom, right and top of a label, in a panel of size 1 by 1."""


def _labels(sweep: Sweep, trade: Trade, places: Reals, wide: float) -> Iterator[tuple[int, str, tuple[int, int]]]:
    """Yield the points on the front that get a label, each with its label and the side of the mark where it stands.

    A side is (1 or -1, 1 or -1): right or left of the mark, above or below it.

    Parameters
    ----------
    sweep, trade
        The sweep, and its trade.
    places
        Positions of all points, shape (n, 2), in a panel of size 1 by 1.
    wide
        Width of the panel relative to the width of the figure.

    Notes
    -----
    Both ends of the front always get a label, on the side where the label covers least. Another point gets a label only
    if this label covers nothing. Points whose marks look like one mark share a label.
    """
    order = sorted(trade.found.kept, key=lambda at: float(places[at, 0]))
    boxes: list[Box] = []
    done: set[int] = set()
    for at in dict.fromkeys([order[0], order[-1], *order[1:-1]]):
        if at in done or len(boxes) == NAMED:
            continue
        one_mark = sorted(each for each in order if float(np.abs(places[each] - places[at]).max()) < ONE)
        label = _label(sweep, one_mark)
        sides = {side: _box(places[at], label, side, wide) for side in ((1, -1), (1, 1), (-1, 1), (-1, -1))}
        covers = {side: _covered(box, np.delete(places, one_mark, axis=0), boxes) for side, box in sides.items()}
        side = min(covers, key=lambda each: covers[each])
        if covers[side] == 0 or at in (order[0], order[-1]):
            boxes.append(sides[side])
            done |= set(one_mark)
            yield at, label, side


def _box(place: Reals, label: str, side: tuple[int, int], wide: float) -> Box:
    """Return the box of a label beside a mark; a letter is 0.0085 of a figure wide and 0.045 of a panel high."""
    x = sorted((place[0] + 0.008 / wide * side[0], place[0] + (0.008 + 0.0085 * columns(label)) / wide * side[0]))
    y = sorted((place[1] + 0.01 * side[1], place[1] + 0.055 * side[1]))
    return x[0], y[0], x[1], y[1]


def _covered(box: Box, marks: Reals, labels: Sequence[Box]) -> int:
    """Return how many marks, labels and edges of the panel a label would touch; an edge counts twice."""
    left, low, right, high = box
    inside = (
        (marks[:, 0] > left - ONE)
        & (marks[:, 0] < right + ONE)
        & (marks[:, 1] > low - ONE)
        & (marks[:, 1] < high + ONE)
    )
    across = sum(left < other[2] and other[0] < right and low < other[3] and other[1] < high for other in labels)
    return int(inside.sum()) + across + 2 * sum((left < 0.0, right > 1.0, low < 0.0, high > 1.03))


def _unit(trade: Trade, number: int) -> tuple[str, float]:
    """Return the name of a criterion with its unit, and the divisor of its figures."""
    name = trade.criteria[number]
    if name.startswith("tonnes"):
        return "not shipped [t]", 1.0
    most = float(np.abs(trade.figures[:, number]).max())
    scale, unit = (1e6, "million USD") if most >= 1e6 else (1e3, "thousand USD") if most >= 1e3 else (1.0, "USD")
    return f"{name} [{unit}]", scale

"""What does a higher probability cost? Each point of a sweep by probability, cost and what stays behind."""

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
"""Most points on the front that are named; of more, both ends and some in between."""
LETTERS: Final = 26
ONE: Final = 0.012
"""Distance relative to a panel, about the width of a mark, below which points look like one."""
TOGETHER: Final = 3
"""Most points of one mark that are named; of more, only their number is given."""


def draw(found: Sweep) -> Sheet:
    """Return the figure of the trade-off of a sweep, with its answer as the title.

    Raises
    ------
    ValueError
        The sweep has one point, or too many to compare each pair.
    """
    of = _of(found)
    with ours():
        sheet = Sheet(HEIGHT)
        shown = [number for number in range(1, len(of.criteria)) if np.ptp(of.figures[:, number]) > 0.0] or [1]
        axes = sheet.subplots(1, len(shown), sharey=True, squeeze=False)[0]
        for number, ax in zip(shown, axes, strict=True):
            _panel(ax, found, of, number, 1.0 / len(shown))
        _target(axes[-1], found.target)
        axes[0].set_ylabel(f"probability of {short(milestone_name(found.milestone), 40)}")
        title(sheet, next(cheapest(found), _headline(of)))
        levers = ", ".join(axis.name for axis in found.axes)
        foot(
            sheet,
            f"{found.replications:,} histories of “{short(found.question.name, 60)}” at each of {len(found.points):,} "
            f"points, seed {found.seed}. Diamonds: no other point is as good in everything ({', '.join(of.criteria)}); "
            f"hollow: not settled. Grey: another point is. Beside them: {short(levers, 90)}.",
            *([f"The cost of {', '.join(of.unpriced)} is not stated and counts as nothing."] if of.unpriced else []),
        )
    return sheet


def onto(found: Sweep, ax: Axes) -> Axes:
    """Draw probability against the first other criterion on your own axes."""
    _panel(ax, found, _of(found), 1)
    _target(ax, found.target)
    return ax


def _of(found: Sweep) -> Trade:
    if found.trade is None:
        raise ValueError(f"expected from 2 to some hundred points to choose from, not {len(found.points):,}")
    return found.trade


def _headline(of: Trade) -> str:
    many, every = len(of.kept), len(of.figures)
    others = " and ".join([", ".join(of.criteria[:-1]), of.criteria[-1]])
    settled = many - len(of.open)
    sure = "all settled" if settled == many else f"{settled} of them settled" if settled else "none of them settled"
    return f"{many} of {every} points {'is' if many == 1 else 'are'} worth choosing from by {others} ({sure})"


def _panel(ax: Axes, found: Sweep, of: Trade, number: int, wide: float = 1.0) -> None:
    """Draw probability against criterion number `number`; the front as diamonds with the values of their levers.

    `wide` is the width of the panel relative to a separate figure.
    """
    name, scale = _unit(of, number)
    x, y = of.figures[:, number] / scale, of.figures[:, 0]
    for at in sorted(range(len(x)), key=lambda at: at in of.found.kept):
        on = at in of.found.kept
        shade = BLUE if on else GREY
        fill = shade if of.found.settled[at] and on else "white" if on else "#c9c9c9"
        ax.plot(
            x[at], y[at], "D" if on else "o", color=shade, markerfacecolor=fill, markersize=7 if on else 5,
            zorder=4 if on else 2, clip_on=False,
        )  # fmt: skip
    if len(of.criteria) == 2:
        order = sorted(of.found.kept, key=lambda at: x[at])
        ax.plot(x[order], y[order], color=BLUE, linewidth=1.2, zorder=3, drawstyle="steps-post")
    ax.axhline(found.target, color=BLACK, linestyle=(0, (5, 3)), linewidth=1.4, zorder=1)
    span = (float(x.max()) - float(x.min())) or max(float(x.max()), 1.0)
    begins = max(float(x.min()) - 0.06 * span, 0.0)  # so that marks are not clipped
    ax.set_xlim(begins, float(x.max()) + 0.22 * span)
    low = min(float(y.min()), found.target)
    ends = max(low - 0.07, 0.0), 1.0
    ax.set_ylim(*ends)
    left, right = ax.get_xlim()
    places = np.column_stack([(x - left) / (right - left), (y - ends[0]) / (ends[1] - ends[0])])
    for at, label, (right_of, above) in _labels(found, of, places, wide):
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


def _label(found: Sweep, points: Sequence[int]) -> str:
    """Return the values of the levers at points of one mark: "12, 14", or "12, yes; 14, yes" for two levers."""
    rows = [
        ", ".join(value if isinstance(value, str) else literal(value) for value in values(found, at).values())
        for at in points
    ]
    more = f" and {len(rows) - TOGETHER} more" if len(rows) > TOGETHER else ""
    between = "; " if len(found.axes) > 1 else ", "
    return between.join(short(row, LETTERS) for row in rows[:TOGETHER]) + more


Box = tuple[float, float, float, float]
"""Left, bottom, right and top of a label, in a panel of size 1 by 1."""


def _labels(found: Sweep, of: Trade, places: Reals, wide: float) -> Iterator[tuple[int, str, tuple[int, int]]]:
    """Yield the points on the front that have space for a name, with the name and its side of the mark.

    Parameters
    ----------
    found, of
        The sweep, and its trade.
    places
        Positions of all points, shape (n, 2), in a panel of size 1 by 1.
    wide
        Width of the panel relative to a separate figure.

    Notes
    -----
    Both ends come first, placed where they cover least; other names only where they cover nothing. Points of one mark
    are named together, because with one name the mark would look like a single point.
    """
    order = sorted(of.found.kept, key=lambda at: float(places[at, 0]))
    boxes: list[Box] = []
    done: set[int] = set()
    for at in dict.fromkeys([order[0], order[-1], *order[1:-1]]):
        if at in done or len(boxes) == NAMED:
            continue
        one_mark = sorted(each for each in order if float(np.abs(places[each] - places[at]).max()) < ONE)
        label = _label(found, one_mark)
        sides = {side: _box(places[at], label, side, wide) for side in ((1, -1), (1, 1), (-1, 1), (-1, -1))}
        covers = {side: _covered(box, np.delete(places, one_mark, axis=0), boxes) for side, box in sides.items()}
        side = min(covers, key=lambda each: covers[each])
        if covers[side] == 0 or at in (order[0], order[-1]):
            boxes.append(sides[side])
            done |= set(one_mark)
            yield at, label, side


def _box(place: Reals, label: str, side: tuple[int, int], wide: float) -> Box:
    """Return the box of a label beside a mark; letters are 0.0085 of a figure wide and 0.045 of a panel high."""
    x = sorted((place[0] + 0.008 / wide * side[0], place[0] + (0.008 + 0.0085 * columns(label)) / wide * side[0]))
    y = sorted((place[1] + 0.01 * side[1], place[1] + 0.055 * side[1]))
    return x[0], y[0], x[1], y[1]


def _covered(box: Box, marks: Reals, labels: Sequence[Box]) -> int:
    """Return how many marks, labels and edges of the panel a label would cover."""
    left, low, right, high = box
    inside = (
        (marks[:, 0] > left - ONE)
        & (marks[:, 0] < right + ONE)
        & (marks[:, 1] > low - ONE)
        & (marks[:, 1] < high + ONE)
    )
    across = sum(left < other[2] and other[0] < right and low < other[3] and other[1] < high for other in labels)
    return int(inside.sum()) + across + 2 * sum((left < 0.0, right > 1.0, low < 0.0, high > 1.03))


def _unit(of: Trade, number: int) -> tuple[str, float]:
    """Return the name of a criterion with its unit, and the divisor of its figures."""
    name = of.criteria[number]
    if name.startswith("tonnes"):
        return "not shipped [t]", 1.0
    most = float(np.abs(of.figures[:, number]).max())
    scale, unit = (1e6, "million USD") if most >= 1e6 else (1e3, "thousand USD") if most >= 1e3 else (1.0, "USD")
    return f"{name} [{unit}]", scale

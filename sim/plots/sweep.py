"""The figure of a sweep: the probability along one lever as a curve, over two as a map, over three as small maps."""

from __future__ import annotations

import math
from datetime import date
from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter, PercentFormatter

from sim.config.axes import Axis
from sim.config.literal import literal
from sim.domain.dates import day_and_month
from sim.experiment.decide.sweep.point import Point
from sim.experiment.decide.sweep.slice import Slice
from sim.experiment.decide.sweep.sweep import Sweep
from sim.experiment.decide.sweep.words import headline, more
from sim.experiment.decide.words import milestone_name
from sim.plots.style import BLACK, BLUE, GREY, VERMILLION, Sheet, bare, foot, ours, short, title

__all__ = ["apart", "draw", "onto"]

HEIGHT: Final = 5.6
LEVELS: Final = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99)
"""Probabilities that have a line on a map."""
FINE: Final = 121
"""Number of positions along each lever at which a surface is computed for drawing."""
DASHES: Final = ("-", (0, (7, 2)), (0, (1, 1.5)), (0, (5, 2, 1, 2)))
"""Line styles of several curves, so that they can be distinguished without colours."""
ACROSS: Final = 3
"""Number of small maps per row."""


def draw(sweep: Sweep) -> Sheet:
    """Return the figure of a sweep, with its answer as the title."""
    with ours():
        maps = [piece for piece in sweep.slices if len(piece.along) == 2]
        rows = -(-len(maps) // ACROSS)
        sheet = Sheet(HEIGHT if len(maps) <= 1 else 1.6 + 3.1 * rows)
        if not maps:
            _lines(sheet.add_subplot(), sweep)
        elif len(maps) == 1:
            _map(sheet.add_subplot(), sweep, maps[0], large=True)
        else:
            grid = sheet.subplots(rows, min(ACROSS, len(maps)), squeeze=False, sharex=True, sharey=True)
            for ax, piece in zip(grid.flat, maps, strict=False):
                _map(ax, sweep, piece, large=False)
            for ax in list(grid.flat)[len(maps) :]:
                ax.set_visible(False)
        title(sheet, headline(sweep))
        draws = (
            "same random numbers at all points"
            if sweep.common_random_numbers
            else "separate random numbers at each point"
        )
        foot(
            sheet,
            f"{sweep.replications:,} histories of “{short(sweep.question.name, 60)}” at each of {len(sweep.points):,} "
            f"points{more(sweep)}, {draws}, seed {sweep.seed}.",
            *_method(sweep, bool(maps)),
        )
    return sheet


def _method(sweep: Sweep, maps: bool) -> list[str]:
    """Return the sentences below the figure that explain its lines, bands and dots."""
    share = f"{100 * sweep.confidence:.0f} %"
    if maps:
        return [
            "Lines: probability by a smooth surface through the points (dots).",
            f"Shaded: where the {share} band of the surface contains the target of {sweep.target:g}.",
        ]
    if sweep.slices:
        return [
            f"Dots and whiskers: share of the histories with its {share} interval.",
            f"Line and band: a smooth curve through them and its {share} band. Sampling error only.",
        ]
    return [f"Dots and whiskers: share of the histories with its {share} interval, sampling error only."]


def onto(sweep: Sweep, ax: Axes) -> Axes:
    """Draw a sweep on your own axes: the first map over two levers if there is a map, otherwise the curves."""
    maps = [piece for piece in sweep.slices if len(piece.along) == 2]
    if maps:
        _map(ax, sweep, maps[0], large=True)
    else:
        _lines(ax, sweep)
    return ax


def _lines(ax: Axes, sweep: Sweep) -> None:
    """Draw the probability along the first lever of numbers or dates: a curve for each value of the other levers."""
    along = next((at for at, axis in enumerate(sweep.axes) if axis.positions is not None and len(axis.values) > 1), 0)
    axis = sweep.axes[along]
    places = axis.positions or tuple(float(at) for at in range(len(axis.values)))
    groups: dict[tuple[str, ...], list[Point]] = {}
    for point in sweep.points:
        key = tuple(_said(value) for at, value in enumerate(point.values) if at != along)
        groups.setdefault(key, []).append(point)
    curves = {tuple(_said(value) for value in piece.fixed.values()): piece for piece in sweep.slices}
    spread = (max(places) - min(places)) or 1.0
    marks = "osD^vP*X"
    names: list[tuple[float, str, str]] = []
    for number, (key, points) in enumerate(groups.items()):
        shift = 0.006 * spread * (number - (len(groups) - 1) / 2)
        x = np.array([places[axis.values.index(point.values[along])] for point in points])
        y, low, high = (np.array([getattr(point.seen, what) for point in points]) for what in ("value", "low", "high"))
        shade = BLUE if number == 0 else VERMILLION if number == 1 else GREY
        ax.errorbar(
            x + shift, y, [y - low, high - y], color=shade, marker=marks[number % len(marks)], markersize=5,
            linestyle="none", capsize=2.5, linewidth=1.1, zorder=3,
        )  # fmt: skip
        piece = curves.get(key)
        if piece is not None:
            fine = np.linspace(x.min(), x.max(), 200)
            value, least, most = piece.curve.at(fine)
            ax.plot(fine, value, color=shade, linewidth=2.2, linestyle=DASHES[number % len(DASHES)], zorder=4)
            ax.fill_between(fine, least, most, color=shade, alpha=0.18, linewidth=0)
        if key:
            ends = float(piece.curve.at(x.max())[0][0]) if piece is not None else float(y[-1])
            names.append((ends, short(", ".join(key), 30), shade))
    ax.axhline(sweep.target, color=BLACK, linestyle=(0, (5, 3)), linewidth=1.4, zorder=2)
    ax.annotate(
        f"target\n{sweep.target:g}", (1.0, sweep.target), xycoords=ax.get_yaxis_transform(), xytext=(5, 0),
        textcoords="offset points", va="center", fontsize="small", fontweight="bold", annotation_clip=False,
    )  # fmt: skip
    begins = max(0.0, math.floor(10 * min(min(point.seen.low for point in sweep.points), sweep.target) - 0.5) / 10)
    for (_, name, shade), height in zip(sorted(names), apart(sorted(each[0] for each in names), begins), strict=True):
        ax.annotate(
            name, (max(places) + 0.012 * spread, height), va="center", color=shade, fontweight="bold",
            fontsize="small", annotation_clip=False,
        )  # fmt: skip
    margin = 0.03 * spread
    ax.set_xlim(min(places) - margin, max(places) + margin * (6 if len(groups) > 1 else 1))
    ax.set_ylim(begins - 0.02 * (1 - begins), 1 + 0.02 * (1 - begins))
    ax.yaxis.set_major_formatter(PercentFormatter(1.0, symbol=" %"))
    _ticks(ax, axis, "x", places)
    cropped = f" (axis begins at {100 * begins:.0f} %)" if begins else ""
    ax.set_title(f"Probability of {milestone_name(sweep.milestone)}{cropped}")
    bare(ax)


def apart(heights: list[float], begins: float) -> list[float]:
    """Return heights for the names of curves: at the ends of the curves, but so far apart that names do not overlap.

    Parameters
    ----------
    heights
        Heights at which the curves end, ascending.
    begins
        Lower end of the axis, which ends at 1.
    """
    gap = 0.045 * (1.0 - begins)
    heights_apart = list(heights)
    for at in range(1, len(heights_apart)):
        heights_apart[at] = max(heights_apart[at], heights_apart[at - 1] + gap)
    if heights_apart and heights_apart[-1] > 1.0:
        heights_apart[-1] = 1.0
        for at in range(len(heights_apart) - 2, -1, -1):
            heights_apart[at] = min(heights_apart[at], heights_apart[at + 1] - gap)
    return heights_apart


def _map(ax: Axes, sweep: Sweep, piece: Slice, *, large: bool) -> None:
    """Draw a surface as labelled lines, the target bold, with the points as dots.

    Where the band of the surface contains the target, the map is shaded.
    """
    one, other = (sweep.axes[at] for at in piece.along)
    x, y = (np.array(axis.positions, np.float64) for axis in (one, other))
    fine_x, fine_y = np.linspace(x.min(), x.max(), FINE), np.linspace(y.min(), y.max(), FINE)
    grid_x, grid_y = np.meshgrid(fine_x, fine_y)
    everywhere = piece.curve.at(np.column_stack([grid_x.ravel(), grid_y.ravel()]))
    value, low, high = (each.reshape(grid_x.shape) for each in everywhere)
    inside = np.minimum(high - sweep.target, sweep.target - low)
    if inside.max() > 0.0:
        ax.contourf(grid_x, grid_y, inside, levels=[0.0, 1.0], colors=["#bcd4e6"])
    levels = [level for level in LEVELS if abs(level - sweep.target) > 0.004 and value.min() < level < value.max()]
    if levels:
        drawn = ax.contour(grid_x, grid_y, value, levels=levels, colors=GREY, linewidths=1.0)
        ax.clabel(drawn, fmt=lambda level: f"{100 * level:.0f} %", fontsize=8.5 if large else 7.5)
    if value.min() < sweep.target < value.max():
        bold = ax.contour(grid_x, grid_y, value, levels=[sweep.target], colors=BLACK, linewidths=2.6)
        ax.clabel(bold, fmt=lambda level: f"{100 * level:.0f} %", fontsize=10 if large else 8.5)
    dots = piece.curve.points
    ax.plot(
        dots[:, 0],
        dots[:, 1],
        linestyle="none",
        marker="o",
        color=BLUE,
        markersize=2.6 if large else 1.4,
        zorder=3,
        clip_on=False,
    )
    _ticks(ax, one, "x", tuple(x))
    _ticks(ax, other, "y", tuple(y))
    ax.set_xlim(x.min(), x.max())
    ax.set_ylim(y.min(), y.max())
    where = ", ".join(f"{sweep.axes[at].name} = {_said(value)}" for at, value in piece.fixed.items())
    ax.set_title(short(where, 40) if where else f"Probability of {milestone_name(sweep.milestone)}")


def _ticks(ax: Axes, axis: Axis, which: str, places: tuple[float, ...]) -> None:
    """Label the values of a lever at their positions."""
    line = ax.xaxis if which == "x" else ax.yaxis
    (ax.set_xlabel if which == "x" else ax.set_ylabel)(short(axis.name, 70))
    every = max(1, -(-len(places) // 12))
    labels = dict(zip(places, map(_said, axis.values), strict=True))
    line.set_major_locator(FixedLocator(places[::every]))
    line.set_major_formatter(FuncFormatter(lambda at, _: short(labels.get(at, ""), 18)))


def _said(value: Any) -> str:
    """Return a value of a lever as text; a date has no year."""
    if isinstance(value, date):
        return day_and_month(value)
    return value if isinstance(value, str) else literal(value)

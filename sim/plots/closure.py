"""The figure of the closure: fifty equally likely dots above the S-curve of the closure, against the deadline."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from sim.analysis.statistics.estimates import in_words
from sim.model.calendars import NEVER
from sim.plots.calendar import date_axis, dated, due
from sim.plots.setting import Setting
from sim.plots.style import BLACK, BLUE, GREY, VERMILLION, Sheet, bare, caption, deadline, title

__all__ = ["answer", "chance", "draw", "onto"]

CORNERS: Final = 4_000
"""Largest number of steps of the curve; it is larger than the width of the figure in pixels."""
HOUR: Final = 3600
DAY: Final = 24 * HOUR
DOTS: Final = 50
"""Number of dots; if there are fewer histories, each history is a dot."""
BINS: Final = range(24, 81, 4)
"""Numbers of stacks for which there is space side by side: they are tried, the smallest first, until the highest stack
fits. Fewer stacks have larger dots. If no number fits, the largest is used, and dots overlap."""
LETTER: Final = 0.0085
"""Width of a letter relative to the width of the figure."""
LATE: Final = 40
"""If there are at most this many late histories, a tick marks each of them."""

Instants = npt.NDArray[np.int64]


def draw(figure: Sheet, closure: Instants, setting: Setting) -> None:
    """Draw the dots of closure above its S-curve.

    Parameters
    ----------
    figure
        An empty sheet.
    closure
        Instant at which the last required mover left in each history, NEVER if not by the horizon; shape (n,).
    setting
        Facts about the study.
    """
    out = np.sort(closure[closure < NEVER])
    low, high = _span(out, setting)
    top, bottom = figure.subplots(2, 1, sharex=True, height_ratios=[2, 3])
    hours = _in_hours(out, setting)
    _dots(top, out, low, high, setting, (9.2, 2.0))
    _curve(bottom, out, low, high, setting)
    if len(out) < setting.n:
        _unfinished(bottom, len(out), setting)
    for ax in (top, bottom):
        date_axis(ax, setting.clock, low, high, most=9 if hours else 11, name=ax is bottom)
        deadline(ax, setting, chance(setting) if ax is top else None, hours=hours)
    _sides(top, out, setting)
    top.tick_params(axis="x", labelbottom=False)
    title(figure, answer(out, setting))
    always = ", valid whenever the run stops" if setting.always else ""
    caption(
        figure,
        setting,
        "Closure is when the last required person or item is out.",
        f"On time: {100 * setting.on_time.confidence:g} % interval, sampling error only{always}.",
        "A history that does not close by the end of the clock counts as late; the curve then stays below 1.",
    )


def onto(ax: Axes, closure: Instants, setting: Setting) -> None:
    """Draw the dots, without the curve, on axes."""
    out = np.sort(closure[closure < NEVER])
    low, high = _span(out, setting)
    box = ax.get_position()
    figure = ax.figure
    wide, tall = figure.get_figwidth() * box.width, figure.get_figheight() * box.height  # type: ignore[union-attr]
    _dots(ax, out, low, high, setting, (wide, tall))
    hours = _in_hours(out, setting)
    date_axis(ax, setting.clock, low, high, most=max(int(wide / (1.2 if hours else 0.9)), 2))
    deadline(ax, setting, size="small", hours=hours)
    _sides(ax, out, setting)


def answer(out: Instants, setting: Setting) -> str:
    """Return the headline: by when half of the histories are out, and how many miss the deadline.

    `out` has the closures of the histories that closed, sorted, shape (n_closed,).
    """
    n, late = setting.n, setting.on_time.n - setting.on_time.met
    hours = _in_hours(out, setting)
    date_due = due(setting.deadline, setting.clock, hours=hours)
    date_due = f"the deadline, {date_due}" if hours else date_due
    if len(out) == 0:
        who = "The one history is not" if n == 1 else f"None of the {n:,} histories is"
        return f"{who} out by {dated(setting.horizon, setting.clock)}, the end of the clock"
    if n == 1:
        did = "misses" if late else "makes"
        return f"The one history is out on {dated(out[0], setting.clock, hours=hours)}; it {did} {date_due}"
    misses = {0: f"all {n:,} make", n: f"all {n:,} miss", 1: f"1 of {n:,} misses"}
    rest = f"{misses.get(late, f'{late:,} of {n:,} miss')} {date_due}"
    half = (n + 1) // 2
    if len(out) < half:
        return f"Only {len(out):,} of {n:,} histories are out by {dated(setting.horizon, setting.clock)}; {rest}"
    return f"Half of the histories are out by {dated(out[half - 1], setting.clock, hours=hours)}; {rest}"


def chance(setting: Setting) -> str:
    """Return the probability of meeting the deadline as text, with its interval or a bound."""
    seen = setting.on_time
    return f"P(on time) {in_words(seen.value, seen.low, seen.high, seen.met, seen.n)}"


def _in_hours(out: Instants, setting: Setting) -> bool:
    """Whether the figure shows hours, because its axis of dates is shorter than four days."""
    low, high = _span(out, setting)
    return high - low < 4 * DAY


def _span(out: Instants, setting: Setting) -> tuple[float, float]:
    """Return the limits of the axis [s]: around all closures and the deadline; the whole clock if no history closed."""
    if len(out) == 0:
        return 0.0, setting.horizon * 1.02
    low, high = min(int(out[0]), setting.deadline), max(int(out[-1]), setting.deadline)
    margin = max(0.06 * (high - low), HOUR)
    return max(0.0, low - margin) if low > 0 else -margin, high + margin


def _dots(ax: Axes, out: Instants, low: float, high: float, setting: Setting, inches: tuple[float, float]) -> None:
    """Draw quantiles of closure as stacked dots, aligned with the deadline so that no stack is partly late.

    Parameters
    ----------
    inches
        Width and height of the axes in inches.
    """
    many = min(DOTS, setting.n)
    ranks = ((np.arange(many) + 0.5) * setting.n / many).astype(np.int64)
    shown = out[ranks[ranks < len(out)]]
    wide, tall = inches
    for bins in BINS:
        step = (high - low) / bins
        stack = np.ceil((shown - setting.deadline) / step).astype(np.int64)  # a closure at the very deadline is on time
        height = np.array([np.sum(stack[:place] == each) for place, each in enumerate(stack.tolist())], np.int64)
        levels = tall * bins / wide
        if 1.3 * (int(height.max(initial=0)) + 1) <= levels:
            break
    at = setting.deadline + (stack - 0.5) * step
    up = height * min(1.0, (levels / 1.3 - 1) / max(int(height.max(initial=0)), 1)) + 0.5
    size = (0.84 * 72 * wide / bins) ** 2
    late = stack > 0
    style: dict[str, Any] = {"s": size, "zorder": 3}
    ax.scatter(at[~late], up[~late], color=BLUE, edgecolor="white", linewidth=0.6, **style).set_gid("on time")
    ax.scatter(at[late], up[late], facecolor="white", edgecolor=VERMILLION, linewidth=1.8, **style).set_gid("late")
    each = out[out > setting.deadline]
    if 0 < len(each) <= LATE:
        below: dict[str, Any] = {"transform": ax.get_xaxis_transform(), "clip_on": False, "zorder": 5}
        ax.plot(each, np.full(len(each), -0.045), "|", color=VERMILLION, markersize=9, **below)[0].set_gid("each late")
    if not len(out):
        words: dict[str, Any] = {"ha": "center", "va": "center", "transform": ax.transAxes, "color": GREY}
        ax.text(0.5, 0.5, "no history closes", **words)
    ax.set_ylim(0, max(levels, 2.0))
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    part = f"{100 / many:.3g} % of the histories" if many < setting.n else "one history"
    ax.set_ylabel(f"each dot is\n{part}", fontsize="small")


def _sides(ax: Axes, out: Instants, setting: Setting) -> None:
    """Write on the two sides of the deadline how many histories are on time and late, beside the line if words fit."""
    low, high = ax.get_xlim()
    seen, ticks = setting.on_time, int((out > setting.deadline).sum())
    late, never = seen.n - seen.met, setting.n - len(out)
    how = ", each a tick below" if 0 < ticks <= LATE and not never else f", {never:,} of them not out" if never else ""
    place = (setting.deadline - low) / (high - low)
    for count, words, side, space in (
        (seen.met, f"on time: {seen.met:,} of {seen.n:,}", -1, place),
        (late, f"late: {late:,}{how}", 1, 1 - place),
    ):
        beside = space > LETTER * (len(words) + 1)
        at = setting.deadline if beside else (low if side < 0 else high)
        ax.annotate(
            words if count else "",
            (at, 1.0),
            xycoords=ax.get_xaxis_transform(),
            xytext=(side * 7 if beside else 0, -3 if beside else -17),
            textcoords="offset points",
            ha="right" if (side < 0) == beside else "left",
            va="top",
            color=BLUE if side < 0 else VERMILLION,
            fontsize="small",
            fontweight="bold",
        )


def _curve(ax: Axes, out: Instants, low: float, high: float, setting: Setting) -> None:
    """Draw the share of histories out by each date, and the probability of meeting the deadline."""
    steps = _steps(out, low, high)
    share = np.concatenate([[0], steps + 1, [len(out)]]) / setting.n
    at = np.concatenate([[low], out[steps], [high]])
    ax.plot(at, share, drawstyle="steps-post", color=BLUE, linewidth=2.2, zorder=3)
    ax.fill_between(at, share, step="post", color=BLUE, alpha=0.10, linewidth=0)
    ax.set_xlim(low, high)
    ax.set_ylim(0, 1.04)
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:.0f} %"))
    ax.set_ylabel("share of histories out by then")
    bare(ax)
    for p, words in ((0.5, "half"), (0.9, "9 in 10")):
        rank = int(np.ceil(setting.n * p - 1e-9)) - 1
        if setting.n > 1 and rank < len(out):
            _mark(
                ax,
                float(out[rank]),
                p,
                f"{words}: {dated(out[rank], setting.clock, hours=_in_hours(out, setting))}",
                setting,
            )
    _interval(ax, setting)


def _steps(out: Instants, low: float, high: float) -> Instants:
    """Return the indices of the closures at which the curve is drawn: all, or the last in each of `CORNERS` spans."""
    places = np.arange(len(out))
    if len(out) <= CORNERS:
        return places
    span = ((out - low) * (CORNERS / (high - low))).astype(np.int64)
    last: Instants = places[np.append(span[1:] != span[:-1], True)]
    return last


def _mark(ax: Axes, at: float, p: float, words: str, setting: Setting) -> None:
    """Mark a quantile on the curve; the words beside it neither cover the deadline nor leave the axes, if possible."""
    ax.plot([at], [p], marker="o", color=BLUE, markeredgecolor="white", markersize=8, zorder=5)
    low, high = ax.get_xlim()
    wide = LETTER * (len(words) + 3) * (high - low)
    left = at - wide > low and not at - wide <= setting.deadline <= at
    if not left and (at + wide > high or at <= setting.deadline <= at + wide):
        left = setting.deadline > at  # neither side is free: take the side away from the deadline
    ax.annotate(
        words,
        (at, p),
        xytext=(-9, 3) if left else (10, -12),
        textcoords="offset points",
        ha="right" if left else "left",
        zorder=7,
    )


def _interval(ax: Axes, setting: Setting) -> None:
    """Draw the probability of meeting the deadline, with its interval, where the deadline crosses the curve."""
    seen = setting.on_time
    ax.errorbar(
        [setting.deadline],
        [seen.value],
        yerr=[[max(seen.value - seen.low, 0)], [max(seen.high - seen.value, 0)]],
        fmt="D",
        color=BLACK,
        markersize=6,
        capsize=5,
        linewidth=1.6,
        zorder=6,
    )


def _unfinished(ax: Axes, closed: int, setting: Setting) -> None:
    """Shade and label the gap between the end of the curve and 1, which stands for the histories that do not close."""
    missing = setting.n - closed
    share = closed / setting.n
    ax.axhspan(share, 1.0, color=VERMILLION, alpha=0.12, linewidth=0, hatch="..")
    words = f"not out by {dated(setting.horizon, setting.clock)}: {missing:,}"
    high = 1.0 - share > 0.08
    ax.annotate(
        words,
        (0.012, (share + 1) / 2 if high else share),
        xycoords=("axes fraction", "data"),
        xytext=(0, 0 if high else -3),
        textcoords="offset points",
        va="center" if high else "top",
        fontsize="small",
    )

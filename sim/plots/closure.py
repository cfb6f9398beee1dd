"""When will the force be out? Closure as fifty equally likely dots above its S-curve, against the deadline."""

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
"""Steps of the curve: more than the pixels of the figure from left to right."""
HOUR: Final = 3600
DAY: Final = 24 * HOUR
DOTS: Final = 50
"""Number of dots; with fewer histories, each is a dot."""
BINS: Final = range(24, 81, 4)
"""Possible numbers of stacks: the fewest that are not too high give the largest dots; with the most, dots overlap."""
LETTER: Final = 0.0085
"""Width of a letter relative to the sheet."""
LATE: Final = 40
"""Most late histories that are marked by individual ticks."""

Instants = npt.NDArray[np.int64]


def draw(figure: Sheet, closure: Instants, about: Setting) -> None:
    """Draw the dots of closure above its S-curve.

    Parameters
    ----------
    figure
        An empty sheet.
    closure
        Instants at which the last required mover left, NEVER if not by the horizon; shape (n,).
    about
        The study.
    """
    out = np.sort(closure[closure < NEVER])
    low, high = _span(out, about)
    top, bottom = figure.subplots(2, 1, sharex=True, height_ratios=[2, 3])
    hours = _in_hours(out, about)
    _dots(top, out, low, high, about, (9.2, 2.0))
    _curve(bottom, out, low, high, about)
    if len(out) < about.n:
        _unfinished(bottom, len(out), about)
    for ax in (top, bottom):
        date_axis(ax, about.clock, low, high, most=9 if hours else 11, name=ax is bottom)
        deadline(ax, about, chance(about) if ax is top else None, hours=hours)
    _sides(top, out, about)
    top.tick_params(axis="x", labelbottom=False)
    title(figure, answer(out, about))
    always = ", valid whenever one stops" if about.always else ""
    caption(
        figure,
        about,
        "Closure is when the last required person or item is out.",
        f"On time: {100 * about.on_time.confidence:g} % interval, sampling error only{always}.",
        "A history that does not close by the end of the clock counts as late; the curve then stays below 1.",
    )


def onto(ax: Axes, closure: Instants, about: Setting) -> None:
    """Draw the dots on axes."""
    out = np.sort(closure[closure < NEVER])
    low, high = _span(out, about)
    box = ax.get_position()
    figure = ax.figure
    wide, tall = figure.get_figwidth() * box.width, figure.get_figheight() * box.height  # type: ignore[union-attr]
    _dots(ax, out, low, high, about, (wide, tall))
    hours = _in_hours(out, about)
    date_axis(ax, about.clock, low, high, most=max(int(wide / (1.2 if hours else 0.9)), 2))
    deadline(ax, about, size="small", hours=hours)
    _sides(ax, out, about)


def answer(out: Instants, about: Setting) -> str:
    """Return the answer in words, from the sorted closures that came."""
    n, late = about.n, about.on_time.n - about.on_time.met
    hours = _in_hours(out, about)
    date_due = due(about.deadline, about.clock, hours=hours)
    date_due = f"the deadline, {date_due}" if hours else date_due
    if len(out) == 0:
        who = "The one history is not" if n == 1 else f"None of the {n:,} histories is"
        return f"{who} out by {dated(about.horizon, about.clock)}, the end of the clock"
    if n == 1:
        did = "misses" if late else "makes"
        return f"The one history is out on {dated(out[0], about.clock, hours=hours)}; it {did} {date_due}"
    misses = {0: f"all {n:,} make", n: f"all {n:,} miss", 1: f"1 of {n:,} misses"}
    rest = f"{misses.get(late, f'{late:,} of {n:,} miss')} {date_due}"
    half = (n + 1) // 2
    if len(out) < half:
        return f"Only {len(out):,} of {n:,} histories are out by {dated(about.horizon, about.clock)}; {rest}"
    return f"Half of the histories are out by {dated(out[half - 1], about.clock, hours=hours)}; {rest}"


def chance(about: Setting) -> str:
    """Return the probability of the deadline in words, with its interval or a bound."""
    seen = about.on_time
    return f"P(on time) {in_words(seen.value, seen.low, seen.high, seen.met, seen.n)}"


def _in_hours(out: Instants, about: Setting) -> bool:
    """Whether hours matter: closures and deadline lie within a few days."""
    low, high = _span(out, about)
    return high - low < 4 * DAY


def _span(out: Instants, about: Setting) -> tuple[float, float]:
    """Return the limits of the axis: all closures and the deadline, or the whole clock if none came."""
    if len(out) == 0:
        return 0.0, about.horizon * 1.02
    low, high = min(int(out[0]), about.deadline), max(int(out[-1]), about.deadline)
    room = max(0.06 * (high - low), HOUR)
    return max(0.0, low - room) if low > 0 else -room, high + room


def _dots(ax: Axes, out: Instants, low: float, high: float, about: Setting, inches: tuple[float, float]) -> None:
    """Draw quantiles of closure as stacked dots, aligned with the deadline so that no stack is both early and late.

    Parameters
    ----------
    inches
        Width and height of the axes.
    """
    many = min(DOTS, about.n)
    ranks = ((np.arange(many) + 0.5) * about.n / many).astype(np.int64)
    shown = out[ranks[ranks < len(out)]]
    wide, tall = inches
    for bins in BINS:
        step = (high - low) / bins
        stack = np.ceil((shown - about.deadline) / step).astype(np.int64)  # exactly at the deadline is on time
        height = np.array([np.sum(stack[:place] == each) for place, each in enumerate(stack.tolist())], np.int64)
        room = tall * bins / wide
        if 1.3 * (int(height.max(initial=0)) + 1) <= room:
            break
    at = about.deadline + (stack - 0.5) * step
    up = height * min(1.0, (room / 1.3 - 1) / max(int(height.max(initial=0)), 1)) + 0.5
    size = (0.84 * 72 * wide / bins) ** 2
    late = stack > 0
    style: dict[str, Any] = {"s": size, "zorder": 3}
    ax.scatter(at[~late], up[~late], color=BLUE, edgecolor="white", linewidth=0.6, **style).set_gid("on time")
    ax.scatter(at[late], up[late], facecolor="white", edgecolor=VERMILLION, linewidth=1.8, **style).set_gid("late")
    each = out[out > about.deadline]
    if 0 < len(each) <= LATE:
        below: dict[str, Any] = {"transform": ax.get_xaxis_transform(), "clip_on": False, "zorder": 5}
        ax.plot(each, np.full(len(each), -0.045), "|", color=VERMILLION, markersize=9, **below)[0].set_gid("each late")
    if not len(out):
        words: dict[str, Any] = {"ha": "center", "va": "center", "transform": ax.transAxes, "color": GREY}
        ax.text(0.5, 0.5, "no history closes", **words)
    ax.set_ylim(0, max(room, 2.0))
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    part = f"{100 / many:.3g} % of the histories" if many < about.n else "one history"
    ax.set_ylabel(f"each dot is\n{part}", fontsize="small")


def _sides(ax: Axes, out: Instants, about: Setting) -> None:
    """Write on each side of the deadline how many histories are there, beside it or where there is space."""
    low, high = ax.get_xlim()
    seen, ticks = about.on_time, int((out > about.deadline).sum())
    late, never = seen.n - seen.met, about.n - len(out)
    how = ", each a tick below" if 0 < ticks <= LATE and not never else f", {never:,} of them not out" if never else ""
    place = (about.deadline - low) / (high - low)
    for count, words, side, room in (
        (seen.met, f"on time: {seen.met:,} of {seen.n:,}", -1, place),
        (late, f"late: {late:,}{how}", 1, 1 - place),
    ):
        beside = room > LETTER * (len(words) + 1)
        at = about.deadline if beside else (low if side < 0 else high)
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


def _curve(ax: Axes, out: Instants, low: float, high: float, about: Setting) -> None:
    """Draw the share of all histories that have closed, with the probability of the deadline."""
    steps = _steps(out, low, high)
    share = np.concatenate([[0], steps + 1, [len(out)]]) / about.n
    at = np.concatenate([[low], out[steps], [high]])
    ax.plot(at, share, drawstyle="steps-post", color=BLUE, linewidth=2.2, zorder=3)
    ax.fill_between(at, share, step="post", color=BLUE, alpha=0.10, linewidth=0)
    ax.set_xlim(low, high)
    ax.set_ylim(0, 1.04)
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:.0f} %"))
    ax.set_ylabel("share of histories out by then")
    bare(ax)
    for p, words in ((0.5, "half"), (0.9, "9 in 10")):
        rank = int(np.ceil(about.n * p - 1e-9)) - 1
        if about.n > 1 and rank < len(out):
            _mark(
                ax, float(out[rank]), p, f"{words}: {dated(out[rank], about.clock, hours=_in_hours(out, about))}", about
            )
    _interval(ax, about)


def _steps(out: Instants, low: float, high: float) -> Instants:
    """Return the closures at which the curve is drawn: all, or for very many the last in each of `CORNERS` spans."""
    places = np.arange(len(out))
    if len(out) <= CORNERS:
        return places
    span = ((out - low) * (CORNERS / (high - low))).astype(np.int64)
    last: Instants = places[np.append(span[1:] != span[:-1], True)]
    return last


def _mark(ax: Axes, at: float, p: float, words: str, about: Setting) -> None:
    """Mark a quantile on the curve, with words on the left, away from the curve, or clear of the deadline."""
    ax.plot([at], [p], marker="o", color=BLUE, markeredgecolor="white", markersize=8, zorder=5)
    low, high = ax.get_xlim()
    wide = LETTER * (len(words) + 3) * (high - low)
    left = at - wide > low and not at - wide <= about.deadline <= at
    if not left and (at + wide > high or at <= about.deadline <= at + wide):
        left = about.deadline > at  # the line is on the other side
    ax.annotate(
        words,
        (at, p),
        xytext=(-9, 3) if left else (10, -12),
        textcoords="offset points",
        ha="right" if left else "left",
        zorder=7,
    )


def _interval(ax: Axes, about: Setting) -> None:
    """Draw the probability of the deadline with its interval where the deadline crosses the curve."""
    seen = about.on_time
    ax.errorbar(
        [about.deadline],
        [seen.value],
        yerr=[[max(seen.value - seen.low, 0)], [max(seen.high - seen.value, 0)]],
        fmt="D",
        color=BLACK,
        markersize=6,
        capsize=5,
        linewidth=1.6,
        zorder=6,
    )


def _unfinished(ax: Axes, closed: int, about: Setting) -> None:
    """Label the gap between the curve and 1."""
    missing = about.n - closed
    share = closed / about.n
    ax.axhspan(share, 1.0, color=VERMILLION, alpha=0.12, linewidth=0, hatch="..")
    words = f"not out by {dated(about.horizon, about.clock)}: {missing:,}"
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

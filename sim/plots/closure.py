"""When will we be out? Distribution and S-curve of closure, against the deadline."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.analysis.statistics.estimates import in_words
from sim.model.calendars import NEVER
from sim.plots.calendar import date_axis, due, told
from sim.plots.setting import Setting
from sim.plots.style import BLACK, BLUE, GREY, VERMILLION, Sheet, bare, caption, deadline, title

__all__ = ["answer", "chance", "draw"]

CORNERS: Final = 4_000
"""Steps of the curve: more than the figure has dots from left to right."""
HOUR: Final = 3600
DAY: Final = 24 * HOUR
STEPS: Final = (HOUR, 6 * HOUR, DAY, 7 * DAY, 28 * DAY)
"""Widths of a bar; the finest with at most 60 bars is taken."""
WORDS: Final = {HOUR: "hour", 6 * HOUR: "six hours", DAY: "day", 7 * DAY: "week", 28 * DAY: "four weeks"}

Instants = npt.NDArray[np.int64]


def draw(figure: Sheet, closure: Instants, about: Setting) -> None:
    """Draw the distribution of closure above its S-curve.

    Parameters
    ----------
    figure
        An empty sheet.
    closure
        Instants at which the last required mover left, NEVER where it did not by the horizon; shape (n,).
    about
        The study.
    """
    out = np.sort(closure[closure < NEVER])
    low, high = _span(out, about)
    top, bottom = figure.subplots(2, 1, sharex=True, height_ratios=[2, 3])
    hours = _in_hours(out, about)
    step = _histogram(top, out, low, high, about)
    _curve(bottom, out, low, high, about)
    if len(out) < about.n:
        _unfinished(bottom, len(out), about)
    for ax in (top, bottom):
        date_axis(ax, about.clock, low, high, most=9 if hours else 11, name=ax is bottom)
        deadline(ax, about, chance(about) if ax is top else None, hours=hours)
    top.tick_params(axis="x", labelbottom=False)
    title(figure, answer(out, about))
    always = ", valid whenever one stops" if about.always else ""
    caption(
        figure,
        about,
        f"Closure is when the last required person or item is out; bars count histories by {step}.",
        f"On time: {100 * about.on_time.confidence:g} % interval, sampling error only{always}.",
        "A history that does not close by the end of the clock counts as late; the curve then stays below 1.",
    )


def answer(out: Instants, about: Setting) -> str:
    """Return the answer in words, from the closures that came, in order."""
    n, late = about.n, about.on_time.n - about.on_time.met
    hours = _in_hours(out, about)
    promised = due(about.deadline, about.clock, hours=hours)
    promised = f"the deadline, {promised}" if hours else promised
    if len(out) == 0:
        who = "The one history is not" if n == 1 else f"None of the {n:,} histories is"
        return f"{who} out by {told(about.horizon, about.clock)}, the end of the clock"
    if n == 1:
        kept = "misses" if late else "makes"
        return f"The one history is out on {told(out[0], about.clock, hours=hours)}; it {kept} {promised}"
    misses = {0: f"all {n:,} make", n: f"all {n:,} miss", 1: f"1 of {n:,} misses"}
    rest = f"{misses.get(late, f'{late:,} of {n:,} miss')} {promised}"
    half = (n + 1) // 2
    if len(out) < half:
        return f"Only {len(out):,} of {n:,} histories are out by {told(about.horizon, about.clock)}; {rest}"
    return f"Half of the histories are out by {told(out[half - 1], about.clock, hours=hours)}; {rest}"


def chance(about: Setting) -> str:
    """Tell the probability of the deadline with its interval; what always or never happened is bounded."""
    seen = about.on_time
    return f"P(on time) {in_words(seen.value, seen.low, seen.high, seen.met, seen.n)}"


def _in_hours(out: Instants, about: Setting) -> bool:
    """Whether hours matter: closures and deadline lie within a few days."""
    low, high = _span(out, about)
    return high - low < 4 * DAY


def _span(out: Instants, about: Setting) -> tuple[float, float]:
    """Limits of the axis: all closures and the deadline; where none came, the whole clock."""
    if len(out) == 0:
        return 0.0, about.horizon * 1.02
    low, high = min(int(out[0]), about.deadline), max(int(out[-1]), about.deadline)
    room = max(0.06 * (high - low), HOUR)
    return max(0.0, low - room) if low > 0 else -room, high + room


def _histogram(ax: Axes, out: Instants, low: float, high: float, about: Setting) -> str:
    """Count closures by hour, day or week from the deadline, so that no bar is both early and late."""
    step = next((each for each in STEPS if (high - low) / each <= 60), STEPS[-1])
    first = about.deadline - int(np.ceil((about.deadline - low) / step)) * step
    edges = np.arange(first, high + step, step)
    counts, _ = np.histogram(out - 1, edges)  # what closes on the stroke of the deadline is on time
    late = edges[:-1] >= about.deadline
    style: dict[str, Any] = {"align": "edge", "edgecolor": "white", "linewidth": 0.6}
    ax.bar(edges[:-1][~late], counts[~late], step, color=BLUE, label="on time", **style)
    if counts[late].any():
        ax.bar(edges[:-1][late], counts[late], step, color=VERMILLION, hatch="////", label="late", **style)
        ax.legend(loc="best")
    if not len(out):
        words: dict[str, Any] = {"ha": "center", "va": "center", "transform": ax.transAxes, "color": GREY}
        ax.text(0.5, 0.5, "no history closes", **words)
    ax.set_ylim(0, max(1.0, 1.12 * counts.max(initial=0)))
    ax.yaxis.set_major_locator(MaxNLocator(4, integer=True, steps=[1, 2, 5, 10]))
    ax.set_ylabel("histories")
    bare(ax)
    return WORDS[step]


def _curve(ax: Axes, out: Instants, low: float, high: float, about: Setting) -> None:
    """Draw the share of all histories that have closed, and the probability of the deadline upon it."""
    steps = _steps(out, low, high)
    share = np.concatenate([[0], steps + 1, [len(out)]]) / about.n
    at = np.concatenate([[low], out[steps], [high]])
    ax.plot(at, share, drawstyle="steps-post", color=BLUE, linewidth=2.2, zorder=3)
    ax.fill_between(at, share, step="post", color=BLUE, alpha=0.10, linewidth=0)
    ax.set_ylim(0, 1.04)
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:.0f} %"))
    ax.set_ylabel("histories out by then")
    bare(ax)
    for p, words in ((0.5, "half"), (0.9, "9 in 10")):
        rank = int(np.ceil(about.n * p - 1e-9)) - 1
        if about.n > 1 and rank < len(out):
            _mark(ax, float(out[rank]), p, f"{words}: {told(out[rank], about.clock, hours=_in_hours(out, about))}")
    _interval(ax, about)


def _steps(out: Instants, low: float, high: float) -> Instants:
    """Places of the closures at which the curve is drawn: all, or of very many the last in each of `CORNERS` spans."""
    places = np.arange(len(out))
    if len(out) <= CORNERS:
        return places
    span = ((out - low) * (CORNERS / (high - low))).astype(np.int64)
    last: Instants = places[np.append(span[1:] != span[:-1], True)]
    return last


def _mark(ax: Axes, at: float, p: float, words: str) -> None:
    """Mark a quantile on the curve; its words stand above on the left, where the curve is not."""
    ax.plot([at], [p], marker="o", color=BLUE, markeredgecolor="white", markersize=8, zorder=5)
    low, high = ax.get_xlim()
    left = (at - low) / (high - low) > 0.25
    offset = (-9, 3) if left else (10, -12)
    ax.annotate(
        words,
        (at, p),
        xytext=offset,
        textcoords="offset points",
        ha="right" if left else "left",
        bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1.0},
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
    """Name the gap that the curve leaves below 1."""
    missing = about.n - closed
    share = closed / about.n
    ax.axhspan(share, 1.0, color=VERMILLION, alpha=0.12, linewidth=0, hatch="..")
    words = f"not out by {told(about.horizon, about.clock)}: {missing:,}"
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

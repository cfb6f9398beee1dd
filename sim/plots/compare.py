"""The figure of a comparison: for each plan its probability, its difference from plan 1, and criteria such as cost."""

from __future__ import annotations

from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.analysis.statistics.estimates import in_words
from sim.experiment.decide.compare.comparison import Comparison, Outcome
from sim.experiment.decide.compare.table import brief
from sim.experiment.decide.compare.words import headline
from sim.experiment.decide.words import milestone_name
from sim.plots.style import BLACK, BLUE, GREY, Sheet, bare, foot, ours, short, title

__all__ = ["draw", "onto"]

LETTERS: Final = 34
"""Longer names of plans are shortened to this number of letters."""


def draw(comparison: Comparison) -> Sheet:
    """Return the figure of a comparison, with its answer as the title."""
    with ours():
        many = len(comparison.outcomes)
        sheet = Sheet(2.3 + 0.36 * many)
        further = _further(comparison)
        ratios = [1.25, 1.0, *(0.62 for _ in further)]
        axes = sheet.subplots(1, len(ratios), sharey=True, squeeze=False, width_ratios=ratios)[0]
        _chances(axes[0], comparison)
        _differences(axes[1], comparison)
        for ax, (name, values) in zip(axes[2:], further, strict=True):
            _amounts(ax, comparison, name, values)
        title(sheet, headline(comparison))
        foot(sheet, *_method(comparison))
    return sheet


def onto(comparison: Comparison, ax: Axes) -> Axes:
    """Draw the probabilities of a comparison on your own axes."""
    _chances(ax, comparison)
    return ax


def _method(comparison: Comparison) -> list[str]:
    """Return the sentences below the figure."""
    share = f"{100 * comparison.confidence:.0f} %"
    many = f"{comparison.replications:,} histories of each plan"
    if comparison.ended is not None:
        many = f"Up to {comparison.replications:,} histories of each plan, fewer of plans that were eliminated"
    return [
        f"{many}, the same random numbers in all, seed {comparison.seed}. "
        f"Whiskers: {share} intervals, sampling error only.",
        "Blue, with a star: may be the best. Grey: worse than another plan. Diamond: no other plan is as good in "
        f"everything ({', '.join(comparison.criteria)}); hollow: not settled.",
    ]


def _look(each: Outcome) -> dict[str, object]:
    """Return the colour and mark of a plan; `_chances` also puts a star before the names of blue plans."""
    shade = BLUE if each.beaten_by is None else GREY
    fill = shade if each.front_settled else "white"
    return {"color": shade, "marker": "D" if each.on_front else "o", "markerfacecolor": fill, "markersize": 6}


def _chances(ax: Axes, comparison: Comparison) -> None:
    """Draw the probability of each plan with its interval."""
    for at, each in enumerate(comparison.outcomes):
        seen = each.seen
        _whisker(ax, at, each, seen.value, seen.low, seen.high)
        text = in_words(seen.value, seen.low, seen.high, seen.met, seen.n, interval=False)
        _label(ax, at, text, seen.high, bold=each is comparison.best)
    names = [
        f"{at} {'*' if each.beaten_by is None else ' '} {brief(each.name, LETTERS)}"
        for at, each in enumerate(comparison.outcomes, start=1)
    ]
    ax.set_yticks(range(len(names)), [short(name, LETTERS + 5) for name in names])
    for tick, each in zip(ax.get_yticklabels(), comparison.outcomes, strict=True):
        tick.set_fontweight("bold" if each is comparison.best else "normal")
    ax.set_ylim(len(names) - 0.5, -0.5)
    least = min(each.seen.low for each in comparison.outcomes)
    most = max(each.seen.high for each in comparison.outcomes)
    ax.set_xlim(max(least - 0.05 * (most - least) - 0.002, -0.01), most + 0.22 * (most - least) + 0.002)
    ax.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:g} %" if value <= 1 else ""))
    ax.set_title(f"Probability of\n{short(milestone_name(comparison.milestone), 30)}")
    bare(ax, "x")


def _differences(ax: Axes, comparison: Comparison) -> None:
    """Draw the difference of each plan from plan 1, compared history by history."""
    ends = [0.0]
    for at, each in enumerate(comparison.outcomes):
        if each.paired is None:
            _label(ax, at, "plan 1", 0.0)
            continue
        gap = each.paired.difference
        low, high = (float(np.clip(value, -1.0, 1.0)) for value in (gap.low, gap.high))
        _whisker(ax, at, each, gap.value, low, high)
        _label(ax, at, f"{gap.value:+.3f}" if round(gap.value, 3) else "0", high)
        ends += [low, high]
    ax.axvline(0.0, color=BLACK, linewidth=1.2, zorder=1)
    span = (max(ends) - min(ends)) or 0.02
    ax.set_xlim(min(ends) - 0.05 * span, max(ends) + 0.34 * span)
    ax.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:+g}" if abs(value) > 1e-9 else "0"))
    ax.set_title("Difference\nfrom plan 1")
    bare(ax, "x")


def _further(comparison: Comparison) -> list[tuple[str, list[float]]]:
    """Return at most two criteria besides the probability by which plans differ, with the mean for each plan."""
    rows: list[tuple[str, list[float | None]]] = [
        ("Cost\n[million USD]", [_millions(each.spent_usd) for each in comparison.outcomes]),
        ("Not shipped\n[million USD]", [_millions(each.not_shipped_usd) for each in comparison.outcomes]),
        ("Not shipped\n[t]", [each.not_shipped_t for each in comparison.outcomes]),
    ]
    shown = []
    for name, values in rows:
        stated = [value for value in values if value is not None]
        if len(stated) == len(values) and len({f"{value:.4g}" for value in stated}) > 1:
            shown.append((name, stated))
    return shown[:2]


def _millions(value: float | None) -> float | None:
    return None if value is None else value / 1e6


def _amounts(ax: Axes, comparison: Comparison, name: str, values: list[float]) -> None:
    """Draw the mean of one criterion, such as the cost, for each plan."""
    for at, (each, value) in enumerate(zip(comparison.outcomes, values, strict=True)):
        ax.plot([value], [at], linestyle="none", **_look(each))  # type: ignore[arg-type]
        _label(ax, at, f"{value:,.0f}" if max(values) >= 100 else f"{value:.3g}", value)
    span = max(values) - min(values)
    ax.set_xlim(min(values) - 0.1 * span, max(values) + 0.75 * span)
    ax.xaxis.set_major_locator(MaxNLocator(3))
    ax.set_title(name)
    bare(ax, "x")


def _whisker(ax: Axes, at: int, each: Outcome, value: float, low: float, high: float) -> None:
    """Draw the mark of a plan in row `at`, with a whisker from `low` to `high`."""
    ax.errorbar(
        [value], [at], xerr=[[max(value - low, 0.0)], [max(high - value, 0.0)]], linestyle="none", capsize=2.5,
        linewidth=1.2, zorder=3, **_look(each),  # type: ignore[arg-type]
    )  # fmt: skip


def _label(ax: Axes, at: int, text: str, right: float, *, bold: bool = False) -> None:
    """Write a text in row `at`, to the right of position `right`."""
    ax.annotate(
        text, (right, at), xytext=(6, 0), textcoords="offset points", va="center", fontsize="small",
        fontweight="bold" if bold else "normal", annotation_clip=False,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6},
    )  # fmt: skip

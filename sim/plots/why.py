"""The figure of the causes of the closure: the days that each cause cost, and how often it cost the most."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator, PercentFormatter

from sim.analysis.summary.totals import percent
from sim.analysis.summary.why import Share, Why
from sim.plots.letters import broken
from sim.plots.setting import Setting
from sim.plots.style import BLACK, BLUE, GREY, SKY, VERMILLION, Sheet, amount, bare, caption, short, tick, title

__all__ = ["answer", "draw", "height", "onto"]

ROWS: Final = 12
"""Largest number of causes that are drawn by name."""
LETTERS: Final = 38
"""Largest number of letters of a line of a label."""
IN_TWO_LINES: Final = 2 * LETTERS - 8
"""Largest number of letters of the name of a cause beside a bar, so that it fits into two lines."""
NAMED: Final = 100
"""Largest number of letters of a cause in the headline."""
LEAST: Final = 0.05
"""A cause that costs less than this, in the unit of the figure, is not drawn by name. This does not apply to the first
cause, nor to causes that cost the most in some history."""
SHORT_D: Final = 3.0
"""If the mean time to closure, or to the end of the clock, is shorter than this [days], the figure shows hours."""


def height(causes: Why) -> float:
    """Return the height of the figure in inches."""
    return 2.5 + 0.36 * max(min(len(causes.shares), ROWS + 1), 4)


def draw(figure: Sheet, causes: Why, setting: Setting) -> None:
    """Draw the days that each cause cost and, unless only one cause ever cost the most, how often each cost the most.

    Parameters
    ----------
    figure
        A sheet of `height`.
    causes
        Causes of the closure.
    setting
        Facts about the study.
    """
    shares, rest = _chosen(causes)
    owners = sum(share.most > 0 for share in causes.shares)
    grid = figure.add_gridspec(1, 2, width_ratios=[1.5, 1.0]) if owners > 1 else figure.add_gridspec(1, 1)
    left = figure.add_subplot(grid[0, 0])
    labels(left, shares, rest, IN_TWO_LINES)
    days(left, causes, shares, rest)
    if owners > 1:
        _often(figure.add_subplot(grid[0, 1], sharey=left), causes, shares, rest)
    title(figure, answer(causes))
    caption(
        figure,
        setting,
        f"Bars are means of {which(causes, setting)}, whiskers their {100 * setting.on_time.confidence:g} % intervals"
        f" (Student's t; sampling error only); {sums(causes)}.",
        "A cause cost the time that the chain of waits and work behind the last departure spent waiting for it.",
        *([_only_owner(causes)] if owners == 1 and causes.n > 1 else []),
        *hatched(shares),
    )


def _only_owner(causes: Why) -> str:
    """Return a sentence on the only cause that cost the most in some history."""
    owner = max(causes.shares, key=lambda share: share.most)
    where = "every history" if owner.most == 1.0 else f"{percent(owner.most)} of the histories"
    return f"The largest cause in {where}: {owner.reason.label}."


def onto(ax: Axes, causes: Why) -> None:
    """Draw the days that each cause cost on axes."""
    shares, rest = _chosen(causes)
    labels(ax, shares, rest, IN_TWO_LINES)
    days(ax, causes, shares, rest, gap=6)


def hatched(shares: Sequence[Share]) -> list[str]:
    """Return a sentence that explains hatched bars, or no sentence if no bar is hatched."""
    some = any(share.reason.is_planned for share in shares)
    return ["Hatched: dates and times that the plan states itself."] if some else []


def which(causes: Why, setting: Setting) -> str:
    """Return the words for the histories whose causes are drawn."""
    of = "" if causes.n == setting.n else f"of {causes.n:,} histories looked at "
    if not causes.unreached:
        return f"the {causes.reached:,} {of or 'histories '}that closed"
    still = f"the {causes.unreached:,} {of or 'histories '}that did not close"
    return f"the {causes.reached:,} that closed and {still}" if causes.reached else still


def sums(causes: Why) -> str:
    """Return words that say what the bars sum to."""
    if not causes.unreached:
        return "all bars sum to their mean closure"
    unit, factor = _unit(causes)
    end = f"to the {amount(_round(factor * causes.still))} {unit} of the clock"
    first = "the bars of the first sum to their mean closure, those of the others "
    return f"{first if causes.reached else 'all bars sum '}{end}"


def labels(ax: Axes, shares: Sequence[Share], rest: Sequence[Share], letters: int = LETTERS) -> None:
    """Label the bars with their causes, the first on top; a name has at most `letters` letters, broken into lines."""
    names = [broken(short(share.reason.label, letters), LETTERS) for share in shares]
    if rest:
        names.append(f"{len(rest)} other cause{'s' if len(rest) > 1 else ''}")
    ax.set_yticks(range(len(names)), names)
    ax.set_ylim(max(len(names), 3) - 0.4, -0.6)


def answer(causes: Why) -> str:
    """Return the headline: the two causes that cost the most days up to the closure.

    If most histories did not close, these are days up to the end of the clock.
    """
    if not causes.n:
        return "No causes were recorded for these histories"
    mostly = causes.unreached > causes.reached
    spans = [(share.still[0] if mostly else share.days, share.reason.label) for share in causes.shares]
    owners = sorted((span for span in spans if span[0] > 0), key=lambda span: -span[0])[:2]
    if not owners:
        return "Everything is out from the start"
    unit, factor = _unit(causes)
    (days, cause), *others = ((amount(_round(factor * days)), short(label, NAMED)) for days, label in owners)
    whole = amount(_round(factor * (causes.still if mostly else causes.days)))
    cost = ", ".join(
        [f"{cause} cost {days} of the {whole} {unit}", *(f"then {label} {more}" for more, label in others)]
    )
    if causes.unreached:
        still = f"{causes.unreached:,} of {causes.n:,} do not close"
        return f"{still}. Of these: {cost}" if mostly else f"{still}. Of the others: {cost}"
    return cost[0].upper() + cost[1:]


def _round(value: float) -> float:
    return round(value) if value >= 10 else round(value, 1)


def _unit(causes: Why) -> tuple[str, float]:
    return ("hours", 24.0) if max(causes.days, causes.still) < SHORT_D else ("days", 1.0)


def _chosen(causes: Why) -> tuple[list[Share], list[Share]]:
    """Return the causes that are drawn by name, and the others.

    The causes that cost most days, and the causes that most often cost the most, are drawn by name.
    """
    often = sorted(causes.shares, key=lambda share: -max(share.late or 0.0, share.most))[:4]
    often += sorted(causes.shares, key=lambda share: -share.still[0])[: 3 * (causes.unreached > 0)]
    kept = {*causes.shares[: ROWS - 7 if causes.unreached else ROWS - 4], *(share for share in often if share.most > 0)}
    kept |= set(causes.shares[: ROWS - len(kept)])
    _, factor = _unit(causes)
    kept = {s for s in kept if factor * max(s.days, s.still[0]) >= LEAST or s.most > 0 or s is causes.shares[0]}
    return [s for s in causes.shares if s in kept], [s for s in causes.shares if s not in kept]


def days(ax: Axes, causes: Why, shares: Sequence[Share], rest: Sequence[Share], gap: float = 24) -> None:
    """Draw the mean days that each cause cost, with intervals; histories that did not close have bars of their own."""
    unit, factor = _unit(causes)
    series = []
    if causes.reached or not causes.unreached:
        closed = [(share.days, share.low, share.high) for share in shares]
        series.append((closed, sum(s.days for s in rest), BLUE, f"the {causes.reached:,} that closed"))
    if causes.unreached:
        still = [share.still for share in shares]
        series.append((still, sum(s.still[0] for s in rest), VERMILLION, f"the {causes.unreached:,} that did not"))
    wide, longest = 0.66 / len(series), 0.0
    for place, (spans, other, color, label) in enumerate(series):
        mean, low, high = factor * np.array(spans).reshape(-1, 3).T
        named = np.arange(len(mean)) + wide * (place - 0.5 * (len(series) - 1))
        at = np.append(named, named[-1] + 1) if rest else named
        values = np.append(mean, factor * other) if rest else mean
        colors = [color] * len(mean) + [GREY] * bool(rest)
        bars = ax.barh(at, values, wide, color=colors, label=label)
        for bar, share in zip(bars, shares, strict=False):
            if share.reason.is_planned:
                bar.set(facecolor="white", edgecolor=color, hatch="////", linewidth=1.0)
        error = np.maximum([mean - low, high - mean], 0)
        if error.max(initial=0) > 1e-3 * mean.max(initial=0):
            ax.errorbar(mean, named, xerr=error, fmt="none", ecolor=BLACK, elinewidth=1.1, capsize=2.5)
        ends = np.maximum(values, [*high, *([0.0] if rest else [])])
        for y, value, end in zip(at, values, ends, strict=True):
            if value > 0 or len(series) == 1:
                words = amount(_round(float(value)) if value >= 0.05 else float(value))
                ax.annotate(words, (end, y), xytext=(5, 0), textcoords="offset points", va="center", fontsize="small")
        longest = max(longest, float(ends.max(initial=0)))
    ax.set_xlim(0, (longest or 1.0) * 1.16)
    ax.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: tick(value)))
    whole = f" of the {amount(_round(factor * causes.days))}" if not causes.unreached else ""
    ax.set_title(f"{unit.capitalize()}{whole} that each cause cost", pad=gap)
    ax.set_xlabel(unit, fontsize="small")
    if causes.unreached:
        ax.legend(loc="lower right")
    bare(ax, "x")


def _often(ax: Axes, causes: Why, shares: Sequence[Share], rest: Sequence[Share]) -> None:
    """Draw how often each cause cost the most, in all histories and in late ones."""
    most = [*(s.most for s in shares), *([sum(s.most for s in rest)] if rest else [])]
    series = [(most, SKY, "", "all histories")]
    if causes.late:
        late = [*(s.late or 0.0 for s in shares), *([sum(s.late or 0.0 for s in rest)] if rest else [])]
        series.append((late, VERMILLION, "////", f"the {causes.late:,} late"))
    wide = 0.66 / len(series)
    for place, (values, color, hatch, label) in enumerate(series):
        at = np.arange(len(values)) + wide * (place - 0.5 * (len(series) - 1))
        ax.barh(at, values, wide, color=color, hatch=hatch, edgecolor="white", linewidth=0, label=label)
        for y, value in zip(at, values, strict=True):
            if value > 0:
                ax.annotate(
                    percent(value), (value, y), xytext=(4, 0), textcoords="offset points", va="center", fontsize=7.5
                )
    ax.set_xlim(0, 1.14)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1.0])
    ax.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0, symbol=" %"))
    ax.tick_params(labelleft=False)
    ax.set_title("It cost the most in ...", pad=24)
    ax.set_xlabel("share of histories", fontsize="small")
    ax.legend(loc="lower left", bbox_to_anchor=(-0.02, 1.0), ncols=2, borderaxespad=0.1)
    bare(ax, "x")

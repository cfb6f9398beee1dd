"""The figure of the sensitivity: mean date and probability where each unknown is low, and where it is high."""

from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.analysis.decisions.sensitivity import Owner
from sim.experiment.decide.explain.sensitivity import Owners
from sim.plots.setting import Setting
from sim.plots.style import BLACK, BLUE, GREY, ORANGE, Sheet, bare, caption, short, title

__all__ = ["draw", "height"]

ROWS: Final = 8
"""Largest number of unknowns that are drawn."""
FEWEST: Final = 3
"""If fewer unknowns are above the noise, this many are drawn; also the largest number of inputs of chance."""
LETTERS: Final = 36
"""Largest number of letters of a name."""


def height(owners: Owners) -> float:
    """Return the height of the figure in inches."""
    return 2.9 + 0.46 * len(_rows(owners))


def draw(figure: Sheet, owners: Owners, setting: Setting) -> None:
    """Draw, for each input, the mean date and the probability where the input is low, and where it is high.

    Parameters
    ----------
    figure
        A sheet of `height`.
    owners
        The sensitivity: the share of each input in the variance, and date and probability in the fifth of the histories
        in which the input is lowest, and in the fifth in which it is highest.
    setting
        Facts about the study.
    """
    rows = _rows(owners)
    asked, found = owners.asked, owners.found
    grid = figure.add_gridspec(1, 2, width_ratios=[1.25, 1.0])
    left = figure.add_subplot(grid[0, 0])
    right = figure.add_subplot(grid[0, 1], sharey=left)
    names = [f"{short(row.input.name, LETTERS)}  {_share(row.date)}" for row in rows]
    left.set_yticks(range(len(rows)), names)
    left.set_ylim(len(rows) - 0.4, -0.6)
    for at, row in enumerate(rows):
        for fifth, color, sign in ((row.low, BLUE, "o"), (row.high, ORANGE, "s")):
            if fifth is not None:
                date = fifth.date_d
                _point(left, at, found.date_d.value, (date.value, date.low, date.high), color, sign)
                met = fifth.met
                _point(right, at, found.met.value, (met.value, met.low, met.high), color, sign)
    for ax, value in ((left, found.date_d.value), (right, found.met.value)):
        ax.axvline(value, color=GREY, linewidth=1.0, zorder=1)
        bare(ax, "x")
    chance = sum(row.input.chance for row in rows)
    if chance and chance < len(rows):
        for ax in (left, right):
            ax.axhline(len(rows) - chance - 0.5, color=GREY, linestyle=":", linewidth=1.0)
        right.text(
            *(1.0, len(rows) - 0.45, "below the line: chance"),
            transform=right.get_yaxis_transform(),
            ha="right",
            va="bottom",
            fontsize="small",
            color=GREY,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0},
        )
    left.xaxis.set_major_locator(MaxNLocator(6))
    left.xaxis.set_major_formatter(FuncFormatter(lambda days, _: asked.days(days)))
    left.set_title("Mean date, and share of its variance", pad=24)
    right.tick_params(labelleft=False)
    right.set_title("Probability", pad=24)
    _legend(left)
    title(figure, _answer(owners))
    caption(
        figure,
        setting,
        f"Milestone: {short(asked.in_words, 40)}, by {asked.date_by}. Bars go from the mean of all histories to the "
        "means of the fifths of the histories in which the input is lowest and highest; whiskers are their "
        f"{100 * setting.on_time.confidence:.0f} % intervals (sampling error only).",
        f"Unknowns without effect show a share of up to {found.date_noise:.3f} in 19 of 20 studies.",
        f"{found.unreached:,} histories never reached the milestone; the end of the clock counts as their date."
        * bool(found.unreached),
    )


def _rows(owners: Owners) -> list[Owner]:
    """Return the unknowns that are drawn, then the inputs of chance; inputs with a single value are left out."""
    shown = owners.shown
    more = [each for each in owners.found.unknowns if each not in shown]
    unknown = [*shown, *more[: max(FEWEST - len(shown), 0)]][:ROWS]
    chance = [each for each in owners.found.owners if each.input.chance]
    return [each for each in (*unknown, *chance[:FEWEST]) if each.low is not None] or unknown


def _point(ax: Axes, at: int, middle: float, seen: tuple[float, float, float], color: str, sign: str) -> None:
    """Draw a bar from `middle`, the mean of all histories, to a value; `seen` is this value and its interval."""
    value, low, high = seen
    ax.barh(at, value - middle, 0.5, left=middle, color=color, alpha=0.55, zorder=2)
    whisker = np.maximum([[value - low], [high - value]], 0.0)
    if np.isfinite(whisker).all():
        ax.errorbar(value, at, xerr=whisker, fmt="none", ecolor=BLACK, elinewidth=1.1, capsize=2.5, zorder=3)
    ax.plot(value, at, sign, color=color, markeredgecolor=BLACK, markersize=6, zorder=4)


def _legend(ax: Axes) -> None:
    """Write the key to the marks above the bars."""
    for color, sign, words in ((BLUE, "o", "lowest fifth of the input"), (ORANGE, "s", "highest fifth")):
        ax.plot([], [], sign, color=color, markeredgecolor=BLACK, label=words)
    ax.legend(loc="lower left", bbox_to_anchor=(-0.02, 1.0), ncols=2, borderaxespad=0.1)


def _share(share: float) -> str:
    return "" if share != share else f"({max(share, 0.0):.2f})"


def _answer(owners: Owners) -> str:
    """Return the headline: the unknown that is worth finding out about first."""
    shown = owners.shown
    if not shown:
        return "No unknown stands out from the noise: chance decides"
    owned = owners.found.date_owned
    whole = "" if owned != owned else f" {owned:.2f} of the spread of the date is due to unknowns"
    return f"Find out more about “{short(shown[0].input.name, 40)}” first.{whole}"

"""What decides the date, and what stays behind: both on one page."""

from typing import Any, Final

import numpy.typing as npt

from sim.analysis.remaining import cargo_categories
from sim.analysis.why import Why
from sim.model.plan import Plan
from sim.plots import ledger, why
from sim.plots.setting import Setting
from sim.plots.style import Sheet, caption, title

__all__ = ["draw", "height"]

ROWS: Final = 6
"""Most causes that are drawn by name."""


def height(found: Why, plan: Plan) -> float:
    """Inches that the figure needs."""
    return 2.9 + 0.36 * _bars(found) + 0.5 * max(len(cargo_categories(plan)), 1)


def draw(figure: Sheet, found: Why, outcomes: npt.NDArray[Any], plan: Plan, about: Setting) -> None:
    """Draw the days that each cause owns above, what became of the equipment below.

    Parameters
    ----------
    figure
        A sheet of `height`.
    found
        What owns the closure.
    outcomes, plan
        Records of the histories, and what they were made of.
    about
        The study.
    """
    names = [name for _, name in cargo_categories(plan)]
    grid = figure.add_gridspec(2, 1, height_ratios=[0.36 * _bars(found) + 0.5, 0.5 * max(len(names), 1) + 0.7])
    above = figure.add_subplot(grid[0])
    shares, rest = found.shares[:ROWS], found.shares[ROWS:]
    why.labels(above, shares, rest)
    why.days(above, found, shares, rest, gap=8)
    ledger.categories(figure.add_subplot(grid[1]), outcomes, names)
    title(figure, f"{why.answer(found)}. {ledger.answer(outcomes, plan)}")
    caption(
        figure,
        about,
        f"Above: means of the {found.reached:,} histories that closed, with 95 % intervals (sampling error only);",
        "the bars sum to their mean closure. Below: means of a history; whiskers 5-95 % of what stays in country.",
    )


def _bars(found: Why) -> int:
    return max(min(len(found.shares), ROWS + 1), 3)

"""What decides the date, and what stays behind: both on one page."""

from typing import Final

from sim.analysis.outcomes.remaining import cargo_categories
from sim.analysis.statistics.records import Records
from sim.analysis.summary.why import Why
from sim.model.plan import Plan
from sim.plots import ledger, why
from sim.plots.setting import Setting
from sim.plots.style import Sheet, caption, title
from sim.plots.why import sums, which

__all__ = ["draw", "height"]

ROWS: Final = 6
"""Most causes that are drawn by name."""


def height(found: Why, plan: Plan) -> float:
    """Inches that the figure needs."""
    kinds = len(cargo_categories(plan))
    return (2.9 + 0.5 * kinds if kinds else 2.0) + 0.36 * _bars(found)


def draw(figure: Sheet, found: Why, outcomes: Records, plan: Plan, about: Setting) -> None:
    """Draw the days that each cause owns above, what became of the equipment, if there is any, below.

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
    ratios = [0.36 * _bars(found) + 0.5, *([0.5 * len(names) + 0.7] if names else [])]
    grid = figure.add_gridspec(len(ratios), 1, height_ratios=ratios)
    upper = figure.add_subplot(grid[0])
    shares, rest = found.shares[:ROWS], found.shares[ROWS:]
    why.labels(upper, shares, rest)
    why.days(upper, found, shares, rest, gap=8)
    if names:
        ledger.categories(figure.add_subplot(grid[1]), outcomes, names)
    title(figure, f"{why.answer(found)}. {ledger.answer(outcomes, plan)}")
    above = "Above: means" if names else "Means"
    below = ["Below: means of a history; whiskers 5-95 % of what stays in country."] if names else []
    below += ledger.drawn(outcomes, plan)
    caption(
        figure,
        about,
        f"{above} of {which(found, about)}, with 95 % intervals (sampling error only);",
        f"{sums(found)}.",
        *why.hatched(shares),
        *below,
    )


def _bars(found: Why) -> int:
    return max(min(len(found.shares), ROWS + 1), 3)

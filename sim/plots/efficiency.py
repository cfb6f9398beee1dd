"""The figure of queueing efficiency: the share of its MOG that a ramp uses, for each way in which aircraft arrive."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from matplotlib.ticker import FuncFormatter

from sim.analysis.outcomes.efficiency import PLANNED
from sim.experiment.arrivals import Cell, Ground
from sim.plots.style import BLACK, BLUE, GREEN, ORANGE, VERMILLION, Sheet, bare, foot, title

__all__ = ["HEIGHT", "answer", "draw"]

HEIGHT: Final = 5.6
LOOK: Final = {
    "waiting": ("aircraft always waiting", GREEN, "s"),
    "even": ("at equal intervals", BLUE, "o"),
    "jittered": ("one at a random time of each interval", ORANGE, "D"),
    "poisson": ("independent of one another (Poisson)", VERMILLION, "^"),
}
"""Name, colour and mark for each way in which aircraft arrive."""


def draw(figure: Sheet, cells: Sequence[Cell], ground: Ground, seed: int) -> None:
    """Draw efficiency against MOG: a line for each way in which aircraft arrive, and one for the planners' factor.

    Parameters
    ----------
    figure
        A sheet of `HEIGHT`.
    cells
        Simulated efficiencies, one for each way to arrive and each MOG.
    ground
        The work on an aircraft.
    seed
        Seed of all random numbers.
    """
    ax = figure.add_subplot()
    mogs = sorted({cell.mog for cell in cells})
    ends = []
    for place, (arrive, (name, color, mark)) in enumerate(LOOK.items()):
        of_discipline = sorted((cell for cell in cells if cell.arrive == arrive), key=lambda cell: cell.mog)
        at = np.array([cell.mog for cell in of_discipline]) + 0.03 * (place - 1.5)
        mean, low, high = (
            np.array([getattr(cell, what) for cell in of_discipline]) for what in ("mean", "low", "high")
        )
        ax.errorbar(
            at, mean, [mean - low, high - mean], color=color, marker=mark, markersize=7, capsize=3, linewidth=1.6
        )
        ends.append((float(mean[-1]), name, color))
    top = 1.0
    for reached, name, color in sorted(ends, reverse=True):
        top = min(reached, top)
        at_line = abs(top - PLANNED) < 0.025
        y = PLANNED - 0.025 if at_line else top
        ax.annotate(name, (mogs[-1] + 0.15, y), va="center", color=color, fontweight="bold", fontsize="small")
        top = y - 0.035
    ax.axhline(PLANNED, color=BLACK, linestyle=(0, (5, 3)), linewidth=1.4)
    ax.annotate(
        f"planners use {PLANNED}", (mogs[-1] + 2.35, PLANNED), xytext=(0, 3), textcoords="offset points",
        ha="right", va="bottom", fontsize="small", fontweight="bold",
    )  # fmt: skip
    ax.set_xticks(mogs)
    ax.set_xlim(mogs[0] - 0.3, mogs[-1] + 2.4)
    ax.set_ylim(0.5, 1.03)
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.1f}"))
    ax.set_xlabel("MOG: aircraft that can be parked and worked at once")
    ax.set_title("Queueing efficiency: share of the MOG that is worked (axis begins at 0.5)")
    bare(ax)
    title(figure, answer(cells))
    n, days = cells[0].histories, ground.days
    foot(
        figure,
        f"Each point is the mean of {n} histories of {days} days, whiskers its 95 % interval; seed {seed}, SimPy.",
        f"Aircraft arrive at the rate that the MOG allows: one per spot in {ground.mean_h} h, the mean ground time.",
        f"Tasks: marshal, load (lognormal, cv {ground.cv}) beside fuel, check. There is cargo for all aircraft, and "
        "the ramp is open day and night.",
        f"Aircraft that find no free spot hold for {ground.holding_h:g} h and are then lost.",
    )


def answer(cells: Sequence[Cell]) -> str:
    """Return the headline: the efficiency with one spot and with the most spots, and the planners' factor."""
    largest = max(cell.mog for cell in cells)
    reached = {cell.arrive: cell.mean for cell in cells if cell.mog == 1}
    most = {cell.arrive: cell.mean for cell in cells if cell.mog == largest}
    return (
        f"At random, aircraft use {reached['poisson']:.2f} of one spot and {most['poisson']:.2f} of {largest}; evenly, "
        f"{reached['even']:.2f} and {most['even']:.2f}; planners assume {PLANNED}"
    )

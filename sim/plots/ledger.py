"""The figure of the equipment: what became of it, by category; with the cost, if there are prices."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.analysis.outcomes.costs import HEADINGS, headings
from sim.analysis.outcomes.remaining import cargo_categories
from sim.analysis.statistics.quantiles import spread
from sim.analysis.statistics.records import Records
from sim.analysis.summary.words import money as in_money
from sim.analysis.sums.value import valued
from sim.arithmetic.force import stated
from sim.model.plan import Plan
from sim.plots.setting import Setting
from sim.plots.style import (
    BLACK,
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PURPLE,
    SKY,
    VERMILLION,
    Sheet,
    amount,
    bare,
    caption,
    tick,
    title,
)

__all__ = ["answer", "categories", "draw", "drawn", "height", "is_empty", "onto"]

FATES: Final = (
    ("abandoned", "left behind", VERMILLION, "////"),
    ("remaining", "still there at the end", GREY, "++++"),
    ("sold", "sold", SKY, "...."),
    ("transferred", "handed over", GREEN, "\\\\\\\\"),
    ("retained", "retained in the country", PURPLE, "||||"),
    ("destroyed", "destroyed", ORANGE, "xxxx"),
    ("shipped", "shipped", BLUE, ""),
)
STAYS: Final = ("abandoned", "remaining", "sold", "transferred", "retained")
"""What may become of equipment that is neither out of the country nor destroyed. A bar begins with these parts, so that
their sum can be read from the axis."""
MILLION: Final = 1e6


def is_empty(plan: Plan) -> bool:
    """Whether there is neither equipment nor a price to draw."""
    return not cargo_categories(plan) and not headings(plan)


def height(plan: Plan) -> float:
    """Return the height of the figure in inches."""
    n_headings = len(headings(plan))
    kinds = len(cargo_categories(plan))
    return (2.2 + 0.55 * kinds if kinds else 1.1) + (0.9 + 0.42 * (n_headings + 1) if n_headings else 0.0)


def draw(figure: Sheet, outcomes: Records, plan: Plan, setting: Setting) -> None:
    """Draw a bar of tonnes for each category, divided by what became of them; below, the cost if there are prices.

    Parameters
    ----------
    figure
        A sheet of `height`.
    outcomes
        Records of the histories.
    plan
        Plan with the categories and prices.
    setting
        Facts about the study.
    """
    money = headings(plan)
    names = [name for _, name in cargo_categories(plan)]
    ratios = [len(names) + 1.2] * bool(names) + [len(money) + 1.4] * bool(money)
    if ratios:
        grid = figure.add_gridspec(len(ratios), 1, height_ratios=ratios)
    if names:
        cells = grid[0].subgridspec(1, 2, width_ratios=[1.75, 1.0])
        left = figure.add_subplot(cells[0, 0])
        categories(left, outcomes, names)
        _what_stays(figure.add_subplot(cells[0, 1], sharey=left), outcomes, names)
    if money:
        _cost(figure.add_subplot(grid[len(ratios) - 1]), outcomes, money)
    title(figure, answer(outcomes, plan))
    caption(
        figure,
        setting,
        *(["Bars are means over the histories."] if ratios else []),
        *([_stays_in_words(outcomes, names)] if names else []),
        *(["Whiskers of the cost: 5-95 % of the histories."] if money else []),
        *([_worth(outcomes)] if valued(plan) else []),
        *drawn(outcomes, plan),
    )


def answer(outcomes: Records, plan: Plan) -> str:
    """Return the headline: how much equipment stays in country, and the cost."""
    names = [name for _, name in cargo_categories(plan)]
    if not names:
        title = "There is no equipment to leave behind"
    else:
        stays = sum((_stays(outcomes, name) for name in names), np.zeros(len(outcomes)))
        whole = sum((outcomes[f"ledger_{name}_in_t"] for name in names), np.zeros(len(outcomes)))
        mean = f"On average over {len(outcomes):,} histories, " if len(outcomes) > 1 else ""
        title = f"{mean}{amount(float(stays.mean()))} of {amount(float(whole.mean()))} t stay in the country"
        if stays.max(initial=0.0) == 0.0:
            broken = any(outcomes[f"ledger_{name}_destroyed_t"].any() for name in names)
            title = f"{mean}all {amount(float(whole.mean()))} t are shipped{' or destroyed' if broken else ''}"
            title = title[0].upper() + title[1:]
    if not headings(plan):
        return title
    return f"{title}; the withdrawal costs {_usd(outcomes['cost_total_usd'])}"


def drawn(outcomes: Records, plan: Plan) -> list[str]:
    """Return a sentence on the tonnes that the file states, or no sentence if all histories have these tonnes."""
    file = stated(plan).whole.tonnes
    if not file or (np.abs(outcomes["equipment_t"] - file) < 0.05).all():
        return []
    return [f"The file states {amount(file)} t; each history draws its own amount."]


def _usd(values: npt.NDArray[Any]) -> str:
    return f"{in_money(float(values.mean()))} USD"


def _worth(outcomes: Records) -> str:
    """Return a sentence on the value of the equipment that is left behind, and on items without a known value."""
    unknown = float(outcomes["value_left_unknown_items"].mean())
    rest = f"; {amount(unknown)} more items of unknown value" if unknown >= 0.05 else ""
    if unknown >= 0.05 and not outcomes["value_left_usd"].any():
        return f"No value is known of the {amount(unknown)} items (mean) that are left behind or still there."
    worth = _usd(outcomes["value_left_usd"])
    return f"What is left behind or still there is worth {worth} (mean; not part of the cost){rest}."


def _stays(outcomes: Records, name: str) -> npt.NDArray[np.float64]:
    """Return the tonnes of a category with one of the fates `STAYS` in each history, shape (n,)."""
    return sum((_tonnes_of(outcomes, name, fate) for fate in STAYS), np.zeros(len(outcomes)))


def _tonnes_of(outcomes: Records, name: str, fate: str) -> npt.NDArray[np.float64]:
    """Return the tonnes of a category with one fate in each history, shape (n,); 0 if the records lack this fate."""
    column = f"ledger_{name}_{fate}_t"
    return outcomes[column] if column in (outcomes.dtype.names or ()) else np.zeros(len(outcomes))


def _stays_in_words(outcomes: Records, names: list[str]) -> str:
    """Return a sentence on what counts as staying in country."""
    kept = "retained, " if any(_tonnes_of(outcomes, name, "retained").any() for name in names) else ""
    return f"What stays: equipment handed over, sold, {kept}left behind or still there. Point: mean."


def onto(ax: Axes, outcomes: Records, plan: Plan) -> None:
    """Draw what became of the equipment on axes."""
    categories(ax, outcomes, [name for _, name in cargo_categories(plan)])


def categories(ax: Axes, outcomes: Records, names: list[str]) -> None:
    """Draw a bar of mean tonnes for each category, divided by what became of them."""
    at = np.arange(len(names), dtype=np.float64)
    begins = np.zeros(len(names))
    for fate, words, color, hatch in FATES:
        means = np.array([float(_tonnes_of(outcomes, name, fate).mean()) for name in names])
        if fate == "shipped" or means.any():
            ax.barh(at, means, 0.66, begins, color=color, hatch=hatch, edgecolor="white", label=words)
        begins = begins + means
    for y, end in zip(at, begins, strict=True):
        _note(ax, f"{amount(float(end))} t", end, y)
    ax.set_yticks(at, names)
    ax.set_ylim(len(at) - 0.45, -0.55)
    ax.set_xlim(0, float(begins.max(initial=0)) * 1.18 or 1.0)
    _tonnes(ax)
    ax.set_xlabel("tonnes, mean of the histories", fontsize="small")
    ax.set_title("What became of the equipment", pad=26)
    ax.legend(
        loc="lower left", bbox_to_anchor=(-0.005, 1.0), ncols=len(FATES), borderaxespad=0.1, columnspacing=1.2,
        handlelength=1.6,
    )  # fmt: skip


def _what_stays(ax: Axes, outcomes: Records, names: list[str]) -> None:
    """Draw the tonnes that stay, on an axis of their own: a line for 5-95 % of the histories, a point for the mean."""
    reach = 0.0
    for y, name in enumerate(names):
        stays = _stays(outcomes, name)
        limits = spread(stays) or {"p05": 0.0, "p95": 0.0}
        mean, low, high = float(stays.mean()), limits["p05"], limits["p95"]
        label = "nothing"
        if stays.any():
            ax.plot([low, high], [y, y], color=BLACK, linewidth=2.2, solid_capstyle="butt", marker="|", markersize=9)
            ax.plot([mean], [y], "o", color=VERMILLION, markeredgecolor="white", markersize=8, zorder=4, clip_on=False)
            few, many = amount(low), amount(high)
            label = f"{amount(mean)} t{f' ({few} to {many})' if few != many else ''}"
        reach = max(reach, high, mean)
        _note(ax, label, max(high, mean), y)
    ax.set_xlim(0, reach * 1.75 or 1.0)
    _tonnes(ax)
    ax.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
    ax.set_xlabel("tonnes that stay, 5-95 % of the histories", fontsize="small")
    ax.tick_params(labelleft=False)
    ax.set_title("Of this, what stays", pad=26)


def _note(ax: Axes, text: str, x: float, y: float) -> None:
    ax.annotate(text, (x, y), xytext=(5, 0), textcoords="offset points", va="center", fontsize="small")


def _tonnes(ax: Axes) -> None:
    ax.xaxis.set_major_locator(MaxNLocator(8, steps=[1, 2, 5, 10]))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: tick(value)))
    ax.set_xlabel("tonnes", fontsize="small")
    bare(ax, "x")


def _cost(ax: Axes, outcomes: Records, money: tuple[str, ...]) -> None:
    """Draw a bar for each heading of the cost and one for the total, with the 5-95 % range of the histories."""
    rows = [(HEADINGS[name], f"cost_{name}_usd", SKY, "////") for name in money]
    rows.append(("all together", "cost_total_usd", BLUE, ""))
    reach = 0.0
    for y, (_, column, color, hatch) in enumerate(rows):
        limits = spread(outcomes[column]) or {"p05": 0.0, "p95": 0.0}
        mean = float(outcomes[column].mean())
        error = [[max(mean - limits["p05"], 0) / MILLION], [max(limits["p95"] - mean, 0) / MILLION]]
        ax.barh(y, mean / MILLION, 0.66, color=color, hatch=hatch, edgecolor="white", linewidth=0)
        ax.errorbar([mean / MILLION], [y], xerr=error, fmt="none", ecolor=BLACK, elinewidth=1.1, capsize=2.5)
        end = max(mean, limits["p95"])
        reach = max(reach, end)
        _note(ax, _usd(outcomes[column]), end / MILLION, y)
    ax.set_yticks(range(len(rows)), [name for name, _, _, _ in rows])
    ax.get_yticklabels()[-1].set_fontweight("bold")
    ax.set_ylim(len(rows) - 0.45, -0.55)
    ax.set_xlim(0, reach / MILLION * 1.22 or 1.0)
    ax.xaxis.set_major_locator(MaxNLocator(8, steps=[1, 2, 5, 10]))
    ax.set_xlabel("million USD", fontsize="small")
    ax.set_title("Cost of a history")
    bare(ax, "x")

"""Where the hours go: waiting and working at stations, staged for lift, and on the ramp or at a gate."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.analysis.outcomes.work import gates
from sim.analysis.statistics.quantiles import spread
from sim.analysis.statistics.records import Records
from sim.analysis.summary.totals import percent
from sim.analysis.sums.moving import all_fly
from sim.analysis.sums.roll import bases
from sim.model.plan import Plan
from sim.plots.setting import Setting
from sim.plots.style import BLACK, BLUE, GREEN, ORANGE, SKY, Sheet, amount, bare, caption, short, tick, title

__all__ = ["answer", "draw", "height"]

ROWS: Final = 24
"""Most places that are drawn: those with most waiting."""
RAMPS: Final = 6
"""Most ramps and gates that are drawn: those with most hours."""
HEADED: Final = 4
"""Most sites that have a line of their own above their places; of more, each place is told with its site."""
LETTERS: Final = 24
ROW_IN: Final = 0.27
RAMP: Final = (
    (("ramp_wait", "gate_wait"), "waiting to come in, load or leave", SKY, "////"),
    (("parked", "offloading"), "on the ground", ORANGE, "...."),
    (("loading",), "being loaded", GREEN, ""),
)
"""Kinds of columns that are added up, and what they are called."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A station, or a site where movers are staged; names of its columns, None where it has none."""

    site: str
    name: str
    waiting: str
    working: str | None


def height(plan: Plan) -> float:
    """Inches that the figure needs."""
    n, sites = min(len(_places(plan)), ROWS), len(bases(plan))
    n += sites if sites <= HEADED else 0
    ramps = min(len(_ramps(plan)), RAMPS)
    return 3.4 + ROW_IN * (max(n, 5) + 2.6 * ramps) - (0.0 if ramps else 0.8)


def draw(figure: Sheet, outcomes: Records, plan: Plan, about: Setting) -> None:
    """Draw waiting beside working, by station and staging, above the hours of the ramp.

    Parameters
    ----------
    figure
        A sheet of `height`.
    outcomes
        Records of the histories.
    plan
        Says what stations and sites there are.
    about
        The study.
    """
    places = _places(plan)
    shown = set(sorted(places, key=lambda each: -_mean(outcomes, each.waiting))[:ROWS])
    rows = [each for each in places if each in shown]
    sites = len(bases(plan))
    n = len(rows) + (sites if sites <= HEADED else 0)
    ramps = sorted(_ramps(plan), key=lambda name: -_ground(outcomes, ("parked", "offloading"), name).mean())[:RAMPS]
    ratios = [max(n, 5) + 2, *([2.6 * len(ramps) + 2] if ramps else [])]
    grid = figure.add_gridspec(len(ratios), 2, height_ratios=ratios)
    left = figure.add_subplot(grid[0, 0])
    right = figure.add_subplot(grid[0, 1], sharey=left)
    at = _labels(left, rows, headed=sites <= HEADED)
    days = max(_mean(outcomes, each.waiting) for each in rows) >= 240
    unit = 24 if days else 1
    _bars(left, at, [_figures(outcomes, each.waiting, unit) for each in rows], SKY, "////")
    works = [(y, each.working) for y, each in zip(at, rows, strict=True) if each.working]
    _bars(right, [y for y, _ in works], [_figures(outcomes, column, unit) for _, column in works], BLUE, "")
    left.set_title("Waiting (hatched)")
    right.set_title("Being worked on (solid)")
    for ax in (left, right):
        ax.set_xlabel(f"{'days' if days else 'hours'}, all people and items added up", fontsize="small")
    right.tick_params(labelleft=False)
    if ramps:
        _ramp(figure.add_subplot(grid[1, :]), outcomes, plan, ramps)
    title(figure, answer(outcomes, plan))
    hidden = [f"{len(places) - len(rows)} places with less waiting are left out."] if len(places) > ROWS else []
    least = len(_ramps(plan)) - len(ramps)
    hidden += [f"{least} sites with fewer hours of lift are left out."] if least else []
    caption(
        figure,
        about,
        "Bars are means of a history, whiskers 5-95 % of the histories. Waiting and work have scales of their own.",
        "Staged: through every station, waiting for lift, or held until others have gone.",
        "Work counts from start to end of a job, pauses between shifts included.",
        "On the ground: from coming in to leaving; of what is set down there, until it is offloaded.",
        *hidden,
    )


def answer(outcomes: Records, plan: Plan) -> str:
    """Return in words where most of the waiting is."""
    means = {each: _mean(outcomes, each.waiting) for each in _places(plan)}
    total = sum(means.values())
    if total <= 0:
        return "Nobody and nothing waits"
    worst = sorted(means, key=lambda each: -means[each])[:2]
    several = len(bases(plan)) > 1
    parts = []
    for each in worst:
        if means[each] / total >= 0.005:
            what = "to board" if each.working is None else f"for {short(each.name, LETTERS)}"
            where = f" at {short(each.site, LETTERS)}" if several else ""
            parts.append(f"{what}{where} ({percent(means[each] / total)})")
    return f"Most of the waiting is {', then '.join(parts)}"


def _places(plan: Plan) -> list[_Place]:
    """Each site's stations in the order of the scenario, then its staging."""
    stations, home = plan.names["station"], plan.station["site"].tolist()
    places = []
    for row, site in bases(plan):
        names = [name for name, at in zip(stations, home, strict=True) if at == row]
        places += [
            _Place(site, name.removeprefix(f"{site}/"), f"waiting_{name}_h", f"working_{name}_h") for name in names
        ]
        places.append(_Place(site, "staged, to board", f"staged_{site}_h", None))
    return places


def _mean(outcomes: Records, column: str) -> float:
    return float(outcomes[column].mean())


def _figures(outcomes: Records, column: str, unit: float) -> tuple[float, float, float]:
    """Mean, 5 % and 95 % of a column of hours, in units of so many hours."""
    return _spread(outcomes[column] / unit)


def _spread(values: npt.NDArray[Any]) -> tuple[float, float, float]:
    limits = spread(values) or {"p05": 0.0, "p95": 0.0}
    return float(values.mean()), limits["p05"], limits["p95"]


def _labels(ax: Axes, rows: Sequence[_Place], *, headed: bool) -> list[float]:
    """Name the rows from the top down, each site in a line above its own or with each; returns where the rows are."""
    at, ticks, names, site, y = [], [], [], None, 0.0
    for each in rows:
        if headed and each.site != site:
            site = each.site
            ticks.append(y)
            names.append(short(site, LETTERS))
            y += 1.0
        at.append(y)
        ticks.append(y)
        names.append(short(each.name if headed else f"{each.site}: {each.name}", LETTERS + 6 * (not headed)))
        y += 1.0
    ax.set_yticks(ticks, names)
    for label, name in zip(ax.get_yticklabels(), ticks, strict=True):
        label.set_fontweight("normal" if name in at else "bold")
    ax.set_ylim(y - 0.3, -0.7)
    return at


def _bars(ax: Axes, at: Sequence[float], figures: Sequence[tuple[float, float, float]], color: str, hatch: str) -> None:
    """Draw means as bars with their spread as whiskers, the mean in figures behind."""
    _bar(ax, at, figures, 0.72, color, hatch)
    ax.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: tick(value)))
    ax.tick_params(axis="y", length=0)
    bare(ax, "x")


def _bar(
    ax: Axes,
    at: Sequence[float],
    figures: Sequence[tuple[float, float, float]],
    width: float,
    color: str,
    hatch: str,
    label: str = "",
) -> None:
    table = np.array(figures, np.float64).reshape(-1, 3)
    mean, low, high = table.T
    error = np.maximum([mean - low, high - mean], 0)
    ends = np.maximum(mean, high)
    ax.barh(at, mean, width, color=color, hatch=hatch, edgecolor="white", linewidth=0, label=label)
    ax.errorbar(mean, at, xerr=error, fmt="none", ecolor=BLACK, elinewidth=1.1, capsize=2.5)
    for y, value, end in zip(at, mean, ends, strict=True):
        ax.annotate(amount(value), (end, y), xytext=(5, 0), textcoords="offset points", va="center", fontsize="small")
    reach = float(ends.max(initial=0))
    ax.set_xlim(0, max(ax.get_xlim()[1] if label else 0.0, reach * 1.14 or 1.0))


def _ramps(plan: Plan) -> list[str]:
    """Names of sites with a ramp or a gate: spots, teams or hours of their own; where there is none, all bases."""
    site = plan.site
    slots = ("parking_s", "working_s", "teams_s", "team_pool", "runway", "ramp")
    own = np.logical_or.reduce([site[slot] >= 0 for slot in slots])
    down = {row for row, _ in gates(plan)}
    found = [name for row, name in enumerate(plan.names["site"]) if own[row] and (site["base"][row] or row in down)]
    return found or [name for _, name in bases(plan)]


def _ground(outcomes: Records, kinds: Sequence[str], site: str) -> npt.NDArray[np.float64]:
    """Hours of some kinds at a site, those that it has, in each history."""
    there = [outcomes[column] for column in _columns(outcomes, kinds, site)]
    return sum(there, np.zeros(len(outcomes)))


def _columns(outcomes: Records, kinds: Sequence[str], site: str) -> list[str]:
    known = outcomes.dtype.names or ()
    return [column for kind in kinds if (column := f"{kind}_{site}_h") in known]


def _ramp(ax: Axes, outcomes: Records, plan: Plan, sites: Sequence[str]) -> None:
    """Draw the hours of lift at some sites: waiting, on the ground, being loaded."""
    middle = np.arange(len(sites), dtype=np.float64)
    ax.set_xlim(0, 0.01)
    for place, (kinds, label, color, hatch) in enumerate(RAMP):
        at = [y for y, site in zip(middle, sites, strict=True) if _columns(outcomes, kinds, site)]
        figures = [_spread(_ground(outcomes, kinds, sites[int(y)])) for y in at]
        if not at:
            continue
        _bar(ax, [float(y) + 0.26 * (place - 1) for y in at], figures, 0.24, color, hatch, label)
    ax.set_yticks(middle, [short(site, LETTERS) for site in sites], fontweight="bold")
    ax.set_ylim(len(sites) - 0.45, -0.55)
    ax.xaxis.set_major_locator(MaxNLocator(8, steps=[1, 2, 5, 10]))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: tick(value)))
    ax.set_xlabel("hours, all sorties added up", fontsize="small")
    only = all_fly(plan) or set(sites) <= {name for _, name in bases(plan)}
    ax.set_title("On the ramp" if only else "On the ramp, at the gate", pad=26)
    ax.legend(loc="lower left", bbox_to_anchor=(-0.005, 1.0), ncols=3, borderaxespad=0.1)
    bare(ax, "x")

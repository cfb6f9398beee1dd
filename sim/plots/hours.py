"""The figure of where the hours go: at stations, before boarding and on ramps; with the longest queues by date.

A *turn* is one passage of a mover through a station, or its wait to board at a site.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.analysis.outcomes.work import gates
from sim.analysis.statistics.quantiles import spread
from sim.analysis.statistics.records import Records
from sim.analysis.summary.flows import Flows
from sim.analysis.summary.totals import percent, plural
from sim.analysis.sums.mode import all_fly
from sim.analysis.sums.movers import bases
from sim.model.plan import Plan
from sim.plots.setting import Setting
from sim.plots.stations import QUEUES, Place, longest, places, queue, turns
from sim.plots.style import BLACK, BLUE, GREEN, ORANGE, SKY, Sheet, amount, bare, caption, short, tick, title

__all__ = ["answer", "draw", "height", "onto"]

ROWS: Final = 24
"""Largest number of stations and places to board that are drawn; those with most waiting are drawn."""
RAMPS: Final = 6
"""Largest number of ramps and gates that are drawn; those with most hours on the ground are drawn."""
HEADED: Final = 4
"""If there are at most this many sites, each is a heading above its places; if more, each label names its site."""
LETTERS: Final = 24
"""Largest number of letters of a label."""
NAMED: Final = 60
"""Largest number of letters of a name in the headline."""
DAYS_FROM: Final = 72.0
"""If the longest mean time is at least this [h], times are shown in days."""
ROW_IN: Final = 0.27
"""Height of a row of bars in inches."""
RAMP: Final = (
    (("ramp_wait", "gate_wait"), "waiting to come in, load or leave", SKY, "////"),
    (("parked", "offloading"), "on the ground", ORANGE, "...."),
    (("loading",), "being loaded", GREEN, ""),
)
"""Bars of a ramp: the kinds of hours that are summed, the label, colour and hatching."""


def height(plan: Plan) -> float:
    """Return the height of the figure in inches."""
    n, sites = min(len(places(plan)), ROWS), len(bases(plan))
    n += sites if sites <= HEADED else 0
    ramps = min(len(_ramps(plan)), RAMPS)
    queues = 1.75 * ((min(len(places(plan)), QUEUES) + 1) // 2) + 0.5
    return 3.4 + queues + ROW_IN * (max(n, 5) + 2.6 * ramps) - (0.0 if ramps else 0.8)


def draw(figure: Sheet, outcomes: Records, flows: Flows, plan: Plan, setting: Setting) -> None:
    """Draw the hours per turn at each station and before boarding, the longest queues, and the hours per sortie.

    Parameters
    ----------
    figure
        A sheet of `height`.
    outcomes
        Records of the histories.
    flows
        Turns, sorties and queues of the first `flows.n` of these histories.
    plan
        Plan with the stations and sites.
    setting
        Facts about the study.
    """
    all_places, rows = places(plan), _rows(outcomes, plan)
    sites = len(bases(plan))
    n = len(rows) + (sites if sites <= HEADED else 0)
    ramps = sorted(_ramps(plan), key=lambda name: -_ground(outcomes, ("parked", "offloading"), name).mean())[:RAMPS]
    queues = longest(flows, plan)
    lines = (len(queues) + 1) // 2
    tall = [ROW_IN * (max(n, 5) + 2), 1.75 * lines + 0.4, *([ROW_IN * (2.6 * len(ramps) + 2)] if ramps else [])]
    grid = figure.add_gridspec(len(tall), 1, height_ratios=tall)
    upper = grid[0].subgridspec(1, 2)
    left = figure.add_subplot(upper[0, 0])
    right = figure.add_subplot(upper[0, 1], sharey=left)
    at = _labels(left, rows, headed=sites <= HEADED)
    waits = [_a_turn(outcomes, each.waiting, turns(flows, plan, each)) for each in rows]
    works = [
        (y, _a_turn(outcomes, each.working, turns(flows, plan, each)))
        for y, each in zip(at, rows, strict=True)
        if each.working
    ]
    _panel(left, at, waits, SKY, "////", "Waiting", "waiting, hatched")
    _panel(right, [y for y, _ in works], [each for _, each in works], BLUE, "", "Being worked on", "work, solid")
    right.tick_params(labelleft=False)
    cells = grid[1].subgridspec(lines, min(len(queues), 2))
    for place, each in enumerate(queues):
        ax = figure.add_subplot(cells[place // 2, place % 2])
        queue(ax, flows, plan, setting, each, first=place < 2, wide=len(queues) > 1)
    if ramps:
        _ramp(figure.add_subplot(grid[2]), outcomes, flows, plan, ramps)
    title(figure, answer(outcomes, plan, flows))
    hidden = [
        f"{plural(more, what)} with {why} {'is' if more == 1 else 'are'} left out."
        for more, what, why in (
            (len(all_places) - len(rows), "place", "less waiting"),
            (len(_ramps(plan)) - len(ramps), "site", "fewer hours of lift"),
        )
        if more
    ]
    of = f"the first {flows.n:,} histories" if flows.n < setting.n else "these histories"
    caption(
        figure,
        setting,
        f"Bars are means over all turns, or sorties, of {of}, whiskers 5-95 % of the means of single"
        " histories. Queues: bands are 5-95 % of the histories, lines the median. Waiting and work have separate "
        "scales.",
        "To board: movers that are through every station and wait for lift, or are held until others have gone.",
        "Work counts from start to end of a job, pauses between shifts included.",
        "On the ground: from arrival to departure; for sorties that come to be offloaded, until they are offloaded.",
        *hidden,
    )


def onto(ax: Axes, flows: Flows, plan: Plan, setting: Setting) -> None:
    """Draw the longest queue by date on axes."""
    queue(ax, flows, plan, setting, longest(flows, plan)[0], first=True, wide=False)


def answer(outcomes: Records, plan: Plan, flows: Flows) -> str:
    """Return the headline: at which one or two places most of the waiting is, and how long one turn waits."""
    means = {each: _mean(outcomes, each.waiting) for each in places(plan)}
    total = sum(means.values())
    if total <= 0:
        return "No one and nothing waits"
    worst = sorted(means, key=lambda each: -means[each])[:2]
    several = len(bases(plan)) > 1
    days = _in_days(_a_turn(outcomes, each.waiting, turns(flows, plan, each))[0] for each in _rows(outcomes, plan))
    parts = []
    for each in worst:
        if means[each] / total >= 0.005:
            what = "to board" if each.working is None else f"for {short(each.name, NAMED)}"
            where = f" at {short(each.site, NAMED)}" if several else ""
            hours = _a_turn(outcomes, each.waiting, turns(flows, plan, each))[0]
            parts.append(f"{what}{where} ({percent(means[each] / total)}, {_long(hours, days=days)} each)")
    return f"Most of the waiting is {', then '.join(parts)}"


def _rows(outcomes: Records, plan: Plan) -> list[Place]:
    """Return at most `ROWS` places, those with most waiting, in the order of the plan."""
    all_places = places(plan)
    shown = set(sorted(all_places, key=lambda each: -_mean(outcomes, each.waiting))[:ROWS])
    return [each for each in all_places if each in shown]


def _in_days(hours: Iterable[float]) -> bool:
    """Whether the longest of some times is at least `DAYS_FROM`, so that they are shown in days."""
    return max(hours, default=0.0) >= DAYS_FROM


def _long(hours: float, *, days: bool) -> str:
    """Return a time in words, in hours or, with `days`, in days."""
    unit, many = ("day", hours / 24) if days else ("hour", hours)
    digits = amount(round(many) if many >= 10 else round(many, 1))
    return f"{digits} {unit}{'' if digits == '1' else 's'}"


def _a_turn(outcomes: Records, column: str, turns: npt.NDArray[np.int64]) -> tuple[float, float, float]:
    """Return the mean hours of a turn, and the 5 % and 95 % quantiles of the histories' own means; 0 without turns."""
    hours = outcomes[column][: len(turns)]
    any_turn = turns > 0
    if not any_turn.any():
        return 0.0, 0.0, 0.0
    _, low, high = _spread(hours[any_turn] / turns[any_turn])
    return float(hours.sum()) / float(turns.sum()), low, high


def _panel(
    ax: Axes,
    at: Sequence[float],
    figures: Sequence[tuple[float, float, float]],
    color: str,
    hatch: str,
    what: str,
    bars: str,
) -> None:
    """Draw hours or days per turn as bars; `what` is the heading, and `bars` says what the bars show."""
    days = _in_days(mean for mean, _, _ in figures)
    unit = 24.0 if days else 1.0
    _bars(ax, at, [(mean / unit, low / unit, high / unit) for mean, low, high in figures], color, hatch)
    ax.set_title(f"{what}: {'days' if days else 'hours'} a turn")
    ax.set_xlabel(f"{'days' if days else 'hours'} of {bars}, for one person or item at one station", fontsize="small")


def _mean(outcomes: Records, column: str) -> float:
    return float(outcomes[column].mean())


def _spread(values: npt.NDArray[Any]) -> tuple[float, float, float]:
    """Return the mean of some values, and their 5 % and 95 % quantiles."""
    limits = spread(values) or {"p05": 0.0, "p95": 0.0}
    return float(values.mean()), limits["p05"], limits["p95"]


def _labels(ax: Axes, rows: Sequence[Place], *, headed: bool) -> list[float]:
    """Label the rows from the top; return their positions. With `headed`, each site is a heading above its places."""
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
    """Draw bars with whiskers as `_bar` does, and set up the horizontal axis."""
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
    """Draw bars with whiskers and numbers; each of `figures` is a mean, and the low and high end of its whisker."""
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
    """Return the names of the sites and gates that limit spots, teams or hours; all sites in country if none does."""
    site = plan.site
    slots = ("parking_s", "working_s", "teams_s", "team_pool", "runway", "ramp")
    own = np.logical_or.reduce([site[slot] >= 0 for slot in slots])
    down = {row for row, _ in gates(plan)}
    names = [name for row, name in enumerate(plan.names["site"]) if own[row] and (site["base"][row] or row in down)]
    return names or [name for _, name in bases(plan)]


def _ground(outcomes: Records, kinds: Sequence[str], site: str) -> npt.NDArray[np.float64]:
    """Return the sum of the hours of some kinds at a site in each history, shape (n,); kinds without a column are 0."""
    hours = [outcomes[column] for column in _columns(outcomes, kinds, site)]
    return sum(hours, np.zeros(len(outcomes)))


def _a_sortie(
    outcomes: Records, kinds: Sequence[str], site: str, flows: Flows, plan: Plan
) -> tuple[float, float, float]:
    """Return the mean hours of some kinds per sortie that came to a site, and two quantiles as `_a_turn` does."""
    row = plan.names["site"].index(site)
    came = flows.landed[:, row] + flows.offloaded[:, row]
    any_came = came > 0
    if not any_came.any():
        return 0.0, 0.0, 0.0
    hours = _ground(outcomes, kinds, site)[: flows.n]
    _, low, high = _spread(hours[any_came] / came[any_came])
    return float(hours.sum()) / float(came.sum()), low, high


def _columns(outcomes: Records, kinds: Sequence[str], site: str) -> list[str]:
    """Return the columns of hours of some kinds at a site, as far as they exist."""
    existing = outcomes.dtype.names or ()
    return [column for kind in kinds if (column := f"{kind}_{site}_h") in existing]


def _ramp(ax: Axes, outcomes: Records, flows: Flows, plan: Plan, sites: Sequence[str]) -> None:
    """Draw the hours per sortie at some sites: waiting, on the ground, being loaded."""
    middle = np.arange(len(sites), dtype=np.float64)
    ax.set_xlim(0, 0.01)
    for place, (kinds, label, color, hatch) in enumerate(RAMP):
        at = [y for y, site in zip(middle, sites, strict=True) if _columns(outcomes, kinds, site)]
        figures = [_a_sortie(outcomes, kinds, sites[int(y)], flows, plan) for y in at]
        if not at:
            continue
        _bar(ax, [float(y) + 0.26 * (place - 1) for y in at], figures, 0.24, color, hatch, label)
    ax.set_yticks(middle, [short(site, LETTERS) for site in sites], fontweight="bold")
    ax.set_ylim(len(sites) - 0.45, -0.55)
    ax.xaxis.set_major_locator(MaxNLocator(8, steps=[1, 2, 5, 10]))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: tick(value)))
    ax.set_xlabel("hours a sortie", fontsize="small")
    only = all_fly(plan) or set(sites) <= {name for _, name in bases(plan)}
    ax.set_title("On the ramp" if only else "On the ramp, at the gate", pad=26)
    ax.legend(loc="lower left", bbox_to_anchor=(-0.005, 1.0), ncols=3, borderaxespad=0.1)
    bare(ax, "x")

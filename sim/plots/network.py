"""The figure of the network: how much goes on each way of people and equipment, with its first and last date.

A *way* is from one place to another by one lift.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Final

from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch, PathPatch
from matplotlib.path import Path

from sim.analysis.summary.flows import Flown, Flows
from sim.analysis.summary.totals import percent
from sim.model.plan import Plan
from sim.plots.calendar import dated
from sim.plots.setting import Setting
from sim.plots.style import BLACK, BLUE, GREEN, GREY, ORANGE, SKY, VERMILLION, Sheet, amount, caption, short, title

__all__ = ["answer", "draw", "height", "onto"]

COLORS: Final = (BLUE, VERMILLION, GREEN, ORANGE, SKY, GREY)
SELDOM: Final = 0.05
"""Only ways that are used in at least this share of the histories are drawn; if there are none, all ways are drawn."""
WAYS: Final = 28
"""Largest number of ways that are drawn; those with most weight are drawn."""
WIDEST: Final = 13.0
"""Width of the widest line [points]."""
ROW_IN: Final = 0.47
"""Height of a row in inches."""
BOX: Final = 0.55
"""Width of the box of a place, in units of the horizontal axis."""
WORDS: Final = 1.0
"""Length of the level part of a way, in the same units; the words of the way are above and below this part."""
SPACING: Final = 2.1
"""Distance between columns of places, in the same units."""
LETTERS: Final = 18
"""Largest number of letters of the name of a place."""
HEADED: Final = 60
"""Largest number of letters of a name in the headline."""
HOURS_S: Final = 8 * 86_400
"""If the horizon is shorter than this [s], dates are shown with hours."""


@dataclass(frozen=True, slots=True)
class _Sketch:
    """The layout of the network.

    Attributes
    ----------
    column
        Horizontal position of each site, by its row in the plan.
    spot
        Vertical position and half the height of the box of each site, in rows.
    begins
        Vertical position at which each way begins, in rows.
    rows
        Height of the layout, in rows.
    """

    column: dict[int, float]
    spot: dict[int, tuple[float, float]]
    begins: dict[Flown, float]
    rows: float


def height(flows: Flows, plan: Plan) -> float:
    """Return the height of the figure in inches."""
    return 1.7 + ROW_IN * max(_sketch(_shown(flows), plan).rows, 4.0)


def draw(figure: Sheet, flows: Flows, plan: Plan, setting: Setting) -> None:
    """Draw places in the order of the way out, and the flows between them.

    Parameters
    ----------
    figure
        A sheet of `height`.
    flows
        Flows of some histories.
    plan
        Plan with the sites and lifts.
    setting
        Facts about the study.
    """
    onto(figure.subplots(), flows, plan, setting)
    title(figure, answer(flows, plan, setting))
    hidden = len(flows.ways) - len(_shown(flows))
    of = f"of the first {flows.n:,} histories" if flows.n < setting.n else "of these histories"
    caption(
        figure,
        setting,
        f"Means {of}. The width of a line shows the weight, people included; movers that pass a hub count on the way "
        "to it and on the way from it.",
        "Dates: medians of the first and of the last departure with a load. Places are in the order of the way out, not"
        " on a map; each colour is a lift; a dashed way is used in at most half of the histories.",
        *([f"Left out: {hidden} way{'s' * (hidden > 1)} with little or rare traffic."] if hidden else []),
    )


def answer(flows: Flows, plan: Plan, setting: Setting) -> str:
    """Return the headline: the way that carries most weight, with its dates."""
    if not flows.ways:
        return "Nothing leaves any place"
    most = max(flows.ways, key=lambda each: each.tonnes)
    whole = sum(each.tonnes for each in flows.ways if not plan.site["base"][each.to] or plan.site["abroad"][each.to])
    place, to = (short(plan.names["site"][row], HEADED) for row in (most.site, most.to))
    way = f"from {place} to {to} by {short(plan.names['lift'][most.lift], HEADED)}"
    share = f"{percent(min(most.tonnes / whole, 1.0))} of the weight" if 0 < whole >= most.tonnes else "Most weight"
    if len(flows.ways) == 1:
        share = "All"
    return f"{share} goes {way}, {_dates(most, setting)}"


def onto(ax: Axes, flows: Flows, plan: Plan, setting: Setting) -> None:
    """Draw the network on axes."""
    ways = _shown(flows)
    sketch = _sketch(ways, plan)
    last = max(sketch.column.values(), default=0.0)
    most = max((each.tonnes for each in ways), default=0.0) or 1.0
    ends = _ends(ways, sketch)
    for each in ways:
        color, line = COLORS[each.lift % len(COLORS)], "solid" if each.share > 0.5 else (0, (3, 2))
        x, y = sketch.column[each.site] + BOX / 2, sketch.begins[each]
        x1, y1 = sketch.column[each.to] - BOX / 2, ends[each]
        level = x + WORDS
        bend = (level + x1) / 2
        path = Path(
            [(x, y), (level, y), (bend, y), (bend, y1), (x1, y1)],
            [Path.MOVETO, Path.LINETO, Path.CURVE4, Path.CURVE4, Path.CURVE4],
        )
        width = max(WIDEST * each.tonnes / most, 1.0)
        patch = PathPatch(
            path, facecolor="none", edgecolor=color, linewidth=width, alpha=0.55, linestyle=line, zorder=1
        )
        patch.set_gid("way")
        ax.add_patch(patch)
        ax.annotate("", (x1, y1), (x1 - 0.04, y1), arrowprops={"arrowstyle": "-|>", "color": color, "linewidth": 1.0})
        _words(ax, each, plan, setting, x + 0.05, y, width)
    for site, (y, half) in sketch.spot.items():
        _place(ax, plan, site, sketch.column[site], y, half)
    ax.set_xlim(-BOX / 2 - 0.05, last + BOX / 2 + 0.05)
    ax.set_ylim(sketch.rows + 0.1, -0.6)
    ax.axis("off")


def _words(ax: Axes, each: Flown, plan: Plan, setting: Setting, x: float, y: float, width: float) -> None:
    """Write the load and the dates of a way above and below its line."""
    people = f"{amount(_whole(each.people))} people" if each.people > 0 else ""
    loads = [people, f"{amount(_whole(each.tonnes))} t"]
    what = f"{short(plan.names['lift'][each.lift], 24)}: {', '.join(load for load in loads if load)}"
    dates = _dates(each, setting)
    seldom = f", in {percent(each.share)} of histories" if each.share < 0.995 else ""
    style: dict[str, Any] = {"textcoords": "offset points", "fontsize": 7.5, "ha": "left", "zorder": 5}
    gap = width / 2 + 1
    ax.annotate(what, (x, y), xytext=(0, gap), va="bottom", **style)
    ax.annotate(dates + seldom, (x, y), xytext=(0, -gap), va="top", color=GREY, **style)


def _dates(each: Flown, setting: Setting) -> str:
    """Return the dates of the first and the last departure on a way, as text."""
    first, last = (dated(at, setting.clock, hours=setting.horizon < HOURS_S) for at in (each.first, each.last))
    return f"{first} to {last}" if first != last else first


def _whole(value: float) -> float:
    """Return an amount rounded to a whole number; an amount below 1 is not rounded."""
    return float(round(value)) if value >= 1 else value


def _place(ax: Axes, plan: Plan, site: int, x: float, y: float, half: float) -> None:
    """Draw a place as a box; places outside the country have a thicker edge."""
    inside = bool(plan.site["base"][site])
    box = FancyBboxPatch(
        (x - BOX / 2, y - half),
        BOX,
        2 * half,
        boxstyle="round,pad=0,rounding_size=0.05",
        facecolor="#f2f2f2" if inside else "white",
        edgecolor=BLACK,
        linewidth=0.8 if inside else 1.8,
        zorder=3,
    )
    ax.add_patch(box)
    name = short(plan.names["site"][site], LETTERS)
    ax.text(x, y, name, ha="center", va="center", fontsize=8.5, fontweight="bold", zorder=6)


def _shown(flows: Flows) -> list[Flown]:
    """Return the ways that are drawn, sorted by site and lift."""
    often = [each for each in flows.ways if each.share >= SELDOM] or list(flows.ways)
    return sorted(sorted(often, key=lambda each: -each.tonnes)[:WAYS], key=lambda each: (each.site, each.lift))


def _ends(ways: list[Flown], sketch: _Sketch) -> dict[Flown, float]:
    """Return the vertical position at which each way ends: at a place, in the order in which the ways begin."""
    into = defaultdict(list)
    for each in ways:
        into[each.to].append(each)
    ends = {}
    for site, arriving in into.items():
        y, half = sketch.spot[site]
        arriving.sort(key=lambda each: sketch.begins[each])
        for row, each in enumerate(arriving):
            ends[each] = y + half * ((2 * row + 1) / len(arriving) - 1) * 0.9
    return ends


def _sketch(ways: list[Flown], plan: Plan) -> _Sketch:
    """Return the layout: each place is to the right of all places that lead to it, unless ways form a circle."""
    sites = sorted({each.site for each in ways} | {each.to for each in ways})
    column = dict.fromkeys(sites, 0)
    for _ in sites:  # the numbers of rounds and columns are limited, because ways may form a circle
        for each in ways:
            if column[each.to] <= column[each.site] < len(sites) - 1:
                column[each.to] = column[each.site] + 1
    columns = defaultdict(list)
    out: dict[int, list[Flown]] = defaultdict(list)
    for site in sites:
        columns[column[site]].append(site)
    for each in ways:
        out[each.site].append(each)
    need = {site: max(float(len(out[site])), 1.0) for site in sites}
    rows = max((sum(need[site] + 0.25 for site in stacked) for stacked in columns.values()), default=1.0)
    spot, begins = {}, {}
    for stacked in columns.values():
        free = (rows - sum(need[site] for site in stacked)) / len(stacked)
        top = 0.0
        for site in stacked:
            grown = min(free * 0.5, 1.5) if column[site] else 0.0
            middle = top + (need[site] + free) / 2
            half = (need[site] + grown) / 2 - 0.08
            spot[site] = (middle, half)
            for row, each in enumerate(out[site]):
                begins[each] = middle - half + 2 * half * (row + 0.5) / len(out[site])
            top += need[site] + free
    return _Sketch({site: at * SPACING for site, at in column.items()}, spot, begins, rows)

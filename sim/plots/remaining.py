"""The figure of who and what is still in country, by date and site, with observations of the real case."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.analysis.statistics.quantiles import spread
from sim.analysis.statistics.records import Records
from sim.analysis.summary.bands import Bands
from sim.analysis.summary.observed import Observation
from sim.analysis.sums.places import ALL, ROAD
from sim.arithmetic.phased import planned_to_remain
from sim.model.plan import Plan
from sim.model.world.means import Means
from sim.plots.band import band, key, planned
from sim.plots.calendar import date_axis, due
from sim.plots.points import OUT, points
from sim.plots.setting import Setting
from sim.plots.style import GREY, Sheet, amount, bare, caption, deadline, short, tick, title

__all__ = ["answer", "draw", "height", "onto"]

DAY: Final = 86_400
LETTERS: Final = 22
"""Largest number of letters of a name above a panel."""
TALL: Final = 1.6
"""Height of the panel of the whole country if it has observations, relative to a normal panel."""
SITES: Final = 16
"""Largest number of sites with panels of their own; those with the largest shares of people and tonnes have them."""
NAMED: Final = 6
"""Largest number of due dates of milestones that the caption lists."""
FEW: Final = 6
"""If there are more panels of single sites and the road than this, these panels have the height `LOW`."""
LOW: Final = 0.5
"""Height of a low panel, relative to a normal panel."""


@dataclass(frozen=True, slots=True)
class _Panel:
    """One row of the figure.

    `place` is the index of its place in the bands, `site` the name of the site (empty for the whole country), `name`
    its heading, and `out` says whether it counts what has left.
    """

    place: int
    site: str
    name: str
    out: bool = False


def height(bands: Bands, seen: Sequence[Observation]) -> float:
    """Return the height of the figure in inches."""
    return 2.2 + 2.05 * sum(_ratios(_panels(bands, seen), seen))


def draw(
    figure: Sheet,
    bands: Bands,
    outcomes: Records,
    setting: Setting,
    seen: Sequence[Observation] = (),
    *,
    histories: int,
    plan: Plan | None = None,
) -> None:
    """Draw bands of people and tonnes in country, at each site and on the road.

    If there are observations of what has left, also draw bands of what has left. If there are phased plans, a thin line
    shows how much is still to leave by these plans.

    Parameters
    ----------
    figure
        A sheet of `height`.
    bands
        Bands by day or by hour.
    outcomes
        Records of the histories, for what remains at the deadline.
    setting
        Facts about the study.
    seen
        Observations.
    histories
        Number of histories in the bands.
    plan
        Plan of the histories, for its phased plans.
    """
    if len(_sites(bands)) == 1:  # an observation of the only site is an observation of the whole country
        seen = [replace(each, site="") for each in seen]
    panels, measures = _panels(bands, seen), _measures(bands)
    low, high = 0.0, _until(bands, setting)
    hours = high < 4 * DAY
    cells = figure.add_gridspec(len(panels) + 1, len(measures), height_ratios=[0.01, *_ratios(panels, seen)])
    closed = {each.site for each in seen if each.measure == "site_closed"} & {panel.site for panel in panels}
    curves = _planned(plan, bands, panels, measures)
    key(figure.add_subplot(cells[0, :]), bool(seen), bool(closed), bool(curves))
    shown = [[_has(bands, panel, measure, seen) for measure in measures] for panel in panels]
    lowest = [max(row for row, has in enumerate(shown) if has[column]) for column in range(len(measures))]
    for row, panel in enumerate(panels):
        for column, measure in enumerate(measures):
            if not shown[row][column]:
                continue
            ax = figure.add_subplot(cells[row + 1, column])
            _panel(ax, bands, setting, seen, measure, panel, first=row == 0, low=_is_low(panels, panel), until=high)
            if (panel, measure) in curves:
                planned(ax, bands.instants, curves[panel, measure][0])
            bottom = row == lowest[column]
            date_axis(
                ax, setting.clock, low, high, most=6 if hours else 12 // len(measures) + 1, name=row == max(lowest)
            )
            ax.tick_params(axis="x", labelbottom=bottom)
    title(figure, answer(bands, outcomes, setting))
    partly = [panel.name for panel, measure in curves if not curves[panel, measure][1]]
    remarks = (
        *_method(bands, panels, setting, seen, histories),
        *_not_shipped(outcomes),
        *_of_plans(bool(curves), partly),
    )
    caption(figure, setting, *remarks)


def onto(ax: Axes, bands: Bands, setting: Setting, seen: Sequence[Observation], measure: str, site: str) -> None:
    """Draw one panel on axes.

    Raises
    ------
    KeyError
        There is no such measure or site.
    """
    if measure not in ("people", "tonnes"):
        raise KeyError(f"no measure {measure}; there are people and tonnes")
    if site and site not in bands.places:
        raise KeyError(f"no site {site}; there are {', '.join(_sites(bands))}")
    place = bands.places.index(site) if site else len(bands.places) - 1
    until = _until(bands, setting)
    panel = _Panel(place, site, short(site, LETTERS) or "In country")
    _panel(ax, bands, setting, seen, measure, panel, first=True, low=False, until=until)
    date_axis(ax, setting.clock, 0.0, until, most=6)


def _panel(
    ax: Axes,
    bands: Bands,
    setting: Setting,
    seen: Sequence[Observation],
    measure: str,
    panel: _Panel,
    *,
    first: bool,
    low: bool,
    until: float,
) -> None:
    """Draw people or tonnes at one place: bands, observations, milestones and the deadline."""
    hours = until < 4 * DAY
    ax.set_xlim(0.0, until)
    _bands(ax, bands, measure, panel, step=hours or len(bands.instants) < 15, low=low)
    points(ax, seen, measure, panel.site, setting, out=panel.out)
    _milestones(ax, setting, label=first)
    deadline(ax, setting, "" if first else None, size="small", hours=hours)
    unit = "people" if measure == "people" else "tonnes of equipment"
    ax.set_title(f"{panel.name}: {unit}", pad=20 if first else 3 if low else 6, fontsize=9.5 if low else None)


def _has(bands: Bands, panel: _Panel, measure: str, seen: Sequence[Observation]) -> bool:
    """Whether a panel is drawn: it shows the whole country, or a place at which the measure is above 0 or observed."""
    table: npt.NDArray[np.float64] = getattr(bands, f"{measure}_out" if panel.out else measure)
    observed = any(each.site == panel.site and each.measure.startswith(measure) for each in seen)
    return not panel.site or observed or bool(table[:, panel.place].any())


def _not_shipped(outcomes: Records) -> Iterator[str]:
    """Yield a sentence on the equipment that was handed over, sold or destroyed, if there was any."""
    fates = ("transferred_t", "sold_t", "destroyed_t")
    columns = [name for name in outcomes.dtype.names or () if name.startswith("ledger_") and name.endswith(fates)]
    disposed_t = sum(float(outcomes[name].mean()) for name in columns)
    if disposed_t >= 0.05:
        yield (
            f"Tonnes count the equipment that the force still has in country. On average {amount(disposed_t)} t were "
            "handed over, sold or destroyed: these are not counted, and were not shipped."
        )


def _is_low(panels: list[_Panel], panel: _Panel) -> bool:
    """Whether a panel has the height `LOW`: it shows a site or the road, and there are more than `FEW` of these."""
    return bool(panel.site) and sum(1 for each in panels if each.site) > FEW


def answer(bands: Bands, outcomes: Records, setting: Setting) -> str:
    """Return the headline: the 5-95 % range of people and tonnes that are in country at the deadline."""
    hours = int(bands.instants[-1]) < 15 * DAY
    parts = []
    for measure, column, unit in (("people", "at_deadline_people", "people"), ("tonnes", "at_deadline_t", "t")):
        if measure in _measures(bands):
            limits = spread(outcomes[column]) or {"p05": 0.0, "p95": 0.0}
            few, many = amount(limits["p05"]), amount(limits["p95"])
            none = f"no {'people' if measure == 'people' else 'equipment'}"
            parts.append(none if many == "0" else f"{few} {unit}" if few == many else f"{few} to {many} {unit}")
    remaining = " and ".join(parts)
    date_due = due(setting.deadline, setting.clock, hours=hours)
    when = f"{'At the' if hours else 'On'} {date_due},"
    if all(part.startswith("no") for part in parts):
        sure = "" if setting.n == 1 else ", each in at least 95 % of the histories"
        return f"{when} no people and no equipment are left{sure}"
    scope = "" if setting.n == 1 else " (5-95 % of the histories)"
    return f"{when} {remaining} are still in country{scope}"


def _panels(bands: Bands, seen: Sequence[Observation]) -> list[_Panel]:
    """Return the panels: the whole country; each of several sites; the road, if used; what has left, if observed."""
    whole, sites = len(bands.places) - 1, _sites(bands)
    tables = [table.max(axis=(0, 2)) for table in (bands.people, bands.tonnes)]
    size = sum((each / max(float(each[-1]), 1.0) for each in tables), np.zeros(whole + 1))
    travelled = [place for place in range(len(sites), whole) if size[place] > 0]
    if len(sites) == 1 and not travelled:
        panels = [_Panel(whole, "", short(sites[0], LETTERS))]
    else:
        shown = sorted(np.argsort(-size[: len(sites)], kind="stable")[:SITES].tolist())
        panels = [_Panel(whole, "", "In country")]
        panels += [_Panel(place, bands.places[place], short(bands.places[place], LETTERS)) for place in shown]
        panels += [_Panel(place, bands.places[place], bands.places[place].capitalize()) for place in travelled]
    if any(each.measure in measures and not each.site for each in seen for measures in OUT.values()):
        panels.append(_Panel(whole, "", "Out since the start", out=True))
    return panels


def _planned(
    plan: Plan | None, bands: Bands, panels: list[_Panel], measures: list[str]
) -> dict[tuple[_Panel, str], tuple[npt.NDArray[np.float64], bool]]:
    """Return, by panel and measure, what is still to leave by phased plans, and whether all movers there have one."""
    if plan is None or not len(plan.phasing):
        return {}
    means, at = Means(plan), bands.instants.astype(np.float64)
    rows = {name: row for row, name in enumerate(plan.names["site"])}
    curves = {}
    for panel in panels:
        row = rows.get(panel.site, -1)
        for measure in measures if not panel.out and (row >= 0 or not panel.site) else ():
            curve = planned_to_remain(means, row, measure == "people", at)
            if curve is not None:
                curves[panel, measure] = curve
    return curves


def _of_plans(drawn: bool, partly: list[str]) -> Iterator[str]:
    """Yield a sentence on the line of phased plans; `partly` names panels with movers that no phased plan covers."""
    if drawn:
        many = "s" if len(set(partly)) > 1 else ""
        names = " and ".join(f"“{name}”" for name in dict.fromkeys(partly))
        more = f"; the panel{many} {names} also count{'' if many else 's'} movers without a plan" if partly else ""
        yield f"Planned: what is still to leave by phased plans, at mean values{more}."


def _sites(bands: Bands) -> list[str]:
    return [name for name in bands.places if name not in (ROAD, ALL)]


def _ratios(panels: list[_Panel], seen: Sequence[Observation]) -> list[float]:
    """Return the heights of the panels, relative to a normal panel."""
    whole = {each.measure not in ("heavy_sorties", "site_closed") for each in seen if not each.site}
    tall = TALL if True in whole and len(panels) > 1 else 1.0
    return [LOW if _is_low(panels, panel) else 1.0 if panel.site else tall for panel in panels]


def _measures(bands: Bands) -> list[str]:
    """Return the measures that the scenario has: "people", "tonnes" or both; "people" if it has neither."""
    present = {
        "people": bands.people.any() or bands.people_out.any(),
        "tonnes": bands.tonnes.any() or bands.tonnes_out.any(),
    }
    return [measure for measure, is_present in present.items() if is_present] or ["people"]


def _until(bands: Bands, setting: Setting) -> float:
    """Return the end of the axis [s]: after the last change of the bands, the deadline and the last milestone."""
    whole = np.concatenate([bands.people[:, -1], bands.tonnes[:, -1]], axis=1)
    changes = np.flatnonzero((whole[1:] != whole[:-1]).any(axis=1))
    last = int(bands.instants[changes[-1] + 1]) if len(changes) else 0
    latest = max([last, setting.deadline, *(milestone.by for milestone in setting.milestones)])
    return latest * 1.03


def _bands(ax: Axes, bands: Bands, measure: str, panel: _Panel, *, step: bool, low: bool = False) -> None:
    """Draw 5-95 % pale, 25-75 % stronger, and the median as a line."""
    table: npt.NDArray[np.float64] = getattr(bands, f"{measure}_out" if panel.out else measure)
    quantiles = table[:, panel.place].T
    band(ax, bands.instants, quantiles, step=step)
    ax.set_ylim(0, max(float(quantiles[-1].max()), 1.0) * 1.06)
    ax.yaxis.set_major_locator(MaxNLocator(2 if low else 5, steps=[1, 2, 5, 10], integer=measure == "people"))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: tick(value)))
    bare(ax)


def _milestones(ax: Axes, setting: Setting, *, label: bool) -> None:
    """Draw the milestones besides the deadline as dotted lines; with `label`, write dates where there is space."""
    low, high = ax.get_xlim()
    style: dict[str, Any] = {"ha": "center", "va": "bottom", "fontsize": "small", "annotation_clip": False}
    style["color"] = GREY
    free = 0.0
    for by in sorted({milestone.by for milestone in setting.milestones} - {setting.deadline}):
        ax.axvline(by, color=GREY, linestyle=(0, (1, 2)), linewidth=1.4, zorder=3).set_gid("milestone")
        place = (by - low) / (high - low)
        if label and place > free + 0.06 and abs(place - (setting.deadline - low) / (high - low)) > 0.4:
            at = ax.get_xaxis_transform()
            ax.annotate(
                due(by, setting.clock), (by, 1), xycoords=at, xytext=(0, 4), textcoords="offset points", **style
            )
            free = place + 0.06


def _method(
    bands: Bands, panels: list[_Panel], setting: Setting, seen: Sequence[Observation], histories: int
) -> Iterator[str]:
    """Yield the sentences of the caption on how movers are counted and what is drawn."""
    if histories < setting.n or int(bands.instants[-1]) < 15 * DAY:
        yield f"Counted every hour{f' in the first {histories:,} histories' if histories < setting.n else ''}."
    else:
        yield "Counted at each local midnight."
    sites = _sites(bands)
    hidden = len(sites) - sum(1 for panel in panels if panel.site in sites)
    if len(sites) > 1 and hidden:
        yield f"{hidden} smaller site{'s are' if hidden > 1 else ' is'} counted in “In country” only."
    if setting.stops:
        yield "A site counts everyone and everything that is at the site, wherever they came from."
    dates = sorted({milestone.by for milestone in setting.milestones})
    named = [
        f"{due(by, setting.clock)} {'; '.join(short(each.name, 40) for each in setting.milestones if each.by == by)}"
        for by in dates[:NAMED]
    ]
    if named:
        rest = f", and {len(dates) - NAMED} more dates" if len(dates) > NAMED + 1 else ", and one more date"
        yield f"Milestones besides the deadline (dotted): {', '.join(named)}{rest if len(dates) > NAMED else ''}."
    if seen:
        yield (
            "Observations are drawn at the end of their day (on the first day: at the start), with the span that the "
            "sources allow."
        )
    if any(panel.out for panel in panels):
        yield (
            "Observations of what has left are compared with what has left in the histories, because the number at the "
            "start is itself uncertain."
        )

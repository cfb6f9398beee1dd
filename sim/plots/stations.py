"""The places where movers wait, which are stations and places to board: their names and their queues by date."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.analysis.summary.flows import Flows
from sim.analysis.sums.movers import bases
from sim.model.plan import Plan
from sim.plots.calendar import date_axis
from sim.plots.setting import Setting
from sim.plots.style import BLUE, bare, deadline, short, tick

__all__ = ["QUEUES", "Place", "longest", "places", "queue", "turns"]

QUEUES: Final = 4
"""Largest number of queues that are drawn by date; the longest queues are drawn."""


@dataclass(frozen=True, slots=True)
class Place:
    """A station, or the place of a site where staged movers wait to board.

    `waiting` and `working` name its columns of hours in the outcomes; `working` is None for the place to board.
    """

    site: str
    name: str
    waiting: str
    working: str | None


def places(plan: Plan) -> list[Place]:
    """Return, for each site, its stations in the order of the scenario, then the place where movers wait to board."""
    stations, home = plan.names["station"], plan.station["site"].tolist()
    all_places = []
    for row, site in bases(plan):
        names = [name for name, at in zip(stations, home, strict=True) if at == row]
        all_places += [
            Place(site, name.removeprefix(f"{site}/"), f"waiting_{name}_h", f"working_{name}_h") for name in names
        ]
        all_places.append(Place(site, "to board", f"staged_{site}_h", None))
    return all_places


def turns(flows: Flows, plan: Plan, each: Place) -> npt.NDArray[np.int64]:
    """Return the number of turns in each history, shape (n,).

    A turn is one passage of a mover through a station; at a place to board, one mover that becomes staged.
    """
    if each.working is None:
        return flows.readied[:, [name for _, name in bases(plan)].index(each.site)]
    return flows.turns[:, plan.names["station"].index(each.waiting.removeprefix("waiting_").removesuffix("_h"))]


def longest(flows: Flows, plan: Plan) -> list[Place]:
    """Return the places with the longest queues, the longest first: a single place, or an even number of places."""
    all_places = places(plan)
    peaks = {each: _course(flows, plan, each)[:, 1:].max(axis=0).tolist() for each in all_places}
    ranked = sorted(all_places, key=lambda each: [-peak for peak in peaks[each]])
    with_queue = [each for each in ranked[:QUEUES] if peaks[each][1] > 0]
    return with_queue[: len(with_queue) // 2 * 2] or ranked[:1]  # the figure has two queues in a row


def _course(flows: Flows, plan: Plan, each: Place) -> npt.NDArray[np.float64]:
    """Return three quantiles (low, median, high) of the number waiting at a place by instant, shape (n_instants, 3)."""
    if each.working is None:
        return flows.staged[:, [name for _, name in bases(plan)].index(each.site)]
    return flows.waiting[:, plan.names["station"].index(each.waiting.removeprefix("waiting_").removesuffix("_h"))]


def queue(ax: Axes, flows: Flows, plan: Plan, setting: Setting, each: Place, *, first: bool, wide: bool) -> None:
    """Draw the queue of a place by date.

    `first` says whether to label the deadline, `wide` whether another queue is drawn beside this one.
    """
    low, middle, high = _course(flows, plan, each).T
    some = np.flatnonzero(np.concatenate([flows.waiting, flows.staged], axis=1)[..., 2].max(axis=1))
    last = int(flows.instants[min(int(some[-1]) + 1, len(flows.instants) - 1)]) if len(some) else 0
    until = max(last, setting.deadline) * 1.03
    hours = until < 4 * 86_400
    ax.fill_between(flows.instants, low, high, step="post" if hours else None, color=BLUE, alpha=0.22, linewidth=0)
    ax.plot(flows.instants, middle, color=BLUE, linewidth=2, drawstyle="steps-post" if hours else "default")
    ax.set_ylim(0, max(float(high.max(initial=0)), 1.0) * 1.1)
    ax.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10], integer=True))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: tick(value)))
    ax.set_ylabel("people and items", fontsize="small")
    date_axis(ax, setting.clock, 0.0, until, most=5 if wide else 9, name=False)
    deadline(ax, setting, "" if first else None, size="small", hours=hours)
    what = "to board" if each.working is None else f"for {short(each.name, 16)}"
    ax.set_title(f"Waiting {what}, {short(each.site, 14)}", pad=20 if first else 6)
    bare(ax)

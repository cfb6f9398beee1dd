"""Panels that show the sorties of a lift by week (or by day) as bands over the histories."""

from collections.abc import Iterable
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from sim.analysis.statistics.records import Records
from sim.analysis.summary.bands import BAND
from sim.analysis.sums.periods import periods
from sim.model.plan import Plan
from sim.plots.band import band
from sim.plots.calendar import date_axis
from sim.plots.setting import Setting
from sim.plots.style import bare, deadline

__all__ = ["period_name", "until", "weekly_columns", "weeks_band"]

DAY: Final = 86_400


def period_name(plan: Plan) -> str:
    """Return the name of the periods in which sorties are counted: "week", or "day" if the clock is short."""
    begins = [second for _, second in periods(plan)]
    return "week" if len(begins) > 1 and begins[-1] - begins[-2] > 2 * DAY else "day"


def weekly_columns(outcomes: Records, plan: Plan, lift: str) -> list[str]:
    """Return the columns with the sorties of a lift by week (or day); none if they were not recorded."""
    columns = [f"flown_{lift}_{day.isoformat()}" for day, _ in periods(plan)]
    return columns if set(columns) <= set(outcomes.dtype.names or ()) else []


def until(counts: Iterable[npt.NDArray[Any]], plan: Plan, setting: Setting) -> int:
    """Return the end of an axis of dates [s since the start].

    It is the later of two instants: the deadline, and the end of the last period in which the 95 % quantile of sorties
    is above 0.
    """
    begins = [second for _, second in periods(plan)]
    flew = [place for place, column in enumerate(counts) if np.quantile(column, BAND[-1], method="inverted_cdf") > 0]
    last = [*begins, max(plan.horizon, begins[-1] + 1)][flew[-1] + 1] if flew else 0
    return max(last, setting.deadline)


def weeks_band(
    ax: Axes, counts: Iterable[npt.NDArray[Any]], plan: Plan, setting: Setting, *, first: bool, end: int
) -> None:
    """Draw bands of sorties by week, as steps.

    Parameters
    ----------
    ax
        Axes to draw on.
    counts
        Sorties in each period, each of shape (n_histories,).
    plan, setting
        The plan, and facts about the study.
    first
        Whether to label the deadline.
    end
        Last instant that the axis must show [s since the start].
    """
    begins = [second for _, second in periods(plan)]
    edges = np.array([*begins, max(plan.horizon, begins[-1] + 1)], np.int64)
    quantiles = np.array([np.quantile(column, BAND, method="inverted_cdf") for column in counts]).T
    quantiles = np.concatenate([quantiles, quantiles[:, -1:]], axis=1)
    band(ax, edges, quantiles, step=True)
    most = quantiles[-1]
    ax.set_ylim(0, max(float(most.max()) * 1.08, 1.08))
    ax.yaxis.set_major_locator(MaxNLocator(4, integer=True, steps=[1, 2, 5, 10]))
    date_axis(ax, setting.clock, 0, end * 1.03, most=4 if end > 4 * DAY else 2, name=False)
    deadline(ax, setting, "" if first else None, size="small", hours=end < 4 * DAY)
    bare(ax)

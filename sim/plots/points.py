"""Draw observations of the real case as points over the bands with which they are compared."""

from collections.abc import Sequence
from typing import Any, Final

from matplotlib.axes import Axes

from sim.analysis.summary.observed import Observation
from sim.domain.dates import moment, seconds
from sim.plots.setting import Setting
from sim.plots.style import BLACK, VERMILLION

__all__ = ["OUT", "points"]

IN_COUNTRY: Final = {"people": ("people_in_country", "people_present"), "tonnes": ("tonnes_in_country",)}
"""Observed measures that are drawn on a panel of the people or tonnes present."""
OUT: Final = {"people": ("people_out",), "tonnes": ("tonnes_out",)}
"""Observed measures that are drawn on a panel of the people or tonnes that have left. They are not converted to what
remains, because the number at the start is itself uncertain."""


def points(
    ax: Axes, seen: Sequence[Observation], measure: str, site: str, setting: Setting, *, out: bool = False
) -> None:
    """Draw each observation at the end of its day, with its range from `low` to `high`.

    An observation on the first day of the clock describes the start of the histories, so it is drawn at the start. An
    observation that a site is closed is drawn as a triangle at zero.

    Parameters
    ----------
    ax
        Panel with an axis of dates.
    seen
        All observations; those that the panel does not show are skipped.
    measure
        `people` or `tonnes`.
    site
        Site of the panel; empty for all sites together.
    setting
        Facts about the study.
    out
        Whether the panel shows what has left instead of what is present.
    """
    fitting = (OUT if out else IN_COUNTRY)[measure]
    style: dict[str, Any] = {"color": VERMILLION, "markeredgecolor": "white", "linestyle": "none", "zorder": 6}
    span: dict[str, Any] = {"ecolor": BLACK, "elinewidth": 1.4, "capsize": 5, "capthick": 1.4}
    first = moment(0, setting.clock).date()
    for each in seen:
        at = seconds(each.day, setting.clock, ends=True) if each.day > first else 0
        if each.site != site:
            continue
        if each.measure in fitting:
            error = [[max(each.value - each.low, 0)], [max(each.high - each.value, 0)]]
            ax.errorbar([at], [each.value], yerr=error, marker="o", markersize=5.5, **span, **style)
            ax.set_ylim(0, max(ax.get_ylim()[1], each.high * 1.06))
        elif each.measure == "site_closed" and not out:
            ax.plot([at], [0], marker="^", markersize=10, clip_on=False, **style)

"""What was observed of the real case, as points over the bands that it can be compared with."""

from collections.abc import Sequence
from typing import Any, Final

from matplotlib.axes import Axes

from sim.analysis.summary.observed import Observation
from sim.domain.dates import moment, seconds
from sim.plots.setting import Setting
from sim.plots.style import BLACK, VERMILLION

__all__ = ["OUT", "points"]

IN_COUNTRY: Final = {"people": ("people_in_country", "people_present"), "tonnes": ("tonnes_in_country",)}
"""Observed measures that count who and what is there."""
OUT: Final = {"people": ("people_out",), "tonnes": ("tonnes_out",)}
"""Observed measures that count who and what has left. They are not turned into what is left: how many came, and what
stood there, is itself uncertain."""


def points(
    ax: Axes, seen: Sequence[Observation], measure: str, site: str, about: Setting, *, out: bool = False
) -> None:
    """Draw what was observed at the end of its day, with the span that the sources leave.

    What was observed on the first day of the clock is where the histories begin: it stands at the start.

    Parameters
    ----------
    ax
        A panel of dates.
    seen
        All observations; those that the panel does not show are passed over.
    measure
        `people` or `tonnes`.
    site
        Site of the panel; empty for all.
    about
        The study.
    out
        Whether the panel counts what is out.
    """
    fitting = (OUT if out else IN_COUNTRY)[measure]
    style: dict[str, Any] = {"color": VERMILLION, "markeredgecolor": "white", "linestyle": "none", "zorder": 6}
    span: dict[str, Any] = {"ecolor": BLACK, "elinewidth": 1.4, "capsize": 5, "capthick": 1.4}
    first = moment(0, about.clock).date()
    for each in seen:
        at = seconds(each.day, about.clock, ends=True) if each.day > first else 0
        if each.site != site:
            continue
        if each.measure in fitting:
            error = [[max(each.value - each.low, 0)], [max(each.high - each.value, 0)]]
            ax.errorbar([at], [each.value], yerr=error, marker="o", markersize=5.5, **span, **style)
            ax.set_ylim(0, max(ax.get_ylim()[1], each.high * 1.06))
        elif each.measure == "site_closed" and not out:
            ax.plot([at], [0], marker="^", markersize=10, clip_on=False, **style)

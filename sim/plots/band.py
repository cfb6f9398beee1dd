"""Draw bands that contain half, or nine in ten, of the histories, with the median as a line; also draw their key."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sim.plots.style import BLACK, BLUE, VERMILLION

__all__ = ["band", "key", "planned"]


THIN: Final = 1.1
"""Width of the line of a phased plan [points]."""


def band(ax: Axes, at: npt.NDArray[np.int64], quantiles: npt.NDArray[Any], *, step: bool) -> None:
    """Draw 5-95 % pale, 25-75 % stronger, and the median as a line.

    Parameters
    ----------
    ax
        Axes to draw on.
    at
        Instants [s since the start], shape (n,).
    quantiles
        The 5, 25, 50, 75 and 95 % quantiles, shape (5, n).
    step
        Whether a value holds until the next instant; if not, values are joined by lines.
    """
    p05, p25, p50, p75, p95 = quantiles
    for few, many, strength in ((p05, p95, 0.18), (p25, p75, 0.32)):
        ax.fill_between(at, few, many, step="post" if step else None, color=BLUE, alpha=strength, linewidth=0)
    ax.plot(at, p50, color=BLUE, linewidth=2, drawstyle="steps-post" if step else "default")


def planned(ax: Axes, at: npt.NDArray[np.int64], curve: npt.NDArray[np.float64]) -> None:
    """Draw the curve of a phased plan, shape (n,), at instants `at` [s since the start], shape (n,), as a thin line."""
    ax.plot(at, curve, color=BLACK, linewidth=THIN, zorder=5)[0].set_gid("planned")
    ax.set_ylim(0, max(ax.get_ylim()[1], float(curve.max()) * 1.06))


def key(ax: Axes, observed: bool = False, closed: bool = False, with_plan: bool = False) -> None:
    """Draw the key to the bands, and on request to observations, observed closings and the line of phased plans."""
    handles: list[Line2D | Patch] = [
        Line2D([], [], color=BLUE, linewidth=2, label="median"),
        Patch(facecolor=BLUE, alpha=0.5, label="half of the histories (25-75 %)"),
        Patch(facecolor=BLUE, alpha=0.18, label="nine in ten (5-95 %)"),
    ]
    if with_plan:
        handles.append(Line2D([], [], color=BLACK, linewidth=THIN, label="planned"))
    style: dict[str, Any] = {"linestyle": "none", "color": VERMILLION}
    if observed:
        handles.append(Line2D([], [], marker="o", label="observed", **style))
    if closed:
        handles.append(Line2D([], [], marker="^", label="observed closed", **style))
    ax.axis("off")
    tight: dict[str, Any] = {"columnspacing": 1.0, "handlelength": 1.3, "fontsize": 8.5} if len(handles) > 4 else {}
    ax.legend(handles=handles, loc="lower left", ncols=len(handles), borderaxespad=0.0, **tight)

"""A panel that shows how full a lift was: payload, pallet positions and seats used by the sorties that left."""

from collections.abc import Collection
from typing import Any, Final

import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter

from sim.analysis.statistics.quantiles import spread
from sim.analysis.statistics.records import Records
from sim.analysis.summary.totals import percent
from sim.model.plan import Plan
from sim.plots.style import BLACK, BLUE, GREY, amount

__all__ = ["fullest", "limited", "loads", "share_used"]

LIMITS: Final = ("payload", "positions", "seats")


def loads(ax: Axes, lift: int, outcomes: Records, plan: Plan) -> None:
    """Draw the share of payload, positions and seats that the departed sorties used [%], or say why there is none."""
    bounds = _limits(lift, outcomes, plan)
    for y, what in enumerate(LIMITS):
        if what not in bounds:
            ax.text(2, y, "no limit", ha="left", va="center", fontsize="small", color=GREY)
            continue
        used, empty, unit = bounds[what]
        share = share_used(used, empty)
        if share is None:
            flew = outcomes[f"flown_{plan.names['lift'][lift]}"].any()
            ax.text(
                2, y, "limit of zero" if flew else "no sorties", ha="left", va="center", fontsize="small", color=GREY
            )
            continue
        mean, low, high = share
        ax.barh(y, 100, 0.5, facecolor="white", edgecolor=GREY, hatch="....", linewidth=0.8, alpha=0.5)
        ax.barh(y, mean, 0.5, color=BLUE)
        error = [[max(mean - low, 0)], [max(high - mean, 0)]]
        ax.errorbar([mean], [y], xerr=error, fmt="none", ecolor=BLACK, elinewidth=1.3, capsize=3)
        words = f"{percent(mean / 100)} of {amount(_round(float(used.mean() + empty.mean())))}{unit}"
        ax.annotate(words, (2, y - 0.28), ha="left", va="bottom", fontsize=8)
    ax.set_yticks(range(len(LIMITS)), LIMITS, fontsize="small")
    ax.set_ylim(len(LIMITS) - 0.6, -0.85)
    ax.set_xlim(0, 104)
    ax.xaxis.set_major_locator(FixedLocator([0, 50, 100]))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0f} %"))
    ax.tick_params(axis="y", length=0)


def _round(value: float) -> float:
    return float(round(value)) if value >= 10 else value


def _limits(lift: int, outcomes: Records, plan: Plan) -> dict[str, tuple[Any, Any, str]]:
    """Return the limits of a lift by name: what was used and what stayed empty in each history, and the unit."""
    name, limits = plan.names["lift"][lift], {}
    if limited(plan, lift, "payload"):
        limits["payload"] = outcomes[f"carried_{name}_t"], outcomes[f"room_{name}_t"], " t"
    if limited(plan, lift, "pallets_s") and f"positions_{name}" in (outcomes.dtype.names or ()):
        limits["positions"] = outcomes[f"positions_{name}"], outcomes[f"positions_empty_{name}"], ""
    if limited(plan, lift, "seats"):
        limits["seats"] = outcomes[f"people_{name}"], outcomes[f"seats_empty_{name}"], ""
    return limits


def fullest(lift: int, outcomes: Records, plan: Plan, kinds: Collection[str]) -> tuple[str, float] | None:
    """Return which of the limits `kinds` has the largest used share, and this share [%]; None if none has a share."""
    bounds = [(name, *limit) for name, limit in _limits(lift, outcomes, plan).items() if name in kinds]
    shares = [(limit[0], share[0]) for limit in bounds if (share := share_used(limit[1], limit[2])) is not None]
    return max(shares, key=lambda each: each[1], default=None)


def share_used(used: npt.NDArray[Any], empty: npt.NDArray[Any]) -> tuple[float, float, float] | None:
    """Return the used share of a limit over all histories, and the 5 % and 95 % quantiles of the histories' shares [%].

    `used` and `empty` have what was used and what stayed empty in each history, shape (n,). The result is None if no
    sortie left, or if the limit is zero.
    """
    whole = used + empty
    has_sorties = whole > 0
    if not has_sorties.any():
        return None
    limits = spread(100.0 * used[has_sorties] / whole[has_sorties])
    assert limits is not None
    return 100.0 * float(used.sum()) / float(whole.sum()), limits["p05"], limits["p95"]


def limited(plan: Plan, lift: int, what: str) -> bool:
    """Whether a lift has a limit; `what` is a column of `plan.lift`."""
    if what == "payload" and plan.lift["driven"][lift]:
        return False  # vehicles that drive out themselves have no common payload
    return bool(plan.lift[what][lift] >= 0)

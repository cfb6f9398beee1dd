"""Parts of a summary that are quantiles and means of outcomes: the deadline, the last wave, lift, hours and ramps."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.analysis.outcomes.efficiency import PLANNED, limited
from sim.analysis.outcomes.remaining import cargo_categories
from sim.analysis.statistics.quantiles import spread
from sim.analysis.statistics.records import Records
from sim.analysis.sums.movers import bases
from sim.model.calendars import NEVER
from sim.model.plan import Plan

__all__ = ["at_deadline", "days_late", "hours", "last_wave", "left", "lift", "ramp"]

LIFT: Final = {
    **{name: f"{name}_{{lift}}" for name in ("tasked", "flown", "empty", "cancelled", "diverted")},
    **{name: f"{name}_{{lift}}" for name in ("struck", "shut", "waved_off", "people", "seats_empty")},
    **{f"{name}_t": f"{name}_{{lift}}_t" for name in ("carried", "load", "room")},
}
"""Figure of a lift -> pattern of its column."""
POSITIONS: Final = {"positions": "positions_{lift}", "positions_empty": "positions_empty_{lift}"}
"""Figure of a lift with limited pallet positions -> pattern of its column."""
VEHICLES: Final = {"vehicles": "vehicles_{lift}", "vehicles_empty": "vehicles_empty_{lift}"}
"""Figure of a convoy of the force's own vehicles -> pattern of its column."""


def at_deadline(plan: Plan, outcomes: Records) -> dict[str, Any]:
    """Return quantiles of the people and equipment in country, or still to come, at the deadline."""
    people = outcomes["at_deadline_people"]
    required = outcomes["at_deadline_required_people"]
    kinds = ["required", "wanted", *(name for _, name in cargo_categories(plan))]
    return {
        "people": {"all": spread(people), "required": spread(required), "wanted": spread(people - required)},
        "tonnes": {
            "all": spread(outcomes["at_deadline_t"]),
            **{kind: spread(outcomes[f"at_deadline_{kind}_t"]) for kind in kinds},
        },
        "items": spread(outcomes["at_deadline_items"]),
    }


def days_late(outcomes: Records) -> dict[str, Any] | None:
    """Return quantiles and mean of the days by which late histories are late; None if no history is late.

    Notes
    -----
    A history that never reached the milestone `deadline` counts as later than all others. A quantile that falls on such
    a history is None; the mean is None if there is any such history.
    """
    late = outcomes[outcomes["met_deadline"] == 0]
    if len(late) == 0:
        return None
    delay = np.where(np.isnan(late["days_late_d"]), np.inf, late["days_late_d"])
    quantiles = spread(delay) or {}
    finite = bool(np.isfinite(delay).all())
    return {
        "n": len(late),
        "never": int(np.isinf(delay).sum()),
        **{name: value if np.isfinite(value) else None for name, value in quantiles.items()},
        "mean": float(delay.mean()) if finite else None,
    }


def last_wave(outcomes: Records) -> dict[str, Any] | None:
    """Return quantiles of people and sorties that left in the last 24 hours before closure; None if none closed."""
    closed = outcomes[outcomes["closure"] < NEVER]
    if len(closed) == 0:
        return None
    return {
        "n": len(closed),
        "people": spread(closed["last_wave_people"]),
        "sorties": spread(closed["last_wave_sorties"]),
    }


def left(outcomes: Records) -> dict[str, Any]:
    """Return quantiles of the wanted people and equipment that were left behind."""
    return {
        name: spread(outcomes[f"left_{kind}"])
        for name, kind in (("people", "people"), ("items", "items"), ("tonnes", "t"))
    }


def lift(plan: Plan, outcomes: Records) -> dict[str, Any]:
    """Return quantiles and mean of the figures of each lift.

    A convoy of the force's own vehicles also has figures of vehicles. Any other lift with limited pallet positions also
    has figures of positions.
    """
    limited, driven = plan.lift["pallets_s"] >= 0, plan.lift["driven"] != 0
    return {
        name: {
            figure: _with_mean(outcomes[column.format(lift=name)])
            for figure, column in (LIFT | (VEHICLES if driven[row] else POSITIONS if limited[row] else {})).items()
        }
        for row, name in enumerate(plan.names["lift"])
    }


def hours(plan: Plan, outcomes: Records) -> dict[str, Any]:
    """Return the hours of waiting and work at each station and site, as means over histories [h]."""

    def mean(column: str) -> float:
        return float(outcomes[column].mean())

    sites = [name for _, name in bases(plan)]
    kinds = ("staged", "ramp_wait", "parked", "loading")
    return {
        "station": {
            name: {"waiting": mean(f"waiting_{name}_h"), "working": mean(f"working_{name}_h")}
            for name in plan.names["station"]
        },
        "site": {name: {kind: mean(f"{kind}_{name}_h") for kind in kinds} for name in sites},
    }


def ramp(plan: Plan, outcomes: Records) -> dict[str, Any]:
    """Return the queueing efficiency of each ramp with limited spots, and the value that planners use.

    The efficiency is None if no history has a value for it.
    """
    return {
        name: {"queueing_efficiency": _with_mean(outcomes[f"efficiency_{name}"]), "planners_use": PLANNED}
        for _, name in limited(plan)
    }


def _with_mean(values: npt.NDArray[Any]) -> dict[str, float] | None:
    """Return quantiles and mean of the values that are not NaN; None if all values are NaN."""
    found = spread(values)
    return None if found is None else {**found, "mean": float(np.nanmean(values))}

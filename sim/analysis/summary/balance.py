"""The parts of a summary on cost and equipment: money, flying hours, the ledger, what stays if the withdrawal stops."""

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.analysis.outcomes.costs import headings, sold, unpriced
from sim.analysis.outcomes.remaining import cargo_categories
from sim.analysis.statistics.averages import average
from sim.analysis.statistics.quantiles import spread
from sim.analysis.statistics.records import Records
from sim.analysis.summary.rounded import due_as_iso
from sim.analysis.summary.tradeoff import stopping, unit
from sim.analysis.sums.value import fates, retains, valued
from sim.model.plan import Plan

__all__ = ["cost", "flying_hours", "ledger", "retained", "tradeoff", "value_left"]

Reals = npt.NDArray[Any]
UNITS = {"items": "items", "tonnes": "t", "value_usd": "usd"}


def cost(plan: Plan, outcomes: Records, world: Reals | None, confidence: float) -> dict[str, Any] | None:
    """Return mean and quantiles of the cost [USD], in total and by heading; None if nothing has a price."""
    found = headings(plan)
    if not found:
        return None
    return {
        "n": len(outcomes),
        "total": _with_interval(outcomes["cost_total_usd"], world, confidence),
        "headings": {name: _estimate(outcomes[f"cost_{name}_usd"]) for name in found},
        **({"sales": _estimate(outcomes["sales_usd"])} if sold(plan) else {}),
        "not_priced": list(unpriced(plan)),
    }


def flying_hours(plan: Plan, outcomes: Records) -> dict[str, Any]:
    """Return the flying hours of each lift: legs, and positioning where the scenario states it."""
    names = outcomes.dtype.names or ()
    kinds = {"legs": "flying", "positioning": "positioning"}
    return {
        lift: {kind: _estimate(outcomes[f"{at}_{lift}_h"]) for kind, at in kinds.items() if f"{at}_{lift}_h" in names}
        for lift in plan.names["lift"]
    }


def ledger(plan: Plan, outcomes: Records) -> dict[str, Any]:
    """Return what became of the equipment: items, tonnes and known value, by category and fate."""
    names = outcomes.dtype.names or ()
    return {
        category: {
            fate: {
                kind: _estimate(outcomes[column])
                for kind, unit in UNITS.items()
                if (column := f"ledger_{category}_{fate}_{unit}") in names
            }
            for fate in ("in", *fates(plan))
        }
        for _, category in cargo_categories(plan)
    }


def retained(plan: Plan, outcomes: Records) -> dict[str, Any] | None:
    """Return the people and equipment retained in country by plan; None if nothing may be retained."""
    if not retains(plan):
        return None
    return {name: _estimate(outcomes[f"retained_{unit}"]) for name, unit in (("people", "people"), ("tonnes", "t"))}


def value_left(plan: Plan, outcomes: Records, world: Reals | None, confidence: float) -> dict[str, Any] | None:
    """Return the value of equipment that is abandoned or remains [USD]; None if no value is known."""
    if not valued(plan):
        return None
    return {
        **_with_interval(outcomes["value_left_usd"], world, confidence),
        "items_of_unknown_value": _estimate(outcomes["value_left_unknown_items"]),
    }


def tradeoff(plan: Plan, outcomes: Records, world: Reals | None, confidence: float) -> dict[str, Any]:
    """Return, for each date on which one might stop, the chance that all required movers are out, and what stays."""
    rows = [
        {
            "by": due_as_iso(stop.at, plan.clock),
            "probability": stop.out.value,
            "low": stop.out.low,
            "high": stop.out.high,
            "stays": _limits(stop.stays.value, stop.stays.low, stop.stays.high),
            "less_per_point": stop.per_point,
        }
        for stop in stopping(plan, outcomes, world, confidence)
    ]
    return {"unit": unit(plan), "confidence": confidence, "dates": rows}


def _estimate(values: Reals) -> dict[str, float] | None:
    """Return mean and quantiles of a column, which has no NaN; None if the column is empty."""
    found = spread(values)
    return None if found is None else {"mean": float(np.mean(values)), **found}


def _with_interval(values: Reals, world: Reals | None, confidence: float) -> dict[str, Any]:
    """Return the mean with its interval, and the quantiles, of values that are never negative."""
    seen = average(values, world, confidence)
    return {**_limits(seen.value, max(0.0, seen.low), seen.high), "confidence": confidence, **(spread(values) or {})}


def _limits(value: float, low: float, high: float) -> dict[str, float | None]:
    """Return a mean with its interval; None in place of an infinite limit."""
    known = {"low": low, "high": high}
    return {"mean": value, **{name: limit if math.isfinite(limit) else None for name, limit in known.items()}}

"""What reviews did, and the same history without them: common random numbers make the two comparable."""

import math

import numpy as np

from sim.analysis.outcomes.column import Column, count, flag, instant, number
from sim.analysis.sums import MoverSums
from sim.analysis.sums.among import among
from sim.model.plan import Plan
from sim.model.schema.row import Table
from sim.model.terms import Response
from sim.model.trajectory import Trajectory

__all__ = ["acted", "columns", "values"]


def columns(plan: Plan) -> list[Column]:
    """Return the columns of this group, in order; none where the scenario has no review."""
    if not len(plan.review):
        return []
    promises = plan.names["milestone"]
    return [
        count("reviews_late", "reviews that projected a closure too late"),
        count("lift_asked", "times that more lift was asked for"),
        count("lift_granted", "of these, granted in time to come before the history ended"),
        number("hours_added_h", "hours added to the shifts of the site that got most [h]"),
        count("given_up_items", "items that reviews gave up: handed over, sold, destroyed or left"),
        number("given_up_t", "their weight [t]"),
        number(
            "lift_price_usd",
            "price of a sortie at which the rest fitted, at the last such review [USD]; blank for none",
        ),
        number("without_out_t", "equipment out by the horizon in the same history without reviews [t]"),
        instant("without_closure", "closure of the same history without reviews"),
        *(flag(f"without_met_{name}", f"milestone {name} was met without reviews") for name in promises),
        flag("without_all_met", "every milestone was met without reviews"),
    ]


def values(plan: Plan, trajectory: Trajectory, plain: MoverSums) -> list[float]:
    """Return the figures of this group, in the order of `columns`.

    Parameters
    ----------
    plain
        Movers of the same history without reviews, added up.
    """
    if not len(plan.review):
        return []
    rows = trajectory.reviewed
    asked, hours = rows[rows["kind"] == Response.LIFT], rows[rows["kind"] == Response.HOURS]
    given = rows[_gave_up(rows)]
    priced = given["price"][~np.isnan(given["price"])]
    due = plan.milestone["by"].tolist()
    met = [int(time <= by) for time, by in zip(plain.times, due, strict=True)]
    return [
        len(np.unique(rows["at"][rows["kind"] >= 0])),
        len(asked),
        int(asked["granted"][asked["effect"] <= trajectory.end].sum()),
        float(hours["granted"].max(initial=0)) / 3600.0,
        int(given["items"].sum()),
        int(given["kg"].sum()) / 1000,
        float(priced[-1]) if len(priced) else math.nan,
        plain.total["out_kg"] / 1000,
        plain.total["closure"],
        *met,
        int(all(met)),
    ]


def acted(trajectory: Trajectory) -> bool:
    """Whether a review changed anything: else the history without reviews is the same one."""
    rows = trajectory.reviewed
    granted = among(rows["kind"], (Response.LIFT, Response.HOURS)) & (rows["granted"] > 0)
    return bool(granted.any() or rows["items"][_gave_up(rows)].any())


def _gave_up(rows: Table) -> Table:
    """Which rows tell of equipment given up."""
    return among(rows["kind"], (Response.DISPOSE, Response.DEMOTE))

"""What reviews did, and how the same history would have ended without them, on the same random numbers."""

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

from sim.analysis.outcomes.column import Column, count, flag, instant, number
from sim.analysis.sums import MoverSums
from sim.model.plan import Plan
from sim.model.terms import Response
from sim.model.trajectory import Trajectory

__all__ = ["acted", "columns", "values"]

GIVES_UP: Final = (Response.DISPOSE, Response.DEMOTE)
"""Responses that give up equipment."""

WHEN_ON_TIME: Final = (Response.TAKE_BACK, Response.FAVOUR)
"""Responses that a review may give even if it does not project a late date."""


class _Review(NamedTuple):
    """What a review saw, or one response: the columns of `schema.history.Reviewed` from which figures are computed."""

    at: int
    effect: int
    price: float
    kind: int
    subject: int
    granted: int
    items: int
    kg: int


def columns(plan: Plan) -> list[Column]:
    """Return the columns of this module, in order; none if the scenario has no review."""
    if not len(plan.review):
        return []
    milestones = plan.names["milestone"]
    return [
        count("reviews_late", "reviews that projected a late date and responded, not only by favouring a site"),
        count("lift_asked", "times that more lift was asked for"),
        count("lift_granted", "requests for more lift that were granted before the history ended"),
        number("hours_added_h", "most hours added to the shifts of any one site [h]"),
        count("lift_called", "on-call lifts that were called"),
        count("called_granted", "on-call lifts that were granted before the history ended"),
        count(
            "given_up_items", "items given up by reviews (handed over, sold, destroyed or left), less those taken back"
        ),
        number("given_up_t", "weight of items given up by reviews, less that of items taken back [t]"),
        number("taken_back_t", "weight of given-up items that reviews took back because they fitted again [t]"),
        number(
            "lift_price_usd",
            "price of lift: highest value per sortie of the items given up, at the last review that set it [USD]",
        ),
        number("without_out_t", "equipment out by the horizon in the same history without reviews [t]"),
        instant("without_closure", "closure of the same history without reviews"),
        *(flag(f"without_met_{name}", f"milestone {name} was met without reviews") for name in milestones),
        flag("without_all_met", "every milestone was met without reviews"),
        *(count(f"favoured_{name}", f"reviews that let shared lift go first to {name}") for _, name in _favoured(plan)),
    ]


def values(plan: Plan, trajectory: Trajectory, plain: MoverSums, due: Sequence[int]) -> list[float]:
    """Return the figures of this module, in the order of `columns`.

    Parameters
    ----------
    plain
        Sums over the movers of the same history without reviews.
    due
        Date of each milestone in the world of this history [s], shape (n_milestones,).
    """
    if not len(plan.review):
        return []
    reviews = _reviews(trajectory)
    asked = [row for row in reviews if row.kind == Response.LIFT]
    called = [row for row in reviews if row.kind == Response.CALL]
    back = [row for row in reviews if row.kind == Response.TAKE_BACK]
    favours = [row for row in reviews if row.kind == Response.FAVOUR]
    given = [row for row in reviews if row.kind in GIVES_UP]
    priced = [row.price for row in given if not math.isnan(row.price)]
    hours = max((row.granted for row in reviews if row.kind == Response.HOURS), default=0)
    met = [int(time <= by) for time, by in zip(plain.times, due, strict=True)]
    return [
        len({row.at for row in reviews if row.kind >= 0 and row.kind not in WHEN_ON_TIME}),
        len(asked),
        sum(row.granted for row in asked if row.effect <= trajectory.end),
        hours / 3600.0,
        len(called),
        sum(row.granted for row in called if row.effect <= trajectory.end),
        sum(row.items for row in given) - sum(row.items for row in back),
        (sum(row.kg for row in given) - sum(row.kg for row in back)) / 1000,
        sum(row.kg for row in back) / 1000,
        priced[-1] if priced else math.nan,
        plain.total["out_kg"] / 1000,
        plain.total["closure"],
        *met,
        int(all(met)),
        *(sum(row.granted for row in favours if row.subject == site) for site, _ in _favoured(plan)),
    ]


def _favoured(plan: Plan) -> list[tuple[int, str]]:
    """Return the row and name of each site that a review may favour."""
    return [(row, plan.names["site"][row]) for row in dict.fromkeys(plan.judged["site"][1:].tolist())]


def acted(trajectory: Trajectory) -> bool:
    """Return whether a review changed anything; if no review did, the history without reviews is the same."""
    return any(row.items if row.kind in GIVES_UP else row.kind >= 0 and row.granted > 0 for row in _reviews(trajectory))


def _reviews(trajectory: Trajectory) -> list[_Review]:
    """Return what reviews saw and did, row by row."""
    return [_Review(*row) for row in trajectory.reviewed[list(_Review._fields)].tolist()]

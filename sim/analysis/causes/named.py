"""Reasons that only some plans have: a plan in which such a reason cannot occur does not list it."""

from collections.abc import Callable
from typing import Final

from sim.model.calendars import LONG_AGO, NEVER
from sim.model.plan import Plan

__all__ = ["ONLY", "only"]

ONLY: Final[dict[str, tuple[str, Callable[[Plan], bool]]]] = {
    "party": ("lot", lambda plan: bool(plan.lot["party"].any())),
    "whole": ("lift", lambda plan: bool(plan.lot["party"].any())),
    "absent": ("lot", lambda plan: bool((plan.lot["no_show_s"] >= 0).any())),
    "dated station": (
        "station", lambda plan: bool(((plan.station["begins"] > LONG_AGO) | (plan.station["until"] < NEVER)).any()),
    ),
    "driven": ("lift", lambda plan: bool(plan.lift["driven"].any())),
    "fitted": ("lift", lambda plan: bool((plan.lift["configurations"] < plan.lift["configurations_last"]).any())),
    "substitute": ("site", lambda plan: bool((plan.site["in_place_of"] >= 0).any())),
    "attacked": ("lift", lambda plan: bool((plan.lift["attack"] >= 0).any())),
}  # fmt: skip
"""Table name in `reason.NAMED` -> (table of the plan that names the rows, function that returns whether the reason can
occur in a plan)."""


def only(plan: Plan, words: str) -> tuple[str, ...]:
    """Return the names of the rows for the entry `words` of `ONLY`; none if the reason cannot occur in the plan."""
    table, may_occur = ONLY[words]
    return plan.names.get(table, ()) if may_occur(plan) else ()

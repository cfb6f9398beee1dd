"""Names of milestones and values of levers as text and for JSON, for sweeps, searches and comparisons."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from sim.config.literal import literal

if TYPE_CHECKING:
    from sim.config.axes import Axis
    from sim.domain.scenario import Scenario

__all__ = ["as_text", "due_of", "for_json", "milestone_name"]


def milestone_name(milestone: str) -> str:
    """Return the name of a milestone as readers see it."""
    return "all milestones" if milestone == "all" else milestone.replace("_", " ")


def due_of(question: Scenario, milestone: str, axes: Iterable[Axis]) -> str | None:
    """Return the date of a milestone for JSON; None for all milestones together, or if a lever sets the date."""
    if milestone not in question.milestone or any(axis.milestone == milestone for axis in axes):
        return None
    return str(for_json(question.milestone[milestone].by))


def as_text(value: Any) -> str:
    """Return a value of a lever as readers see it."""
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str) else literal(value)


def for_json(value: Any) -> Any:
    """Return a value of a lever for JSON: a date as ISO text, any other value unchanged."""
    return value.isoformat() if isinstance(value, date) else value

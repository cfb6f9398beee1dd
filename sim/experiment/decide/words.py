"""Words and values that every question about many plans shares."""

from __future__ import annotations

from datetime import date
from typing import Any

from sim.config.literal import literal

__all__ = ["as_text", "for_json", "promise"]


def promise(milestone: str) -> str:
    """Return the name of a promise as it is read."""
    return "all promises" if milestone == "all" else milestone.replace("_", " ")


def as_text(value: Any) -> str:
    """Return a value of a lever as people read it."""
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str) else literal(value)


def for_json(value: Any) -> Any:
    """Return a value of a lever as JSON has it: a date as text."""
    return value.isoformat() if isinstance(value, date) else value

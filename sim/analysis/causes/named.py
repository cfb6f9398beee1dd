"""Rows of reasons that only some plans have: where nobody stays away, no station has dates, no lift is fitted anew."""

from sim.model.calendars import LONG_AGO, NEVER
from sim.model.plan import Plan

__all__ = ["absent", "dated", "fitted"]


def absent(plan: Plan, words: str) -> tuple[str, ...]:
    """Return the names of the rows of a table (its name is the word); none where everybody turns up."""
    return plan.names.get(words, ()) if (plan.lot["no_show_s"] >= 0).any() else ()


def fitted(plan: Plan, words: str) -> tuple[str, ...]:
    """Return the names of the rows of a table (its name is the word); none where no lift has configurations."""
    return plan.names.get(words, ()) if len(plan.configuration) else ()


def dated(plan: Plan, words: str) -> tuple[str, ...]:
    """Return the names of the rows of a table (its name is the word); none where no station has dates."""
    dated = (plan.station["begins"] > LONG_AGO) | (plan.station["until"] < NEVER)
    return plan.names.get(words, ()) if dated.any() else ()

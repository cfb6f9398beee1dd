"""Claims that must hold for every history, checked from its tables and the plan alone.

Each claim is a function that states the claim in its docstring and asserts it for one `Case`. This file joins the
claims of all files `invariants_of_*.py`. As a movement planner would check a log book, the claims use no code of the
engines. They assume nothing about the order of decisions within one instant: where the order matters, any order passes.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.verification import (
    invariants_of_boarding,
    invariants_of_capacity,
    invariants_of_conservation,
    invariants_of_reviews,
    invariants_of_steps,
    invariants_of_time,
)
from tests.verification.case import Case

CLAIMS: tuple[Callable[[Case], None], ...] = (
    *invariants_of_conservation.CLAIMS,
    *invariants_of_reviews.CLAIMS,
    *invariants_of_capacity.CLAIMS,
    *invariants_of_steps.CLAIMS,
    *invariants_of_boarding.CLAIMS,
    *invariants_of_time.CLAIMS,
)


def named(claim: str) -> Callable[[Case], None]:
    """Return the claim of this name."""
    (found,) = (each for each in CLAIMS if each.__name__ == claim)
    return found

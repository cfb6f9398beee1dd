"""What must hold of every history, judged from its tables and the plan alone.

Each claim is a function that states it in its docstring and asserts it of one `Case`; this file joins those of all
files `invariants_of_*.py`. What a movement planner could check in a log book is checked here in the same way: nothing
asks the engine. Nothing is assumed about the order of decisions within one instant; where that matters, the claim is
put so that either order passes.
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

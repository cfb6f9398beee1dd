"""All invariants of the files `invariants_of_*.py`: laws for every history of a scenario without routes.

Each function in `CLAIMS` is one invariant: its docstring states the law, and it asserts the law for one `Case`. The
invariants read the tables of the history, the plan and the drawn numbers of its world; they use no code of the engines.
They accept every order of decisions within one instant.
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
    """Return the invariant of this name."""
    (found,) = (each for each in CLAIMS if each.__name__ == claim)
    return found

"""What is asked of a plan for every history, and answered once per plan."""

from collections.abc import Callable
from functools import wraps
from typing import Final, TypeVar

from sim.model.plan import Plan

__all__ = ["once"]

KEPT: Final = 4
"""Plans remembered at a time: a comparison goes back and forth between a few."""

Answer = TypeVar("Answer")


def once(ask: Callable[[Plan], Answer]) -> Callable[[Plan], Answer]:
    """Remember the answers to a question about a plan; who is given one must not change it.

    Notes
    -----
    Plans are told apart by what they are, not by what is in them: to compare two takes longer than most questions.
    """
    known: list[tuple[Plan, Answer]] = []

    @wraps(ask)
    def answer(plan: Plan) -> Answer:
        for of, found in known:
            if of is plan:
                return found
        found = ask(plan)
        known[:] = [(plan, found), *known[: KEPT - 1]]
        return found

    return answer

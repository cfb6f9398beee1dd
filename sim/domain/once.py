"""What is asked of one scenario, or of one plan, again and again, and answered once."""

from collections.abc import Callable
from functools import wraps
from typing import Final, TypeVar

from pydantic import BaseModel

__all__ = ["once"]

KEPT: Final = 4
"""Subjects remembered at a time: a comparison goes back and forth between a few."""

Subject = TypeVar("Subject")
Answer = TypeVar("Answer")


def _same_parts(one: object, other: object) -> bool:
    """Whether two scenarios are copies of each other, part for part."""
    if not (isinstance(one, BaseModel) and type(one) is type(other)):
        return False
    parts, others = vars(one), vars(other)
    return parts.keys() == others.keys() and all(part is others[name] for name, part in parts.items())


def once(ask: Callable[[Subject], Answer]) -> Callable[[Subject], Answer]:
    """Remember the answers to a question about something frozen; callers must not change what they get.

    Notes
    -----
    Subjects are told apart by identity: to compare two plans by value takes longer than most questions. Two scenarios
    that have the very same parts, and differ in their notices alone, are one.
    """
    known: list[tuple[Subject, Answer]] = []

    @wraps(ask)
    def answer(subject: Subject) -> Answer:
        for of, found in known:
            if of is subject or _same_parts(of, subject):
                return found
        found = ask(subject)
        known[:] = [(subject, found), *known[: KEPT - 1]]
        return found

    return answer

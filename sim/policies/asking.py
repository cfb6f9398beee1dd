"""Call a rule and check its answer: a rule that raises an error or returns an invalid answer is reported by name.

A *judge* is a function that takes the answer of a rule and returns it in the form that the engine uses. If the answer
is invalid, the judge raises `NonsenseError`.
"""

from collections.abc import Callable, Sequence
from itertools import islice
from operator import index
from typing import Any, TypeVar

from sim.policies.reading import line_in, safe_text
from sim.policies.registry import Policy

__all__ = ["MisbehavedError", "asked", "dense", "permutation", "place", "place_or_none", "yes_or_no"]

Answer = TypeVar("Answer")


class NonsenseError(ValueError):
    """An answer is not allowed by the contract; the message says what was expected."""


class MisbehavedError(Exception):
    """A rule raised an error or returned an invalid answer.

    Attributes
    ----------
    policy, what, line
        The rule, what it did in words, and the line of its file (None if unknown).
    """

    def __init__(self, policy: Policy, what: str, line: int | None) -> None:
        super().__init__(f"{policy} {what}")
        self.policy, self.what, self.line = policy, what, line


def asked(policy: Policy, view: object, judge: Callable[[Any], Answer]) -> Answer:
    """Call a rule, and return what `judge` makes of its answer.

    Raises
    ------
    MisbehavedError
        The rule raised an error, or the judge does not accept its answer.
    """
    answer: Any = None
    try:
        answer = policy.ask(view)
        return judge(answer)
    except NonsenseError as nonsense:
        raise MisbehavedError(policy, f"returned {safe_text(answer)}; {nonsense}", None) from nonsense
    except (Exception, SystemExit) as error:
        what, line = f"raised {type(error).__name__}", line_in(policy.source, error)
        raised = safe_text(error)
        what += f": {raised}" if raised else ""
        raise MisbehavedError(policy, f"{what} (line {line})" if line else what, line) from error


def permutation(many: int) -> Callable[[Any], list[int]]:
    """Return the judge for an order, which must have each position from 0 to `many` - 1 once."""

    def judge(answer: Any) -> list[int]:
        expected = f"expected the positions from 0 to {many - 1}, each once" if many else "expected no position"
        if isinstance(answer, str | bytes) or not hasattr(answer, "__iter__"):
            raise NonsenseError(expected)
        positions = [_whole(value, expected) for value in islice(answer, many + 1)]
        missing = sorted(set(range(many)).difference(positions))
        if len(positions) != many or missing:
            raise NonsenseError(f"{expected}; {missing[0]} is missing" if missing else expected)
        return positions

    return judge


def place(many: int) -> Callable[[Any], int]:
    """Return the judge for a choice, which must be one position from 0 to `many` - 1."""

    def judge(answer: Any) -> int:
        expected = f"expected a position from 0 to {many - 1}"
        position = _whole(answer, expected)
        if not 0 <= position < many:
            raise NonsenseError(expected)
        return position

    return judge


def place_or_none(many: int) -> Callable[[Any], int | None]:
    """Return the judge for a choice that is None or a position from 0 to `many` - 1."""

    def judge(answer: Any) -> int | None:
        if answer is None:
            return None
        try:
            return place(many)(answer)
        except NonsenseError as nonsense:
            raise NonsenseError(f"{nonsense}, or None") from None

    return judge


def yes_or_no(answer: Any) -> bool:
    """Judge an answer that must be True or False; NumPy's booleans are accepted."""
    if type(answer).__name__ not in ("bool", "bool_"):
        raise NonsenseError("expected True or False")
    return bool(answer)


def dense(policy: Policy, keys: Sequence[Any]) -> list[int]:
    """Return the rank of each key, from 0 for the smallest; equal keys have the same rank. `policy` returned the keys.

    Raises
    ------
    MisbehavedError
        The keys cannot be compared with one another, or one of them is not a number (NaN).
    """
    if any(_has_nan(key) for key in keys):
        raise MisbehavedError(policy, "returned a key with NaN; expected keys that can be compared, without NaN", None)
    try:
        order = sorted(range(len(keys)), key=lambda row: keys[row])
        ranks, rank = [0] * len(keys), 0
        for position, row in enumerate(order):
            if position and bool(keys[order[position - 1]] < keys[row]):
                rank += 1
            ranks[row] = rank
    except Exception as error:
        raised = f"{type(error).__name__}: {safe_text(error)}"
        what = f"returned keys that cannot be compared with one another ({raised}); expected keys of one form for all "
        what += "lots: numbers, texts, or tuples of these"
        raise MisbehavedError(policy, what, line_in(policy.source, error)) from error
    return ranks


def _has_nan(key: Any) -> bool:
    """Return whether a key, or any part of it, is NaN."""
    if isinstance(key, tuple | list):
        return any(_has_nan(part) for part in key)
    return isinstance(key, float) and key != key


def _whole(value: Any, expected: str) -> int:
    """Return a whole number as an int; raise `NonsenseError`, with what was expected, for anything else."""
    if isinstance(value, bool):
        raise NonsenseError(expected)
    try:
        return index(value)
    except TypeError:
        raise NonsenseError(expected) from None

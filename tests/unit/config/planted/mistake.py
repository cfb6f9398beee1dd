"""A mistake that a test puts into the valid file of conftest.py, and the problem that sim then reports."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mistake:
    """If `new` replaces `old` in the valid file, sim reports one problem.

    The problem has this `key` and `value`; its expectation contains `cure`, and it suggests the spelling `near`. It is
    reported on a line that contains `at` or, if `at` is None, the last line of `new`. If `at` is "", it has no line.
    """

    old: str
    new: str
    key: str
    value: str | None
    cure: str
    near: str | None = None
    at: str | None = None

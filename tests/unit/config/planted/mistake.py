"""A mistake that a test puts into the valid file of conftest.py, and the problem that sim then reports."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mistake:
    """Replacing `old` in the valid file by `new` gives one problem, with this key, value, cure and near spelling.

    The problem is reported on the line that contains `at`, or, without `at`, on the last line of `new`.
    """

    old: str
    new: str
    key: str
    value: str | None
    cure: str
    near: str | None = None
    at: str | None = None

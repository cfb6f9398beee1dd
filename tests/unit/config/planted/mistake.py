"""A mistake that a test puts into the sound file of conftest.py, and the problem that is then reported."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mistake:
    """`old` in the valid file becomes `new`; the reported line is that of `at`, or else the last of `new`."""

    old: str
    new: str
    key: str
    value: str | None
    cure: str
    near: str | None = None
    at: str | None = None

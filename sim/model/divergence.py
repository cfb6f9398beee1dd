"""Comparison of two histories: the instants at which they differ."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import numpy as np

from sim.model.calendars import NEVER
from sim.model.trajectory import Trajectory, fingerprint

__all__ = ["apart", "differences"]


def apart(one: Trajectory, other: Trajectory) -> list[str]:
    """Return in words where two histories differ, sorted by instant; an empty list if they are equal."""
    if fingerprint(one) == fingerprint(other) and one.end == other.end and one.stuck == other.stuck:
        return []
    lines = [f"at {when} s  {what}" for when, what in sorted(differences(one, other))]
    return lines or [f"they end at {one.end} s and {other.end} s; stuck: {one.stuck} and {other.stuck}"]


def differences(one: Trajectory, other: Trajectory) -> Iterator[tuple[int, str]]:
    """Yield (instant, words) for every row that differs; the instant is the earlier one of the two rows."""
    for name in (field.name for field in fields(Trajectory)):
        left, right = getattr(one, name), getattr(other, name)
        if not isinstance(left, np.ndarray) or left.dtype.names is None:
            continue
        if len(left) != len(right):
            yield min(one.end, other.end), f"{name}: {len(left)} rows and {len(right)} rows"
        instants = [column for column in left.dtype.names if left.dtype[column] == np.int64]
        for row in range(min(len(left), len(right))):
            if left[row] == right[row]:
                continue
            for column in left.dtype.names:
                a, b = left[row][column].item(), right[row][column].item()
                if a == b or (a != a and b != b):
                    continue
                dated = [a, b] if column in instants else [int(t[row][c]) for t in (left, right) for c in instants]
                who = _who(name, left[row], row)
                yield min(dated, default=0), f"{name} {who}: {column} is {_tell(a)} and {_tell(b)}"


def _who(name: str, entry: Any, row: int) -> str:
    return f"mover {entry['mover']}, place {entry['place']}" if name == "visit" else f"row {row}"


def _tell(value: float) -> str:
    return "never" if value == NEVER else str(value)

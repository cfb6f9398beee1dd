"""Where two histories differ; this is used to compare the engines."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import numpy as np

from sim.model.calendars import NEVER
from sim.model.trajectory import Trajectory, fingerprint

__all__ = ["apart", "differences"]


def apart(one: Trajectory, other: Trajectory) -> list[str]:
    """Return lines that say where two histories differ, sorted by instant; none if the histories are equal."""
    if fingerprint(one) == fingerprint(other) and one.end == other.end and one.stuck == other.stuck:
        return []
    lines = [f"at {when} s  {what}" for when, what in sorted(differences(one, other))]
    ends = f"the histories end at {one.end} s and {other.end} s; stuck: {one.stuck} and {other.stuck}"
    return lines or [
        ends if (one.end, one.stuck) != (other.end, other.stuck) else "the values drawn for unknowns differ"
    ]


def differences(one: Trajectory, other: Trajectory) -> Iterator[tuple[int, str]]:
    """Yield (instant [s], words) for each value in the tables that differs, and for each table of different length.

    If the two values are instants, the instant is the earlier one; otherwise it is the earliest instant in the two
    rows. For tables of different length it is the earlier of the two ends of the histories.
    """
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
                first, second = left[row][column].item(), right[row][column].item()
                both_nan = first != first and second != second
                if first == second or both_nan:
                    continue
                of_rows = [int(table[row][instant]) for table in (left, right) for instant in instants]
                when = min([first, second] if column in instants else of_rows, default=0)
                yield when, f"{name} {_who(name, left[row], row)}: {column} is {_tell(first)} and {_tell(second)}"


def _who(name: str, entry: Any, row: int) -> str:
    return f"mover {entry['mover']}, place {entry['place']}" if name == "visit" else f"row {row}"


def _tell(value: float) -> str:
    return "never" if value == NEVER else str(value)

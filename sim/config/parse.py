"""TOML text as tables, within limits: no number and no nesting that the readers behind this one cannot hold."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any, Final

__all__ = ["DEEPEST", "DIGITS", "is_deep", "parsed"]

DIGITS: Final = 300
"""Most digits of a whole number; a longer one is no quantity, and Python refuses to print it."""
DEEPEST: Final = 32
"""Most tables and lists in one another; a scenario has nine."""
LARGEST: Final = 10**DIGITS


def parsed(text: str) -> dict[str, Any]:
    """Return the tables of a TOML text.

    Raises
    ------
    tomllib.TOMLDecodeError
        It is no TOML, or has a whole number of more digits than are read.
    RecursionError
        More tables stand in tables than are read.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise
    except ValueError:  # Python's own limit of digits
        raise tomllib.TOMLDecodeError(f"A whole number has more than {DIGITS} digits") from None
    for values in _levels(data):
        if any(isinstance(value, int) and abs(value) >= LARGEST for value in values):
            raise tomllib.TOMLDecodeError(f"A whole number has more than {DIGITS} digits")
    if is_deep(data):
        raise RecursionError
    return data


def is_deep(value: Any) -> bool:
    """Whether there are more tables and lists in one another than are read."""
    return sum(1 for _ in _levels(value)) > DEEPEST + 1


def _levels(value: Any) -> Iterator[list[Any]]:
    """Yield what stands in some tables and lists, then what stands in those, without going down by calls; of what is
    too deep one level too many.
    """
    level = [value]
    for _ in range(DEEPEST + 2):
        level = [each for inside in level for each in (inside.values() if isinstance(inside, dict) else inside)]
        yield level
        level = [each for each in level if isinstance(each, dict | list)]
        if not level:
            return

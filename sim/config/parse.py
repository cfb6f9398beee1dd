"""TOML text as tables, within limits: no number and no nesting that the readers behind this one cannot hold."""

from __future__ import annotations

import tomllib
from typing import Any, Final

__all__ = ["DIGITS", "parsed"]

DIGITS: Final = 300
"""Most digits of a whole number; a longer one is no quantity, and Python refuses to print it."""
DEPTH: Final = 100
"""Most tables and lists in one another."""
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
    _judge(data)
    return data


def _judge(data: dict[str, Any]) -> None:
    """Refuse what is too deep or too long, without going down by calls."""
    level: list[Any] = [data]
    for _ in range(DEPTH):
        below: list[Any] = []
        for value in level:
            if isinstance(value, dict):
                below += value.values()
            elif isinstance(value, list):
                below += value
            elif isinstance(value, int) and abs(value) >= LARGEST:
                raise tomllib.TOMLDecodeError(f"A whole number has more than {DIGITS} digits")
        if not below:
            return
        level = below
    raise RecursionError

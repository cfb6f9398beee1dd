"""The error that an entry below a table is wrong, raised where the table as a whole is validated."""

from __future__ import annotations

from pydantic_core import PydanticCustomError

__all__ = ["MISFIT", "misfit"]

MISFIT = "misfit"
"""Type of such an error, as pydantic reports it."""


def misfit(text: str, *keys: str | int) -> PydanticCustomError:
    """Return the error that the entry at some keys below the table is wrong.

    Parameters
    ----------
    text
        The expectation.
    keys
        Key of the entry in the table, and its position in a list.
    """
    return PydanticCustomError(MISFIT, "{text}", {"text": text, "keys": tuple(map(str, keys))})

"""An error about one entry inside a table, for validators that check the table as a whole."""

from __future__ import annotations

from pydantic_core import PydanticCustomError

__all__ = ["MISFIT", "misfit"]

MISFIT = "misfit"
"""Type of such an error, as pydantic reports it."""


def misfit(text: str, *keys: str | int) -> PydanticCustomError:
    """Return the error that one entry inside the table is wrong, to be raised by a validator of the table.

    Parameters
    ----------
    text
        What is expected instead.
    keys
        Path of the entry inside the table: its key, and for an entry of a list its position.
    """
    return PydanticCustomError(MISFIT, "{text}", {"text": text, "keys": tuple(map(str, keys))})

"""An error about one entry inside a table, for validators that check the table as a whole."""

from __future__ import annotations

from pydantic_core import PydanticCustomError

__all__ = ["MISFIT", "misfit"]

MISFIT = "misfit"
"""Type that pydantic reports for an error made by `misfit`."""


def misfit(text: str, *keys: str | int) -> PydanticCustomError:
    """Return an error about one entry inside a table, for a validator of that table to raise.

    Parameters
    ----------
    text
        What is expected instead.
    keys
        Path of the entry inside the table: its key, and for an entry of a list its position.
    """
    return PydanticCustomError(MISFIT, "{text}", {"text": text, "keys": tuple(map(str, keys))})

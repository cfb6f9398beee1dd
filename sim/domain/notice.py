"""Notices: remarks to the author of a scenario that are not errors."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

__all__ = ["Notice"]


@dataclass(frozen=True, slots=True)
class Notice:
    """One stated value that has no effect, or a surprising effect; it does not stop a run.

    Parameters
    ----------
    key
        Dotted path of the entry, as in an error.
    value
        The stated value, as it would be written in the file; None if the text is complete without it.
    text
        The effect, in one sentence without a full stop: "no mission comes, as it ends before the start".
    file, line
        The file as the user named it, or "command line"; and the line. For a scenario built in Python: "" and None.
    """

    key: str
    value: str | None
    text: str
    file: str = ""
    line: int | None = None

    def __str__(self) -> str:
        """Return one line: where, what, and the effect."""
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        entry = self.key if self.value is None else f"{self.key} = {self.value}"
        return f"{place}  {entry}: {self.text}".strip()

    def as_dict(self) -> dict[str, Any]:
        """Return field -> value; the file is named without its folder, so that results show no path of a machine."""
        return {
            "file": PurePath(self.file).name,
            "line": self.line,
            "key": self.key,
            "value": self.value,
            "text": self.text,
        }

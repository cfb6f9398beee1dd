"""The result of a question about many plans, with its folder and files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from sim.report.words import packed

__all__ = ["Decided"]

Result = TypeVar("Result")


@dataclass(frozen=True)
class Decided(Generic[Result]):
    """Result of a sweep, a search or a comparison.

    Attributes
    ----------
    result
        The sweep, the search or the comparison.
    folder
        The results folder.
    files
        What the folder has for readers: names of files, or words for several folders.
    """

    result: Result
    folder: Path
    files: list[str]

    def file_lines(self, width: int) -> list[str]:
        """Return the folder and its files in words, in lines of at most `width` columns."""
        return list(packed([f"{self.folder}/", *self.files], width=width))

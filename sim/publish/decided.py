"""Result of a question about many plans: what was found, its folder and its files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from sim.report.words import packed

__all__ = ["Decided"]

Found = TypeVar("Found")


@dataclass(frozen=True)
class Decided(Generic[Found]):
    """Result of a sweep, a search or a comparison.

    Attributes
    ----------
    found
        What was found.
    folder
        The results folder.
    files
        Names of the files made in it for readers.
    """

    found: Found
    folder: Path
    files: list[str]

    def file_lines(self, width: int) -> list[str]:
        """Return in words where the files are, no line wider than `width`."""
        return list(packed([f"{self.folder}/", *self.files], width=width))

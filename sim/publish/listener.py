"""Listeners, which are notified of the progress toward an answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from sim.experiment.keep.aside import Earlier
from sim.model.plan import Plan

if TYPE_CHECKING:
    from sim.experiment.workers.progress import Progress
    from sim.publish.answer import Answer

__all__ = ["Listener"]


class Listener:
    """Base class of listeners, which does nothing. Override the methods for what should be shown."""

    def idle(self, sentences: Sequence[str]) -> None:
        """Take the sentences on values that were set without effect."""

    def other_title(self, folder: Path, title: str, other: str) -> None:
        """Take note that the folder with the plain name holds results of another title."""

    def asked(self, plan: Plan) -> None:
        """Take the plan to be run, with its notices."""

    def earlier(self, earlier: Earlier) -> None:
        """Take note of what happened to the study of an earlier question."""

    def plans(self, asked: Mapping[str, Plan]) -> None:
        """Take the plans to be compared, each with its notices."""

    def unasked(self, folder: Path, kept: Path | None) -> None:
        """Take the folder of a plan that is no longer requested, and where it is kept; None if it is dropped."""

    def begins(self, name: str) -> None:
        """Take the name of the plan whose histories begin."""

    def compiles(self, text: str) -> None:
        """Take note that the engine is being compiled."""

    def progress(self, most: int, *, at_most: bool) -> AbstractContextManager[Callable[[Progress], None]]:
        """Return a context for the run, which yields a function to be called for each block."""
        return nullcontext(lambda now: None)

    def answered(self, answer: Answer) -> None:
        """Take the answer, before any figure is drawn."""

    def unreadable(self, lacking: dict[str, str]) -> None:
        """Take the letters that no font has, by figure."""

    def finished(self, answer: Answer) -> None:
        """Take the final answer, after the folder has been written, completely or in part."""

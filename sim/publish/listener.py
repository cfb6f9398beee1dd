"""Listeners: objects that are notified of each step on the way to an answer."""

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
    """Base class of listeners. Its methods do nothing; override those for the steps that you want to show."""

    def idle(self, sentences: Sequence[str]) -> None:
        """Called with a sentence for each value that was set without effect."""

    def other_title(self, folder: Path, title: str, other: str) -> None:
        """Called if `folder` is used for `title`, because the folder with the plain name has results of `other`."""

    def asked(self, plan: Plan) -> None:
        """Called with the plan before it is run; its `notices` say what the run does not use as stated."""

    def earlier(self, earlier: Earlier) -> None:
        """Called if the folder had a study of another question, with what became of that study."""

    def plans(self, asked: Mapping[str, Plan]) -> None:
        """Called with the plans by name before they are compared; their `notices` are as for `asked`."""

    def unasked(self, folder: Path, kept: Path | None) -> None:
        """Called with the folder of a plan that is not requested; `kept` is where its study is now, None if deleted."""

    def begins(self, name: str) -> None:
        """Called with the name of a plan before its histories are run."""

    def compiles(self, text: str) -> None:
        """Called with a message about the compilation of the engine."""

    def progress(self, most: int, *, at_most: bool) -> AbstractContextManager[Callable[[Progress], None]]:
        """Return a context manager for the run; it yields the function that is called with each reading.

        `most` is the number of histories to run, or 0 if that is not known beforehand; `at_most` says whether the run
        may stop earlier.
        """
        return nullcontext(lambda now: None)

    def answered(self, answer: Answer) -> None:
        """Called with the answer before any figure is drawn."""

    def unreadable(self, lacking: dict[str, str]) -> None:
        """Called after drawing if some figures have letters that no font has: name of a figure -> these letters."""

    def finished(self, answer: Answer) -> None:
        """Called with the answer at the end, when the folder has been written, completely or in part."""

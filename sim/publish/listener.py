"""Who hears what happens on the way to an answer."""

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
    """Hears what happens on the way to an answer; this one does nothing. Override what shall be shown."""

    def idle(self, sentences: Sequence[str]) -> None:
        """Hear which values that were set change nothing."""

    def other_title(self, folder: Path, title: str, other: str) -> None:
        """Hear that the folder of the plain name holds results of another title."""

    def asked(self, plan: Plan) -> None:
        """Hear what is asked, and the notices of it."""

    def earlier(self, earlier: Earlier) -> None:
        """Hear what became of the study of an earlier question."""

    def plans(self, asked: Mapping[str, Plan]) -> None:
        """Hear which plans are compared, and the notices of each."""

    def unasked(self, folder: Path, kept: Path | None) -> None:
        """Hear of the folder of a plan that is not asked for any more, and where it is kept; None if it is dropped."""

    def begins(self, name: str) -> None:
        """Hear that the histories of one of several plans begin."""

    def compiles(self, text: str) -> None:
        """Hear that the engine is being compiled."""

    def progress(self, most: int, *, at_most: bool) -> AbstractContextManager[Callable[[Progress], None]]:
        """Return a context for the run, which yields what hears of each block."""
        return nullcontext(lambda now: None)

    def answered(self, answer: Answer) -> None:
        """Hear the answer, before any figure is drawn."""

    def unreadable(self, lacking: dict[str, str]) -> None:
        """Hear which letters no font has, by figure."""

    def finished(self, answer: Answer) -> None:
        """Hear that the folder is written, or what of it is."""

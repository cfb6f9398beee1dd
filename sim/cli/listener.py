"""The listener that prints the messages of a command on the way to its answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli.progress import showing
from sim.cli.terminal import show, show_json, width
from sim.publish.answer import Answer
from sim.publish.listener import Listener
from sim.report.again import earlier_lines, other_title_lines, unasked_lines
from sim.report.answer import engine_lines, failure_lines, folder_lines, policy_lines, question_lines
from sim.report.notices import each_noticed, notice_lines
from sim.report.words import block

if TYPE_CHECKING:
    from sim.experiment.keep.aside import Earlier
    from sim.experiment.workers.progress import Progress
    from sim.model.plan import Plan

__all__ = ["Printing"]


class Printing(Listener):
    """Listener that prints the question, progress, the answer and where it is stored.

    Parameters
    ----------
    long
        Whether to print the answer with its details.
    as_json
        Whether to print the answer as JSON; everything else then goes to the error stream or is left out.
    quiet
        Whether to print neither the question nor progress.
    """

    def __init__(self, *, long: bool = False, as_json: bool = False, quiet: bool = False) -> None:
        self._long, self._as_json, self._quiet = long, as_json, quiet or as_json

    def idle(self, sentences: Sequence[str]) -> None:
        """Warn of values that were set without effect."""
        for sentence in sentences:
            show(block(f"warning: {sentence}.", 2, 4), error=True)

    def other_title(self, folder: Path, title: str, other: str) -> None:
        """Print that `folder` is used because the folder with the plain name has results of another title."""
        show(other_title_lines(folder, title, other), error=self._as_json)

    def asked(self, plan: Plan) -> None:
        """Print the question and its notices."""
        if not self._quiet:
            show(question_lines(plan))
        show(notice_lines(plan.notices), error=self._as_json)

    def earlier(self, earlier: Earlier) -> None:
        """Print what became of the study of an earlier question."""
        show(earlier_lines(earlier), error=self._as_json)

    def plans(self, asked: Mapping[str, Plan]) -> None:
        """Print the notices of each plan."""
        show(each_noticed({name: plan.notices for name, plan in asked.items()}), error=self._as_json)

    def unasked(self, folder: Path, kept: Path | None) -> None:
        """Print what became of the study of a plan that is no longer requested."""
        show(unasked_lines(folder, kept), error=self._as_json)

    def begins(self, name: str) -> None:
        """Print on the error stream the name of the plan whose histories are about to run."""
        if not self._quiet:
            show([f"  {name}"], error=True)

    def compiles(self, text: str) -> None:
        """Print on the error stream a message about the compilation of the engine."""
        if not self._quiet:
            show([f"  {text}"], error=True)

    def progress(self, most: int, *, at_most: bool) -> AbstractContextManager[Callable[[Progress], None]]:
        """Show progress on the error stream."""
        return showing(most, self._quiet, at_most=at_most)

    def answered(self, answer: Answer) -> None:
        """Print the answer, and which rules of the user were in force."""
        if self._as_json:
            show_json({**answer.study.summary, "compared": answer.compared})
            return
        show(["", *answer.lines(width(), long=self._long)], bold=1)
        show(policy_lines(answer.study.plan))

    def unreadable(self, lacking: dict[str, str]) -> None:
        """Print on the error stream which letters no font has."""
        from sim.plots.letters import unreadable

        show(["", *block(unreadable(lacking), 2, 4)], error=True)

    def finished(self, answer: Answer) -> None:
        """Print the folder, its files and the engine that was used, and on the error stream the figures not drawn."""
        if not self._as_json:
            study = answer.study
            lines = folder_lines(answer.folder, study.summary, answer.files)
            show(["", *lines, *engine_lines(study.run, len(study))])
        show(failure_lines(answer.undrawn), error=True)

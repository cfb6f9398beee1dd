"""Notices in words: what is stated and not used as stated, one after another, each with its place in the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sim.domain.notice import Notice
from sim.report.words import INDENT, block

__all__ = ["each_noticed", "notice_lines"]


def notice_lines(notices: Iterable[Notice], indent: int = INDENT) -> list[str]:
    """Return each notice as a line; one that is wider than the screen goes on in the next."""
    return [line for notice in notices for line in block(f"note: {notice}", indent, indent + 6)]


def each_noticed(questions: Mapping[str, Iterable[Notice]]) -> list[str]:
    """Return the notices of several ways of asking one question: those of the first, then what each other adds.

    Parameters
    ----------
    questions
        The notices of each by its name, the question as written first.
    """
    lines: list[str] = []
    known: set[Notice] = set()
    for number, (name, notices) in enumerate(questions.items()):
        new = [notice for notice in notices if notice not in known]
        known.update(new)
        if new and number:
            lines += block(f"with {name}:", INDENT, INDENT + 2)
        lines += notice_lines(new, 2 * INDENT if number else INDENT)
    return lines

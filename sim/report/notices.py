"""Lines for notices: each names a value that is stated and that the run does not use as stated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sim.domain.notice import Notice
from sim.report.words import INDENT, block

__all__ = ["each_noticed", "notice_lines"]


def notice_lines(notices: Iterable[Notice], indent: int = INDENT) -> list[str]:
    """Return the lines of notices; those with the same text and the same last part of the key share one note."""
    alike: dict[tuple[str, str], list[Notice]] = {}
    for notice in notices:
        alike.setdefault((notice.key.rpartition(".")[2], notice.text), []).append(notice)
    lines: list[str] = []
    for (key, _), group in alike.items():
        more = f" (and {len(group) - 1} more like it)" if len(group) > 1 and key else ""
        lines += block(f"note: {group[0]}{more}", indent, indent + 6)
    return lines


def each_noticed(questions: Mapping[str, Iterable[Notice]]) -> list[str]:
    """Return the lines for the notices of several variants of a scenario, each notice once.

    Parameters
    ----------
    questions
        Name of a variant -> its notices; the first variant is the baseline, which gets no heading.
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

"""The answer in a planner's words, short or with details under headings, as text of a given width or as HTML."""

from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Any, Final

from sim.analysis.summary.brief import brief, verdict
from sim.analysis.summary.detail import sections
from sim.analysis.summary.next_step import Step
from sim.analysis.summary.words import chance, last_day
from sim.domain.columns import columns, filled, wrapped

__all__ = ["WIDTH", "answer", "page"]

WIDTH: Final = 80
INDENT: Final = "  "


def answer(
    answers: Mapping[str, Any],
    more: Iterable[tuple[str, str]] = (),
    *,
    long: bool = False,
    width: int = WIDTH,
    command: Callable[[Step], str] | None = None,
) -> list[str]:
    """Return the lines of the answer: yes or no first, then labelled lines, then the details if `long`.

    Parameters
    ----------
    answers
        A summary, as in summary.json.
    more
        Further labelled lines, each a label and a sentence.
    long
        Whether to append the details, grouped under headings.
    width
        Largest width of a line, in columns of a terminal.
    command
        Function that returns the command for the next step; None leaves the command out.
    """
    lines = wrapped(verdict(answers), width, INDENT, 2 * INDENT)
    labelled = [*brief(answers, command), *more]
    column = 2 + max((columns(label) for label, _ in labelled), default=0)
    for label, sentence in labelled:
        first = INDENT + filled(label, column)
        lines += wrapped(sentence, width, first, " " * columns(first), split_words=False)
    if long:
        for heading, sentences in sections(answers):
            lines += ["", INDENT + heading]
            for sentence in sentences:
                lines += wrapped(sentence, width, 2 * INDENT, 3 * INDENT, split_words=False)
    return lines


def page(answers: Mapping[str, Any], title: str) -> str:
    """Return the answer as HTML for a notebook: its lines, a table of the milestones, and the details folded."""
    n = answers["replications"]
    rows = "".join(
        f"<tr><td>{escape(milestone['name'])}</td><td>{escape(last_day(milestone['by']))}</td>"
        f"<td>{milestone['met']:,} of {n:,}</td><td>{escape(chance(milestone, n))}</td></tr>"
        for milestone in answers["milestones"]
    )
    head = "<tr><th>milestone</th><th>by</th><th>met</th><th>probability</th></tr>"
    lines = "<br>".join(f"<b>{escape(label)}</b> {escape(text)}" for label, text in brief(answers))
    rest = "".join(_section(heading, sentences) for heading, sentences in sections(answers))
    first = f"<p><b>{escape(verdict(answers))}</b><br>{lines}</p>"
    return (
        f"<div><b>{escape(title)}</b>{first}<table>{head}{rows}</table>"
        f"<details><summary>Everything else</summary>{rest}</details></div>"
    )


def _section(heading: str, sentences: Iterable[str]) -> str:
    return f"<p><b>{escape(heading)}</b><br>{'<br>'.join(map(escape, sentences))}</p>"

"""Output of `sim show` for several folders (a line for each) and for --on-track (what must be out by each week)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sim.analysis.summary.words import chance, day, last_day
from sim.report.words import INDENT, block, count, packed

__all__ = ["on_track_lines", "study_lines"]

WHY_NONE = {"few": "", "always": "any", "never": "none"}
"""Reason why there is no tripwire -> word in place of its amount: blank if too few histories met or missed the
deadline, "any" if any amount is enough, "none" if no amount is enough."""


def study_lines(found: Mapping[str, Mapping[str, Any]], width: int) -> Iterator[str]:
    """Yield a line for each study: its folder and its answer.

    Parameters
    ----------
    found
        Folder -> summary of its study.
    width
        Largest number of columns of a line.
    """
    for folder, summary in found.items():
        deadline, n = summary["milestones"][0], summary["replications"]
        answer = f"out by {last_day(deadline['by'])}: {chance(deadline, n)}, {deadline['met']:,} of {n:,}"
        yield from packed([folder, answer], INDENT, 2 * INDENT, width)


def on_track_lines(summary: Mapping[str, Any], width: int) -> Iterator[str]:
    """Yield the table of what must be out by the end of each week to stay on track, or why there is no such table.

    Parameters
    ----------
    summary
        The summary, as in summary.json.
    width
        Largest number of columns of a line.
    """
    wires, deadline = summary["tripwires"], summary["milestones"][0]
    rows = [(each["by"], *_amounts(each)) for each in wires["weeks"]] if wires else []
    if not any(any(amounts) for _, *amounts in rows):
        few = min(deadline["met"], summary["replications"] - deadline["met"])
        text = _no_week(wires) or (
            f"No week tells: of {summary['replications']:,} histories, only {few:,} "
            f"{'missed' if few != deadline['met'] else 'met'} the deadline; at least 20 must have met it and 20 "
            "missed it. A run of more histories (-n) may have that many."
        )
        yield from block(text, INDENT, 2 * INDENT, width)
        return
    by = last_day(deadline["by"])
    text = f"What must be out by the end of a week to be out by {by} with a chance of 0.9, and of 0.5:"
    yield from block(text, INDENT, 2 * INDENT, width)
    yield f"{' ' * INDENT}{'':<14}{'people':>16}{'tonnes':>20}"
    yield f"{' ' * INDENT}{'week to':<14}{'0.9':>8}{'0.5':>8}{'0.9':>12}{'0.5':>8}"
    for when, *amounts in rows:
        one, two, three, four = amounts
        yield f"{' ' * INDENT}{day(when):<14}{one:>8}{two:>8}{three:>12}{four:>8}"
    latest = [
        f"{day(found['value'])} for {keep}" for keep, found in wires["first_heavy_flight"].items() if found["value"]
    ]
    if latest:
        yield from block(f"The first heavy sortie must fly by {', '.join(latest)}.", INDENT, 2 * INDENT, width)
    text = (
        "Of the histories with this amount out by then, a share of 0.9, or 0.5, met the deadline. The amount goes "
        'together with success, but need not cause it. "any": any amount gives such a chance; "none": no amount '
        "that was out by then in a history does."
    )
    yield from block(text, INDENT, 2 * INDENT, width)


def _no_week(wires: Mapping[str, Any] | None) -> str:
    """Return why there is no table, if more histories would not give one; otherwise empty."""
    if wires is None:
        return "No week tells: this part of the analysis failed; the line Missing of the answer states why."
    return "" if wires["weeks"] else "No week tells: no whole week lies between the start and the deadline."


def _amounts(week: Mapping[str, Any]) -> Iterator[str]:
    """Yield the people and tonnes of a week for chances of 0.9 and 0.5, or the words of WHY_NONE."""
    for kind in ("people", "tonnes"):
        for keep in ("0.9", "0.5"):
            wire = week[kind][keep]
            yield count(wire["value"]) if wire["value"] is not None else WHY_NONE[wire["reason"]]

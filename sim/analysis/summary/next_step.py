"""The next step that a summary suggests, and sentences on how much of its result rests on unknowns and assumptions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sim.analysis.summary.scale import in_hundred
from sim.analysis.summary.stopped import FIXED
from sim.analysis.summary.totals import percent

__all__ = ["CONFIG", "FEW_GRADES", "RESULTS", "Step", "beliefs", "next_step"]

CONFIG: Final = "CONFIG"
"""Placeholder for the scenario file in the command of a step."""
RESULTS: Final = "RESULTS"
"""Placeholder for the results folder in the command of a step."""
WIDE: Final = 0.1
"""If the interval of P, the probability of meeting the deadline, is wider than this after a fixed number of histories,
the step is to run more histories."""
LIKELY_ENOUGH: Final = 0.9
"""If P is below this and the file has a lever, the step is to find the value of the lever that is enough."""
FEW_GRADES: Final = 10
"""If fewer lines of the file than this have a grade, the number of assumptions is not reported."""
FEWEST: Final = 20
"""`sim discover` is suggested only if at least this many histories met the deadline and as many missed it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do or to find out next.

    Attributes
    ----------
    text
        The step in words.
    command
        Arguments of `sim` for this step, with `CONFIG` for the scenario file and `RESULTS` for the results folder.
    """

    text: str
    command: tuple[str, ...]


def next_step(answers: Mapping[str, Any]) -> Step | None:
    """Return the next step; None if no step is suggested.

    Parameters
    ----------
    answers
        A summary, as in summary.json.
    """
    deadline, n, doubt = answers["milestones"][0], answers["replications"], answers.get("doubt")
    if answers["stuck"]:
        command = ("replay", CONFIG, "--replication", str(answers["stuck_replications"][0]))
        were = "was" if answers["stuck"] == 1 else "were"
        return Step(f"see why {answers['stuck']:,} of {n:,} histories {were} stuck", command)
    if deadline["high"] - deadline["low"] > WIDE and answers["stopped"]["rule"] == FIXED:
        span = f"P may be anything from {deadline['low']:.2f} to {deadline['high']:.2f}"
        return Step(f"run more histories: {span}", ("run", CONFIG, "-n", str(max(400, 4 * n))))
    levers = answers["run"].get("levers") or ()
    if deadline["probability"] < LIKELY_ENOUGH and levers:
        command = ("require", CONFIG, "--lever", levers[0])
        return Step(f'find which value of "{levers[0]}" is enough', command)
    if doubt and doubt["unknowns"]:
        first = doubt["unknowns"][0]
        share = f"{percent(first['share'])} of the spread of the closing date comes from it"
        return Step(f'find out more about "{first["name"]}" first: {share}', ("sensitivity", RESULTS))
    missed = n - deadline["met"]
    if min(missed, deadline["met"]) >= FEWEST:
        late = in_hundred(missed / n, missed, n)
        return Step(
            f"see under which conditions the deadline is missed: {late} histories miss it", ("discover", RESULTS)
        )
    return None


def beliefs(answers: Mapping[str, Any]) -> str:
    """Return how much of the spread of the closing date comes from unknowns, and how many graded lines are assumptions.

    The text is empty if the summary has neither.

    Parameters
    ----------
    answers
        A summary, as in summary.json.
    """
    parts = "; ".join(_beliefs(answers))
    return f"{parts}." if parts else ""


def _beliefs(answers: Mapping[str, Any]) -> Iterator[str]:
    """Yield the parts of the text that `beliefs` returns, without the final full stop."""
    doubt, grades = answers.get("doubt"), answers["run"].get("grades") or {}
    if doubt and doubt["unknown"] is not None:
        share = min(max(doubt["unknown"], 0.0), 1.0)
        yield f"{percent(share)} of the spread of the date comes from unknowns, the rest from chance"
    if grades:
        assumed, graded = grades.get("A", 0), sum(grades.values())
        if graded < FEW_GRADES:
            lines = (
                f"only {graded} line{'s' if graded > 1 else ''} of the file {'have' if graded > 1 else 'has'} a grade"
            )
            yield f"{lines}, so it is not stated how well the other lines are known"
            return
        are = "is an assumption" if assumed == 1 else "are assumptions"
        yield f"{assumed:,} of the {graded:,} lines of the file that have a grade {are} (grade A)"

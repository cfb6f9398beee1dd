"""What a summary suggests to do or to find out next, and how well founded it says that the inputs are."""

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
"""Width of an interval above which the step is to run more histories, if no history is stuck."""
LIKELY_ENOUGH: Final = 0.9
"""Probability of meeting the deadline below which the step is to find the value of a lever that would suffice."""
FEW_GRADES: Final = 10
"""Number of lines with a grade below which the share of assumptions in them is not reported."""
FEWEST: Final = 20
"""Least number of histories that met the deadline, and that missed it, needed for a rule on when it is missed."""


@dataclass(frozen=True, slots=True)
class Step:
    """What to do or to find out next.

    Attributes
    ----------
    text
        What to do, in words.
    command
        Arguments of `sim` that do it, with `CONFIG` for the scenario file and `RESULTS` for the results folder.
    """

    text: str
    command: tuple[str, ...]


def next_step(answers: Mapping[str, Any]) -> Step | None:
    """Return the next step; None if the summary suggests none.

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
    """Return how much of the spread comes from unknowns, and how many of the lines with a grade are assumptions.

    Parameters
    ----------
    answers
        A summary, as in summary.json.
    """
    parts = "; ".join(_beliefs(answers))
    return f"{parts}." if parts else ""


def _beliefs(answers: Mapping[str, Any]) -> Iterator[str]:
    """Yield sentences about how much of the spread comes from unknowns, and how well the inputs are known."""
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
            yield f"{lines}, so how well the others are known is not stated"
            return
        are = "is an assumption" if assumed == 1 else "are assumptions"
        yield f"{assumed:,} of the {graded:,} lines of the file that have a grade {are} (grade A)"

"""The answer in five lines: yes or no, when, what sets the date, what stays; and which other promises are in danger."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from sim.analysis.summary.failed_words import failed
from sim.analysis.summary.next_step import Step, beliefs, next_step
from sim.analysis.summary.scale import in_hundred, likely, yes_or_no
from sim.analysis.summary.stopped import FIXED, sentences
from sim.analysis.summary.totals import plural, tonnes
from sim.analysis.summary.words import BEHIND, PLAN, amount, chance, day, days, fates, hours, known, owners

__all__ = ["brief", "verdict"]

TOO_WIDE: Final = 0.5
"""Width of an interval from which it is neither yes nor no."""
SAFE: Final = 0.9
"""Probability from which a promise is no longer named as one in danger, if the deadline itself is less likely."""


def verdict(answers: Mapping[str, Any]) -> str:
    """Say yes or no, with the number and the word for it; its interval stands in the next line (`brief`).

    Parameters
    ----------
    answers
        A summary, as in summary.json.
    """
    deadline, n = answers["milestones"][0], answers["replications"]
    met = deadline["met"]
    value = (met + 0.5) / (n + 1) if met in (0, n) else deadline["probability"]  # never certain: Jeffreys' estimate
    histories = in_hundred(deadline["probability"], met, n)
    many = "history is" if met == n == 1 else "histories are"
    by = day(deadline["by"])
    if deadline["high"] - deadline["low"] > TOO_WIDE:
        return f"Too few histories to tell: {histories} {many} out by {by}."
    return f"{yes_or_no(value)}, {likely(value)}: {histories} {many} out by {by}."


def brief(answers: Mapping[str, Any], command: Callable[[Step], str] | None = None) -> Iterator[tuple[str, str]]:
    """Yield what follows the verdict: a label and a sentence each.

    Parameters
    ----------
    answers
        A summary, as in summary.json.
    command
        Gives the command that takes the next step; None leaves it out.
    """
    deadline, n = answers["milestones"][0], answers["replications"]
    ruled = "" if answers["stopped"]["rule"] == FIXED else ", valid whenever one stops"
    kept = f"{chance(deadline, n)}, {deadline['met']:,} of {n:,} histories"
    yield "Chance", f"{kept}; interval {100 * deadline['confidence']:g} %, sampling error only{ruled}."
    yield from _asked(answers)
    yield "When", _when(answers)
    if answers["why"] and (why := _why(answers["why"]["closure"])):
        yield "Why", why
    if stays := _stays(answers):
        yield "Stays", stays
    if len(answers["milestones"]) > 1:
        yield "Promises", _promises(answers)
    if (step := next_step(answers)) is not None:
        yield "Next", f"{step.text}." if command is None else f"{step.text} ({command(step)})."
    if trust := beliefs(answers):
        yield "Beliefs", trust
    for failure in answers["failed"]:
        yield "Missing", failed(failure, answers)


def _asked(answers: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Say what a rule came to, and which numbers were set for this run."""
    promises = [*answers["milestones"], answers["all_milestones"]]
    if found := " ".join(sentences(answers["stopped"], promises)):
        yield "Rule", found
    for sentence in known(answers.get("known", ())):
        label, _, rest = sentence.partition(": ")
        yield label.split()[0], rest


def _when(answers: Mapping[str, Any]) -> str:
    """Say when half and nine in ten are out, and how far that is from the deadline."""
    by, closure = answers["milestones"][0]["by"], answers["closure"]
    if closure["p50"] is None:
        return "in half of the histories not by the end of the clock."
    if closure["p50"] == closure["p90"]:
        return f"by {day(closure['p90'], by[:4])} in 9 of 10 histories: {_margin(closure['p90'], by)}."
    half = f"by {day(closure['p50'], by[:4])} in half of the histories"
    if closure["p90"] is None:
        return f"{half}; in 1 of 10 not by the end of the clock."
    return f"{half}, by {day(closure['p90'], by[:4])} in 9 of 10: {_margin(closure['p90'], by)}."


def _margin(out: str, by: str) -> str:
    """Say how many days lie between a date and the deadline."""
    spare = (date.fromisoformat(by[:10]) - date.fromisoformat(out[:10])).days
    if spare == 0:
        return "on the last day"
    return f"{plural(abs(spare), 'day')} {'before' if spare > 0 else 'after'} the deadline"


def _why(closure: Mapping[str, Any]) -> str:
    """Name the causes of most of the days to the closure; where none closed, of those to the end of the clock."""
    still = not closure["reached"]
    whole, planned = (
        (closure["days_not_reached"], closure["planned_days_not_reached"])
        if still
        else (closure["days"], closure["planned_days"])
    )
    spans = {
        cause["label"]: cause["not_reached"]["mean_days"] if still else cause["mean_days"]
        for cause in closure["causes"]
        if cause["cause"] != "others" and not cause["planned"]
    }
    found = owners(spans | {PLAN: planned}, whole)
    if not found:
        return ""
    (first, span), *others = ((label, span.removesuffix(" days")) for label, span in found)
    until = " to the end of the clock" if still else ""
    named = "".join(f", {label} ({span})" for label, span in others)
    whole_span = hours(24 * whole) if whole < 3 else days(whole)
    return f"{first} ({span} of {whole_span}{until}){named}."


def _stays(answers: Mapping[str, Any]) -> str:
    """Say what is not shipped, and what is still there on the day of the deadline."""
    parts = []
    if answers.get("ledger"):
        means = fates(answers)
        least = 0.01 * means["in"]
        behind = [f"{tonnes(means[fate])} {words}" for fate, words in BEHIND.items() if means[fate] > least]
        if means["in"] > 0:
            average = " on average" if answers["replications"] > 1 else ""
            stays = f"of {tonnes(means['in'])}{average}, {', '.join(behind)}"
            parts.append(stays if behind else f"nothing: all {tonnes(means['in'])} are shipped")
    there = answers["at_deadline"]
    if there:
        people, wanted = there["people"]["all"]["p95"], there["tonnes"]["all"]["p95"]
        found = [f"{amount(value, unit)} {unit}" for value, unit in ((people, "people"), (wanted, "t")) if value > 0]
        if found:
            by = day(answers["milestones"][0]["by"], answers["milestones"][0]["by"][:4])
            parts.append(f"on {by} up to {' and '.join(found)} still there (in 19 of 20 histories)")
    return f"{'; '.join(parts)}." if parts else ""


def _promises(answers: Mapping[str, Any]) -> str:
    """Name the promises in danger, least likely first, and say how likely all are together."""
    deadline, *others = answers["milestones"]
    n, year = answers["replications"], deadline["by"][:4]
    low = [each for each in others if each["probability"] < min(SAFE, deadline["probability"])]
    low.sort(key=lambda each: each["probability"])
    named = [
        f"{each['name']} by {day(each['by'], year)} {in_hundred(each['probability'], each['met'], n)}" for each in low
    ]
    together = answers["all_milestones"]
    every = f"all {len(others) + 1} together {in_hundred(together['probability'], together['met'], n)}"
    safe = len(others) - len(low)
    if not named:
        rest = "the other is" if safe == 1 else f"the {safe} others are"
        return f"{rest} as likely, or very likely; {every}."
    return f"{'; '.join(named[:3])}{'; ...' if len(named) > 3 else ''}; {every}."

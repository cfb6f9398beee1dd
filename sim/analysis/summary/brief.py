"""The answer in a few labelled lines: yes or no, how likely, when, why, what stays, which milestones are at risk."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from sim.analysis.summary.failed_words import failed
from sim.analysis.summary.next_step import Step, beliefs, next_step
from sim.analysis.summary.scale import histories_are, in_hundred, likely, never_sure, yes_or_no
from sim.analysis.summary.stopped import FIXED, sentences
from sim.analysis.summary.totals import plural, tonnes
from sim.analysis.summary.words import (
    BEHIND,
    PLAN,
    amount,
    chance,
    cost,
    day,
    days,
    fates,
    hours,
    known,
    last_day,
    owners,
)

__all__ = ["brief", "verdict"]

TOO_WIDE: Final = 0.5
"""If the interval of the probability is wider than this, the verdict is neither yes nor no."""
SAFE: Final = 0.9
"""A milestone with at least this probability is not named as at risk, even if the deadline is likelier."""


def verdict(answers: Mapping[str, Any]) -> str:
    """Return the first line of the answer: yes or no, the word for the probability, and the share of histories.

    If the interval is wider than `TOO_WIDE`, the line says that there are too few histories to tell.

    Parameters
    ----------
    answers
        A summary, as in summary.json.
    """
    deadline, n = answers["milestones"][0], answers["replications"]
    value = never_sure(deadline["probability"], deadline["met"], n)
    out = f"{histories_are(deadline['probability'], deadline['met'], n)} out by {last_day(deadline['by'])}."
    if deadline["high"] - deadline["low"] > TOO_WIDE:
        return f"Too few histories to tell: {out}"
    return f"{yes_or_no(value)}, {likely(value)}: {out}"


def brief(answers: Mapping[str, Any], command: Callable[[Step], str] | None = None) -> Iterator[tuple[str, str]]:
    """Yield the lines after the verdict, each a label and a sentence.

    Parameters
    ----------
    answers
        A summary, as in summary.json.
    command
        Function that returns the command for the next step; None leaves the command out.
    """
    deadline, n = answers["milestones"][0], answers["replications"]
    validity = "" if answers["stopped"]["rule"] == FIXED else ", valid whenever the run stops"
    seen = f"{chance(deadline, n)}, {deadline['met']:,} of {plural(n, 'history', 'histories')}"
    yield "Chance", f"{seen}; interval {100 * deadline['confidence']:g} %, sampling error only{validity}."
    yield from _asked(answers)
    yield "When", _when(answers)
    if answers["why"] and (why := _why(answers["why"]["closure"], answers["replications"])):
        yield "Why", why
    if stays := _stays(answers):
        yield "Stays", stays
    if answers.get("cost"):
        yield "Cost", cost(answers["cost"])
    if len(answers["milestones"]) > 1:
        yield "Milestones", _milestones(answers)
    if (step := next_step(answers)) is not None:
        yield "Next", f"{step.text}." if command is None else f"{step.text} ({command(step)})."
    if trust := beliefs(answers):
        yield "Beliefs", trust
    for failure in answers["failed"]:
        yield "Missing", failed(failure, answers)


def _asked(answers: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the result of the stopping rule, if there is one, and a sentence on each number that the user set.

    Each comes with its label.
    """
    milestones = [*answers["milestones"], answers["all_milestones"]]
    if found := " ".join(sentences(answers["stopped"], milestones)):
        yield "Rule", found
    for sentence in known(answers.get("known", ())):
        label, _, rest = sentence.partition(": ")
        yield label.split()[0], rest


def _when(answers: Mapping[str, Any]) -> str:
    """Return by when half, and 9 in 10, of the histories are out, and how far the latter date is from the deadline."""
    deadline, closure, n, never = answers["milestones"][0], answers["closure"], answers["replications"], _never(answers)
    year = deadline["by"][:4]
    if closure["p50"] is None:
        return f"{never}."
    half = f"by {day(closure['p50'], year)} in half of the histories"
    if closure["p90"] is None:
        return f"{half}; {never}."
    margin = _margin(closure["p90"], deadline, n)
    if n == 1:
        return f"by {day(closure['p90'], year)}: {margin}."
    if closure["p50"] == closure["p90"]:
        return f"by {day(closure['p90'], year)} in 9 of 10 histories: {margin}."
    return f"{half}, by {day(closure['p90'], year)} in 9 of 10: {margin}."


def _never(answers: Mapping[str, Any]) -> str:
    """Return how many histories are not out by the end of the clock, in words."""
    n, never = answers["replications"], answers["not_closed"]
    if never == n:
        return f"{histories_are(0.0, 0, n)} out by the end of the clock"
    return f"{histories_are(never / n, never, n)} not out by the end of the clock"


def _margin(out: str, deadline: Mapping[str, Any], n: int) -> str:
    """Return in words how many days before or after the deadline `out` is, the date by which 9 in 10 histories are out.

    If `out` is the day of the deadline, the text says this; if the deadline has an hour and fewer than 9 in 10
    histories meet it, the text adds that `out` is after this hour.
    """
    by = deadline["by"]
    spare = (date.fromisoformat(by[:10]) - date.fromisoformat(out[:10])).days
    if spare == 0:
        late = len(by) > 10 and 10 * deadline["met"] < 9 * n
        return "on the day of the deadline, but after its hour" if late else "on the day of the deadline"
    return f"{plural(abs(spare), 'day')} {'before' if spare > 0 else 'after'} the deadline"


def _why(closure: Mapping[str, Any], n: int) -> str:
    """Return the mean days until the closure and their largest causes, or "" if no cause has enough days.

    If no history closed, the days until the end of the clock take the place of the days until the closure.
    """
    none_closed = not closure["reached"]
    total, planned = (
        (closure["days_not_reached"], closure["planned_days_not_reached"])
        if none_closed
        else (closure["days"], closure["planned_days"])
    )
    spans = {
        cause["label"]: cause["not_reached"]["mean_days"] if none_closed else cause["mean_days"]
        for cause in closure["causes"]
        if cause["cause"] != "others" and not cause["planned"]
    }
    causes = owners(spans | {PLAN: planned}, total)
    if not causes:
        return ""
    (first, span), *others = causes[0], *((label, span.removesuffix(" days")) for label, span in causes[1:])
    named = "".join(f", {label} ({number})" for label, number in others)
    total_span = hours(24 * total) if total < 3 else days(total)
    average = " on average" if n > 1 else ""
    until = "to the end of the clock" if none_closed else "until all are out"
    return f"{total_span}{average} {until}: {first} ({span}){named}."


def _stays(answers: Mapping[str, Any]) -> str:
    """Return how much equipment is not shipped, how many people are retained, and what is there at the deadline."""
    parts = []
    if answers.get("ledger"):
        means = fates(answers)
        least = 0.01 * means["in"]
        stay = [fate for fate in BEHIND if means[fate] > 0]
        all_small = bool(stay) and all(means[fate] <= least for fate in stay)
        behind = [f"{tonnes(means[fate])} {BEHIND[fate]}" for fate in stay if all_small or means[fate] > least]
        if means["in"] > 0:
            average = " on average" if answers["replications"] > 1 else ""
            equipment = f"{tonnes(means['in'])} of equipment"
            stays = f"of {equipment}{average}, {', '.join(behind)}"
            parts.append(stays if behind else f"in the end nothing: all {equipment} are shipped")
    if residual := answers.get("retained"):
        people = residual["people"]["mean"]
        parts += [f"{amount(people, 'people')} people are retained in the country by plan"] if people > 0 else []
    if at_deadline := answers["at_deadline"]:
        amounts = ((at_deadline["people"]["all"]["p95"], "people"), (at_deadline["tonnes"]["all"]["p95"], "t"))
        texts = [f"{amount(value, unit)} {unit}" for value, unit in amounts if value > 0]
        if texts:
            by = last_day(answers["milestones"][0]["by"], answers["milestones"][0]["by"][:4])
            there = f"{' and '.join(texts)} still there on {by}"
            parts.append(there if answers["replications"] == 1 else f"in 19 of 20 histories at most {there}")
    return f"{'; '.join(parts)}." if parts else ""


def _milestones(answers: Mapping[str, Any]) -> str:
    """Return up to three milestones at risk, least likely first, and how likely it is that all milestones are met.

    If none is at risk, return a phrase on all milestones other than the deadline in place of the milestones at risk.
    """
    deadline, *others = answers["milestones"]
    n, year = answers["replications"], deadline["by"][:4]
    low = [each for each in others if each["probability"] < min(SAFE, deadline["probability"])]
    low.sort(key=lambda each: each["probability"])
    named = [f"{each['name']} by {last_day(each['by'], year)}: {_share(each, n)}" for each in low]
    all_of_them = "both" if len(others) == 1 else f"all {len(others) + 1}"
    together = f"{all_of_them} milestones together: {_share(answers['all_milestones'], n)}"
    if not named:
        rest = "the other is" if len(others) == 1 else f"each of the {len(others)} others is"
        least = min(each["probability"] for each in others)
        how = "at least as likely as the deadline" if least >= deadline["probability"] else "very likely"
        return f"{rest} {how}; {together}."
    return f"{'; '.join(named[:3])}{'; ...' if len(named) > 3 else ''}; {together}."


def _share(milestone: Mapping[str, Any], n: int) -> str:
    """Return in how many histories a milestone is met: 44 in 100; in 3 of 20 histories; in none of 400 histories."""
    share = in_hundred(milestone["probability"], milestone["met"], n)
    if 0 < milestone["met"] < n and n >= 100:
        return share
    return f"in {share} {'history' if n == 1 else 'histories'}"

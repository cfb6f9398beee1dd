"""The details of the answer, grouped under headings, as `--long` prints them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sim.analysis.summary.review_words import histories, reviewed
from sim.analysis.summary.totals import number, plural, tonnes
from sim.analysis.summary.words import (
    BEHIND,
    PLAN,
    amount,
    average_over,
    chance,
    cost,
    day,
    days,
    fates,
    last_day,
    money,
    owners,
)

__all__ = ["causes", "sections"]

SETS: Final = "What sets the date"


def sections(answers: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """Yield each heading with its sentences; a heading without sentences is left out.

    Parameters
    ----------
    answers
        A summary, as in summary.json.
    """
    parts = {
        "How likely": _likely,
        "When": _when,
        SETS: _why,
        "What stays behind": _stays,
        "Reviews of the plan": _reviews,
        "On track": _track,
    }
    for heading, part in parts.items():
        if found := list(part(answers)):
            yield heading, found


def causes(answers: Mapping[str, Any]) -> list[str]:
    """Return sentences on the causes of the date, for the histories that closed and for those that did not.

    Parameters
    ----------
    answers
        A summary, as in summary.json; without causes of dates in it, the list is empty.
    """
    return list(_dates(answers["why"]["closure"], answers["replications"])) if answers["why"] else []


def _likely(answers: Mapping[str, Any]) -> Iterator[str]:
    deadline, *others = answers["milestones"]
    n, year = answers["replications"], deadline["by"][:4]
    yield f"On time in {deadline['met']:,} of {n:,} histories: {chance(deadline, n)}"
    if answers.get("ignorance"):
        yield from _unknown(answers["ignorance"])
    for each in others:
        moves = " (as stated; unknowns may move this date)" if each.get("by_is_uncertain") else ""
        yield f"{each['name'].replace('_', ' ')}, by {last_day(each['by'], year)}{moves}: {chance(each, n)}"
    if others:
        all_of_them = "Both" if len(others) == 1 else f"All {len(others) + 1}"
        yield f"{all_of_them} milestones together: {chance(answers['all_milestones'], n)}"


def _when(answers: Mapping[str, Any]) -> Iterator[str]:
    closure, year, late = answers["closure"], answers["milestones"][0]["by"][:4], answers["days_late"]
    if closure["p50"] is None:
        where = "any history" if answers["not_closed"] == answers["replications"] else "half of the histories"
        yield f"All required people and equipment out: not by the end of the clock in {where}"
    else:
        nine = "not in 9 of 10" if closure["p90"] is None else f"9 in 10 by {day(closure['p90'], year)}"
        half = f"{day(closure['p50'], year)} (half of the histories by then; {nine})"
        yield f"All required people and equipment out: {half}"
    if not late:
        return
    if late["never"]:
        beyond = plural(late["never"], "history", "histories")
        counts = "it counts" if late["never"] == 1 else "they count"
        yield f"{beyond} did not close before the end of the clock; {counts} as late."
    low, median, high = late.get("p05"), late.get("p50"), late.get("p95")
    if median is not None and late["n"] > late["never"]:
        span = f" (5-95 %: {number(low, 2)}-{number(high, 2)})" if low is not None and high is not None else ""
        yield f"Half of the late histories are at least {number(median, 2)} days late{span}."


def _reviews(answers: Mapping[str, Any]) -> Iterator[str]:
    if answers.get("reviews"):
        yield from reviewed(answers["reviews"], answers["replications"], chance)


def _stays(answers: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is still there at the deadline, the cost, the force drawn, the people retained, and the equipment."""
    there = answers.get("at_deadline")
    if there and there["tonnes"]["wanted"]["p95"] > 0:
        low, high = (amount(there["tonnes"]["wanted"][p], "t") for p in ("p05", "p95"))
        span = f"{low}-{high} t" if low != high else f"{low} t"
        yield f"If we stop at the deadline, {span} of wanted equipment are still there (5-95 %)."
    if answers.get("cost"):
        yield f"Cost {cost(answers['cost'])}"
    yield from _drawn(answers)
    yield from _residual(answers)
    if not answers.get("ledger"):
        return
    means = fates(answers)
    least = min(0.5, 0.01 * means["in"])
    parts = [
        f"{tonnes(means[fate])} {words}" for fate, words in BEHIND.items() if means[fate] > 0 and means[fate] >= least
    ]
    if parts:
        left, average = answers.get("value_left"), " on average" if answers["replications"] > 1 else ""
        total = f"{tonnes(means['in'])} of equipment{average_over(answers['replications'])}"
        yield f"Of {total}, {tonnes(means['shipped'])} were shipped, {', '.join(parts)}."
        if left and left["mean"] > 0:
            usd = f"{money(left['mean'])} USD{average}"
            yield f"To replace what is left behind or still there costs {usd}, where its value is known."


def _residual(answers: Mapping[str, Any]) -> Iterator[str]:
    """Yield how many people are retained by plan; `_stays` reports retained equipment with all other equipment."""
    found = answers.get("retained")
    if found and found["people"]["mean"] > 0:
        people = number(found["people"]["mean"])
        yield f"By plan, {people} people are retained in the country{average_over(answers['replications'])}."


def _drawn(answers: Mapping[str, Any]) -> Iterator[str]:
    """Yield the force that the histories drew; nothing if all histories have the force that the file states."""
    force = answers.get("force")
    if not force:
        return
    means, spans, differs = [], [], False
    for kind, unit in (("people", "people"), ("tonnes", "t")):
        seen, file = force["histories"][kind], force["stated"][kind]
        mean, low, high, stated = (amount(x, unit) for x in (seen["mean"], seen["p05"], seen["p95"], file))
        differs |= mean != stated or low != high
        means += [f"{mean} {unit}"] if seen["mean"] else []
        spans += [f"{low} to {high} {unit}"] if low != high else []
    if differs:
        n = answers["replications"]
        span = f" (5-95 %: {', '.join(spans)})" if spans else ""
        yield f"{'Each' if n > 1 else 'The'} history draws its own force: {', '.join(means)}{average_over(n)}{span}."


def _why(answers: Mapping[str, Any]) -> Iterator[str]:
    """Yield how many days are due to which cause, and which cause is most often the largest in late histories."""
    if not answers["why"]:
        return
    closure = answers["why"]["closure"]
    yield from (sentence.removeprefix(f"{SETS}: ") for sentence in _dates(closure, answers["replications"]))
    found = [cause for cause in closure["causes"] if cause["cause"] != "others"]
    late = sorted((cause for cause in found if cause["share_late"]), key=lambda cause: -cause["share_late"])[:2]
    if late and closure["late"] < closure["n"]:
        share = [f"{closure['late'] * cause['share_late']:,.0f} of {closure['late']:,}" for cause in late]
        yield f"In late histories the main cause was most often {_listed(late, share)}."


def _dates(closure: Mapping[str, Any], n: int) -> Iterator[str]:
    """Yield the causes of the days to the closure; for histories not closed, of the days to the end of the clock."""
    causes = [cause for cause in closure["causes"] if cause["cause"] != "others" and not cause["planned"]]
    closed, still = closure["reached"], closure["not_reached"]
    note = "" if closure["n"] == n else f" Causes are reported for {closure['n']:,} histories."
    spans = {cause["label"]: cause["mean_days"] for cause in causes} | {PLAN: closure["planned_days"]}
    most = owners(spans, closure["days"])
    if most:
        where = f" in the {histories(closed, closure['n'])} histories that closed" if still else ""
        yield f"{SETS}{where}: {_named(most)}.{note}"
    longest = {cause["label"]: cause["not_reached"]["mean_days"] for cause in causes}
    longest[PLAN] = closure["planned_days_not_reached"]
    most = owners(longest, closure["days_not_reached"])
    if most:
        where = f"In {histories(still, closure['n'])} histories not closed by the end of the clock"
        until = f"of the {days(closure['days_not_reached'])} until then"
        yield f"{where}, {until}: {_named(most)}.{'' if closed else note}"


def _named(found: Sequence[tuple[str, str]]) -> str:
    return ", ".join(f"{label} ({span})" for label, span in found)


def _listed(causes: Sequence[Mapping[str, Any]], amounts: Sequence[str]) -> str:
    return ", ".join(f"{cause['label']} ({amount})" for cause, amount in zip(causes, amounts, strict=True))


def _unknown(unknown: Mapping[str, Any]) -> Iterator[str]:
    """Yield a sentence about how much of the variance comes from unknowns; nothing if the share is not known."""
    share, worlds = unknown["variance_share"], unknown["worlds"]
    if share is None:
        return
    sure, lost = unknown["worlds_above_0.95"], unknown["worlds_below_0.05"]
    yield (
        f"Of the uncertainty, {_share(share)} comes from unknowns and {_share(1 - share)} from chance; "
        f"of {worlds:,} worlds, {_share(sure)} are nearly sure to make it, {_share(lost)} nearly sure not to."
    )


def _share(part: float) -> str:
    """Return a share in words; an estimated share is never reported as 0 or 100 %."""
    rounded = round(100 * part)
    return "nearly all" if rounded >= 100 else "nearly none" if rounded <= 0 else f"{rounded} %"


def _track(answers: Mapping[str, Any]) -> Iterator[str]:
    """Yield what must be out by the first date with tripwires, and when the first heavy sortie must fly.

    Both are for a probability of 0.9.
    """
    wires = answers["tripwires"]
    if not wires:
        return
    year = answers["milestones"][0]["by"][:4]
    for week in wires["weeks"]:
        amounts = ((week[kind]["0.9"]["value"], unit) for kind, unit in (("tonnes", "t"), ("people", "people")))
        needed = [f"{value:,.0f} {unit}" for value, unit in amounts if value is not None]
        if needed:
            by = day(week["by"], year)
            yield f"For a chance of 0.9 to be out in time, {' and '.join(needed)} must be out by {by}."
            break
    latest = wires["first_heavy_flight"]["0.9"]["value"]
    if latest is not None:
        yield f"For a chance of 0.9, the first heavy sortie must fly by {day(latest, year)}."

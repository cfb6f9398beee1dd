"""The words of the first screen of a page: question, probability, dates, their causes, and what stays."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final

from sim.analysis.statistics.estimates import in_words
from sim.analysis.summary.detail import causes
from sim.analysis.summary.scale import in_hundred, likely, never_sure
from sim.analysis.summary.totals import number, percent, tonnes
from sim.analysis.summary.words import BEHIND, day, fates, last_day
from sim.domain.dates import moment, seconds
from sim.experiment.decide.explain.sensitivity import Owners
from sim.experiment.study import Study

__all__ = ["answer"]

DAY: Final = 86_400


def answer(study: Study, owners: Owners | None) -> dict[str, Any]:
    """Return the words of the first screen.

    Parameters
    ----------
    study
        The study.
    owners
        The share of each unknown in the spread of the date; None if the study has no unknowns or too few worlds.

    Returns
    -------
    dict
        Texts: `question`; `number` ("98 in 100 histories") and `word` ("very likely") for the probability; `range` (the
        probability with its interval) and `span` (the interval with two digits); `met` (in how many histories); `dates`
        (sentences); `decides` (at most three sentences on what sets the date, and how much of its spread is due to
        unknowns); `stays` (what becomes of the equipment); `assumption` (the unknown that matters most).
    """
    summary = study.summary
    deadline, n = summary["milestones"][0], len(study)
    year = deadline["by"][:4]
    seen = in_words(deadline["probability"], deadline["low"], deadline["high"], deadline["met"], n)
    return {
        "question": f"Will everyone and everything that must leave be out by {last_day(deadline['by'])}?",
        "number": in_hundred(deadline["probability"], deadline["met"], n),
        "word": likely(never_sure(deadline["probability"], deadline["met"], n)),
        "range": f"P = {seen}" if 0 < deadline["met"] < n else f"P is {seen}",
        "span": _span(deadline, n),
        "met": f"On time in {deadline['met']:,} of {n:,} histories",
        "dates": list(_dates(study, year)),
        "decides": list(_decides(summary, owners, n))[:3],
        "stays": _stays(summary),
        "assumption": _assumption(owners),
    }


def _span(deadline: Mapping[str, Any], n: int) -> str:
    """Return the interval of a probability with two digits; only one end if all or no histories met the deadline."""
    if deadline["met"] == n:
        return f"at least {math.floor(100 * deadline['low']) / 100:.2f}"
    if deadline["met"] == 0:
        return f"at most {math.ceil(100 * deadline['high']) / 100:.2f}"
    return f"{deadline['low']:.2f} to {deadline['high']:.2f}"


def _dates(study: Study, year: str) -> Iterator[str]:
    """Yield the dates by which half and nine tenths of the histories are out, each with its margin to the deadline;
    then, if there are any, how many histories are not out by the end of the clock, and how many are stuck.
    """
    plan, summary = study.plan, study.summary
    by = summary["milestones"][0]["by"][:10]
    for level, words in (("p50", "Half of the histories are out"), ("p90", "9 in 10")):
        at = summary["closure_intervals"][level]["at"]
        if at is None:
            yield f"{words}: not by the end of the clock"
            continue
        second = seconds(datetime.fromisoformat(at), plan.clock, ends=False)
        margin_d = (plan.deadline - second) / DAY
        spare = abs((date.fromisoformat(by) - date.fromisoformat(at[:10])).days)
        margin = f"{spare} days" if abs(margin_d) >= 1.5 else f"{24 * abs(margin_d):.0f} hours"
        margin = "less than 2 hours" if abs(margin_d) < 2 / 24 else margin
        hour = f" {moment(second, plan.clock):%H:%M}" if abs(margin_d) < 1.5 else ""
        beside = "before the deadline" if margin_d >= 0 else "after the deadline"
        yield f"{words} by {day(at, year)}{hour}: {margin} {beside}"
    n = summary["replications"]
    if summary["not_closed"]:
        yield f"Not out by the end of the clock: {summary['not_closed']:,} of {n:,} histories, which count as late"
    if summary["stuck"]:
        example = summary["stuck_replications"][0]
        yield f"Stuck, so that what is required cannot leave: {summary['stuck']:,} of {n:,}, such as history {example}"


def _decides(summary: Mapping[str, Any], owners: Owners | None, n: int) -> Iterator[str]:
    """Yield sentences: what sets the date, what sets it in late histories, how much of its spread unknowns explain."""
    yield from causes(summary)[:1]
    closure = (summary["why"] or {}).get("closure")
    if closure and 0 < closure["late"] < closure["n"]:
        named = [cause for cause in closure["causes"] if cause["cause"] != "others" and cause["share_late"]]
        most = sorted(named, key=lambda cause: -cause["share_late"])[:2]
        parts = [
            f"{cause['label']} ({closure['late'] * cause['share_late']:,.0f} of {closure['late']:,})" for cause in most
        ]
        if parts:
            yield f"In late histories the main cause was most often {', then '.join(parts)}."
    if owners is not None:
        share = owners.found.date_owned
        if 0 <= share <= 1:
            yield (
                f"Of the spread of the date, {percent(share)} is due to what is not known beforehand; the rest is "
                "chance, or unknowns that act together."
            )


def _stays(summary: Mapping[str, Any]) -> str:
    """Return a sentence on how much equipment is shipped, and what becomes of the rest."""
    if not summary.get("ledger"):
        return "There is no equipment."
    means = fates(summary)
    parts = [f"{tonnes(means[fate])} {words}" for fate, words in BEHIND.items() if means[fate] >= 0.05]
    if not parts:
        return f"Nothing stays: all {tonnes(means['in'])} are shipped."
    return f"Of {tonnes(means['in'])}, {tonnes(means['shipped'])} are shipped on average; {', '.join(parts)}."


def _assumption(owners: Owners | None) -> str:
    """Return the sentences on the unknown on which the date depends most, or why no unknown is named."""
    if owners is None:
        return "The study has too few histories, or no unknowns, to tell which assumption matters most."
    shown = [each for each in owners.shown if not each.input.chance]
    if not shown:
        return "No single assumption stands out above the noise of the sample."
    top = max(shown, key=lambda each: each.date)
    sentence = f"{top.input.name}: {percent(top.date)} of the spread of the date is due to it"
    if top.low is None or top.high is None:
        return f"{sentence}."
    low, high = top.low, top.high
    least, most = (
        in_words(x.met.value, x.met.low, x.met.high, x.met.met, x.met.n, interval=False) for x in (low, high)
    )
    return (
        f"{sentence}. If it is at most {number(low.limit)} (the lowest fifth), P is {least}; if it is at least "
        f"{number(high.limit)} (the highest fifth), P is {most}."
    )

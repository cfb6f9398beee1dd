"""Texts that several parts of an answer use: the question in one line, dates, money, probabilities, spans of days."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from sim.analysis.statistics.estimates import in_words
from sim.analysis.summary.rounded import due_as_iso
from sim.analysis.summary.totals import has, number, states, tonnes
from sim.analysis.sums.movers import bases
from sim.domain.dates import day_and_month
from sim.model.plan import Plan

__all__ = [
    "BEHIND", "KNOWN", "PLAN", "amount", "average_over", "chance", "cost", "day", "days",
    "fates", "headline", "hours", "known", "last_day", "money", "owners",
]  # fmt: skip

PLAN: Final = "the plan's own dates"
"""Label of time due to dates and times that the plan itself states: releases, arrivals, holds, hand-over times."""
BEHIND: Final = {
    "transferred": "handed over",
    "sold": "sold",
    "destroyed": "destroyed",
    "retained": "retained in the country",
    "abandoned": "left behind",
    "remaining": "still there",
}
"""Fate of equipment that is not shipped -> the fate in words."""
KNOWN: Final = "Known in this run: "
"""Beginning of each sentence that `known` yields."""


def headline(plan: Plan) -> str:
    """Return the question in one line: the name, the force, the number of sites in country, and the deadline.

    The force is given as the file states it and, if the mean world differs, also as in the mean world.
    """
    sites, mean = len(bases(plan)), has(plan)
    parts = [
        plan.name,
        f"the file {states(plan)}",
        *([f"the mean world {mean}"] if mean else []),
        f"{sites} base{'s' if sites != 1 else ''}",
        f"deadline {day(due_as_iso(plan.deadline, plan.clock))}",
    ]
    return "  ".join(parts)


def day(iso: str | None, year: str = "") -> str:
    """Return an ISO date or time as `23 Jul 2024`, without the year if it equals `year`; "never" for None."""
    if iso is None:
        return "never"
    when = date.fromisoformat(iso[:10])
    return day_and_month(when) + ("" if iso[:4] == year else f" {when.year}")


def last_day(iso: str, year: str = "") -> str:
    """Return a due date (`due_as_iso`) like `day`, followed by the time of day if it has one: `23 Jul 20:00`."""
    return day(iso, year) + (f" {iso[11:16]}" if len(iso) > 10 else "")


def known(levers: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield a sentence on each number that the user set for this run.

    It gives the value, and says of each unknown that names the number whether the unknown still changes it.
    """
    effects = {"set": "does not set it", "times": "still multiplies it", "plus": "still adds to it"}
    by_number: dict[str, list[str]] = {}
    for lever in levers:
        value = "" if lever["value"] is None else f" = {lever['value']:g}"
        text = f'"{lever["unknown"]}" {effects[lever["apply"]]}'
        by_number.setdefault(f"{lever['number']}{value}", []).append(text)
    for known_number, parts in by_number.items():
        yield f"{KNOWN}{known_number} ({'; '.join(parts)})."


def chance(milestone: Mapping[str, Any], n: int) -> str:
    """Return a probability with its interval or, if all histories or none met the milestone, with one limit only."""
    met = milestone["met"]
    words = in_words(milestone["probability"], milestone["low"], milestone["high"], met, n)
    return f"P = {words}" if 0 < met < n else f"P is {words}"


def fates(answers: Mapping[str, Any]) -> dict[str, float]:
    """Return the mean weight of equipment by fate [t]: `in` (all that came in), `shipped` and the fates of `BEHIND`."""
    return {
        fate: sum(accounts[fate]["tonnes"]["mean"] for accounts in answers["ledger"].values() if fate in accounts)
        for fate in ("in", "shipped", *BEHIND)
    }


def amount(value: float, unit: str) -> str:
    """Return an amount as text without its unit: rounded as by `tonnes` if the unit is `t`, else to a whole number."""
    return tonnes(value).removesuffix(" t") if unit == "t" else f"{value:,.0f}"


def average_over(n: int) -> str:
    """Return " on average over n histories"; empty for one history."""
    return f" on average over {n:,} histories" if n > 1 else ""


def cost(priced: Mapping[str, Any]) -> str:
    """Return the part `cost` of a summary in words: mean, 5 % and 95 % quantiles, and what has no price."""
    total, missing = priced["total"], priced["not_priced"]
    gap = f"; without a price: {', '.join(missing)}" if missing else ""
    low, high = money(total["p05"]), money(total["p95"])
    span = f" (mean; {low} to {high}, 5-95 %)" if low != high else ""
    return f"{money(total['mean'])} USD{span}{gap}."


def money(value: float) -> str:
    """Return an amount of money rounded to three significant digits: 840; 62,000; 1.24 million."""
    for least, name in ((1e9, " billion"), (1e6, " million")):
        if abs(value) >= least:
            return f"{float(f'{value / least:.3g}'):,g}{name}"
    return f"{float(f'{value:.3g}'):,.0f}"


def owners(spans: Mapping[str, float], total: float) -> list[tuple[str, str]]:
    """Return the largest causes of a span, at most three: the label and the time due to each, in hours or days.

    Parameters
    ----------
    spans
        Label of a cause -> days due to it.
    total
        The span [d]. Causes of less than a twentieth of the span, or of less than 0.01 d, are left out. If the span is
        shorter than three days, times are in hours.
    """
    least = max(0.05 * total, 0.01)
    most = sorted((label for label, span in spans.items() if span >= least), key=lambda label: -spans[label])[:3]
    return [(label, hours(24 * spans[label]) if total < 3 else days(spans[label])) for label in most]


def hours(span: float) -> str:
    """Return hours in words: 14 h, 3.5 h, 0.25 h."""
    return f"{span:.0f} h" if span >= 9.5 else f"{number(span, 2)} h"


def days(span: float) -> str:
    """Return days in words: 47 days, 6.3 days."""
    return f"{span:.0f} days" if span >= 9.5 else f"{span:.1f} days"

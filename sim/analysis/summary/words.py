"""The answer in a planner's words: few lines, dates, what the numbers mean beside them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from sim.analysis.statistics.estimates import in_words
from sim.analysis.summary.review_words import histories, reviewed
from sim.analysis.summary.rounded import due
from sim.analysis.summary.stopped import FIXED, sentences
from sim.analysis.summary.totals import has, number, states, tonnes
from sim.analysis.sums.roll import bases
from sim.domain.columns import wrapped
from sim.model.plan import Plan

__all__ = ["KNOWN", "answer", "causes", "day", "headline", "known", "money", "page"]

PLAN: Final = "the plan's own dates"
"""The words for what the plan states itself: release, arrival, dates of holds, times of hand-over."""

WIDTH: Final = 78
BEHIND: Final = {
    "transferred": "handed over",
    "sold": "sold",
    "destroyed": "destroyed",
    "retained": "retained in the country",
    "abandoned": "left behind",
    "remaining": "still there",
}
"""What becomes of equipment that is not shipped, in words."""
KNOWN: Final = "Known in this run: "
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""Not the system's: the same words on every machine."""


def headline(plan: Plan) -> str:
    """Say the question in a line: the force as the file states it, and as the mean world has it if that differs."""
    sites, mean = len(bases(plan)), has(plan)
    parts = [
        plan.name,
        f"the file {states(plan)}",
        *([f"the mean world {mean}"] if mean else []),
        f"{sites} base{'s' if sites != 1 else ''}",
        f"deadline {day(due(plan.deadline, plan.clock))}",
    ]
    return "  ".join(parts)


def day(iso: str | None, year: str = "") -> str:
    """Return an ISO date as `23 Jul 2024`, without the year if it is the given one; "never" for None."""
    if iso is None:
        return "never"
    when = date.fromisoformat(iso[:10])
    return f"{when.day} {MONTHS[when.month - 1]}" + ("" if iso[:4] == year else f" {when.year}")


def answer(answers: Mapping[str, Any]) -> list[str]:
    """Tell a summary in lines of at most 78 columns, the answer first."""
    lines = []
    for sentence in _sentences(answers):
        lines += wrapped(sentence, WIDTH, "", "  ")
    return lines


def _sentences(answers: Mapping[str, Any]) -> Iterator[str]:
    deadline, *others = answers["milestones"]
    n, year = answers["replications"], deadline["by"][:4]
    in_time = f"On time in {deadline['met']:,} of {n:,} histories"
    stopped = answers.get("stopped", {})
    looked_at = [*answers["milestones"], answers["all_milestones"]]
    yield from sentences(stopped, looked_at)
    yield f"{in_time}: {_chance(deadline, n)}"
    ruled = stopped and stopped["rule"] != FIXED
    yield f"(interval: sampling error only{'; valid whenever one stops' if ruled else ''})"
    if answers.get("ignorance"):
        yield from _unknown(answers["ignorance"])
    yield from known(answers.get("known", ()))
    closure = answers["closure"]
    if closure["p50"] is None:
        yield "Everyone and all required equipment out: not by the end of the clock in half of the histories"
    else:
        late = "not in 9 of 10" if closure["p90"] is None else f"9 in 10 by {day(closure['p90'], year)}"
        yield (
            f"Everyone and all required equipment out: {day(closure['p50'], year)} "
            f"(half of the histories by then; {late})"
        )
    for promise in others:
        moves = " as planned, moved by what is not known" if promise.get("by_is_uncertain") else ""
        yield f"{promise['name'].replace('_', ' ')}, by {day(promise['by'], year)}{moves}: {_chance(promise, n)}"
    if others:
        every = "Both" if len(others) == 1 else f"All {len(others) + 1}"
        yield f"{every} promises together: {_chance(answers['all_milestones'], n)}"
    if answers.get("reviews"):
        yield from reviewed(answers["reviews"], n, _chance)
    there = answers["at_deadline"]
    if there and there["tonnes"]["wanted"]["p95"] > 0:
        low, high = (_amount(there["tonnes"]["wanted"][p], "t") for p in ("p05", "p95"))
        span = f"{low}-{high} t" if low != high else f"{low} t"
        yield f"If we stop on the day, {span} of wanted equipment are still there (5-95 %)."
    yield from _balance(answers)
    if answers["why"]:
        yield from _why(answers["why"]["closure"], n)
    if answers["tripwires"]:
        yield from _track(answers["tripwires"], year)
    if answers["stuck"]:
        one = answers["stuck"] == 1
        yield (
            f"{answers['stuck']:,} {'history was' if one else 'histories were'} stuck; "
            f"replay replication {answers['stuck_replications'][0]} to see one."
        )
    for failure in answers["failed"]:
        yield _failed(failure, answers["seed"], n)


def _failed(failure: Mapping[str, Any], seed: int, n: int) -> str:
    """Tell a part of the analysis that failed, so that it can be reported and brought back."""
    of, at = "", ""
    if failure["replication"] is not None:
        of = f" in {histories(failure['histories'], n)} histories"
        at = f" in replication {failure['replication']} with seed {seed}"
    return (
        f"Not reported{of}: {failure['part']}. This is a bug of sim ({failure['error']}{at}); please report it with "
        "the scenario. All other figures stand."
    )


def known(levers: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Tell each number that was set for this run, and what the unknowns that name it do."""
    does = {"set": "does not set it", "times": "still multiplies it", "plus": "still adds to it"}
    by_number: dict[str, list[str]] = {}
    for lever in levers:
        value = "" if lever["value"] is None else f" = {lever['value']:g}"
        by_number.setdefault(f"{lever['number']}{value}", []).append(f'"{lever["unknown"]}" {does[lever["apply"]]}')
    for known_number, parts in by_number.items():
        yield f"{KNOWN}{known_number} ({'; '.join(parts)})."


def _chance(promise: Mapping[str, Any], n: int) -> str:
    """Tell a probability with its interval; what always or never happened is "at least" or "at most"."""
    met = promise["met"]
    chance = in_words(promise["probability"], promise["low"], promise["high"], met, n)
    return f"P = {chance}" if 0 < met < n else f"P is {chance}"


def _unknown(unknown: Mapping[str, Any]) -> Iterator[str]:
    share, worlds = unknown["variance_share"], unknown["worlds"]
    if share is None:
        return
    sure, lost = unknown["worlds_above_0.95"], unknown["worlds_below_0.05"]
    yield (
        f"Of what makes this uncertain, {_share(share)} is what we do not know, {_share(1 - share)} is chance; "
        f"of {worlds:,} worlds {_share(sure)} are nearly sure to make it, {_share(lost)} nearly sure not to."
    )


def _share(part: float) -> str:
    """Tell a share; one that was estimated is never all or nothing."""
    whole = round(100 * part)
    return "nearly all" if whole >= 100 else "nearly none" if whole <= 0 else f"{whole} %"


def _balance(answers: Mapping[str, Any]) -> Iterator[str]:
    """Tell the cost, if there are prices, and what became of the equipment, if not all of it is shipped."""
    if answers.get("cost"):
        total, missing = answers["cost"]["total"], answers["cost"]["not_priced"]
        gap = f"; without a price: {', '.join(missing)}" if missing else ""
        low, high = money(total["p05"]), money(total["p95"])
        span = f" (mean; {low} to {high}, 5-95 %)" if low != high else ""
        yield f"Cost {money(total['mean'])} USD{span}{gap}."
    yield from _drawn(answers)
    yield from _residual(answers)
    if not answers.get("ledger"):
        return
    means = {
        fate: sum(accounts[fate]["tonnes"]["mean"] for accounts in answers["ledger"].values() if fate in accounts)
        for fate in ("in", "shipped", *BEHIND)
    }
    least = min(0.5, 0.01 * means["in"])
    parts = [
        f"{tonnes(means[fate])} {words}" for fate, words in BEHIND.items() if means[fate] > 0 and means[fate] >= least
    ]
    if parts:
        left, average = answers.get("value_left"), " on average" if answers["replications"] > 1 else ""
        of = f"Of {tonnes(means['in'])}{_in_the_mean(answers['replications'])}"
        yield f"{of}, {tonnes(means['shipped'])} were shipped, {', '.join(parts)}."
        if left and left["mean"] > 0:
            cost = f"{money(left['mean'])} USD{average}"
            yield f"To replace what is left or still there costs {cost}, where its value is known."


def _residual(answers: Mapping[str, Any]) -> Iterator[str]:
    """Tell how many people are in the country by plan; equipment is told with what became of the rest."""
    told = answers.get("retained")
    if told and told["people"]["mean"] > 0:
        many = number(told["people"]["mean"])
        yield f"By plan, {many} people are retained in the country{_in_the_mean(answers['replications'])}."


def _drawn(answers: Mapping[str, Any]) -> Iterator[str]:
    """Say what force the histories drew, where it is not the one that the file states in all of them."""
    force = answers.get("force")
    if not force:
        return
    means, spans, differs = [], [], False
    for kind, unit in (("people", "people"), ("tonnes", "t")):
        seen, file = force["histories"][kind], force["stated"][kind]
        mean, low, high, stated = (_amount(x, unit) for x in (seen["mean"], seen["p05"], seen["p95"], file))
        differs |= mean != stated or low != high
        means += [f"{mean} {unit}"] if seen["mean"] else []
        spans += [f"{low} to {high} {unit}"] if low != high else []
    if differs:
        n = answers["replications"]
        span = f" (5-95 %: {', '.join(spans)})" if spans else ""
        yield f"{'Each' if n > 1 else 'The'} history draws its own force: {', '.join(means)}{_in_the_mean(n)}{span}."


def _amount(amount: float, unit: str) -> str:
    return tonnes(amount).removesuffix(" t") if unit == "t" else f"{amount:,.0f}"


def _in_the_mean(n: int) -> str:
    return f" on average over {n:,} histories" if n > 1 else ""


def money(value: float) -> str:
    """Return an amount of money with no more digits than anybody needs: 840; 62,000; 1.24 million."""
    for least, name in ((1e9, " billion"), (1e6, " million")):
        if abs(value) >= least:
            return f"{float(f'{value / least:.3g}'):,g}{name}"
    return f"{float(f'{value:.3g}'):,.0f}"


def _why(closure: Mapping[str, Any], n: int) -> Iterator[str]:
    """Tell what sets the date, in days, and what it most often was where it was late."""
    yield from _dates(closure, n)
    causes = [cause for cause in closure["causes"] if cause["cause"] != "others"]
    late = sorted((cause for cause in causes if cause["share_late"]), key=lambda cause: -cause["share_late"])[:2]
    if late and closure["late"] < closure["n"]:
        share = [f"{closure['late'] * cause['share_late']:,.0f} of {closure['late']:,}" for cause in late]
        yield f"In late histories it was most often {_listed(late, share)}."


def causes(answers: Mapping[str, Any]) -> list[str]:
    """Tell what sets the date of a summary, of the histories that closed and of those that did not."""
    return list(_dates(answers["why"]["closure"], answers["replications"])) if answers["why"] else []


def _dates(closure: Mapping[str, Any], n: int) -> Iterator[str]:
    """Tell what owns the days to closure, and those to the end of the clock."""
    causes = [cause for cause in closure["causes"] if cause["cause"] != "others" and not cause["planned"]]
    closed, still = closure["reached"], closure["not_reached"]
    of = "" if closure["n"] == n else f" Causes are reported for {closure['n']:,} histories."
    spans = {cause["label"]: cause["mean_days"] for cause in causes} | {PLAN: closure["planned_days"]}
    owners = _owners(spans, closure["days"])
    if owners:
        where = f" in the {histories(closed, closure['n'])} histories that closed" if still else ""
        yield f"What sets the date{where}: {owners}.{of}"
    longest = {cause["label"]: cause["not_reached"]["mean_days"] for cause in causes}
    longest[PLAN] = closure["planned_days_not_reached"]
    owners = _owners(longest, closure["days_not_reached"])
    if owners:
        where = f"In {histories(still, closure['n'])} histories not closed by the end of the clock"
        yield f"{where}, of its {_days(closure['days_not_reached'])}: {owners}.{'' if closed else of}"


def _owners(days: Mapping[str, float], whole: float) -> str:
    """List the causes that own most of a span [d], those of a twentieth of it or more, with their days or hours."""
    most = sorted((label for label, mine in days.items() if mine >= max(0.05 * whole, 0.01)), key=lambda x: -days[x])[
        :3
    ]
    hours = whole < 3
    return ", ".join(f"{x} ({_hours(24 * days[x]) if hours else _days(days[x])})" for x in most)


def _hours(hours: float) -> str:
    return f"{hours:.0f} h" if hours > 0.5 else f"{number(hours, 1)} h"


def _days(days: float) -> str:
    return f"{days:.0f} days" if days >= 9.5 else f"{days:.1f} days"


def _listed(causes: Sequence[Mapping[str, Any]], amounts: Sequence[str]) -> str:
    return ", ".join(f"{cause['label']} ({amount})" for cause, amount in zip(causes, amounts, strict=True))


def _track(wires: Mapping[str, Any], year: str) -> Iterator[str]:
    """Tell the first week whose tripwires for 0.9 are known, and the latest first heavy sortie."""
    parts = []
    for week in wires["weeks"]:
        people, tonnes = week["people"]["0.9"]["value"], week["tonnes"]["0.9"]["value"]
        amounts = ((tonnes, "t"), (people, "people"))
        known = [f"{amount:,.0f} {unit}" for amount, unit in amounts if amount is not None]
        if known:
            parts.append(f"0.9 needs {' and '.join(known)} out by {day(week['by'], year)}.")
            break
    latest = wires["first_heavy_flight"]["0.9"]["value"]
    if latest is not None:
        parts.append(f"Latest first heavy sortie for 0.9: {day(latest, year)}.")
    if parts:
        yield " ".join(["On track?", *parts])


def page(answers: Mapping[str, Any], title: str) -> str:
    """Tell a summary as HTML for a notebook."""
    from html import escape

    n = answers["replications"]
    rows = "".join(
        f"<tr><td>{escape(promise['name'])}</td><td>{escape(day(promise['by']))}</td>"
        f"<td>{promise['met']:,} of {n:,}</td><td>{escape(_chance(promise, n))}</td></tr>"
        for promise in answers["milestones"]
    )
    lines = "<br>".join(escape(sentence) for sentence in _sentences(answers))
    head = "<tr><th>promise</th><th>by</th><th>met</th><th>probability</th></tr>"
    return f"<div><b>{escape(title)}</b><table>{head}{rows}</table><p>{lines}</p></div>"

"""A comparison as text, CSV and JSON: which plan is best, how certain that is, and the figures of each plan."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from sim.analysis.statistics.estimates import Estimate, in_words
from sim.analysis.statistics.paired import Difference
from sim.analysis.summary.totals import plural
from sim.experiment.decide.effort import effort
from sim.experiment.decide.words import milestone_name
from sim.experiment.keep.written import csv_text

if TYPE_CHECKING:
    from sim.experiment.decide.compare.comparison import Comparison, Ended, Outcome

__all__ = ["answer", "as_csv", "as_json", "caveats", "chance", "headline", "signed"]

NOISE = 1e-9
"""A difference at most this far from zero is a rounding error."""

NAMED: Final = 6
"""Number of plans that a sentence names if there are many; of the other plans, it gives the number."""


def answer(comparison: Comparison) -> list[str]:
    """Return sentences: which plan is best, which others may be the best, which are worse, and which to choose from."""
    sentences = [f"{headline(comparison)}."]
    left = [each.name for each in comparison.outcomes if each.beaten_by is None and each is not comparison.best]
    worse = [each for each in comparison.outcomes if each.beaten_by is not None]
    if comparison.ended is not None:
        sentences += _ended(comparison, comparison.ended, left)
    else:
        seen = plural(comparison.common, "history", "histories")
        if left:
            best = "" if _all_equal(comparison) else f" from {comparison.best.name}"
            names = [comparison.best.name, *left] if not best else left
            sentences.append(f"Not distinguishable{best} after {seen} on the same random numbers: {_names(names)}.")
        if worse:
            sure = f"{100 * comparison.confidence:.0f} % sure that none of them is the best plan"
            sentences.append(f"Worse: {_names([f'{each.name} (than {each.beaten_by})' for each in worse])}; {sure}.")
    return [*sentences, _trade(comparison)]


def headline(comparison: Comparison) -> str:
    """Return the answer in one sentence without a full stop, for the title of a figure."""
    best, first = comparison.best, comparison.outcomes[0]
    equal = sum(each.beaten_by is None and each.seen.value == best.seen.value for each in comparison.outcomes) - 1
    others = f" (as likely: {plural(equal, 'other', 'others')})" if equal else ""
    sign = "=" if 0 < best.seen.met < best.seen.n else "is"
    text = f"Best: {best.name}{others}, P({milestone_name(comparison.milestone)}) {sign} {chance(best.seen)}"
    if _all_equal(comparison):
        probability = f"P({milestone_name(comparison.milestone)}) {sign} {chance(best.seen)}"
        return f"No plan has a better chance than another: {probability} in all"
    if best.paired is None:
        return text
    return f"{text}, {signed(best.paired.difference, 3)} on {first.name}"


def _all_equal(comparison: Comparison) -> bool:
    """Return whether the same number of histories met the milestone in all plans; False after an elimination."""
    return comparison.ended is None and len({each.seen.met for each in comparison.outcomes}) == 1


def _ended(comparison: Comparison, ended: Ended, left: list[str]) -> Iterator[str]:
    """Yield sentences on the plans that were eliminated, and on the plans left if there are several.

    `left` has the names of the plans left besides the best one.
    """
    sure = f"{100 * (1 - ended.error):.0f} %"
    if ended.out:
        out = [f"{name} (worse than {by} after {rounds:,} histories)" for name, (by, rounds) in ended.out.items()]
        yield f"Out: {', '.join(out)}."
        yield f"{sure} sure that none of the plans that are out is the best."
    seen = plural(ended.rounds, "history", "histories")
    if ended.says == "no matter":
        yield (
            f"Still possible after {seen}: {_names([comparison.best.name, *left])}. They differ by less than "
            f"{ended.indifference:g} ({sure} sure): choose by other criteria."
        )
    elif ended.says == "open":
        yield (
            f"Not decided after {seen}: {_names([comparison.best.name, *left])} are left. Run more histories "
            f"(-n {2 * comparison.replications}), or use an indifference above {ended.indifference:g}."
        )


def _trade(comparison: Comparison) -> str:
    """Return a sentence about the plans on the front (`Outcome.on_front`)."""
    kept = [each for each in comparison.outcomes if each.on_front]
    by = " and ".join([", ".join(comparison.criteria[:-1]), comparison.criteria[-1]])
    on = (
        ""
        if comparison.ended is None
        else f" in the first {plural(comparison.common, 'history', 'histories')}, which all have"
    )
    if len(kept) == 1:
        sure = "" if kept[0].front_settled else ", as far as these histories show"
        return f'By {by}{on}, no other plan is as good in everything as "{kept[0].name}"{sure}.'
    open_ = [each.name for each in kept if not each.front_settled]
    doubt = f" Not settled: {'all of them' if len(open_) == len(kept) else _names(open_)}." if open_ else ""
    return f"To choose from, by {by}{on}: {_names([each.name for each in kept])}.{doubt}"


def _names(names: Sequence[str]) -> str:
    """Return the names, separated by commas.

    If there are more than `NAMED` + 1, return the first `NAMED` and the number of the others.
    """
    more = len(names) - NAMED
    return ", ".join(names) if more <= 1 else f"{', '.join(names[:NAMED])} and {more} more"


def caveats(comparison: Comparison) -> Iterator[str]:
    """Yield sentences on how the plans were compared, the notes, and sentences on the histories run."""
    shared = f", {comparison.inner} of each world" if comparison.inner > 1 else ""
    share = f"{100 * comparison.confidence:.0f} %"
    difference = "Differences are from plan 1, history by history."
    if comparison.ended is None:
        many = plural(comparison.replications, "history", "histories")
        yield (
            f"{many} of each plan{shared}, the same random numbers in all (seed {comparison.seed}). {difference} "
            f"Intervals ({share}) are sampling error only."
        )
    else:
        yield (
            f"Up to {comparison.replications:,} histories of each plan, the same random numbers in all "
            f"(seed {comparison.seed}). {difference} Intervals ({share}) are sampling error only, and valid whenever "
            "the run stops."
        )
        fewest = min(each.seen.n for each in comparison.outcomes)
        yield (
            f"Dates, tonnes and cost are averages over the histories of each plan (n, at least {fewest:,}); "
            "differences are over the histories that both plans have."
        )
    yield from comparison.notes
    yield from effort(comparison, "study.sqlite" if comparison.ended is None else "compare.sqlite")


def as_csv(comparison: Comparison) -> str:
    """Return one line per plan, as CSV."""
    rows = [_row(comparison, each) for each in comparison.outcomes]
    return csv_text([list(rows[0]), *([_cell(value) for value in row.values()] for row in rows)])


def _cell(value: Any) -> Any:
    """Return a value as a cell of CSV: a float with six significant digits, empty text for None."""
    if value is None:
        return ""
    return value if not isinstance(value, float) else f"{value:.6g}"


def as_json(comparison: Comparison) -> dict[str, Any]:
    """Return the content of compare.json, which is the same however the histories were divided among workers."""
    ended = comparison.ended
    return {
        "scenario": comparison.question.name,
        "milestone": comparison.milestone,
        "confidence": comparison.confidence,
        "seed": comparison.seed,
        "inner": comparison.inner,
        "replications": comparison.replications,
        "answer": answer(comparison),
        "best": comparison.best.name,
        "may_be_best": [each.name for each in comparison.outcomes if each.beaten_by is None],
        "criteria": list(comparison.criteria),
        "front": [each.name for each in comparison.outcomes if each.on_front],
        "front_rests_on": comparison.common,
        "elimination": None
        if ended is None
        else {
            "error": ended.error,
            "indifference": ended.indifference,
            "histories": ended.rounds,
            "ended": {"one left": "one left", "no matter": "within the indifference", "open": "not decided"}[
                ended.says
            ],
        },
        "notes": list(comparison.notes),
        "plans": [_row(comparison, each) for each in comparison.outcomes],
    }


def _row(comparison: Comparison, each: Outcome) -> dict[str, Any]:
    """Return the figures of a plan by name."""
    seen, pair = each.seen, each.paired
    gap, days = (None, None) if pair is None else (pair.difference, pair.closure_d)
    out = {} if comparison.ended is None else comparison.ended.out
    return {
        "variant": each.name,
        "milestone": comparison.milestone,
        "histories": seen.n,
        "probability": _figure(seen.value),
        "low": _figure(seen.low),
        "high": _figure(seen.high),
        "difference": gap and _figure(gap.value),
        "difference_low": gap and _figure(gap.low),
        "difference_high": gap and _figure(gap.high),
        "gained": None if pair is None else pair.gained,
        "lost": None if pair is None else pair.lost,
        "median_closure": each.closure,
        "closure_days": days and _figure(days.value),
        "closure_days_low": days and _figure(days.low),
        "closure_days_high": days and _figure(days.high),
        "one_never": None if pair is None else pair.one_never,
        "not_shipped_t": _figure(each.not_shipped_t),
        "not_shipped_usd": _figure(each.not_shipped_usd),
        "cost_usd": _figure(each.cost_usd),
        "levers_usd": _figure(each.levers_usd),
        "beaten_by": each.beaten_by,
        "out_after": out[each.name][1] if each.name in out else None,
        "on_front": int(each.on_front),
        "front_settled": int(each.front_settled),
        "same_as": each.same_as,
    }


def _figure(value: float | None) -> float | None:
    """Return a figure rounded to ten significant digits; None if it is not a finite number."""
    return None if value is None or not math.isfinite(value) else float(f"{value:.10g}")


def chance(seen: Estimate) -> str:
    """Return a probability with its interval; only a bound if all histories met the milestone or all missed it."""
    return in_words(seen.value, seen.low, seen.high, seen.met, seen.n)


def signed(seen: Difference, digits: int) -> str:
    """Return a difference and the limits of its interval, each with its sign and `digits` decimals.

    A number that would round to zero has one significant digit instead. 0 stands only for numbers within `NOISE` of
    zero, and "?" for numbers that are not finite.
    """

    def one(value: float) -> str:
        if not math.isfinite(value):
            return "?"
        return f"{value:+.{digits}f}" if round(value, digits) else f"{value:+.1g}" if abs(value) > NOISE else "0"

    return f"{one(seen.value)} [{one(seen.low)}, {one(seen.high)}]"

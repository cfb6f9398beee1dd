"""Variants of a question beside the one as written: a few lines each for a terminal, and a table as CSV."""

import csv
import io
import math
from collections.abc import Iterator, Sequence
from pathlib import Path

from sim.analysis.estimates import Estimate, in_words
from sim.analysis.paired import Difference
from sim.experiment import words
from sim.experiment.study import Study
from sim.experiment.variants import Variant
from sim.experiment.words import day, known
from sim.report.answer import simpy_lines
from sim.report.words import block, packed, plural

__all__ = ["as_csv", "table_lines"]

LABEL = 11
NOISE = 1e-9
"""What is nearer to nothing than this is the rounding of a float."""


def table_lines(variants: Sequence[Variant], milestone: str, folder: Path) -> Iterator[str]:
    """Yield each variant with its probability, its paired difference, who changed sides, and closure.

    Parameters
    ----------
    variants
        The first is the question as written.
    milestone
        The promise compared; `all` for all together.
    folder
        Where the results are.
    """
    first = variants[0].study
    year = first.summary["milestones"][0]["by"][:4]
    promise = _promise(variants[0], milestone)
    clustered = f", {first.inner} of each world" if first.inner > 1 else ""
    yield from block(
        f"{first.plan.name}: {plural(len(first), 'history', 'histories')} of each{clustered}, the same luck in all "
        f"(seed {first.seed}). {promise}."
    )
    for variant in variants:
        study, pair = variant.study, variant.paired
        yield ""
        yield from block(variant.name, 2, 4)
        for sentence in known(study.summary.get("known", ())):
            yield from block(sentence, 4, 6)
        seen = study.probability(milestone)
        median = day(study.closure["p50"], year)
        if pair is None:
            yield f"    {'in time':<{LABEL}}{_chance(seen)}"
            yield f"    {'closure':<{LABEL}}{median} in half of the histories"
            yield from _causes(study)
            continue
        yield f"    {'in time':<{LABEL}}{_chance(seen):<24}{_signed(pair.difference, 3)}"
        sides = f"{plural(pair.gained, 'history', 'histories')} in time instead of late, {pair.lost:,} the other way"
        if pair.gained + pair.lost == 0:
            sides = "no history changed sides"
        yield f"    {'':<{LABEL}}{sides}"
        days = "" if pair.closure_d.n == 0 else f"{_signed(pair.closure_d, 2)} days on average"
        yield f"    {'closure':<{LABEL}}{median:<24}{days}".rstrip()
        if pair.one_never:
            without = f"without {plural(pair.one_never, 'history', 'histories')} that did not close in one or the other"
            yield f"    {'':<{LABEL}}{without}"
        yield from _causes(study)
        yield from simpy_lines(study.plan, 4)
    yield ""
    yield from block(
        "Second column: less the question as written, history by history on the same luck; intervals "
        f"({100 * first.confidence:.0f} %) are sampling error only."
    )
    yield ""
    yield from packed([f"{folder}/", "compare.csv", "and a results folder for each"])


def _causes(study: Study) -> Iterator[str]:
    """Yield what sets the date, and of how many histories that speaks."""
    for sentence in words.causes(study.summary):
        yield from block(sentence, 4, 6)


def as_csv(variants: Sequence[Variant], milestone: str) -> str:
    """Return the same as CSV, one variant a line."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(
        [
            *("variant", "milestone", "histories", "probability", "low", "high"),
            *("difference", "difference_low", "difference_high", "gained", "lost"),
            *("median_closure", "closure_days", "closure_days_low", "closure_days_high", "one_never"),
        ]
    )
    for variant in variants:
        seen, pair = variant.study.probability(milestone), variant.paired
        row: list[object] = [variant.name, milestone, seen.n, *_figures(seen.value, seen.low, seen.high)]
        if pair is None:
            row += ["", "", "", "", "", variant.study.closure["p50"] or "", "", "", "", ""]
        else:
            one, two = pair.difference, pair.closure_d
            row += [*_figures(one.value, one.low, one.high), pair.gained, pair.lost, variant.study.closure["p50"] or ""]
            row += [*_figures(two.value, two.low, two.high), pair.one_never]
        writer.writerow(row)
    return text.getvalue()


def _promise(variant: Variant, milestone: str) -> str:
    told = variant.study.summary
    if milestone == "all":
        return f"In time: all promises met, the last by {day(told['all_milestones']['by'])}"
    by = next(promise["by"] for promise in told["milestones"] if promise["name"] == milestone)
    return f"In time: {milestone.replace('_', ' ')}, {day(by)}"


def _chance(seen: Estimate) -> str:
    return in_words(seen.value, seen.low, seen.high, seen.met, seen.n)


def _signed(seen: Difference, digits: int) -> str:
    """Write a difference with its interval, each with its sign; what is exactly nothing, and that alone, as 0."""

    def one(value: float) -> str:
        if not math.isfinite(value):
            return "?"
        return f"{value:+.{digits}f}" if round(value, digits) else f"{value:+.1g}" if abs(value) > NOISE else "0"

    return f"{one(seen.value)} [{one(seen.low)}, {one(seen.high)}]"


def _figures(*values: float) -> list[str]:
    return ["" if not math.isfinite(value) else f"{value:.6g}" for value in values]

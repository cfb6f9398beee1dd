"""Output of `sim compare`: the answer, a table of the plans, then details of each plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sim.analysis.summary.detail import causes
from sim.analysis.summary.words import last_day
from sim.experiment.decide.compare.comparison import Comparison, Outcome
from sim.experiment.decide.compare.table import rows
from sim.experiment.decide.compare.words import answer, caveats, signed
from sim.report.answer import simpy_lines
from sim.report.words import WIDTH, block, plural

__all__ = ["lines"]


def lines(
    comparison: Comparison, reached: Mapping[str, Mapping[str, Sequence[str]]] | None = None, width: int = WIDTH
) -> Iterator[str]:
    """Yield the answer, a table with a line for each plan, details of each plan, and notes on how to read all this.

    Parameters
    ----------
    comparison
        The comparison.
    reached
        Name of a plan -> lever, or key with a `*`, that the plan sets -> the keys for which this stands.
    width
        Number of columns of the screen.
    """
    for sentence in answer(comparison):
        yield from block(sentence, 2, 4, width)
    yield ""
    yield from block(f"In time: {_milestone(comparison)}.", 2, 4, width)
    yield from rows(comparison, width)
    for number, each in enumerate(comparison.outcomes, start=1):
        yield ""
        yield from block(f"{number} {each.name}", 2, 4, width)
        yield from _details(comparison, each, (reached or {}).get(each.name, {}), width)
    yield ""
    for sentence in caveats(comparison):
        yield from block(sentence, 2, 4, width)


def _milestone(comparison: Comparison) -> str:
    """Return the words for the milestone that plans have to meet, with its date in the first plan."""
    by = last_day(comparison.outcomes[0].by)
    return (
        f"all milestones met, the last by {by}"
        if comparison.milestone == "all"
        else f"{_plain(comparison.milestone)}, {by}"
    )


def _plain(name: str) -> str:
    return name.replace("_", " ")


def _details(comparison: Comparison, each: Outcome, reached: Mapping[str, Sequence[str]], width: int) -> Iterator[str]:
    """Yield details of a plan: what its levers set, its difference from the first plan, why it closes when it does.

    The difference is the number of histories that are in time instead of late, the number of those that are late
    instead of in time, and the mean difference of the closure in days.
    """
    for key, keys in reached.items():
        lever = comparison.question.lever.get(key)
        about = f": {lever.about.rstrip('.')}" if lever is not None and lever.about else ""
        yield from block(f"{key} stands for {', '.join(keys)}{about}.", 4, 6, width)
    for sentence in each.known:
        yield from block(sentence, 4, 6, width)
    if each.paired is not None:
        pair = each.paired
        sides = f"{plural(pair.gained, 'history', 'histories')} in time instead of late, {pair.lost:,} the other way"
        yield from block(f"{sides if pair.gained + pair.lost else 'No history changed sides'}.", 4, 6, width)
        if pair.closure_d.n and comparison.ended is None:
            yield from block(f"Closure: {signed(pair.closure_d, 2)} days on average.", 4, 6, width)
        if pair.one_never:
            have = f"{plural(pair.one_never, 'history', 'histories')} {'has' if pair.one_never == 1 else 'have'}"
            text = f"{have} no difference in days, having not closed with one plan, or with both."
            yield from block(text, 4, 6, width)
    study = comparison.studies.get(each.name)
    if study is not None:
        for sentence in causes(study.summary):
            yield from block(sentence, 4, 6, width)
    yield from simpy_lines(comparison.plans[each.name], 4)

"""When a promise is missed: the best rule of one or two conditions, in a sentence and as a record."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from sim.analysis.decisions.discovery import Condition, Discovery, discovery
from sim.analysis.statistics.estimates import Estimate
from sim.analysis.summary.rounded import due
from sim.analysis.summary.totals import number
from sim.errors import ResultsError
from sim.experiment.decide.explain.question import WIDTH, Asked, about, chance, estimated, finite, lines, outcome
from sim.experiment.inputs import inputs

if TYPE_CHECKING:
    from sim.experiment.study import Study

__all__ = ["Rule", "discover"]


@dataclass(frozen=True)
class Rule:
    """When a promise is missed.

    Attributes
    ----------
    asked
        The study and the promise.
    found
        The numbers.
    """

    asked: Asked
    found: Discovery

    def as_dict(self) -> dict[str, Any]:
        """Return the same numbers by name."""
        found = self.found
        told = {
            **self.asked.as_dict(),
            "found": found.found,
            "conditions": [
                {
                    "name": each.input.name,
                    "also": list(each.input.also),
                    "kind": "chance" if each.input.chance else "unknown",
                    "is": "below" if each.below else "at least",
                    "value": self._value(each),
                }
                for each in found.conditions
            ],
            "words": self._rule() if found.conditions else None,
            "p": found.p,
            "coverage": found.coverage,
            "missed_within": estimated(found.within),
            "missed_outside": estimated(found.outside),
            "missed": estimated(found.missed),
            "where_it_was_found": estimated(found.found_within),
            "looked_in": found.looked,
            "tried": found.tried,
        }
        return finite(told)

    def __str__(self) -> str:
        """The rule in a sentence, how it was checked, and what it is worth."""
        return "\n".join(self.lines())

    def lines(self, width: int = WIDTH) -> list[str]:
        """Return the rule, how it was checked, and what it is worth, in lines of so many columns."""
        return list(self._lines(width))

    def _lines(self, width: int) -> Iterator[str]:
        fold = partial(lines, width=width)
        asked, found = self.asked, self.found
        others = found.n - found.looked
        yield from fold(f"{asked.scenario}: when {asked.promise} ({asked.date_by}) is missed; {asked.of_what}.")
        yield ""
        if found.within is None or not found.conditions:
            yield from fold("No rule of one or two conditions says anything about when it is missed.")
            return
        within, missed = found.within, found.missed
        if found.found:
            yield from fold(f"Missed in {_of_ten(within)} histories with {self._rule()}.")
        else:
            why = f"chance finds as good a one in {found.p:.2f} of studies without any"
            if found.p <= 0.05:
                why = "the other histories do not confirm the best one"
            yield from fold(f"No rule stands out: {why}. The best one: {self._rule()}.")
        yield ""
        yield from _table([
            (f"{found.looked:,} that it was found in", found.found_within),
            (f"{others:,} others with the rule", within),
            ("  without it", found.outside),
            ("  all of them", missed),
        ])  # fmt: skip
        yield ""
        yield from fold(
            f"The rule holds in {found.coverage:.2f} of those missed (coverage), and {within.value:.2f} of those in "
            f"which it holds are missed (density). {found.tried:,} rules were tried; where misses have nothing to do "
            f"with any input, one as good is found with p = {found.p:.2f}."
        )
        if found.found:
            yield from fold(self._meaning())

    def _meaning(self) -> str:
        unknown = [each.input.name for each in self.found.conditions if not each.input.chance]
        seen = [each.input.name for each in self.found.conditions if each.input.chance]
        told = [f"Find out {' and '.join(unknown)} first."] if unknown else []
        told += [f"Watch {' and '.join(seen)}: that is chance, known only on the way."] if seen else []
        return " ".join(told)

    def _rule(self) -> str:
        """Say the conditions; two of one input as a span."""
        return " and ".join(f"{each.input.name} {self._limit(each)}" for each in self.found.conditions)

    def _limit(self, condition: Condition) -> str:
        value = self._value(condition)
        if condition.input.midnights:
            day = self.asked.date(condition.value)
            return f"before {day}" if condition.below else f"on {day} or later"
        return f"below {number(float(value))}" if condition.below else f"at least {number(float(value))}"

    def _value(self, condition: Condition) -> Any:
        """Return the value of a condition: a number, or the day that begins then."""
        if condition.input.midnights:
            return due(round(condition.value) + 86_400, self.asked.clock)[:10]
        return condition.value


def discover(study: "Study", milestone: str) -> Rule:
    """Find the rule that tells best when a promise is missed, from the histories that are there.

    Raises
    ------
    KeyError
        No such milestone.
    ResultsError
        Too few histories kept it, or missed it.
    """
    _, met, world = outcome(study, milestone)
    asked = about(study, milestone)
    try:
        found = discovery(inputs(study), met, world, confidence=study.confidence)
    except ValueError as error:
        missed = int((met == 0).sum())
        there = f"{missed:,} of {len(met):,} missed {asked.promise}"
        raise ResultsError(
            f"too few to tell when it goes wrong: {there}; {error}. {_cure(missed, len(met))}"
        ) from error
    return Rule(asked, found)


def _cure(missed: int, n: int) -> str:
    """Say how many histories would do, if it can be said."""
    rare = min(missed, n - missed)
    if not rare:
        return "Run more histories (-n), or ask about another --milestone"
    return f"Run about {math.ceil(30 * n / rare / 100) * 100:,} histories (-n), or ask about another --milestone"


def _of_ten(seen: Estimate) -> str:
    """Say a part in whole tenths, or in hundredths where it is near none or all."""
    tenths = round(10 * seen.value)
    return f"{tenths} of 10" if 0.095 <= seen.value <= 0.905 else f"{round(100 * seen.value)} of 100"


def _table(rows: list[tuple[str, Estimate | None]]) -> Iterator[str]:
    """Yield a line for each set of histories: how many of them are missed."""
    cells = [("" if seen is None else f"{seen.met:,} of {seen.n:,}", seen) for _, seen in rows]
    first, second = max(len(name) for name, _ in rows), max(6, *(len(cell) for cell, _ in cells))
    yield f"{'histories':<{first}}  {'missed':>{second}}  share"
    for (name, _), (cell, seen) in zip(rows, cells, strict=True):
        yield f"{name:<{first}}  {cell:>{second}}  {'' if seen is None else chance(seen)}".rstrip()

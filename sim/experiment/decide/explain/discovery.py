"""The conditions under which a milestone is missed: the best rule, as text and as a record for programs."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from sim.analysis.decisions.discovery import Condition, Discovery, discovery
from sim.analysis.statistics.estimates import Estimate
from sim.analysis.summary.rounded import due_as_iso
from sim.analysis.summary.totals import number
from sim.domain.check.finding import quoted
from sim.errors import ResultsError
from sim.experiment.decide.explain.question import WIDTH, Asked, about, chance, estimated, finite, lines, outcome
from sim.experiment.inputs import inputs

if TYPE_CHECKING:
    from sim.experiment.study import Study

__all__ = ["Rule", "discover"]


@dataclass(frozen=True)
class Rule:
    """The rule of one or two conditions that best tells which histories miss a milestone.

    Attributes
    ----------
    asked
        The study and the milestone.
    found
        The conditions, and how well they separate the histories that miss the milestone.
    """

    asked: Asked
    found: Discovery

    def as_dict(self) -> dict[str, Any]:
        """Return the rule and its figures by name."""
        found = self.found
        record = {
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
        return finite(record)

    def __str__(self) -> str:
        """Return the text of `lines`."""
        return "\n".join(self.lines())

    def lines(self, width: int = WIDTH) -> list[str]:
        """Return the rule, how it was checked, its coverage and its density, in lines of at most `width` columns.

        If no rule was found, the lines only say so.
        """
        return list(self._lines(width))

    def _lines(self, width: int) -> Iterator[str]:
        """Yield the lines that `lines` returns."""
        fold = partial(lines, width=width)
        asked, found = self.asked, self.found
        others = found.n - found.looked
        yield from fold(f"{asked.scenario}: when {asked.in_words} ({asked.date_by}) is missed; {asked.of_what}.")
        yield ""
        if found.within is None or not found.conditions:
            yield from fold("No rule of one or two conditions explains when it is missed.")
            return
        within, missed = found.within, found.missed
        if found.found:
            yield from fold(f"Missed in {_of_ten(within)} histories with {self._rule()}.")
        else:
            why = f"chance alone gives a rule as good in {found.p:.2f} of studies"
            if found.p <= 0.05:
                why = "the other histories do not confirm the best rule"
            yield from fold(f"No rule stands out: {why}. The best rule: {self._rule()}.")
        yield ""
        yield from _table([
            (f"{found.looked:,} searched: rule holds", found.found_within),
            (f"{others:,} others: rule holds", within),
            ("  rule does not hold", found.outside),
            ("  all of these others", missed),
        ])  # fmt: skip
        yield ""
        yield from fold(
            f"The rule holds in {found.coverage:.2f} of the misses (coverage), and {within.value:.2f} of the histories "
            f"in which it holds are misses (density). {found.tried:,} rules were tried; if misses did not depend on "
            f"any input, a rule as good would be found with p = {found.p:.2f}."
        )
        if found.found:
            yield from fold(self._meaning())

    def _meaning(self) -> str:
        """Return what to do about each input of the rule: find out more about unknowns, watch what chance decides."""
        unknown = [each.input.name for each in self.found.conditions if not each.input.chance]
        by_chance = [each.input.name for each in self.found.conditions if each.input.chance]
        advice = [f"Find out more about {' and '.join(map(quoted, unknown))} first."] if unknown else []
        advice += [f"Watch {' and '.join(by_chance)}: this is chance, known only as events unfold."] * bool(by_chance)
        return " ".join(advice)

    def _rule(self) -> str:
        """Return the conditions in words."""
        return " and ".join(f"{each.input.name} {self._limit(each)}" for each in self.found.conditions)

    def _limit(self, condition: Condition) -> str:
        """Return the values that meet a condition, in words: "below 7", "on 23 Jul or later"."""
        value = self._value(condition)
        if condition.input.midnights:
            day = self.asked.date(condition.value)
            return f"before {day}" if condition.below else f"on {day} or later"
        return f"below {number(float(value))}" if condition.below else f"at least {number(float(value))}"

    def _value(self, condition: Condition) -> Any:
        """Return the limit of a condition: a number or, for instants, the ISO date of the day that begins then."""
        if condition.input.midnights:
            return due_as_iso(round(condition.value) + 86_400, self.asked.clock)[:10]
        return condition.value


def discover(study: "Study", milestone: str) -> Rule:
    """Find the rule that best tells which histories of a study miss a milestone; nothing is run.

    Raises
    ------
    KeyError
        The study has no such milestone.
    ResultsError
        Fewer than 20 histories met the milestone, or fewer than 20 missed it.
    """
    _, met, world = outcome(study, milestone)
    asked = about(study, milestone)
    try:
        best = discovery(inputs(study), met, world, confidence=study.confidence)
    except ValueError as error:
        missed = int((met == 0).sum())
        counted = f"{missed:,} of {len(met):,} missed {asked.in_words}"
        raise ResultsError(
            f"too few histories to find the conditions: {counted}; {error}. {_cure(missed, len(met))}"
        ) from error
    return Rule(asked, best)


def _cure(missed: int, n: int) -> str:
    """Return what to do if too few histories met or missed a milestone.

    `missed` of `n` histories missed it. If some missed it and some met it, the advice has a number of histories that is
    likely to be enough.
    """
    rare = min(missed, n - missed)
    many = math.ceil(30 * n / rare / 100) * 100 if rare else "N"
    return f"Run more histories (sim run with -n {many}), or ask about another milestone (--milestone)"


def _of_ten(seen: Estimate) -> str:
    """Return a share as "7 of 10"; a share near 0 or 1 as "97 of 100"."""
    tenths = round(10 * seen.value)
    return f"{tenths} of 10" if 0.095 <= seen.value <= 0.905 else f"{round(100 * seen.value)} of 100"


def _table(rows: list[tuple[str, Estimate | None]]) -> Iterator[str]:
    """Yield a heading, and for each set of histories a line with how many and what share of them miss the milestone."""
    cells = [("" if seen is None else f"{seen.met:,} of {seen.n:,}", seen) for _, seen in rows]
    first, second = max(len(name) for name, _ in rows), max(6, *(len(cell) for cell, _ in cells))
    yield f"{'histories':<{first}}  {'missed':>{second}}  share"
    for (name, _), (cell, seen) in zip(rows, cells, strict=True):
        yield f"{name:<{first}}  {cell:>{second}}  {'' if seen is None else chance(seen)}".rstrip()

"""The table of assumptions: each unknown with its range, what it sets, its grade and its source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from sim.analysis.summary.totals import number
from sim.domain.composed import titles
from sim.domain.scenario import Scenario
from sim.domain.uncertainty import Uncertainty
from sim.experiment.decide.explain.sensitivity import Owners
from sim.experiment.study import Study
from sim.page.grades import GRADES, Graded

__all__ = ["assumptions"]

DOES: Final = {"set": "sets", "times": "multiplies", "plus": "is added to"}
PATHS: Final = 3
"""Largest number of keys that are listed for one unknown."""


def assumptions(study: Study, scenario: Scenario, grades: Graded | None, owners: Owners | None) -> list[dict[str, Any]]:
    """Return a row for each unknown of a scenario; the unknown on which the date depends most comes first.

    An unknown that divides a total among several numbers has a row for each of these numbers.

    Parameters
    ----------
    study, scenario
        The study, and its scenario.
    grades
        Grades of the scenario file; None if its comments are not available.
    owners
        The share of each unknown in the spread of the date; None if the study has no unknowns or too few worlds.

    Returns
    -------
    list of dict
        `name`; `low`, `middle`, `high`: 5, 50 and 95 % quantiles of the draws, as text, in the units of the file;
        `sets`: what it sets, in words; `grade` and `source`, in words, None if not available; `share`: its share in the
        variance of the date, None if not known.
    """
    share: dict[str, float] = {}
    for owner in owners.found.unknowns if owners is not None else ():
        for name in (owner.input.name, *owner.input.also):
            share[name] = owner.date
    unknowns = []
    for (name, title), entry in _drawn(scenario):
        drawn = np.sort(study.drawn[title])
        low, middle, high = (float(drawn[max(int(np.ceil(len(drawn) * p - 1e-9)), 1) - 1]) for p in (0.05, 0.5, 0.95))
        to = entry.to or (name,)
        more = f" and {len(to) - PATHS} more" if len(to) > PATHS else ""
        letter, source = grades.unknowns.get(name, (None, None)) if grades is not None else (None, None)
        same = f"; drawn with {entry.same_as}" if entry.same_as else ""
        unknowns.append(
            {
                "name": title,
                "low": number(low),
                "middle": number(middle),
                "high": number(high),
                "sets": f"{_does(entry)} {', '.join(to[:PATHS])}{more}{same}",
                "grade": None if letter is None else f"{letter} ({GRADES[letter[0]]})",
                "source": source,
                "share": share.get(title),
            }
        )
    return sorted(unknowns, key=lambda row: -(row["share"] or 0.0) if row["share"] == row["share"] else 0.0)


def _drawn(scenario: Scenario) -> Iterator[tuple[tuple[str, str], Uncertainty]]:
    """Yield a pair for each row: (name of the entry of `[uncertainty]`, title of the row), and the entry."""
    for name, entry in scenario.uncertainty.items():
        yield from (((name, title), entry) for title in titles(name, entry))


def _does(entry: Uncertainty) -> str:
    """Return the verb for what an unknown does to the numbers that it names, such as "multiplies"."""
    if entry.parts:
        return f"shares {number(entry.whole)} among"
    if entry.alternatives:
        return f"chooses one of {len(entry.alternatives)} alternatives for"
    return DOES[entry.apply]

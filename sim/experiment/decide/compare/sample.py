"""The histories of each plan of a comparison: their figures by criterion, and plans that do not differ in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.analysis.decisions.ranking import looked_at_pair
from sim.analysis.statistics.paired import Paired, paired
from sim.analysis.summary.totals import plural
from sim.domain.dates import start_of
from sim.domain.scenario import Scenario
from sim.model.calendars import NEVER

__all__ = ["Sample", "alike", "criteria", "pair"]

Array = npt.NDArray[Any]


@dataclass(frozen=True, eq=False)
class Sample:
    """Histories of one plan, in order.

    Attributes
    ----------
    name, scenario
        Name and scenario of the plan.
    met
        Whether each history met the milestone, shape (n,).
    closure
        Instant of closure of each history [s since the start of this plan], NEVER if it did not close, shape (n,).
    not_shipped_t, not_shipped_usd, cost_usd
        Of each history: weight of equipment not shipped, its known value, and cost; shape (n,). The value is None if
        the plan states no values, the cost if it states no prices.
    levers_usd
        Cost of the levers of the plan [USD], as far as known; None for all plans if no lever's cost differs between
        them.
    """

    name: str
    scenario: Scenario
    met: Array
    closure: Array
    not_shipped_t: Array
    not_shipped_usd: Array | None
    cost_usd: Array | None
    levers_usd: float | None = None

    @property
    def spent_usd(self) -> Array | None:
        """Cost of each history, levers included [USD], shape (n,); None if neither histories nor levers have a cost."""
        if self.cost_usd is None and self.levers_usd is None:
            return None
        run = np.zeros(len(self.met)) if self.cost_usd is None else self.cost_usd
        return np.asarray(run + (self.levers_usd or 0.0))


def criteria(samples: Sequence[Sample], common: int) -> tuple[tuple[str, ...], list[list[Array]]]:
    """Return the criteria of a choice between plans, and the figures for all criteria but the first, the probability.

    The figures are a list of lists of arrays: one list for each criterion, and in it, for each plan, one array with the
    first `common` histories, shape (common,). Smaller figures are better.
    """
    even = len({each.cost_usd is None for each in samples}) == 1
    costs = [each.spent_usd if even else None for each in samples]
    values = [each.not_shipped_usd for each in samples]
    names, tables = ["probability"], []
    priced = [cost[:common] for cost in costs if cost is not None]
    if len(priced) == len(samples):
        names.append("cost")
        tables.append(priced)
    valued = [value[:common] for value in values if value is not None]
    if len(valued) == len(samples):
        return (*names, "value not shipped"), [*tables, valued]
    return (*names, "tonnes not shipped"), [*tables, [each.not_shipped_t[:common] for each in samples]]


def pair(mine: Sample, base: Sample, milestone: str, inner: int, confidence: float, *, fixed: bool) -> Paired:
    """Return the differences of a plan from the baseline, over the histories that both have.

    Closures are compared as instants of the calendar, even if the clocks of the two plans start at different instants.
    `fixed` says whether the number of histories was fixed beforehand; if not, the intervals are valid whenever the run
    stops.
    """
    many = min(len(mine.met), len(base.met))
    world = np.arange(many) // inner if inner > 1 else None
    shift = round((start_of(mine.scenario.clock) - start_of(base.scenario.clock)).total_seconds())
    own = mine.closure[:many]
    closure = np.where(own < NEVER, own + shift, NEVER), base.closure[:many]
    met = mine.met[:many], base.met[:many]
    if fixed:
        return paired(met, closure, world, milestone=milestone, confidence=confidence)
    return looked_at_pair(met, closure, milestone, confidence)


def alike(samples: Sequence[Sample], known: set[str]) -> Iterator[str]:
    """Yield a sentence for each set of plans that have the same figures in every history.

    Plans in `known` are left out; another sentence says of each that it is the same plan as an earlier one.
    """
    groups: dict[str, list[Sample]] = {}
    for sample in samples:
        if sample.name in known:
            continue
        for group in groups.values():
            if all(np.array_equal(one, two) for one, two in zip(_figures(sample), _figures(group[0]), strict=True)):
                group.append(sample)
                break
        else:
            groups[sample.name] = [sample]
    for name, (first, *others) in groups.items():
        if others:
            many = plural(len(first.met), "history", "histories")
            same = f'milestone (met or missed), closing date, tonnes and cost are those of "{name}"'
            yield f"{', '.join(each.name for each in others)}: in {many}, {same}."


def _figures(sample: Sample) -> list[Array]:
    optional = (np.zeros(0) if each is None else each for each in (sample.not_shipped_usd, sample.cost_usd))
    return [sample.met, sample.closure, sample.not_shipped_t, *optional]

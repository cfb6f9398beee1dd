"""What a further point of probability (0.01) costs, in time and in value or tonnes left behind.

There are two tables. `stopping` is for one study: if we stopped on a date, how likely is it that all required movers
are out by then, and how much equipment would stay? `exchange` is for several studies that differ in what they leave
behind by choice. It orders them by how much stays, and says for each step how many points of probability it gains and
how much more stays for each point.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.analysis.statistics.averages import Average, average
from sim.analysis.statistics.estimates import Estimate, estimate
from sim.analysis.statistics.records import Records
from sim.analysis.sums.periods import stops
from sim.analysis.sums.value import valued
from sim.model.plan import Plan

__all__ = ["Choice", "Exchange", "Stop", "exchange", "stopping", "unit"]

Reals = npt.NDArray[Any]
POINTS = 100.0


@dataclass(frozen=True, slots=True)
class Stop:
    """One date on which the withdrawal might stop.

    Attributes
    ----------
    name, at
        Name of the date, as in `periods.stops`, and instant [s since the start].
    out
        Probability that all required movers were out by that date.
    stays
        Mean of the equipment that was in country on that date and not disposed of, in the unit that `unit` returns.
    per_point
        Decrease of `stays` per point of probability gained since the previous date; None if the probability is no
        higher, and for the first date.
    """

    name: str
    at: int
    out: Estimate
    stays: Average
    per_point: float | None


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to decide what is left behind, and its result in each history.

    Attributes
    ----------
    name
        Name of the study.
    met
        Whether the milestone was met, shape (n,).
    left
        What stayed behind [USD or t], shape (n,).
    """

    name: str
    met: Reals
    left: Reals


@dataclass(frozen=True, slots=True)
class Exchange:
    """The step from one choice to another that leaves more behind and is likelier to meet the milestone.

    Attributes
    ----------
    less, more
        Names of the choices: the one that leaves less, and the one that leaves more.
    points
        Mean number of points of probability gained.
    left
        Mean of how much more stays behind [USD or t].
    per_point
        `left` / `points`; None if the interval of `points` does not lie above 0.
    """

    less: str
    more: str
    points: Average
    left: Average
    per_point: float | None


def unit(plan: Plan) -> str:
    """Return the unit in which equipment that stays is counted: `usd` if the value of any item is known, else `t`."""
    return "usd" if valued(plan) else "t"


def stopping(plan: Plan, outcomes: Records, world: Reals | None = None, confidence: float = 0.95) -> tuple[Stop, ...]:
    """Return for each date in `periods.stops` how likely it is that all required movers are out, and what would stay.

    Parameters
    ----------
    plan, outcomes
        A plan and the records of its histories.
    world
        World of each history, shape (n,); None if histories are independent.
    confidence
        Coverage of the intervals.

    Notes
    -----
    In these histories the withdrawal goes on after the date, so nothing in them prepares for a stop. At the end of the
    table, dates after the deadline are left out if neither figure changes any more.
    """
    found: list[Stop] = []
    for name, at in stops(plan):
        out = estimate(outcomes["closure"] <= at, world, confidence)
        stays = average(outcomes[f"staying_{name}_{unit(plan)}"], world, confidence)
        gained = POINTS * (out.value - found[-1].out.value) if found else 0.0
        per_point = (found[-1].stays.value - stays.value) / gained if gained > 0.0 else None
        found.append(Stop(name, at, out, stays, per_point))
    while len(found) > 1 and found[-2].at >= plan.deadline and _same(found[-2], found[-1]):
        found.pop()
    return tuple(found)


def _same(one: Stop, other: Stop) -> bool:
    """Return whether two dates have the same probability and the same mean of the equipment in country."""
    return (one.out.value, one.stays.value) == (other.out.value, other.stays.value)


def exchange(choices: Sequence[Choice], world: Reals | None = None, confidence: float = 0.95) -> tuple[Exchange, ...]:
    """Return how much more must stay behind for each further point of probability.

    Parameters
    ----------
    choices
        Results of studies with the same seed and replications, so that their histories share random numbers.
    world
        World of each history, shape (n,); None if histories are independent.
    confidence
        Coverage of the intervals; they are intervals of mean differences between histories with the same number.

    Returns
    -------
    tuple of Exchange
        The steps, beginning at the choice that leaves least. A choice that is not likelier to meet the milestone than
        the previous choice in the table is skipped.

    Raises
    ------
    ValueError
        The choices have different numbers of histories.
    """
    if len({len(part) for choice in choices for part in (choice.met, choice.left)}) > 1:
        raise ValueError("expected choices over the same histories")
    ordered = sorted(choices, key=lambda choice: (float(np.mean(choice.left)), -float(np.mean(choice.met))))
    steps: list[Exchange] = []
    best: Choice | None = None
    for choice in ordered:
        if best is not None and np.mean(choice.met) <= np.mean(best.met):
            continue
        if best is not None:
            gained = POINTS * (np.asarray(choice.met, np.float64) - np.asarray(best.met, np.float64))
            points = average(gained, world, confidence)
            left = average(np.asarray(choice.left) - np.asarray(best.left), world, confidence)
            is_gain = points.low > 0.0 and math.isfinite(points.low)
            per_point = left.value / points.value if is_gain else None
            steps.append(Exchange(best.name, choice.name, points, left, per_point))
        best = choice
    return tuple(steps)

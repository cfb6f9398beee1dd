"""What a further point of probability costs: in dates waited for, and in value (or tonnes) left behind.

Two questions, two tables. `stopping`, of one study: if we stopped on a date, how likely is it that all that is required
was out, and how much would stay? Both get better with time, so along dates a point is paid in days; the table says
what each date is worth. `exchange`, of several studies that differ in what they leave behind by choice: ordered by
what stays, how many points does each bring over the one before, and at what price?
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
    """One date on which we might stop.

    Attributes
    ----------
    name, at
        As in `staying.stops`; second since the start.
    out
        Probability that all that is required was out by then.
    stays
        Mean of what is in country then [`unit`].
    per_point
        How much less stays for each point of probability gained since the date before; None where none was gained.
    """

    name: str
    at: int
    out: Estimate
    stays: Average
    per_point: float | None


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to decide what is left, and what came of it, history by history.

    Attributes
    ----------
    name
        Of the study.
    met
        Whether the promise was met, shape (n,).
    left
        What stayed behind [USD or t], shape (n,).
    """

    name: str
    met: Reals
    left: Reals


@dataclass(frozen=True, slots=True)
class Exchange:
    """From one choice to the next that leaves more and is likelier to make it.

    Attributes
    ----------
    less, more
        Names of the choices: the one that leaves less, and the one that leaves more.
    points
        Points of probability gained.
    left
        What more stays behind.
    per_point
        `left` over `points`; None unless the interval of the points lies above 0.
    """

    less: str
    more: str
    points: Average
    left: Average
    per_point: float | None


def unit(plan: Plan) -> str:
    """Return what is traded: `usd` where any value is known, else `t`."""
    return "usd" if valued(plan) else "t"


def stopping(plan: Plan, outcomes: Records, world: Reals | None = None, confidence: float = 0.95) -> tuple[Stop, ...]:
    """Tell for each date on which we might stop how likely it is that all required is out, and what would stay.

    Parameters
    ----------
    plan, outcomes
        A plan and the records of its histories.
    world
        World of each history, if they share worlds.
    confidence
        Of the intervals.

    Notes
    -----
    The histories are those of a force that goes on: nobody in them works towards stopping on that date. Dates after
    the deadline after which nothing changes any more are left out.
    """
    found: list[Stop] = []
    for name, at in stops(plan):
        out = estimate(outcomes["closure"] <= at, world, confidence)
        stays = average(outcomes[f"staying_{name}_{unit(plan)}"], world, confidence)
        gained = POINTS * (out.value - found[-1].out.value) if found else 0.0
        price = (found[-1].stays.value - stays.value) / gained if gained > 0.0 else None
        found.append(Stop(name, at, out, stays, price))
    while len(found) > 1 and found[-2].at >= plan.deadline and _same(found[-2], found[-1]):
        found.pop()
    return tuple(found)


def _same(one: Stop, other: Stop) -> bool:
    return (one.out.value, one.stays.value) == (other.out.value, other.stays.value)


def exchange(choices: Sequence[Choice], world: Reals | None = None, confidence: float = 0.95) -> tuple[Exchange, ...]:
    """Tell what further points of probability cost in what stays behind.

    Parameters
    ----------
    choices
        Studies of the same replications of the same seed, so that a history of one and of another have the same luck.
    world
        World of each history, if they share worlds.
    confidence
        Of the intervals, which are of differences history by history.

    Returns
    -------
    tuple of Exchange
        Steps along the choices that are worth a look: from the one that leaves least, each next that is likelier to
        make it. A choice that leaves more and is no likelier is passed over.

    Raises
    ------
    ValueError
        Choices of different numbers of histories.
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
            sure = points.low > 0.0 and math.isfinite(points.low)
            steps.append(Exchange(best.name, choice.name, points, left, left.value / points.value if sure else None))
        best = choice
    return tuple(steps)

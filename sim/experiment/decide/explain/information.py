"""What is worth finding out before choosing between two plans, as text and as a record for programs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from sim.analysis.decisions.information import Information, information
from sim.analysis.decisions.knowing import largest_by_chance
from sim.analysis.statistics.paired import Paired
from sim.errors import ResultsError
from sim.experiment.dataframe import arrays_of_rows, of_rows
from sim.experiment.decide.explain.question import WIDTH, Asked, about, finite, lines
from sim.experiment.inputs import unknowns

if TYPE_CHECKING:
    from sim.experiment.study import Study

__all__ = ["MEANING", "Informed", "informed"]

FEWEST: Final = 100
"""Least number of worlds that an answer needs."""
LEAST: Final = 0.0005
"""Least gain in probability for which an unknown is worth finding out, even if a smaller gain is above the noise."""
ROWS: Final = 8
"""Largest number of unknowns in the table."""
MEANING: Final = (
    "Worth knowing: average gain in probability if you know the value of the unknown and then choose the better plan. "
    "Turns: share of the worlds in which knowing it would change your choice."
)


@dataclass(frozen=True)
class Informed:
    """The value of knowing each unknown before choosing between two plans.

    Attributes
    ----------
    asked
        The study of the first plan, and the milestone.
    plans
        Names of the two plans.
    paired
        The differences of the first plan from the second, history by history.
    found
        The value of knowing each unknown, as a gain in the probability of the milestone; the most valuable unknown
        first.
    noise
        In 19 of 20 studies in which no unknown matters, the largest value in `found` is at most this.
    unlike
        Unknowns that are left out because their draws differ between the plans: one plan sets or changes them.
    """

    asked: Asked
    plans: tuple[str, str]
    paired: Paired
    found: tuple[Information, ...]
    noise: float
    unlike: tuple[str, ...] = ()

    @property
    def worth(self) -> tuple[Information, ...]:
        """The entries of `found` whose value is above `noise` and at least `LEAST`."""
        return tuple(each for each in self.found if each.value > self.noise and each.value >= LEAST)

    def as_dict(self) -> dict[str, Any]:
        """Return the figures by name.

        The record's `noise` is the attribute `noise`. Each unknown has another `noise`: in 19 of 20 studies in which
        this one unknown does not matter, its value is at most that number.
        """
        gain = self.paired.difference
        record = {
            **self.asked.as_dict(),
            "plan": self.plans[0],
            "against": self.plans[1],
            "gain": {"value": gain.value, "low": gain.low, "high": gain.high, "n": gain.n},
            "noise": self.noise,
            "find_out_first": self.worth[0].name if self.worth else None,
            "unknowns": [
                {name: getattr(each, name) for name in ("name", "value", "low", "high", "noise", "turns")}
                for each in self.found
            ],
            "left_out": list(self.unlike),
        }
        return finite(record)

    def to_pandas(self) -> Any:
        """Return one row per unknown: the value of knowing it, the interval of this value, its noise, and `turns`.

        The noise is that of the single unknown, as in `as_dict`. `turns` is the share of the worlds in which knowing
        the unknown would change the choice.

        Raises
        ------
        SimError
            pandas is not installed.
        """
        return of_rows(self.as_dict()["unknowns"])

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Return the rows of `to_pandas` as one array per column, as `polars.DataFrame` takes them."""
        return arrays_of_rows(self.as_dict()["unknowns"])

    def __str__(self) -> str:
        """Return the text of `lines`."""
        return "\n".join(self.lines())

    def lines(self, width: int = WIDTH, *, brief: bool = False) -> list[str]:
        """Return the answer and a table of unknowns, in lines of at most `width` columns.

        `brief` leaves out the meaning of the table's columns.
        """
        return list(self._lines(width, brief))

    def _lines(self, width: int, brief: bool) -> Iterator[str]:
        """Yield the lines that `lines` returns."""
        worth = self.worth
        if worth:
            best = worth[0]
            interval = f"[{best.low:.3f}, {best.high:.3f}]"
            yield from lines(
                f'Find out more about "{best.name}" before you choose: knowing it is worth {_points(best.value)}, '
                f"{best.value:.3f} {interval} in the probability of {self.asked.in_words}.",
                width=width,
            )
            yield from lines(f"In {best.turns:.2f} of the worlds, knowing it would change your choice.", width=width)
        elif self.found:
            yield from lines("No unknown would change the choice enough to be worth finding out first.", width=width)
        elif self.unlike:
            yield from lines("No unknown has the same draws in both plans, so none can be assessed.", width=width)
        else:
            yield from lines("Neither plan draws an unknown of [uncertainty]: there is none to find out.", width=width)
        yield ""
        yield from lines(self._better(), width=width)
        if self.found or self.unlike:
            yield ""
        yield from self._table(width)
        if not brief and self.found:
            yield from lines(MEANING, width=width)

    def _better(self) -> str:
        """Return a sentence: which plan is better with present knowledge, by how much, and from how many histories."""
        gain, (one, other) = self.paired.difference, self.plans
        basis = f"{gain.n:,} histories of each on the same random numbers, seed {self.asked.seed}"
        if gain.value == 0.0:
            return f'With present knowledge, neither "{one}" nor "{other}" is better ({basis}).'
        better, worse = (one, other) if gain.value > 0.0 else (other, one)
        ends = (gain.low, gain.high) if gain.value > 0.0 else (-gain.high, -gain.low)
        difference = f"{abs(gain.value):+.3f} [{ends[0]:+.3f}, {ends[1]:+.3f}] in probability"
        doubt = "" if ends[0] > 0.0 else ", which may be chance"
        return f'With present knowledge, "{better}" is better than "{worse}": {difference}{doubt} ({basis}).'

    def _table(self, width: int) -> Iterator[str]:
        """Yield the table of the unknowns worth finding out, the noise, and the unknowns that are left out.

        The table has at most `ROWS` unknowns. If no unknown is worth finding out, it has the three most valuable.
        """
        shown = (self.worth or self.found[:3])[:ROWS]
        if shown:
            name = min(max(len(each.name) for each in shown) + 2, width - 37)
            yield f"{'not known':<{name}}{'worth knowing':>15}  {'interval':<14}{'turns':>6}"
            for each in shown:
                interval = f"[{each.low:.3f}, {each.high:.3f}]"
                row = f"  {each.name[: name - 2]}"
                yield f"{row:<{name}}{each.value:>15.3f}  {interval:<14}{each.turns:>6.2f}"
            many = f"none of these {len(self.found)} unknowns" if len(self.found) > 1 else "this unknown does not"
            matters = "matters, one of them appears" if len(self.found) > 1 else "matter, it appears"
            yield from lines(
                f"Noise: in 1 of 20 studies in which {many} {matters} to be worth {self.noise:.3f} or more.",
                width=width,
            )
        if self.unlike:
            names = ", ".join(self.unlike)
            yield from lines(f"Left out because their draws differ between the plans: {names}.", width=width)


def _points(value: float) -> str:
    """Return a gain in probability as percentage points: 0.03 is "3 points"."""
    points = 100.0 * value
    digits = f"{points:.0f}" if points >= 9.5 else f"{points:.1f}".removesuffix(".0")
    return f"{digits} point{'' if digits == '1' else 's'}"


def informed(study: Study, other: Study, milestone: str, names: tuple[str, str] | None = None) -> Informed:
    """Return the value of knowing each unknown before choosing between two plans.

    Parameters
    ----------
    study, other
        The studies of the two plans, on the same random numbers.
    milestone
        The milestone; `all` stands for all milestones together.
    names
        Names of the plans; default: the names of the scenarios or, if these are equal, "the first plan" and "the second
        plan".

    Raises
    ------
    ResultsError
        The studies have different random numbers, no history in common, or fewer than 100 worlds in common.
    KeyError
        One of the studies has no such milestone.

    Notes
    -----
    Only unknowns that have the same draws in both plans are used.
    """
    pair = study.against(other, milestone)
    one, two = study.pairs(other)
    world = one["replication"] // study.inner if study.inner > 1 else None
    many = len(one) if world is None else len(np.unique(world))
    if many < FEWEST:
        raise ResultsError(
            f"too few histories to value information: expected at least {FEWEST} worlds in both plans; there "
            f"are {many}. Run more histories of both plans (with -n N)"
        )
    gain = (one[study.met(milestone)] != 0).astype(np.float64) - (two[other.met(milestone)] != 0)
    rows = one["replication"] - study.first
    other_draws = {each.name: each.values[two["replication"] - other.first] for each in unknowns(other)}
    own_draws = {each.name: each.values[rows] for each in unknowns(study)}
    same = {name: x for name, x in own_draws.items() if name in other_draws and np.array_equal(x, other_draws[name])}
    values = [information(name, x, gain, world, study.confidence) for name, x in same.items()]
    values.sort(key=lambda each: (-each.value, -each.high, each.name))
    if names is None:
        names = study.plan.name, other.plan.name
        names = names if names[0] != names[1] else ("the first plan", "the second plan")
    noise = largest_by_chance(list(same.values()), gain, world)
    unlike = tuple(name for name in {**own_draws, **other_draws} if name not in same)
    return Informed(about(study, milestone), names, pair, tuple(values), noise, unlike)

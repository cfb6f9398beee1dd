"""What to find out before one chooses between two plans, in words and as a record."""

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
from sim.experiment.decide.explain.question import WIDTH, Asked, about, finite, lines
from sim.experiment.frame import arrays_of_rows, of_rows
from sim.experiment.inputs import unknowns

if TYPE_CHECKING:
    from sim.experiment.study import Study

__all__ = ["MEANING", "Informed", "informed"]

FEWEST: Final = 100
"""Worlds without which nothing is said."""
LEAST: Final = 0.0005
"""What is worth less than this is not worth a sentence, however sure it is."""
ROWS: Final = 8
"""Most unknowns in the table."""
MEANING: Final = (
    "Worth knowing: what is gained on average where the better plan is chosen for each value of it. Turns: part of the "
    "worlds in which that is the other plan."
)


@dataclass(frozen=True)
class Informed:
    """What it is worth to know each unknown before one chooses between two plans.

    Attributes
    ----------
    asked
        The study of the first plan, and the promise.
    plans
        What the two plans are called.
    paired
        What the first plan gains over the second, history by history.
    found
        One an unknown, the most valuable first; values are probability of the promise.
    noise
        What the most valuable of these unknowns seems to be worth at most in 19 of 20 studies in which none matters.
    unlike
        Unknowns that are left out, as they came out differently in the two plans: one of them knows or changes them.
    """

    asked: Asked
    plans: tuple[str, str]
    paired: Paired
    found: tuple[Information, ...]
    noise: float
    unlike: tuple[str, ...] = ()

    @property
    def worth(self) -> tuple[Information, ...]:
        """The unknowns whose value is above the noise, the most valuable first."""
        return tuple(each for each in self.found if each.value > self.noise and each.value >= LEAST)

    def as_dict(self) -> dict[str, Any]:
        """Return the same numbers by name."""
        gain = self.paired.difference
        told = {
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
        return finite(told)

    def to_pandas(self) -> Any:
        """Return one row an unknown: what it is worth, its interval, and the noise of it alone.

        Raises
        ------
        SimError
            pandas is not installed.
        """
        return of_rows(self.as_dict()["unknowns"])

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """The same by column as plain arrays, as `polars.DataFrame` takes them."""
        return arrays_of_rows(self.as_dict()["unknowns"])

    def __str__(self) -> str:
        """Which unknown to find out first, and a table."""
        return "\n".join(self.lines())

    def lines(self, width: int = WIDTH, *, brief: bool = False) -> list[str]:
        """Return the answer in lines of so many columns; brief without what the columns of its table mean."""
        return list(self._lines(width, brief))

    def _lines(self, width: int, brief: bool) -> Iterator[str]:
        worth = self.worth
        if worth:
            best = worth[0]
            interval = f"[{best.low:.3f}, {best.high:.3f}]"
            yield from lines(
                f"Find out {best.name} before you choose: knowing it first is worth {_points(best.value)}, that is "
                f"{best.value:.3f} {interval} in the probability of {self.asked.promise}.",
                width=width,
            )
            yield from lines(
                f"In {best.turns:.2f} of the worlds you would then choose the other plan than without it.", width=width
            )
        else:
            yield from lines(
                "Nothing that is not known would change the choice enough to be worth finding out first.", width=width
            )
        yield ""
        yield from lines(self._better(), width=width)
        yield ""
        yield from self._table(width)
        if not brief and self.found:
            yield from lines(MEANING, width=width)

    def _better(self) -> str:
        """Say which plan is better without knowing more, and on what that rests."""
        gain, (one, other) = self.paired.difference, self.plans
        rests = f"{gain.n:,} histories of each on the same luck, seed {self.asked.seed}"
        if gain.value == 0.0:
            return f'As far as is known now, neither of "{one}" and "{other}" is better ({rests}).'
        better, worse = (one, other) if gain.value > 0.0 else (other, one)
        ends = (gain.low, gain.high) if gain.value > 0.0 else (-gain.high, -gain.low)
        told = f"{abs(gain.value):+.3f} [{ends[0]:+.3f}, {ends[1]:+.3f}] in probability"
        sure = "" if ends[0] > 0.0 else ", which may be chance"
        return f'As far as is known now, "{better}" is better than "{worse}": {told}{sure} ({rests}).'

    def _table(self, width: int) -> Iterator[str]:
        shown = (self.worth or self.found[:3])[:ROWS]
        if not self.found:
            yield from lines("No unknown came out the same in both plans, so there is none to ask about.", width=width)
        else:
            name = min(max(len(each.name) for each in shown) + 2, width - 37)
            yield f"{'not known':<{name}}{'worth knowing':>15}  {'interval':<14}{'turns':>6}"
            for each in shown:
                interval = f"[{each.low:.3f}, {each.high:.3f}]"
                row = f"  {each.name[: name - 2]}"
                yield f"{row:<{name}}{each.value:>15.3f}  {interval:<14}{each.turns:>6.2f}"
            many = f"none of these {len(self.found)} unknowns" if len(self.found) > 1 else "this unknown does not"
            matters = "matters, one of them seems" if len(self.found) > 1 else "matter, it seems"
            yield from lines(
                f"Noise: in 1 of 20 studies in which {many} {matters} to be worth {self.noise:.3f} or more.",
                width=width,
            )
        if self.unlike:
            yield from lines(
                f"Left out, as one of the plans sets or knows them: {', '.join(self.unlike)}.", width=width
            )


def _points(value: float) -> str:
    """Write a probability in points: 3 points are 0.03."""
    points = 100.0 * value
    told = f"{points:.0f}" if points >= 9.5 else f"{points:.1f}".removesuffix(".0")
    return f"{told} point{'' if told == '1' else 's'}"


def informed(study: Study, other: Study, milestone: str, names: tuple[str, str] | None = None) -> Informed:
    """Tell what it is worth to know each unknown before one chooses between two plans.

    Parameters
    ----------
    study, other
        Of the two plans, on the same luck.
    milestone
        The promise; `all` stands for all of them together.
    names
        What the plans are called; default: the names of the scenarios, or "the first plan" and "the second plan".

    Raises
    ------
    ResultsError
        Other luck in the two, no history in common, or fewer than 100 worlds.
    KeyError
        No such milestone in one of them.

    Notes
    -----
    Unknowns that came out the same in both: another plan may know one of them.
    """
    pair = study.against(other, milestone)
    one, two = study.pairs(other)
    world = one["replication"] // study.inner if study.inner > 1 else None
    many = len(one) if world is None else len(np.unique(world))
    if many < FEWEST:
        raise ResultsError(
            f"too few to tell what is worth finding out: expected at least {FEWEST} worlds that both plans have; there "
            f"are {many}. Run more histories (-n) of both"
        )
    gain = (one[study.met(milestone)] != 0).astype(np.float64) - (two[other.met(milestone)] != 0)
    rows = one["replication"] - study.first
    theirs = {each.name: each.values[two["replication"] - other.first] for each in unknowns(other)}
    mine = {each.name: each.values[rows] for each in unknowns(study)}
    same = {name: x for name, x in mine.items() if name in theirs and np.array_equal(x, theirs[name])}
    found = [information(name, x, gain, world, study.confidence) for name, x in same.items()]
    found.sort(key=lambda each: (-each.value, -each.high, each.name))
    if names is None:
        names = study.plan.name, other.plan.name
        names = names if names[0] != names[1] else ("the first plan", "the second plan")
    noise = largest_by_chance(list(same.values()), gain, world)
    unlike = tuple(name for name in {**mine, **theirs} if name not in same)
    return Informed(about(study, milestone), names, pair, tuple(found), noise, unlike)

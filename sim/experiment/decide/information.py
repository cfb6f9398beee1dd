"""What to find out before one chooses between two plans, in words and as a record."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.analysis.decisions.information import Information, information
from sim.analysis.paired import Paired
from sim.experiment.decide.question import Asked, about, finite, lines
from sim.experiment.inputs import unknowns

if TYPE_CHECKING:
    from sim.experiment.study import Study

__all__ = ["Informed", "informed"]


@dataclass(frozen=True)
class Informed:
    """What it is worth to know each unknown before one chooses between two plans.

    Attributes
    ----------
    asked
        The study and the promise.
    paired
        What the first plan gains over the second, history by history.
    found
        One an unknown, the most valuable first; values are probability of the promise.
    """

    asked: Asked
    paired: Paired
    found: tuple[Information, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the same numbers by name."""
        gain = self.paired.difference
        told = {
            **self.asked.as_dict(),
            "gain": {"value": gain.value, "low": gain.low, "high": gain.high, "n": gain.n},
            "unknowns": [
                {name: getattr(each, name) for name in ("name", "value", "low", "high", "noise", "turns")}
                for each in self.found
            ],
        }
        return finite(told)

    def __str__(self) -> str:
        """Which unknown to find out first, and a table."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        asked, gain = self.asked, self.paired.difference
        yield from lines(
            f"{asked.scenario}: which of two plans, for {asked.promise}; {gain.n:,} pairs, seed {asked.seed}."
        )
        yield ""
        better = "first" if gain.value > 0 else "second"
        yield from lines(f"On the whole the {better} plan is better: the first gains {gain} in probability.")
        worth = [each for each in self.found if each.value > each.noise and each.value >= 0.0005]
        if worth:
            best = worth[0]
            yield from lines(
                f"Find out {best.name} before you choose: that gains {best.value:.3f} "
                f"[{best.low:.3f}, {best.high:.3f}] in probability, and turns the choice in {best.turns:.2f} of the "
                "worlds."
            )
        else:
            yield from lines("No unknown, found out before you choose, would gain more than noise does.")
        yield ""
        yield f"{'not known':<38}{'worth knowing':>14}   {'interval':<16}{'noise':>7}{'turns':>8}"
        for each in (worth or self.found[:3])[:8]:
            interval = f"[{each.low:.3f}, {each.high:.3f}]"
            yield f"  {each.name[:34]:<36}{each.value:>14.3f}   {interval:<16}{each.noise:>7.3f}{each.turns:>8.2f}"


def informed(study: "Study", other: "Study", milestone: str) -> Informed:
    """Tell what it is worth to know each unknown before one chooses between two plans.

    Notes
    -----
    Unknowns that came out the same in both: another plan may know one of them.
    """
    pair = study.against(other, milestone)
    one, two = study.pairs(other)
    gain = (one[study.met(milestone)] != 0).astype(np.float64) - (two[other.met(milestone)] != 0)
    rows = one["replication"] - study.first
    theirs = {each.name: each.values[two["replication"] - other.first] for each in unknowns(other)}
    world = one["replication"] // study.inner if study.inner > 1 else None
    found = [
        information(each.name, each.values[rows], gain, world, study.confidence)
        for each in unknowns(study)
        if each.name in theirs and np.array_equal(each.values[rows], theirs[each.name])
    ]
    found.sort(key=lambda each: (-each.value, -each.high, each.name))
    return Informed(about(study, milestone), pair, tuple(found))

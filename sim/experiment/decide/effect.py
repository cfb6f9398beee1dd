"""Find levers without effect: a few histories are run at several values of a lever and compared bit by bit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from sim.analysis.outcomes.trial import figures
from sim.config.axes import Axis
from sim.config.change import changed
from sim.domain.scenario import Scenario
from sim.experiment.workers.engine import engine as engine_of
from sim.experiment.workers.engine import fitting
from sim.model.compile import plan
from sim.model.digest import plan_digest
from sim.model.trajectory import fingerprint

__all__ = ["HISTORIES", "Effects", "effects"]

HISTORIES: Final = 10
"""Largest number of histories run at each value tried.

No more are run once the figures of one history differ between values.
"""
TRIED: Final = 5
"""Largest number of values of a lever that are tried: the first, the last, and some between them."""


@dataclass(frozen=True, slots=True)
class Effects:
    """The levers without effect.

    Attributes
    ----------
    idle
        Levers with the same histories at all values tried.
    unseen
        Levers that change events within a history, but none of the figures that a sweep keeps: dates, milestones met,
        equipment not shipped, and cost.
    """

    idle: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()

    def sentences(self) -> Iterator[str]:
        """Yield a sentence about each lever without effect."""
        tried = f"{HISTORIES} histories on the same random numbers"
        for name in self.idle:
            yield (
                f"{name} changes nothing: {tried} are the same at all of its values that were tried. Differences "
                "between its values may be chance."
            )
        for name in self.unseen:
            yield (
                f"{name} changes no closure, milestone, weight or cost of {tried} at any of its values that were "
                "tried, only other events. Differences between its values may be chance."
            )


def effects(question: Scenario, axes: Sequence[Axis], seed: int, engine: str) -> Effects:
    """Run a few histories at a few values of each lever, and return the levers without effect.

    Parameters
    ----------
    question
        The scenario as its file states it; while one lever varies, the others keep the values of the file.
    axes
        The levers; a lever with only one value is left out.
    seed, engine
        Seed and engine of the histories, which have the same random numbers at every value.
    """
    differences = {axis.name: _changed(question, axis, seed, engine) for axis in axes if len(axis.values) > 1}
    idle, unseen = (
        tuple(name for name, changes in differences.items() if changes == what) for what in ("nothing", "inside")
    )
    return Effects(idle, unseen)


def _changed(question: Scenario, axis: Axis, seed: int, engine: str) -> Literal["nothing", "inside", "figures"]:
    """Return what differs between the values of a lever: "nothing", events "inside" a history, or its "figures"."""
    many = len(axis.values)
    places = sorted({round(number * (many - 1) / (TRIED - 1)) for number in range(TRIED)})
    plans = [plan(changed(question, axis.changes(question, axis.values[place]), "--vary")) for place in places]
    if len({plan_digest(each) for each in plans}) == 1:
        return "nothing"
    inside = False
    for replication in range(HISTORIES):
        histories = [(asked, engine_of(fitting(asked, engine)[0])(asked, seed, replication)) for asked in plans]
        if len({tuple(figures(*each)) for each in histories}) > 1:
            return "figures"
        inside = inside or len({fingerprint(history) for _, history in histories}) > 1
    return "inside" if inside else "nothing"

"""When each mover that flew was free to go, and what freed it last: its stations, a hold, or its company.

A mover is *free* from the latest of two instants: it is staged, and no hold or floor keeps it. One that rode while its
hold had not cleared yet (the hold was judged as if that chalk had gone) was free when all others whom the hold counts
had been loaded; those who rode with it are its *company*.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.analysis.causes.clearing import Clearing, nth_last
from sim.analysis.causes.legs import Legs
from sim.model.calendars import NEVER
from sim.model.trajectory import Trajectory
from sim.model.world import World

__all__ = ["Readiness", "readiness"]

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Readiness:
    """What kept each mover last.

    Attributes
    ----------
    at
        Instant from which each mover was free to go [s], shape (n_movers,).
    hold
        Hold that freed it then; -1 where it was its staging.
    as_if
        Whether that hold was only judged as if a chalk had gone.
    company
        Holds that were judged so, by the row of the sortie that was loaded.
    """

    at: list[int]
    hold: list[int]
    as_if: list[bool]
    company: dict[int, set[int]]


class _Judge:
    """Goes through the holds and floors of a history, and keeps what kept each mover longest."""

    def __init__(self, world: World, trajectory: Trajectory, clearings: list[Clearing], legs: Legs) -> None:
        self.world, self.clearings, self.legs = world, clearings, legs
        mover, sortie = trajectory.mover, trajectory.sortie
        self.lot, self.sortie = mover["lot"], legs.sortie
        self.flew = self.sortie >= 0
        self.worked = np.full(len(mover), NEVER, np.int64)
        self.worked[self.flew] = sortie["worked"][self.sortie[self.flew]]
        self.up = legs.up
        self._when, self._end = sortie["worked"], trajectory.end
        self._arrived, self._left = mover["arrived"], mover["left"]
        self._before = np.bincount(
            self.lot[(mover["up"] == 0) & ~self.flew], minlength=len(world.plan.lot)
        )  # gone at the start
        self.at = legs.staged.copy()
        self.hold = np.full(len(mover), -1)
        self.as_if = np.zeros(len(mover), np.bool_)
        self.company: dict[int, set[int]] = {}
        self._loaded: dict[tuple[int, int], int] = {}

    def members(self) -> list[Ints]:
        """Return those of each lot who flew, in order."""
        flew = np.flatnonzero(self.flew)
        lots = self.lot[flew]
        order = np.argsort(lots, kind="stable")
        return np.split(flew[order], np.searchsorted(lots[order], np.arange(1, len(self.world.plan.lot))))

    def kept(self, hold: int, members: Ints) -> None:
        """Note that a hold kept these movers, all of whom were loaded."""
        cleared = self.clearings[hold].at
        after = self.worked[members] >= cleared
        # Loaded and gone in the instant in which the hold cleared, with some whom it counts: it cleared by that chalk.
        at_once = after & (self.up[members] == cleared) & (self.worked[members] == cleared)
        if at_once.any():
            together = np.unique(self.sortie[self._counted(hold) & self.flew])
            after &= ~(at_once & np.isin(self.sortie[members], together))
        self._free(members[after], np.int64(cleared), hold, as_if=False)
        for row in np.unique(self.sortie[members[~after]]).tolist():
            self.company.setdefault(row, set()).add(hold)
            aboard = members[~after & (self.sortie[members] == row)]
            self._free(aboard, np.int64(self._as_if(hold, row)), hold, as_if=True)

    def lifted(self, hold: int, lot: int) -> None:
        """Note that a hold that cleared had kept those of a lot who had not been loaded by the end."""
        if self.clearings[hold].at <= self._end:
            there = np.flatnonzero((self.lot == lot) & ~self.flew & (self.at < NEVER))
            self._free(there, np.int64(self.clearings[hold].at), hold, as_if=False)

    def last_of(self, lot: int, flew: Ints, least: int) -> Ints:
        """Return those members of a lot, of all who flew, after whose loading fewer than so many were there."""
        order = flew[np.argsort(self.worked[flew], kind="stable")]
        when = self.worked[order]
        here = np.searchsorted(np.sort(self._arrived[self.lot == lot]), when, side="right")
        left = np.searchsorted(np.sort(self._left[self.lot == lot]), when, side="right")
        last: Ints = order[here - left - self._before[lot] - np.arange(1, len(order) + 1) < least]
        return last

    def _counted(self, hold: int) -> npt.NDArray[np.bool_]:
        spec = self.world.rows("hold")[hold]
        return self.legs.counted(range(spec.first, spec.last))

    def _free(self, members: Ints, instant: Any, hold: int, *, as_if: bool) -> None:
        later = members[self.at[members] < instant]
        self.at[later], self.hold[later], self.as_if[later] = instant, hold, as_if

    def _as_if(self, hold: int, row: int) -> int:
        """Instant at which all whom a hold counts, but those on this sortie, had been loaded or were gone [s]."""
        if (hold, row) not in self._loaded:
            spec, instant = self.world.rows("hold")[hold], 0
            for counter in range(spec.first, spec.last):
                at_most = self.world.whole(self.world.rows("counter")[counter].at_most_s)
                chosen, until, sortie = self.legs.last_counted(counter)
                loaded = until.copy()
                rode = (sortie >= 0) & (until < NEVER)
                loaded[rode] = np.minimum(until[rode], self._when[sortie[rode]])
                instant = max(instant, nth_last(loaded[chosen & (sortie != row)], at_most))
            instant = max(instant, spec.not_before)
            worked = int(self.worked[self.sortie == row].min())
            self._loaded[hold, row] = min(instant, worked)
        return self._loaded[hold, row]


def readiness(world: World, trajectory: Trajectory, clearings: list[Clearing], legs: Legs) -> Readiness:
    """Return when each mover that was loaded at its own site had been free to go, and what freed it.

    Notes
    -----
    A floor keeps those of its group after whom fewer would have been there than it asks for.
    """
    judge = _Judge(world, trajectory, clearings, legs)
    members = judge.members()
    for row, lot in enumerate(world.rows("lot")):
        if lot.board_hold >= 0 and len(members[row]):
            judge.kept(lot.board_hold, members[row])
        if lot.board_hold >= 0:
            judge.lifted(lot.board_hold, row)
    for floor in world.rows("floor"):
        judge.lifted(floor.hold, floor.lot)
        least, group = world.whole(floor.at_least_s), members[floor.lot]
        if least > 0 and len(group):
            judge.kept(floor.hold, judge.last_of(floor.lot, group, least))
    return Readiness(judge.at.tolist(), judge.hold.tolist(), judge.as_if.tolist(), judge.company)

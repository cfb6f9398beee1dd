"""The legs of each mover's way out: one ride for most, several for those who go over other places."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.model.calendars import NEVER
from sim.model.plan import Plan
from sim.model.trajectory import Trajectory

__all__ = ["Legs", "Stay"]

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


class Stay(NamedTuple):
    """A stay of a mover: at which site, the sortie that took it away (-1: none), when it came, was staged and left."""

    site: int
    sortie: int
    arrived: int
    staged: int
    up: int


class Legs:
    """Where movers were on their way out, and what took them on.

    Attributes
    ----------
    has_stays
        Whether each mover goes over several places, shape (n_movers,).
    sortie, staged, up
        Of each mover: the sortie that took it from its own site for good, when it was staged for that, and when
        that took off, shape (n_movers,).
    loaded
        When the loading of that sortie began [s], shape (n_movers,); NEVER where none took it.
    """

    def __init__(self, plan: Plan, trajectory: Trajectory) -> None:
        self.plan, self.trajectory = plan, trajectory
        mover, self._table = trajectory.mover, trajectory.stay
        self._order = np.argsort(self._table["mover"], kind="stable")  # by mover, those of one as in the table
        self._first = np.searchsorted(self._table["mover"][self._order], np.arange(len(mover) + 1))
        self.has_stays: Bools = np.diff(self._first) > 0
        self._stays: dict[int, list[Stay]] = {}
        self.sortie = mover["sortie"].astype(np.int64)
        self.staged, self.up = mover["staged"].copy(), mover["up"].copy()
        lots = mover["lot"]
        home = self._table[self._table["site"] == plan.lot["site"][lots[self._table["mover"]]]]
        for name, column in (("sortie", self.sortie), ("staged", self.staged), ("up", self.up)):
            column[home["mover"]] = home[name]  # stays are in order: of several at home the last counts
        self.loaded = np.full(len(mover), NEVER)
        self.loaded[self.sortie >= 0] = trajectory.sortie["worked"][self.sortie[self.sortie >= 0]]
        stop = plan.stop
        self._stop_of = np.full((len(plan.lot), len(plan.site), 2), -1)
        self._stop_of[stop["lot"], stop["site"], stop["road"]] = len(plan.lot) + np.arange(len(stop))
        self._place, self._road = self._places()
        self._ended = dict(trajectory.offloaded[["sortie", "ended"]].tolist())
        self._last: list[int] = mover["sortie"].tolist()
        self._counted: dict[int, tuple[Bools, Ints, Ints]] = {}

    def stays_of(self, mover: int) -> list[Stay]:
        """Return the stays of a mover that goes over several places, in order; none of another."""
        if mover not in self._stays:
            rows = self._table[self._order[self._first[mover] : self._first[mover + 1]]]
            self._stays[mover] = [Stay(*row) for row in rows[list(Stay._fields)].tolist()]
        return self._stays[mover]

    def last_counted(self, counter: int) -> tuple[Bools, Ints, Ints]:
        """Say whom a condition counts, when each of them was last counted [s], and the sortie that ended it."""
        if counter not in self._counted:
            self._counted[counter] = self._last_counted(counter)
        return self._counted[counter]

    def counted(self, counters: range) -> Bools:
        """Whether any of these conditions counts each mover, shape (n_movers,); nobody where there are none."""
        chosen: Bools = np.zeros(len(self.trajectory.mover), np.bool_)
        for counter in counters:
            chosen |= self.last_counted(counter)[0]
        return chosen

    def _last_counted(self, counter: int) -> tuple[Bools, Ints, Ints]:
        counts, mover, table = self.plan.counts[counter], self.trajectory.mover, self._table
        many = len(self.plan.lot)
        chosen: Bools = counts[:many][mover["lot"]]
        until, sortie = np.minimum(mover["up"], mover["left"]), mover["sortie"].astype(np.int64)
        if not len(table):
            return chosen, until, sortie
        chosen = chosen.copy()
        chosen[table["mover"][counts[self._place]]] = True
        until = until.copy()
        until[table["mover"]] = 0
        on_road = (self._road >= 0) & counts[np.maximum(self._road, 0)]
        for rows, ends in ((counts[self._place], table["up"]), (on_road, mover["up"][table["mover"]])):
            at = table["mover"][rows]
            later = ends[rows] >= until[at]
            until[at[later]], sortie[at[later]] = ends[rows][later], table["sortie"][rows][later]
        return chosen, np.minimum(until, np.where(mover["left"] < NEVER, mover["left"], NEVER)), sortie

    def row_at(self, mover: int, instant: int) -> int:
        """Return the sortie that took a mover at an instant: loaded, up, or over the border then; else the last one.

        Who crosses the border on arrival is over it when offloaded, if the place beyond has a gate.
        """
        if not self.has_stays[mover]:
            return self._last[mover]
        sortie = self.trajectory.sortie
        rides = [stay.sortie for stay in self.stays_of(mover) if stay.sortie >= 0]
        for row in reversed(rides):
            crossed = self._ended.get(row, sortie["arrived"][row])
            if instant in (sortie["worked"][row], sortie["up"][row], sortie["arrived"][row], crossed):
                return row
        return self._last[mover]

    def came_by(self, mover: int, instant: int) -> Stay | None:
        """Return the stay before the one to which a mover came at an instant; None if it came to none then."""
        stays = self.stays_of(mover)
        for one, other in pairwise(stays):
            if other.arrived == instant and one.sortie >= 0:
                return one
        return None

    def stays_by(self, mover: int, instant: int) -> list[Stay]:
        """Return the stays to which a mover had come by an instant; no sortie takes it from one before it is aboard."""
        stays = [stay for stay in self.stays_of(mover) if stay.arrived <= instant]
        if stays and stays[-1].sortie >= 0 and self.trajectory.sortie["worked"][stays[-1].sortie] > instant:
            stays[-1] = stays[-1]._replace(sortie=-1)
        return stays

    def is_away(self, mover: int, instant: int) -> bool:
        """Whether the last place to which a mover had come by an instant is not its own site."""
        stays = self.stays_by(mover, instant)
        return bool(stays) and stays[-1].site != int(self.plan.lot["site"][self.trajectory.mover["lot"][mover]])

    def staged_for(self, mover: int, row: int) -> int:
        """When a mover was staged for a sortie [s]."""
        for stay in reversed(self.stays_of(mover)):
            if stay.sortie == row:
                return stay.staged
        return int(self.staged[mover])

    def place_at(self, mover: int, site: int) -> int:
        """Return the row of a mover's lot at its own site, or of its stop at another."""
        lot = int(self.trajectory.mover["lot"][mover])
        return lot if site == self.plan.lot["site"][lot] else int(self._stop_of[lot, site, 0])

    def _places(self) -> tuple[Ints, Ints]:
        """Row of the place (lot or stop) of each stay, and of the road that it took from there (-1: none)."""
        table, plan, sorties = self._table, self.plan, self.trajectory.sortie
        lot = self.trajectory.mover["lot"][table["mover"]]
        place = np.where(table["site"] == plan.lot["site"][lot], lot, self._stop_of[lot, table["site"], 0])
        assert (place >= 0).all(), "a mover stayed where its lot has no stop"
        taken, road = table["sortie"] >= 0, np.full(len(table), -1)
        to = plan.lift["to"][sorties["lift"][table["sortie"][taken]]]
        road[taken] = np.where(to >= 0, self._stop_of[lot[taken], to, 1], -1)
        return place, road

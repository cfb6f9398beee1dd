"""Finds the waits that can never end, in the tables of a finished history; `sim.engines.simpy.stuck` does the same."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.engines.compiled.memory import NEVER
from sim.engines.compiled.station import NUMBER
from sim.engines.compiled.tables import Tables
from sim.model.deadlock import blocked, lacks, staging_of
from sim.model.holding import is_judged_ahead, is_met_by_all, unstaged_among
from sim.model.parties import kept_whole
from sim.model.terms import Fate, Supply
from sim.model.trajectory import Wait
from sim.model.world import World

__all__ = ["stuck"]

Judge = Callable[[int, npt.NDArray[np.bool_], dict[int, bool]], bool]
"""Returns whether a hold (its row) counts as cleared, given the conditions that are met and the holds judged so far."""


def stuck(tables: Tables, world: World) -> tuple[Wait, ...]:
    """Return the waits that can never end; empty if more time would have moved all required movers that remain."""
    if not tables.head["remaining"][0]:
        return ()
    lot = tables.table["lots"]
    if not ((lot["required"] != 0) & (lot["to_leave"] > 0)).any():
        return ()
    ended = _Ended(tables, world)
    not_gone = np.flatnonzero(lot["to_leave"] > 0).tolist()
    waits = {row: ended.wait(row) if lot["to_leave"][row] > lot["loaded"][row] else None for row in not_gone}
    staging = np.flatnonzero(world.plan.counts[world.plan.counter["staging"] != 0].any(axis=0)).tolist()
    waits |= {staging_of(row): ended.unstaged(row) for row in staging if row in waits and lot["unstaged"][row]}
    endless = blocked(waits)
    return endless if any(lot["required"][wait.lot] for wait in endless) else ()


class _Ended:
    """What keeps each lot, according to the tables at the end of a history."""

    def __init__(self, tables: Tables, world: World) -> None:
        self.tables, self.world, self.plan = tables, world, world.plan
        self.end = int(tables.head["end"][0])
        self.after, self.before = (tables.table[name]["hold"].tolist() for name in ("afters", "befores"))
        self.lot, self.hold, self.floor = (tables.table[name] for name in ("lots", "holds", "floors"))
        self.going: dict[int, npt.NDArray[np.int64]] = {}

    def wait(self, row: int) -> Wait | None:
        """Return what keeps the members of a lot from going on; None if nothing does."""
        lot = self.lot[row]
        if lot["road"]:
            return None  # members under way will arrive
        waiting, board = int(lot["to_leave"] - lot["loaded"] - lot["disposing"]), int(lot["board_hold"])
        unstaged = self.unstaged(row)
        if unstaged is not None:
            return unstaged
        if not waiting:
            return None  # the members still to leave are not to be shipped
        if board >= 0 and self._keeps(board):
            return Wait(row, waiting, "hold", board, self._counted(board))
        if not lot["person"] and self._is_unstaffed(int(self.plan.site["team_pool"][lot["site"]])):
            return Wait(row, waiting, "staff", -1, ())
        here = lot["present"] - lot["loaded"] - lot["disposing_here"]
        floors = self.floor[lot["floors"] : lot["floors_last"]]
        stays = [
            (kept_whole(int(here), int(each["at_least"]), int(lot["party"])), int(each["hold"])) for each in floors
        ]
        keeping = [hold for stay, hold in stays if here <= stay and self._keeps(hold)]
        if keeping and not self._together(int(lot["site"]))[row]:
            return Wait(row, waiting, "floor", keeping[0], tuple(r for r in self._counted(keeping[0]) if r != row))
        lifts = self.world.carries[row].nonzero()[0].tolist()
        again = [lift for lift in lifts if self._comes_again(lift) and self._permitted(lift, int(lot["site"]))]
        if not again:
            return Wait(row, waiting, "lift", lifts[0] if lifts else -1, ())
        if all(self.plan.lift["driven"][lift] and self._alone(row, lift) for lift in again):
            return Wait(row, waiting, "vehicles" if lot["person"] else "drivers", again[0], ())
        return None

    def _alone(self, row: int, lift: int) -> bool:
        """Return whether a lot of vehicles has too few people left to drive one, or people have no vehicles left."""
        lot, relations = self.lot, self.tables.table["relations"]
        left = {0: 0, 1: 0}  # vehicles and people
        for other in np.flatnonzero((lot["site"] == lot["site"][row]) & self.world.carries[:, lift]).tolist():
            earlier = relations[lot["before"][other] : lot["before_last"][other]]
            many = int(lot["to_leave"][other] - lot["loaded"][other] - lot["disposing"][other])
            left[int(lot["person"][other] != 0)] += many + int(lot["to_leave"][earlier].sum())
        return lacks(bool(lot["person"][row]), int(lot["drivers"][row]), left[1], left[0])

    def unstaged(self, row: int) -> Wait | None:
        """Return what keeps members of a lot that are not staged from being staged; None if nothing does."""
        lot, options = self.lot[row], self.plan.option
        waiting, begin = int(lot["to_leave"] - lot["loaded"] - lot["disposing"]), int(lot["begin_hold"])
        if begin >= 0 and self._keeps(begin) and waiting + lot["disposing"] - lot["staged"]:
            return Wait(row, waiting, "hold", begin, self._counted(begin))
        ways = [(lot["first"], lot["last"])]
        ways += [(options["first"][at], options["last"][at]) for at in range(lot["options_first"], lot["options_last"])]
        for step in (step for first, last in ways for step in range(first, last)):
            station = int(self.plan.step["station"][step])
            queued = self._queued(station, row)
            if queued and self._is_unstaffed(int(self.plan.station["pool"][station])):
                return Wait(row, queued, "staff", station, ())
            if self.world.rows("station")[station].until <= self.end:
                queued += self._unfinished(station, row)
                if queued:
                    return Wait(row, queued, "closed", station, ())
        return None

    def _cleared(self, hold: int) -> bool:
        """Return whether a hold, given by its row, has cleared; True for -1, which means that there is no hold."""
        return hold < 0 or bool(self.hold["cleared"][hold])

    def _together(self, site: int) -> npt.NDArray[np.int64]:
        """Return how many of each lot at a site the floors would let go if all these members went together."""
        if site in self.going:
            return self.going[site]
        waiting = self.lot["to_leave"] - self.lot["loaded"] - self.lot["disposing"]
        rows = [
            row
            for row in np.flatnonzero((self.lot["site"] == site) & (waiting > 0)).tolist()
            if self._cleared(self.lot["begin_hold"][row]) and self._cleared(self.lot["board_hold"][row])
        ]
        going = np.zeros(len(self.lot), np.int64)
        going[rows] = waiting[rows]
        shrinks = True
        while shrinks:
            clear = self._satisfied(going)
            stay = [self._floor(row, int(waiting[row]), clear) for row in rows]
            may = np.array([max(0, waiting[row] - least) for row, least in zip(rows, stay, strict=True)], np.int64)
            shrinks = bool((may < going[rows]).any())
            going[rows] = np.minimum(may, going[rows])
        self.going[site] = going
        return going

    def _keeps(self, hold: int) -> bool:
        """Return whether a hold keeps its movers for a reason other than a date or hand-over time still to come."""
        return not self._will_clear[hold]

    @cached_property
    def _will_clear(self) -> list[bool]:
        """Return for each hold whether it has cleared, or only dates and hand-over times keep it from clearing."""
        return self._each(self._met(np.zeros(len(self.lot), np.int64)), self._is_clearing)

    def _satisfied(self, going: npt.NDArray[np.int64]) -> list[bool]:
        """Return for each hold whether it would be satisfied if `going` of each lot and all loaded members had left."""
        return self._each(self._met(going), self._is_satisfied)

    def _met(self, going: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        """Return for each condition whether it would be true if `going` of each lot and all loaded members had left."""
        gone = going + self.lot["loaded"]
        fewer, relation = gone.copy(), self.tables.table["relations"]
        for row in np.flatnonzero(self.lot["follows_last"] > self.lot["follows"]):  # movers that join a stop
            fewer[row] -= gone[relation[self.lot["follows"][row] : self.lot["follows_last"][row]]].sum()
        counter = self.tables.table["counters"][: len(self.plan.counts)]
        gone_from = self.plan.counts @ fewer
        staging = counter["staging"] != 0
        if staging.any():
            columns = [column.tolist() for column in (going, self.lot["staged"], self.lot["unstaged"])]
            gone_from[staging] = self.plan.counts[staging] @ np.array([*map(unstaged_among, *columns)], np.int64)
        met: npt.NDArray[np.bool_] = counter["left"] - gone_from <= counter["at_most"]
        return met

    def _each(self, met: npt.NDArray[np.bool_], judge: Judge) -> list[bool]:
        """Return the answer of `judge` for every hold; the holds for which a hold waits are judged before that hold."""
        clear: dict[int, bool] = {}
        for at, hold in enumerate(self.hold):
            for each in (*self.before[hold["before"] : hold["before_last"]], at):
                if each not in clear:
                    clear[each] = judge(each, met, clear)
        return [clear[at] for at in range(len(self.hold))]

    def _is_satisfied(self, row: int, met: npt.NDArray[np.bool_], clear: dict[int, bool]) -> bool:
        """Return whether a hold would be satisfied, by its conditions and by the holds that it waits for."""
        hold = self.hold[row]
        if hold["cleared"]:
            return True
        if not is_judged_ahead(self.end, int(hold["not_before"]), int(hold["then"])):
            return False
        return bool(self.end >= hold["at_latest"]) or self._combined(hold, met, clear)

    def _is_clearing(self, row: int, met: npt.NDArray[np.bool_], clear: dict[int, bool]) -> bool:
        """Return whether a hold has cleared, or will clear without any more movers leaving."""
        hold = self.hold[row]
        if hold["cleared"] or hold["under_way"] or hold["at_latest"] < NEVER:
            return True
        return self._combined(hold, met, clear)

    def _combined(self, hold: Any, met: npt.NDArray[np.bool_], clear: dict[int, bool]) -> bool:
        """Return whether a hold's conditions and the holds that it waits for are satisfied: all of them, or any one."""
        terms = met[hold["first"] : hold["last"]].tolist()
        terms += [clear[other] for other in self.after[hold["after"] : hold["after_last"]]]
        decisive = bool(hold["any_one"])
        return decisive if decisive in terms else is_met_by_all(decisive, len(terms))

    def _floor(self, row: int, waiting: int, clear: list[bool]) -> int:
        """Return how many waiting members of a lot its floors keep, given for each hold whether it is satisfied."""
        floors = self.floor[self.lot["floors"][row] : self.lot["floors_last"][row]]
        stay = max((int(each["at_least"]) for each in floors if not clear[each["hold"]]), default=0)
        return kept_whole(waiting, stay, int(self.lot["party"][row]))

    def _counted(self, hold: int) -> tuple[int, ...]:
        """Return the lots with members left that a hold, or a hold for which it waits, counts.

        For a lot that is counted until its members are staged, `staging_of` of its row is returned.
        """
        waits = self.before[self.hold["before"][hold] : self.hold["before_last"][hold]]
        counters = [range(self.hold["first"][row], self.hold["last"][row]) for row in (hold, *waits)]
        counted: set[int] = set()
        for counter in (counter for rows in counters for counter in rows):
            staging = bool(self.plan.counter["staging"][counter])
            remain = self.lot["unstaged" if staging else "to_leave"] > 0
            lots = np.flatnonzero(self.plan.counts[counter] & remain).tolist()
            counted.update(map(staging_of, lots) if staging else lots)
        return tuple(sorted(counted))

    def _queued(self, station: int, row: int) -> int:
        """Return how many members of a lot that have not been left behind wait in the queue of a station."""
        spec = self.tables.table["stations"][station]
        keys = self.tables.table["queues"][spec["queue"] : spec["queue"] + spec["queue_n"]]
        queued = self.tables.table["movers"][keys & NUMBER]
        return int(((queued["lot"] == row) & (queued["fate"] != Fate.LEFT)).sum())

    def _unfinished(self, station: int, row: int) -> int:
        """Return how many members of a lot have a job at a station that never ends."""
        turn: Any = self.tables.table["turns"][: int(self.tables.head["turn_count"][0])]
        here = turn[(turn["place"] == station) & (turn["started"] < NEVER) & (turn["ended"] == NEVER)]
        return int((self.tables.table["movers"]["lot"][here["mover"]] == row).sum())

    def _is_unstaffed(self, staff: int) -> bool:
        """Return whether no member of a group of staff is present or still to come; False for -1, no group."""
        return staff >= 0 and not self.lot["present"][staff] and not self.lot["coming"][staff]

    def _permitted(self, lift: int, site: int) -> bool:
        """Return whether a lift has permission to come to a site at any time after the end of the history."""
        return self.world.permit[lift][site][1][-1] > self.end

    def _comes_again(self, lift: int) -> bool:
        """Return whether a lift would come again after the end of the history; a lift on given dates would not."""
        flight: Any = self.tables.table["flights"][
            self.tables.table["decided"][: int(self.tables.head["decided_count"][0])]
        ]
        if ((flight["lift"] == lift) & (flight["fate"] == Fate.OPEN) & (flight["worked"] == NEVER)).any():
            return True  # a sortie is still on its way
        spec = self.world.rows("lift")[lift]
        if spec.supply == Supply.RATE:
            return self.world.value(spec.per_week_s) > 0.0 and spec.until >= self.end
        if spec.supply in (Supply.READY, Supply.SCHEDULED):
            return bool(spec.until >= self.end)
        return bool(spec.supply == Supply.FLEET)

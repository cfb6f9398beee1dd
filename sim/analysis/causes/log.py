"""One history laid out for looking back: its tables by column, and what can be looked up in them."""

from collections import namedtuple
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.analysis.causes.clearing import clearings, gone
from sim.analysis.causes.kernels.tables import Rider
from sim.analysis.causes.legs import Legs
from sim.analysis.causes.missions import Missions
from sim.analysis.causes.pieces import pieces
from sim.analysis.causes.readiness import readiness
from sim.analysis.causes.reason import Kind, reasons
from sim.model.calendars import finish
from sim.model.plan import Plan
from sim.model.schema import history
from sim.model.schema.row import Table
from sim.model.trajectory import Trajectory
from sim.model.world.circumstances import circumstances
from sim.model.world.flying import leg_seconds, recovery_seconds
from sim.model.world.hours import open_hours

__all__ = ["RAMP", "RUNWAY", "STATIONS", "Log"]

RUNWAY, RAMP, STATIONS = 0, 1, 2
"""Bits of what an outage stops (`sim.model.schema.plan.Outage`)."""
Turn: Any = namedtuple("Turn", history.Visit.dtype.names or ())  # type: ignore[misc]
Job: Any = namedtuple("Job", history.Ground.dtype.names or ())  # type: ignore[misc]
Down: Any = namedtuple("Down", history.Offloaded.dtype.names or ())  # type: ignore[misc]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
MOVER_BITS: Final = 32


class _Lists(dict[str, list[Any]]):
    """A table as lists, by column, each made when it is first asked for."""

    def __init__(self, table: npt.NDArray[Any]) -> None:
        super().__init__()
        self._table = table

    def __missing__(self, name: str) -> list[Any]:
        self[name] = self._table[name].tolist()
        return self[name]


class Log:
    """A trajectory with everything that is needed to walk back through it.

    Attributes
    ----------
    world
        What it was run with.
    reasons
        What may own a part of it.
    mover, sortie
        Tables as lists, by column.
    legs
        Where movers were on their way out.
    gone
        Instant at which each mover had left the country or was left behind [s].
    clearings, readiness
        When holds cleared, and when movers were free to go.
    missions
        Missions and who was on them, as the compiled part of the walk reads them.
    given
        When items were given up [s], by mover.
    walked
        Where walks have been: different ends of one history soon have the same past.
    """

    def __init__(self, plan: Plan, trajectory: Trajectory) -> None:
        self.plan, self.trajectory, self.reasons = plan, trajectory, reasons(plan)
        self.world = circumstances(plan, trajectory)
        self.lots, self.lifts = self.world.rows("lot"), self.world.rows("lift")
        self.mover, self.sortie = _Lists(trajectory.mover), _Lists(trajectory.sortie)
        self.gone = gone(trajectory)
        self.legs = Legs(plan, trajectory)
        self.clearings = clearings(self.world, trajectory, self.legs)
        self.readiness = readiness(self.world, trajectory, self.clearings, self.legs)
        self.missions = Missions(self, *_riders(plan, trajectory, self.legs, self.readiness.at))
        self._turns = {name: trajectory.visit[name].copy() for name in ("mover", "place", "ended")}
        self.given = dict(trajectory.given[["mover", "at"]].tolist())
        self._aboard: dict[int, list[int]] = {}
        self.walked: dict[Any, Any] = {}

    @cached_property
    def rank(self) -> list[int]:
        """Place of each mover in the order of departures."""
        ranks: list[int] = self.plan.lot["rank"][self.trajectory.mover["lot"]].tolist()
        return ranks

    @cached_property
    def required(self) -> Bools:
        """Whether each mover must be out, shape (n_movers,)."""
        must: Bools = self.plan.lot["required"].astype(np.bool_)[self.trajectory.mover["lot"]]
        return must

    @cached_property
    def site(self) -> npt.NDArray[np.int64]:
        """Site of each mover, shape (n_movers,)."""
        where: npt.NDArray[np.int64] = self.plan.lot["site"].astype(np.int64)[self.trajectory.mover["lot"]]
        return where

    def aboard(self, row: int) -> list[int]:
        """Movers on a sortie."""
        if row not in self._aboard:
            first, last = self.missions.first[row : row + 2].tolist()
            self._aboard[row] = self.missions.riders["mover"][first:last].tolist()
        return self._aboard[row]

    def counted(self, hold: int) -> Bools:
        """Whether a hold counts each mover, shape (n_movers,)."""
        spec = self.world.rows("hold")[hold]
        return self.legs.counted(range(spec.first, spec.last))

    def present(self, lot: int, instant: int) -> int:
        """How many of a group were at its own site at an instant."""
        table = self.trajectory.mover
        gone = np.minimum(self.legs.up, table["left"])
        return int(((table["lot"] == lot) & (table["arrived"] <= instant) & (gone > instant)).sum())

    def free_at(self, mover: int, row: int) -> int:
        """When a mover was free to go with a sortie [s]: by stations, and at its own site by holds."""
        if row == self.legs.sortie[mover] or not self.legs.has_stays[mover]:
            return self.readiness.at[mover]
        return self.legs.staged_for(mover, row)

    def turn(self, row: int) -> Any:
        """Return a visit as a record."""
        return Turn(*self.trajectory.visit[row].item())

    def turns_of(self, mover: int) -> range:
        """Rows of the visits of a mover, rides included."""
        first, last = np.searchsorted(self._turns["mover"], [mover, mover + 1]).tolist()
        return range(first, last)

    def turns_ended(self, place: int, instant: int) -> list[int]:
        """Rows of the visits to a station that ended at an instant."""
        found = (self._turns["ended"] == instant) & (self._turns["place"] == place)
        return np.flatnonzero(found).tolist()

    @cached_property
    def jobs(self) -> dict[int, list[Any]]:
        """Tasks of each sortie as they were done, in the order in which they began."""
        found: dict[int, list[Any]] = {}
        for row in self.trajectory.ground.tolist():
            job: Any = Job(*row)
            found.setdefault(job.sortie, []).append(job)
        return found

    @cached_property
    def offloaded(self) -> dict[int, Any]:
        """How each sortie that came down at another place was offloaded."""
        downs: list[Any] = [Down(*each) for each in self.trajectory.offloaded.tolist()]
        return {down.sortie: down for down in downs}

    @cached_property
    def duty(self) -> dict[tuple[int, int], tuple[int, int]]:
        """By sortie and leg: since when a crew was asked for, and when it departed [s]."""
        legs = self.trajectory.duty[["sortie", "leg", "since", "departs"]].tolist()
        return {(sortie, leg): (since, departs) for sortie, leg, since, departs in legs}

    def lost(self, lift: int) -> list[tuple[int, int, int]]:
        """When the place to which a lift goes was without permission, as (begins [s], until [s], reason)."""
        to = self.lifts[lift].to
        return sorted(
            (begins, until, self.reasons.at(Kind.PERMISSION, -1 - cause))
            for cause, site, _, begins, until in self.world.shut
            if cause < 0 and site == to
        )

    @cached_property
    def slots(self) -> list[list[int]]:
        """Sorties of each lift, tasked or not, in the order in which they were planned to arrive."""
        planned = self.sortie["planned"]
        rows: list[list[int]] = [[] for _ in self.lifts]
        for row in sorted(range(len(planned)), key=lambda row: (planned[row], row)):
            rows[self.sortie["lift"][row]].append(row)
        return rows

    @cached_property
    def stated(self) -> dict[int, int]:
        """For which instant a dated mission stands in the file [s], by the row of its first attempt."""
        horizon, table = self.plan.horizon, self.plan.mission
        inside = table[(table["at"] >= 0) & (table["at"] < horizon)]
        dates = {
            (lift, number): at
            for lift in range(len(self.lifts))
            for number, at in enumerate(inside["at"][inside["lift"] == lift].tolist())
        }
        addresses = zip(self.sortie["lift"], self.sortie["number"], self.sortie["attempt"], strict=True)
        return {
            row: dates[lift, number]
            for row, (lift, number, attempt) in enumerate(addresses)
            if attempt == 0 and (lift, number) in dates
        }

    @cached_property
    def place_of(self) -> dict[int, int]:
        """Place of each sortie among the slots of its lift."""
        return {row: place for rows in self.slots for place, row in enumerate(rows)}

    @cached_property
    def trip(self) -> dict[tuple[int, int], int]:
        """Row of the first attempt at each mission or trip, by lift and number."""
        numbers = zip(self.sortie["lift"], self.sortie["number"], strict=True)
        rows: dict[tuple[int, int], int] = {}
        for row, address in enumerate(numbers):
            rows.setdefault(address, row)
        return rows

    @cached_property
    def barred(self) -> list[list[tuple[int, int, int]]]:
        """When each lift may not come, as (begins [s], until [s], reason)."""
        spans: list[list[tuple[int, int, int]]] = [[] for _ in self.lifts]
        for cause, _, lift, begins, until in self.world.shut:
            if lift >= 0:
                kind, row = (Kind.OUTAGE, cause) if cause >= 0 else (Kind.PERMISSION, -1 - cause)
                spans[lift].append((begins, until, self.reasons.at(kind, row)))
        return [sorted(each) for each in spans]

    def way_in(self, row: int, leaves: int) -> int:
        """Time that the leg in of a sortie takes from when it leaves [s], hours of rest included."""
        world, lift, site = self.world, self.lifts[self.sortie["lift"][row]], self.sortie["site"][row]
        leg = next(leg for leg in world.rows("leg") if (leg.lift, leg.site) == (self.sortie["lift"][row], site))
        number, attempt = self.sortie["number"][row], self.sortie["attempt"][row]
        moving = leg_seconds(world, leg, lift.key, number, attempt, 0)
        moving += recovery_seconds(world, lift, number, attempt, 0)
        return finish(*open_hours(world, lift.moves), leaves, moving) - leaves if lift.moves >= 0 else moving

    def kept(self, site: int, since: int, until: int) -> Any:
        """Pieces of a span in which a site's runway was kept open or not by its hours, whatever the weather."""
        return pieces(open_hours(self.world, self.world.rows("site")[site].runway), (), since, until)

    def pieces(self, what: int, row: int, since: int, until: int) -> Any:
        """Pieces of a span of the runway or ramp of a site, or of a station (`sim.analysis.causes.pieces`)."""
        windows = (self.world.runway, self.world.ramp, self.world.station_hours)[what][row]
        site = self.world.rows("station")[row].site if what == STATIONS else row
        return pieces(windows, self._holes.get((site, what), []), since, until)

    @cached_property
    def _holes(self) -> dict[tuple[int, int], list[tuple[int, int, int]]]:
        """By site and what they stop: outages as (begins [s], until [s], row)."""
        found: dict[tuple[int, int], list[tuple[int, int, int]]] = {}
        for row, site, _, begins, until in self.world.shut:
            for what in (RUNWAY, RAMP, STATIONS):
                if row >= 0 and self.world.rows("outage")[row].stops >> what & 1:
                    found.setdefault((site, what), []).append((begins, until, row))
        return found


def _riders(plan: Plan, trajectory: Trajectory, legs: Legs, ready: list[int]) -> tuple[Table, Ints]:
    """Return who rode on what, by sortie and then mover (`Rider`; free: as `Log.free_at`), and where each begins."""
    mover, stay = trajectory.mover, trajectory.stay
    rides = np.concatenate([mover["sortie"], stay["sortie"]]).astype(np.int64)
    who = np.concatenate([np.arange(len(mover)), stay["mover"]])
    keys = np.sort(rides[rides >= 0] << MOVER_BITS | who[rides >= 0])
    keys = keys[np.append(True, keys[1:] != keys[:-1])[: len(keys)]]
    row, rider = keys >> MOVER_BITS, keys & (1 << MOVER_BITS) - 1
    free: Ints = np.array(ready)[rider]
    if len(stay):
        taken = stay[stay["sortie"] >= 0]
        staged = legs.staged[rider]
        # of several stays from which one sortie took it the last one counts
        staged[np.searchsorted(keys, taken["sortie"].astype(np.int64) << MOVER_BITS | taken["mover"])] = taken["staged"]
        on_another = legs.has_stays[rider] & (row != legs.sortie[rider])
        free[on_another] = staged[on_another]
    riders = np.empty(len(keys), Rider.dtype)
    riders["mover"], riders["rank"], riders["free"] = rider, plan.lot["rank"][mover["lot"][rider]], free
    first = np.searchsorted(keys, np.arange(len(trajectory.sortie) + 1) << MOVER_BITS)
    return riders, first.astype(np.int64)

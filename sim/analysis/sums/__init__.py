"""Sums over the tables of one history, from which the outcomes of the history are computed."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.analysis.sums.daily import Daily, midnights
from sim.analysis.sums.leaving import leaving
from sim.analysis.sums.movers import bases
from sim.analysis.sums.periods import begins, stop_instants
from sim.analysis.sums.standing import standing
from sim.analysis.sums.tables import (
    Account,
    LiftFacts,
    LiftSums,
    LotFacts,
    LotSums,
    MoverTotals,
    SiteFacts,
    SiteSums,
    SortieTotals,
    StationSums,
    Staying,
)
from sim.analysis.sums.value import FATES, PLACE, item_cents
from sim.domain.memo import memoised
from sim.model.plan import Plan
from sim.model.schema.row import Table
from sim.model.terms import CATEGORIES, Supply
from sim.model.trajectory import Trajectory
from sim.model.world import World
from sim.model.world.circumstances import circumstances
from sim.model.world.configurations import lifts_as_configured
from sim.model.world.flying import positions

__all__ = ["MoverSums", "SortieSums", "Sums", "lift_facts", "lot_facts"]

Ints = npt.NDArray[np.int64]
COUNTRY: Final = -1
"""Stands for the whole country where a function takes the row of a site."""


@dataclass(frozen=True)
class MoverSums:
    """Sums over all movers of a history.

    Attributes
    ----------
    total
        Each total by its name (the fields of `MoverTotals`).
    closures
        For each site in country, when the last required mover left it, wherever this mover began [s]. A required item
        that was destroyed counts as having left. NEVER if a required mover did not leave, 0 if none had to.
    out
        For each site in country, when the last required mover that began at it was out of the country or destroyed
        under supervision [s]; NEVER if one that began there was neither, 0 if no required mover began there.
    staged_s
        Seconds that movers waited for lift at each site, hubs included, shape (n_sites,). Movers left behind or
        disposed of do not count.
    there_kg
        Equipment in country at the deadline, or still to come, by category [kg].
    of_lot
        Sums over the movers of each group or lot (`LotSums`), shape (n_lots,).
    accounts
        What became of the movers, by category and fate (`Account`), with fates as in `value.FATES` and one more entry
        for all other fates; shape (n_categories, n_fates + 1).
    staying
        Equipment in country and not disposed of on each date of `periods.stops` (`Staying`), shape (n_stops,).
    on_day
        People who left the country on each local day: day d is entry d + 1, entry 0 is 0; shape (n_days + 1,).
    times
        Instant at which each milestone was reached [s]; NEVER if it was not.
    """

    total: dict[str, int]
    closures: list[int]
    out: list[int]
    staged_s: Ints
    there_kg: list[int]
    of_lot: Table
    accounts: Table
    staying: Table
    on_day: Ints
    times: list[int]


@dataclass(frozen=True)
class SortieSums:
    """Sums over all sorties of a history.

    Attributes
    ----------
    total
        Each total by its name (the fields of `SortieTotals`).
    of_lift
        For each lift, each sum by its name (the fields of `LiftSums`).
    of_site
        For each site, how long vehicles waited, were parked and were loaded there (`SiteSums`), shape (n_sites,).
    in_period
        Sorties of each lift that took off in each of the `periods.periods`, shape (n_lifts, n_periods).
    on_day
        Sorties that took off from sites in country on each local day: day d is entry d + 1, entry 0 is 0; shape
        (n_days + 1,).
    """

    total: dict[str, int]
    of_lift: list[dict[str, int]]
    of_site: Table
    in_period: Ints
    on_day: Ints


class Sums:
    """The sums of one history, each computed when first used.

    Parameters
    ----------
    plan, trajectory
        The plan, and the history.
    """

    def __init__(self, plan: Plan, trajectory: Trajectory) -> None:
        self.plan, self.trajectory = plan, trajectory

    @cached_property
    def due(self) -> list[int]:
        """Date by which each milestone is due in the world of this history [s]."""
        milestones = self.world.table("milestone") if self.plan.moves else self.plan.milestone
        due: list[int] = milestones["by"].tolist()
        return due

    @cached_property
    def world(self) -> World:
        """The world in which the history was run."""
        return circumstances(self.plan, self.trajectory)

    @cached_property
    def cents(self) -> Ints:
        """Value of one item of each group and lot [cents], `UNKNOWN` where it is not known, shape (n_lots,)."""
        return item_cents(self.plan, self.trajectory)

    @cached_property
    def left(self) -> Ints:
        """When each mover left each site for good [s], shape (n_sites, n_movers); see `leaving`."""
        return leaving(self.plan, self.trajectory)

    @cached_property
    def movers(self) -> MoverSums:
        """Sums over the movers of the history."""
        from sim.analysis.sums.kernels import add_up_movers

        plan, mover = self.plan, self.trajectory.mover
        lots = lot_facts(plan).copy()
        lots["cents"] = self.cents
        days, stops, sites = midnights(plan), stop_instants(plan), [row for row, _ in bases(plan)]
        total, times = np.zeros(1, MoverTotals.dtype), np.zeros(len(plan.milestone), np.int64)
        closures, out, of_site = np.zeros((3, len(plan.site)), np.int64)
        of_category = np.zeros(len(CATEGORIES), np.int64)
        of_lot = np.zeros(len(lots), LotSums.dtype)
        accounts = np.zeros((len(CATEGORIES), len(FATES) + 1), Account.dtype)
        staying = np.zeros(len(stops) + 1, Staying.dtype)
        on_day = np.zeros(len(days) + 1, np.int64)
        values, weights = np.empty((2, len(mover)), np.int64)
        add_up_movers(
            mover, self.trajectory.stay, lots, plan.milestone, plan.covered, PLACE, self.left, days, stops,
            values, weights, plan.deadline, plan.horizon, self.trajectory.end,
            total, closures, out, of_site, of_category, of_lot, accounts, staying, on_day, times,
        )  # fmt: skip
        return MoverSums(
            _named(total)[0], closures[sites].tolist(), out[sites].tolist(), of_site, of_category.tolist(), of_lot,
            accounts, staying[:-1], on_day, times.tolist(),
        )  # fmt: skip

    @cached_property
    def daily(self) -> Daily:
        """Daily counts of people and equipment (`sim.analysis.sums.daily`), shape (n_days, n_places, 4)."""
        counted: Daily = standing(self.plan, self.trajectory, lot_facts(self.plan), midnights(self.plan))
        return counted.astype(np.int32)

    def reached_by(self, milestone: int) -> Ints:
        """Return the movers that begin to count for a milestone, given by its row, at the instant when it is reached.

        If it is not reached, return the movers for which it asks and that never count. The result holds rows of the
        table of movers, ascending, shape (n,).
        """
        from sim.analysis.sums.milestones import list_who_counts

        plan, mover = self.plan, self.trajectory.mover
        found, instant, lots = np.empty(len(mover), np.int64), self.movers.times[milestone], lot_facts(plan)
        n = list_who_counts(mover, lots, plan.milestone, plan.covered, self.left, milestone, instant, found)
        return found[:n]

    def last_from(self, site: int = COUNTRY) -> tuple[int, Ints]:
        """Return when the last required movers had left a site, or the country, and which movers these are.

        Parameters
        ----------
        site
            Row of a site: only movers that were there, or were on their way to it at the end of the history, are
            considered. By default, all movers are considered.

        Returns
        -------
        tuple
            The instant [s]: NEVER if a required mover has not left, 0 if no required mover is considered. Then the rows
            of these last movers in the table of movers, ascending, shape (n,).
        """
        from sim.analysis.sums.milestones import list_last

        mover, last = self.trajectory.mover, np.zeros(1, np.int64)
        found = np.empty(len(mover), np.int64)
        n = list_last(mover, lot_facts(self.plan), self.left, site, last, found)
        return int(last[0]), found[:n]

    @cached_property
    def sorties(self) -> SortieSums:
        """Sums over the sorties of the history."""
        from sim.analysis.sums.kernels import add_up_sorties

        plan, trajectory = self.plan, self.trajectory
        days, periods = midnights(plan), begins(plan)
        lifts = lift_facts(plan).copy()
        lifts["mpos"] = [positions(self.world, lift) for lift in self.world.rows("lift")]
        fits = np.array([positions(self.world, lift) for lift in lifts_as_configured(self.world)], np.int64)
        total, of_lift = np.zeros(1, SortieTotals.dtype), np.zeros(len(plan.lift), LiftSums.dtype)
        of_site = np.zeros(len(plan.site), SiteSums.dtype)
        in_period, on_day = np.zeros((len(plan.lift), len(periods)), np.int64), np.zeros(len(days) + 1, np.int64)
        add_up_sorties(
            trajectory.sortie, lifts, fits, _sites(plan), days, periods, self.movers.total["closure"], trajectory.end,
            total, of_lift, of_site, in_period, on_day,
        )  # fmt: skip
        return SortieSums(_named(total)[0], _named(of_lift), of_site, in_period, on_day)

    @cached_property
    def stations(self) -> Table:
        """Seconds that movers waited and were worked on, by station (`StationSums`), shape (n_stations,)."""
        from sim.analysis.sums.kernels import add_up_visits
        from sim.model.calendars import NEVER

        trajectory = self.trajectory
        of_station = np.zeros(len(self.plan.station), StationSums.dtype)
        given_at = np.full(len(trajectory.mover), NEVER, np.int64)
        add_up_visits(trajectory.visit, trajectory.given, given_at, trajectory.end, of_station)
        return of_station


def _named(table: Table) -> list[dict[str, int]]:
    """Return each row of a table of whole numbers as a dict: name of a column -> integer."""
    return [dict(zip(table.dtype.names or (), row, strict=True)) for row in table.tolist()]


@memoised
def lot_facts(plan: Plan) -> Table:
    """Return the facts of each group or lot (`LotFacts`); `cents`, which differs by world, is left at 0."""
    lots, facts = plan.lot, np.zeros(len(plan.lot), LotFacts.dtype)
    for name in ("site", "category", "person", "required"):
        facts[name] = lots[name]
    return facts


@memoised
def lift_facts(plan: Plan) -> Table:
    """Return the facts of each lift (`LiftFacts`); `mpos`, which differs by world, is left at 0."""
    facts = np.zeros(len(plan.lift), LiftFacts.dtype)
    facts["uses_ramp"], facts["begins_at_site"] = plan.lift["uses_ramp"], plan.lift["begin_at_site"]
    facts["configurations"] = plan.lift["configurations"]
    facts["is_fleet"] = plan.lift["supply"] == Supply.FLEET
    return facts


@memoised
def _sites(plan: Plan) -> Table:
    facts = np.zeros(len(plan.site), SiteFacts.dtype)
    facts["is_base"] = plan.site["base"]
    return facts

"""People and equipment in country, and out, at each local midnight."""

from datetime import date
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.analysis.roll import Bools, Ints, Roll, bases
from sim.domain.dates import local_midnights
from sim.domain.scenario import Clock
from sim.model.plan import Plan

__all__ = ["MEASURES", "Daily", "daily", "days"]

Daily = npt.NDArray[np.int32]
MEASURES: Final = ("people", "kg", "people_out", "kg_out")
"""What the last axis holds: people and equipment [kg] in country; people and equipment out since ever."""


def days(plan: Plan) -> tuple[tuple[date, int], ...]:
    """Each local day of a history, the second at which it begins; the first told at the start, 0 [s]."""
    return _days(plan.clock, plan.horizon)


@lru_cache(maxsize=8)
def _days(clock: Clock, horizon: int) -> tuple[tuple[date, int], ...]:
    return tuple((day, max(0, second)) for day, second in local_midnights(clock, horizon))


def daily(plan: Plan, roll: Roll) -> Daily:
    """Count who and what is in country, and out, at each local midnight, by base.

    Returns
    -------
    Daily
        Shape (n_days, n_bases, 4), the last axis as in `MEASURES`.

    Notes
    -----
    In country = arrived by then, not yet up, and neither handed over, sold nor destroyed. Inflow counts when it
    arrives; what was left behind stays in country.
    """
    midnights = np.array([second for _, second in days(plan)], np.int64)
    comes = np.searchsorted(midnights, roll.arrived)
    goes = np.searchsorted(midnights, roll.up)
    disposed = np.searchsorted(midnights, roll.disposed)
    sites = bases(plan)
    table = np.zeros((len(midnights), len(sites), len(MEASURES)), np.int32)
    for place, (site, _) in enumerate(sites):
        here = roll.site == site
        for measure, who in enumerate((here & roll.person, here & ~roll.person)):
            weight = np.ones(len(here), np.int64) if measure == 0 else roll.kg
            arrived, out, rest = (_by(day, weight, who, len(midnights)) for day in (comes, goes, disposed))
            table[:, place, measure] = arrived - out - rest
            table[:, place, measure + 2] = out
    return table


def _by(day: Ints, weight: Ints, who: Bools, n: int) -> Ints:
    """Total weight of the chosen movers that did something by each midnight, shape (n,)."""
    totals: Ints = np.cumsum(np.bincount(day[who], weights=weight[who], minlength=n + 1))[:n].astype(np.int64)
    return totals

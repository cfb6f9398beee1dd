"""People and equipment in country, and out, at each local midnight."""

from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.analysis.roll import Ints, Roll, bases
from sim.domain.dates import local_midnights
from sim.domain.once import once
from sim.model.plan import Plan

__all__ = ["MEASURES", "Daily", "daily", "days", "midnights"]

Daily = npt.NDArray[np.int32]
MEASURES: Final = ("people", "kg", "people_out", "kg_out")
"""What the last axis holds: people and equipment [kg] in country; people and equipment out since ever."""


@once
def days(plan: Plan) -> tuple[tuple[date, int], ...]:
    """Each local day of a history, the second at which it begins; the first told at the start, 0 [s]."""
    return tuple((day, max(0, second)) for day, second in local_midnights(plan.clock, plan.horizon))


@once
def midnights(plan: Plan) -> Ints:
    """Second at which each of the `days` begins, shape (n_days,)."""
    return np.array([second for _, second in days(plan)], np.int64)


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
    sites = [site for site, _ in bases(plan)]
    place = np.full(len(plan.site), len(sites), np.int64)
    place[sites] = np.arange(len(sites))
    column = 2 * place[roll.site] + ~roll.person
    weight = np.where(roll.person, 1, roll.kg)
    came, out, rest = (
        _by(midnights(plan), instants, column, weight, len(sites))
        for instants in (roll.arrived, roll.up, roll.disposed)
    )
    return np.concatenate([came - out - rest, out], axis=2).astype(np.int32)


def _by(midnights: Ints, instants: Ints, column: Ints, weight: Ints, sites: int) -> Ints:
    """Total weight of the movers of each column that did something by each midnight, shape (n_days, n_sites, 2)."""
    day, each = np.searchsorted(midnights, instants), 2 * sites + 2
    shape = (len(midnights) + 1) * each
    totals = np.bincount(day * each + column, weights=weight, minlength=shape).reshape(-1, each)
    by: Ints = np.cumsum(totals[: len(midnights), : 2 * sites], axis=0).astype(np.int64)
    return by.reshape(len(midnights), sites, 2)

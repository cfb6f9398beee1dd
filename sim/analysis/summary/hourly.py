"""Bands (quantiles over histories) by the hour, for drawdowns so short that counts at midnights show too little."""

from collections.abc import Iterable
from typing import Final

import numpy as np

from sim.analysis.summary.bands import BAND, Bands
from sim.analysis.sums import lot_facts
from sim.analysis.sums.daily import MEASURES
from sim.analysis.sums.places import places
from sim.analysis.sums.standing import standing
from sim.domain.dates import moment
from sim.model.plan import Plan
from sim.model.trajectory import Trajectory

__all__ = ["hourly"]

HOUR: Final = 3600


def hourly(plan: Plan, histories: Iterable[Trajectory]) -> Bands:
    """Return quantiles over histories of the people and equipment at each place, at every full hour since the start.

    Parameters
    ----------
    plan
        The plan of the histories.
    histories
        The histories, at least one.

    Notes
    -----
    As in `sim.analysis.summary.bands`, the p-quantile is the least value such that at least n p values are at or below
    it. The counts of all histories are in memory at once, so their number and length must be small.
    """
    instants = np.arange(0, plan.horizon + 1, HOUR)
    counts = np.stack([standing(plan, history, lot_facts(plan), instants) for history in histories])
    quantiles = np.moveaxis(np.quantile(counts, BAND, axis=0, method="inverted_cdf"), 0, -1).astype(np.float64)
    people, kg, people_out, kg_out = (quantiles[:, :, row] for row in range(len(MEASURES)))
    return Bands(
        instants,
        tuple(moment(int(second), plan.clock).isoformat(timespec="minutes") for second in instants),
        places(plan),
        BAND,
        people,
        kg / 1000,
        people_out,
        kg_out / 1000,
    )

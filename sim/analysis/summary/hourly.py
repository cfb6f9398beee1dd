"""Bands by the hour, for a drawdown that is over within days: midnights would miss all of it."""

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np

from sim.analysis.summary.bands import BAND, Bands
from sim.analysis.sums.daily import MEASURES
from sim.analysis.sums.roll import Roll, bases
from sim.domain.dates import moment
from sim.model.plan import Plan

__all__ = ["heads", "hourly"]

HOUR: Final = 3600


def hourly(plan: Plan, rolls: Iterable[Roll]) -> Bands:
    """Take quantiles by the hour over some histories.

    Parameters
    ----------
    plan
        The plan of which they are histories.
    rolls
        Movers of each history, at least one.

    Notes
    -----
    As `sim.analysis.summary.bands`: the quantile is the least value with at least n p values at or below it. Every
    history is held at once, so this is for few histories of few days.
    """
    instants = range(0, plan.horizon + 1, HOUR)
    held = np.stack([heads(plan, roll, instants) for roll in rolls])
    whole = np.concatenate([held, held.sum(axis=2, keepdims=True)], axis=2)
    found = np.moveaxis(np.quantile(whole, BAND, axis=0, method="inverted_cdf"), 0, -1).astype(np.float64)
    people, kg, people_out, kg_out = (found[:, :, row] for row in range(len(MEASURES)))
    return Bands(
        np.array(instants, np.int64),
        tuple(moment(second, plan.clock).isoformat(timespec="minutes") for second in instants),
        (*(name for _, name in bases(plan)), "all"),
        BAND,
        people,
        kg / 1000,
        people_out,
        kg_out / 1000,
    )


def heads(plan: Plan, roll: Roll, instants: Sequence[int]) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """Count who and what is in country, and out, at some instants, by base.

    Returns
    -------
    ndarray
        Shape (n_instants, n_bases, 4), the last axis as in `sim.analysis.sums.daily.MEASURES`: who arrives or
        leaves at an instant has done so.
    """
    sites = bases(plan)
    table = np.zeros((len(instants), len(sites), len(MEASURES)), np.int64)
    for place, (site, _) in enumerate(sites):
        for measure, kind in enumerate((roll.person, ~roll.person)):
            who = kind & (roll.site == site)
            weight = np.ones(int(who.sum()), np.int64) if measure == 0 else roll.kg[who]
            for row, instant in enumerate(instants):
                out = int(weight[roll.up[who] <= instant].sum())
                table[row, place, measure] = int(weight[roll.arrived[who] <= instant].sum()) - out
                table[row, place, measure + 2] = out
    return table

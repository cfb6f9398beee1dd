"""The data of the closure chart: how many histories are out by each date to which the reader may move the deadline."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from sim.analysis.decisions.stopping import always
from sim.analysis.statistics.estimates import Estimate, estimate
from sim.domain.dates import day_and_month, local_midnights, moment
from sim.experiment.study import Study
from sim.model.calendars import NEVER

__all__ = ["chance_by", "closure", "in_full"]

DOTS: Final = 50
"""Number of dots in the chart; if there are fewer histories, each history is a dot."""
DAY: Final = 86_400
SHORT: Final = 14 * DAY
"""Up to this horizon, the reader moves the deadline by the hour; beyond it, by the day [s]."""
MOST_LATE: Final = 200
"""Largest number of late histories that are drawn one by one."""


def closure(study: Study) -> dict[str, Any]:
    """Return the data of the closure chart.

    Returns
    -------
    dict
        `n`: number of histories; `deadline` [s since the start]; `dots`: 50 quantiles of closure [s], or each closure
        if there are fewer histories, None for a history that did not close; `late`: closures after the deadline [s], at
        most the first `MOST_LATE`; `rows`: the instants to which the deadline may be moved, ascending, each with `at`
        [s], `words`, and `met`, `value`, `low`, `high` as from `chance_by`; `confidence` of these limits; `unit`: the
        step between these instants, "day" or "hour"; `met_is_out`: whether the histories that meet the deadline are
        exactly the histories that are out by its date. This can be false if the date of the deadline is drawn, or if
        the deadline counts something other than all required movers.
    """
    plan, n = study.plan, len(study)
    times = np.sort(study.outcomes["closure"])
    out = times[times < NEVER]
    hourly = plan.horizon <= SHORT
    if hourly:
        instants = set(range(3600, plan.horizon + 1, 3600))
    else:
        instants = {second for _, second in local_midnights(plan.clock, plan.horizon) if second > 0}
    margin = DAY // 2 if hourly else 7 * DAY
    first = max(0, min([*out[:1].tolist(), plan.deadline]) - 2 * margin)
    last = max([*out[-1:].tolist(), plan.deadline]) + margin
    instants = {at for at in instants if first <= at <= last} | {plan.deadline}
    rows = []
    for at in sorted(instants):
        seen = chance_by(study, at)
        content = {"met": seen.met, "value": seen.value, "low": seen.low, "high": seen.high}
        rows.append({"at": at, "words": in_full(study, at, hour=hourly), **content})
    many = min(DOTS, n)
    ranks = [min(int((dot + 0.5) * n / many), n - 1) for dot in range(many)]
    late = out[out > plan.deadline]
    met = study.outcomes["met_deadline"].astype(bool)
    return {
        "n": n,
        "deadline": plan.deadline,
        "confidence": study.confidence,
        "unit": "hour" if hourly else "day",
        "dots": [None if times[rank] >= NEVER else int(times[rank]) for rank in ranks],
        "late": late[:MOST_LATE].tolist(),
        "rows": rows,
        "met_is_out": bool((met == (study.outcomes["closure"] <= plan.deadline)).all()),
    }


def chance_by(study: Study, second: int) -> Estimate:
    """Return the probability that all required movers are out by an instant [s], with the interval of the study."""
    met = study.outcomes["closure"] <= second
    if study.stopped.always:
        return always(met, study.first, study.inner, study.confidence)
    world = study.outcomes["replication"] // study.inner if study.inner > 1 else None
    return estimate(met, world, study.confidence)


def in_full(study: Study, second: int, *, hour: bool = False) -> str:
    """Return an instant as a local date with its year, and with `hour` also the time.

    An instant at midnight is returned as the date of the day that ends then, without a time.
    """
    when = moment(second, study.plan.clock)
    midnight = (when.hour, when.minute, when.second) == (0, 0, 0)
    day = moment(second - 1, study.plan.clock) if midnight else when
    content = f"{day_and_month(day)} {day.year}"
    return content if midnight or not hour else f"{content} {when.hour:02d}:{when.minute:02d}"

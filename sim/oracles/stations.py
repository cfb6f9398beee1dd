"""Oracles for stations: exponential jobs on several servers, stations in series, and the order of service."""

import math
from heapq import heapreplace
from typing import Any, Final

import numpy as np
from scipy import special

from sim.analysis.statistics.estimates import proportion
from sim.engines.compiled import simulate
from sim.model.plan import Plan
from sim.oracles.case import HOUR, case, fleet, late, lift
from sim.oracles.row import Row

__all__ = ["jobs", "on_time", "tandem"]

ALARM: Final = 1e-4
"""Probability that a sound engine fails a statistical oracle."""


def _people(count: int, desks: dict[str, Any], **more: Any) -> Plan:
    """Return the plan of a case in which people pass the stations `desks` in order."""
    group = {"people": {"site": "A", "count": count, "stations": list(desks)}}
    return case(**{"base": {"station": desks}, "group": group, "lift": {"late": late()}, **more})


def jobs(times: int, /) -> Row:
    """Measure when 12 exponential jobs on c = 3 servers are done; theory: the sum of mean / min(k, c), k = 1 to 12."""
    many, servers, mean, runs = 12, 3, 2.0, 1000 * times
    plan = _people(many, {"desk": {"servers": servers, "service_h": {"dist": "exponential", "mean": mean}}})
    closed = np.array([int(simulate(plan, 9, r).mover["staged"].max()) for r in range(runs)]) / HOUR
    steps = [mean / min(k, servers) for k in range(1, many + 1)]  # mean times until one of the k jobs left is done [h]
    half_width = float(-special.ndtri(ALARM / 2)) * math.sqrt(sum(step**2 for step in steps) / runs)
    value = float(closed.mean())
    low, high = value - half_width, value + half_width
    what = "h until twelve exponential jobs are done, c = 3"
    return Row("W9", what, sum(steps), value, low, high, 9, f"{runs:,} histories", ALARM)


def on_time(times: int, /) -> Row:
    """Estimate the probability that a person passes four stations in 24 h; each takes an exponential time of mean 6 h.

    Theory: the sum of the four times has an Erlang distribution.
    """
    k, mean, by_h, runs = 4, 6.0, 24.0, 1500 * times
    desks = {f"desk {i}": {"servers": 1, "service_h": {"dist": "exponential", "mean": mean}} for i in range(k)}
    seat = lift(fleet(1), load_h=0, min_load=0.005, wait_h=1000, uses_ramp=False)
    plan = _people(1, desks, lift={"seat": seat}, by_h=by_h)
    met = sum(simulate(plan, 10, r).end <= plan.deadline for r in range(runs))
    interval = proportion(met, runs, 1 - ALARM)
    what = "probability to be out in time over four stations"
    theory = float(special.gammainc(k, by_h / mean))
    return Row("W10", what, theory, met / runs, interval.low, interval.high, 10, f"{runs:,} histories", ALARM)


def tandem(times: int, /) -> Row:
    """Count visits to three stations in series that do not begin when first come, first served would begin them.

    Theory: 0.
    """
    people, differing, turns_of_all = 200, 0, 0
    desks = {f"desk {i}": {"servers": i + 1, "service_h": {"mean": 1.0, "cv": 0.8}} for i in range(3)}
    plan = _people(people, desks, order={"keys": ["ready"]})
    for replication in range(3 * times):
        history = simulate(plan, 11, replication)
        arrival = [(0, mover) for mover in range(people)]
        for place in range(len(desks)):
            turns = history.visit[history.visit["place"] == place]
            started = dict(zip(turns["mover"].tolist(), turns["started"].tolist(), strict=True))
            service = dict(zip(turns["mover"].tolist(), (turns["ended"] - turns["started"]).tolist(), strict=True))
            free, left = [0] * (place + 1), []  # when each server is free [s]; (when a mover leaves [s], mover)
            for ready, mover in sorted(arrival):
                begins = max(ready, free[0])
                differing += begins != started[mover]
                heapreplace(free, begins + service[mover])
                left.append((begins + service[mover], mover))
            arrival = left
            turns_of_all += people
    what = "turns that FIFO would begin at another instant"
    return Row("W11", what, 0.0, float(differing), float(differing), float(differing), 11, f"{turns_of_all:,} turns")

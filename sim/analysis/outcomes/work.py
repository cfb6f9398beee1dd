"""Hours that movers spent at stations and waiting for lift, and hours that lift waited, was loaded or was offloaded."""

import numpy as np

from sim.analysis.outcomes.column import Column, number
from sim.analysis.sums import Sums
from sim.analysis.sums.movers import Ints, bases
from sim.domain.memo import memoised
from sim.model.plan import Plan
from sim.model.trajectory import Trajectory

__all__ = ["columns", "gates", "values"]


def columns(plan: Plan) -> list[Column]:
    """Return the columns of this module, in order."""
    sites, stations = [name for _, name in bases(plan)], plan.names["station"]
    places = [
        (stations, "waiting", "hours that movers waited for"),
        (stations, "working", "hours from start to end of jobs (with pauses between shifts) of"),
        (sites, "staged", "hours that movers waited for lift at"),
        (sites, "ramp_wait", "hours that lift waited (overhead, for a spot or team, for the runway or gate) at"),
        (sites, "parked", "hours that lift was parked at"),
        (sites, "loading", "hours that lift was loaded at"),
    ]
    places += [
        ([name for _, name in gates(plan)], "gate_wait", "hours that lift waited to come in with its load at"),
        ([name for _, name in gates(plan)], "offloading", "hours that lift was offloaded at"),
    ]
    return [number(f"{what}_{name}_h", f"{about} {name}") for names, what, about in places for name in names]


@memoised
def gates(plan: Plan) -> tuple[tuple[int, str], ...]:
    """Return the row and name of each site with limited parking spots or opening hours to which a lift flies."""
    limited = (plan.site["parking_s"] >= 0) | (plan.site["runway"] >= 0)
    found = sorted({to for to in plan.lift["to"].tolist() if limited[to]})
    return tuple((row, plan.name_of("site", row)) for row in found)


def values(plan: Plan, sums: Sums) -> list[float]:
    """Return the figures of this module, in the order of `columns`.

    Notes
    -----
    Movers that were left behind or disposed of do not count as waiting for lift. All sums are of whole seconds, so the
    order of the terms does not change them.
    """
    sites = np.array([row for row, _ in bases(plan)], np.int64)
    stations, ramps = sums.stations, sums.sorties.of_site[sites]
    seconds = [
        *(stations[name] for name in ("wait_s", "work_s")),
        sums.movers.staged_s[sites],
        *(ramps[name] for name in ("wait_s", "parked_s", "loading_s")),
        *_gates(plan, sums.trajectory),
    ]
    return [hours for each in seconds for hours in (each / 3600.0).tolist()]


def _gates(plan: Plan, trajectory: Trajectory) -> list[Ints]:
    """Return the seconds that lift waited to come in at each of the `gates`, and the seconds of offloading there."""
    down, end, rows = trajectory.offloaded, trajectory.end, [row for row, _ in gates(plan)]
    return [
        np.array([_between(down[since], down[until], end)[down["site"] == row].sum() for row in rows], np.int64)
        for since, until in (("overhead", "landed"), ("landed", "ended"))
    ]


def _between(since: Ints, until: Ints, end: int) -> Ints:
    """Return the seconds from `since` to `until` that lie before the end of the history; 0 where `since` is NEVER."""
    seconds: Ints = np.maximum(np.minimum(until, end) - np.minimum(since, end), 0)
    return seconds

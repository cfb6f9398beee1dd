"""How well a ramp was used: the queueing efficiency that results from the simulation.

AFPAM 10-1403 (Air Mobility Planning Factors) computes station throughput as MOG x payload x operating hours / ground
time x queueing efficiency, and sets the queueing efficiency to 0.85, because a spot that becomes free is not taken
again at once. The model does not use this factor. Instead, the efficiency follows from the simulated throughput:

    queueing efficiency = aircraft worked x their ground time / (MOG x open hours).

Ground time is the time in which an aircraft is worked on, without its waits for a spot, a machine, a crew or the
runway. MOG is the number of working or of parking spots, whichever is smaller. Open hours are those in which the ramp
is open, without an outage, and a staged mover waits for lift; they are counted from the first aircraft to the last. A
low efficiency means that something other than the spots limited the flow.
"""

import math
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.analysis.outcomes.column import Column, number
from sim.analysis.sums import Sums, lift_facts, lot_facts
from sim.analysis.sums.movers import bases
from sim.analysis.sums.tables import Span
from sim.domain.memo import memoised
from sim.model import calendars
from sim.model.calendars import NEVER
from sim.model.plan import Plan
from sim.model.schema.row import Table
from sim.model.trajectory import Trajectory
from sim.model.world import World
from sim.model.world.windows import as_arrays

__all__ = ["PLANNED", "columns", "limited", "values"]

PLANNED = 0.85
"""The planner's queueing efficiency (AFPAM 10-1403); nothing in the model uses it."""
ROW_SHIFT: Final = 36
"""`_tasks` packs the row of a sortie and an instant into one integer: number of bits for the instant."""
LAST: Final = (1 << ROW_SHIFT) - 1
"""Largest instant that can be packed [s], more than two thousand years: later than any instant of a history."""


@memoised
def limited(plan: Plan) -> tuple[tuple[int, str], ...]:
    """Return the row and name of each site in country whose spots are limited, in the order of the scenario."""
    spots = (plan.site["parking_s"] >= 0) | (plan.site["working_s"] >= 0)
    return tuple((row, name) for row, name in bases(plan) if spots[row])


def columns(plan: Plan) -> list[Column]:
    """Return the columns of this module, in order."""
    return [
        number(
            f"efficiency_{name}",
            f"queueing efficiency at {name}: time worked on aircraft, divided by open hours x spots (working or"
            " parking, whichever are fewer); both only while lift is needed",
        )
        for _, name in limited(plan)
    ]


def values(plan: Plan, sums: Sums) -> list[float]:
    """Return the figures of this module, in the order of `columns`; NaN for a site without open hours.

    Notes
    -----
    Ground time counts only within the open hours, so no figure is above 1.
    """
    sites = limited(plan)
    if not sites:
        return []
    from sim.analysis.sums.ramps import add_up_ramp

    world, trajectory, lifts = sums.world, sums.trajectory, lift_facts(plan)
    work, (staged, order) = _worked(plan, trajectory), _staged(plan, trajectory)
    figures = []
    for (row, _), (opens, closes) in zip(sites, as_arrays([world.ramp[row] for row, _ in sites]), strict=True):
        needed, seconds = np.empty((3, len(staged) + len(opens) + 1), np.int64), np.zeros(2, np.int64)
        end = trajectory.end
        add_up_ramp(row, trajectory.sortie, lifts, work, staged, order, opens, closes, end, needed, seconds)
        worked, allowed = seconds.tolist()
        figures.append(worked / (_mog(world, row) * allowed) if allowed else math.nan)
    return figures


def _mog(world: World, site: int) -> int:
    """Return the MOG of a site: the number of its working or parking spots, whichever is smaller."""
    spec = world.rows("site")[site]
    return min(max(1, world.whole(slot)) for slot in (spec.parking_s, spec.working_s) if slot >= 0)


def _worked(plan: Plan, trajectory: Trajectory) -> Table:
    """Return the spans (`Span`) in which sorties are worked on; the spans of one sortie do not overlap.

    Where working spots are limited, only work on a working spot counts.
    """
    from sim.analysis.sums.ramps import note_loading

    if len(trajectory.ground):
        return _tasks(plan, trajectory)
    spans = np.empty(len(trajectory.sortie), Span.dtype)
    return spans[: note_loading(trajectory.sortie, lift_facts(plan), spans)]


def _tasks(plan: Plan, trajectory: Trajectory) -> Table:
    """Return the spans that `_worked` describes, for a history in which some ground times consist of tasks."""
    ground, sortie = trajectory.ground, trajectory.sortie
    landed = (lift_facts(plan)["uses_ramp"][sortie["lift"]] != 0) & (sortie["landed"] < NEVER)
    alone = landed & (sortie["worked"] < NEVER)
    alone[ground["sortie"]] = False
    on_spot = (plan.site["working_s"] >= 0)[sortie["site"][ground["sortie"]]]
    parked = np.append(plan.task["parked"] != 0, True)  # the last entry is for -1: the move to a working spot
    counts = landed[ground["sortie"]] & (ground["task"] >= 0) & (ground["began"] < NEVER)
    counts &= ~(on_spot & parked[ground["task"]])
    rows = np.concatenate([ground["sortie"][counts], np.flatnonzero(alone)]).astype(np.int64)
    begins = np.concatenate([ground["began"][counts], sortie["worked"][alone]])
    ends = np.concatenate([ground["ended"][counts], sortie["loaded"][alone]])
    offset = rows << ROW_SHIFT  # sets the spans of different sorties apart: only those of the same sortie are merged
    starts, stops = (
        np.array(each, np.int64) for each in calendars.merge_arrays(begins + offset, np.minimum(ends, LAST) + offset)
    )
    spans = np.empty(len(starts), Span.dtype)
    spans["whose"], spans["begins"], spans["ends"] = starts >> ROW_SHIFT, starts & LAST, stops & LAST
    return spans


def _staged(plan: Plan, trajectory: Trajectory) -> tuple[Table, npt.NDArray[np.intp]]:
    """Return the spans (`Span`) in which staged movers wait for lift at sites with limited spots, and their order.

    The second array holds the rows of the spans, sorted by the beginning of the span.
    """
    from sim.analysis.sums.ramps import note_staged

    mover, stay, is_limited = trajectory.mover, trajectory.stay, np.zeros(len(plan.site), np.bool_)
    is_limited[[row for row, _ in limited(plan)]] = True
    spans, goes_on = np.empty(len(mover) + len(stay), Span.dtype), np.zeros(len(mover), np.bool_)
    spans = spans[: note_staged(mover, lot_facts(plan), stay, is_limited, trajectory.end, goes_on, spans)]
    return spans, np.argsort(np.ascontiguousarray(spans["begins"]), kind="stable")

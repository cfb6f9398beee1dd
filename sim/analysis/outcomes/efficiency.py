"""How well a ramp was used: queueing efficiency, as it came out.

AFPAM 10-1403 (Air Mobility Planning Factors) plans station throughput as MOG x payload x operating hours / ground time
x queueing efficiency, and puts 0.85 for the last: a spot that is left is never taken again at once. Here nothing is
multiplied by it. It is what remains when the throughput that was reached is divided by the other factors:

    queueing efficiency = aircraft worked x their ground time / (MOG x open hours).

Ground time is time in which something was done to an aircraft; waits for a spot, a machine, a crew or the runway are
not in it. MOG is the smaller of working and parking spots. Open hours are those of the ramp, its outages taken out,
from the first aircraft to the last and only while somebody or something staged waits for lift: a ramp to which nobody
has to come is not used badly. A low figure means that something other than the spots limited the flow.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from sim.analysis.outcomes.column import Column, number
from sim.analysis.sums import Sums
from sim.analysis.sums.roll import Roll, bases
from sim.domain.once import once
from sim.model import calendars
from sim.model.calendars import NEVER
from sim.model.plan import Plan
from sim.model.trajectory import Trajectory
from sim.model.world import World

__all__ = ["PLANNED", "columns", "limited", "values"]

PLANNED = 0.85
"""The planner's queueing efficiency (AFPAM 10-1403); nothing in the model uses it."""
Ints = npt.NDArray[np.int64]
ROW_SHIFT: Final = 36
LAST: Final = (1 << ROW_SHIFT) - 1
"""Above every instant of a history [s]: some two thousand years."""


@once
def limited(plan: Plan) -> tuple[tuple[int, str], ...]:
    """Row and name of each site in country whose spots are limited, in the order of the scenario."""
    spots = (plan.site["parking_s"] >= 0) | (plan.site["working_s"] >= 0)
    return tuple((row, name) for row, name in bases(plan) if spots[row])


def columns(plan: Plan) -> list[Column]:
    """Return the columns of this group, in order."""
    return [
        number(
            f"efficiency_{name}",
            f"queueing efficiency: time worked over what MOG allows while lift is needed at {name}",
        )
        for _, name in limited(plan)
    ]


def values(plan: Plan, sums: Sums) -> list[float]:
    """Return the figures of this group, in the order of `columns`; NaN where no aircraft was needed or came.

    Notes
    -----
    Ground time counts within the hours that the divisor counts, so that no figure is above 1.
    """
    sites = limited(plan)
    if not sites:
        return []
    uses = np.array([lift.uses_ramp for lift in sums.world.rows("lift")], np.bool_)
    sortie = sums.trajectory.sortie
    landed = uses[sortie["lift"]] & (sortie["landed"] < NEVER)
    spans = _staged(sums.roll, sums.trajectory)
    return [_efficiency(sums.world, sums.trajectory, row, landed, spans) for row, _ in sites]


def _efficiency(
    world: World, trajectory: Trajectory, site: int, landed: "npt.NDArray[np.bool_]", spans: tuple[Ints, Ints, Ints]
) -> float:
    """Return the figure of a site; `landed`: sorties that used a ramp; `spans` as `_staged` returns them."""
    spec = world.rows("site")[site]
    mog = min(max(1, world.whole(slot)) for slot in (spec.parking_s, spec.working_s) if slot >= 0)
    sortie = trajectory.sortie
    here = landed & (sortie["site"] == site)
    if not here.any():
        return float("nan")
    begins, ends = _worked(world, trajectory, here, spec.working_s >= 0)
    first = int(sortie["overhead"][here].min())
    last = min(trajectory.end, int(ends.max(initial=first)))
    at, staged, until = spans
    there = at == site
    needed = calendars.intersect(calendars.merged(staged[there], until[there]), ([first], [last]))
    needed = calendars.intersect(needed, world.ramp[site])
    allowed = mog * (sum(needed[1]) - sum(needed[0]))
    if allowed == 0:
        return float("nan")
    done = calendars.open_before(*needed, ends) - calendars.open_before(*needed, begins)
    return int(done.sum()) / allowed


def _worked(world: World, trajectory: Trajectory, here: "npt.NDArray[np.bool_]", on_spot: bool) -> tuple[Ints, Ints]:
    """Spans in which something was done to some sorties: their tasks, or their loading; none of one sortie overlap.

    Parameters
    ----------
    on_spot
        Whether working spots are limited: then only what needs one counts.

    Returns
    -------
    begins, ends
        Shape (n_spans,) each.
    """
    ground, tasks, sortie = trajectory.ground, world.rows("task"), trajectory.sortie
    of = here[ground["sortie"]]
    told = np.zeros(len(sortie), np.bool_)
    told[ground["sortie"]] = True
    parked = np.array([task.parked for task in tasks] + [1], np.bool_)  # going to a working spot, -1, is no task
    counts = of & (ground["task"] >= 0) & (ground["began"] < NEVER)
    if on_spot:
        counts &= ~parked[ground["task"]]
    alone = np.flatnonzero(here & ~told & (sortie["worked"] < NEVER))
    rows = np.concatenate([ground["sortie"][counts], alone]).astype(np.int64)
    begins = np.concatenate([ground["began"][counts], sortie["worked"][alone]])
    ends = np.concatenate([ground["ended"][counts], sortie["loaded"][alone]])
    apart = rows << ROW_SHIFT  # sorties one after the other: what overlaps is of one
    opens, closes = calendars.merged(begins + apart, np.minimum(ends, LAST) + apart)
    return np.array(opens, np.int64) & LAST, np.array(closes, np.int64) & LAST


def _staged(roll: Roll, trajectory: Trajectory) -> tuple[Ints, Ints, Ints]:
    """Spans in which each mover waits for lift, staged; those on several legs at each of them.

    Returns
    -------
    site, staged, until
        Where, and from when to when [s]; shape (n_spans,) each.
    """
    stay, left = trajectory.stay, trajectory.mover["left"]
    gone = np.minimum(np.minimum(roll.up, left), trajectory.end)
    if not len(stay):
        return roll.site, roll.staged, gone
    one = np.ones(len(roll.lot), np.bool_)
    one[stay["mover"]] = False
    until = np.minimum(np.minimum(stay["up"], left[stay["mover"]]), trajectory.end)
    site = np.concatenate([roll.site[one], stay["site"]])
    return site, np.concatenate([roll.staged[one], stay["staged"]]), np.concatenate([gone[one], until])

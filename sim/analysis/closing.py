"""When it was over: closure, closure by base, milestones, the last wave, the first heavy flight."""

import math
from typing import Final

import numpy as np

from sim.analysis.among import among
from sim.analysis.column import Column, flag, instant, number
from sim.analysis.roll import Bools, Ints, Roll, bases
from sim.model.calendars import NEVER
from sim.model.plan import Plan
from sim.model.terms import Fate
from sim.model.trajectory import Trajectory

__all__ = ["columns", "meant", "reached", "settled", "values"]

DAY: Final = 86_400
BY_WEIGHT: Final = 2
"""Milestone.of: kilograms; every other basis counts heads and items."""


def columns(plan: Plan) -> list[Column]:
    """Return the columns of this room, in order."""
    promises = plan.names["milestone"]
    return [
        flag("stuck", "required movers remained that nothing could move"),
        instant("end", "the history ended: nobody left, or the horizon"),
        instant("closure", "the last required mover left the country (or was destroyed under supervision)"),
        *(instant(f"closure_{name}", f"the last required mover of {name} left the country") for _, name in bases(plan)),
        *(instant(f"time_{name}", f"what milestone {name} asks for was out") for name in promises),
        *(flag(f"met_{name}", f"milestone {name} was met") for name in promises),
        flag("all_met", "every milestone was met"),
        number("days_late_d", "deadline reached after its date; blank if it was met or never reached"),
        instant("first_heavy_flight", "first wheels-up of a lift that uses the ramp"),
        number("last_wave_people", "people who left in the last 24 hours before closure; blank if never closed"),
        number(
            "last_wave_sorties",
            "sorties that left in the last 24 hours before closure; blank if never closed",
        ),
    ]


def values(plan: Plan, roll: Roll, trajectory: Trajectory) -> list[float]:
    """Return the figures of this room, in the order of `columns`."""
    closure = _last(roll.done[roll.required])
    sites = [_last(roll.done[roll.required & (roll.site == row)]) for row, _ in bases(plan)]
    times = [reached(plan, roll, row) for row in range(len(plan.milestone))]
    due = plan.milestone["by"].tolist()
    met = [int(time <= by) for time, by in zip(times, due, strict=True)]
    deadline = plan.names["milestone"].index("deadline")
    late = times[deadline] - due[deadline]
    return [
        int(bool(trajectory.stuck)),
        trajectory.end,
        closure,
        *sites,
        *times,
        *met,
        int(all(met)),
        late / DAY if late > 0 and times[deadline] < NEVER else math.nan,
        *_flights(plan, roll, trajectory, closure),
    ]


def reached(plan: Plan, roll: Roll, row: int) -> int:
    """Instant at which what a milestone asks for is out [s]; NEVER if that does not come.

    Notes
    -----
    The need is share x total rounded up to a whole head, item or kilogram; a millionth is forgiven, so that a
    share written in decimals (0.1 of 30) does not ask for one more. Those that had left before the start
    count, out at 0. A promise about nothing is kept at 0. A required item that is destroyed counts as done; what else
    is handed over, sold or destroyed counts where the milestone says `settled`.
    """
    milestone = plan.milestone[row]
    chosen = meant(plan, roll, row)
    up = settled(plan, roll, row)[chosen]
    weight = roll.kg[chosen] if milestone["of"] == BY_WEIGHT else np.ones(len(up), np.int64)
    total = int(weight.sum())
    if total == 0:
        return 0
    need = max(1, math.ceil(float(milestone["share"]) * total - 1e-6))
    if need == total:  # the last of those that weigh anything
        return int(up[weight > 0].max())
    order = np.argsort(up, kind="stable")
    return int(up[order][np.searchsorted(np.cumsum(weight[order]), need)])


def meant(plan: Plan, roll: Roll, row: int) -> Bools:
    """Whether a milestone is about each mover, shape (n_movers,)."""
    chosen: Bools = plan.promised[row][roll.lot]
    return chosen & (roll.arrived <= 0) if plan.milestone["initial"][row] else chosen


def settled(plan: Plan, roll: Roll, row: int) -> Ints:
    """Instant at which each mover counts as done for a milestone [s], shape (n_movers,)."""
    return np.minimum(roll.done, roll.disposed) if plan.milestone["settled"][row] else roll.done


def _last(up: Ints) -> int:
    """Return the latest of some instants, 0 for none (nothing to wait for), NEVER if one did not come."""
    return int(up.max(initial=0))


def _flights(plan: Plan, roll: Roll, trajectory: Trajectory, closure: int) -> list[float]:
    """Return the first heavy flight [s], and people and sorties of the last wave."""
    sortie = trajectory.sortie
    flown = among(sortie["fate"], (Fate.OUT, Fate.EMPTY)) & (sortie["up"] < NEVER)
    heavy = flown & (plan.lift["uses_ramp"][sortie["lift"]] != 0)
    first = int(sortie["up"][heavy].min(initial=NEVER))
    if closure == NEVER:
        return [first, math.nan, math.nan]
    people = roll.person & _last_day(roll.up, closure)
    return [first, float(people.sum()), float((flown & _last_day(sortie["up"], closure)).sum())]


def _last_day(up: Ints, closure: int) -> Bools:
    """Whether each instant lies in the 24 hours that end with the closure; what left before the start does
    not.
    """
    return (up > max(0, closure - DAY)) & (up <= closure)

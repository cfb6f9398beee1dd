"""The last loading: the load of the last sortie, and how long the sortie is on the ground before it departs.

A `Load` is what one group or lot has yet to move, of which a sortie takes a part.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sim.arithmetic import held
from sim.arithmetic.filling import MEASURES, Room
from sim.arithmetic.supply import Bringing
from sim.model import calendars
from sim.model.calendars import NEVER
from sim.model.world.hours import open_hours
from sim.model.world.means import Load, Means

__all__ = ["NONE", "Carried", "carried", "departs", "freed", "portion"]


@dataclass(frozen=True, slots=True)
class Carried:
    """The load of one sortie: tonnes and pallet positions of cargo, and number of people."""

    tonnes: float = 0.0
    positions: float = 0.0
    people: float = 0.0


NONE = Carried()
"""An empty load."""


def carried(means: Means, loads: Sequence[Load], part: float, room: Room) -> list[Carried]:
    """Return what one sortie carries if it takes the fraction `part` of some loads, or as much as it has room for.

    Cargo and people have an entry each, if there are any in the loads, since either may be the last to go.
    """
    person = [bool(means.rows("lot")[load.row].person) for load in loads]
    cargo = [load for load, who in zip(loads, person, strict=True) if not who]
    people = [load for load, who in zip(loads, person, strict=True) if who]
    found = []
    if cargo:
        tonnes, positions = math.fsum(load.tonnes for load in cargo), math.fsum(load.positions for load in cargo)
        fits = min(part, *(_fits(by.room(room), math.fsum(map(by.of, cargo))) for by in MEASURES))
        found.append(Carried(fits * tonnes, fits * positions))
    if people:
        heads, tonnes = math.fsum(load.count for load in people), math.fsum(load.tonnes for load in people)
        found.append(Carried(people=heads * min(part, _fits(room.seats, heads), _fits(room.payload_t, tonnes))))
    return found


def freed(means: Means, load: Load, lift: Bringing, *, alone: bool) -> Carried:
    """Return what the first sortie after the last date of a load takes of the load.

    If all of the load waits for that date, the sortie takes as much as it has room for. It takes a single mover if the
    load comes little by little, by its arrivals or from its stations, if a floor sets the date, or if `alone` is true.
    """
    lot, ready = means.rows("lot")[load.row], held.ready(means, load.row)
    steps = means.rows("step")[lot.first : lot.last]
    begun = lot.staged + sum(step.passed for step in steps)
    alone = alone or 0.0 < ready == held.kept_by_a_floor(means, load.row)  # the floor may keep only a few
    at_once = not steps and not begun and not means.comes_slowly(load.row)
    together = not alone and (held.boards(means, load.row) == ready or at_once)
    return carried(means, [load], 1.0 if together else 1.0 / load.count, lift.room)[0]


def _fits(room: float, amount: float) -> float:
    """Return the fraction of an amount for which there is room."""
    return room / amount if amount > room else 1.0


def portion(amount: float, each: float, at_once: bool) -> float:
    """Return the fraction of an amount on the last sortie: the rest, or a full load if all sorties load at once.

    Parameters
    ----------
    amount, each
        Amount to carry, and amount on one full sortie.
    at_once
        Whether all sorties load in parallel.
    """
    if each >= amount or at_once:
        return min(1.0, each / amount)
    sorties = math.ceil(amount / each - 1e-9)
    return max(0.0, 1.0 - (sorties - 1) * each / amount)


def departs(means: Means, lift: int, site: int, begins: float, what: Carried, *, exact: bool, waits: bool) -> float:
    """Return the earliest departure of a sortie with a load [s]; infinite if it never departs.

    Parameters
    ----------
    lift, site
        Rows of the lift and of the site where it loads.
    begins
        When the sortie lands or, if it already waits at the site, when it may load [s].
    what
        The load of the sortie.
    exact
        Whether `begins` is a date, so that the hours of ramp and runway are applied; otherwise it is a mean that
        follows from a rate, which includes these hours.
    waits
        Whether the sortie already waits at the site, so that the tasks before loading take no more time.
    """
    spec = means.rows("lift")[lift]
    takes = means.mean(spec.load) + means.value(spec.load_per_t_s) * what.tonnes
    takes += means.value(spec.load_per_person_s) * what.people + _tasks(means, lift, what, waits)
    if not exact or not spec.uses_ramp or not math.isfinite(begins):
        return begins + takes
    row = means.rows("site")[site]
    ends = calendars.finish(*open_hours(means, row.ramp), round(begins), round(takes))
    ends = calendars.next_open(*open_hours(means, row.runway), ends) if ends < NEVER else NEVER
    return float(ends) if ends < NEVER else math.inf


def _tasks(means: Means, lift: int, what: Carried, waits: bool) -> float:
    """Return the time of the tasks of a lift with a load [s]; of parallel tasks, the longest counts.

    Tasks before loading take the time for an empty vehicle. They take no time if the sortie already waits at the site
    (`waits`), since they are done by then.
    """
    longest: dict[int, float] = {}
    tasks = [task for task in means.rows("task") if task.lift == lift]
    loading = min((task.stage for task in tasks if task.loads), default=-1)
    for task in tasks:
        before = not task.loads and task.stage <= loading
        if not (before and waits):
            longest[task.stage] = max(longest.get(task.stage, 0.0), _task(means, task, NONE if before else what))
    return math.fsum(longest.values())


def _task(means: Means, task: Any, what: Carried) -> float:
    """Return the time of one task [s], without the time per vehicle, because the number of vehicles varies."""
    takes = (
        means.mean(task.takes)
        + means.value(task.per_t_s) * what.tonnes
        + means.value(task.per_pallet_s) * what.positions
    )
    takes += means.value(task.per_person_s) * what.people
    return float(takes + means.value(task.per_busload_s) * math.ceil(what.people / task.busload - 1e-9))

"""Helpers that make histories from a few rows; columns that are not given are 0, or the default
that a helper states.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from sim.model.calendars import NEVER
from sim.model.plan import Plan
from sim.model.schema.history import Given, Mover, Shut, Sortie, Stay, Visit
from sim.model.schema.row import Table
from sim.model.terms import Fate
from sim.model.trajectory import Trajectory, Wait

WAY = ("tasked", "overhead", "landed", "worked", "loaded", "ready", "up", "arrived", "free")


def gone(lot: int, up: int, **mover: Any) -> dict[str, Any]:
    """Return the row of a mover that was staged at the start and took off for good at `up` [s]."""
    return {"lot": lot, "kg": 100, "up": up, "left": NEVER, "fate": Fate.OUT, **mover}


def still(lot: int, **mover: Any) -> dict[str, Any]:
    """Return the row of a mover that never took off; its fate is OPEN unless another is given."""
    return {"lot": lot, "kg": 100, "up": NEVER, "left": NEVER, "fate": Fate.OPEN, **mover}


def sortie(lift: int, number: int, fate: Fate, **row: Any) -> dict[str, Any]:
    """Return the row of a sortie without a limit of payload or seats; instants that are not given are NEVER."""
    return {
        "lift": lift, "number": number, "fate": fate, "payload": -1, "seats": -1, "spot": -1,
        **dict.fromkeys(WAY, NEVER), **row,
    }  # fmt: skip


def stay(mover: int, site: int, **row: Any) -> dict[str, Any]:
    """Return the row of the stay of a mover at a site on its way."""
    return {"mover": mover, "site": site, "arrived": 0, "sortie": -1, **row}


def history(
    movers: Iterable[Mapping[str, Any]],
    sorties: Iterable[Mapping[str, Any]] = (),
    visits: Iterable[Mapping[str, Any]] = (),
    *,
    stays: Iterable[Mapping[str, Any]] = (),
    given: Table | None = None,
    end: int = 10**6,
    stuck: tuple[Wait, ...] = (),
) -> Trajectory:
    return Trajectory(
        seed=1,
        replication=0,
        world=0,
        mover=table(Mover.dtype, movers),
        visit=table(Visit.dtype, visits),
        sortie=table(Sortie.dtype, sorties),
        stay=table(Stay.dtype, stays),
        given=table(Given.dtype, ()) if given is None else given,
        shut=np.zeros(0, Shut.dtype),
        drawn=np.zeros(0),
        end=end,
        stuck=stuck,
    )


def table(kind: np.dtype[Any], rows: Iterable[Mapping[str, Any]]) -> Table:
    listed = list(rows)
    made = np.zeros(len(listed), kind)
    for place, row in enumerate(listed):
        for name, value in row.items():
            made[name][place] = value
    return made


def lot(plan: Plan, name: str) -> int:
    """Return the row number of a group or lot in the plan."""
    return plan.names["lot"].index(name)

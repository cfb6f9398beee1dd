"""The trajectory of a history: what happened in one replication, as tables."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from sim.model.schema import history
from sim.model.schema.history import HISTORY
from sim.model.schema.row import Table, is_unused
from sim.model.terms import Fate

if TYPE_CHECKING:
    from sim.model.world.world import World

__all__ = ["Trajectory", "Wait", "fingerprint", "in_order"]


@dataclass(frozen=True)
class Wait:
    """One wait of a stuck history: which members wait, and for what.

    Attributes
    ----------
    lot, count
        Row of the group, lot or stop whose members wait (stops are numbered after the lots), and how many wait.
    reason
        `hold`; `floor` (the hold on which a floor depends); `staff` (of a station or of load teams); `closed` (a
        station that never opens again); `lift`; `vehicles` or `drivers` (none are left for a driven lift).
    on
        Row of the hold, station or lift for which they wait; -1 for the staff of load teams, or if no lift serves them.
    waits_for
        Rows of the groups, lots and stops whose members would have to leave first; empty if the reason is not a hold or
        a floor.
    """

    lot: int
    count: int
    reason: str
    on: int
    waits_for: tuple[int, ...]


@dataclass(frozen=True, repr=False)
class Trajectory:
    """The history of one replication; the columns of its tables are declared in `schema.history`.

    Attributes
    ----------
    mover
        One row for each person or item, sorted by group or lot and by index. `up` is 0 for movers that left before the
        start, and NEVER for movers that did not leave the country by the end of the history.
    visit
        Visits to stations and rides on lifts, sorted by mover, arrived and started; of rows equal in these, visits come
        before rides, sorted by place and attempt. In a visit that never began, `started` is NEVER.
    sortie
        Every mission or trip that was tasked, or was dropped when it was due to be tasked, in the order of these
        decisions.
    shut
        The intervals in which a site, a lift, a lift at a site, or a route was closed, as drawn.
    reviewed
        What reviews found and did, in order.
    given
        Movers whose way was changed from shipping to another one, or back to shipping, in the order of these changes.
    stay
        The stays of movers that go out over several places, one row for each place, sorted by mover and instant.
    offloaded
        Sorties that set down their load at a hub, a base or a gate, or back at their site, in the order in which they
        landed or parked there.
    ground
        Tasks of ground times, in the order in which they began.
    duty
        Legs that crews flew or drove. A leg to a site is added when its crew is assigned, a leg from a site at
        take-off.
    missed
        Movers that were called for a sortie and did not ride on it, sorted by instant, call, sortie and mover.
    drawn
        The value drawn for each unknown, in the units of the file, shape (n_uncertain,).
    end
        Instant at which the history ended: no mover was left, or the horizon was reached [s].
    stuck
        The waits that could never end, if required movers remained that nothing could move; otherwise empty.
    circumstances
        The world with which the history was run, including longer hours set by reviews; None if the history was loaded
        or came from another process.
    """

    seed: int
    replication: int
    world: int
    mover: Table
    visit: Table
    sortie: Table
    shut: Table
    drawn: npt.NDArray[np.float64]
    end: int
    stuck: tuple[Wait, ...] = field(default=())
    reviewed: Table = field(default_factory=lambda: np.zeros(0, history.Reviewed.dtype))
    given: Table = field(default_factory=lambda: np.zeros(0, history.Given.dtype))
    stay: Table = field(default_factory=lambda: np.zeros(0, history.Stay.dtype))
    offloaded: Table = field(default_factory=lambda: np.zeros(0, history.Offloaded.dtype))
    ground: Table = field(default_factory=lambda: np.zeros(0, history.Ground.dtype))
    duty: Table = field(default_factory=lambda: np.zeros(0, history.Duty.dtype))
    missed: Table = field(default_factory=lambda: np.zeros(0, history.Missed.dtype))
    circumstances: World | None = field(default=None, compare=False)

    def __repr__(self) -> str:
        """Return a summary: seed, replication, movers out, sorties out with a load, end, and waits without end."""
        out, flown = (int((table["fate"] == Fate.OUT).sum()) for table in (self.mover, self.sortie))
        address = f"seed={self.seed}, replication={self.replication}"
        movers = f"{out:,} of {len(self.mover):,} movers out"
        sorties = f"{flown:,} of {len(self.sortie):,} sorties loaded"
        waits = f", {len(self.stuck)} waits without end" if self.stuck else ""
        return f"<Trajectory {address}: {movers}, {sorties}, ended {self.end:,} s after the start{waits}>"


def in_order(missed: Table) -> Table:
    """Return the table of missed calls, sorted by instant, call, sortie and mover."""
    if not len(missed):
        return missed.copy()
    return missed[np.lexsort((missed["mover"], missed["sortie"], missed["call"], missed["at"]))]


def fingerprint(trajectory: Trajectory) -> str:
    """Return a digest of every bit of the tables and drawn unknowns of a history.

    Columns for a feature that the history does not use are left out (`Column.unused`).
    """
    digest = hashlib.blake2b(digest_size=16)
    for table, row in HISTORY.items():
        for name in row.dtype.names or ():
            values = getattr(trajectory, table)[name]
            if not is_unused(row.columns[name], values):
                digest.update(np.ascontiguousarray(values).tobytes())
    digest.update(trajectory.drawn.tobytes())
    return digest.hexdigest()

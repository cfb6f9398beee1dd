"""What happened in one replication, as tables."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from sim.model.schema import history
from sim.model.schema.history import HISTORY
from sim.model.schema.row import Table
from sim.model.terms import Fate

if TYPE_CHECKING:
    from sim.model.world.world import World

__all__ = ["Trajectory", "Wait", "fingerprint", "in_order"]

LATER: Final = frozenset({("sortie", "configuration")})
"""Columns that enter the fingerprint only if they are used: so the fingerprints of older histories do not change."""


@dataclass(frozen=True)
class Wait:
    """One wait of a stuck history: what waits, and for what.

    Attributes
    ----------
    lot, people, site
        Row of the group or lot that waits, the number of its members that wait, and where.
    reason
        `hold`, `floor`, `staff`, `closed` (a station that never opens again) or `lift`.
    on
        Row of the hold, station or lift table that `reason` names; -1 for load teams.
    waits_for
        Rows of the groups and lots that would have to leave first.
    """

    lot: int
    count: int
    reason: str
    on: int
    waits_for: tuple[int, ...]


@dataclass(frozen=True, repr=False)
class Trajectory:
    """One sampled history.

    Attributes
    ----------
    mover
        One row per person or item, in the order of lots and indices (`schema.history.Mover`). `up` is 0 for movers that
        left before the start, and NEVER for movers that did not leave by the horizon.
    visit
        Visits to stations and rides on lifts, sorted by (mover, arrived, place, attempt). A visit that never began
        has started = NEVER.
    sortie
        Every mission or trip that was tasked, or struck at tasking, in the order of decisions.
    shut
        Closed intervals, as drawn.
    reviewed
        What reviews saw and did, in order.
    given
        Items moved from shipping to another way, in the order of decisions.
    stay
        Stays of movers that go out over several places, by mover and instant.
    offloaded
        Sorties that set down at a hub, a base or a gate, in that order.
    ground
        Tasks of ground times, in the order in which they began.
    duty
        Legs that crews flew or drove, in the order in which crews were assigned.
    missed
        Movers that were called for a sortie and did not ride on it, by instant, call, sortie and mover.
    drawn
        What was drawn for each uncertain entry, in the units of the file, shape (n_uncertain,).
    end
        Instant at which the history ended: no mover was left, or the horizon was reached [s].
    stuck
        The waits that could never end, if required movers remained that nothing could move; else empty.
    circumstances
        The world it was run with, including longer hours set by reviews; None if no engine of this process has run it.
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
        """Return its address and its numbers of movers out and sorties loaded; the tables are attributes."""
        out, flown = (int((table["fate"] == Fate.OUT).sum()) for table in (self.mover, self.sortie))
        address = f"seed={self.seed}, replication={self.replication}"
        movers = f"{out:,} of {len(self.mover):,} movers out"
        sorties = f"{flown:,} of {len(self.sortie):,} sorties loaded"
        waits = f", {len(self.stuck)} waits without end" if self.stuck else ""
        return f"<Trajectory {address}: {movers}, {sorties}, over {self.end:,} s after the start{waits}>"


def in_order(missed: Table) -> Table:
    """Return missed calls in their canonical order: by instant, call, sortie and mover."""
    return missed[np.lexsort((missed["mover"], missed["sortie"], missed["call"], missed["at"]))]


def fingerprint(trajectory: Trajectory) -> str:
    """Return a digest of every table; it differs if two histories differ in any bit."""
    digest = hashlib.blake2b(digest_size=16)
    for table, row in HISTORY.items():
        for name in row.dtype.names or ():
            if (table, name) in LATER and not getattr(trajectory, table)[name].any():
                continue
            digest.update(np.ascontiguousarray(getattr(trajectory, table)[name]).tobytes())
    digest.update(trajectory.drawn.tobytes())
    return digest.hexdigest()

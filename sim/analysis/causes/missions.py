"""The missions of a history laid out for the compiled part of the walk."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from sim.analysis.causes.kernels.tables import Cursor, LiftReasons, Rider, Span, Stretch
from sim.analysis.causes.pieces import HOURS, OPEN
from sim.analysis.causes.reason import Kind
from sim.model.schema.history import Sortie
from sim.model.schema.row import Table
from sim.model.terms import Fate

if TYPE_CHECKING:
    from sim.analysis.causes.log import Log

__all__ = ["Missions", "load"]

RUNWAY = 0
LIFT_REASONS = (Kind.MISSIONS, Kind.CANCELLED, Kind.NOT_TASKED, Kind.DELAY)
Ints = npt.NDArray[np.int64]


class Missions:
    """Tables by sortie and by lift, and memory, for `sim.analysis.causes.kernels.missions`.

    Attributes
    ----------
    riders, first
        Who was on each sortie, by sortie and then mover (`Rider`), and where those of each begin.
    """

    def __init__(self, log: "Log", riders: Table, first: Ints) -> None:
        self._log, self.riders, self.first = log, riders, first
        self.sorties: Any = log.trajectory.sortie

    @cached_property
    def of_lift(self) -> list[Ints]:
        """Sorties of each lift in the order in which they were planned to arrive."""
        return [np.array(rows, np.int64) for rows in self._log.slots]

    @cached_property
    def spans(self) -> list[Table]:
        """When each lift may not come (`Span`)."""
        return [np.array(spans, Span.dtype) for spans in self._log.barred]

    @cached_property
    def reasons(self) -> list[Table]:
        """Reasons of each lift (`LiftReasons`), shape (1,) each."""
        at = self._log.reasons.at
        return [
            np.array([tuple(at(kind, lift) for kind in LIFT_REASONS)], LiftReasons.dtype)
            for lift in range(len(self._log.lifts))
        ]

    @cached_property
    def first_attempt(self) -> Ints:
        """Row of the first attempt at the mission of each sortie, shape (n_sorties,)."""
        log = self._log
        addresses = zip(log.sortie["lift"], log.sortie["number"], strict=True)
        return np.array([log.trip[address] for address in addresses], np.int64)

    @cached_property
    def kept_out(self) -> Ints:
        """Reason that kept each sortie that was diverted from landing, shape (n_sorties,); -1 for others."""
        found = np.full(len(self.sorties), -1, np.int64)
        for row in np.flatnonzero(self.sorties["fate"] == Fate.DIVERTED).tolist():
            found[row] = _kept_out(self._log, row)
        return found

    @cached_property
    def memory(self) -> tuple[Table, Table, Ints]:
        """A cursor, and what a walk over the missions of a lift may write: spans, and sorties."""
        many = len(self.sorties)
        most = many + 2 * max(map(len, self.spans), default=0) + 3
        return np.zeros(1, Cursor.dtype), np.empty(most, Stretch.dtype), np.empty(many + 1, np.int64)


def load() -> None:
    """Call what is compiled with tables of nothing, so that it is compiled, or loaded from the disk."""
    from sim.analysis.causes.kernels.missions import back_over_missions, barred_by, became, join, wait

    cursors, links = np.zeros(1, Cursor.dtype), np.empty(1, Stretch.dtype)
    sorties, spans, riders = np.zeros(1, Sortie.dtype), np.empty(0, Span.dtype), np.empty(0, Rider.dtype)
    rows, reasons = np.zeros(2, np.int64), np.zeros(1, LiftReasons.dtype)
    join(cursors, riders, rows, 0)
    wait(cursors, spans, links, 0, 0, 0)
    barred_by(spans, 0, 0)
    became(sorties, spans, rows, reasons, 0, 0)
    back_over_missions(cursors, sorties, rows, spans, reasons, rows, rows, riders, rows, links, rows)


def _kept_out(log: "Log", row: int) -> int:
    """Reason for which a sortie could not land as long as it could hold: closed hours, an outage, or no spot."""
    site, lift = log.sortie["site"][row], log.lifts[log.sortie["lift"][row]]
    gave_up = log.sortie["overhead"][row] + log.world.whole(lift.holding_s)
    what = next(piece for _, piece in log.pieces(RUNWAY, site, gave_up, gave_up + 1))
    if what == OPEN:
        return log.reasons.at(Kind.SPOTS, site)
    return log.reasons.at(Kind.RUNWAY_HOURS, site) if what == HOURS else log.reasons.at(Kind.OUTAGE, what)

"""Crises: each begins at an instant that no decision knows in advance.

A crisis may release movers, lift holds, put people first when sorties are loaded, and dispose of equipment.
"""

from functools import partial
from typing import TYPE_CHECKING

from simpy.events import Event

from sim.engines.simpy.mover import boards
from sim.model.calendars import NEVER
from sim.model.terms import Way
from sim.model.world.crises import holds_of, sites_of

if TYPE_CHECKING:
    from sim.engines.simpy.drawdown import Drawdown
    from sim.engines.simpy.lot import Lot

__all__ = ["Crises"]

SHIP, ABANDON = int(Way.SHIP), int(Way.ABANDON)


class Crises:
    """The crises of a drawdown: each makes all its changes in one decision, before all other decisions of that instant.

    Attributes
    ----------
    due
        For each crisis: whether it has begun at this instant and its effects are still to come.
    """

    def __init__(self, drawdown: "Drawdown") -> None:
        self.drawdown, self.env = drawdown, drawdown.env
        self.due = [False] * len(drawdown.world.crises)
        self.points = [drawdown.settle.point(partial(self._decide, row)) for row in range(len(self.due))]
        self._freed: dict[int, Event] = {}

    def begin(self) -> None:
        """Schedule the beginning of each crisis; no decision knows of it in advance."""
        for row, at in enumerate(self.drawdown.world.crises):
            if at < NEVER:
                self.env.call(at, partial(self._come, row))

    def released(self, lot: "Lot", instant: int) -> Event:
        """Return an event that happens at an instant [s], or earlier if a crisis releases the lot."""
        date = self.env.at(instant)
        if not self.due:
            return date
        if lot.row not in self._freed:
            self._freed[lot.row] = self.env.event()
        return date | self._freed[lot.row]

    def _come(self, row: int) -> None:
        """Mark that a crisis begins at this instant."""
        self.due[row] = True
        self.drawdown.settle.mark(self.points[row])

    def _decide(self, row: int) -> bool:
        """If a crisis has begun now, make all its changes; return whether it has."""
        if not self.due[row]:
            return False
        self.due[row] = False
        drawdown, now, spec = self.drawdown, self.env.now, self.drawdown.world.rows("crisis")[row]
        sites = set(sites_of(drawdown.world, row))
        for lot in drawdown.force.lots if spec.release else ():
            if not lot.is_stop and lot.spec.site in sites:
                lot.release_all(now)
                for mover in sorted(drawdown.force.barred & set(lot.members)):
                    self.env.call(now, partial(boards, drawdown, mover))
                freed = self._freed.get(lot.row)
                if freed is not None and not freed.triggered:
                    freed.succeed()
        if spec.release:
            drawdown.tasking.requests.ahead.begin_again()
        for hold in holds_of(drawdown.world, row):
            drawdown.holds.lift(hold)
        for site in sites if spec.people_first else ():
            drawdown.ramps[site].people_first = True
        if spec.way != SHIP:
            self._dispose(sites, spec.way)
        drawdown.holds.changed()
        drawdown.changes.all_changed()
        return True

    def _dispose(self, sites: set[int], way: int) -> None:
        """Move wanted equipment at some sites to `way` if its lot may take that way; with ABANDON, leave it behind."""
        force, changes = self.drawdown.force, self.drawdown.changes
        left: list[int] = []
        for lot in force.lots:
            if lot.spec.site not in sites or lot.required or lot.person or lot.dropped or lot.outside or lot.road:
                continue
            options = self.drawdown.world.rows("option")[lot.spec.options_first : lot.spec.options_last]
            if all(option.way != way for option in options):
                continue
            movers = [mover for mover in force.still_here(lot) if force.to_ship(mover)]
            if way == ABANDON:
                left += movers
            else:
                for mover in movers:
                    changes.give_up(mover, way)
        if left:
            changes.leave(left)

"""Departures from a site: the sorties that wait to take off, and the conditions that each of them has to meet."""

from functools import partial
from typing import TYPE_CHECKING

from sim.engines.simpy.numbered import LONG_AGO
from sim.engines.simpy.planning import start_for
from sim.model import calendars
from sim.model.calendars import NEVER
from sim.model.terms import Cause, Fate

if TYPE_CHECKING:
    from sim.engines.simpy.ramp import Ramp
    from sim.engines.simpy.sortie import Sortie

__all__ = ["Departures"]


class Departures:
    """Sorties of one site that wait to take off.

    Attributes
    ----------
    ready
        The sorties that wait.
    last
        For each lift with `headway_h`, by row: when one of its sorties last took off [s]; no entry before the first.
    """

    def __init__(self, ramp: "Ramp") -> None:
        self.ramp, self.drawdown, self.env = ramp, ramp.drawdown, ramp.env
        self.ready: list[Sortie] = []
        self.last: dict[int, int] = {}

    def line_up(self, sortie: "Sortie") -> None:
        """Add a sortie that is ready to take off."""
        self.ready.append(sortie)
        self.mark()
        crews = self.drawdown.crews[sortie.lift.row]
        if crews is not None and sortie.crew >= 0:
            self.env.call(crews.last_start(sortie) + 1, self.mark)

    def mark(self) -> None:
        """Mark that a sortie may be able to take off."""
        self.drawdown.settle.mark(self.ramp.taking_off)

    def decide(self) -> bool:
        """Make one decision, if any is possible; return whether one was made.

        First, a crew that can no longer end the leg out within its duty day stands down. If there is none and the
        runway is open, sorties are tried in the order in which they became ready, until one is unloaded, because it may
        not set down at its destination now, or takes off, because all its conditions are met.
        """
        now = self.env.now
        for sortie in self.ready:
            crews = self.drawdown.crews[sortie.lift.row]
            if crews is not None and sortie.crew >= 0 and not crews.can_go_on(sortie):
                crews.stand_down(sortie)
                return True
        if not self.ready or not calendars.is_open(*self.ramp.runway, now):
            return False
        for since, _, sortie in sorted((self._ready_since(sortie), sortie.row, sortie) for sortie in self.ready):
            lift = sortie.lift
            if since == NEVER:
                self._look_again(sortie, calendars.next_open(*lift.works(sortie), now))
                continue
            if lift.sets_down and sortie.movers and not self._may_set_down(sortie):
                self._unload(sortie)
                return True
            leg = lift.on_the_way(sortie, 1, now)
            enabled = self._enabled(sortie, leg, since)
            if enabled is not None:
                self._up(sortie, leg, enabled)
                return True
        return False

    def _may_set_down(self, sortie: "Sortie") -> bool:
        """Return whether permission now allows a sortie to set down at its destination."""
        return calendars.is_open(*self.drawdown.world.set_down[sortie.lift.row], self.env.now)

    def _ready_since(self, sortie: "Sortie") -> int:
        """Return when a sortie became ready with a tail that can fly [s]; NEVER while the tail cannot fly."""
        if sortie.lift.spec.capable_s < 0:
            return sortie.ready
        return max(sortie.ready, calendars.opened_at(*sortie.lift.works(sortie), self.env.now))

    def _enabled(self, sortie: "Sortie", leg: int, since: int) -> dict[Cause, int] | None:
        """Return since when each condition of a departure has been met [s]; None if one is not met."""
        now, lift = self.env.now, sortie.lift
        enabled = {Cause.ARRIVAL: since, Cause.RUNWAY: calendars.opened_at(*self.ramp.runway, now)}
        if lift.rests:
            if not calendars.is_open(*lift.moves, now):
                return None
            enabled[Cause.SHIFT] = calendars.opened_at(*lift.moves, now)
        if lift.headway:
            enabled[Cause.HEADWAY] = self.last.get(lift.row, LONG_AGO) + lift.headway
            if enabled[Cause.HEADWAY] > now:  # the previous departure has scheduled a check for that instant
                return None
        if lift.sets_down:
            opens, closes = self.drawdown.world.airfield[lift.to]
            if not calendars.is_open(opens, closes, now + leg):
                self._look_again(sortie, start_for(lift, sortie, 1, calendars.next_open(opens, closes, now + leg), now))
                return None
            opened = calendars.opened_at(opens, closes, now + leg)
            if opened > 0:
                enabled[Cause.RUNWAY] = max(enabled[Cause.RUNWAY], start_for(lift, sortie, 1, opened, 0))
        crews = self.drawdown.crews[lift.row]
        if crews is not None and sortie.crew < 0:
            if not crews.any_rested():
                return None
            enabled[Cause.CREW] = crews.rested_since()
        return enabled

    def _look_again(self, sortie: "Sortie", due: int) -> None:
        """Schedule another check of a sortie at an instant [s], unless it is scheduled already."""
        if sortie.waits_until != due:
            sortie.waits_until = due
            self.env.call(due, self.mark)

    def _unload(self, sortie: "Sortie") -> None:
        """Unload a sortie because it may not set down at its destination now."""
        self.ready.remove(sortie)
        sortie.fate = Fate.TURNED_BACK
        self.drawdown.changes.unload(sortie)
        sortie.empty()
        self._leave_spot(sortie)
        sortie.answer.succeed()

    def _up(self, sortie: "Sortie", leg: int, enabled: dict[Cause, int]) -> None:
        """Let a sortie take off; it arrives `leg` seconds later. `enabled`: since when each condition is met [s]."""
        now, lift = self.env.now, sortie.lift
        self.ready.remove(sortie)
        sortie.ready, sortie.up, sortie.arrived = enabled[Cause.ARRIVAL], now, now + leg
        sortie.fate = Fate.OUT if sortie.movers else Fate.EMPTY
        sortie.up_cause = self.drawdown.cause(enabled)
        crews = self.drawdown.crews[lift.row]
        if crews is not None:
            crews.depart(sortie)
        if lift.headway:
            self.last[lift.row] = now
            self.env.call(now + lift.headway, partial(self.drawdown.settle.mark, self.ramp.taking_off))
        self._leave_spot(sortie)
        if sortie.movers:
            self.drawdown.changes.went(sortie)
        self.drawdown.hooks.departed(sortie)
        self.drawdown.choosing.departed(sortie.site, lift.row)
        sortie.answer.succeed()

    def _leave_spot(self, sortie: "Sortie") -> None:
        """Free the parking spot of a sortie, if its lift uses the ramp."""
        if sortie.lift.uses_ramp:
            self.ramp.leave_spot(sortie, sortie.spot, sortie.row)

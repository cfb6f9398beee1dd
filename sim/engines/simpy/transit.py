"""The state of movers on their way: they take off, go on to a stop, cross the border, come back or are unloaded."""

from bisect import insort
from typing import TYPE_CHECKING

from sim.model.calendars import NEVER
from sim.model.terms import Fate

if TYPE_CHECKING:
    from sim.engines.simpy.force import Force
    from sim.engines.simpy.lot import Lot
    from sim.engines.simpy.sortie import Sortie

Stay = tuple[int, int, int, int, int, int]
"""A stay of a mover at one place: (mover, site, sortie that took it away or -1, arrived [s], staged [s], left [s])."""
Net = dict[int, int]
"""Row of a lot or stop -> net decrease of the members that have yet to leave it; negative for an increase."""


class Transit:
    """Moves movers from place to place and out; records the stays of movers that pass a stop or have come back.

    Attributes
    ----------
    stays
        Rows of the table of stays.
    """

    def __init__(self, force: "Force") -> None:
        self.force = force
        self.stays: list[Stay] = []

    def take_off(self, sortie: "Sortie", now: int) -> Net:
        """Record that the movers of a sortie have left; return the net decreases.

        Movers whose leg ends at a stop are on their way to that stop, and have left the country if it lies abroad. All
        other movers have left the country.
        """
        force, lots = self.force, self.force.lots
        gone: Net = {}
        for mover in sortie.movers:
            lot = lots[force.lot[mover]]
            gone[lot.row] = gone.get(lot.row, 0) + 1
            if not lot.is_stop:
                force.off[mover] = now
            to = sortie.to.get(lot.row, -1)
            if to >= 0 or lot.is_stop or mover in force.since:
                self._note_stay(lot, mover, sortie.row, now)
            if not lot.outside and (to < 0 or lots[to].outside or lots[to].road):
                force.last_leg[mover] = now
            if not lot.outside and (to < 0 or lots[to].outside):
                self._out(mover, now)
            if to >= 0:
                self._join(mover, lots[to])
        for row, many in gone.items():
            lot = lots[row]
            lot.to_leave -= many
            lot.present -= many
            self._off_board(lot, many)
        for row, to in sortie.to.items():
            if to >= 0:
                kg = sum(force.kg[mover] for mover in sortie.movers if force.lot[mover] == to)
                lots[to].inbound[sortie.row] = (sortie.arrived, gone[row], kg)
                gone[to] = gone.get(to, 0) - gone[row]
        return gone

    def land(self, sortie: "Sortie") -> None:
        """Record that a sortie has set down its load, which therefore is no longer on its way to a stop."""
        for to in sortie.to.values():
            if to >= 0:
                self.force.lots[to].inbound.pop(sortie.row, None)

    def cross(self, sortie: "Sortie", now: int) -> Net:
        """Record that the movers of a sortie on a road have crossed the border; return the net decreases."""
        force, gone = self.force, Net()
        for mover in sortie.movers:
            lot = force.lots[force.lot[mover]]
            if lot.road:
                gone[lot.row] = gone.get(lot.row, 0) + 1
                lot.to_leave -= 1
                lot.coming -= 1
                self._out(mover, now)
                if lot.then >= 0:
                    self._join(mover, force.lots[lot.then])
        return gone

    def come_back(self, sortie: "Sortie", now: int) -> Net:
        """Record that the movers of a sortie are back where they boarded and staged again; return the net decreases."""
        force, net = self.force, Net()
        back = {to: force.lots[row] for row, to in sortie.to.items()}
        for mover in sortie.movers:
            stop = force.lots[force.lot[mover]]
            lot = back[stop.row]
            stop.to_leave -= 1
            stop.coming -= 1
            lot.to_leave += 1
            lot.present += 1
            force.lot[mover] = lot.row
            force.since[mover] = force.staged_at[mover] = now
            force.anew.pop(mover, None)
            if not lot.is_stop:
                force.off[mover] = NEVER
            if not lot.outside:
                force.last_leg[mover] = NEVER
            self._put_back(lot, mover)
            net[lot.row] = net.get(lot.row, 0) - 1
            net[stop.row] = net.get(stop.row, 0) + 1
        return net

    def unload(self, movers: list[int]) -> None:
        """Put movers back into staging from a sortie that has not taken off; they keep their time of staging."""
        for mover in movers:
            lot = self.force.lots[self.force.lot[mover]]
            self._off_board(lot, 1)
            self._put_back(lot, mover)

    def last_stays(self) -> list[Stay]:
        """Return the stays that are not over when the history ends: of movers at a stop, or back from a leg."""
        force = self.force
        stays = []
        for mover, since in sorted(force.since.items()):
            lot = force.lots[force.lot[mover]]
            staged = force.staged_abroad.get(mover, NEVER) if lot.outside else force.staged_at[mover]
            stays.append((mover, lot.spec.site, -1, since, staged, NEVER))
        return stays

    def _out(self, mover: int, now: int) -> None:
        """Record that a mover has left the country."""
        self.force.up[mover] = now
        self.force.fate[mover] = int(Fate.OUT)
        self.force.remaining -= 1

    def _join(self, mover: int, stop: "Lot") -> None:
        """Record that a mover is on its way to a stop."""
        self.force.lot[mover] = stop.row
        stop.to_leave += 1
        stop.coming += 1
        if not (stop.outside or stop.road):
            self.force.staged_at[mover] = NEVER

    def _note_stay(self, lot: "Lot", mover: int, sortie: int, up: int) -> None:
        """Record the stay at a place that a mover ends by taking off at `up` [s]."""
        force = self.force
        arrived = force.since.pop(mover, force.arrived[mover])
        staged = force.staged_abroad.pop(mover, NEVER) if lot.outside else force.staged_at[mover]
        self.stays.append((mover, lot.spec.site, sortie, arrived, staged, up))

    def _off_board(self, lot: "Lot", many: int) -> None:
        """Count members as no longer loaded: their sortie has taken off, or has been unloaded again."""
        lot.loaded -= many
        self.force.aboard[lot.row] = lot.loaded
        if not lot.loaded:
            del self.force.aboard[lot.row]

    def _put_back(self, lot: "Lot", mover: int) -> None:
        """Put a mover that has been on a sortie back into staging."""
        force = self.force
        lot.staged += 1
        lot.here_kg += force.kg[mover]
        if not lot.outside:
            force.sortie[mover] = -1
        insort(force.staged[lot.spec.site], force.entry(mover))

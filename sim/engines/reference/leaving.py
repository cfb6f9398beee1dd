"""What stays behind: wanted movers, at their date, or when only they would hold the last people."""

from typing import TYPE_CHECKING

from sim.model.calendars import NEVER

if TYPE_CHECKING:
    from sim.engines.reference.drawdown import Drawdown
    from sim.engines.reference.force import Lot
    from sim.engines.reference.holds import Going, Hold


class Leaving:
    """Decides when wanted movers are left behind; one decision point for all sites."""

    def __init__(self, house: "Drawdown") -> None:
        self.house, self.env = house, house.env
        self.point = house.settle.point(self._decide)
        lots = house.force.lots
        self.wanted = [lot for lot in lots if not lot.required and lot.many]
        self.undated = [lot for lot in self.wanted if lot.spec.leave_after == NEVER]
        self.dates = {max(0, lot.spec.leave_after) for lot in self.wanted} - {NEVER}
        self.required: dict[int, list[Lot]] = {}
        for lot in lots:
            if lot.required and lot.many:
                self.required.setdefault(lot.spec.site, []).append(lot)

    def begin(self) -> None:
        """Note the dates at which something is left behind, or at which a date no longer holds anybody."""
        dates = set(self.dates)
        if self.wanted:
            dates |= {hold.spec.not_before for hold in self.house.holds.holds}
            dates |= {lot.spec.release for lot in self.house.force.lots}
        for instant in dates:
            self.env.call(instant, self.look)
        self.look()

    def look(self) -> None:
        """Note that people may be waiting for nothing but wanted movers."""
        if self.wanted:
            self.house.settle.mark(self.point)

    def _decide(self) -> bool:
        now = self.env.now
        only: dict[int, bool] = {}
        # The dated ones need no look on other days than their own: all of them go in one instant.
        for lot in self.wanted if now in self.dates else self.undated:
            if lot.dropped or lot.waiting == 0:
                continue
            site = lot.spec.site
            if lot.spec.leave_after == NEVER and site not in only:
                only[site] = self._only_it_holds(site)
            if now >= lot.spec.leave_after or (lot.spec.leave_after == NEVER and only[site]):
                self.house.leave_behind(lot)
                return True
        return False

    def _only_it_holds(self, site: int) -> bool:
        """Whether the required movers of a site are gone, or those still there wait for nothing but wanted ones.

        They wait for wanted ones if none of them could go, even together and in time, but somebody could once all
        wanted movers had gone. What is being loaded counts as gone, but it is gone only at wheels-up.
        """
        holds, now = self.house.holds, self.env.now
        waiting = []
        for lot in self.required.get(site, ()):
            if not lot.waiting:
                continue
            if lot.coming or holds.kept(lot) == 0 or lot.waiting > lot.staged + self._held(lot):
                return False  # somebody is still on his way, or free to go
            waiting.append(lot)
        if not waiting:
            return site in self.required and not any(lot.to_leave for lot in self.required[site])
        if any(holds.together(waiting, holds.eventually).values()):
            return False
        wanted_gone = {lot.row: lot.waiting for lot in self.wanted}

        def due(hold: "Hold", going: "Going") -> bool:
            return now >= hold.spec.not_before and holds.eventually(hold, going)

        return any(holds.together(waiting, due, wanted_gone).values())

    def _held(self, lot: "Lot") -> int:
        """Members that a hold, and no date, keeps from beginning."""
        held = self.house.holds.begin_hold(lot) is not None and self.env.now >= lot.spec.release
        return lot.held if held else 0

"""When wanted movers are left behind: on a date, when a hold clears, or when required movers wait only for them."""

from typing import TYPE_CHECKING, Any

from sim.model.calendars import NEVER
from sim.model.counts import can_be_left, may_be_left
from sim.model.holding import are_all_kept, held_by_hold
from sim.model.terms import Way

if TYPE_CHECKING:
    from sim.engines.simpy.drawdown import Drawdown
    from sim.engines.simpy.lot import Lot


class Leaving:
    """Decides when wanted movers are left behind, at one decision point of `settle.py` for all sites.

    Attributes
    ----------
    wanted, undated
        The lots that may be left behind, and the rows of those for which neither a date nor a hold is stated.
    dates
        The dates on which lots are left behind [s].
    required
        The required lots of each site.
    """

    def __init__(self, drawdown: "Drawdown") -> None:
        self.drawdown, self.env = drawdown, drawdown.env
        self.point = drawdown.settle.point(self._decide)
        lots = drawdown.force.lots
        inside = [lot for lot in lots if lot.many and not (lot.outside or lot.road)]
        stated = ((lot, lot.spec.way, lot.spec.leave_after, lot.spec.leave_hold) for lot in inside)
        self.wanted = [lot for lot, *terms in stated if may_be_left(lot.required, *terms)]
        self.undated = {lot.row for lot in self.wanted if lot.spec.leave_after == NEVER and lot.spec.leave_hold < 0}
        self.dates = {max(0, lot.spec.leave_after) for lot in self.wanted} - {NEVER}
        self.required: dict[int, list[Lot]] = {}
        for lot in lots:
            if lot.required and lot.many and not (lot.outside or lot.road):
                self.required.setdefault(lot.spec.site, []).append(lot)

    def begin(self) -> None:
        """Schedule checks on the dates on which lots are left behind, holds may clear, or lots begin to be released."""
        dates = set(self.dates)
        if self.wanted:
            dates |= {hold.not_before for hold in self.drawdown.holds.holds}
            dates |= {lot.released_from for lot in self.drawdown.force.lots}
        for instant in dates:
            self.env.call(instant, self.look)
        self.look()

    def look(self) -> None:
        """Mark that required movers may be waiting only for wanted ones, or that a lot may be due to be left behind."""
        if self.wanted:
            self.drawdown.settle.mark(self.point)

    def _decide(self) -> bool:
        """Leave one lot behind, or move it to another way, if it is time to do so; return whether there was one."""
        now = self.env.now
        only_wanted: dict[int, bool] = {}
        dated = now in self.dates  # on the date of a lot, all its members are left at once: no later check is needed
        for lot in self.wanted:
            due = self._hold_clears_now(lot) or (dated and now >= lot.spec.leave_after)
            undated = lot.row in self.undated
            if lot.dropped or not (due or undated) or not self._can_drop(lot):
                continue
            site = lot.spec.site
            if undated and site not in only_wanted:
                only_wanted[site] = self._waits_only_for_wanted(site)
            if due or only_wanted[site]:
                self._drop(lot)
                return True
        return False

    def _hold_clears_now(self, lot: "Lot") -> bool:
        """Return whether the hold that leaves a lot behind clears at this instant."""
        row = lot.spec.leave_hold
        return bool(row >= 0 and self.drawdown.holds.holds[row].cleared_at == self.env.now)

    def _can_drop(self, lot: "Lot") -> bool:
        """Return whether some members of a lot that have yet to leave could be left behind or take another way."""
        if not (self._may_stay(lot) or self._options(lot)):
            return False
        counted = lot.present, lot.to_leave, lot.loaded, lot.disposing, lot.disposing_here
        return can_be_left(self._may_stay(lot), lot.is_stop, *counted)

    def _may_stay(self, lot: "Lot") -> bool:
        """Return whether a lot may be left behind: people always may, equipment only if it may be abandoned."""
        return lot.person or any(option.way == Way.ABANDON for option in self._options(lot))

    def _options(self, lot: "Lot") -> list[Any]:
        """Return the ways other than shipping that a lot may take, as rows of the plan."""
        return self.drawdown.world.rows("option")[lot.spec.options_first : lot.spec.options_last]

    def _drop(self, lot: "Lot") -> None:
        """Leave a lot behind or, if that is not allowed, move it to the first other way open at its site."""
        if self._may_stay(lot):
            self.drawdown.changes.leave_behind(lot)
            return
        for mover in self.drawdown.force.still_here(lot):
            if self.drawdown.force.to_ship(mover):
                self.drawdown.changes.give_up(mover, self._options(lot)[0].way)

    def _waits_only_for_wanted(self, site: int) -> bool:
        """Return whether a site had required movers, and those yet to leave, if any, wait only for wanted movers.

        Required movers wait only for wanted ones if none of them could go, even all together and with holds judged
        without their dates, but some could go once all wanted movers had left. Holds count movers that are being loaded
        as gone.
        """
        holds = self.drawdown.holds
        waiting = []
        for lot in self.required.get(site, ()):
            if any(self.drawdown.force.lots[row].to_leave for row in self.drawdown.routes.before(lot.row)):
                return False  # movers may still come here
            if lot.disposing:
                return False  # items are still on a way other than shipping
            if not lot.waiting:
                continue
            if not are_all_kept(lot.waiting, lot.coming, lot.staged, self._held(lot), holds.kept(lot)):
                return False  # movers are still on their way, or free to go
            waiting.append(lot)
        if not waiting:
            return site in self.required and not any(lot.to_leave for lot in self.required[site])
        if any(holds.together(waiting, holds.eventually).values()):
            return False
        wanted_gone = {lot.row: lot.to_leave - lot.loaded for lot in self.wanted}
        return any(holds.together(waiting, holds.due, wanted_gone).values())

    def _held(self, lot: "Lot") -> int:
        """Return how many members of a lot a hold, but no date, keeps from beginning."""
        begin_hold = self.drawdown.holds.begin_hold(lot) is not None
        return held_by_hold(lot.held, self.drawdown.force.dated(lot, self.env.now), begin_hold)

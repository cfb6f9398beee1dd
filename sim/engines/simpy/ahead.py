"""What known dates will have let go by an instant: for lifts that are asked for ahead of them."""

from collections.abc import Collection
from functools import partial
from typing import TYPE_CHECKING

from sim.engines.simpy.numbered import LONG_AGO
from sim.model.calendars import NEVER
from sim.model.counts import begins_by
from sim.model.holding import is_met_by_all, met_together, opens_at

if TYPE_CHECKING:
    from sim.engines.simpy.drawdown import Drawdown
    from sim.engines.simpy.holds import Hold
    from sim.engines.simpy.lift import Lift
    from sim.engines.simpy.lot import Lot

__all__ = ["Ahead"]


class Ahead:
    """Known dates of holds, releases and arrivals, and the lifts that are asked for so long before them.

    Attributes
    ----------
    booked_at
        When such a date came so near last that a lift may be asked for [s], by lift.
    """

    def __init__(self, drawdown: "Drawdown", lifts: "list[Lift]") -> None:
        self.drawdown = drawdown
        self.lifts = [lift for lift in lifts if lift.spec.ahead]
        self.booked_at = {lift.row: LONG_AGO for lift in lifts}

    def begin(self, lift: "Lift") -> None:
        """Look at a lift again so long before each date of those who are ready to go on their date."""
        near = (date - lift.lead for date in self._dates(lift))
        dates = sorted(instant for instant in near if instant > self.drawdown.env.now)
        self.drawdown.at_edges(dates, partial(self._date_came, lift))

    def begin_again(self) -> None:
        """Do so for the dates that hold now: a crisis has released some, and then only their arrival is a date."""
        for lift in self.lifts:
            self.begin(lift)

    def _dates(self, lift: "Lift") -> set[int]:
        """Return the dates from which those may begin who are ready to go then [s]; a crisis puts some forward."""
        lots = [lot for lot in self.drawdown.force.lots if self._at_once(lot) and lot.spec.site in lift.factors]
        return {release if lot.spec.surprises else max(arrives, release) for lot in lots if lift.carries[lot.row]
                for arrives, release in zip(lot.arrives, lot.release, strict=True)}  # fmt: skip

    def _date_came(self, lift: "Lift") -> None:
        if not self.drawdown.crises.due or self.drawdown.env.now + lift.lead in self._dates(lift):
            self._book(lift)

    def _book(self, lift: "Lift") -> None:
        self.booked_at[lift.row] = self.drawdown.env.now
        self.drawdown.settle.mark(self.drawdown.tasking.points[lift.row])

    def by(self, lift: "Lift") -> int:
        """Return up to when known dates count for what is asked for now [s]; LONG_AGO where none does."""
        return self.drawdown.env.now + lift.lead if lift.spec.ahead else LONG_AGO

    def look(self) -> None:
        """Note when each hold opens as far as is known, once holds have been judged; book what has become known."""
        holds = self.drawdown.holds.holds
        before = [hold.known for hold in holds]
        changes = True
        while changes:
            changes = False
            for hold in holds:
                known = self._known(hold)
                if known != hold.known:
                    hold.known, changes = known, True
        for hold, was in zip(holds, before, strict=True):
            if hold.known not in (was, NEVER) and not hold.cleared:
                for lift in self.lifts:
                    if hold.known - lift.lead > self.drawdown.env.now:
                        self.drawdown.env.call(hold.known - lift.lead, partial(self._book, lift))
                    else:
                        self._book(lift)

    def _known(self, hold: "Hold") -> int:
        """Return when a hold opens as things stand and by dates alone [s]; NEVER: that is not known."""
        if hold.under_way:
            return hold.opens_at
        holds, spec = self.drawdown.holds, hold.spec
        counters = range(spec.first, spec.last)
        terms = [0 if holds.remain(counter) <= holds.at_most[counter] else NEVER for counter in counters]
        terms += [other.known for other in hold.after]
        met = 0 if is_met_by_all(bool(spec.any_one), len(terms)) else NEVER
        for term in terms:
            met = met_together(bool(spec.any_one), met, term)
        return opens_at(met, hold.at_latest, hold.not_before, hold.then)

    def known_by(self, by: int) -> "Collection[Hold]":
        """Return the holds that open by an instant, as far as is known."""
        return [hold for hold in self.drawdown.holds.holds if hold.known <= by] if self.lifts else ()

    def keeps(self, row: int, by: int) -> bool:
        """Whether a hold (-1: none) will still keep anyone at an instant, as far as is known."""
        return row >= 0 and not self.drawdown.holds.holds[row].cleared and self.drawdown.holds.holds[row].known > by

    def coming(self, lot: "Lot", by: int) -> list[int]:
        """Return those who have not begun and will be staged by an instant: without stations, on their date."""
        if by < 0 or not self._at_once(lot) or not lot.held + lot.coming or self.keeps(lot.spec.begin_hold, by):
            return []
        force = self.drawdown.force
        return [
            lot.first + member
            for member, (arrives, release) in enumerate(zip(lot.arrives, lot.release, strict=True))
            if begins_by(
                force.fate[lot.first + member],
                force.way[lot.first + member],
                NEVER if lot.first + member in force.barred else force.released[lot.first + member],
                NEVER if lot.spec.surprises and force.arrived[lot.first + member] == NEVER else arrives,
                release,
                by,
            )
        ]

    def when(self, lot: "Lot", arrives: int, by: int) -> int:
        """Return up to when those of a lot count who are still to come [s]: longer where it passes no station."""
        return max(arrives, by) if self._at_once(lot) else arrives

    def _at_once(self, lot: "Lot") -> bool:
        """Whether those of a lot wait for lift as soon as they may begin: at its own site, and without stations."""
        return not lot.is_stop and bool(lot.spec.first == lot.spec.last)

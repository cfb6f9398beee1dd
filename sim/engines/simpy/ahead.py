"""Lifts that are requested ahead of known dates: which movers these dates will free, and when to check requests."""

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
    """Known dates of holds, releases and arrivals, and the lifts that are requested one lead time before them.

    Attributes
    ----------
    noted_at
        For each lift on request, by row: when a known date last came within the lead time of the lift [s]; LONG_AGO
        before the first one.
    """

    def __init__(self, drawdown: "Drawdown", lifts: "list[Lift]") -> None:
        self.drawdown = drawdown
        self.lifts = [lift for lift in lifts if lift.spec.ahead]
        self.noted_at = {lift.row: LONG_AGO for lift in lifts}

    def begin(self, lift: "Lift") -> None:
        """Schedule a check of a lift's requests one lead time before each date on which movers become ready for it."""
        near = (date - lift.lead for date in self._dates(lift))
        dates = sorted(instant for instant in near if instant > self.drawdown.env.now)
        self.drawdown.at_edges(dates, partial(self._date_came, lift))

    def begin_again(self) -> None:
        """Schedule the checks of `begin` again after a crisis: lots that it released now wait only for arrivals."""
        for lift in self.lifts:
            self.begin(lift)

    def _dates(self, lift: "Lift") -> set[int]:
        """Return the known instants at which movers that a lift may carry can begin [s].

        Only lots without stations count: their movers are staged as soon as they begin.
        """
        lots = [lot for lot in self.drawdown.force.lots if self._at_once(lot) and lot.spec.site in lift.factors]
        return {release if lot.spec.surprises else max(arrives, release) for lot in lots if lift.carries[lot.row]
                for arrives, release in zip(lot.arrives, lot.release, strict=True)}  # fmt: skip

    def _date_came(self, lift: "Lift") -> None:
        """Call `_note_date` if a date is one lead time away; a crisis may have moved the date."""
        if not self.drawdown.crises.due or self.drawdown.env.now + lift.lead in self._dates(lift):
            self._note_date(lift)

    def _note_date(self, lift: "Lift") -> None:
        """Record that a known date is at most one lead time away, so that the lift may be requested."""
        self.noted_at[lift.row] = self.drawdown.env.now
        self.drawdown.settle.mark(self.drawdown.tasking.points[lift.row])

    def by(self, lift: "Lift") -> int:
        """Return the instant until which known dates count for a request made now [s]; LONG_AGO if none counts."""
        return self.drawdown.env.now + lift.lead if lift.spec.ahead else LONG_AGO

    def look(self) -> None:
        """Record when each hold will open, if known; schedule checks of requests for dates that have become known.

        A check is due one lead time before the date, or now if that has passed.
        """
        holds = self.drawdown.holds.holds
        known_before = [hold.known for hold in holds]
        changes = True
        while changes:
            changes = False
            for hold in holds:
                known = self._known(hold)
                if known != hold.known:
                    hold.known, changes = known, True
        for hold, before in zip(holds, known_before, strict=True):
            if hold.known not in (before, NEVER) and not hold.cleared:
                for lift in self.lifts:
                    if hold.known - lift.lead > self.drawdown.env.now:
                        self.drawdown.env.call(hold.known - lift.lead, partial(self._note_date, lift))
                    else:
                        self._note_date(lift)

    def _known(self, hold: "Hold") -> int:
        """Return when a hold will open if only dates and hand-over times still keep it [s]; otherwise NEVER."""
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
        """Return the holds that are known to open by an instant; none if no lift is requested ahead of dates."""
        return [hold for hold in self.drawdown.holds.holds if hold.known <= by] if self.lifts else ()

    def keeps(self, row: int, by: int) -> bool:
        """Return whether hold `row` has not cleared and is not known to open by an instant; False if `row` is -1."""
        return row >= 0 and not self.drawdown.holds.holds[row].cleared and self.drawdown.holds.holds[row].known > by

    def coming(self, lot: "Lot", by: int) -> list[int]:
        """Return the movers of a lot that have not begun, but that known dates will have staged by an instant.

        There are none if the lot has stations or is at a stop, or if a hold will still keep it from beginning then.
        """
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
        """Return by when members must arrive to count [s]: `arrives`, or a later `by` for a lot without stations."""
        return max(arrives, by) if self._at_once(lot) else arrives

    def _at_once(self, lot: "Lot") -> bool:
        """Return whether members wait for lift as soon as they begin: the lot has no stations and is not at a stop."""
        return not lot.is_stop and bool(lot.spec.first == lot.spec.last)

"""Missions that are requested when a load is ready: whether a load is ready, and how many missions may be under way."""

from typing import TYPE_CHECKING, Any

from sim.engines.simpy import convoy
from sim.engines.simpy.ahead import Ahead
from sim.engines.simpy.chalk import first_of
from sim.engines.simpy.lift import Lift
from sim.engines.simpy.numbered import LONG_AGO
from sim.engines.simpy.sortie import Life, Sortie, mission
from sim.model import loading, requests
from sim.model.calendars import NEVER
from sim.model.driving import PLACE
from sim.model.limits import NO_LIMIT
from sim.model.parties import kept_whole
from sim.model.terms import Cause, Fate, Supply
from sim.model.world.flying import another_day
from sim.model.world.missions import WEEK
from sim.model.world.riding import full_load

if TYPE_CHECKING:
    from sim.engines.simpy.drawdown import Drawdown
    from sim.engines.simpy.lot import Lot

__all__ = ["Requests", "asked_for"]


class Asking:
    """The requests for missions of one lift.

    Attributes
    ----------
    at_once, most_per_week
        Most missions that may be under way at once, and most requests in any seven days.
    people, kg
        Number of people that is enough for a load; weight that is enough for a load [kg]; 0 where it is not stated.
    full
        One full load at mean values (`riding.full_load`).
    under_way
        Number of requested missions that are under way (`asked_for` says until when one is).
    asked
        When each mission was requested [s].
    freed_at
        When a mission last ceased to be under way [s]; LONG_AGO before the first.
    next_one
        The mission that would be requested next; None until it is created.
    """

    def __init__(self, world: Any, spec: Any) -> None:
        self.at_once = max(1, world.whole(spec.at_once_s, 1))
        self.most_per_week = max(1, world.whole(spec.most_per_week_s)) if spec.most_per_week_s >= 0 else NO_LIMIT
        self.people, self.kg = world.whole(spec.enough_people_s), world.whole(spec.enough_kg_s)
        self.full = full_load(world, spec)
        self.under_way, self.freed_at = 0, LONG_AGO
        self.asked: list[int] = []
        self.next_one: Sortie | None = None


class Requests:
    """Lifts whose missions are requested when a load is ready.

    Attributes
    ----------
    ahead
        The lifts that are requested ahead of known dates.
    """

    def __init__(self, drawdown: "Drawdown", lifts: list[Lift]) -> None:
        self.drawdown, self.env = drawdown, drawdown.env
        ready = [lift for lift in lifts if lift.spec.supply == Supply.READY]
        self.ahead = Ahead(drawdown, ready)
        self._of = {lift.row: Asking(drawdown.world, lift.spec) for lift in ready}
        self._at = [[lift.row for lift in ready if site in lift.factors] for site in range(len(drawdown.plan.site))]

    def begin(self, lift: Lift) -> None:
        """Schedule checks for when the supply begins, and for the date from which any load is enough."""
        for date in (lift.spec.begins, lift.spec.by):
            if 0 < date <= self.drawdown.plan.horizon:
                self.env.call(date, self.look)
        if lift.spec.ahead:
            self.ahead.begin(lift)

    def look(self) -> None:
        """Mark, for each lift on request, that a request may have become possible."""
        for row in self._of:
            self.drawdown.settle.mark(self.drawdown.tasking.points[row])

    def look_at(self, site: int) -> None:
        """Mark, for each lift on request that serves a site, that a request may have become possible."""
        for row in self._at[site]:
            self.drawdown.settle.mark(self.drawdown.tasking.points[row])

    def next_one(self, lift: Lift) -> Sortie:
        """Return the mission that would be requested now; it is created if it does not exist yet."""
        asking = self._of[lift.row]
        if asking.next_one is None:
            asking.next_one = Sortie(self.env, lift, len(asking.asked), 0, self.env.now, -1)
        asking.next_one.planned = self.env.now
        return asking.next_one

    def may_ask(self, lift: Lift) -> bool:
        """Return whether dates and the number of earlier requests allow a request now."""
        asking, now = self._of[lift.row], self.env.now
        if not lift.spec.begins <= now < lift.spec.until or asking.under_way >= asking.at_once:
            return False
        return sum(at > now - WEEK for at in asking.asked) < asking.most_per_week

    def ask(self, lift: Lift, site: int) -> dict[Cause, int]:
        """Count a requested mission; return what enabled the request, and when [s], except permission and need."""
        asking, now, by = self._of[lift.row], self.env.now, lift.spec.by
        limited = asking.most_per_week < NO_LIMIT
        earlier = [at for at in asking.asked if at <= now - WEEK] if limited else []
        allowed = max(earlier, default=LONG_AGO - WEEK) + WEEK  # a week after the latest request that no longer counts
        cargo = max(self.drawdown.ramps[site].changed_at, by if by <= now else LONG_AGO, self.ahead.noted_at[lift.row])
        if limited:
            self.env.call(now + WEEK, self.look)
        asking.asked.append(now)
        asking.under_way += 1
        asking.next_one = None
        return {Cause.ARRIVAL: max(asking.freed_at, lift.spec.begins, allowed), Cause.CARGO: cargo}

    def over(self, lift: Lift) -> None:
        """Record that a mission is no longer under way."""
        asking = self._of[lift.row]
        asking.under_way -= 1
        asking.freed_at = self.env.now
        self.drawdown.settle.mark(self.drawdown.tasking.points[lift.row])

    def is_ready(self, lift: Lift, site: int) -> bool:
        """Return whether the movers that may go from a site, minus a full load for each mission to come, make a load.

        Any remainder makes a load from the date `by` on, or if no more movers may come.
        """
        drawdown, asking = self.drawdown, self._of[lift.row]
        ramp, force = drawdown.ramps[site], drawdown.force
        claimed = requests.missions_coming(ramp.claimed[lift.row], lift.expected_kg)
        free = self._free(lift, site, claimed)
        if not any(free.values()):
            return False
        movers = [entry[3] for entry in first_of(drawdown, ramp, free)]
        for row, many in free.items():
            if many > force.lots[row].staged:
                coming = self.ahead.coming(force.lots[row], self.ahead.by(lift))
                movers += coming[: many - force.lots[row].staged]
        kg, mpos = sum(force.kg[mover] for mover in movers), sum(force.mpos[mover] for mover in movers)
        if lift.driven:
            mpos = PLACE * convoy.could_go((force.lots[row], many) for row, many in free.items())
            if not mpos:
                return False
        people = sum(many for row, many in free.items() if force.lots[row].person)
        litres = sum(force.litres[mover] for mover in movers)
        amounts = (kg, mpos, people, *asking.full[:3], claimed, litres, asking.full[3])
        if requests.is_ready(lift.spec.enough_part, asking.people, asking.kg, *amounts):
            return True
        if not requests.is_some_unclaimed(*amounts):
            return False
        if self.env.now >= lift.spec.by:
            return True
        required = any(many and force.lots[row].required for row, many in free.items())
        return not self._more(lift, site, required)

    def _free(self, lift: Lift, site: int, claimed: int) -> dict[int, int]:
        """Return how many members of each lot at a site may go now on a lift.

        If none may go and no mission is coming to load (`claimed` is 0), return how many could go if all left together.
        For a lift requested ahead of known dates, members freed by such dates within the lead time count too.
        """
        holds, by = self.drawdown.holds, self.ahead.by(lift)
        coming = {lot.row: self.ahead.coming(lot, by) for lot in self.drawdown.force.of_site[site]}
        lots = [
            lot
            for lot in self.drawdown.force.of_site[site]
            if (lot.staged or coming[lot.row]) and self._may(lift, site, lot)
        ]
        free = {lot.row: 0 if self.ahead.keeps(lot.spec.board_hold, by) else self._go(lift, lot, coming[lot.row], by)
                for lot in lots}  # fmt: skip
        if claimed == 0 and holds.holds and not any(free.values()):
            off = {lot.row: min(self.drawdown.choosing.kept(lot, lift), lot.here) for lot in lots}
            kept = {lot.row: kept_whole(lot.here, off[lot.row], lot.spec.party) for lot in lots}
            present = {lot.row: (lot.here, max(lot.here - lot.staged, kept[lot.row])) for lot in lots}
            free = holds.together(lots, holds.as_if, present=present)
        return free

    def _go(self, lift: Lift, lot: "Lot", coming: list[int], by: int) -> int:
        """Return how many members of a lot are kept neither by a floor nor for an earlier way out.

        The members `coming`, which known dates will have staged by `by`, count too.
        """
        away = sum(self.drawdown.force.arrived[mover] == NEVER for mover in coming)
        stay = self.drawdown.holds.floor(lot, clear=self.ahead.known_by(by))
        stay = max(stay, self.drawdown.choosing.kept(lot, lift))
        stay = kept_whole(lot.here + away, stay, lot.spec.party)
        return loading.free_to_go(lot.here + away, stay, lot.staged + len(coming))

    def _more(self, lift: Lift, site: int, required: bool) -> bool:
        """Return whether more movers (with `required`, more required ones) may still be staged at a site for a lift."""
        drawdown, by = self.drawdown, self.ahead.by(lift)
        for lot in drawdown.force.of_site[site]:
            kept = self.ahead.keeps(lot.spec.begin_hold, by)
            if (required and not lot.required) or not self._may(lift, site, lot) or kept:
                continue
            if lot.waiting > lot.staged + len(self.ahead.coming(lot, by)):
                return True
            if drawdown.ramps[site].room == NO_LIMIT and any(
                self._may_come(drawdown.force.lots[row]) for row in drawdown.routes.before(lot.row)
            ):
                return True
        return False

    def _may(self, lift: Lift, site: int, lot: "Lot") -> bool:
        """Return whether a lot may ride a lift from a site now: its way is open and, for cargo, a team can load it."""
        ramp = self.drawdown.ramps[site]
        people_only = loading.people_only(lift.uses_ramp, ramp.teams.limited, ramp.team_capacity())
        return (lot.person or not people_only) and self.drawdown.routes.may(lot, lift)

    def _may_come(self, lot: "Lot") -> bool:
        """Return whether some members of a lot may come from an earlier place: no hold or floor keeps all of them."""
        holds = self.drawdown.holds
        if holds.begin_hold(lot) or holds.board_hold(lot):
            return False
        return lot.to_leave - lot.disposing > holds.floor(lot)


def asked_for(drawdown: "Drawdown", sortie: Sortie) -> Life:
    """Run a requested mission, and record when it is no longer under way, so that another may be requested.

    A mission is under way until it has arrived at its destination. If it is waved off, it ceases to be under way at
    once. If it slips, it remains under way. If it does not take off for another reason, it ceases to be under way
    when its planned time of day next comes.
    """
    if (yield from mission(drawdown, sortie)):
        return
    over = sortie.arrived
    if sortie.up == NEVER:
        over = drawdown.env.now if sortie.fate == Fate.WAVED_OFF else another_day(sortie.planned, drawdown.env.now)
    over = max(over, sortie.tasked + 1)  # or else missions that take no time would be requested endlessly
    if over > drawdown.env.now:
        yield drawdown.env.at(over)
    drawdown.tasking.requests.over(sortie.lift)

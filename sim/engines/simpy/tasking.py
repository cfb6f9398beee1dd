"""Decides which sorties are tasked, to which site, and whether they set out; most go only if there is a need."""

from functools import partial
from typing import TYPE_CHECKING

from simpy.events import Event

from sim.engines.simpy import convoy
from sim.engines.simpy.configurations import Fit, choose
from sim.engines.simpy.lift import Lift
from sim.engines.simpy.requests import Requests, asked_for
from sim.engines.simpy.sortie import Sortie, mission
from sim.model import calendars
from sim.model.need import free_kg, going_kg, taken_by_another
from sim.model.parties import kept_whole
from sim.model.rules import site_by_rule
from sim.model.terms import Cause, Fate, Supply
from sim.model.world.missions import next_season
from sim.model.world.riding import expected_in, expected_loads

if TYPE_CHECKING:
    from sim.engines.simpy.drawdown import Drawdown
    from sim.engines.simpy.lot import Lot


class Tasking:
    """The missions and tails that wait to be sent, lift by lift.

    Attributes
    ----------
    pending, setting_out
        For each lift, sorties that wait to be tasked, and sorties that wait for the decision to set out.
    at_site
        Tails that begin at their site, until they are tasked there.
    sent
        For each lift and leg, the number of sorties tasked, excluding repeated attempts and tails that begin at a site.
    turns
        For each site, its place in the order of the sites that a review favours, from 1; 0 if it is not favoured.
    need_rose, changes
        When the need for lift may last have risen [s], and how often it may have risen.
    """

    def __init__(self, drawdown: "Drawdown") -> None:
        self.drawdown, self.env = drawdown, drawdown.env
        world = drawdown.world
        loads = expected_loads(world, world.items, world.way, world.carries)
        fitted = expected_in(world, world.items, world.way, world.configured)
        self.lifts = [Lift(drawdown.world, row, expected, fitted) for row, expected in enumerate(loads)]
        self.pending: list[list[Sortie]] = [[] for _ in self.lifts]
        self.setting_out: list[list[Sortie]] = [[] for _ in self.lifts]
        self.at_site: set[Sortie] = set()
        self.sent = [[0] * len(lift.legs) for lift in self.lifts]
        self.turns = [0] * len(drawdown.plan.site)
        self.points: list[int] = []
        self.requests = Requests(drawdown, self.lifts)
        self.need_rose = self.changes = 0

    def add_points(self) -> None:
        """Add the decision points, one per lift."""
        for lift in self.lifts:
            self.points.append(self.drawdown.settle.point(partial(self._decide, lift.row)))

    def due(self, sortie: Sortie) -> None:
        """Queue a mission or tail for the decision to task it."""
        self.pending[sortie.lift.row].append(sortie)
        self.drawdown.settle.mark(self.points[sortie.lift.row])

    slip = due

    def idle(self, sortie: Sortie, waiting_there: bool) -> None:
        """Queue a tail for the decision to send it; a tail that already waits at a site need not be sent."""
        if waiting_there:
            self.at_site.add(sortie)
        self.due(sortie)

    def need_changed(self) -> None:
        """Mark that there may be more to carry than before."""
        self.need_rose = self.env.now
        self.changes += 1
        for lift in self.lifts:
            if self.pending[lift.row]:
                self.drawdown.settle.mark(self.points[lift.row])
        self.requests.look()

    def claim(self, sortie: Sortie, sign: int) -> None:
        """Add to the claims at its site what a sortie is expected to carry (`sign` 1), or subtract it again (-1)."""
        ramp = self.drawdown.ramps[sortie.site]
        if sign > 0:
            sortie.claimed = sortie.fit.takes[0]
            ramp.claimed[sortie.lift.row] += sortie.claimed
            if sortie.fit.row >= 0:
                ramp.inbound_as[sortie.fit.row] += sortie.claimed > 0
            if sortie.lift.spec.supply != Supply.FLEET:
                self.stays(sortie)
            self.need_changed()  # once the need of required movers is claimed, lift may be sent for wanted ones
        elif sortie.claimed:
            ramp.claimed[sortie.lift.row] -= sortie.claimed
            if sortie.fit.row >= 0:
                ramp.inbound_as[sortie.fit.row] -= 1
            sortie.claimed = 0
            self.sets_out(sortie)
            self.need_changed()

    def sets_out(self, sortie: Sortie) -> None:
        """Count a sortie as on its way: sorties that set out later take what it claims into account."""
        ramp = self.drawdown.ramps[sortie.site]
        ramp.at_home[sortie.lift.row] -= sortie.waits_at_home
        if sortie.waits_at_home and sortie.fit.row >= 0:
            ramp.at_home_as[sortie.fit.row] -= 1
        sortie.waits_at_home = 0

    def stays(self, sortie: Sortie) -> None:
        """Count a sortie as at home: sorties that set out before it ignore what it claims."""
        if not sortie.waits_at_home:
            ramp = self.drawdown.ramps[sortie.site]
            sortie.waits_at_home = sortie.claimed
            ramp.at_home[sortie.lift.row] += sortie.claimed
            if sortie.fit.row >= 0:
                ramp.at_home_as[sortie.fit.row] += sortie.claimed > 0

    def leaves(self, sortie: Sortie) -> Event:
        """Queue a mission, or a tail that waited at home, to set out; return the event that the decision triggers."""
        self.setting_out[sortie.lift.row].append(sortie)
        self.drawdown.settle.mark(self.points[sortie.lift.row])
        return sortie.wait(self.env)

    def _let_go(self, lift: Lift) -> None:
        """Let the first sortie that is due set out, or wave it off."""
        sortie = min(self.setting_out[lift.row], key=lambda sortie: (sortie.planned, sortie.row))
        self.setting_out[lift.row].remove(sortie)
        self.look_again(sortie, self.env.now + lift.leg_time(sortie, 0))
        sortie.answer.succeed()

    def look_again(self, sortie: Sortie, arrives: int) -> None:
        """Let a sortie that would arrive at `arrives` [s] set out; wave it off if it may come but is not needed."""
        lift = sortie.lift
        may_come = calendars.is_open(*lift.permit[sortie.site], self.env.now)
        if may_come and sum(self.parts(lift, sortie.site, arrives, False, True, sortie.fit)) <= 0:
            sortie.fate, sortie.free = Fate.WAVED_OFF, self.env.now
            self.claim(sortie, -1)
        self.sets_out(sortie)

    def _decide(self, row: int) -> bool:
        """Let a sortie set out, task or drop a sortie, or request a mission; return whether one of these was done."""
        lift, pending = self.lifts[row], self.pending[row]
        if self.setting_out[row]:
            self._let_go(lift)
            return True
        if not pending:
            return lift.spec.supply == Supply.READY and self._ask(lift)
        sortie = min(pending, key=lambda sortie: (sortie.planned, sortie.number, sortie.attempt))
        now, fleet = self.env.now, lift.spec.supply == Supply.FLEET
        forced = sortie in self.at_site or sortie.attempt > 0
        sites = [sortie.site] if sortie.site >= 0 else [leg.site for leg in (lift.legs[:1] if forced else lift.legs)]
        open_now = any(calendars.is_open(*lift.permit[site], now) for site in sites)
        if fleet and not open_now:
            return False
        if not forced:
            place = self._site(lift, sortie)
            if place < 0 and fleet:
                return False
            if not open_now or place < 0:
                self._refuse(sortie, Fate.SHUT if not open_now else Fate.STRUCK)
                return True
            if fleet:
                sortie = self.drawdown.policies.next_tail(lift, lift.legs[place].site, pending, sortie)
            sortie.site = lift.legs[place].site
            self.sent[row][place] += 1
        elif sortie.site < 0:
            sortie.site = lift.legs[0].site
        self._task(sortie, fleet, now)
        return True

    def _ask(self, lift: Lift) -> bool:
        """Request a mission and task it, if a load is ready; return whether one was requested."""
        sortie = self.requests.next_one(lift)
        place = self._site(lift, sortie) if self.requests.may_ask(lift) else -1
        if place < 0:
            return False
        sortie.site = lift.legs[place].site
        sortie.planned = next_season(*lift.seasons, self.env.now + lift.lead)
        self.sent[lift.row][place] += 1
        self.pending[lift.row].append(sortie)
        enabled = self.requests.ask(lift, sortie.site)
        self._task(sortie, False, self.env.now, enabled)
        return True

    def _refuse(self, sortie: Sortie, fate: Fate) -> None:
        self.pending[sortie.lift.row].remove(sortie)
        sortie.fate = fate
        sortie.tasked = self.env.now
        self.drawdown.recorder.sortie(sortie)

    def _task(self, sortie: Sortie, fleet: bool, now: int, asked: dict[Cause, int] | None = None) -> None:
        """Task a sortie whose site has been chosen; `asked` has the causes that enabled the request of a mission."""
        self.pending[sortie.lift.row].remove(sortie)
        self.at_site.discard(sortie)
        sortie.tasked = now
        if not fleet:
            # If the runway is closed at the planned instant, the mission comes when it next opens.
            sortie.planned = self._arrives(sortie, sortie.site, sortie.planned)
        permit_opened = calendars.opened_at(*sortie.lift.permit[sortie.site], now)
        enabled = {Cause.ARRIVAL: sortie.planned if fleet else now}
        if fleet:
            enabled |= {Cause.PERMISSION: permit_opened, Cause.NEED: self.need_rose}
        elif asked is not None:
            enabled = {**asked, Cause.PERMISSION: permit_opened, Cause.NEED: self.need_rose}
        sortie.task_cause = self.drawdown.cause(enabled)
        self.drawdown.recorder.sortie(sortie)
        choose(self, sortie)
        self.claim(sortie, 1)
        if fleet:
            sortie.answer.succeed()
        else:
            run = asked_for if sortie.lift.spec.supply == Supply.READY else mission
            self.env.process(run(self.drawdown, sortie))

    def _arrives(self, sortie: Sortie, site: int, planned: int) -> int:
        """Return when a sortie planned for an instant comes to a site [s]; a mission waits until the runway opens."""
        if sortie.lift.spec.supply == Supply.FLEET:
            return planned
        return calendars.next_open(*self.drawdown.world.airfield[site], planned)

    def _site(self, lift: Lift, sortie: Sortie) -> int:
        """Return the site to which a sortie is sent, as an index of the legs of the lift; -1 if none has a need.

        Unless its site is fixed, no sortie is sent for wanted movers while any site has required movers to carry.
        """
        arrives = max(sortie.planned, self.env.now)
        if sortie.site >= 0:
            place = [leg.site for leg in lift.legs].index(sortie.site)
            return place if self.need(lift, sortie.site, self._arrives(sortie, sortie.site, arrives)) > 0 else -1
        due = [(leg.site, self._arrives(sortie, leg.site, arrives)) for leg in lift.legs]
        if lift.spec.supply == Supply.READY:
            due = [(site, arrives if self.requests.is_ready(lift, site) else -1) for site, _ in due]
        needs = [self.need(lift, site, when, required_only=True) if when >= 0 else 0 for site, when in due]
        if not any(need > 0 for need in needs):
            needs = [self.need(lift, site, when) if when >= 0 else 0 for site, when in due]
        if self.drawdown.policies.site is not None:
            return self.drawdown.policies.place(lift, sortie, needs, arrives)
        shares, turns = [leg.share for leg in lift.legs], [self.turns[leg.site] for leg in lift.legs]
        return site_by_rule(lift.spec.rule, needs, shares, self.sent[lift.row], turns)

    def need(self, lift: Lift, site: int, arrives: int, required_only: bool = False) -> int:
        """Return the weight at a site that this lift could carry and that no inbound sortie is expected to take [kg].

        If the lift has configurations, it is the weight for the configuration that could carry most.
        """
        return max(sum(self.parts(lift, site, arrives, required_only, False, fit)) for fit in lift.fits or [lift.plain])

    def parts(self, lift: Lift, site: int, arrives: int, required_only: bool, ahead: bool, fit: Fit) -> tuple[int, int]:
        """Return the weights of people and equipment at a site for which a lift in a configuration is needed [kg].

        They are the weights that the lift could carry, minus those that inbound sorties are expected to take; a sortie
        first takes what only its own lift can carry. In a configuration, neither weight is below zero. Without one,
        their sum may be negative, since several lifts may claim the same movers. Movers count if they will have arrived
        and been released by `arrives` [s], and no hold or floor keeps them. If all are kept, the movers that could go
        if all left together count. With `ahead`, only sorties that have set out count as inbound. For a lift
        requested ahead of known dates, movers freed by these dates count too.
        """
        holds, known = self.drawdown.holds, self.requests.ahead
        by = arrives if ahead and lift.spec.ahead else known.by(lift)
        if not calendars.is_open(*lift.permit[site], self.env.now):
            return 0, 0
        here = [lot for lot in self.drawdown.force.of_site[site] if (lot.required or not required_only) and lot.waiting]
        carries = fit.carries or lift.carries
        lots = [lot for lot in here if carries[lot.row] and self.drawdown.routes.may(lot, lift)]
        if lift.driven and not self._can_drive(lift, site, arrives, by):
            return 0, 0
        free = {lot.row: self._free(lot, known.when(lot, arrives, by), by) for lot in here}
        rides, off = dict(free), {lot.row: self.drawdown.choosing.kept(lot, lift) for lot in here}
        for lot in here:
            if off[lot.row]:
                rides[lot.row] = self._free(lot, known.when(lot, arrives, by), by, off[lot.row])
        parts = {lot.row: rides[lot.row] for lot in lots}
        if not any(parts.values()) and holds.holds:
            by_then = {lot.row: self._present_by(lot, known.when(lot, arrives, by), by) for lot in lots}
            present = {
                row: (many, max(kept, kept_whole(many, min(off[row], many), self.drawdown.force.lots[row].spec.party)))
                for row, (_, many, kept) in by_then.items()
            }
            going = holds.together(lots, holds.as_if, present=present)
            parts = {row: going_kg(kg, many, going[row]) for row, (kg, many, _) in by_then.items()}
        people, cargo = (sum(parts[lot.row] for lot in lots if lot.person == kind) for kind in (True, False))
        if people + cargo == 0:
            return 0, 0
        ramp = self.drawdown.ramps[site]

        def only_and_both(takes: list[bool], kinds: tuple[bool, ...]) -> tuple[int, ...]:
            """Return weights [kg]: what only the other lift takes; people that both take; equipment that both take."""
            only, both = 0, [0, 0]
            for lot in here:
                if takes[lot.row] and lot.person in kinds:
                    only += free[lot.row] - rides[lot.row]  # members who stay off this lift ride on others
                    if carries[lot.row]:
                        both[not lot.person] += rides[lot.row]
                    else:
                        only += rides[lot.row]
            return only, *both

        for other in self.lifts:
            for fitted in other.fits:
                many = ramp.inbound_as[fitted.row] - (ramp.at_home_as[fitted.row] if ahead else 0)
                if many:
                    only, both, _ = only_and_both(fitted.carries, (True,))
                    people -= taken_by_another(many * fitted.claims[0], only, both)
                    only, _, both = only_and_both(fitted.carries, (False,))
                    cargo -= taken_by_another(many * fitted.claims[1], only, both)
            claimed = ramp.claimed[other.row] - (ramp.at_home[other.row] if ahead else 0)
            if claimed and not other.fits:
                only, both_people, both_cargo = only_and_both(other.carries, (True, False))
                taken = taken_by_another(claimed, only, both_people + both_cargo)
                of_people = taken_by_another(claimed, only + both_cargo, both_people)
                people, cargo = people - of_people, cargo - (taken - of_people)
        return (max(0, people), max(0, cargo)) if fit.row >= 0 else (people, cargo)

    def _can_drive(self, lift: Lift, site: int, arrives: int, by: int) -> bool:
        """Return whether a vehicle and its drivers will be at a site and have begun, even if they may not board yet."""
        begun = []
        for lot in self.drawdown.force.of_site[site]:
            if lot.waiting and self.drawdown.routes.may(lot, lift):
                _, many, held = self._present_by(lot, self.requests.ahead.when(lot, arrives, by), by)
                begun.append((lot, max(0, many - held)))
        return convoy.could_go(begun) > 0

    def _free(self, lot: "Lot", arrives: int, by: int, off: int = 0) -> int:
        """Return the weight of the members of a lot at its place by `arrives` that no date, hold or floor keeps [kg].

        Holds known to open by `by` keep no one. `off` members stay off the lift, since another way out is earlier.
        """
        known = self.requests.ahead
        if known.keeps(lot.spec.board_hold, by):
            return 0
        kg, many, kept = self._present_by(lot, arrives, by)
        stay = max(self.drawdown.holds.floor(lot, clear=known.known_by(by)), min(off, many))
        return free_kg(kg, many, max(kept, kept_whole(many, stay, lot.spec.party)))

    def _present_by(self, lot: "Lot", arrives: int, by: int) -> tuple[int, int, int]:
        """Return the weight [kg] and number of members of a lot at its place by `arrives`, and how many are not free.

        A member is not free if a date after `arrives`, or a hold not known to open by `by`, keeps it from beginning. If
        such a date or hold keeps the whole lot, members still to come do not count.
        """
        kg, here = lot.here_kg, lot.here
        force = self.drawdown.force
        if lot.released_from > arrives or self.requests.ahead.keeps(lot.spec.begin_hold, by):
            return kg, here, lot.held
        # members on an overdue sortie to a stop do not count before they have come
        coming_kg, coming = force.will_have_come(lot, self.env.now, arrives)
        return kg + coming_kg, here + coming, force.dated(lot, arrives)

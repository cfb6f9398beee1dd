"""The ramp of a site, which decides which sortie lands, is loaded, is worked on and takes off next."""

from functools import partial
from typing import TYPE_CHECKING, Any

from sim.engines.simpy import chalk, no_shows
from sim.engines.simpy.departures import Departures
from sim.engines.simpy.numbered import LONG_AGO, Numbered
from sim.engines.simpy.onward import Down
from sim.engines.simpy.sortie import Sortie
from sim.engines.simpy.tasks import Job, Tasks
from sim.model import calendars, loading
from sim.model.limits import NO_LIMIT
from sim.model.rules import staffed, teams_of
from sim.model.terms import Cause, Fate

if TYPE_CHECKING:
    from sim.engines.simpy.drawdown import Drawdown
    from sim.engines.simpy.lot import Lot
    from sim.engines.simpy.shared import Shared
    from sim.model.world import Windows


class Ramp:
    """Runway, parking spots, working spots and load teams of one site.

    Attributes
    ----------
    shared
        Parking spots counted by a larger model, in addition to the limit of the file; None if they are not shared.
    overhead, parked
        Sorties that wait to land, and sorties that wait to be loaded.
    tasks, departures
        Tasks other than loading, and the machines for all tasks; sorties that wait to take off.
    coming_in
        Sorties that wait to land here to set down their load.
    room, inside
        Largest number of people who may be here after coming by lift, or be on their way by lift; their number now.
    claimed, at_home
        For each lift, the weight that sorties tasked to this site, but not loaded or sent away yet, are expected to
        load here [kg]; the part of it that belongs to sorties that have not set out.
    inbound_as, at_home_as
        For each configuration, the number of sorties that count in `claimed`; the number that count in `at_home`.
    changed_at, changes
        When the set of movers that wait for lift here or may still come last changed [s], and how often it has changed.
    """

    def __init__(self, drawdown: "Drawdown", row: int) -> None:
        world = drawdown.world
        self.drawdown, self.row, self.env = drawdown, row, drawdown.env
        self.spec: Any = world.rows("site")[row]
        self.parking = self._numbered(self.spec.parking_s)
        self.shared: Shared | None = None
        self.working = self._numbered(self.spec.working_s)
        self.staff: Lot | None = drawdown.force.lots[self.spec.team_pool] if self.spec.team_pool >= 0 else None
        teams = self._numbered(self.spec.teams_s)
        if self.staff is not None and not teams.limited:
            teams = Numbered(teams_of(self.staff.many, self.spec.people_per_team))
        self.teams, self.staff_rose = teams, LONG_AGO
        self.runway, self.ramp_hours = world.runway[row], world.ramp[row]
        self.overhead: list[Sortie] = []
        self.coming_in: list[Down] = []
        self.parked: list[Sortie] = []
        self.tasks, self.departures = Tasks(self), Departures(self)
        self.room = max(1, world.whole(self.spec.room_s)) if self.spec.room_s >= 0 else NO_LIMIT
        self.inside, self.room_rose = 0, LONG_AGO
        lifts, fits = len(world.rows("lift")), len(world.rows("configuration"))
        self.claimed, self.at_home = [0] * lifts, [0] * lifts
        self.inbound_as, self.at_home_as = [0] * fits, [0] * fits
        self.changed_at, self.changes = LONG_AGO, 0
        self.people_first = False
        self.landing = self.working_on = self.loading = self.taking_off = -1

    def _numbered(self, slot: int) -> Numbered:
        return Numbered(max(1, self.drawdown.world.whole(slot)) if slot >= 0 else None)

    def cargo_changed(self) -> None:
        """Record that the set of movers that wait for lift here, or may still come, has changed."""
        self.changed_at = self.env.now
        self.changes += 1
        self.drawdown.settle.mark(self.loading)
        self.drawdown.tasking.requests.look_at(self.row)

    def team_capacity(self) -> int:
        """Return the number of load teams that can work now."""
        if self.staff is None:
            return self.teams.many
        return staffed(self.teams.many, self.staff.present, self.spec.people_per_team)

    def staff_came(self, before: int) -> None:
        """Note the instant if more load teams than `before` can work, because more people of the staff have come."""
        if self.team_capacity() > before:
            self.staff_rose = self.env.now
        self.drawdown.settle.mark(self.loading)

    def set_hours(self, windows: "Windows") -> None:
        """Change the ramp hours from now on."""
        self.ramp_hours = windows
        self.drawdown.at_edges(windows[0], self.opens)
        self.tasks.changed()

    def opens(self) -> None:
        """Check all decisions of the ramp again: runway or ramp has opened, or a shared parking spot is available."""
        for point in (self.landing, self.working_on, self.loading, self.taking_off):
            self.drawdown.settle.mark(point)

    def approach(self, sortie: Sortie) -> None:
        """Add a sortie that has come overhead to load here."""
        self.overhead.append(sortie)
        self.drawdown.settle.mark(self.landing)

    def come_in(self, down: Down) -> None:
        """Add a sortie that has come overhead to set down its load here."""
        self.coming_in.append(down)
        self.drawdown.settle.mark(self.landing)

    def offloaded(self, down: Down) -> None:
        """Free the parking spot of a sortie that has been offloaded."""
        if down.sortie.lift.uses_ramp:
            self.leave_spot(down, down.spot, down.sortie.row)

    def _has_spot(self, who: "Sortie | Down") -> bool:
        """Return whether a parking spot is free and, if spots are shared, the larger model has given the sortie one."""
        return self.parking.any_free() and (self.shared is None or self.shared.has(who))

    def _take_spot(self, who: "Sortie | Down") -> tuple[int, int, int]:
        """Take a parking spot; return its number, when it became available [s], and the sortie that freed it or -1."""
        number, freed_at, freed_by = self.parking.take()
        if self.shared is not None and self.shared.granted_at(who) > freed_at:
            return number, self.shared.granted_at(who), -1
        return number, freed_at, freed_by

    def leave_spot(self, who: "Sortie | Down", number: int, by: int) -> None:
        """Free a parking spot."""
        self.parking.give_back(number, self.env.now, by)
        if self.shared is not None:
            self.shared.give_back(who)
        self.drawdown.settle.mark(self.landing)

    def land(self) -> bool:
        """Land, turn back or divert one sortie; return whether there was one.

        It does the first of these that is possible: a sortie lands to set down its load; one without permission turns
        back; one lands to load; one that has waited for the longest holding time diverts.
        """
        if self.coming_in and self._set_down():
            return True
        if not self.overhead:
            return False
        now = self.env.now
        self.overhead.sort(key=lambda sortie: (sortie.overhead, sortie.row))
        for sortie in self.overhead:
            if not calendars.is_open(*sortie.lift.permit[self.row], now):
                return self._away(sortie, Fate.TURNED_BACK)
        may_land = calendars.is_open(*self.runway, now)
        for sortie in self.overhead:
            if (may_land or sortie.begins_there) and (not sortie.lift.uses_ramp or self._has_spot(sortie)):
                self._touch_down(sortie)
                return True
        for sortie in self.overhead:
            if now >= sortie.overhead + sortie.lift.holding:
                return self._away(sortie, Fate.DIVERTED)
        return False

    def _set_down(self) -> bool:
        """Land the first sortie that can land to set down its load; return whether there was one."""
        now, drawdown = self.env.now, self.drawdown
        if not calendars.is_open(*self.runway, now):
            return False
        for down in sorted(self.coming_in, key=lambda down: (down.overhead, down.sortie.row)):
            lift, back = down.sortie.lift, down.sortie.fate == Fate.TURNED_BACK
            permit = drawdown.world.set_down[lift.row]
            if not (back or calendars.is_open(*permit, now)) or (lift.uses_ramp and not self._has_spot(down)):
                continue
            self.coming_in.remove(down)
            enabled = {Cause.ARRIVAL: down.overhead, Cause.RUNWAY: calendars.opened_at(*self.runway, now)}
            freed_by = -1
            if lift.uses_ramp:
                down.spot, enabled[Cause.SPOT], freed_by = self._take_spot(down)
            if not back:
                enabled[Cause.PERMISSION] = calendars.opened_at(*permit, now)
            down.landed, down.cause = now, drawdown.cause(enabled)
            down.ref = freed_by if down.cause == Cause.SPOT else -1
            drawdown.recorder.downs.append(down)
            down.sortie.answer.succeed()
            return True
        return False

    def _away(self, sortie: Sortie, fate: Fate) -> bool:
        self.overhead.remove(sortie)
        if self.shared is not None:
            self.shared.give_back(sortie)
        sortie.fate = fate
        self.drawdown.tasking.claim(sortie, -1)
        sortie.answer.succeed()
        return True

    def _touch_down(self, sortie: Sortie) -> None:
        now, freed_at, freed_by = self.env.now, LONG_AGO, -1
        self.overhead.remove(sortie)
        if sortie.lift.uses_ramp:
            sortie.spot, freed_at, freed_by = self._take_spot(sortie)
        sortie.landed = now
        sortie.land_cause = self.drawdown.cause({
            Cause.ARRIVAL: sortie.overhead,
            Cause.SPOT: freed_at,
            Cause.RUNWAY: LONG_AGO if sortie.begins_there else calendars.opened_at(*self.runway, now),
        })  # fmt: skip
        sortie.land_ref = freed_by if sortie.land_cause == Cause.SPOT else -1
        sortie.derate(now)
        if sortie.lift.stages:
            sortie.answer.succeed()
        else:
            self.to_load(sortie, None)

    def to_load(self, sortie: Sortie, job: Job | None) -> None:
        """Add a sortie that waits to be loaded; `job` is its loading if that is one of several tasks."""
        sortie.since, sortie.loading = self.env.now, job
        self.parked.append(sortie)
        if sortie.lift.wait > 0:
            self.env.call(self.env.now + sortie.lift.wait, partial(self.drawdown.settle.mark, self.loading))
        self.drawdown.settle.mark(self.loading)

    def load(self) -> bool:
        """Begin to load the first parked sortie that can be loaded now; return whether there was one."""
        if not self.parked:
            return False
        hours_open = calendars.is_open(*self.ramp_hours, self.env.now)
        sure: dict[int, tuple[int, int]] = {}
        self.parked.sort(key=lambda sortie: (sortie.landed, sortie.row))
        for sortie in self.parked:
            if sortie.lift.uses_ramp and not (hours_open and (sortie.at_work or self.working.any_free())):
                continue
            teams, able = self.teams, self.team_capacity()
            team_free = loading.has_team(teams.limited, teams.any_free(), teams.busy, able)
            people_only = loading.people_only(sortie.lift.uses_ramp, teams.limited, able)
            goal = self.drawdown.ramps[sortie.lift.to]
            if goal.room < NO_LIMIT and self._too_many(sortie, goal, people_only, sure):
                continue
            entries = chalk.plan(self.drawdown, self, sortie, people_only)
            needs_team = sortie.lift.uses_ramp and any(not self.drawdown.force.lots[e[4]].person for e in entries)
            if needs_team and not team_free:
                continue
            if entries and sortie.loading is not None and not self.tasks.has_tool(sortie.loading):
                continue
            people = sum(self.drawdown.force.lots[entry[4]].person for entry in entries)
            if not loading.finds_room(people, goal.inside, goal.room):
                continue
            worth = chalk.worth_it(self.drawdown, self, sortie, entries)
            if worth is None:
                continue
            coming = no_shows.turn_up(self.drawdown, self, sortie, entries, people_only)
            self._begin(sortie, len(entries), coming, needs_team, worth)
            return True
        return False

    def _too_many(self, sortie: Sortie, goal: "Ramp", people_only: bool, sure: dict[int, tuple[int, int]]) -> bool:
        """Return whether more people are sure to board than the destination `goal` has room for; `sure` is a cache."""
        row = sortie.lift.row
        if row not in sure:
            sure[row] = chalk.sure_to_board(self.drawdown, self, sortie.lift, people_only)
        people, heaviest = sure[row]
        boards = loading.surely_board(people, sortie.seats, goal.room, sortie.payload, heaviest)
        return not loading.finds_room(boards, goal.inside, goal.room)

    def _begin(
        self, sortie: Sortie, planned: int, entries: list[chalk.Staged], needs_team: bool, worth: tuple[Cause, int]
    ) -> None:
        now, force = self.env.now, self.drawdown.force
        self.parked.remove(sortie)
        enabled = {Cause.ARRIVAL: sortie.landed}
        freed_by = {}
        if sortie.since > sortie.landed:
            enabled[Cause.TASK] = sortie.since
        lots, goal = force.lots, self.drawdown.ramps[sortie.lift.to]
        sortie.to = {row: self.drawdown.routes.leads(lots[row], sortie.lift) for row in {entry[4] for entry in entries}}
        if goal.room < NO_LIMIT:
            enabled[Cause.ROOM] = goal.room_rose
            if goal.room_rose < now:
                enabled[Cause.CARGO] = self.changed_at  # the sortie may have waited until fewer people were to board
        if sortie.lift.uses_ramp:
            enabled[Cause.SHIFT] = calendars.opened_at(*self.ramp_hours, now)
            if not sortie.at_work:
                enabled[Cause.WORKING], freed_by[Cause.WORKING] = self.take_working_spot(sortie)
        if needs_team:
            sortie.team, enabled[Cause.TEAM], freed_by[Cause.TEAM] = self.teams.take()
            enabled[Cause.STAFF] = self.staff_rose
        elif sortie.lift.uses_ramp and self.teams.limited:
            # The sortie may have waited for a team until its cargo had gone, or until no team was left for any cargo.
            enabled[Cause.CARGO] = self.changed_at
            if self.staff is not None and self.team_capacity() == 0:
                enabled[Cause.STAFF] = self.drawdown.changes.staff_fell[self.staff.row]
        if sortie.loading is not None and planned:
            enabled |= self.tasks.take(sortie.loading)
            freed_by[Cause.TOOL] = sortie.loading.ref
        elif sortie.loading is not None and sortie.loading.spec.kind >= 0:
            enabled[Cause.CARGO] = self.changed_at  # the sortie may have waited for a machine until its cargo had left
        enabled[worth[0]] = max(worth[1], enabled.get(worth[0], LONG_AGO))
        sortie.load_cause = self.drawdown.cause(enabled)
        sortie.load_ref = freed_by.get(sortie.load_cause, -1)
        sortie.worked = now
        sortie.put_aboard(self.drawdown, entries)
        goal.inside += sortie.people
        self.drawdown.changes.load(sortie, entries)
        if sortie.loading is not None:
            sortie.loaded = self.tasks.run(sortie.loading, sortie.load_cause)
        else:
            hours = self.ramp_hours if sortie.lift.uses_ramp else ([-calendars.NEVER], [calendars.NEVER])
            sortie.loaded = calendars.finish(*hours, now, sortie.lift.loading_time(sortie))
        self.drawdown.recorder.ride(sortie)
        sortie.answer.succeed()

    def work(self) -> bool:
        """Begin a task other than loading, or move a sortie to a working spot; return whether there was one."""
        return self.tasks.decide()

    def take_off(self) -> bool:
        """Make one decision about the sorties that wait to take off; return whether one was made."""
        return self.departures.decide()

    def take_working_spot(self, sortie: Sortie) -> tuple[int, int]:
        """Move a sortie to a working spot; return when the spot was freed [s], and by which sortie (-1: none)."""
        sortie.work_spot, freed_at, freed_by = self.working.take()
        sortie.at_work = True
        return freed_at, freed_by

    def leave_working_spot(self, sortie: Sortie) -> None:
        """Free the working spot of a sortie whose work is done, if it has one."""
        if sortie.at_work:
            self.working.give_back(sortie.work_spot, self.env.now, sortie.row)
            sortie.at_work = False
        self.tasks.changed()

    def loaded(self, sortie: Sortie) -> None:
        """Free the load team and the machine of a sortie that has been loaded."""
        if sortie.team is not None:
            self.teams.give_back(sortie.team, self.env.now, sortie.row)
        if sortie.loading is not None:
            self.tasks.done(sortie.loading)
        self.drawdown.settle.mark(self.loading)

    def make_room(self, people: int) -> None:
        """Record that people who came here by lift have gone on, or that people who were on their way do not come."""
        self.inside -= people
        if people and self.room < NO_LIMIT:
            self.room_rose = self.env.now
            for ramp in self.drawdown.ramps:
                self.drawdown.settle.mark(ramp.loading)

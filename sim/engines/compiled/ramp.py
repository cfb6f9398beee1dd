"""The ramp of a site: landing and loading."""

from sim.compiler.kernel import kernel
from sim.engines.compiled import chalk, lists, no_shows, pools, rules, tasks, transit
from sim.engines.compiled.calendars import finish, is_open, opened_now
from sim.engines.compiled.chance import whole
from sim.engines.compiled.events import Event, mark, push
from sim.engines.compiled.flights import put_aboard
from sim.engines.compiled.ground import to_load
from sim.engines.compiled.lists import OVERHEAD, PARKED
from sim.engines.compiled.marks import cargo_changed, cargo_changed_everywhere, need_changed
from sim.engines.compiled.memory import LONG_AGO, NO_LIMIT
from sim.engines.compiled.onward import set_down
from sim.engines.compiled.rules import later
from sim.engines.compiled.sortie_draws import derate, loading_time
from sim.engines.compiled.tasking import end_claim
from sim.engines.compiled.teams import teams_now
from sim.model.phases import Phase
from sim.model.schema.state import State
from sim.model.terms import Cause, Fate

__all__ = ["land", "load", "load_done"]

FLIGHT, MARK = Event.FLIGHT, Event.MARK
ARRIVAL, STAFF, SHIFT, SPOT = int(Cause.ARRIVAL), int(Cause.STAFF), int(Cause.SHIFT), int(Cause.SPOT)
WORKING, TEAM, RUNWAY, CARGO = int(Cause.WORKING), int(Cause.TEAM), int(Cause.RUNWAY), int(Cause.CARGO)
TASK, TOOL, ROOM = int(Cause.TASK), int(Cause.TOOL), int(Cause.ROOM)
TURNED_BACK, DIVERTED = int(Fate.TURNED_BACK), int(Fate.DIVERTED)
LOADING, DOWN, AWAY = int(Phase.LOADING), int(Phase.DOWN), int(Phase.AWAY)


@kernel
def land(h: State, site: int) -> bool:
    """Land a sortie at a site, or turn one back, or divert one; return whether any of these was done.

    The first of these that is possible is done: a sortie that comes to set down its load lands; a sortie that has lost
    permission turns back; a sortie that comes to load lands; a sortie at the end of its holding time diverts.
    """
    ramp, line, first = h.ramps[site], h.waiting, OVERHEAD * len(h.flights)
    if h.coming_in_count and set_down(h, site):
        return True
    if not h.overhead_count:
        return False
    for place in range(h.overhead_count):
        sortie = h.flights[line[first + place]]
        if sortie.site == site and not is_open(h, h.lifts[sortie.lift].permit + site):
            return _away(h, place, TURNED_BACK)
    may_land = is_open(h, ramp.runway)
    for place in range(h.overhead_count):
        sortie = h.flights[line[first + place]]
        free = not h.lifts[sortie.lift].uses_ramp or pools.any_free(h, ramp.parking)
        if sortie.site == site and (may_land or sortie.forced) and free:
            _touch_down(h, site, place)
            return True
    for place in range(h.overhead_count):
        sortie = h.flights[line[first + place]]
        if sortie.site == site and h.now >= sortie.overhead + whole(h, h.lifts[sortie.lift].holding_s, 0):
            return _away(h, place, DIVERTED)
    return False


@kernel
def _away(h: State, place: int, fate: int) -> bool:
    """Turn back or divert the sortie at a place of the list OVERHEAD; return True."""
    flight = h.waiting[OVERHEAD * len(h.flights) + place]
    lists.take_out(h, OVERHEAD, place)
    sortie = h.flights[flight]
    sortie.fate, sortie.phase = fate, AWAY
    end_claim(h, flight)
    push(h, h.now, FLIGHT, flight)
    return True


@kernel
def _touch_down(h: State, site: int, place: int) -> None:
    """Land the sortie at a place of the list OVERHEAD."""
    ramp = h.ramps[site]
    flight = h.waiting[OVERHEAD * len(h.flights) + place]
    lists.take_out(h, OVERHEAD, place)
    sortie = h.flights[flight]
    lift = h.lifts[sortie.lift]
    spot_freed_at = LONG_AGO
    if lift.uses_ramp:
        sortie.spot = pools.take(h, ramp.parking)
        spot_freed_at = pools.freed_at(h, ramp.parking, sortie.spot)
    sortie.landed = h.now
    cause, since = later(ARRIVAL, sortie.overhead, SPOT, spot_freed_at)
    if not sortie.forced:  # a sortie that begins here needs no runway
        cause, since = later(cause, since, RUNWAY, opened_now(h, ramp.runway))
    sortie.land_cause = cause
    if cause == SPOT:
        sortie.land_ref = pools.freed_by(h, ramp.parking, sortie.spot)
    derate(h, flight)
    if lift.stages < lift.stages_last:
        sortie.phase = DOWN
        push(h, h.now, FLIGHT, flight)
    else:
        to_load(h, flight)


@kernel
def load(h: State, site: int) -> bool:
    """Begin to load the first sortie for which hours, spot, team, machine, cargo and room at its destination allow it.

    Return whether there was one.
    """
    ramp, line, first = h.ramps[site], h.waiting, PARKED * len(h.flights)
    for place in range(h.parked_count):
        flight = line[first + place]
        sortie = h.flights[flight]
        if sortie.site != site:
            continue
        uses_ramp = h.lifts[sortie.lift].uses_ramp != 0
        if uses_ramp and not (is_open(h, ramp.hours) and (sortie.at_work or pools.any_free(h, ramp.working))):
            continue
        teams = h.pools[ramp.teams]
        able = teams_now(h, site)
        team_free = rules.has_team(teams.limited != 0, pools.any_free(h, ramp.teams), teams.busy, able)
        people_only = rules.people_only(uses_ramp, teams.limited != 0, able)
        if h.ramps[h.lifts[sortie.lift].to].room < NO_LIMIT and chalk.too_many(h, site, flight, people_only):
            continue
        count = chalk.plan(h, site, flight, people_only)
        needs_team = False
        if uses_ramp:
            for at in range(count):
                needs_team = needs_team or not h.lots[h.movers[h.chosen[at]].lot].person
        equipped = count == 0 or sortie.loading < 0 or tasks.has_tool(h, site, sortie.loading)
        if (not needs_team or team_free) and equipped and _find_room(h, flight, count):
            cause, since = chalk.worth_it(h, site, flight, count)
            if cause >= 0:
                coming = no_shows.turn_up(h, site, flight, count)
                chalk.forget(h, site)
                lists.take_out(h, PARKED, place)
                _begin(h, site, flight, count, coming, needs_team, cause, since)
                return True
        chalk.forget(h, site)
    return False


@kernel
def _find_room(h: State, flight: int, count: int) -> bool:
    """Return whether the destination has room for the people of a chalk."""
    goal, people = h.ramps[h.lifts[h.flights[flight].lift].to], 0
    if goal.room == NO_LIMIT:
        return True
    for at in range(count):
        people += h.lots[h.movers[h.chosen[at]].lot].person
    return rules.finds_room(people, goal.inside, goal.room)


@kernel
def _begin(
    h: State, site: int, flight: int, planned: int, count: int, needs_team: bool, worth: int, worth_since: int
) -> None:
    """Begin to load the first `count` movers of `chosen`.

    `planned` movers had been called; team and machine are taken for them even if none turned up. `worth` and
    `worth_since` say why loading need not wait for more (`terms.Cause`), and since when [s].
    """
    ramp, sortie = h.ramps[site], h.flights[flight]
    lift = h.lifts[sortie.lift]
    cause, since = later(ARRIVAL, sortie.landed, worth, worth_since)
    if sortie.since > sortie.landed:
        cause, since = later(cause, since, TASK, sortie.since)
    goal = h.ramps[lift.to]
    if goal.room < NO_LIMIT:
        cause, since = later(cause, since, ROOM, goal.room_rose)
        if goal.room_rose < h.now:
            cause, since = later(cause, since, CARGO, ramp.changed_at)  # the chalk may have fewer people than before
    if lift.uses_ramp:
        cause, since = later(cause, since, SHIFT, opened_now(h, ramp.hours))
        if not sortie.at_work:
            cause, since = later(cause, since, WORKING, tasks.take_working_spot(h, flight))
        teams = h.pools[ramp.teams]
        if needs_team:
            sortie.team = pools.take(h, ramp.teams)
            cause, since = later(cause, since, TEAM, pools.freed_at(h, ramp.teams, sortie.team))
            cause, since = later(cause, since, STAFF, ramp.staff_rose)
        elif teams.limited:
            # The sortie may have waited for a team until its cargo was left behind, or until the last team had left.
            cause, since = later(cause, since, CARGO, ramp.changed_at)
            if ramp.staff >= 0 and teams_now(h, site) == 0:
                cause, since = later(cause, since, STAFF, h.lots[ramp.staff].staff_fell)
    unit, ref = -1, -1
    if sortie.loading >= 0:
        cause, since = later(cause, since, SHIFT, opened_now(h, ramp.hours))
        if planned:
            unit, available, ref = tasks.take(h, site, sortie.loading)
        elif tasks.needs_tool(h, site, sortie.loading):
            # The sortie may have waited for a machine until its cargo had left.
            cause, since = later(cause, since, CARGO, ramp.changed_at)
        if unit >= 0:
            cause, since = later(cause, since, TOOL, available)
    sortie.load_cause = cause
    if cause == WORKING:
        sortie.load_ref = pools.freed_by(h, ramp.working, sortie.work_spot)
    elif cause == TEAM:
        sortie.load_ref = pools.freed_by(h, ramp.teams, sortie.team)
    elif cause == TOOL:
        sortie.load_ref = ref
    sortie.worked = h.now
    if h.with_stops:
        transit.bind(h, flight, count)
    put_aboard(h, flight, count)
    goal.inside += sortie.people
    end_claim(h, flight)
    need_changed(h)
    if count and (len(h.holds) or h.balances):
        cargo_changed_everywhere(h)
    else:
        cargo_changed(h, site)
    if sortie.loading >= 0:
        sortie.job = tasks.begin(h, flight, sortie.loading, unit, cause, ref, sortie.since)
        if sortie.job < 0:
            return
        sortie.loaded = h.grounds[sortie.job].ended
    else:
        work = loading_time(h, flight)
        sortie.loaded = finish(h, ramp.hours, work) if lift.uses_ramp else h.now + work
    sortie.phase = LOADING
    push(h, sortie.loaded, FLIGHT, flight)


@kernel
def load_done(h: State, flight: int) -> None:
    """Free the load team of a loaded sortie and, if its lift states no tasks, the working spot."""
    sortie = h.flights[flight]
    ramp = h.ramps[sortie.site]
    if sortie.team >= 0:
        pools.give_back(h, ramp.teams, sortie.team, sortie.row)
    mark(h, ramp.loading)
    if sortie.loading < 0:
        tasks.leave_working_spot(h, flight)

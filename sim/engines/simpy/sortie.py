"""The processes of a mission, and of a tail that makes round trips."""

from collections.abc import Generator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from simpy.events import Event

from sim.engines.simpy import convoy
from sim.engines.simpy.configurations import fitted_otherwise
from sim.engines.simpy.crews import report, stand_down
from sim.engines.simpy.lift import Lift
from sim.engines.simpy.onward import leg_out
from sim.engines.simpy.planning import leaves_for
from sim.engines.simpy.tasks import Job, ground
from sim.errors import EngineError
from sim.model import calendars, planning
from sim.model.calendars import NEVER
from sim.model.draws import Stream
from sim.model.limits import NO_LIMIT
from sim.model.terms import Fate, Supply
from sim.model.world.flying import (
    TRIPS,
    another_day,
    derated,
)

if TYPE_CHECKING:
    from sim.engines.simpy.drawdown import Drawdown
    from sim.engines.simpy.force import Staged

Life = Generator[Event, None, None]
"""A process, or a part of one, of a sortie or a tail."""


class Sortie:
    """One mission, or one trip of a tail; its attributes become a row of the table `sortie`.

    Attributes
    ----------
    number, attempt
        Number of the mission, or TRIPS x tail + trip; how often the mission has slipped.
    row
        Its row in the table; -1 until it is tasked or dropped.
    planned
        Planned arrival at its site [s]; for a tail that has not set out, when the tail became idle.
    answer
        The event that the next decision about it triggers.
    fit, payload, structural
        What it takes in its configuration; its payload and the structural limit of its payload (0: none) [kg], both as
        drawn until it lands, then as heat and runway allow.
    seats, seat_limit
        Seats drawn, NO_LIMIT if they are not limited; seats for the table: those of the loaded vehicles if the lift is
        `driven`, otherwise those drawn, -1 if they are not limited.
    movers, people, people_kg, kg, mpos
        Its load: the movers, number and weight [kg] of the people, total weight [kg] and pallet positions [1/1000].
    spot, work_spot, crew, team
        Numbers of its parking spot, working spot, crew and load team; -1 for none, or if their number is not limited.
        `team` is None for none.
    at_work, begins_there
        Whether it is on a working spot; whether it is the first trip of a tail that begins at its site.
    tasked, overhead, landed, worked, loaded, ready, up, arrived
        When it was tasked or dropped, came overhead, landed, began to load, was loaded, became ready to take off, took
        off, and arrived at its destination [s]; NEVER until that is known.
    task_cause, land_cause, load_cause, up_cause
        What its tasking, landing, loading and take-off last waited for (`terms.Cause`); -1 before each of them.
    land_ref, load_ref
        The sortie that freed what its landing, or its loading, waited for; -1 for none.
    to
        For each lot aboard, the stop to which it is taken; -1 if it is taken out of the country.
    waits_until
        Instant for which a check of it has been scheduled [s]; -1 for none.
    claimed
        Weight that it is expected to load at its site [kg]; 0 before it is tasked, and once it loads or is sent away.
    waits_at_home
        Equal to `claimed` while the sortie counts as at home (`Tasking.stays`), otherwise 0 [kg].
    since, held_back
        When it began to wait for its load [s], and whether loading has had to wait for more movers.
    loading
        Its loading, if that is one of several tasks; None if loading is all of its ground time.
    free
        When its tail was ready for another trip, or when it was waved off [s]; NEVER until then.
    """

    def __init__(self, env: Any, lift: Lift, number: int, attempt: int, planned: int, site: int) -> None:
        self.lift, self.number, self.attempt, self.planned, self.site = lift, number, attempt, planned, site
        self.row, self.fit = -1, lift.plain
        self.answer: Event = env.event()
        self.payload, self.seats, self.seat_limit = 0, NO_LIMIT, -1
        self.empty()
        self.to: dict[int, int] = {}
        self.moving: dict[tuple[int, int, int], int] = {}  # leg times [s] computed so far, by site, leg and vehicles
        self.waits_until = -1
        self.people_kg = self.structural = 0
        self.claimed = self.waits_at_home = 0
        self.spot = self.work_spot = self.crew = -1
        self.at_work = self.held_back = self.begins_there = False
        self.team: int | None = None
        self.loading: Job | None = None
        self.fate = Fate.OPEN
        self.tasked = self.overhead = self.landed = self.worked = self.loaded = NEVER
        self.ready = self.up = self.arrived = self.free = self.since = NEVER
        self.task_cause = self.land_cause = self.land_ref = self.load_cause = self.load_ref = self.up_cause = -1
        lift.fit(self, lift.plain)

    def empty(self) -> None:
        """Carry nothing: before it is loaded, and after it is unloaded again."""
        self.movers: list[int] = []
        self.people = self.kg = self.mpos = 0

    def put_aboard(self, drawdown: "Drawdown", entries: "Sequence[Staged]") -> None:
        """Put movers aboard."""
        force = drawdown.force
        self.movers = [entry[3] for entry in entries]
        people = [entry[3] for entry in entries if force.lots[entry[4]].person]
        self.people, self.people_kg = len(people), sum(force.kg[mover] for mover in people)
        self.kg = sum(force.kg[mover] for mover in self.movers)
        self.mpos = convoy.space(drawdown, self.lift, self.movers)
        if self.lift.driven:
            self.seat_limit = convoy.seats_of(drawdown, self.movers)

    def derate(self, now: int) -> None:
        """Set the payload and its structural limit to what heat and runway allow at this hour at its site."""
        factor = float(self.lift.factors[self.site][now // 3600])
        if factor != 1.0:
            self.payload, self.structural = derated(self.payload, factor), derated(self.structural, factor)

    def wait(self, env: Any) -> Event:
        """Return a new event, which the next decision about this sortie triggers."""
        self.answer = env.event()
        return self.answer


def visit(drawdown: "Drawdown", sortie: Sortie) -> Life:
    """Run a sortie through landing, loading, possible repair and take-off; end early if it diverts or turns back."""
    env, ramp, lift = drawdown.env, drawdown.ramps[sortie.site], sortie.lift
    sortie.overhead = env.now
    landed = sortie.wait(env)
    ramp.approach(sortie)
    env.call(env.now + lift.holding, partial(drawdown.settle.mark, ramp.landing))
    yield landed  # it has gone away or begun to load or, if several tasks await it on the ground, landed
    if sortie.fate in (Fate.DIVERTED, Fate.TURNED_BACK):
        return
    if lift.stages:
        yield from ground(drawdown, sortie)
    else:
        if sortie.loaded > env.now:
            yield env.at(sortie.loaded)
        ramp.loaded(sortie)
        ramp.leave_working_spot(sortie)
    sortie.ready = env.now + repair(drawdown, sortie, 0)
    if lift.spec.capable_s >= 0:
        sortie.ready = calendars.next_open(*lift.works(sortie), sortie.ready)
    if sortie.ready > env.now:
        yield env.at(sortie.ready)
    up = sortie.wait(env)
    ramp.departures.line_up(sortie)
    yield up


def repair(drawdown: "Drawdown", sortie: Sortie, departure: int) -> int:
    """Return the time lost at a departure (0: from its site, 1: from the APOD) if the aircraft needs repair [s]."""
    spec, key = sortie.lift.spec, sortie.lift.spec.key
    if not drawdown.world.happens(spec.breaks_s, Stream.BREAK, key, sortie.number, departure, sortie.attempt):
        return 0
    return drawdown.world.sample(spec.repair, Stream.REPAIR, key, sortie.number, departure, sortie.attempt)


def withdrawn(lift: Lift, site: int, since: int, now: int) -> bool:
    """Return whether permission to come to a site is missing now, or was lost at any time since an instant."""
    return not calendars.is_open_not_closed_since(*lift.permit[site], since, now)


def mission(drawdown: "Drawdown", sortie: Sortie) -> Generator[Event, None, bool]:
    """Run a tasked mission from its clearance to its end; return whether it slips to another day."""
    env, world, lift = drawdown.env, drawdown.world, sortie.lift
    spec, where = lift.spec, (sortie.number, 0, sortie.attempt)
    arrives = max(sortie.planned, env.now)
    if world.happens(spec.late_s, Stream.CLEARANCE, spec.key, sortie.number, 1, sortie.attempt):
        arrives += world.sample(spec.late_time, Stream.LATE, spec.key, *where)
    refused = world.happens(spec.refuse_s, Stream.CLEARANCE, spec.key, sortie.number, 0, sortie.attempt)
    cancelled = world.happens(spec.cancel_s, Stream.CANCEL, spec.key, *where)
    delayed = world.happens(spec.delay_s, Stream.DELAY, spec.key, sortie.number, 1, sortie.attempt)
    if delayed and not (refused or cancelled):
        arrives += world.sample(spec.delay_time, Stream.DELAY, spec.key, *where)
    hours = world.airfield[sortie.site]
    arrives = calendars.next_open(*hours, arrives)  # if its site is closed then, it comes when the site opens
    if not (refused or cancelled):
        leaves = arrives - lift.leg_time(sortie, 0)
        if leaves > env.now:
            yield env.at(leaves)
            yield drawdown.tasking.leaves(sortie)
            if sortie.fate == Fate.WAVED_OFF:
                return False
        else:
            drawdown.tasking.sets_out(sortie)
    if drawdown.crews[lift.row] is not None and not (refused or cancelled):
        arrives = yield from report(drawdown, sortie, arrives)
        if sortie.fate == Fate.WAVED_OFF:
            return False
        arrives = calendars.next_open(*hours, arrives)
    if arrives > env.now:
        yield env.at(arrives)
    if refused or cancelled:
        sortie.fate = Fate.REFUSED if refused else Fate.CANCELLED
    elif withdrawn(lift, sortie.site, max(sortie.tasked, env.now - lift.leg_time(sortie, 0)), env.now):
        sortie.fate = Fate.TURNED_BACK
        sortie.overhead = env.now
    if sortie.fate != Fate.OPEN:
        drawdown.tasking.claim(sortie, -1)
    else:
        yield from visit(drawdown, sortie)
        if sortie.up < NEVER and lift.sets_down:
            yield from leg_out(drawdown, sortie)
    stand_down(drawdown, sortie, sortie.arrived if sortie.up < NEVER else env.now + lift.leg_time(sortie, 1))
    if sortie.fate in (Fate.REFUSED, Fate.CANCELLED, Fate.DIVERTED, Fate.TURNED_BACK) and spec.slips:
        next_day = calendars.next_open(*lift.permit[sortie.site], another_day(sortie.planned, env.now))
        if next_day < world.plan.horizon:
            again = Sortie(env, lift, sortie.number, sortie.attempt + 1, next_day, sortie.site)
            drawdown.tasking.slip(again)
            return True
    return False


def tail(drawdown: "Drawdown", lift: Lift, number: int) -> Life:
    """Run the trips of one tail of a fleet, one after another: each begins when the tail is tasked."""
    env, spec = drawdown.env, lift.spec
    trip, fitted = 0, min(1, len(lift.fits))
    while True:
        sortie = Sortie(env, lift, number * TRIPS + trip, 0, env.now, -1)
        sortie.begins_there = bool(spec.begin_at_site) and trip == 0
        drawdown.tasking.idle(sortie, waiting_there=sortie.begins_there)
        yield sortie.answer
        if not sortie.begins_there:
            yield from on_the_ground(drawdown, sortie, fitted_otherwise(lift, sortie, fitted))
            if drawdown.crews[lift.row] is not None:
                yield from report(drawdown, sortie, env.now + lift.leg_time(sortie, 0))
        if sortie.fate != Fate.WAVED_OFF:
            yield from round_trip(drawdown, sortie)
        sortie.free, fitted = env.now, sortie.fit.number
        trip += 1
        if trip == TRIPS:
            env.call(env.now, partial(_too_many_trips, drawdown, lift))
            return


def round_trip(drawdown: "Drawdown", sortie: Sortie) -> Life:
    """Run one trip of a tail until it is ready again; the trip begins at home or, if it `begins_there`, at its site."""
    env, world, lift = drawdown.env, drawdown.world, sortie.lift
    spec, set_out = lift.spec, sortie.tasked
    if not sortie.begins_there:
        set_out = env.now
        arrives = set_out + lift.on_the_way(sortie, 0, set_out)
        if world.happens(spec.delay_s, Stream.DELAY, spec.key, sortie.number, 1):
            arrives += world.sample(spec.delay_time, Stream.DELAY, spec.key, sortie.number)
        sortie.planned = opened(drawdown, sortie, arrives)
        yield env.at(sortie.planned)
    if withdrawn(lift, sortie.site, set_out, env.now):
        sortie.fate, sortie.overhead = Fate.TURNED_BACK, env.now
        drawdown.tasking.claim(sortie, -1)
    else:
        yield from visit(drawdown, sortie)
    if sortie.up < NEVER and lift.sets_down:
        yield from leg_out(drawdown, sortie)
        yield env.at(env.now + repair(drawdown, sortie, 1))
    elif sortie.up < NEVER:
        yield env.at(sortie.arrived)
        yield env.at(env.now + world.sample(spec.offload, Stream.OFFLOAD, spec.key, sortie.number))
        yield env.at(env.now + repair(drawdown, sortie, 1))
    else:
        yield env.at(env.now + lift.on_the_way(sortie, 1, env.now))
    stand_down(drawdown, sortie, env.now)
    yield env.at(env.now + world.sample(spec.turn, Stream.TURN, spec.key, sortie.number))
    if env.now == sortie.tasked:
        yield env.at(env.now + 1)  # or else trips that take no time would follow one another endlessly


def _too_many_trips(drawdown: "Drawdown", lift: Lift) -> None:
    """Raise the error that a tail has no number left for its next trip.

    A callback raises the error: if the process of the tail raised it, SimPy would raise a copy of the error.
    """
    name = drawdown.plan.name_of("lift", lift.row)
    what = f"a tail of {name} would fly more than {TRIPS:,} trips, the most that can be numbered"
    raise EngineError(what, seed=drawdown.world.seed, replication=drawdown.world.replication)


def on_the_ground(drawdown: "Drawdown", sortie: Sortie, change: int) -> Life:
    """Wait at home until a tail can fly, may come, and would arrive in the open hours of its site.

    Before this wait, it is fitted with another configuration if `change`, the time for this [s], is not 0. If it has
    waited at home and its lift has no crews, a decision follows: it sets out or is waved off.
    """
    env, lift, hours = drawdown.env, sortie.lift, drawdown.world.airfield[sortie.site]
    if change:
        drawdown.tasking.stays(sortie)
        yield env.at(env.now + change)
    while True:
        able = calendars.next_open(*lift.works(sortie), env.now) if lift.spec.capable_s >= 0 else env.now
        leaves = leaves_for(lift, sortie, 0, calendars.next_open(*lift.permit[sortie.site], able), hours)
        if leaves == env.now:
            break
        drawdown.tasking.stays(sortie)
        yield env.at(leaves)
    if sortie.waits_at_home and drawdown.crews[lift.row] is None:
        yield drawdown.tasking.leaves(sortie)


def opened(drawdown: "Drawdown", sortie: Sortie, arrives: int) -> int:
    """Return when a tail comes to its site [s]: at `arrives` if the site is open then, otherwise in later open hours.

    In the second case, the tail leaves home later; the result is NEVER if the site does not open any more.
    """
    lift, hours, now = sortie.lift, drawdown.world.airfield[sortie.site], drawdown.env.now
    return planning.delayed(lift.rests, *lift.moves, lift.leg_time(sortie, 0), arrives, now, *hours)


def supply(drawdown: "Drawdown", lift: Lift) -> Life:
    """Start the tails of a fleet, or bring every planned mission to tasking one lead time before its planned arrival.

    For a lift on request, schedule checks on the dates that matter for requests.
    """
    env = drawdown.env
    if lift.spec.supply == Supply.READY:
        drawdown.tasking.requests.begin(lift)
        return
    if lift.spec.supply == Supply.FLEET and not lift.spec.on_call:
        for number in range(max(1, drawdown.world.whole(lift.spec.tails_s))):
            env.process(tail(drawdown, lift, number))
        return
    yield from missions(drawdown, lift, drawdown.world.planned[lift.row], 0)


def missions(drawdown: "Drawdown", lift: Lift, planned: list[tuple[int, int]], first: int) -> Life:
    """Bring missions to tasking when they become due; `planned` has (arrival [s], site), numbered from `first` on."""
    env = drawdown.env
    for number, (arrives, site) in enumerate(planned, first):
        due = arrives - lift.lead
        if due > env.now:
            yield env.at(due)
        drawdown.tasking.due(Sortie(env, lift, number, 0, arrives, site))

"""Missions on request: whether a load is ready at a site, and whether another mission may be under way."""

from typing import Final

from sim.compiler.kernel import kernel
from sim.engines.compiled import ahead, rules
from sim.engines.compiled.chance import whole
from sim.engines.compiled.events import Event, mark, push
from sim.engines.compiled.force import here, in_bucket, waits
from sim.engines.compiled.holds import AS_IF, CLEARED, begin_hold, board_hold, floor, together
from sim.engines.compiled.memory import LONG_AGO, NEVER, NO_LIMIT
from sim.engines.compiled.routes import kept_off, may
from sim.engines.compiled.teams import teams_now
from sim.model.driving import PLACE as _PLACE
from sim.model.phases import Phase
from sim.model.schema.state import State
from sim.model.terms import Fate, Supply
from sim.model.world.missions import WEEK as _WEEK

__all__ = ["any_ready", "begin", "cargo_at", "count_request", "ends", "free_since", "may_ask", "over"]

READY: Final = int(Supply.READY)
WAVED_OFF: Final = int(Fate.WAVED_OFF)
OVER: Final = int(Phase.OVER)
FLIGHT, MARK = Event.FLIGHT, Event.MARK
WEEK: Final = _WEEK
PLACE: Final = _PLACE


@kernel
def begin(h: State, row: int) -> None:
    """Schedule checks of requests: when supply begins, on `by` (any load is then enough), and before known dates."""
    lift = h.lifts[row]
    if lift.begins > 0:
        push(h, lift.begins, MARK, lift.point)
    if 0 < lift.by < NEVER:
        push(h, lift.by, MARK, lift.point)
    ahead.begin(h, row)


@kernel
def may_ask(h: State, row: int) -> bool:
    """Return whether dates and the number of earlier requests allow a request now."""
    lift = h.lifts[row]
    if not lift.begins <= h.now < lift.until or lift.under_way >= lift.at_once:
        return False
    return lift.most_per_week == NO_LIMIT or _lately(h, row)[0] < lift.most_per_week


@kernel
def _lately(h: State, row: int) -> tuple[int, int]:
    """Return how many missions of a lift were requested in the last seven days, and when the last earlier one was [s].

    The instant is LONG_AGO if there was no earlier one.
    """
    many, flight = 0, h.flight_count - 1
    while flight >= 0:
        sortie = h.flights[flight]
        if sortie.lift == row and sortie.attempt == 0:
            if sortie.tasked <= h.now - WEEK:
                return many, sortie.tasked
            many += 1
        flight -= 1
    return many, LONG_AGO


@kernel
def free_since(h: State, row: int) -> int:
    """Return since when dates and the number of earlier requests have allowed a request [s]."""
    lift = h.lifts[row]
    since = max(lift.freed_at, lift.begins)
    if lift.most_per_week < NO_LIMIT:
        last = _lately(h, row)[1]
        if last > LONG_AGO:
            since = max(since, last + WEEK)
    return since


@kernel
def cargo_at(h: State, row: int, site: int) -> int:
    """Return when a load at a site may last have become ready [s].

    This is the latest of three instants: when what waits last changed, when a known date last came within the lead
    time, and, once it has come, the date from which any load is enough.
    """
    by, changed = h.lifts[row].by, max(h.ramps[site].changed_at, h.lifts[row].booked)
    return max(changed, by) if by <= h.now else changed


@kernel
def count_request(h: State, row: int) -> None:
    """Count a requested mission."""
    lift = h.lifts[row]
    if lift.most_per_week < NO_LIMIT:
        push(h, h.now + WEEK, MARK, lift.point)
    lift.asked_n += 1
    lift.under_way += 1


@kernel
def ends(h: State, flight: int) -> None:
    """Schedule when a requested mission that does not slip is over, so that another may be requested.

    It is over when it arrives at its destination, or back at its site after turning back in the air. If it was waved
    off, it is over at once. If it did not come, it is over at its planned time of day, on a later day than planned and
    after now. It is never over at the instant of its tasking.
    """
    sortie = h.flights[flight]
    if h.lifts[sortie.lift].supply != READY:
        return
    until = sortie.arrived
    if sortie.up == NEVER:
        until = h.now if sortie.fate == WAVED_OFF else rules.another_day(sortie.planned, h.now)
    until = max(until, sortie.tasked + 1)  # or else missions without duration would be requested endlessly
    if until > h.now:
        sortie.phase = OVER
        push(h, until, FLIGHT, flight)
    else:
        over(h, flight)


@kernel
def over(h: State, flight: int) -> None:
    """Record that a requested mission is over."""
    lift = h.lifts[h.flights[flight].lift]
    lift.under_way -= 1
    lift.freed_at = h.now
    mark(h, lift.point)


@kernel
def any_ready(h: State, row: int) -> bool:
    """Record in `ready` of each leg of a lift whether a load is ready at its site; return whether any load is ready."""
    any_leg = False
    for leg in range(h.lifts[row].legs, h.lifts[row].legs_last):
        h.legs[leg].ready = int(_is_ready(h, row, h.legs[leg].site))
        any_leg = any_leg or h.legs[leg].ready != 0
    return any_leg


@kernel
def _is_ready(h: State, row: int, site: int) -> bool:
    """Return whether the movers that may go now from a site, less what missions under way will take, are a load."""
    lift, ramp = h.lifts[row], h.ramps[site]
    claimed = rules.missions_coming(h.expected[site * len(h.lifts) + row], lift.expected_kg)
    if not _free(h, row, site, claimed):
        return False
    kg = mpos = people = litres = 0
    required = False
    for at in range(ramp.lots, ramp.lots_last):
        lot_row = h.relations[at]
        lot, many = h.lots[lot_row], h.tallies[lot_row].free
        for place in range(min(many, lot.staged)):
            mover = h.movers[in_bucket(h, lot_row, place)]
            kg, mpos, litres = kg + mover.kg, mpos + mover.mpos, litres + lot.litres
        if many > lot.staged:
            more, _, more_kg, more_mpos = ahead.coming(h, lot_row, ahead.by(h, row), many - lot.staged)
            kg, mpos, litres = kg + more_kg, mpos + more_mpos, litres + more * lot.litres
        people += many if lot.person else 0
        required = required or (many > 0 and lot.required != 0)
    if lift.driven:
        mpos = PLACE * _could_go(h, site)
        if not mpos:
            return False
    full_kg, full_mpos, full_seats = lift.full_kg, lift.full_mpos, lift.full_seats
    part, enough_people, enough_kg = lift.enough_part, whole(h, lift.enough_people_s, 0), whole(h, lift.enough_kg_s, 0)
    full_litres = lift.full_litres
    if rules.is_ready(
        part,
        enough_people,
        enough_kg,
        kg,
        mpos,
        people,
        full_kg,
        full_mpos,
        full_seats,
        claimed,
        litres,
        full_litres,
    ):
        return True
    if not rules.is_some_unclaimed(kg, mpos, people, full_kg, full_mpos, full_seats, claimed, litres, full_litres):
        return False
    return h.now >= lift.by or not _more(h, row, site, required)


@kernel
def _could_go(h: State, site: int) -> int:
    """Return how many of the vehicles that may go (`free`) have the drivers that they need among people who may go.

    Lots that are loaded first get drivers first.
    """
    ramp, people, vehicles = h.ramps[site], 0, 0
    for at in range(ramp.lots, ramp.lots_last):
        if h.lots[h.relations[at]].person:
            people += h.tallies[h.relations[at]].free
    for at in range(ramp.lots, ramp.lots_last):
        lot = h.lots[h.relations[at]]
        if not lot.person and lot.drivers:
            more = min(h.tallies[h.relations[at]].free, people // lot.drivers)
            vehicles, people = vehicles + more, people - more * lot.drivers
    return vehicles


@kernel
def _free(h: State, row: int, site: int, claimed: int) -> bool:
    """Set `free` of each lot (in `tallies`) to how many staged members may go now on a lift; return whether any may.

    If none may go and no mission under way is to take any (`claimed` is 0), `free` is how many could go together. For a
    lift that is requested ahead of known dates, members that dates within the lead time free count, too.
    """
    ramp, any_free, by = h.ramps[site], False, ahead.by(h, row)
    for at in range(ramp.lots, ramp.lots_last):
        lot_row = h.relations[at]
        lot, tally = h.lots[lot_row], h.tallies[lot_row]
        tally.free = 0
        coming, away, _, _ = ahead.coming(h, lot_row, by, lot.many)
        tally.asked = int(lot.staged + coming > 0 and _may(h, row, site, lot_row))
        if tally.asked:
            off, tally.due = kept_off(h, lot_row, row), here(h, lot_row)
            stays = rules.kept_whole(tally.due, min(off, tally.due), lot.party)
            tally.unbegun = max(tally.due - lot.staged, stays)
            if not ahead.keeps(h, lot.board_hold, by):
                stay = rules.kept_whole(tally.due + away, max(ahead.floor_by(h, lot_row, by), off), lot.party)
                tally.free = rules.free_to_go(tally.due + away, stay, lot.staged + coming)
            any_free = any_free or tally.free > 0
    if any_free or claimed > 0 or not len(h.holds):
        return any_free
    together(h, ramp.lots, ramp.lots_last, AS_IF)
    for at in range(ramp.lots, ramp.lots_last):
        tally = h.tallies[h.relations[at]]
        if tally.asked:
            tally.free, tally.going = tally.going, 0
            any_free = any_free or tally.free > 0
    return any_free


@kernel
def _more(h: State, row: int, site: int, required: bool) -> bool:
    """Return whether more movers (with `required`: more required ones) may still be staged at a site for a lift."""
    ramp, by = h.ramps[site], ahead.by(h, row)
    for at in range(ramp.lots, ramp.lots_last):
        lot_row = h.relations[at]
        lot = h.lots[lot_row]
        if (required and not lot.required) or not _may(h, row, site, lot_row) or ahead.keeps(h, lot.begin_hold, by):
            continue
        if waits(h, lot_row) > lot.staged + ahead.coming(h, lot_row, by, lot.many)[0]:
            return True
        if ramp.room == NO_LIMIT:
            for earlier in range(lot.before, lot.before_last):
                if _may_come(h, h.relations[earlier]):
                    return True
    return False


@kernel
def _may(h: State, row: int, site: int, lot: int) -> bool:
    """Return whether a lot may ride a lift from a site now: its way is open and, for equipment, a team can load it."""
    limited, teams = h.pools[h.ramps[site].teams].limited != 0, teams_now(h, site)
    if not h.lots[lot].person and rules.people_only(h.lifts[row].uses_ramp != 0, limited, teams):
        return False
    return may(h, lot, row)


@kernel
def _may_come(h: State, row: int) -> bool:
    """Return whether a lot at an earlier place has members that no hold or floor keeps there, so that they may come."""
    if begin_hold(h, row) or board_hold(h, row):
        return False
    return h.lots[row].to_leave - h.lots[row].disposing > floor(h, row, CLEARED)

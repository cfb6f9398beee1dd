"""What each event of a mover changes (counts and holds), and which decisions it marks to be made again."""

from typing import Final

from sim.compiler.kernel import kernel
from sim.engines.compiled import force, transit
from sim.engines.compiled.events import Event, mark, push
from sim.engines.compiled.holds import changed, counted, fewer, one_staged
from sim.engines.compiled.marks import (
    cargo_changed,
    cargo_changed_at,
    cargo_changed_everywhere,
    cargo_changed_of,
    look_leaving,
    need_changed,
)
from sim.engines.compiled.memory import NEVER, NO_LIMIT
from sim.engines.compiled.station import capacity, staff_came, withdraw
from sim.engines.compiled.teams import team_capacity, teams_came
from sim.model.phases import Standing
from sim.model.schema.state import State
from sim.model.terms import ENDS, Fate, Way

__all__ = [
    "arrive",
    "come_back",
    "deliver",
    "dispose",
    "eased",
    "give_up",
    "leave",
    "leave_behind",
    "left_some",
    "route",
    "stage",
    "take_back",
    "unload",
    "went",
]

OTHER_WAY: Final = Event.OTHER_WAY
LEFT, SHIP = int(Fate.LEFT), int(Way.SHIP)
END_OF: Final = tuple(int(ENDS.get(way, Fate.OUT)) for way in Way)
"""The fate of a mover at the end of each way, in the order of `terms.Way`; OUT for shipping."""
PREPARED, QUEUED = int(Standing.PREPARED), int(Standing.QUEUED)


@kernel
def arrive(h: State, mover: int) -> None:
    """Record that a mover has arrived: it may be staff, and it may need lift."""
    row = h.movers[mover].lot
    force.arrive(h, mover)
    lot = h.lots[row]
    _staff_came(h, row, 1)
    need_changed(h)
    if lot.required or lot.is_stop:
        look_leaving(h)
    if lot.floors < lot.floors_last:
        cargo_changed(h, lot.site)
    if h.balances:
        cargo_changed_everywhere(h)


@kernel
def _staff_came(h: State, row: int, many: int) -> None:
    """Record, at stations and ramps staffed by a lot, that `many` more of its members are present."""
    lot = h.lots[row]
    for at in range(lot.stations, lot.stations_last):
        station = h.relations[at]
        staff_came(h, station, capacity(h, station, lot.present - many))
    for at in range(lot.ramps, lot.ramps_last):
        ramp = h.relations[at]
        teams_came(h, ramp, team_capacity(h, ramp, lot.present - many))


@kernel
def stage(h: State, mover: int) -> None:
    """Record that a mover has passed its stations and waits for lift."""
    lot, unstaged = h.lots[h.movers[mover].lot], force.is_unstaged(h, mover)
    force.stage(h, mover)
    if unstaged:
        _one_staged(h, h.movers[mover].lot)
    cargo_changed_at(h, lot.site)
    if h.balances:
        need_changed(h)
    if lot.required:
        look_leaving(h)


@kernel
def _one_staged(h: State, row: int) -> None:
    """Record that a member is staged at its own site, or never will be: a hold may have waited only for it."""
    if one_staged(h, row):
        changed(h)
        cargo_changed_everywhere(h)
        need_changed(h)
        look_leaving(h)


@kernel
def _end(h: State, mover: int, fate: int) -> None:
    """Record the fate of a mover that does not leave; if it was not staged, it never will be."""
    unstaged = force.is_unstaged(h, mover)
    force.leave(h, mover, fate)
    if unstaged:
        _one_staged(h, h.movers[mover].lot)


@kernel
def gone(h: State, row: int, many: int) -> None:
    """Record that members of a lot have gone; `many` is below 0 if members have come to the lot.

    This changes the counters of movers yet to leave, and marks the sites that the lot passes. If members have gone, it
    also marks the stations and ramps that the lot staffs.
    """
    fewer(h, row, many)
    cargo_changed_of(h, row)
    if many <= 0:
        return
    lot = h.lots[row]
    lot.staff_fell = h.now
    for at in range(lot.stations, lot.stations_last):
        mark(h, h.stations[h.relations[at]].point)
    for at in range(lot.ramps, lot.ramps_last):
        mark(h, h.ramps[h.relations[at]].loading)


@kernel
def eased(h: State, row: int, many: int) -> None:
    """Record that members of a lot have gone: if a hold counted them until now, others may now go, at any site."""
    if many > 0 and counted(h, row):
        cargo_changed_everywhere(h)
        need_changed(h)


@kernel
def left_some(h: State) -> None:
    """Mark that two decisions have to be made again: which holds are met, and whether wanted movers are left behind."""
    changed(h)
    look_leaving(h)


@kernel
def make_room(h: State, site: int, people: int) -> None:
    """Record that people no longer take up room at a site: they have gone on from it, or no longer come there."""
    ramp = h.ramps[site]
    ramp.inside -= people
    if people and ramp.room < NO_LIMIT:
        ramp.room_rose = h.now
        for other in range(h.sites):
            mark(h, h.ramps[other].loading)


@kernel
def went(h: State, flight: int) -> None:
    """Record that the movers of a sortie have left, in all counts that include them."""
    transit.take_off(h, flight)
    sortie = h.flights[flight]
    ramp, going_on = h.ramps[sortie.site], 0
    for at in range(ramp.lots, ramp.lots_last):
        row = h.relations[at]
        many = h.tallies[row].left
        if many:
            h.tallies[row].left = 0
            gone(h, row, many)
            going_on += many if h.lots[row].is_stop and h.lots[row].person else 0
    for at in range(sortie.bound, sortie.bound + sortie.bound_n):
        gone(h, h.bounds[at].to, -h.bounds[at].many)
    make_room(h, sortie.site, going_on)
    left_some(h)


@kernel
def deliver(h: State, flight: int) -> None:
    """Record that a sortie has delivered its load; movers that count as out only on arrival are out now."""
    transit.land(h, flight)
    if not transit.cross(h, flight):
        return
    sortie, people = h.flights[flight], 0
    for at in range(sortie.bound, sortie.bound + sortie.bound_n):
        row = h.bounds[at].to
        many = h.tallies[row].left
        if many:
            h.tallies[row].left = 0
            gone(h, row, many)
            eased(h, row, many)
            people += many if h.lots[row].person and h.lots[row].then < 0 else 0
    make_room(h, h.lifts[sortie.lift].to, people)
    left_some(h)


@kernel
def come_back(h: State, flight: int) -> None:
    """Record that a sortie is back with its load at the site where the load boarded."""
    transit.land(h, flight)
    transit.come_back(h, flight)
    sortie = h.flights[flight]
    make_room(h, h.lifts[sortie.lift].to, sortie.people)
    for at in range(sortie.bound, sortie.bound + sortie.bound_n):
        _staff_came(h, h.bounds[at].row, h.bounds[at].many)
        gone(h, h.bounds[at].row, -h.bounds[at].many)
        gone(h, h.bounds[at].to, h.bounds[at].many)
    left_some(h)
    need_changed(h)


@kernel
def unload(h: State, flight: int) -> None:
    """Record that a sortie has been unloaded before take-off: its load is staged again."""
    transit.unload(h, flight)
    sortie = h.flights[flight]
    make_room(h, h.lifts[sortie.lift].to, sortie.people)
    left_some(h)
    need_changed(h)
    cargo_changed_everywhere(h)


@kernel
def leave(h: State, mover: int) -> None:
    """Leave a mover behind at its present place."""
    row = h.movers[mover].lot
    _end(h, mover, LEFT)
    gone(h, row, 1)
    eased(h, row, 1)


@kernel
def leave_behind(h: State, row: int) -> None:
    """Leave behind all members of a lot that are at its place or yet to come there, except those on a sortie."""
    lot = h.lots[row]
    lot.dropped = 1
    for mover in range(lot.members, lot.members + lot.many):
        if force.still_here(h, row, mover):
            leave(h, mover)
    left_some(h)
    need_changed(h)


@kernel
def give_up(h: State, mover: int, way: int) -> None:
    """Give a mover a way other than shipping: it leaves staging or its queue, and continues on the new way.

    A mover in service finishes its job first. A mover that a hold or a date keeps begins its new way once it may begin.
    """
    who = h.movers[mover]
    staged = who.staged < NEVER or who.phase == PREPARED
    force.give_up(h, mover, way)
    if staged:
        push(h, h.now, OTHER_WAY, mover)
    elif who.phase == QUEUED:
        withdraw(h, mover)
    cargo_changed(h, h.lots[who.lot].site)
    need_changed(h)
    look_leaving(h)


@kernel
def take_back(h: State, mover: int) -> None:
    """Ship a mover that was given up: it leaves the queue of its other way, and resumes shipping where it left off."""
    who = h.movers[mover]
    who.returns = 0
    force.take_back(h, mover)
    if who.on_way != SHIP:
        withdraw(h, mover)
    cargo_changed(h, h.lots[who.lot].site)
    need_changed(h)
    look_leaving(h)


@kernel
def dispose(h: State, mover: int) -> None:
    """Record that a mover has reached the end of a way other than shipping, in all counts that include it."""
    who = h.movers[mover]
    _end(h, mover, END_OF[who.way])
    gone(h, who.lot, 1)
    eased(h, who.lot, 1)
    left_some(h)
    need_changed(h)


@kernel
def route(h: State, row: int, way: int) -> int:
    """Return the row in `options` that states `way`, other than shipping, for a lot; -1 if there is none."""
    lot = h.lots[row]
    for at in range(lot.options_first, lot.options_last):
        if h.options[at].way == way:
            return at
    return -1

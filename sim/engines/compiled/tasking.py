"""Decides whether a sortie is tasked, and whether it sets out: as a rule, only if it would find something to carry.

A tasked sortie has a *claim* at its site: the weight that it is expected to carry. The need for further sorties is
computed without this weight.
"""

from typing import Any, Final

from sim.compiler.kernel import kernel
from sim.engines.compiled import lists, requests, rules
from sim.engines.compiled.calendars import is_open, next_open, opened_now
from sim.engines.compiled.chance import whole
from sim.engines.compiled.configurations import choose, expected_of, row_of
from sim.engines.compiled.events import Event, mark, push
from sim.engines.compiled.flights import new_flight
from sim.engines.compiled.force import waits
from sim.engines.compiled.lists import PENDING, SETTING_OUT
from sim.engines.compiled.marks import need_changed
from sim.engines.compiled.need import need, parts
from sim.engines.compiled.rules import later
from sim.engines.compiled.sortie_draws import leg_time
from sim.model.phases import Phase
from sim.model.schema.state import State
from sim.model.terms import Cause, Fate, Supply

__all__ = ["decide", "end_claim", "leaves", "look_again", "pend", "sets_out", "stays"]

FLIGHT: Final = Event.FLIGHT
SHUT, STRUCK, WAVED_OFF = int(Fate.SHUT), int(Fate.STRUCK), int(Fate.WAVED_OFF)
FLEET, READY = int(Supply.FLEET), int(Supply.READY)
ARRIVAL, CARGO, PERMISSION, NEED = int(Cause.ARRIVAL), int(Cause.CARGO), int(Cause.PERMISSION), int(Cause.NEED)
TASKED, SETS_OUT = int(Phase.TASKED), int(Phase.SETS_OUT)


@kernel
def pend(h: State, flight: int) -> None:
    """Queue a mission, or an idle tail, for the decision to task it; do nothing if `flight` is -1 (table full)."""
    if flight < 0:
        return
    lists.add(h, PENDING, flight)
    lift = h.lifts[h.flights[flight].lift]
    lift.pending += 1
    mark(h, lift.point)


@kernel
def _claim(h: State, flight: int) -> None:
    """Add the weight that a sortie is expected to carry to the claims at its site."""
    sortie = h.flights[flight]
    sortie.claimed = expected_of(h, flight)
    h.expected[sortie.site * len(h.lifts) + sortie.lift] += sortie.claimed
    if sortie.claimed and sortie.configuration:
        h.inbound_as[_as_fitted(h, flight)] += 1
    if h.lifts[sortie.lift].supply != FLEET:
        stays(h, flight)
    need_changed(h)


@kernel
def end_claim(h: State, flight: int) -> None:
    """Subtract the claim of a sortie, if it still has one, from the claims at its site."""
    sortie = h.flights[flight]
    if sortie.claimed:
        h.expected[sortie.site * len(h.lifts) + sortie.lift] -= sortie.claimed
        if sortie.configuration:
            h.inbound_as[_as_fitted(h, flight)] -= 1
        sortie.claimed = 0
        sets_out(h, flight)
        need_changed(h)


@kernel
def sets_out(h: State, flight: int) -> None:
    """Count a sortie as on its way: decisions on whether other sorties set out take its claim into account."""
    sortie = h.flights[flight]
    h.at_home[sortie.site * len(h.lifts) + sortie.lift] -= sortie.waits_at_home
    if sortie.waits_at_home and sortie.configuration:
        h.at_home_as[_as_fitted(h, flight)] -= 1
    sortie.waits_at_home = 0


@kernel
def stays(h: State, flight: int) -> None:
    """Count a sortie as at home while it cannot leave: decisions on whether other sorties set out ignore its claim."""
    sortie = h.flights[flight]
    if not sortie.waits_at_home:
        sortie.waits_at_home = sortie.claimed
        h.at_home[sortie.site * len(h.lifts) + sortie.lift] += sortie.claimed
        if sortie.claimed and sortie.configuration:
            h.at_home_as[_as_fitted(h, flight)] += 1


@kernel
def _as_fitted(h: State, flight: int) -> int:
    """Return the index, in `inbound_as` and `at_home_as`, of a sortie's configuration at its site."""
    return h.flights[flight].site * len(h.configurations) + row_of(h, flight)


@kernel
def leaves(h: State, flight: int) -> None:
    """Queue a mission, or a tail that waited at home, for the decision whether it sets out."""
    lists.add(h, SETTING_OUT, flight)
    lift = h.lifts[h.flights[flight].lift]
    lift.setting_out += 1
    mark(h, lift.point)


@kernel
def _let_go(h: State, row: int) -> None:
    """Let the first sortie in SETTING_OUT of a lift set out, or wave it off."""
    place, line, first = 0, h.waiting, SETTING_OUT * len(h.flights)
    while h.flights[line[first + place]].lift != row:
        place += 1
    flight = line[first + place]
    lists.take_out(h, SETTING_OUT, place)
    h.lifts[row].setting_out -= 1
    look_again(h, flight, h.now + leg_time(h, flight, 0))
    h.flights[flight].phase = SETS_OUT
    push(h, h.now, FLIGHT, flight)


@kernel
def look_again(h: State, flight: int, arrives: int) -> None:
    """Let a sortie that would arrive at `arrives` [s] set out, or wave it off if nothing is left for it to carry.

    While its lift has no permission to come to the site, it is not waved off.
    """
    sortie = h.flights[flight]
    row = sortie.lift
    people, cargo = parts(h, row, sortie.site, arrives, False, True, row_of(h, flight))
    if is_open(h, h.lifts[row].permit + sortie.site) and people + cargo <= 0:
        sortie.fate, sortie.free = WAVED_OFF, h.now
        end_claim(h, flight)
    sets_out(h, flight)


@kernel
def decide(h: State, row: int) -> bool:
    """Make one decision on a lift, if any is possible; return whether one was made.

    A sortie sets out or is waved off; or the first sortie that waits to be tasked is tasked or dropped; or a mission is
    requested. A mission that is attempted again, and a tail that begins at its site, are tasked whatever the need.
    """
    lift = h.lifts[row]
    if lift.setting_out:
        _let_go(h, row)
        return True
    if not lift.pending:
        return lift.supply == READY and _ask(h, row)
    place = _first_pending(h, row)
    flight = h.waiting[PENDING * len(h.flights) + place]
    sortie = h.flights[flight]
    fleet = lift.supply == FLEET
    forced = sortie.forced != 0 or sortie.attempt > 0
    open_now = _may_come(h, row, sortie.site, forced)
    if fleet and not open_now:
        return False
    if not forced:
        chosen = _site(h, row, flight)
        if chosen < 0 and fleet:
            return False
        if not open_now or chosen < 0:
            _off_list(h, place, flight)
            sortie.fate = STRUCK if open_now else SHUT
            return True
        sortie.site, sortie.leg_in, sortie.leg_out = h.legs[chosen].site, -1, -1
        h.legs[chosen].sent += 1
    elif sortie.site < 0:
        sortie.site, sortie.leg_in, sortie.leg_out = h.legs[lift.legs].site, -1, -1
    _task(h, place, flight)
    return True


@kernel
def _ask(h: State, row: int) -> bool:
    """Request a mission and task it, if a load is ready and a request is allowed; return whether this was done."""
    lift = h.lifts[row]
    if not requests.may_ask(h, row) or not requests.any_ready(h, row):
        return False
    leg = _by_rule(h, row, h.now)
    if leg < 0:
        return False
    site = h.legs[leg].site
    cause, since = later(ARRIVAL, requests.free_since(h, row), CARGO, requests.cargo_at(h, row, site))
    cause, since = later(cause, since, PERMISSION, opened_now(h, lift.permit + site))
    cause, since = later(cause, since, NEED, h.need_rose)
    seasons: Any = h.seasons[lift.seasons : lift.seasons_last]
    planned = rules.next_season(seasons.begins, seasons.factor, h.now + whole(h, lift.lead_s, 0))
    flight = new_flight(h, row, lift.asked_n, 0, planned, site)
    if flight < 0:
        return False
    h.legs[leg].sent += 1
    requests.count_request(h, row)
    pend(h, flight)
    _task(h, _first_pending(h, row), flight)
    h.flights[flight].task_cause = cause
    return True


@kernel
def _first_pending(h: State, row: int) -> int:
    """Return the place of the first sortie of a lift in the list PENDING, the sorties that wait to be tasked."""
    place = 0
    while h.flights[h.waiting[PENDING * len(h.flights) + place]].lift != row:
        place += 1
    return place


@kernel
def _may_come(h: State, row: int, site: int, forced: bool) -> bool:
    """Return whether a lift has permission to come to `site`.

    If `site` is -1, permission for any site of the lift is enough; with `forced`, only its first site counts.
    """
    lift = h.lifts[row]
    if site >= 0:
        return is_open(h, lift.permit + site)
    last = lift.legs + 1 if forced else lift.legs_last
    for leg in range(lift.legs, last):
        if is_open(h, lift.permit + h.legs[leg].site):
            return True
    return False


@kernel
def _off_list(h: State, place: int, flight: int) -> None:
    """Move a sortie from its place in the list PENDING to the end of the decided sorties."""
    lists.take_out(h, PENDING, place)
    sortie = h.flights[flight]
    h.lifts[sortie.lift].pending -= 1
    sortie.tasked, sortie.row = h.now, h.decided_count
    h.decided[h.decided_count] = flight
    h.decided_count += 1


@kernel
def _task(h: State, place: int, flight: int) -> None:
    """Task the sortie at a place of the list PENDING; its site has been chosen."""
    sortie = h.flights[flight]
    lift = h.lifts[sortie.lift]
    _off_list(h, place, flight)
    if lift.supply != FLEET:
        # A planned arrival outside the open hours of the site is moved to the next opening.
        sortie.planned = _arrives(h, sortie.lift, sortie.site, sortie.planned)
    cause = ARRIVAL
    if lift.supply == FLEET:
        opened = opened_now(h, lift.permit + sortie.site)
        cause, since = later(ARRIVAL, sortie.planned, PERMISSION, opened)
        cause, since = later(cause, since, NEED, h.need_rose)
    sortie.task_cause, sortie.phase = cause, TASKED
    choose(h, flight)
    _claim(h, flight)
    push(h, h.now, FLIGHT, flight)


@kernel
def _arrives(h: State, lift: int, site: int, planned: int) -> int:
    """Return when a sortie comes to a site [s]: a tail at `planned`, a mission when the site is next open."""
    if h.lifts[lift].supply == FLEET:
        return planned
    return next_open(h, h.ramps[site].airfield, planned)


@kernel
def _site(h: State, row: int, flight: int) -> int:
    """Return the site to which a sortie is sent, as a row of `legs`; -1 if no site has a need.

    A sortie whose site is stated is sent there if required or wanted movers there need it. Any other sortie is not sent
    for wanted movers as long as any site has required movers to carry.
    """
    lift, sortie = h.lifts[row], h.flights[flight]
    arrives = max(sortie.planned, h.now)
    if sortie.site >= 0:
        for leg in range(lift.legs, lift.legs_last):
            if h.legs[leg].site == sortie.site:
                comes = _arrives(h, row, sortie.site, arrives)
                return leg if need(h, row, sortie.site, comes, False) > 0 else -1
    return _by_rule(h, row, arrives)


@kernel
def _by_rule(h: State, row: int, arrives: int) -> int:
    """Return the site that the rule of a lift chooses, as a row of `legs`; -1 if no site has a need."""
    lift = h.lifts[row]
    if not _needs(h, row, arrives, True):
        _needs(h, row, arrives, False)
    legs: Any = h.legs[lift.legs : lift.legs_last]
    place = rules.site_by_rule(lift.rule, legs.need, legs.share, legs.sent, legs.turn)
    return lift.legs + place if place >= 0 else -1


@kernel
def _any_wanted(h: State, site: int) -> bool:
    """Return whether any wanted movers of a site are yet to leave by lift."""
    ramp = h.ramps[site]
    for at in range(ramp.lots, ramp.lots_last):
        if not h.lots[h.relations[at]].required and waits(h, h.relations[at]) > 0:
            return True
    return False


@kernel
def _needs(h: State, row: int, arrives: int, required_only: bool) -> bool:
    """Set `need` and `turn` of each leg of a lift; return whether any site has a need.

    The first call, with `required_only`, sets all legs. If no site has a need then, a second call without
    `required_only` sets only the legs of sites where wanted movers wait; the need of the others stays 0.
    """
    lift, any_need = h.lifts[row], False
    for leg in range(lift.legs, lift.legs_last):
        site = h.legs[leg].site
        if not required_only and not _any_wanted(h, site):
            continue
        h.legs[leg].turn = h.ramps[site].turn
        if lift.supply != READY:
            h.legs[leg].need = need(h, row, site, _arrives(h, row, site, arrives), required_only)
        else:
            h.legs[leg].need = need(h, row, site, arrives, required_only) if h.legs[leg].ready else 0
        any_need = any_need or h.legs[leg].need > 0
    return any_need

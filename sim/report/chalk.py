"""Words for the movers that a chalk (the load of one sortie) left out, with the reason if the history shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sim.model.calendars import NEVER, is_open
from sim.model.driving import vehicles_in
from sim.model.durations import whole_seconds
from sim.model.rules import sort_of
from sim.model.terms import RouteRule
from sim.model.world.flying import positions, volume
from sim.report.history import History

__all__ = ["left_out", "why_left_out"]

MOST = 3
"""Largest number of groups and lots that are named for each reason."""


def left_out(story: History, row: int, cleared: Mapping[int, int]) -> str:
    """Return in words which movers were staged when a sortie was loaded and did not ride; empty if there are none.

    Parameters
    ----------
    story
        The history.
    row
        Row of the sortie.
    cleared
        Row of each hold that cleared -> instant at which it cleared [s].
    """
    reasons: dict[tuple[int, str], int] = {}
    for number, reason in why_left_out(story, row, cleared).items():
        key = story.movers[number].lot, reason
        reasons[key] = reasons.get(key, 0) + 1
    by_reason: dict[str, list[tuple[int, int]]] = {}
    for (lot, reason), count in reasons.items():
        by_reason.setdefault(reason, []).append((count, lot))
    parts = []
    for reason, lots in sorted(by_reason.items(), key=lambda entry: -sum(count for count, _ in entry[1])):
        lots.sort(key=lambda entry: (-entry[0], entry[1]))
        rest = sum(count for count, _ in lots[MOST:])
        named = [f"{count:,} {story.lot(lot)}" for count, lot in lots[:MOST]] + [f"{rest:,} more"] * (rest > 0)
        parts.append(f"{', '.join(named)} ({reason})")
    return "; ".join(parts)


def why_left_out(story: History, row: int, cleared: Mapping[int, int]) -> dict[int, str]:
    """Return why movers that were staged at the site of a sortie did not ride on it: row of the mover -> reason."""
    sortie = _planned(story, row)
    rows, found = _rows(story, sortie), {}
    bound, unmanned = _bound(story, sortie, cleared), _unmanned(story, sortie)
    for number in reversed(range(len(story.movers))):
        mover = story.movers[number]
        if mover.lot in rows and _waited_for(story, row, sortie, number):
            call = story.missed.get((row, number))
            if call is not None:
                found[number] = "did not turn up" if call >= 0 else "had to stay because others did not turn up"
                continue
            bound[mover.lot] = bound.get(mover.lot, 0) - 1
            reason = "must stay" if bound[mover.lot] >= 0 else _reason(story, sortie, row, mover, cleared, unmanned)
            # a mover without a reason, staged at the instant of loading, came after the chalk was planned: omit it
            if reason or all(stay.staged != sortie.worked for stay in story.stays[number]):
                found[number] = reason or "reason not known"
    return found


def _planned(story: History, row: int) -> Any:
    """Return the record of a sortie with its planned load, which includes movers that were called and did not ride."""
    movers = [story.movers[number] for sortie, number in story.missed if sortie == row]
    people, kg, mpos = (
        sum(story.lots[mover.lot].person for mover in movers),
        sum(mover.kg for mover in movers),
        sum(mover.mpos for mover in movers),
    )
    sortie = story.sorties[row]
    return sortie._replace(people=sortie.people + people, kg=sortie.kg + kg, mpos=sortie.mpos + mpos)


def _rows(story: History, sortie: Any) -> dict[int, int]:
    """Return the groups and lots that may ride on a sortie: row of the group or lot -> its place at the site.

    At its own site, the place is the row of the group or lot. At a stop of its route, the place is the number of all
    groups and lots plus the row of the stop.
    """
    rows = {row: row for row, lot in enumerate(story.lots) if lot.site == sortie.site}
    for at, stop in enumerate(story.world.rows("stop"), len(story.lots)):
        if stop.site == sortie.site and not stop.road:
            rows[stop.lot] = at
    return {lot: row for lot, row in rows.items() if story.world.carries[row, sortie.lift] and _may(story, sortie, row)}


def _may(story: History, sortie: Any, row: int) -> bool:
    """Return whether a group or lot may go on from a place (`row`) with the lift of a sortie.

    Without routes it always may. Otherwise one of its routes that has permission must use this lift from the place;
    under the rule `FIRST_OPEN`, only the first route with permission counts.
    """
    world, plan = story.world, story.plan
    paths = _paths(story, row)
    if paths is None:
        return True
    rule, here = _rule(story, row), []
    for path in paths:
        hops = [(hop, plan.hop_lifts[at]) for at, hop in enumerate(world.rows("hop")) if path.first <= at < path.last]
        from_here = [hop.place for hop, _ in hops if hop.at == row]
        onward = [hop for hop in hops if from_here and hop[0].place >= from_here[0]]
        if from_here and _is_open(story, sortie.worked, path.route, onward):
            here.append(any(lifts[sortie.lift] for hop, lifts in hops if hop.at == row))
    return any(here[:1] if rule == RouteRule.FIRST_OPEN else here)


def _rule(story: History, row: int) -> int:
    """Return the rule (`RouteRule`) by which a group or lot chooses its route at a place."""
    if row < len(story.lots):
        return int(story.lots[row].route_rule)
    stop = story.world.rows("stop")[row - len(story.lots)]
    return int(stop.rule if stop.rule >= 0 else story.lots[stop.lot].route_rule)


def _paths(story: History, row: int) -> list[Any] | None:
    """Return the routes of the group or lot at a place; None if it has no routes and goes straight out."""
    lots = len(story.lots)
    lot = row if row < lots else story.world.rows("stop")[row - lots].lot
    return [path for path in story.world.rows("path") if path.lot == lot] or None


def _is_open(story: History, instant: int, route: int, hops: list[tuple[Any, Any]]) -> bool:
    """Return whether the routes of `hops`, and a lift from each of their places, had permission at an instant.

    A hop without a route of its own belongs to `route`.
    """
    routes = {hop.route if hop.route >= 0 else route for hop, _ in hops} - {-1}
    if not all(is_open(*story.world.passable[each], instant) for each in routes):
        return False
    lots, stops = len(story.lots), story.world.rows("stop")

    def comes(at: int, lift: int) -> bool:
        site = (story.lots[at] if at < lots else stops[at - lots]).site
        opens, closes = story.world.permit[lift][site]
        return is_open(opens, closes, instant)

    return all(
        any(comes(at, lift) for hop, lifts in hops if hop.at == at for lift in lifts.nonzero()[0].tolist())
        for at in {hop.at for hop, _ in hops}
    )


def _waited_for(story: History, row: int, sortie: Any, number: int) -> bool:
    """Return whether a mover was staged at the site when a sortie was loaded, and rode on a later sortie or on none.

    A mover that had been handed over, sold, destroyed, retained, left behind or given up by then did not wait.
    """
    mover = story.movers[number]
    if min(mover.left, story.given.get(number, NEVER)) <= sortie.worked:
        return False
    stay = next((s for s in reversed(story.stays[number]) if s.site == sortie.site and s.staged <= sortie.worked), None)
    if stay is None:
        return False
    taken = stay.sortie if stay.sortie >= 0 else mover.sortie if stay.up >= NEVER else -1
    if taken < 0:
        return bool(stay.up >= NEVER)
    other = story.sorties[taken]
    later: bool = (other.worked, other.landed, taken) > (sortie.worked, sortie.landed, row)
    return taken != row and later


def _bound(story: History, sortie: Any, cleared: Mapping[int, int]) -> dict[int, int]:
    """Return how many staged members of each group a floor kept at the site of a sortie: row of the group -> number."""
    bound: dict[int, int] = {}
    for floor in story.world.rows("floor"):
        if story.lots[floor.lot].site == sortie.site and cleared.get(floor.hold, NEVER) > sortie.worked:
            least = story.world.whole(floor.at_least_s)
            busy = sum(m.lot == floor.lot and m.arrived <= sortie.worked < m.staged for m in story.movers)
            bound[floor.lot] = max(bound.get(floor.lot, 0), least - busy)
    return bound


def _reason(story: History, sortie: Any, row: int, mover: Any, cleared: Mapping[int, int], unmanned: bool) -> str:
    """Return why a mover did not ride, for example a hold, or the limits that it exceeds; empty if it is not known."""
    lot, world = story.lots[mover.lot], story.world
    aboard = {story.movers[number].lot for number in story.chalk.get(row, ())}
    aboard |= {story.movers[number].lot for sortie_row, number in story.missed if sortie_row == row}
    own = lot.site == sortie.site  # holds apply to a mover only at its own site
    if own and mover.lot not in aboard and lot.board_hold >= 0 and cleared.get(lot.board_hold, NEVER) > sortie.worked:
        return f"held: {story.plan.name_of('hold', lot.board_hold)}"
    if unmanned and not lot.person:
        return "no load team"
    if exceeded := list(_exceeded(story, sortie, row, mover, aboard)):
        return " and ".join(exceeded)
    # an event at the instant of loading, such as a hold that cleared, may have come after the chalk was planned
    if not lot.person and _unmanned(story, sortie, gone=True):
        return "no load team"
    if own and lot.board_hold >= 0 and cleared.get(lot.board_hold, NEVER) >= sortie.worked:
        return f"held: {story.plan.name_of('hold', lot.board_hold)}"
    if lot.party and _is_split(story, sortie, mover):
        return "no room for its whole party"
    if own and any(f.lot == mover.lot and cleared.get(f.hold, NEVER) >= sortie.worked for f in world.rows("floor")):
        return "must stay"
    if lot.route_rule == RouteRule.EARLIEST_ARRIVAL:
        return "waits for an earlier way"
    return "takes another way" if lot.route_rule == RouteRule.LEAST_WAITING else ""


def _is_split(story: History, sortie: Any, mover: Any) -> bool:
    """Return whether the whole party of a person exceeds the payload, the seats or the room at the destination."""
    members = _together(story, mover)
    over = members * mover.kg > sortie.payload - sortie.kg
    room = story.world.rows("site")[story.lifts[sortie.lift].to].room_s
    seats = [sortie.seats] if sortie.seats >= 0 else []
    seats += [story.world.whole(room)] if room >= 0 else []
    return over or any(sortie.people + members > most for most in seats)


def _together(story: History, mover: Any) -> int:
    """Return how many people the party of a person has, without members who had left before the start."""
    party = story.lots[mover.lot].party
    if not party:
        return 1
    return sum(m.lot == mover.lot and m.index // party == mover.index // party and m.up != 0 for m in story.movers)


def _exceeded(story: History, sortie: Any, row: int, mover: Any, aboard: set[int]) -> Iterator[str]:
    """Yield the words for each limit of a sortie that a mover would exceed if it rode with what is aboard."""
    lot, lift, world = story.lots[mover.lot], story.fitted(sortie), story.world
    sorts = [sort_of(each.category, each.load_class) for each in (lot, *(story.lots[other] for other in aboard))]
    if story.plan.segregate[sortie.lift, sorts[0], sorts[1:]].any():
        yield "may not ride with what is aboard"
    if lift.driven:
        yield from _not_driven(story, sortie, mover)
        return
    if mover.kg > sortie.payload - sortie.kg:
        yield "over the payload"
    if lift.pallets_s >= 0:
        free = whole_seconds(1000 * world.value(lift.pallets_s)) - sortie.mpos
        if mover.mpos > free:
            yield "no pallet position left" if free <= 0 else "too few pallet positions left"
    if (most := volume(world, lift)) and world.items.litres[mover.lot] > most - _volume_aboard(story, row):
        yield "no room for its volume"
    if lot.person and 0 <= sortie.seats <= sortie.people:
        yield "no seat left"
    room = world.rows("site")[lift.to].room_s
    if lot.person and room >= 0 and sortie.people >= world.whole(room):
        yield f"no room at {story.site(lift.to)}"


def _not_driven(story: History, sortie: Any, mover: Any) -> Iterator[str]:
    """Yield why a convoy of the force's own vehicles left out a mover."""
    lot, convoy = story.lots[mover.lot], vehicles_in(sortie.mpos)
    if not lot.person:
        most = vehicles_in(positions(story.world, story.lifts[sortie.lift]))
        yield "the convoy has all the vehicles that it may have" if convoy >= most else "no one left to drive it"
    elif sortie.people >= sortie.seats:
        yield "no seat left in the vehicles" if convoy else "no vehicle to ride in"
    elif sortie.people + _together(story, mover) > sortie.seats:
        yield "no seats left in the vehicles for its whole party"
    else:
        yield "kept to drive a vehicle that follows"


def _volume_aboard(story: History, row: int) -> int:
    """Return the volume of the equipment on a sortie [l]."""
    return int(sum(story.world.items.litres[story.movers[number].lot] for number in story.chalk.get(row, ())))


def _unmanned(story: History, sortie: Any, *, gone: bool = False) -> bool:
    """Return whether nobody of the group that forms the load teams was at the site of a sortie when it was loaded.

    False if the lift uses no ramp, or if no group forms the teams. With `gone`, people who left at the instant of
    loading do not count as being at the site.
    """
    pool, instant = story.world.rows("site")[sortie.site].team_pool, sortie.worked
    if pool < 0 or not story.lifts[sortie.lift].uses_ramp:
        return False
    return not any(
        mover.lot == pool and stay.site == sortie.site and stay.arrived <= instant <= min(stay.up, mover.left) - gone
        for number, mover in enumerate(story.movers)
        for stay in story.stays[number]
        if mover.lot == pool
    )

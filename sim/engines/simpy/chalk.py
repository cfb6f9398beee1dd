"""The chalk: the load of one sortie, planned from what is staged when loading begins.

An *entry* is a staged mover as a tuple (`force.Staged`): entry[3] is its number, entry[4] the row of its lot. A staged
mover is *kept* if a hold or floor keeps it, or if it stays off this lift because another way is expected to be earlier
("an earlier way keeps it"). All other staged movers are *free*.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache, partial
from typing import TYPE_CHECKING

from sim.engines.simpy import convoy, parties
from sim.engines.simpy.force import Staged
from sim.model import loading
from sim.model.driving import places
from sim.model.holding import keeps
from sim.model.rules import first_fit, fits
from sim.model.terms import Cause

if TYPE_CHECKING:
    from sim.engines.simpy.drawdown import Drawdown
    from sim.engines.simpy.holds import Hold
    from sim.engines.simpy.lift import Lift
    from sim.engines.simpy.ramp import Ramp
    from sim.engines.simpy.sortie import Sortie

__all__ = ["Staged", "first_of", "kept_without", "more_to_come", "plan", "sure_to_board", "worth_it"]


def plan(drawdown: "Drawdown", ramp: "Ramp", sortie: "Sortie", people_only: bool) -> list[Staged]:
    """Return the movers that this sortie would take now, in the order in which they are taken.

    Required movers come before wanted ones; among the required and among the wanted movers, free ones come first. If a
    crisis puts people first, all people come before all equipment, and the order is otherwise the same.

    A kept mover may ride too if the hold or floor that keeps it would be satisfied once this chalk, and everything
    loaded, had left. To find such movers, the chalk is filled with kept movers included. Then the kept movers of each
    lot that would still be kept are left out and the chalk is filled again, until no lot is left out.
    """
    lots = drawdown.force.lots
    may_go, tried = _riding(drawdown, ramp, sortie.lift, people_only)

    def in_order(entries: Iterable[Staged]) -> Iterable[Staged]:
        """Return entries with people first if a crisis requires it."""
        return sorted(entries, key=lambda entry: not lots[entry[4]].person) if ramp.people_first else entries

    if not tried and drawdown.policies.load is None:
        people = all(lots[row].person for row, may in may_go.items() if may)
        return fill(drawdown, sortie, in_order(first_of(drawdown, ramp, may_go)), int(people))
    free, kept = drawdown.policies.arranged(ramp, sortie, *_staged(drawdown, ramp, may_go, tried))

    def wanted(entry: Staged) -> bool:
        return not lots[entry[4]].required

    while True:
        if kept:
            # `free` and `kept` each have their required movers first.
            free_cut, kept_cut = (bisect_left(part, True, key=wanted) for part in (free, kept))
            entries = free[:free_cut] + kept[:kept_cut] + free[free_cut:] + kept[kept_cut:]
        else:
            entries = free
        taken = fill(drawdown, sortie, in_order(entries))
        if not kept:
            return taken
        going: dict[int, int] = {}
        for entry in taken:
            going[entry[4]] = going.get(entry[4], 0) + 1
        put_off = {row for row in {entry[4] for entry in kept} if row in going and _keeps(drawdown, sortie, row, going)}
        if not put_off:
            return taken
        kept = [entry for entry in kept if entry[4] not in put_off]


def sure_to_board(drawdown: "Drawdown", ramp: "Ramp", lift: "Lift", people_only: bool) -> tuple[int, int]:
    """Return how many people surely board if payload and seats allow, and a weight that none of them exceeds [kg].

    The weight is that of the heaviest member of any group that waits, even if this member has left. If only people
    wait, both numbers are known without planning a chalk. If cargo, parties or people with pallet positions wait too,
    or the lift is driven, only a chalk could tell: then the number is 0 and the weight 1.
    """
    may_go, _ = _riding(drawdown, ramp, lift, people_only)
    if lift.driven:
        return 0, 1  # who boards depends on the seats of the vehicles that go
    lots = [drawdown.force.lots[row] for row in may_go]
    if any(not lot.person or lot.takes_positions or lot.spec.party for lot in lots):
        return 0, 1
    return sum(may_go.values()), max((lot.heaviest for lot in lots), default=1)


def _riding(drawdown: "Drawdown", ramp: "Ramp", lift: "Lift", people_only: bool) -> tuple[dict[int, int], set[int]]:
    """Return how many members of each lot staged here are free, and which lots have kept members that may ride too."""
    holds, routes = drawdown.holds, drawdown.routes
    may_go: dict[int, int] = {}
    kept: dict[int, int] = {}
    for lot in drawdown.force.of_site[ramp.row]:
        if lot.staged and (lot.person or not people_only) and routes.may(lot, lift):
            stay = parties.stays(lot, max(holds.floor(lot), drawdown.choosing.kept(lot, lift)))
            may = 0 if holds.board_hold(lot) else loading.free_to_go(lot.here, stay, lot.staged)
            may = parties.whole(drawdown.force, lot, may)
            may_go[lot.row] = may
            if may < lot.staged:
                kept[lot.row] = lot.staged - may
    return may_go, _worth_trying(drawdown, lift, may_go, kept) if kept else set()


def first_of(drawdown: "Drawdown", ramp: "Ramp", may_go: dict[int, int]) -> Iterator[Staged]:
    """Yield staged movers at a ramp in the order in which they are taken, up to `may_go` of each lot."""
    left = {row: may for row, may in may_go.items() if may}
    for entry in drawdown.force.staged[ramp.row]:
        row = entry[4]
        if row in left:
            yield entry
            left[row] -= 1
            if not left[row]:
                del left[row]
                if not left:
                    return


def _staged(
    drawdown: "Drawdown", ramp: "Ramp", may_go: dict[int, int], tried: set[int]
) -> tuple[list[Staged], list[Staged]]:
    """Return the free staged movers, up to `may_go` of each lot, and the kept ones of the lots in `tried`.

    This changes `may_go`.
    """
    riding = tried | {row for row, may in may_go.items() if may}
    free: list[Staged] = []
    kept: list[Staged] = []
    for entry in [entry for entry in drawdown.force.staged[ramp.row] if entry[4] in riding]:
        row = entry[4]
        if may_go[row]:
            may_go[row] -= 1
            free.append(entry)
        elif row in tried:
            kept.append(entry)
    return free, kept


def _worth_trying(drawdown: "Drawdown", lift: "Lift", free: dict[int, int], kept: dict[int, int]) -> set[int]:
    """Return the rows of lots of which a kept member would become free if `free` + `kept` members of each lot left."""
    going = {row: many + kept.get(row, 0) for row, many in free.items()}
    worth = set()
    for row in kept:
        lot, hold = drawdown.force.lots[row], drawdown.holds.board_hold(drawdown.force.lots[row])
        if hold is not None and not drawdown.holds.as_if(hold, going):
            continue
        stay = max(drawdown.holds.floor(lot, going, as_if=True), drawdown.choosing.kept(lot, lift))
        if not keeps(lot.here, free[row] + 1, parties.stays(lot, stay)):
            worth.add(row)
    return worth


def _keeps(drawdown: "Drawdown", sortie: "Sortie", row: int, going: dict[int, int]) -> bool:
    """Return whether some of the members that a lot has in a chalk would still be kept if the chalk had left.

    `going` is the number of members of each lot in the chalk.
    """
    lot = drawdown.force.lots[row]
    hold = drawdown.holds.board_hold(lot)
    if hold is not None and not drawdown.holds.as_if(hold, going):
        return True
    stay = max(drawdown.holds.floor(lot, going, as_if=True), drawdown.choosing.kept(lot, sortie.lift))
    return keeps(lot.here, going[row], parties.stays(lot, stay))


def kept_without(
    drawdown: "Drawdown", ramp: "Ramp", sortie: "Sortie", coming: list[Staged], people_only: bool
) -> list[Staged]:
    """Return the movers among `coming` that a hold or floor keeps because other movers of the chalk did not turn up."""
    _, kept = _staged(drawdown, ramp, *_riding(drawdown, ramp, sortie.lift, people_only))
    kept = [entry for entry in kept if entry in coming]
    stay: list[Staged] = []
    while kept:
        going: dict[int, int] = {}
        for entry in coming:
            going[entry[4]] = going.get(entry[4], 0) + (entry not in stay)
        put_off = {row for row in {entry[4] for entry in kept} if _keeps(drawdown, sortie, row, going)}
        if not put_off:
            break
        stay += [entry for entry in kept if entry[4] in put_off]
        kept = [entry for entry in kept if entry[4] not in put_off]
    return stay


def fill(drawdown: "Drawdown", sortie: "Sortie", entries: Iterable[Staged], least_seats: int = 0) -> list[Staged]:
    """Return the entries that fit on this sortie: they are tried in order, and each that does not fit is skipped.

    The limits are payload, positions, volume, seats, room at the destination, and segregation. The search stops when no
    further mover can fit. `least_seats` is the smallest number of seats that an entry takes: 1 if all entries are
    people, otherwise 0.
    """
    force, lift = drawdown.force, sortie.lift
    if lift.driven:
        return convoy.fill(drawdown, sortie, list(entries))
    if force.with_parties:
        return _fill_by_party(drawdown, sortie, entries)
    looked_at: list[Staged] = []

    def movers() -> Iterator[int]:
        for entry in entries:
            looked_at.append(entry)
            yield entry[3]

    room = drawdown.ramps[lift.spec.to].room  # no sortie takes more people than its destination has room for
    taken = first_fit(
        movers(),
        force.kg,
        force.mpos,
        force.seat,
        force.category,
        drawdown.apart[lift.row],
        (
            sortie.payload,
            sortie.fit.mpos,
            min(sortie.seats, room),
            sortie.structural,
            force.lightest,
            least_seats,
            sortie.fit.litres,
        ),
        force.litres,
    )
    return [looked_at[position] for position in taken]


def _fill_by_party(drawdown: "Drawdown", sortie: "Sortie", entries: Iterable[Staged]) -> list[Staged]:
    """Return the entries that fit, tried in order; each party is taken whole or not at all."""
    force, lift = drawdown.force, sortie.lift
    boarding = parties.by_party(force, entries)
    kg, mpos, seats = (
        [sum(each[entry[3]] for entry in party) for party in boarding] for each in (force.kg, force.mpos, force.seat)
    )
    category = [force.category[party[0][3]] for party in boarding]
    fit, seats_left = sortie.fit, min(sortie.seats, drawdown.ramps[lift.spec.to].room)
    room = (sortie.payload, fit.mpos, seats_left, sortie.structural)
    apart, lightest = drawdown.apart[lift.row], force.lightest
    litres = [sum(force.litres[entry[3]] for entry in party) for party in boarding]
    room_left = (*room, lightest, 0, fit.litres)
    taken = first_fit(range(len(boarding)), kg, mpos, seats, category, apart, room_left, litres)
    return [entry for at in taken for entry in boarding[at]]


def worth_it(drawdown: "Drawdown", ramp: "Ramp", sortie: "Sortie", entries: list[Staged]) -> tuple[Cause, int] | None:
    """Return why loading need not wait for more (cause, and since when [s]), or None while it should wait.

    For a sortie that never had to wait for more, the cause is its own arrival.
    """
    if drawdown.policies.wait is None:
        worth = _minimum(drawdown, ramp, sortie, entries)
    else:
        worth = drawdown.policies.worth_it(ramp, sortie, entries)
    sortie.held_back |= worth is None
    return worth if sortie.held_back else (Cause.ARRIVAL, sortie.landed)


def _minimum(drawdown: "Drawdown", ramp: "Ramp", sortie: "Sortie", entries: list[Staged]) -> tuple[Cause, int] | None:
    """Return why loading need not wait, judged by the minimum load and the longest wait of the lift, or None."""
    lift, since, changed_at, enough = sortie.lift, sortie.since, ramp.changed_at, False
    if loading.asks_for_more(lift.min_load, lift.wait, since, changed_at):
        force = drawdown.force
        kg = sum(force.kg[entry[3]] for entry in entries)
        mpos = convoy.space(drawdown, lift, [entry[3] for entry in entries])
        people = sum(force.lots[entry[4]].person for entry in entries)
        limits = sortie.payload, sortie.fit.mpos_limit, sortie.seat_limit
        litres = sum(force.litres[entry[3]] for entry in entries)
        volume = litres, sortie.fit.full_litres
        enough = loading.is_enough(lift.min_load, kg, limits[0], mpos, limits[1], people, limits[2], *volume)
        enough = enough or not more_to_come(drawdown, ramp, sortie, entries)
    now = drawdown.env.now
    cause, instant = loading.why_now(lift.min_load, lift.wait, sortie.landed, since, changed_at, now, enough)
    return None if cause == loading.NOT_YET else (Cause(cause), instant)


def more_to_come(drawdown: "Drawdown", ramp: "Ramp", sortie: "Sortie", entries: list[Staged]) -> bool:
    """Return whether any mover may still join this sortie before its wait ends.

    Movers not staged yet count, and so do movers kept by a hold that will clear while this sortie waits
    (`Holds.clearing`). Movers that arrive or are released after the wait do not count.
    """
    by = sortie.since + sortie.lift.wait
    going: dict[int, int] = {}
    for entry in entries:
        going[entry[4]] = going.get(entry[4], 0) + 1
    clear = cache(partial(_clearing, drawdown, ramp, sortie, going))
    for row, lot in enumerate(drawdown.force.lots):
        if lot.spec.site != ramp.row or lot.dropped or not drawdown.routes.may(lot, sortie.lift):
            continue
        begin = drawdown.holds.begin_hold(lot)
        board = drawdown.holds.board_hold(lot)
        stay = drawdown.holds.floor(lot, going, as_if=True)
        kept = board is not None and not drawdown.holds.as_if(board, going)
        freed = kept or begin is not None or stay > 0
        if freed:
            if (kept and board not in clear()) or (begin is not None and begin not in clear()):
                continue
            stay_then = drawdown.holds.floor(lot, going, as_if=True, clear=clear())  # once the holds have cleared
            freed, stay = kept or stay_then < stay, stay_then
        least_kg, least_mpos = lot.lightest[0], places(sortie.lift.driven, lot.person, lot.lightest[1])
        limit = max(sortie.payload, sortie.structural)
        left = limit, sortie.fit.mpos, sortie.seats
        if not fits(least_kg, least_mpos, int(lot.person), *left, lot.litres, sortie.fit.litres):
            continue
        earlier = [drawdown.force.lots[place] for place in drawdown.routes.before(row)]
        if any(each.loaded or drawdown.force.in_time(each, by) for each in earlier):
            return True
        in_time, stay = drawdown.force.in_time(lot, by), max(stay, drawdown.choosing.kept(lot, sortie.lift))
        if loading.may_join(in_time, lot.staged, going.get(row, 0), stay, freed):
            return True
    return False


def _clearing(drawdown: "Drawdown", ramp: "Ramp", sortie: "Sortie", going: dict[int, int]) -> "set[Hold]":
    """Return the holds that will clear while a sortie waits with `going`, the load that it would take now."""

    def bound(row: int) -> bool:
        """Return whether a lot is at this ramp and can leave only with the lift of this sortie."""
        here = drawdown.force.lots[row].spec.site == ramp.row and sortie.lift.carries[row]
        return here and not any(lift.carries[row] for lift in drawdown.tasking.lifts if lift is not sortie.lift)

    return drawdown.holds.clearing(going, bound, sortie.since + sortie.lift.wait)

"""Parties: no member waits for lift before the whole party has passed its stations.

An *entry* is a staged mover as a tuple (`force.Staged`): entry[3] is its number, entry[4] the row of its lot.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sim.model.parties import first_of_party, kept_whole
from sim.model.terms import Fate

if TYPE_CHECKING:
    from sim.engines.simpy.drawdown import Drawdown
    from sim.engines.simpy.force import Force, Staged
    from sim.engines.simpy.lot import Lot

__all__ = ["by_party", "gather", "stays", "whole"]

OPEN, OUT = int(Fate.OPEN), int(Fate.OUT)


def gather(drawdown: "Drawdown", mover: int) -> None:
    """Record that a mover has passed the stations of its place; stage its party once all members have."""
    force, lot = drawdown.force, drawdown.force.lot_of(mover)
    party = lot.spec.party
    if not party:
        drawdown.changes.stage(mover)
        return
    if not lot.is_stop:
        force.processed[mover] = min(force.processed[mover], drawdown.env.now)
    first = lot.first + first_of_party(mover - lot.first, party)
    last = first + min(party, lot.first + lot.many - first)
    force.gathered.add(mover)
    missing = force.awaited.get(first, first)
    while missing < last and (missing in force.gathered or not _travels(force, lot, missing)):
        missing += 1
    force.awaited[first] = missing
    if missing < last:
        return
    del force.awaited[first]
    for member in range(first, last):
        if member in force.gathered:
            force.gathered.discard(member)
            drawdown.changes.stage(member)


def _travels(force: "Force", lot: "Lot", mover: int) -> bool:
    """Return whether a mover is at the place of `lot` (or has yet to arrive there) and is still to travel on."""
    return force.lot[mover] == lot.row and (force.fate[mover] == OPEN or (lot.is_stop and force.fate[mover] == OUT))


def stays(lot: "Lot", stay: int) -> int:
    """Return how many members here stay if at least `stay` must and the others leave in whole parties."""
    return kept_whole(lot.here, stay, lot.spec.party)


def whole(force: "Force", lot: "Lot", many: int) -> int:
    """Return how many of the first `many` staged members of a lot form whole parties."""
    if not lot.spec.party or many >= lot.staged:
        return many
    count = 0
    staged = [entry for entry in force.staged[lot.spec.site] if entry[4] == lot.row]
    for party in by_party(force, staged):
        if count + len(party) > many:
            break
        count += len(party)
    return count


def by_party(force: "Force", entries: "Iterable[Staged]") -> "list[list[Staged]]":
    """Return staged movers party by party, in boarding order: a party boards in the place of its first member."""
    boarding: dict[tuple[int, int], list[Staged]] = {}
    for entry in entries:
        party = force.lots[entry[4]].spec.party
        boarding.setdefault((entry[4], first_of_party(entry[5], party) if party else entry[5]), []).append(entry)
    return list(boarding.values())

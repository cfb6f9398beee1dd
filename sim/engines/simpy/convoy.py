"""Convoys of the force's own vehicles: which vehicles go, who drives them, and who rides along.

An *entry* is a staged mover as a tuple (`force.Staged`): entry[3] is its number, entry[4] the row of its lot.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from sim.engines.simpy import parties
from sim.model.driving import may_drive, places, seats_to_take, vehicles_in

if TYPE_CHECKING:
    from sim.engines.simpy.drawdown import Drawdown
    from sim.engines.simpy.force import Staged
    from sim.engines.simpy.lift import Lift
    from sim.engines.simpy.lot import Lot
    from sim.engines.simpy.sortie import Sortie

__all__ = ["could_go", "fill", "seats_of", "space"]


def space(drawdown: "Drawdown", lift: "Lift", movers: Sequence[int]) -> int:
    """Return the pallet positions, or in a convoy the places for vehicles, that `movers` take [1/1000]."""
    force = drawdown.force
    if not lift.driven:
        return sum(force.mpos[mover] for mover in movers)
    return sum(places(True, force.lots[force.lot[mover]].person, 0) for mover in movers)


def seats_of(drawdown: "Drawdown", movers: Sequence[int]) -> int:
    """Return the number of seats of the vehicles among `movers`."""
    force = drawdown.force
    return sum(force.lots[force.lot[mover]].spec.seats for mover in movers)


def could_go(lots: "Iterable[tuple[Lot, int]]") -> int:
    """Return how many vehicles could have all their drivers; `lots` has (lot, members present).

    Lots that are loaded first are given drivers first.
    """
    by_rank = sorted(lots, key=lambda each: (each[0].spec.rank, each[0].row))
    people, vehicles = sum(many for lot, many in by_rank if lot.person), 0
    for lot, many in by_rank:
        if not lot.person and lot.spec.drivers:
            more = min(many, people // lot.spec.drivers)
            vehicles, people = vehicles + more, people - more * lot.spec.drivers
    return vehicles


def fill(drawdown: "Drawdown", sortie: "Sortie", entries: "Sequence[Staged]") -> "list[Staged]":
    """Return the vehicles of a convoy and then its people, each in the order of `entries` with parties kept together.

    A vehicle is taken if the limit of the lift allows one more and enough people may ride to drive it and all vehicles
    taken before. People take the seats in order, but enough stay to drive the required vehicles that leave later. If
    the people who get seats are too few to drive all vehicles, the last vehicles are taken off the convoy again.
    """
    force, lift = drawdown.force, sortie.lift
    room = drawdown.ramps[lift.spec.to].room
    people = [entry for entry in entries if force.lots[entry[4]].person]
    most, convoy, drivers = vehicles_in(lift.plain.mpos), list[Any](), 0
    for entry in entries:
        lot = force.lots[entry[4]]
        if not lot.person and may_drive(len(convoy), most, drivers, lot.spec.drivers, min(len(people), room)):
            convoy.append(entry)
            drivers += lot.spec.drivers
    here, to_follow = _people_and_drivers(drawdown, lift, sortie.site)
    while convoy:
        spec = [force.lots[entry[4]].spec for entry in convoy]
        drivers = sum(each.drivers for each in spec)
        follow = to_follow - sum(each.drivers for each in spec if each.required)
        seats = min(seats_to_take(sum(each.seats for each in spec), drivers, here, follow), room)
        aboard = _seated(drawdown, people, seats)
        if len(aboard) >= drivers:
            return convoy + aboard
        convoy.pop()
    return []


def _seated(drawdown: "Drawdown", people: "Sequence[Staged]", seats: int) -> "list[Staged]":
    """Return the people for whom there are seats, in their order; a party goes whole or not at all."""
    seated: list[Staged] = []
    for party in parties.by_party(drawdown.force, people):
        if len(seated) + len(party) <= seats:
            seated += party
    return seated


def _people_and_drivers(drawdown: "Drawdown", lift: "Lift", site: int) -> tuple[int, int]:
    """Return how many people who may ride a lift have yet to leave a site; how many drivers required vehicles need."""
    lots = [lot for lot in drawdown.force.of_site[site] if lift.carries[lot.row] and not lot.dropped]
    people = sum(lot.waiting for lot in lots if lot.person)
    return people, sum(lot.waiting * lot.spec.drivers for lot in lots if lot.required)

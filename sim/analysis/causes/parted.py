"""Why a sortie left a mover behind: its configuration, a lack of drivers or vehicles, its other load, or the party.

The names `h` and `m` are explained in `sim.analysis.causes`.
"""

from typing import Final

from sim.analysis.causes.kernels.past import NO_ROW, Past
from sim.analysis.causes.legs import last_stay, place_at
from sim.analysis.causes.reason import ReasonKind
from sim.analysis.causes.ride import present
from sim.analysis.causes.walk import longest_behind, reason
from sim.compiler.kernel import kernel
from sim.model.driving import PLACE as _PLACE
from sim.model.parties import first_of_party as _first_of_party
from sim.model.rules import sort_of as _sort_of

__all__ = ["parted"]

WHOLE, DRIVERS, VEHICLES = int(ReasonKind.WHOLE), int(ReasonKind.DRIVERS), int(ReasonKind.VEHICLES)
CONFIGURED: Final = int(ReasonKind.CONFIGURED)
PLACE: Final = _PLACE
first_of_party = kernel(_first_of_party)
sort_of = kernel(_sort_of)


@kernel
def parted(h: Past, row: int) -> int:
    """Return the reason, other than lack of room, for which a sortie left a mover behind; NO_ROW if there is none.

    The mover is the one that had been free longest (`longest_behind`). The sortie had room for it if the movers aboard
    that go before it in the load order left enough payload, positions, volume, seats and room at the destination. The
    reason is, whichever applies first:

    - the sortie came in a configuration in which the mover cannot ride, with room or without;
    - the sortie was a convoy of the force's own vehicles, shorter than allowed: a driver or a vehicle was missing;
    - the sortie had room for the mover's whole party, but carried movers with which the mover may not ride;
    - the sortie had room for the mover, but not for its whole party, and carried no such movers.
    """
    m, free = longest_behind(h)
    if m < 0:
        m = h.witness
        free = h.stop
    sortie = h.sorties[row]
    if free > sortie.worked or not _might_ride(h, m, row):
        return NO_ROW
    fit, positions, volume = _fit_of(h, row), h.positions[sortie.lift], h.volume[sortie.lift]
    if fit >= 0:
        if not h.configured[place_at(h, m, sortie.site) * len(h.configurations) + fit]:
            return reason(h, CONFIGURED, sortie.lift)
        positions, volume = h.positions_in[fit], h.volume_in[fit]
    lot = h.lots[h.movers[m].lot]
    if h.lifts[sortie.lift].driven:
        return _not_driven(h, row, m)
    kg, mpos, people, what = h.slots[row].lost_kg, h.movers[m].mpos, h.slots[row].lost, NO_ROW
    litres = h.litres[h.movers[m].lot]
    for seat in range(h.slots[row].first, h.slots[row].last):
        rider = h.movers[h.riders[seat].mover]
        other = h.lots[rider.lot]
        before = other.rank <= lot.rank
        # Riders of the same rank that became free later were loaded after the party was passed over.
        if lot.party and other.rank == lot.rank:
            since = h.riders[seat].free
            before = since < free or (since == free and h.riders[seat].mover < m)
        if other.person != lot.person and sortie.worked >= h.people_first[sortie.site]:
            before = other.person > 0
        if before:
            kg += rider.kg
            mpos += rider.mpos
            litres += h.litres[rider.lot]
            people += other.person
            if what < 0:
                beside = sort_of(other.category, other.load_class)
                what = h.parted[(sortie.lift * h.sorts + sort_of(lot.category, lot.load_class)) * h.sorts + beside]
    if mpos > positions or litres > volume or not _has_room(h, row, m, 1, kg, people):
        return NO_ROW
    n = _travelling(h, m)
    if n == 1 or _has_room(h, row, m, n, kg, people):
        return what
    return reason(h, WHOLE, sortie.lift) if what < 0 else NO_ROW


@kernel
def _not_driven(h: Past, row: int, m: int) -> int:
    """Return why a convoy of the force's own vehicles left a mover behind; NO_ROW if it was as long as allowed.

    For a vehicle, too few drivers were there; for a person, too few vehicles.
    """
    sortie = h.sorties[row]
    if sortie.mpos + PLACE > h.positions[sortie.lift]:
        return NO_ROW
    return reason(h, VEHICLES if h.lots[h.movers[m].lot].person else DRIVERS, sortie.lift)


@kernel
def _fit_of(h: Past, row: int) -> int:
    """Return the row of the configuration in which a sortie came; NO_ROW if its lift has no configurations."""
    sortie = h.sorties[row]
    return h.lifts[sortie.lift].configurations + sortie.configuration - 1 if sortie.configuration > 0 else NO_ROW


@kernel
def _has_room(h: Past, row: int, m: int, n: int, kg: int, people: int) -> bool:
    """Return whether a sortie with `kg` and `people` aboard could take `n` movers like `m`.

    Payload, seats and room at the destination count.
    """
    sortie = h.sorties[row]
    if kg + n * h.movers[m].kg > sortie.payload:
        return False
    if not h.lots[h.movers[m].lot].person:
        return True
    return people + n <= h.room[sortie.lift] and (sortie.seats < 0 or people + n <= sortie.seats)


@kernel
def _travelling(h: Past, m: int) -> int:
    """Return the size of the party of a mover, without members who were gone before the start; 1 without a party."""
    row = h.movers[m].lot
    party, first, last = h.lots[row].party, h.lot_first[row], h.lot_first[row + 1]
    if not party:
        return 1
    n, begin = 0, first + first_of_party(m - first, party)
    for other in range(begin, begin + min(party, last - begin)):
        if h.movers[other].up != 0 or h.goings[other].sortie >= 0:
            n += 1
    return n


@kernel
def _might_ride(h: Past, m: int, row: int) -> bool:
    """Return whether a mover was at the site of a sortie when its loading began, and could be loaded on that lift."""
    sortie = h.sorties[row]
    lift, site = h.lifts[sortie.lift], sortie.site
    stay = last_stay(h, m, sortie.worked)
    if site != (h.stays[stay].site if stay >= 0 else h.lots[h.movers[m].lot].site):
        return False
    if not h.carries[place_at(h, m, site) * len(h.lifts) + sortie.lift]:
        return False
    if h.lots[h.movers[m].lot].person or not lift.uses_ramp or h.sites[site].team_pool < 0:
        return True
    return present(h, h.sites[site].team_pool, sortie.worked) > 0  # only cargo needs a load team

"""Whether a sortie left movers behind for whom it had room, since they may not ride with what it carried."""

from typing import Final

from sim.analysis.causes.kernels.past import AWAY, Past
from sim.analysis.causes.legs import place_at, stay_by
from sim.analysis.causes.ride import present
from sim.analysis.causes.walk import longest_behind
from sim.compiler.kernel import kernel
from sim.model.terms import CATEGORIES as _CATEGORIES

__all__ = ["parted"]

CATEGORIES: Final = len(_CATEGORIES)


@kernel
def parted(h: Past, row: int) -> int:
    """Return the reason for which a sortie did not take the one who is followed, though it had room; AWAY for none.

    It had room if payload, positions and seats would have been enough beside those who are taken before that one.
    """
    m, free = longest_behind(h)
    if m < 0:
        m = h.witness
        free = h.stop
    sortie = h.sorties[row]
    if free > sortie.worked or not _might_ride(h, m, row):
        return AWAY
    lot = h.lots[h.movers[m].lot]
    kg, mpos, people, what = h.movers[m].kg, h.movers[m].mpos, 0, AWAY
    for seat in range(h.slots[row].first, h.slots[row].last):
        rider = h.movers[h.riders[seat].mover]
        other = h.lots[rider.lot]
        before = other.rank <= lot.rank
        if other.person != lot.person and sortie.worked >= h.people_first[sortie.site]:
            before = other.person > 0
        if before:
            kg += rider.kg
            mpos += rider.mpos
            people += other.person
            if what < 0:
                what = h.parted[(sortie.lift * CATEGORIES + lot.category) * CATEGORIES + other.category]
    if kg > sortie.payload or mpos > h.positions[sortie.lift]:
        return AWAY
    if lot.person and (people >= h.room[sortie.lift] or 0 <= sortie.seats <= people):
        return AWAY
    return what


@kernel
def _might_ride(h: Past, m: int, row: int) -> bool:
    """Whether a mover stood at the site of a sortie when that was loaded, and could be loaded on that lift."""
    sortie = h.sorties[row]
    lift, site = h.lifts[sortie.lift], sortie.site
    stay = stay_by(h, m, sortie.worked)
    if site != (h.stays[stay].site if stay >= 0 else h.lots[h.movers[m].lot].site):
        return False
    if not h.carries[place_at(h, m, site) * len(h.lifts) + sortie.lift]:
        return False
    if h.lots[h.movers[m].lot].person or not lift.uses_ramp or h.sites[site].team_pool < 0:
        return True
    return present(h, h.sites[site].team_pool, sortie.worked) > 0  # only cargo needs a load team

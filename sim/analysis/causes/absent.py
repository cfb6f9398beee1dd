"""Back from a sortie to the one before for which whoever is followed did not turn up."""

from typing import Final

from sim.analysis.causes.kernels.past import AWAY, OF_SORTIE, Past
from sim.analysis.causes.legs import last_missed, staged_by, stay_by
from sim.analysis.causes.point import Point
from sim.analysis.causes.reason import Kind
from sim.analysis.causes.walk import begin_company, go, own
from sim.compiler.kernel import kernel

__all__ = ["called_before", "from_missed", "had_missed"]

WORKED: Final = int(Point.WORKED)
NO_SHOW: Final = int(Kind.NO_SHOW)


@kernel
def had_missed(h: Past, row: int) -> bool:
    """Go on with the sortie that whom the walk follows had missed before it was called for one, if there is any.

    The time since is that of not turning up.

    Parameters
    ----------
    row
        The sortie for which it was called, the walk is at its loading; AWAY where it was called for none since.
    """
    m = h.witness
    if h.goings[m].missed < 0:
        return False
    at = last_missed(h, m, row, h.t if row < 0 else h.sorties[row].worked)
    if at < 0:
        return False
    h.stop = 0
    own(h, NO_SHOW, h.movers[m].lot, h.missed[at].at, OF_SORTIE, h.missed[at].sortie)
    from_missed(h, m, h.missed[at].sortie)
    return True


@kernel
def from_missed(h: Past, m: int, row: int) -> None:
    """Go on as if a mover had gone with a sortie that it missed."""
    h.sortie = row
    h.ride = row
    h.company[0] = m
    begin_company(h, 1)
    h.rank = h.lots[h.movers[m].lot].rank
    h.stop = min(called_before(h, m, row), h.t)
    go(h, WORKED, row, AWAY, m + 2)  # not as those who rode on it came there, in this very instant


@kernel
def called_before(h: Past, m: int, row: int) -> int:
    """When a mover was free to go with a sortie that it missed [s]: staged, not kept, and past the call before."""
    worked, going = h.sorties[row].worked, h.goings[m]
    free, stay = staged_by(h, m, worked), stay_by(h, m, worked)
    at_home = stay < 0 or h.stays[stay].site == h.lots[h.movers[m].lot].site
    if at_home and going.hold >= 0 and free < going.free <= worked:
        free = going.free
    missed = last_missed(h, m, row, worked)
    return max(free, h.missed[missed].at) if missed >= 0 else free

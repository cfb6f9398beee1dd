"""Which sorties of a history came to a site, and how long each lift flew."""

from typing import Any, Final

from sim.analysis.sums.tables import FlightSums, LiftFacts
from sim.compiler.kernel import entry, kernel
from sim.model.calendars import NEVER as _NEVER
from sim.model.schema.history import Shut, Sortie
from sim.model.schema.row import Rows
from sim.model.terms import Fate
from sim.model.world.flying import TRIPS as _TRIPS

__all__ = ["add_up_flights"]

NEVER: Final = _NEVER
TRIPS: Final = _TRIPS
OPEN, TURNED_BACK = int(Fate.OPEN), int(Fate.TURNED_BACK)


@kernel
def _is_shut(shut: Rows[Shut], lift: int, t: int) -> bool:
    """Return whether any closure in the table holds for a lift at an instant."""
    found = False
    for row in range(len(shut)):
        found = found or (shut[row].lift == lift and shut[row].begins <= t < shut[row].until)
    return found


@entry
def add_up_flights(
    sorties: Rows[Sortie],
    shut: Rows[Shut],
    lifts: Rows[LiftFacts],
    leg_in: Any,
    leg_home: Any,
    came: Any,
    of_lift: Rows[FlightSums],
) -> None:
    """Mark the sorties that came to a site, and add up how often each lift came and how long it flew.

    Parameters
    ----------
    sorties, shut
        The tables of sorties and of closures.
    lifts
        The facts of each lift.
    leg_in, leg_home
        Time of the leg of each sortie to the site, and of its leg home [s], shape (n_sorties,) each. If the sortie
        reached its destination, the recorded time of its leg home is used instead.
    came, of_lift
        Outputs, all zero beforehand: whether each sortie came, shape (n_sorties,); and the sums of each lift.

    Notes
    -----
    A sortie came if it was overhead. A sortie that was on its way when the history ended came if its lift is a fleet;
    a sortie of another lift may yet be cancelled or called back, so it does not count. Every sortie that came flies two
    whole legs: it has to go home even if it was empty, diverted, turned back, or still on the ground when the history
    ended. Only the first trip of a tail that begins at the site has no leg to the site. A mission that lost permission
    before it took off is recorded as turned back, but does not count because it did not fly.
    """
    for row in range(len(sorties)):
        sortie = sorties[row]
        lift, sums_of_lift, flies = lifts[sortie.lift], of_lift[sortie.lift], leg_in[row]
        under_way = lift.is_fleet != 0 and sortie.fate == OPEN and sortie.tasked < NEVER
        if sortie.overhead == NEVER and not under_way:
            continue
        if lift.is_fleet:
            if lift.begins_at_site and sortie.number % TRIPS == 0:
                flies = 0
        elif sortie.fate == TURNED_BACK and _is_shut(shut, sortie.lift, sortie.overhead - flies):
            continue
        came[row] = True
        sums_of_lift.came += 1
        sums_of_lift.legs_s += flies + (leg_home[row] if sortie.arrived == NEVER else sortie.arrived - sortie.up)

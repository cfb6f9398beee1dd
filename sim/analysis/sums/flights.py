"""Which sorties of a history came to a site, and how long each lift flew, in one pass over the sorties."""

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
    """Return whether a lift lacks permission at an instant."""
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
    """Sum what each lift flew.

    Parameters
    ----------
    sorties, shut
        The tables (`schema.history`: `Sortie`, `Shut`).
    lifts
        The facts of each lift (`LiftFacts`).
    leg_in, leg_home
        Time of each sortie's leg to the site; time of its leg home, used if it was not home at the end of the history
        [s]. Shape (n_sorties,) each.
    came, of_lift
        Outputs, all zero beforehand: whether each sortie came, shape (n_sorties,), and the `FlightSums` of each lift.

    Notes
    -----
    A sortie came if it was overhead. A sortie of a fleet also came if it was on its way when the history ended; any
    other mission still on its way then is not counted, as it may yet be cancelled or called back. Every sortie that
    came counts two whole legs, since it has to go home even if it was empty, diverted, turned back, or still on the
    ground when the history ended. A tail that begins at the site has no first leg. A mission that lost permission
    before it took off is recorded as turned back, but did not fly.
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

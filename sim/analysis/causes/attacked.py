"""Time lost to attacks on the road; in a chain, this time is placed at the end of the leg that was attacked.

The words chain and cursor, and the name `h`, are explained in `sim.analysis.causes`.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from sim.analysis.causes.kernels.past import OF_SORTIE, Past
from sim.analysis.causes.reason import ReasonKind
from sim.analysis.causes.walk import assign_kind
from sim.compiler.kernel import kernel
from sim.model.schema.row import Table
from sim.model.world import World
from sim.model.world.attacks import attacks

__all__ = ["IN", "OUT", "losses", "lost_to_attacks"]

IN, OUT = 0, 1
"""Numbers of the legs of a sortie: to the site, and from it."""
ATTACKED: Final = int(ReasonKind.ATTACKED)


def losses(world: World, sorties: Table) -> npt.NDArray[np.int64]:
    """Return the time lost to attacks on each leg [s]: for each sortie leg `IN`, then leg `OUT`, shape (2 n_sorties,).

    The result is empty if no lift can be attacked.
    """
    lifts = world.rows("lift")
    if all(lift.attack < 0 for lift in lifts):
        return np.zeros(0, np.int64)
    found, legs = np.zeros((len(sorties), 2), np.int64), {(leg.lift, leg.site): leg for leg in world.rows("leg")}
    for row, (lift, site, number, attempt) in enumerate(sorties[["lift", "site", "number", "attempt"]].tolist()):
        if site >= 0:
            leg = legs[lift, site]
            found[row] = [sum(attacks(world, lifts[lift], leg, number, attempt, which)) for which in (IN, OUT)]
    return found.ravel()


@kernel
def lost_to_attacks(h: Past, row: int, which: int, since: int, arrives: int) -> None:
    """Assign the time that attacks cost on a leg to the reason `ATTACKED`, as the last part of the leg.

    Parameters
    ----------
    which
        The leg: `IN` or `OUT`.
    since, arrives
        When the leg began, and when it ended [s]; the cursor may be earlier than the end.
    """
    if len(h.attacked):
        assign_kind(h, ATTACKED, h.sorties[row].lift, max(since, arrives - h.attacked[2 * row + which]), OF_SORTIE, row)

"""No-shows: movers that are called for a sortie and do not turn up, and movers that have to stay because of them.

An *entry* is a staged mover as a tuple (`force.Staged`): entry[3] is its number, entry[4] the row of its lot.
"""

from typing import TYPE_CHECKING

from sim.engines.simpy import chalk
from sim.model.draws import Stream
from sim.model.parties import caller

if TYPE_CHECKING:
    from sim.engines.simpy.drawdown import Drawdown
    from sim.engines.simpy.force import Staged
    from sim.engines.simpy.ramp import Ramp
    from sim.engines.simpy.sortie import Sortie

__all__ = ["turn_up"]


def turn_up(
    drawdown: "Drawdown", ramp: "Ramp", sortie: "Sortie", entries: "list[Staged]", people_only: bool
) -> "list[Staged]":
    """Call all movers of a chalk; return the movers that turn up and may go without the absent ones.

    The wait of a mover that does not turn up restarts at this instant. Movers that a hold or floor lets ride only if
    the absent ones leave too are taken off the chalk again, and their wait goes on as before.
    """
    force, now = drawdown.force, drawdown.env.now
    if not force.with_no_shows:
        return entries
    absent = [entry for entry in entries if _is_absent(drawdown, entry)]
    if not absent:
        return entries
    coming = [entry for entry in entries if entry not in absent]
    stay = chalk.kept_without(drawdown, ramp, sortie, coming, people_only)
    missed = drawdown.recorder.missed
    missed += [(now, entry[3], sortie.row, force.calls[entry[3]] - 1) for entry in absent]
    missed += [(now, entry[3], sortie.row, -1) for entry in stay]
    for entry in absent:
        force.stage_anew(entry, now)
    return [entry for entry in coming if entry not in stay]


def _is_absent(drawdown: "Drawdown", entry: "Staged") -> bool:
    """Call one mover of a chalk; return whether it does not turn up. The members of a party share one draw."""
    force, mover = drawdown.force, entry[3]
    lot = force.lots[entry[4]]
    if lot.spec.no_show_s < 0:
        return False
    call = force.calls.get(mover, 0)
    force.calls[mover] = call + 1
    who = caller(mover - lot.first, lot.spec.party)
    return drawdown.world.happens(lot.spec.no_show_s, Stream.NO_SHOW, lot.spec.key, who, 0, call)

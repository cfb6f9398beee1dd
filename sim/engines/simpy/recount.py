"""A self-check of the engine: whether the counts that decisions use agree with the state of each mover."""

from typing import TYPE_CHECKING

from sim.model.calendars import NEVER
from sim.model.terms import Fate

if TYPE_CHECKING:
    from sim.engines.simpy.drawdown import Drawdown

__all__ = ["recount"]


def recount(drawdown: "Drawdown") -> None:
    """Count the movers in each state, and compare the results with the counts that decisions use.

    Raises
    ------
    InvariantError
        A count is wrong, or a ramp has more aircraft on parking or working spots than it has such spots.
    """
    force, now = drawdown.force, drawdown.env.now
    for row, lot in enumerate(force.lots):
        if lot.outside:
            continue
        of_lot = [m for m in lot.members if force.lot[m] == row]
        open_ = [m for m in of_lot if force.fate[m] == Fate.OPEN]
        present = [m for m in open_ if (m in force.since if lot.is_stop else force.arrived[m] < NEVER)]
        aboard = [m for m in present if force.sortie[m] >= 0]
        here = [m for m in present if force.sortie[m] < 0 and force.to_ship(m)]
        staged = [entry for entry in force.staged[lot.spec.site] if entry[4] == lot.row]
        given = [m for m in open_ if not force.to_ship(m)]
        unstaged = [m for m in open_ if force.is_unstaged(m)]
        noted = (lot.to_leave, lot.present, lot.loaded, lot.staged, lot.here, lot.disposing, lot.unstaged)
        found = tuple(len(movers) for movers in (open_, present, aboard, staged, here, given, unstaged))
        if force.aboard.get(row, 0) != lot.loaded or lot.here_kg != sum(force.kg[m] for m in here):
            drawdown.broken(
                f"at {now} s lot {row} counts {lot.loaded} loaded and {lot.here_kg} kg here; its movers differ"
            )
        if noted != found:
            drawdown.broken(
                f"at {now} s lot {lot.row} counts {noted}, its movers are {found}"
                " (to leave, present, loaded, staged, here, disposing, unstaged)"
            )
    for counter, lots in enumerate(drawdown.holds.counts):
        if drawdown.holds.staging[counter]:
            found_left = sum(map(force.is_unstaged, (m for row in lots for m in force.lots[row].members)))
        else:
            found_left = sum(force.lots[row].to_leave for row in lots)
        if drawdown.holds.remain(counter) != found_left:
            drawdown.broken(
                f"at {now} s counter {counter} counts {drawdown.holds.remain(counter)} movers, but {found_left} remain"
            )
    for ramp in drawdown.ramps:
        parked = ramp.parking.busy
        if ramp.parking.limited and parked > ramp.parking.many:
            drawdown.broken(f"at {now} s {parked} aircraft on {ramp.parking.many} parking spots")
        if ramp.working.limited and ramp.working.busy > ramp.working.many:
            drawdown.broken(f"at {now} s {ramp.working.busy} aircraft on {ramp.working.many} working spots")

"""Pools of numbered units: servers, parking spots, working spots or load teams.

The units of a pool are rows of `units`. The column `stack` of these rows has the numbers of the free units, in the
order in which they were freed. The free unit that was freed last is taken first; of units freed at one instant, the
lowest.
"""

from sim.compiler.kernel import kernel
from sim.engines.compiled.memory import LONG_AGO
from sim.model.schema.state import State

__all__ = ["any_free", "freed_at", "freed_by", "give_back", "take"]


@kernel
def any_free(h: State, pool: int) -> bool:
    """Return whether a unit is free; always true if the number of units has no limit."""
    counts = h.pools[pool]
    return not counts.limited or counts.free > 0


@kernel
def take(h: State, pool: int) -> int:
    """Take the unit freed last, and return its number; -1 if the number of units has no limit."""
    counts = h.pools[pool]
    counts.busy += 1
    if not counts.limited:
        return -1
    counts.free -= 1
    return h.units[counts.units + counts.free].stack


@kernel
def freed_at(h: State, pool: int, number: int) -> int:
    """Return when a unit was last freed [s]; LONG_AGO for number -1."""
    return h.units[h.pools[pool].units + number].freed_at if number >= 0 else LONG_AGO


@kernel
def freed_by(h: State, pool: int, number: int) -> int:
    """Return the visit or sortie that last freed a unit; -1 for none."""
    return h.units[h.pools[pool].units + number].freed_by if number >= 0 else -1


@kernel
def give_back(h: State, pool: int, number: int, by: int) -> None:
    """Free a unit, which the visit or sortie `by` has used; of units freed at one instant, the lowest is on top."""
    counts = h.pools[pool]
    counts.busy -= 1
    if number < 0:
        return
    first, unit = counts.units, h.units
    unit[first + number].freed_at = h.now
    unit[first + number].freed_by = by
    place = counts.free
    while place > 0:
        below = unit[first + place - 1].stack
        if unit[first + below].freed_at < h.now or below > number:
            break
        unit[first + place].stack = below
        place -= 1
    unit[first + place].stack = number
    counts.free += 1

"""The tables of a `Past` that are filled first: cleared marks, the first mover of each lot, the sorties of each lift.

`h` is the `Past` that a walk back through the history works on, `m` the row of a mover.
"""

from sim.analysis.causes.kernels.past import NO_ROW, Past
from sim.compiler.kernel import kernel

__all__ = ["fill_blank", "fill_first"]


@kernel
def fill_blank(h: Past) -> None:
    """Clear the tables in which later functions set marks."""
    for row in range(len(h.companies_of)):
        h.companies_of[row] = 0
        h.as_if[row] = NO_ROW
    for row in range(len(h.kept_last)):
        h.kept_last[row] = 0
    for row in range(len(h.marked)):
        h.marked[row] = 0
    for row in range(len(h.state_heads)):
        h.state_heads[row] = NO_ROW
        h.seen_heads[row] = NO_ROW


@kernel
def fill_first(h: Past) -> None:
    """Record the first mover of each lot, and the sorties of each lift in the order of planned arrivals."""
    m = 0
    for lot in range(len(h.lot_first)):
        while m < len(h.movers) and h.movers[m].lot < lot:
            m += 1
        h.lot_first[lot] = m
    behind = 0
    for lift in range(len(h.lifts)):
        first = behind
        h.slot_first[lift] = first
        for row in range(len(h.sorties)):
            if h.sorties[row].lift != lift:
                continue
            at = behind
            while at > first and h.sorties[h.slots[at - 1].mission].planned > h.sorties[row].planned:
                h.slots[at].mission = h.slots[at - 1].mission
                at -= 1
            h.slots[at].mission = row
            behind += 1
    h.slot_first[len(h.lifts)] = behind

"""When a milestone is reached, which movers count for it, and from which instant on each of them counts."""

import math
from typing import Any, Final

from sim.analysis.sums.leaving import NOT_THERE as _NOT_THERE
from sim.analysis.sums.select import weighted
from sim.analysis.sums.tables import LotFacts
from sim.compiler.kernel import entry, kernel
from sim.model.calendars import NEVER as _NEVER
from sim.model.schema.history import Mover
from sim.model.schema.plan import Milestone
from sim.model.schema.row import Rows
from sim.model.terms import Fate, Left

__all__ = ["disposed_at", "done_at", "list_last", "list_who_counts", "reached_at"]

NEVER: Final = _NEVER
NOT_ASKED: Final = _NOT_THERE
COUNTRY, OWN_SITE = int(Left.COUNTRY), int(Left.OWN_SITE)
BY_WEIGHT: Final = 2
"""Value of `Milestone.of` for a milestone that counts kilograms; with any other value it counts people and items."""
TRANSFERRED, SOLD, DESTROYED = int(Fate.TRANSFERRED), int(Fate.SOLD), int(Fate.DESTROYED)
RETAINED: Final = int(Fate.RETAINED)


@kernel
def disposed_at(mover: Mover) -> int:
    """Return when a mover was handed over, sold, destroyed or retained [s]; NEVER if none of these happened."""
    return mover.left if mover.fate in (TRANSFERRED, SOLD, DESTROYED, RETAINED) else NEVER


@kernel
def done_at(mover: Mover, lot: LotFacts, gone: int) -> int:
    """Return when a mover was done [s]: at `gone`, or when it was destroyed if it is required and this was earlier."""
    return min(gone, mover.left) if lot.required and mover.fate == DESTROYED else gone


@kernel
def _counts_at(mover: Mover, lot: LotFacts, milestone: Milestone, covered: Any, gone: int) -> int:
    """Return the instant from which on a mover counts for a milestone [s].

    NEVER if the mover never counts, NOT_ASKED if the milestone does not ask for it. `covered` says for each group or
    lot whether the milestone covers it; `gone` is the result of `_gone`.
    """
    if not covered[mover.lot] or (milestone.initial and mover.arrived > 0) or gone == NOT_ASKED:
        return NOT_ASKED
    done = done_at(mover, lot, gone)
    return min(done, disposed_at(mover)) if milestone.settled else done


@kernel
def _gone(mover: Mover, row: int, lot: LotFacts, milestone: Milestone, left: Any) -> int:
    """Return when a mover left the country or the site that a milestone names [s]; for a site, as in `leaving`."""
    if milestone.left == COUNTRY:
        return mover.up
    return int(left[lot.site if milestone.left == OWN_SITE else milestone.left, row])


@kernel
def reached_at(
    movers: Rows[Mover],
    lots: Rows[LotFacts],
    milestone: Milestone,
    covered: Any,
    left: Any,
    values: Any,
    weights: Any,
) -> int:
    """Return the instant at which a milestone is reached [s]; NEVER if it is not.

    Notes
    -----
    The milestone is reached when its share of the movers for which it asks (or of their weight) counts, rounded up to a
    whole person, item or kilogram. The rounding has a tolerance of one millionth, so that a share written in decimals
    (0.1 of 30) does not ask for one more. Movers that left before the start count from 0 s on, and a milestone that
    asks for no mover is reached at 0 s. A required item that is destroyed counts. Other movers that are handed over,
    sold, destroyed or retained count if the milestone says `settled`.
    """
    n, total = 0, 0
    for row in range(len(movers)):
        mover = movers[row]
        weight = mover.kg if milestone.of == BY_WEIGHT else 1
        lot = lots[mover.lot]
        at = _counts_at(mover, lot, milestone, covered, _gone(mover, row, lot, milestone, left))
        if at == NOT_ASKED or not weight:
            continue
        values[n] = at
        weights[n] = weight
        total += weight
        n += 1
    if total == 0:
        return 0
    return weighted(values, weights, n, max(1, math.ceil(milestone.share * total - 1e-6)))


@entry
def list_who_counts(
    movers: Rows[Mover],
    lots: Rows[LotFacts],
    milestones: Rows[Milestone],
    covered: Any,
    left: Any,
    row: int,
    instant: int,
    found: Any,
) -> int:
    """List the movers that begin to count for a milestone at an instant; return how many they are.

    Parameters
    ----------
    movers, lots, milestones, covered, left
        As in `add_up_movers`.
    row, instant
        Row of the milestone, and the instant [s]. With NEVER, the movers are those for which the milestone asks and
        that never count.
    found
        Output: rows of these movers, ascending; shape (n_movers,).
    """
    n, milestone = 0, milestones[row]
    for number in range(len(movers)):
        mover = movers[number]
        lot = lots[mover.lot]
        if _counts_at(mover, lot, milestone, covered[row], _gone(mover, number, lot, milestone, left)) == instant:
            found[n] = number
            n += 1
    return n


@entry
def list_last(movers: Rows[Mover], lots: Rows[LotFacts], left: Any, site: int, last: Any, found: Any) -> int:
    """List the required movers that were the last to leave the country or a site; return how many they are.

    Parameters
    ----------
    movers, lots, left
        As in `add_up_movers`.
    site
        Row of the site; below 0 for the country.
    last, found
        Outputs: the instant at which these movers left or were destroyed under supervision [s], shape (1,), 0
        beforehand; and the rows of these movers, ascending, shape (n_movers,). Entries after the last row mean nothing.
    """
    n = 0
    for row in range(len(movers)):
        mover = movers[row]
        lot, gone = lots[mover.lot], mover.up if site < 0 else left[site, row]
        if not lot.required or gone == NOT_ASKED:
            continue
        done = done_at(mover, lot, gone)
        if done > last[0]:
            last[0] = done
            n = 0
        if done == last[0]:
            found[n] = row
            n += 1
    return n

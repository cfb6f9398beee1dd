"""When people and items arrive and may begin, as loops over the members of groups and lots.

The compiled engine compiles these functions unchanged.
"""

from math import floor
from typing import Any, Final

from sim.model.calendars import NEVER
from sim.model.durations import quantile, whole_seconds

__all__ = ["put_arrivals", "put_releases"]

LATEST: Final = float(NEVER // 2)
"""Largest absolute value of an instant on the curve of a phased plan [s], so that it fits into 64 bits."""


def put_arrivals(
    lots: Any,
    row: int,
    dates: Any,
    number: Any,
    shapes: Any,
    quantiles: Any,
    drawn: Any,
    begun: int,
    horizon: int,
    begins: Any,
    until: Any,
    arrives: Any,
) -> None:
    """Write when those members of a group or lot arrive that had not begun before the start.

    Parameters
    ----------
    lots, row
        The table of groups and lots, and the row of this group or lot.
    dates
        The timetables of all groups and lots (`schema.plan.Arrival`).
    number, shapes, quantiles
        Numbers of the world, its distributions (`schema.state.hours.Dist`), and the values of the tables of these
        distributions.
    drawn
        A uniform number for each batch that is still to come, if batches come after random gaps or at random instants;
        otherwise empty. For random instants, the numbers are in ascending order.
    begun
        How many members had begun before the start.
    horizon
        The end of the clock [s].
    begins, until
        The intervals without permission to arrive [s], in the order of their beginnings. A member that is due in such
        an interval arrives at its end; a member that is due at the start or before it arrives at the start.
    arrives
        Output: when each member from number `begun` on arrives [s].
    """
    _put_due(lots[row], dates, number, shapes, quantiles, drawn, begun, horizon, arrives)
    for at in range(len(arrives)):
        due = max(0, arrives[at])
        if due > 0:
            for span in range(len(begins)):
                if begins[span] <= due < until[span]:
                    due = until[span]
        arrives[at] = due


def _put_due(
    lot: Any, dates: Any, number: Any, shapes: Any, quantiles: Any, drawn: Any, begun: int, horizon: int, arrives: Any
) -> None:
    """Write when members are due [s], without regard to permissions: by timetable, after gaps, or over a span."""
    n = len(arrives)
    if lot.arrivals < lot.arrivals_last:
        moved = whole_seconds(number[lot.shift_s]) if lot.shift_s >= 0 else 0
        date, everyone = lot.arrivals, dates[lot.arrivals_last - 1].number
        for at in range(n):
            while dates[date].number <= (2 * at + 1) * everyone // (2 * n):
                date += 1
            arrives[at] = dates[date].at + moved
        return
    batch = max(1, whole_seconds(number[lot.batch_s])) if lot.batch_s >= 0 else 1
    many, last = -(-(begun + n) // batch), begun // batch - 1
    due = lot.arrives_first
    for at in range(n):
        mine = (begun + at) // batch
        u = drawn[mine - begun // batch] if len(drawn) else 0.0
        if lot.gap >= 0 and mine > last:
            shape = shapes[lot.gap]
            table = quantiles[shape.table : shape.table + shape.table_n]
            gap = whole_seconds(max(0.0, quantile(shape.kind, shape.a, shape.b, shape.c, table, u)))
            due += min(max(0, gap), horizon + 1)
        elif lot.gap < 0 and lot.at_random:
            due = lot.arrives_first + floor(u * max(0, lot.arrives_last - lot.arrives_first))
        elif lot.gap < 0:
            due = lot.arrives_first + (2 * mine + 1) * (lot.arrives_last - lot.arrives_first) // (2 * many)
        last = mine
        arrives[at] = due


def put_releases(lots: Any, many: Any, ends: Any, shares: Any, instants: Any, arrives: Any, release: Any) -> None:
    """Write when each person or item may begin: by the date of its lot, the curve of its plan, and with its party.

    Member i (from 0) of the n members of a lot in a phased plan is released when the curve of the plan has reached the
    share (i + 1/2) / n, but not before the date of the lot itself. If the phased plan governs boarding, this is the
    instant from which the member may board. All members of a party may begin when its last member may begin and, if
    arrivals are known beforehand, has arrived. (If arrivals are not known beforehand, parties arrive whole.)

    Parameters
    ----------
    lots, many
        The table of groups and lots, and the number of members of each.
    ends, shares, instants
        The points of the curves of all phased plans, plan by plan: at each point, a share of the members and the
        instant by which this share is released [s]. `ends` is the index one past the last point of each plan.
    arrives
        When each person or item arrives [s].
    release
        Output: when each person or item may begin [s].
    """
    first = 0
    for row in range(len(lots)):
        lot, last = lots[row], first + many[row]
        release[first:last] = lot.release
        if lot.phasing >= 0:
            point = ends[lot.phasing - 1] if lot.phasing > 0 else 0
            for item in range(first, last):
                share = (item - first + 0.5) / many[row]
                while point + 1 < ends[lot.phasing] and shares[point + 1] <= share:
                    point += 1
                by = instants[point]
                if point + 1 < ends[lot.phasing] and share > shares[point]:
                    pace = (instants[point + 1] - by) / (shares[point + 1] - shares[point])
                    by += pace * (share - shares[point])
                planned = floor(min(max(by, -LATEST), LATEST) + 0.5)
                release[item] = max(lot.release, planned)
        if lot.party:
            for item in range(last - 1, first - 1, -1):
                if item == last - 1 or (item - first) % lot.party == lot.party - 1:
                    together = release[item]
                    if not lot.surprises and arrives[item] > 0:
                        together = max(together, arrives[item])
                release[item] = together
        first = last

"""Compiled functions that fill in those parts of the state at the start that differ from replication to replication."""

from typing import Any, Final

from sim.compiler.kernel import entry
from sim.engines.compiled.chance import whole
from sim.engines.compiled.memory import LONG_AGO, state
from sim.engines.compiled.rules import may_be_left
from sim.model.schema.row import Rows
from sim.model.schema.state import State
from sim.model.terms import Way

__all__ = ["begin", "put_movers", "put_pools"]

SHIP: Final = int(Way.SHIP)


@entry
def put_movers(
    heads: Any,
    home: Rows[int],
    many: Rows[int],
    first: Rows[int],
    kg: Rows[int],
    mpos: Rows[int],
    way: Rows[int],
    arrives: Rows[int],
    release: Rows[int],
) -> None:
    """Fill in the row of each mover and, in the row of each lot, its counts and the sizes of its members.

    Parameters
    ----------
    heads
        The head of the tables, shape (1,). The other columns of movers and lots have been filled in.
    home
        For each lot its own row, then for each stop the row of its lot, shape (n_places,).
    many, first
        How many members each lot has, and the number of its first member, shape (n_lots,).
    kg, mpos, way, arrives, release
        Weight [kg], pallet positions [1/1000], planned way, arrival and release [s] of each mover, shape (n_movers,).
    """
    h: State = state(heads)
    buckets, last_wanted, lightest = 0, -1, 0
    h.first_wanted = -1
    for row in range(len(home)):
        lot, own = h.lots[row], home[row]
        lot.many, lot.members, lot.bucket, lot.staff_fell = many[own], first[own], buckets, LONG_AGO
        buckets += many[own]
        if own == row:
            lot.to_leave, lot.coming, lot.unstaged = many[own], many[own], many[own]
            least_kg, most_kg, least_mpos, most_mpos, disposing = 0, 0, 0, 0, 0
            for index in range(many[own]):
                number = first[own] + index
                mover = h.movers[number]
                mover.lot, mover.home, mover.index, mover.step = row, row, index, lot.first
                mover.kg, mover.mpos, mover.way, mover.arrives = kg[number], mpos[number], way[number], arrives[number]
                mover.release = release[number]
                if index == 0:
                    least_kg, most_kg, least_mpos, most_mpos = kg[number], kg[number], mpos[number], mpos[number]
                least_kg, most_kg = min(least_kg, kg[number]), max(most_kg, kg[number])
                least_mpos, most_mpos = min(least_mpos, mpos[number]), max(most_mpos, mpos[number])
                if way[number] != SHIP:
                    disposing += 1
            if many[own] > 0:
                lot.release, lot.last_release = release[first[own]], release[first[own] + many[own] - 1]
            if many[own] > 0 and (first[own] == 0 or least_kg < lightest):
                lightest = least_kg
            lot.lightest_kg, lot.heaviest, lot.lightest_mpos, lot.disposing = least_kg, most_kg, least_mpos, disposing
            lot.takes_positions = int(most_mpos > 0)
            lot.alike = int(least_kg == most_kg and least_mpos == most_mpos)
        else:
            at_home = h.lots[own]  # this row is a stop of that lot
            lot.lightest_kg, lot.heaviest = at_home.lightest_kg, at_home.heaviest
            lot.lightest_mpos, lot.takes_positions = at_home.lightest_mpos, at_home.takes_positions
            lot.alike, lot.disposing = at_home.alike, 0
        lot.next_wanted = -1
        may = may_be_left(lot.required != 0, lot.way, lot.leave_after, lot.leave_hold)
        lot.is_wanted = int(may and lot.many > 0 and lot.outside == 0 and lot.road == 0)
        if lot.is_wanted:
            if last_wanted < 0:
                h.first_wanted = row
            else:
                h.lots[last_wanted].next_wanted = row
            last_wanted = row
    h.remaining, h.lightest, h.wanted = len(kg), lightest, int(last_wanted >= 0)


@entry
def put_pools(heads: Any, many: Rows[int]) -> None:
    """Number the servers, spots and teams of each pool; the lowest number is on top of the stack of free units.

    Parameters
    ----------
    heads
        The head of the tables, shape (1,); pools and their units are all zero.
    many
        Number of units in each pool; below 0 if there is no limit, shape (n_pools,).
    """
    h: State = state(heads)
    units = 0
    for row in range(len(many)):
        pool, number = h.pools[row], max(0, many[row])
        pool.limited, pool.many, pool.free, pool.units = int(many[row] >= 0), number, number, units
        for at in range(number):
            unit = h.units[units + at]
            unit.freed_at, unit.freed_by, unit.stack = LONG_AGO, -1, number - 1 - at
        units += number


@entry
def begin(heads: Any, at_most: Rows[int], crises: Rows[int]) -> None:
    """Fill in the numbers of holds, floors, conditions, crises and crews.

    Parameters
    ----------
    heads
        The head of the tables, shape (1,); the counts of the members of lots have been filled in.
    at_most
        For each condition, how many movers may remain for it to be met, shape (n_counters,).
    crises
        When each crisis begins [s], shape (n_crises,).
    """
    h: State = state(heads)
    for row in range(len(h.holds)):
        h.holds[row].then = whole(h, h.holds[row].then_s, 0)
    for row in range(len(h.floors)):
        h.floors[row].at_least = whole(h, h.floors[row].at_least_s, 0)
    for row in range(len(h.crises)):
        h.crises[row].at = crises[row]
    for row in range(len(h.counters)):
        counter, left = h.counters[row], 0
        for at in range(counter.rows, counter.rows_last):
            lot = h.lots[h.relations[at]]
            left += lot.unstaged if counter.staging else lot.to_leave
        counter.at_most, counter.left = at_most[row], left
    for row in range(len(h.crew_pools)):
        pool = h.crew_pools[row]
        lift = h.lifts[pool.lift]
        pool.most, pool.rest, pool.report = (
            whole(h, lift.duty_s, 0),
            whole(h, lift.rest_s, 0),
            whole(h, lift.report_s, 0),
        )
    for row in range(len(h.crews)):
        crew = h.crews[row]
        crew.rested = crew.off = crew.duty = LONG_AGO

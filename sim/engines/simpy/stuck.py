"""Why nothing moves any more in a history that ended with required movers in country: which lot waits for what."""

from typing import TYPE_CHECKING

from sim.engines.simpy import parties
from sim.engines.simpy.holds import NO_MOVERS
from sim.model.calendars import NEVER
from sim.model.deadlock import blocked, lacks, staging_of
from sim.model.terms import Fate, Supply
from sim.model.trajectory import Wait

if TYPE_CHECKING:
    from sim.engines.simpy.drawdown import Drawdown
    from sim.engines.simpy.holds import Hold
    from sim.engines.simpy.lift import Lift
    from sim.engines.simpy.lot import Lot


def stuck(drawdown: "Drawdown") -> tuple[Wait, ...]:
    """Return the waits that can never end; none at all if none of them is the wait of a required lot."""
    if drawdown.force.remaining == 0:
        return ()
    not_gone = [lot for lot in drawdown.force.lots if lot.to_leave]
    waits = {lot.row: _wait(drawdown, lot) if lot.to_leave > lot.loaded else None for lot in not_gone}
    staging = {row for at, rows in enumerate(drawdown.holds.counts) if drawdown.holds.staging[at] for row in rows}
    waits |= {staging_of(lot.row): _unstaged(drawdown, lot) for lot in not_gone if lot.unstaged and lot.row in staging}
    endless = blocked(waits)
    return endless if any(drawdown.force.lots[wait.lot].required for wait in endless) else ()


def _wait(drawdown: "Drawdown", lot: "Lot") -> Wait | None:
    """Return what, apart from time, the members of a lot wait for; None if there is nothing."""
    holds, row = drawdown.holds, lot.row
    if lot.road:
        return None  # members under way will arrive
    board = lot.spec.board_hold
    unstaged = _unstaged(drawdown, lot)
    if unstaged is not None:
        return unstaged
    if not lot.waiting:
        return None  # the members still to leave are not to be shipped
    if board >= 0 and _keeps(drawdown, holds.holds[board]):
        return Wait(row, lot.waiting, "hold", board, _counted(drawdown, board))
    ramp = drawdown.ramps[lot.spec.site]
    if not lot.person and ramp.staff is not None and ramp.staff.present == 0 and ramp.staff.coming == 0:
        return Wait(row, lot.waiting, "staff", -1, ())
    stated = holds.floors.get(row, ())
    floors = [entry for entry in stated if _keeps(drawdown, entry[1]) and lot.here <= parties.stays(lot, entry[0])]
    if floors and not _together(drawdown, lot):
        hold = holds.holds.index(floors[0][1])
        return Wait(row, lot.waiting, "floor", hold, tuple(r for r in _counted(drawdown, hold) if r != row))
    lifts = [lift for lift in drawdown.tasking.lifts if lift.carries[row]]
    again = [
        lift for lift in lifts
        if _comes_again(drawdown, lift.row) and lift.permit[lot.spec.site][1][-1] > drawdown.end
    ]  # fmt: skip
    if not again:
        return Wait(row, lot.waiting, "lift", lifts[0].row if lifts else -1, ())
    if all(lift.driven and _alone(drawdown, lot, lift) for lift in again):
        return Wait(row, lot.waiting, "vehicles" if lot.person else "drivers", again[0].row, ())
    return None


def _alone(drawdown: "Drawdown", lot: "Lot", lift: "Lift") -> bool:
    """Return whether too few people remain to drive a vehicle of a lot or, if it is people, no vehicles remain."""
    force = drawdown.force
    in_convoy = [other for other in force.of_site[lot.spec.site] if lift.carries[other.row]]
    counts = [(other, other.waiting) for other in in_convoy]
    counts += [(other, force.lots[row].to_leave) for other in in_convoy for row in drawdown.routes.before(other.row)]
    return lacks(
        lot.person,
        lot.spec.drivers,
        sum(count for other, count in counts if other.person),
        sum(count for other, count in counts if not other.person),
    )


def _unstaged(drawdown: "Drawdown", lot: "Lot") -> Wait | None:
    """Return what, apart from time, members of a lot wait for before they are staged; None if there is nothing."""
    begin, row = lot.spec.begin_hold, lot.row
    not_begun = lot.waiting + lot.disposing - lot.staged
    if begin >= 0 and _keeps(drawdown, drawdown.holds.holds[begin]) and not_begun:
        return Wait(row, lot.waiting, "hold", begin, _counted(drawdown, begin))
    options = drawdown.world.rows("option")[lot.spec.options_first : lot.spec.options_last]
    ways = [range(lot.spec.first, lot.spec.last), *(range(option.first, option.last) for option in options)]
    for step in (step for way in ways for step in way):
        station = drawdown.station_of(step)
        queue = [entry[3].mover for entry in station.queue]
        queued = sum(drawdown.force.lot[mover] == row and drawdown.force.fate[mover] != Fate.LEFT for mover in queue)
        if queued and station.staff is not None and station.staff.present == 0 and station.staff.coming == 0:
            return Wait(row, queued, "staff", station.row, ())
        if station.spec.until <= drawdown.end:
            turns = [turn for turn, at in drawdown.recorder.turns if at == station.row and turn.ends == NEVER]
            queued += sum(drawdown.force.lot[turn.mover] == row for turn in turns)
            if queued:
                return Wait(row, queued, "closed", station.row, ())
    return None


def _keeps(drawdown: "Drawdown", hold: "Hold") -> bool:
    """Return whether a hold has not cleared and would not do so by dates and hand-over times alone."""
    return not hold.cleared and not drawdown.holds.eventually(hold, NO_MOVERS)


def _together(drawdown: "Drawdown", lot: "Lot") -> bool:
    """Return whether floors would let some members of a lot go if all movers at its site went together."""
    holds = drawdown.holds
    others = [
        other
        for other in drawdown.force.lots
        if other.spec.site == lot.spec.site and not holds.begin_hold(other) and not holds.board_hold(other)
    ]
    return holds.together(others, holds.as_if).get(lot.row, 0) > 0


def _counted(drawdown: "Drawdown", hold: int) -> tuple[int, ...]:
    """Return the rows of the lots that a hold, or a hold for which it waits, still counts, in ascending order.

    A lot that is counted until its members are staged appears as `staging_of(row)`.
    """
    holds, spec = drawdown.holds, drawdown.holds.holds[hold].spec
    waits = [row.hold for row in drawdown.world.rows("before")[spec.before : spec.before_last]]
    specs = [spec, *(holds.holds[row].spec for row in waits)]
    lots, counters = drawdown.force.lots, [at for each in specs for at in range(each.first, each.last)]
    leave = {row for at in counters if not holds.staging[at] for row in holds.counts[at] if lots[row].to_leave > 0}
    stage = {row for at in counters if holds.staging[at] for row in holds.counts[at] if lots[row].unstaged > 0}
    return tuple(sorted(leave | set(map(staging_of, stage))))


def _comes_again(drawdown: "Drawdown", lift: int) -> bool:
    """Return whether a lift would come again after the end of the history.

    A lift with missions on given dates comes again only if a sortie of it is still on its way.
    """
    spec = drawdown.world.rows("lift")[lift]
    if any(s.fate == Fate.OPEN and s.worked == NEVER for s in drawdown.recorder.sorties if s.lift.row == lift):
        return True
    if spec.supply == Supply.RATE:
        return drawdown.world.value(spec.per_week_s) > 0.0 and spec.until >= drawdown.end
    if spec.supply in (Supply.READY, Supply.SCHEDULED):
        return bool(spec.until >= drawdown.end)
    return bool(spec.supply == Supply.FLEET)

"""The process of a mover: arrival, release, each station (possibly more than once), staging or disposal."""

from collections.abc import Generator
from functools import partial
from typing import TYPE_CHECKING

from simpy.events import Event

from sim.engines.simpy.parties import gather
from sim.model.calendars import NEVER
from sim.model.terms import Fate, Way

if TYPE_CHECKING:
    from sim.engines.simpy.drawdown import Drawdown
    from sim.engines.simpy.lot import Lot

Life = Generator[Event, None, None]
"""A process of a mover."""

SHIP, LEFT = int(Way.SHIP), int(Fate.LEFT)  # looked up once, since `Way.SHIP` is slower than an int


def life(drawdown: "Drawdown", lot: "Lot", index: int, step: int, begun: bool) -> Life:
    """Run one person or item from its arrival, at the given step of its way, to staging or disposal.

    A mover that had begun before the start (`begun`) needs no release. A staged mover needs no process of its own: a
    chalk takes it (`ramp.py`), and `transit.py` records its journey.
    """
    env, force, mover = drawdown.env, drawdown.force, lot.first + index
    if force.fate[mover] == LEFT:
        return
    drawdown.changes.arrive(mover)
    begins = lot.begins if lot.boards else lot.release[index]
    if lot.boards and lot.release[index] > env.now and not begun:
        force.barred.add(mover)
        lot.held += force.to_ship(mover)
        env.call(lot.release[index], partial(boards, drawdown, mover))
    if begins > env.now and not begun:
        lot.held += force.is_only_held(mover)
        yield drawdown.crises.released(lot, begins)
        lot.held -= force.is_only_held(mover)
        drawdown.tasking.need_changed()
    if lot.spec.begin_hold >= 0 and not begun:
        hold = drawdown.holds.holds[lot.spec.begin_hold]
        if not hold.cleared:
            lot.held += force.is_only_held(mover)
            drawdown.leaving.look()
            yield hold.opens
            lot.held -= force.is_only_held(mover)
    if force.fate[mover] == LEFT:
        return
    force.released[mover] = env.now
    yield from work(drawdown, lot, index, step)


def work(drawdown: "Drawdown", lot: "Lot", index: int, step: int) -> Life:
    """Run a mover through the stations of its way, from the given step of the way on which it is shipped.

    At the end it is staged, once its boarding day has come and its party is complete. A mover that is not to ship, or
    is given up before the end, passes the stations of its other way instead, and is then handed over, sold, destroyed
    or retained. A mover that is taken back resumes shipping where it left off.
    """
    force, mover = drawdown.force, lot.first + index
    way, first, last, resume = SHIP, lot.spec.first, lot.spec.last, step
    attempts = force.attempts[mover] = dict(force.attempts[mover])
    force.on_way[mover] = way
    while force.fate[mover] != LEFT:
        if force.way[mover] != way:
            resume = step if way == SHIP else resume
            way = force.on_way[mover] = force.way[mover]
            first, last = drawdown.route(lot, way)
            step = resume if way == SHIP else first
        if step == last:
            break
        station = drawdown.station_of(step)
        attempt = attempts.get(station.row, 0)
        attempts[station.row] = attempt + 1
        with station.server(mover, step, attempt) as turn:
            yield turn
        if turn.started == NEVER:  # the mover was taken out of the queue because its way changed
            attempts[station.row] = attempt
            continue
        if way != SHIP:
            force.given_up.discard(mover)
        if turn.server >= 0 and drawdown.world.fails(lot.row, index, step, attempt):
            step = first + drawdown.world.rows("step")[step].back
        else:
            step += 1
    if force.fate[mover] == LEFT:
        return
    if way == SHIP and mover in force.barred:
        force.prepared.add(mover)
        force.processed[mover] = min(force.processed[mover], drawdown.env.now)
    elif way == SHIP:
        gather(drawdown, mover)
    else:
        drawdown.changes.dispose(mover)


def boards(drawdown: "Drawdown", mover: int) -> None:
    """Record that the boarding day of a mover has come, and stage the mover if it has passed its stations."""
    force, lot = drawdown.force, drawdown.force.lot_of(mover)
    if mover not in force.barred:
        return  # a crisis has already let the mover board
    force.barred.discard(mover)
    if force.to_ship(mover):
        lot.held -= force.released[mover] < NEVER
        if mover in force.prepared:
            gather(drawdown, mover)
    force.prepared.discard(mover)
    drawdown.tasking.need_changed()


def arrivals(drawdown: "Drawdown", lot: "Lot", first: int) -> Life:
    """Begin the process of each member that arrives after the start, when it arrives; one process waits for all."""
    for index in range(first, lot.many):
        if lot.arrives[index] > drawdown.env.now:
            yield drawdown.env.at(lot.arrives[index])
        drawdown.env.process(life(drawdown, lot, index, lot.spec.first, begun=False))


def begin_all(drawdown: "Drawdown") -> None:
    """Put every mover in its state at the start: gone, staged, after a station, at the beginning, or still to come."""
    for lot in [lot for lot in drawdown.force.lots if not lot.is_stop]:
        first, last = lot.spec.first, lot.spec.last
        steps = drawdown.world.rows("step")
        passed = [(step + 1, steps[step].passed) for step in range(last - 1, first - 1, -1)]
        index = 0
        for _ in range(min(lot.spec.left, lot.many)):
            drawdown.force.gone_before(lot.first + index)
            drawdown.holds.fewer({lot.row: 1})
            drawdown.holds.one_staged(lot.row)
            index += 1
        for step, many in [(last, lot.spec.staged), *passed]:
            for _ in range(min(many, lot.many - index)):
                drawdown.env.process(life(drawdown, lot, index, step, begun=True))
                index += 1
        while index < lot.many and lot.arrives[index] <= 0:
            drawdown.env.process(life(drawdown, lot, index, first, begun=False))
            index += 1
        if index < lot.many:
            drawdown.env.process(arrivals(drawdown, lot, index))

"""Back through a hold: its hand-over time, its date, and the movers it waited for."""

import numpy as np

from sim.analysis.causes.reason import Kind
from sim.analysis.causes.walk import Point, Step, Walk

__all__ = ["STEPS", "aim", "met"]


def aim(walk: Walk, movers: list[int]) -> Step:
    """Go on with the sortie that took, at the cursor, the one of these movers who was free last.

    One whose way ends at a station of its site goes on with that.
    """
    log = walk.log
    sortie = {mover: log.legs.row_at(mover, walk.t) for mover in movers}
    flew = [mover for mover in movers if sortie[mover] >= 0]
    if not flew:
        return Step(Point.STAGED, movers[0])
    row = sortie[max(flew, key=lambda mover: (log.free_at(mover, sortie[mover]), -mover))]
    walk.follow(row, [mover for mover in flew if sortie[mover] == row])
    points = {log.sortie["arrived"][row]: Point.ARRIVED, log.sortie["up"][row]: Point.UP}
    if row in log.offloaded:
        points[log.offloaded[row].ended] = Point.OFFLOADED  # over the border when it is through the gate
    return Step(points.get(walk.t, Point.WORKED), row)


def _hold(walk: Walk, step: Step) -> Step:
    """From the clearing of a hold that kept `row`, who else had been ready at `other`."""
    log, hold = walk.log, step.owner
    clearing = log.clearings[hold]
    walk.own(Kind.HAND_OVER, hold, max(walk.t - clearing.then, step.other), "hold", hold)
    if clearing.date > clearing.met:
        walk.own(Kind.DATE, hold, max(clearing.met, step.other), "hold", hold)
    return met(walk, step)


def met(walk: Walk, step: Step) -> Step:
    """From the instant at which the conditions of a hold were met, or a later one at which `row` was ready."""
    log, clearing = walk.log, walk.log.clearings[step.owner]
    if walk.t > clearing.met or clearing.counter < 0:  # nobody was waited for
        return Step(Point.STAGED, step.row)
    counted, until, _ = log.legs.last_counted(clearing.counter)
    movers = np.flatnonzero(counted & (until == walk.t))
    return _went(walk, step, movers.tolist())


def _as_if(walk: Walk, step: Step) -> Step:
    """From the instant from which a hold would have been satisfied if all that was loaded had gone.

    What is aboard the same sortie had not to be waited for.
    """
    log, hold = walk.log, step.owner
    counted = np.flatnonzero(log.counted(hold))
    worked, sortie = log.sortie["worked"], {m: log.legs.row_at(m, walk.t) for m in counted.tolist()}
    others = [m for m in counted.tolist() if sortie[m] >= 0 and sortie[m] != walk.sortie]
    loaded = [m for m in others if worked[sortie[m]] == walk.t]
    left = [m for m in counted.tolist() if log.mover["left"][m] == walk.t]
    if loaded or left:
        return _went(walk, step, loaded or left)
    walk.own(Kind.DATE, hold, step.other, "hold", hold)
    return Step(Point.STAGED, step.row)


def _went(walk: Walk, step: Step, movers: list[int]) -> Step:
    """From the instant at which movers left the country, were loaded, or were left behind; with none: its own way."""
    left = {mover for mover in movers if walk.log.mover["left"][mover] == walk.t}
    if not movers:  # few enough had been there from the start
        return Step(Point.STAGED, step.row)
    if left and len(left) == len(movers):
        return step._replace(point=Point.LEFT)
    return aim(walk, [mover for mover in movers if mover not in left])


def _left(walk: Walk, step: Step) -> Step:
    """From the instant at which wanted movers were left behind: their date, or what showed that only they held others.

    A date owns the time since the last of those whom the hold counts had left the country: with them it goes on.
    """
    log, t, hold = walk.log, walk.t, step.owner
    counted = log.counted(hold)
    lots = {log.mover["lot"][mover] for mover in np.flatnonzero(counted & (log.gone == t)).tolist()}
    if all(log.lots[row].leave_after != t for row in lots):
        required = log.required & np.isin(log.site, [log.lots[row].site for row in lots])
        staged = np.flatnonzero(required & (log.trajectory.mover["staged"] == t))
        if len(staged):
            return Step(Point.STAGED, int(staged[-1]))
        moved = _moved(walk, np.flatnonzero(required).tolist())
        if moved:
            return aim(walk, moved)
        for other, clearing in enumerate(log.clearings):
            again = Step(Point.HOLD, step.row, other, step.other)
            if other != hold and clearing.at == t and (again, t) not in walk.seen:
                return again
    before = log.gone[counted & (log.gone < t)]
    last = int(before.max(initial=0))
    walk.own(Kind.KEPT, log.lots[min(lots)].site, max(step.other, last), "hold", hold)
    if walk.t > last or not last:
        return Step(Point.STAGED, step.row)
    return _went(walk, step, np.flatnonzero(counted & (log.gone == last)).tolist())


def _moved(walk: Walk, movers: list[int]) -> list[int]:
    """Those of some movers that were loaded, or left the country, at the cursor."""
    log, t, found = walk.log, walk.t, []
    for mover in movers:
        row = log.legs.row_at(mover, t)
        if row < 0 or row in walk.rode:
            continue
        if t in (log.sortie["worked"][row], log.sortie["up"][row]) or t == log.mover["up"][mover]:
            found.append(mover)
    return found


STEPS = {Point.HOLD: _hold, Point.AS_IF: _as_if, Point.LEFT: _left}

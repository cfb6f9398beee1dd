"""The loop of the walk back through a history; functions that fill its tables beforehand and add up its links.

A walk goes back through a history; its cursor, `h.t`, is the instant that it has reached. `h` is the `Past` of the
walk. Python calls the functions marked `entry`; each of them gets the `Past` from `heads`.
"""

from typing import Any

from sim.analysis.causes import gate, ground, preparation, ride, still, supply, way
from sim.analysis.causes.kernels.first import fill_blank, fill_first
from sim.analysis.causes.kernels.floors import fill_kept_last
from sim.analysis.causes.kernels.past import FULL, NO_ROW, OVER, WAY, Past, past
from sim.analysis.causes.legs import fill_goings, staged_for
from sim.analysis.causes.point import Point
from sim.analysis.causes.readiness import fill_clearings, fill_readiness, fill_riders
from sim.analysis.causes.spans import fill_slots, fill_spans
from sim.analysis.causes.walk import been_here, go, has_seen, note_seen
from sim.compiler.kernel import entry, kernel

__all__ = ["BEGIN_GONE", "BEGIN_STILL", "GO_ON", "add_up", "fill_tables", "walk_back"]

BEGIN_GONE, BEGIN_STILL, GO_ON = range(3)
"""How `walk_back` begins."""

UP, LOADED, DONE, WORKED = int(Point.UP), int(Point.LOADED), int(Point.DONE), int(Point.WORKED)
LANDED, OVERHEAD, PLANNED, TASKED = int(Point.LANDED), int(Point.OVERHEAD), int(Point.PLANNED), int(Point.TASKED)
OFFLOADED, ARRIVED, MISSION = int(Point.OFFLOADED), int(Point.ARRIVED), int(Point.MISSION)
FREE, STAGED, CAME, RELEASED = int(Point.FREE), int(Point.STAGED), int(Point.CAME), int(Point.RELEASED)
UNEXPLAINED, LEFT, AS_IF, HOLD = int(Point.UNEXPLAINED), int(Point.LEFT), int(Point.AS_IF), int(Point.HOLD)
VISIT = int(Point.VISIT)


@entry
def fill_tables(heads: Any) -> None:
    """Fill the tables of one history that do not depend on the date from which a walk begins."""
    h = past(heads)
    fill_blank(h)
    fill_first(h)
    fill_goings(h)
    fill_clearings(h)
    fill_kept_last(h)
    fill_slots(h)
    fill_spans(h)
    fill_readiness(h)
    fill_riders(h)


@entry
def walk_back(heads: Any, t: int, how: int) -> int:
    """Walk back to the start of the history, or until the caller has to provide something.

    Parameters
    ----------
    t
        The instant from which the walk begins [s].
    how
        `BEGIN_GONE` if the movers in `chosen` set the date by leaving then, `BEGIN_STILL` if they had not left by then;
        `GO_ON` to resume the walk where it stopped.

    Returns
    -------
    int
        `OVER` if the walk has reached the start; `FULL` if the tables of walks have to grow; `WAY` if the inbound leg
        of the sortie `missing` needs a duration (`slots.way`).
    """
    h = past(heads)
    if how != GO_ON:
        _begin(h, t)
        if t > 0 and how == BEGIN_STILL:
            still.aim(h)
        elif t > 0:
            gate.aim(h)
    while h.t > 0:
        if (h.point <= TASKED or h.point == MISSION) and h.t <= h.stop:
            go(h, FREE, h.witness, NO_ROW, 0)
        if supply.lacks_way(h):
            h.missing = h.row
            return WAY
        if _is_full(h):
            return FULL
        place = been_here(h)
        if place >= 0:
            return _take_over(h, place)
        if has_seen(h, h.point, h.row, h.first_arg, h.second_arg):
            _leave_circle(h)
        note_seen(h, h.point, h.row, h.first_arg, h.second_arg)
        point = h.point
        if point == VISIT:
            preparation.visit(h)
        elif point == STAGED:
            preparation.staged(h)
        elif point == UP:
            ride.up(h)
        elif point == LOADED:
            ride.loaded(h)
        elif point == WORKED:
            ride.worked(h)
        elif point == LANDED:
            ride.landed(h)
        elif point == OVERHEAD:
            ride.overhead(h)
        elif point == PLANNED:
            supply.planned(h)
        elif point == MISSION:
            supply.mission(h)
        elif point == TASKED:
            supply.tasked(h)
        elif point == FREE:
            preparation.free(h)
        elif point == HOLD:
            gate.hold(h)
        elif point == AS_IF:
            gate.as_if(h)
        elif point == LEFT:
            gate.left(h)
        elif point == RELEASED:
            preparation.released(h)
        elif point == CAME:
            way.came(h)
        elif point == ARRIVED:
            way.arrived(h)
        elif point == OFFLOADED:
            way.offloaded(h)
        elif point == DONE:
            ground.done(h)
        else:
            preparation.unexplained(h)
    return OVER


@kernel
def _begin(h: Past, t: int) -> None:
    """Set the cursor to an instant [s], and the other numbers of the walk to their first values."""
    h.t = t
    h.stop = 0
    h.witness = NO_ROW
    h.rank = 0
    h.sortie = NO_ROW
    h.ride = NO_ROW
    h.company_count = 0
    h.pooled = NO_ROW


@kernel
def _leave_circle(h: Past) -> None:
    """Go on elsewhere after the walk has come to a step that it had taken before at this instant.

    This happens if movers that wait for one another were loaded at one instant. They had waited for lift, so the walk
    goes on with the loading of their sortie. Without such a sortie, or after that step too, the time is unexplained.
    """
    if h.sortie == NO_ROW or has_seen(h, WORKED, h.sortie, NO_ROW, 0):
        go(h, UNEXPLAINED, h.witness, NO_ROW, 0)
    else:
        h.stop = min(staged_for(h, h.witness, h.ride), h.t)
        go(h, WORKED, h.sortie, NO_ROW, 0)


@kernel
def _take_over(h: Past, at: int) -> int:
    """Copy the links that an earlier walk found after it was in the state in row `at` of `states`; end this walk.

    Return `OVER`, or `FULL` if `links` has no room for them.
    """
    first, last = h.states[at].links, h.link_last[h.states[at].walk]
    if h.link_count + last - first > len(h.links):
        return FULL
    for row in range(first, last):
        link, other = h.links[h.link_count], h.links[row]
        link.since = other.since
        link.until = other.until
        link.reason = other.reason
        link.what = other.what
        link.row = other.row
        h.link_count += 1
    h.t = 0
    return OVER


@kernel
def _is_full(h: Past) -> bool:
    """Return whether a table might be too small for the next step."""
    return (
        h.link_count + h.most_links > len(h.links)
        or h.seen_count + 2 > len(h.seen)
        or h.state_count + 1 > len(h.states)
        or h.pool_count + h.company_count > len(h.companies)
    )


@entry
def add_up(heads: Any, since: int) -> None:
    """Set `seconds` to the time due to each reason, summed over all links from the row `since` on."""
    h = past(heads)
    for reason in range(len(h.seconds)):
        h.seconds[reason] = 0
    for row in range(since, h.link_count):
        link = h.links[row]
        h.seconds[link.reason] += link.until - link.since

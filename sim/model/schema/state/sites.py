"""Sites in the state of the compiled engine: stations, ramps, their servers, spots, teams and machines, and tasks.

At a *decision point* (a row of `points`) the engine decides about one subject, for example whether sorties land at a
site. The table `lots` holds groups as well as lots.
"""

from sim.model.schema import history, plan
from sim.model.schema.row import SCRATCH, STATE, STATIC, Int, Long, Row, column

__all__ = ["Job", "Pool", "Ramp", "Stage", "Station", "Task", "Tool", "Toolbox", "Turn", "Unit"]


class Station(plan.Station, role=STATE):
    """A process step at a site."""

    staff_rose: Long = column("when the arrival of staff last put more servers to work", unit="s")
    staff: Int = column("group that staffs it", of="lots", role=STATIC)
    pool: Int = column("its servers", of="pools", role=STATIC)
    hours: Int = column("its hours", of="hours")
    point: Int = column("decision point at which movers in its queue begin service", of="points", role=STATIC)
    queue: Int = column("first row of its queue", of="queues", role=STATIC)
    queue_n: Int = column("number of movers in its queue")
    by_shift: Int = column("whether its servers keep their own hours", role=STATIC)


class Turn(history.Visit, role=STATE):
    """One visit of a mover to a station; rows are in the order in which movers come to stations."""


class Pool(Row, role=STATE):
    """The servers of a station, or the parking spots, working spots or load teams of a site."""

    many: Int = column("number of units", role=STATIC)
    limited: Int = column("whether the number of units is limited", role=STATIC)
    busy: Int = column("number of units in use")
    free: Int = column("number of units on the stack of free ones")
    units: Int = column("its first unit", of="units", role=STATIC)


class Unit(Row, role=STATE):
    """One server, spot or team of a pool.

    The values of `stack` in the rows of a pool list its free units, in the order in which they were freed.
    """

    freed_at: Long = column("when it was last freed", unit="s")
    freed_by: Int = column("visit or sortie that freed it; -1 for none")
    stack: Int = column("number of the free unit at this place on the stack")
    hours: Int = column("hours of a server that keeps its own hours", of="hours")
    lane: Int = column("lane of a server, from 0; -1: it takes movers of all lanes")
    kind: Int = column("category or lot for which a server is set up; -1: none yet")


class Ramp(Row, role=STATE):
    """The ramp of a site."""

    changed_at: Long = column("when the movers that wait for lift there, or may still come, last changed", unit="s")
    people_first: Int = column("whether people are loaded there before equipment because a crisis has begun")
    behind: Long = column("how far behind the site is, according to the last review; 0: it is not behind", unit="s")
    latest: Long = column("when all should have left it, according to that review", unit="s")
    ends: Long = column("projected instant at which all have left it, by that review; NEVER: unknown", unit="s")
    turn: Int = column("its turn among favoured sites, from 1; 0: not favoured")
    staff_rose: Long = column("when arriving people last formed more load teams", unit="s")
    room_rose: Long = column("when room for people last became free there", unit="s")
    room: Long = column(
        "largest number of people who came by lift, at the site or aboard lift to it; NO_LIMIT: no limit",
        unit="people",
        role=STATIC,
    )
    inside: Long = column("people at the site who came by lift plus people aboard lift to the site", unit="people")
    parking: Int = column("its parking spots", of="pools", role=STATIC)
    working: Int = column("its working spots", of="pools", role=STATIC)
    teams: Int = column("its load teams", of="pools", role=STATIC)
    staff: Int = column("group that forms the load teams", of="lots", role=STATIC)
    people_per_team: Int = column("number of people in a load team", role=STATIC)
    runway: Int = column("when its runway may be used", of="hours", role=STATIC)
    hours: Int = column("when the ramp works", of="hours")
    airfield: Int = column("planned opening hours of its runway, whatever the weather", of="hours", role=STATIC)
    landing: Int = column("decision point at which sorties land", of="points", role=STATIC)
    working_on: Int = column(
        "decision point at which tasks other than loading, and moves to a working spot, begin", of="points", role=STATIC
    )
    loading: Int = column("decision point at which loading begins", of="points", role=STATIC)
    taking_off: Int = column("decision point at which sorties take off", of="points", role=STATIC)
    only_wanted: Int = column(
        "whether its required movers are gone, or wait only for wanted movers to leave; -1: not computed yet",
        role=SCRATCH,
    )
    lots: Int = column("first of the lots and stops there, in the order of loading", of="relations", role=STATIC)
    lots_last: Int = column("one past the last of these lots and stops", of="relations", role=STATIC)


class Task(plan.Task):
    """One task of a ground time."""


class Stage(Row):
    """A stage of the ground time of a lift: its tasks are done in parallel."""

    tasks: Int = column("its first task", of="relations")
    tasks_last: Int = column("one past its last task", of="relations")
    many: Int = column("number of its tasks that are not done on the parking spot, loading included")
    parked: Int = column("number of its tasks that are done on the parking spot")
    takes_spot: Int = column("whether it begins with the move to a working spot")
    leaves_spot: Int = column("whether the working spot becomes free after it")


class Job(Row, role=STATE):
    """A task of a sortie other than loading, or the move of a sortie to a working spot, that waits to begin."""

    since: Long = column("when its wait began", unit="s")
    flight: Int = column("its sortie", of="flights")
    task: Int = column("the task; -1: the move to a working spot", of="tasks")


class Toolbox(plan.Resource, role=STATIC):
    """Machines of one kind at a site."""

    first: Int = column("its first machine", of="tools")
    many: Int = column("number of machines")


class Tool(Row, role=STATE):
    """A machine."""

    freed_at: Long = column("when it was last freed", unit="s")
    freed_by: Int = column("sortie that freed it; -1 for none")
    busy: Int = column("whether it is in use")
    hours: Int = column("when it works", of="hours", role=STATIC)

"""Sites as the compiled loop has them: stations and their queues, ramps, pools of numbered things, tasks, machines."""

from sim.model.schema import history, plan
from sim.model.schema.row import SCRATCH, STATE, STATIC, Int, Long, Row, column

__all__ = ["Job", "Pool", "Ramp", "Stage", "Station", "Task", "Tool", "Toolbox", "Turn", "Unit"]


class Station(plan.Station, role=STATE):
    """A process step at a site."""

    staff_rose: Long = column("when staff last came that put more servers to work", unit="s")
    staff: Int = column("group that staffs it", of="lots", role=STATIC)
    pool: Int = column("its servers", of="pools", role=STATIC)
    hours: Int = column("its hours", of="hours")
    point: Int = column("its decision point", of="points", role=STATIC)
    queue: Int = column("where its queue lies", of="queues", role=STATIC)
    queue_n: Int = column("how many wait in it")
    by_shift: Int = column("whether its servers keep hours of their own", role=STATIC)


class Turn(history.Visit, role=STATE):
    """One turn at a station, in the order of arrival."""


class Pool(Row, role=STATE):
    """Numbered servers, spots or teams."""

    many: Int = column("how many there are", role=STATIC)
    limited: Int = column("whether there is a limit at all", role=STATIC)
    busy: Int = column("how many are in use")
    free: Int = column("how many lie on the stack of free ones")
    units: Int = column("where they lie", of="units", role=STATIC)


class Unit(Row, role=STATE):
    """One server, spot or team; the rows of a pool are its stack of free ones too, the one freed last on top."""

    freed_at: Long = column("when it was last freed", unit="s")
    freed_by: Int = column("visit or sortie that freed it; -1 for none")
    stack: Int = column("number of the free one at this place of the stack")
    hours: Int = column("of a server that keeps hours of its own: these", of="hours")
    lane: Int = column("of such a server: its lane, from 0; -1: it takes all")
    kind: Int = column("of such a server: for what it is set up; -1 before its first job")


class Ramp(Row, role=STATE):
    """The ramp of a site."""

    changed_at: Long = column("when what waits for lift there, or may still come, last changed", unit="s")
    people_first: Int = column("whether people are loaded there before equipment, as a crisis has begun")
    behind: Long = column("by how much the site is behind, as the last review saw it; 0: it is not", unit="s")
    latest: Long = column("when it ought to be left by, as that review saw it", unit="s")
    ends: Long = column("when it would be left, as that review saw it; NEVER: no telling", unit="s")
    turn: Int = column("its turn among the sites that a review favours, from 1; 0: it is not one")
    staff_rose: Long = column("when people last came that made more load teams", unit="s")
    room_rose: Long = column("when there was last more room", unit="s")
    room: Long = column("most people there who came by lift; NO_LIMIT for none", unit="people", role=STATIC)
    inside: Long = column("people there who came by lift, those on their way included", unit="people")
    parking: Int = column("its parking spots", of="pools", role=STATIC)
    working: Int = column("its working spots", of="pools", role=STATIC)
    teams: Int = column("its load teams", of="pools", role=STATIC)
    staff: Int = column("group that forms the load teams", of="lots", role=STATIC)
    people_per_team: Int = column("people that form one", role=STATIC)
    runway: Int = column("when its runway may be used", of="hours", role=STATIC)
    hours: Int = column("when the ramp works", of="hours")
    airfield: Int = column("hours in which it is kept open, as planners know them", of="hours", role=STATIC)
    landing: Int = column("decision point of landings", of="points", role=STATIC)
    working_on: Int = column("decision point of tasks", of="points", role=STATIC)
    loading: Int = column("decision point of loading", of="points", role=STATIC)
    taking_off: Int = column("decision point of departures", of="points", role=STATIC)
    only_wanted: Int = column("whether only wanted movers hold the last people there; -1: not known yet", role=SCRATCH)
    lots: Int = column("first of the lots and stops there, in the order of loading", of="relations", role=STATIC)
    lots_last: Int = column("one behind the last", of="relations", role=STATIC)


class Task(plan.Task):
    """One task of a ground time."""


class Stage(Row):
    """Tasks of a lift that are done beside one another."""

    tasks: Int = column("its first task", of="relations")
    tasks_last: Int = column("one behind the last", of="relations")
    many: Int = column("tasks on a working spot, the loading among them")
    parked: Int = column("tasks on the parking spot")
    takes_spot: Int = column("whether it begins with the move to a working spot")
    leaves_spot: Int = column("whether the working spot is free after it")


class Job(Row, role=STATE):
    """A task that waits to be begun."""

    since: Long = column("since when it waits", unit="s")
    flight: Int = column("of which sortie", of="flights")
    task: Int = column("which task; -1: the move to a working spot", of="tasks")


class Toolbox(plan.Resource, role=STATIC):
    """Machines of one kind at a site."""

    first: Int = column("its first machine", of="tools")
    many: Int = column("how many there are")


class Tool(Row, role=STATE):
    """A machine."""

    freed_at: Long = column("when it was last freed", unit="s")
    freed_by: Int = column("sortie that freed it; -1 for none")
    busy: Int = column("whether it is in use")
    hours: Int = column("when it works", of="hours", role=STATIC)

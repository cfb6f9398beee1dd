"""Places: sites, their stations, hours and machines."""

from sim.model.schema.row import Int, Long, Row, Slot, Word, column

__all__ = ["Calendar", "Lane", "Resource", "Shift", "Site", "Station"]


class Calendar(Row):
    """Working hours; one without any shift is always open."""

    first: Int = column("its first shift", of="shift")
    last: Int = column("one past its last", of="shift")


class Shift(Row):
    """Hours of some days of the week."""

    open_s: Slot = column("local hour at which it opens, since midnight", unit="s")
    close_s: Slot = column("local hour at which it closes", unit="s")
    days: Int = column("a bit for each day of the week; Monday is the lowest")
    servers_s: Slot = column("servers of the station that work in the shift; -1: all")


class Site(Row):
    """A place."""

    key: Word = column("digest of its name, for the addresses of draws")
    base: Int = column("whether it is in the country")
    parking_s: Slot = column("parking spots")
    working_s: Slot = column("working spots")
    teams_s: Slot = column("load teams")
    team_pool: Int = column("group that forms the load teams", of="lot")
    people_per_team: Int = column("people in a load team")
    runway: Int = column("hours of its runway", of="calendar")
    ramp: Int = column("hours of its ramp", of="calendar")
    dropped_by_default: Int = column("always 1")
    abroad: Int = column("whether it is a hub outside the country")
    room_s: Slot = column("most people there who came by lift, including those on their way")
    in_place_of: Int = column("site that has to be lost before it opens; -1: it is open from the start", of="site")
    opens_after: Int = column("time from that loss until it opens", unit="s", of="dist")


class Station(Row):
    """A process step at a site."""

    key: Word = column("digest of its name, for the addresses of draws")
    begins: Long = column("when its first day begins", unit="s")
    until: Long = column("when its last day ends", unit="s")
    site: Int = column("its site", of="site")
    servers_s: Slot = column("servers")
    service: Int = column("service time", unit="s", of="dist")
    changeover: Int = column("set-up time of a server for another kind; -1: none", unit="s", of="dist")
    fail_s: Slot = column("probability that a visit ends in failure", unit="1")
    calendar: Int = column("its hours", of="calendar")
    pool: Int = column("group that staffs it", of="lot")
    people_per_server: Int = column("people who staff one server")
    lanes: Int = column("its first lane", of="lane")
    lanes_last: Int = column("one past its last lane", of="lane")


class Lane(Row):
    """Servers of a station that take only some groups, lots or categories."""

    station: Int = column("the station", of="station")
    servers_s: Slot = column("number of servers")


class Resource(Row):
    """Machines of one kind on a ramp."""

    key: Word = column("digest of site and name, for the addresses of draws")
    site: Int = column("their site", of="site")
    kind: Int = column("number of their name: machines of the same name are of one kind at every site")
    count_s: Slot = column("number of machines")
    available_s: Slot = column("fraction of the time in which a machine works", unit="1")
    repair: Int = column("repair time", unit="s", of="dist")
    calendar: Int = column("their hours", of="calendar")

"""Tables of places: sites, with their stations, hours and machines."""

from sim.model.schema.row import Int, Long, Row, Slot, Word, column

__all__ = ["Calendar", "Lane", "Resource", "Shift", "Site", "Station"]


class Calendar(Row):
    """A calendar of working hours: one or more shifts. What refers to no calendar (-1) works day and night."""

    first: Int = column("its first shift", of="shift")
    last: Int = column("one past its last shift", of="shift")


class Shift(Row):
    """Hours of some days of the week."""

    open_s: Slot = column("local time at which it opens, since midnight", unit="s")
    close_s: Slot = column("local time at which it closes, since the same midnight", unit="s")
    days: Int = column("a bit for each day of the week; Monday is the lowest")
    servers_s: Slot = column("number of servers of the station that work in the shift; -1: all")


class Site(Row):
    """A site: a base, a hub or an APOD."""

    key: Word = column("digest of its name: part of the addresses of its draws (`model.draws`)")
    base: Int = column("whether it is in the country")
    parking_s: Slot = column("number of parking spots", key="parking")
    working_s: Slot = column("number of working spots", key="working")
    teams_s: Slot = column("number of load teams", key="teams")
    team_pool: Int = column("group that forms the load teams", of="lot")
    people_per_team: Int = column("number of people in a load team", key="people_per_team")
    runway: Int = column("hours of its runway", of="calendar", key="runway_hours")
    ramp: Int = column("hours of its ramp", of="calendar", key="ramp_hours")
    dropped_by_default: Int = column(
        "always 1, and read by nothing; without it, older digests of plans would not be valid"
    )
    abroad: Int = column("whether it is a hub outside the country")
    room_s: Slot = column("largest number of people who came by lift, at the site or aboard lift to it", key="room")
    in_place_of: Int = column(
        "site whose loss opens this site as its substitute; -1: open from the start", of="site", unused=-1
    )
    opens_after: Int = column(
        "time from the loss of that site until this site opens",
        unit="s",
        of="dist",
        key="in_place_of.after_d",
        unused=-1,
    )


class Station(Row):
    """A process step at a site."""

    key: Word = column("digest of its name: part of the addresses of its draws (`model.draws`)")
    begins: Long = column("when its first day begins", unit="s")
    until: Long = column("when its last day ends", unit="s")
    site: Int = column("its site", of="site")
    servers_s: Slot = column("number of servers", key="servers")
    service: Int = column("service time", unit="s", of="dist")
    changeover: Int = column(
        "set-up time of a server for another kind; -1: none", unit="s", of="dist", key="changeover_h"
    )
    fail_s: Slot = column("probability that a visit ends in failure", unit="1", key="fail")
    calendar: Int = column("its working hours", of="calendar", key="hours")
    pool: Int = column("group that staffs it", of="lot")
    people_per_server: Int = column("number of people who staff one server", key="people_per_server")
    lanes: Int = column("its first lane", of="lane")
    lanes_last: Int = column("one past its last lane", of="lane")


class Lane(Row):
    """Servers of a station that take only some groups, lots or categories."""

    station: Int = column("the station", of="station")
    servers_s: Slot = column("number of servers")


class Resource(Row):
    """Machines of one kind on a ramp."""

    key: Word = column("digest of site and name: part of the addresses of their draws (`model.draws`)")
    site: Int = column("the site of the ramp", of="site")
    kind: Int = column("number of the kind; machines of the same name are of one kind at every site")
    count_s: Slot = column("number of machines", key="count")
    available_s: Slot = column("fraction of the time in which a machine works", unit="1", key="available")
    repair: Int = column("repair time", unit="s", of="dist", key="repair_h")
    calendar: Int = column("hours in which the machines work", of="calendar", key="hours")

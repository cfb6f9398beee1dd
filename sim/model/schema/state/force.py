"""The force in the state of the compiled engine: lots, stops, movers, movers on their way to stops, and ways out."""

from sim.model.schema import history, plan
from sim.model.schema.row import SCRATCH, STATE, STATIC, Int, Long, Row, column

__all__ = ["Bound", "Hop", "Lot", "Mover", "Option", "Path", "Step"]


class Lot(plan.Lot, role=STATE):
    """A group or lot, or a stop on its way. The rows of all groups and lots come before the rows of all stops."""

    here_kg: Long = column("weight of the members to ship that are present and not loaded", unit="kg")
    staff_fell: Long = column("when members who staff stations or ramps last left", unit="s")
    lightest_kg: Long = column("weight of the lightest member", unit="kg", role=STATIC)
    heaviest: Long = column("weight of the heaviest member", unit="kg", role=STATIC)
    lightest_mpos: Long = column("least space of a member, in 1/1000 of a pallet position", unit="1/1000", role=STATIC)
    litres: Long = column("volume of a member", unit="l", role=STATIC)
    begins: Long = column("when its members may begin, if a phased plan governs their boarding", unit="s")
    release: Long = column("when its first member may begin, by the dates of the members", unit="s")
    last_release: Long = column("when its last member may begin, by these dates", unit="s")
    waits_since: Long = column("when the present wait of its members for a way began, as of the last check", unit="s")
    each_kg: Long = column("mean weight of a member", unit="kg", role=STATIC)
    chooses: Int = column("whether it takes the way that is expected to be the earliest", role=STATIC)
    staged: Int = column("number of members in its bucket: they have passed their stations and wait for lift")
    to_leave: Int = column("number of members yet to leave")
    unstaged: Int = column("number of members yet to pass the last station of their own site; 0 for a stop")
    present: Int = column("number of members at its place, including loaded ones")
    loaded: Int = column("number of members on a sortie that has not left")
    coming: Int = column("number of members still to come")
    held: Int = column("number of members that are at its place and kept from beginning by a date or hold")
    disposing: Int = column("number of members on a way other than shipping")
    disposing_here: Int = column("number of members at its place that are on a way other than shipping")
    dropped: Int = column("whether it is left behind")
    boards: Int = column(
        "whether a phased plan says when its members may board; this instant is then their `release`",
        role=STATIC,
    )
    bucket_at: Int = column("position in its bucket of the staged member that is taken first")
    taken: Int = column("the first open path out from its place; -1: none", of="paths")
    taken_until: Long = column("instant at which `taken` may change", unit="s")
    rides: Long = column("lifts that carry it over the path `taken`, one bit each, for the first 62 lifts", unit="1")
    inbound: Int = column("for a stop: first row of the movers on their way to it", of="bounds")
    members: Int = column("number of its first member", of="movers", role=STATIC)
    many: Int = column("number of its members", role=STATIC)
    alike: Int = column("whether all members have the same weight and space", role=STATIC)
    takes_positions: Int = column("whether any member takes pallet positions", role=STATIC)
    bucket: Int = column(
        "first row of its staged members, in the order in which they are taken", of="buckets", role=STATIC
    )
    is_wanted: Int = column(
        "whether it may be left behind: it is wanted, has members and is in the country", role=STATIC
    )
    next_wanted: Int = column("the next lot that may be left behind", of="lots", role=STATIC)
    counters: Int = column("first condition that counts it until it has left", of="relations", role=STATIC)
    counters_last: Int = column("one past the last of these conditions", of="relations", role=STATIC)
    stagings: Int = column("first condition that counts it until it is staged", of="relations", role=STATIC)
    stagings_last: Int = column("one past the last of these conditions", of="relations", role=STATIC)
    floors: Int = column("first floor that keeps it", of="floors", role=STATIC)
    floors_last: Int = column("one past the last floor that keeps it", of="floors", role=STATIC)
    stations: Int = column("first station that it staffs", of="relations", role=STATIC)
    stations_last: Int = column("one past the last station that it staffs", of="relations", role=STATIC)
    ramps: Int = column("first ramp whose load teams it provides", of="relations", role=STATIC)
    ramps_last: Int = column("one past the last of these ramps", of="relations", role=STATIC)
    is_stop: Int = column("whether it is a lot at a stop", role=STATIC)
    outside: Int = column("whether it is a stop outside the country", role=STATIC)
    road: Int = column("whether it is the road to a stop, or out of the country", role=STATIC)
    then: Int = column("stop at which the road ends; -1: its movers are then out for good", of="lots", role=STATIC)
    paths: Int = column("first of its ways out", of="paths", role=STATIC)
    paths_last: Int = column("one past the last of its ways out", of="paths", role=STATIC)
    before: Int = column("first place from which members may come to this stop", of="relations", role=STATIC)
    before_last: Int = column("one past the last of these places", of="relations", role=STATIC)
    follows: Int = column("first of the places whose first way leads to this stop", of="relations", role=STATIC)
    follows_last: Int = column("one past the last of these places", of="relations", role=STATIC)
    sites: Int = column("first of all sites that it passes", of="relations", role=STATIC)
    sites_last: Int = column("one past the last of these sites", of="relations", role=STATIC)


class Mover(history.Mover, role=STATE):
    """One person or item."""

    arrives: Long = column("when it enters its site", unit="s", role=STATIC)
    release: Long = column("when it may begin", unit="s")
    waits: Long = column("when it was staged at its present place", unit="s")
    since: Long = column("when it came to its present stop, or came back; NEVER if it did neither", unit="s")
    staged_abroad: Long = column("when it was staged at a stop outside the country", unit="s")
    processed: Long = column("when it first passed the stations of its own site", unit="s")
    off: Long = column("when it left its own site", unit="s")
    last_leg: Long = column("when it set out on the leg that leads out of the country", unit="s")
    lot: Int = column("its lot, or the stop that it is at or on its way to", of="lots")
    home: Int = column("its group or lot", of="lots", role=STATIC)
    way: Int = column("its disposition as now planned (`Way`)")
    on_way: Int = column("the way that it is on (`Way`)")
    step: Int = column("its present or next step", of="steps")
    phase: Int = column("its standing (`phases.Standing`)")
    turn: Int = column("its last visit to a station", of="turns")
    begun: Int = column("whether it had begun before the start")
    resume: Int = column("the step at which it resumes shipping if it is taken back", of="steps")
    returns: Int = column("whether it was given up by a review that may take it back")
    riding: Int = column("whether it is on a sortie")
    barred: Int = column("whether it has arrived but may not board yet under its phased plan")
    calls: Int = column("number of times it has been called for a sortie")
    verdict: Int = column(
        "for a called mover: 0 it rides; 1 it rides if others do; 2 it does not turn up; 3 it has to stay",
        role=SCRATCH,
        rest=0,
    )
    awaited: Int = column("for the first member of a party that gathers: the first member still missing", of="movers")


class Bound(Row, role=STATE):
    """The members of one lot that ride on one sortie to one stop."""

    due: Long = column("when these members are due at the stop", unit="s")
    kg: Long = column("weight of these members", unit="kg")
    row: Int = column("the lot or stop that they come from", of="lots")
    to: Int = column("the stop", of="lots")
    many: Int = column("number of these members")
    following: Int = column("the next row of members on their way to the same stop", of="bounds")


class Path(plan.Path):
    """One way out that a lot may take; rows are in order of preference."""


class Hop(plan.Hop, role=STATE):
    """One leg of a path, or one variant of a leg."""

    until: Long = column("instant at which the path from this leg on may open or close", unit="s")
    open: Int = column("whether the path from this leg on is open until `until`")


class Option(plan.Option):
    """A disposition of a lot other than shipping."""


class Step(plan.Step):
    """One station on the way of a lot."""

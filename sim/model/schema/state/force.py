"""The force as the compiled loop has it: lots and stops, movers, who is on the way, the ways out."""

from sim.model.schema import history, plan
from sim.model.schema.row import SCRATCH, STATE, STATIC, Int, Long, Row, column

__all__ = ["Bound", "Hop", "Lot", "Mover", "Option", "Path", "Step"]


class Lot(plan.Lot, role=STATE):
    """A group or lot; after all of these, each again for every stop on its way."""

    here_kg: Long = column("weight present and not loaded, of those to ship", unit="kg")
    staff_fell: Long = column("when people of it last left who staff stations or ramps", unit="s")
    lightest_kg: Long = column("weight of the lightest member", unit="kg", role=STATIC)
    heaviest: Long = column("weight of the heaviest member", unit="kg", role=STATIC)
    lightest_mpos: Long = column("least space of a member, in 1/1000 of a pallet position", unit="1/1000", role=STATIC)
    litres: Long = column("volume of a member", unit="l", role=STATIC)
    begins: Long = column("from when its members may begin, where a plan governs their boarding", unit="s")
    release: Long = column("from when the first of it may begin, by its dates", unit="s")
    last_release: Long = column("from when the last of it may begin", unit="s")
    waits_since: Long = column("since when any of it wait for a way, as it was last looked at", unit="s")
    each_kg: Long = column("mean weight of a member", unit="kg", role=STATIC)
    chooses: Int = column("whether it takes the way that is expected to be the earliest", role=STATIC)
    staged: Int = column("members through their stations, in the bucket")
    to_leave: Int = column("members yet to leave")
    unstaged: Int = column("members yet to pass the last station of their own site; of a stop none")
    present: Int = column("members that are there, loaded ones included")
    loaded: Int = column("members on a sortie that has not left")
    coming: Int = column("members still to come")
    held: Int = column("members that are there and that a date or hold keeps from beginning")
    disposing: Int = column("members on another way than the ship's")
    disposing_here: Int = column("those of them who are there")
    dropped: Int = column("whether it is left behind")
    boards: Int = column(
        "whether a phased plan says from when they may wait for lift; then `release` is that", role=STATIC
    )
    bucket_at: Int = column("place in its bucket of the staged member that is taken first")
    inbound: Int = column("of a stop: the first of those on the way to it", of="bounds")
    members: Int = column("number of its first member", of="movers", role=STATIC)
    many: Int = column("members", role=STATIC)
    alike: Int = column("whether all members have one weight and one space", role=STATIC)
    takes_positions: Int = column("whether any member takes pallet positions", role=STATIC)
    bucket: Int = column(
        "where its staged members lie, in the order in which they are taken", of="buckets", role=STATIC
    )
    is_wanted: Int = column("whether it may be left behind: wanted, with members, in the country", role=STATIC)
    next_wanted: Int = column("the next such lot", of="lots", role=STATIC)
    counters: Int = column("first condition that counts it until it has left", of="relations", role=STATIC)
    counters_last: Int = column("one behind the last", of="relations", role=STATIC)
    stagings: Int = column("first condition that counts it until it is staged", of="relations", role=STATIC)
    stagings_last: Int = column("one behind the last", of="relations", role=STATIC)
    floors: Int = column("first floor that keeps it", of="floors", role=STATIC)
    floors_last: Int = column("one behind the last", of="floors", role=STATIC)
    stations: Int = column("first station that it staffs", of="relations", role=STATIC)
    stations_last: Int = column("one behind the last", of="relations", role=STATIC)
    ramps: Int = column("first ramp whose load teams it forms", of="relations", role=STATIC)
    ramps_last: Int = column("one behind the last", of="relations", role=STATIC)
    is_stop: Int = column("whether it is a lot at a stop", role=STATIC)
    outside: Int = column("whether that stop is outside the country", role=STATIC)
    road: Int = column("whether it is the road to that place", role=STATIC)
    then: Int = column("stop at which a road ends; -1: out for good", of="lots", role=STATIC)
    paths: Int = column("first way out", of="paths", role=STATIC)
    paths_last: Int = column("one behind the last", of="paths", role=STATIC)
    before: Int = column("first place from which somebody may come to this stop", of="relations", role=STATIC)
    before_last: Int = column("one behind the last", of="relations", role=STATIC)
    follows: Int = column("first of the places whose first way leads here", of="relations", role=STATIC)
    follows_last: Int = column("one behind the last", of="relations", role=STATIC)
    sites: Int = column("first of all sites that it passes", of="relations", role=STATIC)
    sites_last: Int = column("one behind the last", of="relations", role=STATIC)


class Mover(history.Mover, role=STATE):
    """One person or item."""

    arrives: Long = column("when it enters its site", unit="s", role=STATIC)
    release: Long = column("from when it may begin", unit="s")
    waits: Long = column("since when it is staged where it is", unit="s")
    since: Long = column("when it came to the stop where it is, or came back; else NEVER", unit="s")
    staged_abroad: Long = column("when it was staged at a stop outside the country", unit="s")
    processed: Long = column("when it was first through the stations of its own site", unit="s")
    off: Long = column("when it left its own site", unit="s")
    last_leg: Long = column("when it set out on the leg that leads out of the country", unit="s")
    lot: Int = column("its lot, or the stop where it is or to which it is on its way", of="lots")
    home: Int = column("its group or lot", of="lots", role=STATIC)
    way: Int = column("what becomes of it as it is planned now (`Way`)")
    on_way: Int = column("the way on which it is (`Way`)")
    step: Int = column("the step at which it is, or that comes next", of="steps")
    phase: Int = column("where it stands (`phases.Standing`)")
    turn: Int = column("its last turn at a station", of="turns")
    begun: Int = column("whether it had begun before the start")
    resume: Int = column("the step of the ship's way at which it goes on if it is taken back", of="steps")
    returns: Int = column("whether a review gave it up, and may take it back")
    riding: Int = column("whether it is on a sortie")
    barred: Int = column("whether it is there, and its planned day of boarding has not come")
    calls: Int = column("how often it has been called for a sortie")
    verdict: Int = column(
        "of one who is called: 0 it comes; 1 if others do; 2 it does not turn up; 3 it has to stay",
        role=SCRATCH,
        rest=0,
    )
    awaited: Int = column("of the first of a party that gathers: the first member still missing", of="movers")


class Bound(Row, role=STATE):
    """Those of a lot who ride on a sortie to a stop."""

    due: Long = column("when they are to be there", unit="s")
    kg: Long = column("their weight", unit="kg")
    row: Int = column("where they come from", of="lots")
    to: Int = column("the stop", of="lots")
    many: Int = column("how many they are")
    following: Int = column("who is next on the way there", of="bounds")


class Path(plan.Path):
    """One way out that a lot may take, preferred first."""


class Hop(plan.Hop, role=STATE):
    """One leg of a path, or one of its variants."""

    looked: Long = column("when it was last asked whether the path is open from here", unit="s")
    open: Int = column("what the answer was")


class Option(plan.Option):
    """What may become of a lot instead of being shipped."""


class Step(plan.Step):
    """One station on the way of a lot."""

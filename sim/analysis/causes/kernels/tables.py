"""The tables that a walk back reads and writes, row by row."""

from sim.model.schema.row import OUTPUT, SCRATCH, Int, Long, Row, column

__all__ = [
    "Clear",
    "Cut",
    "Going",
    "Link",
    "Rider",
    "Seen",
    "Slot",
    "Span",
    "StayPlace",
    "Waiter",
    "WalkState",
    "Window",
]


class Going(Row):
    """How a mover left its own site."""

    free: Long = column("when it was free to go", unit="s")
    staged: Long = column("when it was staged for the sortie that took it from its own site for good", unit="s")
    up: Long = column("when that sortie took off", unit="s")
    sortie: Int = column("that sortie", of="sortie")
    hold: Int = column("hold that freed it; -1 if its staging did", of="hold")
    as_if: Int = column("whether that hold was only judged as if a load had gone")
    first: Int = column("first of its stays, a place in `stay_order`")
    last: Int = column("one past the last")
    missed: Int = column("the last call for which it did not turn up; -1 for none", of="missed")


class StayPlace(Row):
    """Where a stay counts for a hold."""

    place: Int = column("row of its lot at its own site, or of a stop", of="lots")
    road: Int = column("the road that was taken from there; -1 for none", of="lots")


class Clear(Row):
    """How a hold cleared."""

    at: Long = column("instant at which it cleared; NEVER if it did not", unit="s")
    met: Long = column("instant at which the last of its conditions came true", unit="s")
    date: Long = column("its date", unit="s")
    then: Long = column("the time that it adds", unit="s")
    counter: Long = column("that condition; -1 if it has none, or waited for a hold", of="counter")
    after: Long = column("the hold for which it waited last; -1 if that was a condition, or nothing", of="hold")
    lifted: Long = column("the pair of crisis and hold, where a crisis lifted it before its conditions; -1 if none did")


class Window(Row):
    """Where the open windows of a place begin and end."""

    first: Long = column("the first of them, a place in `opens` and `closes`")
    last: Long = column("one behind the last")


class Span(Row):
    """A span in which something is shut."""

    begins: Long = column("when it begins", unit="s")
    until: Long = column("when it ends", unit="s")
    reason: Long = column("for a lift what bars it, as an index of the reasons; for a place the outage that shuts it")


class Slot(Row):
    """What is known of a sortie besides the table of sorties."""

    way: Long = column("how long its leg in takes from its tasking on; below 0 until asked for", unit="s")
    place: Int = column("its index in the sorties of its lift, in the order of planned arrivals")
    mission: Int = column("row of the sortie that has this place, lift by lift", of="sortie")
    first: Int = column("first of its riders, a place in `riders`")
    last: Int = column("one past the last")
    job: Int = column("first of its completed tasks; -1 for none", of="ground")
    down: Int = column("row of its offloading elsewhere; -1: it was not offloaded", of="offloaded")
    duty: Int = column("the leg in of its crew; -1: it had none", of="duty")
    lost: Int = column("people who were called for it and did not ride")
    lost_kg: Long = column("weight of movers that were called for it and did not ride", unit="kg")
    rode: Int = column("the last walk that passed it, from 1", role=SCRATCH)
    together: Int = column("the last hold that counts a mover that flew on it, from 1", role=SCRATCH)


class Rider(Row):
    """A mover on a sortie."""

    free: Long = column("when it was free to go with that sortie", unit="s")
    mover: Int = column("who it is", of="mover")


class Link(Row, role=OUTPUT):
    """A span of the history and what owns it."""

    since: Long = column("when it begins", unit="s")
    until: Long = column("when it ends", unit="s")
    reason: Int = column("what owns it, as an index of the reasons")
    what: Int = column("where it was seen: an index of `LINKED`")
    row: Int = column("its row there")


class Seen(Row, role=SCRATCH):
    """A step of a walk and its instant."""

    t: Long = column("the instant", unit="s")
    second_arg: Long = column("the second argument of the step")
    point: Int = column("what the step is (`Point`)")
    row: Int = column("of which row")
    first_arg: Int = column("the first argument of the step")
    walk: Int = column("which walk, from 1")
    next: Int = column("the next with the same digest; -1 for none", of="seen")


class WalkState(Row, role=SCRATCH):
    """A state of a walk: everything that the rest of it depends on."""

    t: Long = column("the instant", unit="s")
    stop: Long = column("when the mover followed became free to go", unit="s")
    second_arg: Long = column("of the step")
    rank: Long = column("the least urgent rank that was followed")
    point: Int = column("of the step (`Point`)")
    row: Int = column("of the step")
    first_arg: Int = column("of the step")
    witness: Int = column("the mover followed", of="mover")
    sortie: Int = column("the sortie in question", of="sortie")
    first: Int = column("first of the company on it, a place in `companies`")
    last: Int = column("one past the last")
    walk: Int = column("which walk, from 1")
    links: Int = column("how many links there were")
    next: Int = column("the next with the same digest; -1 for none", of="states")


class Cut(Row, role=SCRATCH):
    """A piece of a span; pieces run from its end."""

    begins: Long = column("when it begins", unit="s")
    what: Long = column("OPEN, HOURS, or the outage that closes it")


class Waiter(Row, role=SCRATCH):
    """A mover that had not left."""

    ready: Long = column("when its wait began", unit="s")
    what: Int = column("what it waits for, in the order in which movers are followed")
    mover: Int = column("who it is", of="mover")
    row: Int = column("its sortie, its turn at a station, or the hold that keeps it")

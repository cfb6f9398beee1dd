"""The tables that only walks back through a history use; each class describes a row of one of them.

The cursor is the instant that a walk has reached. Its company is the movers, all on one sortie, that it may follow.
"""

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
    sortie: Int = column("the sortie that took it from its own site for good; -1 if none did", of="sortie")
    hold: Int = column("hold that freed it; -1 if its staging did", of="hold")
    as_if: Int = column("1: `hold` had not cleared, but let it board as if all movers on its chalk had gone; else 0")
    first: Int = column("index of its first stay in `stay_order`")
    last: Int = column("one past the index of its last stay")
    missed: Int = column("the last call for which it did not turn up; -1 for none", of="missed")
    stayed: Int = column(
        "the last call for which it turned up, but stayed because others did not; -1 for none", of="missed"
    )


class StayPlace(Row):
    """Where conditions of holds count a mover during a stay, and on the leg after it."""

    place: Int = column("index of the place: row of its lot at its own site, row of a stop elsewhere", of="lots")
    road: Int = column("index of the road of the leg that followed; -1 for none", of="lots")


class Clear(Row):
    """How a hold cleared."""

    at: Long = column("when it cleared; NEVER if it did not", unit="s")
    met: Long = column("when its conditions and other holds let it clear; 0 if it did not wait for any", unit="s")
    date: Long = column("its `not_before`; if `at_latest` cleared it, the later of the two dates", unit="s")
    then: Long = column("hand-over time (`then_d`) from the later of `met` and `date` until it clears", unit="s")
    counter: Long = column("the condition that decided `met`; -1 if none did", of="counter")
    after: Long = column("the other hold that decided `met`; -1 if none did", of="hold")
    lifted: Long = column("row of `crisis_hold` whose crisis lifted it before its conditions were met; -1 for none")


class Window(Row):
    """Which rows of `opens` and `closes` are the open windows of one place."""

    first: Long = column("row of its first window in `opens` and `closes`")
    last: Long = column("one past the row of its last window")


class Span(Row):
    """A span in which a lift, a destination or a part of a site is shut."""

    begins: Long = column("when it begins", unit="s")
    until: Long = column("when it ends", unit="s")
    reason: Long = column("of a lift: index of the reason that bars it; of a place: number of what shuts it (`Shut`)")


class Slot(Row):
    """Facts on a sortie that the table of sorties does not contain."""

    way: Long = column(
        "time of its inbound leg if it leaves as soon as it is tasked and fitted; -1 until computed", unit="s"
    )
    place: Int = column("its index among the sorties of its lift, in the order of planned arrivals")
    mission: Int = column("a list of its own: all sorties, lift by lift, by planned arrival", of="sortie")
    first: Int = column("index of its first rider in `riders`")
    last: Int = column("one past the index of its last rider")
    job: Int = column("first of its completed tasks; -1 for none", of="ground")
    down: Int = column("row of its offloading; -1: it was not offloaded", of="offloaded")
    duty: Int = column("row of the inbound leg of its crew; -1: it had no crew", of="duty")
    lost: Int = column("people who were called for it and did not ride")
    lost_kg: Long = column("weight of movers that were called for it and did not ride", unit="kg")
    rode: Int = column("number of the last walk that passed it, from 1", role=SCRATCH)
    together: Int = column("1 + row of the last hold that was found to count a mover on it; 0 for none", role=SCRATCH)


class Rider(Row):
    """A mover on a sortie."""

    free: Long = column("when it was free to go with that sortie", unit="s")
    mover: Int = column("the mover", of="mover")


class Link(Row, role=OUTPUT):
    """A span of the history and the reason to which it is due."""

    since: Long = column("when it begins", unit="s")
    until: Long = column("when it ends", unit="s")
    reason: Int = column("index of the reason")
    what: Int = column("kind of the row that shows it: an index of `LINKED`")
    row: Int = column("number of that row")


class Seen(Row, role=SCRATCH):
    """A step that a walk took."""

    t: Long = column("where the cursor was", unit="s")
    second_arg: Long = column("the second argument of the step")
    point: Int = column("from what kind of instant the step went back (`Point`)")
    row: Int = column("the row from which it went back")
    first_arg: Int = column("the first argument of the step")
    walk: Int = column("number of the walk, from 1")
    next: Int = column("the step recorded before with the same digest; -1 for none", of="seen")


class WalkState(Row, role=SCRATCH):
    """A state of a walk: everything that the rest of it depends on."""

    t: Long = column("`Past.t`, where the cursor was", unit="s")
    stop: Long = column("`Past.stop`", unit="s")
    second_arg: Long = column("`Past.second_arg`")
    rank: Long = column("`Past.rank`")
    point: Int = column("`Past.point`")
    row: Int = column("`Past.row`")
    first_arg: Int = column("`Past.first_arg`")
    witness: Int = column("`Past.witness`", of="mover")
    sortie: Int = column("`Past.sortie`", of="sortie")
    first: Int = column("index of the first mover of its company in `companies`")
    last: Int = column("one past the index of the last mover of its company")
    walk: Int = column("number of the walk, from 1")
    links: Int = column("how many links there were")
    next: Int = column("the state recorded before with the same digest; -1 for none", of="states")


class Cut(Row, role=SCRATCH):
    """A piece of a span, in which a place was open or closed for one reason; the first row is the latest piece."""

    begins: Long = column("when it begins", unit="s")
    what: Long = column("OPEN, HOURS (`pieces`), or the number of what closes the place (`Shut`)")


class Waiter(Row, role=SCRATCH):
    """A mover that had not left by the cursor, and what it waited for."""

    ready: Long = column("when its wait began; if it waited for lift, when it was free to go", unit="s")
    what: Int = column("what it waited for: DATE, LIFT, GOING, AT_WORK or HELD (`still`)")
    mover: Int = column("the mover", of="mover")
    row: Int = column("row of its sortie, of its turn at a station, or of the hold that keeps it")

"""The tables of a history, which are the output of one replication. Each class declares the rows of one table."""

from typing import Final

from sim.model.schema.row import OUTPUT, Int, Long, Real, Row, column

__all__ = [
    "HISTORY",
    "Duty",
    "Given",
    "Ground",
    "Missed",
    "Mover",
    "Offloaded",
    "Reviewed",
    "Shut",
    "Sortie",
    "Stay",
    "Visit",
]


class Mover(Row, role=OUTPUT):
    """One person or item."""

    arrived: Long = column("when it entered its site; NEVER if it did not", unit="s")
    released: Long = column("when it was released; NEVER if it was not", unit="s")
    staged: Long = column("when it was staged at its last place in country; NEVER if it was not", unit="s")
    up: Long = column("when it left the country; 0 if it had left before the start, NEVER if it did not", unit="s")
    left: Long = column("when it was left behind or disposed of; NEVER if it was not", unit="s")
    lot: Int = column("its group or lot", of="lot")
    index: Int = column("its number in its group or lot, from 0")
    kg: Int = column("its weight", unit="kg")
    mpos: Int = column("its space, in thousandths of a pallet position")
    sortie: Int = column("the sortie that carried it out, or that it is on when the history ends", of="sortie")
    fate: Int = column("its fate (`Fate`)")


class Visit(Row, role=OUTPUT):
    """One visit to a station, or one ride on a lift."""

    arrived: Long = column("when the mover came to the station; for a ride, when its wait for lift began", unit="s")
    started: Long = column("when service (for a ride: loading) began; NEVER if it did not", unit="s")
    ended: Long = column("when service ended; for a ride, when the sortie took off", unit="s")
    mover: Int = column("the mover", of="mover")
    place: Int = column("the station; for a ride, -1 minus the row of the lift", of="station")
    attempt: Int = column("number of this visit of the mover to this station, from 0; 0 for a ride")
    server: Int = column("number of the server; for a ride, the sortie")
    cause: Int = column("what the mover last waited for (`Cause`)")
    ref: Int = column("visit (for a ride: sortie) that freed what the mover waited for; -1 for none", of="visit")


class Sortie(Row, role=OUTPUT):
    """A mission or trip that was tasked, or was dropped when it was due to be tasked."""

    planned: Long = column("when it was planned to arrive", unit="s")
    tasked: Long = column("when it was tasked", unit="s")
    overhead: Long = column("when it came overhead", unit="s")
    landed: Long = column("when it landed", unit="s")
    worked: Long = column("when its loading began", unit="s")
    loaded: Long = column("when its loading ended", unit="s")
    ready: Long = column("when it was ready to depart", unit="s")
    up: Long = column("when it took off", unit="s")
    arrived: Long = column("when it reached its destination", unit="s")
    free: Long = column("when its tail was free for its next trip", unit="s")
    lift: Int = column("its lift", of="lift")
    number: Int = column("number of the mission; for a trip of a tail, tail x 2^20 + trip")
    attempt: Int = column("number of this attempt of the mission, from 0")
    site: Int = column("the site it is sent to", of="site")
    people: Int = column("number of people aboard")
    kg: Int = column("weight aboard", unit="kg")
    mpos: Int = column("space aboard, in thousandths of a pallet position")
    payload: Int = column("its payload at this departure", unit="kg")
    seats: Int = column("its seats; -1 for no limit")
    spot: Int = column("number of its parking spot; -1 for none")
    fate: Int = column("its fate (`Fate`)")
    task_cause: Int = column("what its tasking last waited for (`Cause`)")
    land_cause: Int = column("what its landing last waited for (`Cause`)")
    land_ref: Int = column("sortie that freed its parking spot", of="sortie")
    load_cause: Int = column("what its loading last waited for (`Cause`)")
    load_ref: Int = column("sortie that freed the spot, team or machine for its loading", of="sortie")
    up_cause: Int = column("what its departure last waited for (`Cause`)")
    configuration: Int = column(
        "number of the configuration in which it came, from 1; 0: its lift has none, or none is chosen yet", unused=0
    )


class Shut(Row, role=OUTPUT):
    """One interval in which a site, a lift, a lift at a site, or a route was closed, as drawn."""

    begins: Long = column("its first instant", unit="s")
    until: Long = column("the instant at which it ended", unit="s")
    outage: Int = column(
        "number of the cause; from 0 up: outages, then crises; from -1 down: permissions, then crises, then sites that "
        "are not open yet"
    )
    site: Int = column("its site; -1: all sites", of="site")
    lift: Int = column("its lift; -1: all lifts; for a route, -2 minus the row of the route", of="lift")


class Reviewed(Row, role=OUTPUT):
    """What a review found when it looked (`kind` -1), or one response."""

    at: Long = column("instant of the review", unit="s")
    effect: Long = column(
        "projected end (for a look or a favoured site), when the answer comes (for lift), otherwise as `at`", unit="s"
    )
    pace: Real = column("people or kg a day through the step that ends last", unit="1/day")
    remaining: Real = column("people or kg that remain", unit="1")
    price: Real = column("highest value per sortie of the items given up; NaN if none has a value", unit="USD")
    kind: Int = column("-1: a look; otherwise what was done (`terms.Response`)")
    subject: Int = column("the lift or site; for a look, the step that ends last (`terms.Step`); -1 for none")
    number: Int = column("number of the request; for a favoured site, its turn")
    granted: Int = column("1 if granted or favoured, otherwise 0; for longer hours, the seconds added so far")
    items: Int = column("number of items given up, or taken back")
    kg: Int = column("weight of these items", unit="kg")


class Offloaded(Row, role=OUTPUT):
    """A sortie that set down its load at a hub, a base or a gate, or back at its site."""

    overhead: Long = column("when it came to the place where it sets down", unit="s")
    landed: Long = column("when it landed or parked there", unit="s")
    ended: Long = column("when it was offloaded", unit="s")
    sortie: Int = column("the sortie", of="sortie")
    site: Int = column("the place where it set down", of="site")
    spot: Int = column("number of its parking spot there; -1 for none")
    cause: Int = column("what it last waited for (`Cause`)")
    ref: Int = column("sortie that freed the spot", of="sortie")


class Stay(Row, role=OUTPUT):
    """The stay at one place of a mover that goes out over several places."""

    arrived: Long = column("when the mover arrived at the place", unit="s")
    staged: Long = column("when it was staged there", unit="s")
    up: Long = column("when it left the place; NEVER if it did not", unit="s")
    mover: Int = column("the mover", of="mover")
    site: Int = column("the place", of="site")
    sortie: Int = column("the sortie that took it away", of="sortie")


class Ground(Row, role=OUTPUT):
    """One task of a ground time, or the move to a working spot (`task` -1)."""

    since: Long = column("earliest instant at which it could have begun", unit="s")
    began: Long = column("when it began", unit="s")
    ended: Long = column("when it ended", unit="s")
    sortie: Int = column("its sortie", of="sortie")
    task: Int = column("the task; -1: the move to a working spot", of="task")
    unit: Int = column("number of the machine, or of the working spot; -1 for none")
    cause: Int = column("what it last waited for (`Cause`)")
    ref: Int = column("sortie that used that machine or spot before", of="sortie")


class Duty(Row, role=OUTPUT):
    """One leg that a crew flew or drove."""

    since: Long = column("when the crew was requested; outbound, when the sortie was ready to depart", unit="s")
    duty: Long = column("when its duty day began", unit="s")
    departs: Long = column("departure of the leg", unit="s")
    arrives: Long = column("when the leg would end if the lift did not rest on the way", unit="s")
    lift: Int = column("its lift", of="lift")
    crew: Int = column("number of the crew, from 0")
    sortie: Int = column("its sortie", of="sortie")
    leg: Int = column("0 inbound, 1 outbound")


class Given(Row, role=OUTPUT):
    """A mover whose way changed in a review, in a crisis or when its wait for lift ended, or that was taken back."""

    at: Long = column("when its way changed", unit="s")
    mover: Int = column("the mover", of="mover")
    way: Int = column("its new way (`Way`); SHIP: it was taken back")


class Missed(Row, role=OUTPUT):
    """A mover that was called for a sortie and did not ride on it."""

    at: Long = column("when the sortie was loaded", unit="s")
    mover: Int = column("the mover", of="mover")
    sortie: Int = column("the sortie", of="sortie")
    call: Int = column(
        "number of this call of the mover, from 0; -1: it turned up, but had to stay because others did not turn up"
    )


HISTORY: Final[dict[str, type[Row]]] = {
    "mover": Mover,
    "visit": Visit,
    "sortie": Sortie,
    "shut": Shut,
    "reviewed": Reviewed,
    "given": Given,
    "stay": Stay,
    "offloaded": Offloaded,
    "ground": Ground,
    "duty": Duty,
    "missed": Missed,
}
"""The tables of a `Trajectory` by name, in the order in which `sim.model.trajectory.fingerprint` reads them."""

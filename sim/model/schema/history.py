"""The tables of a history: what one replication leaves."""

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
    released: Long = column("when it was free to begin", unit="s")
    staged: Long = column("when it was through its stations", unit="s")
    up: Long = column("when it left the country; 0 if before the start, NEVER if it did not", unit="s")
    left: Long = column("when it was left behind or disposed of", unit="s")
    lot: Int = column("of which group or lot", of="lot")
    index: Int = column("its number in it, from 0")
    kg: Int = column("its weight", unit="kg")
    mpos: Int = column("its space, in thousandths of a pallet position")
    sortie: Int = column("the sortie that carried it out", of="sortie")
    fate: Int = column("how its story ended (`Fate`)")


class Visit(Row, role=OUTPUT):
    """One turn at a station, or the ride on a lift."""

    arrived: Long = column("when its turn was asked for", unit="s")
    started: Long = column("when it began; NEVER if it did not", unit="s")
    ended: Long = column("when it was over", unit="s")
    mover: Int = column("of whom", of="mover")
    place: Int = column("the station; -1 - lift: the ride on a lift", of="station")
    attempt: Int = column("which time it came to this station, from 0")
    server: Int = column("number of the server; of a ride, the sortie")
    cause: Int = column("what it waited for last (`Cause`)")
    ref: Int = column("visit, or sortie of a ride, that freed what it waited for; -1 for none", of="visit")


class Sortie(Row, role=OUTPUT):
    """A mission or trip that was tasked, or struck at tasking."""

    planned: Long = column("when it was planned to arrive", unit="s")
    tasked: Long = column("when it was tasked", unit="s")
    overhead: Long = column("when it came overhead", unit="s")
    landed: Long = column("when it landed", unit="s")
    worked: Long = column("when its loading began", unit="s")
    loaded: Long = column("when its loading was over", unit="s")
    ready: Long = column("when it was ready to depart", unit="s")
    up: Long = column("when it took off", unit="s")
    arrived: Long = column("when it was where it carries to", unit="s")
    free: Long = column("when its tail was free for its next trip", unit="s")
    lift: Int = column("of which lift", of="lift")
    number: Int = column("number of the mission; of a trip, tail x TRIPS + trip")
    attempt: Int = column("which time the mission comes, from 0")
    site: Int = column("where it goes", of="site")
    people: Int = column("people aboard")
    kg: Int = column("weight aboard", unit="kg")
    mpos: Int = column("space aboard, in thousandths of a pallet position")
    payload: Int = column("its payload at this departure", unit="kg")
    seats: Int = column("its seats; -1 for no limit")
    spot: Int = column("number of its parking spot; -1 for none")
    fate: Int = column("how its story ended (`Fate`)")
    task_cause: Int = column("what its tasking waited for last (`Cause`)")
    land_cause: Int = column("what its landing waited for last (`Cause`)")
    land_ref: Int = column("sortie that freed its parking spot", of="sortie")
    load_cause: Int = column("what its loading waited for last (`Cause`)")
    load_ref: Int = column("sortie that freed spot, team or machine", of="sortie")
    up_cause: Int = column("what its departure waited for last (`Cause`)")
    configuration: Int = column("in which configuration of its lift it came, from 1; 0: it has none, or none yet")


class Shut(Row, role=OUTPUT):
    """One closed interval as it was drawn: of a site, of a lift, or of a lift at a site."""

    begins: Long = column("its first instant", unit="s")
    until: Long = column("the instant at which it was over", unit="s")
    outage: Int = column(
        "of which outage, behind these crisis; below 0: -1 - permission or, behind these, crisis, then substitute"
    )
    site: Int = column("of which site; -1: of all", of="site")
    lift: Int = column("of which lift; -1: of all; -2 - route: of a route", of="lift")


class Reviewed(Row, role=OUTPUT):
    """What a review saw (`kind` -1), or did."""

    at: Long = column("its instant", unit="s")
    effect: Long = column("of a look, the projected closure; of an answer, from when", unit="s")
    pace: Real = column("what came a day through the step that ends last, in people or kg", unit="1/day")
    remaining: Real = column("what remains, in people or kg", unit="1")
    price: Real = column("price of a sortie at which the rest fits; NaN where nothing has a value", unit="USD")
    kind: Int = column("-1 is a look, else what was done (`terms.Response`)")
    subject: Int = column("which lift, or which site; of a look, the step that ends last (`terms.Step`); -1 for none")
    number: Int = column("which time it is asked for")
    granted: Int = column("0 or 1; of hours the seconds added so far")
    items: Int = column("items given up, or taken back")
    kg: Int = column("their weight", unit="kg")


class Offloaded(Row, role=OUTPUT):
    """A sortie that set down what it carried at a hub, a base or a gate, or back where it came from."""

    overhead: Long = column("when it came to set down", unit="s")
    landed: Long = column("when it came down", unit="s")
    ended: Long = column("when it was offloaded", unit="s")
    sortie: Int = column("which sortie", of="sortie")
    site: Int = column("where", of="site")
    spot: Int = column("number of its parking spot there; -1 for none")
    cause: Int = column("what it waited for last (`Cause`)")
    ref: Int = column("sortie that freed the spot", of="sortie")


class Stay(Row, role=OUTPUT):
    """One stay of a mover that goes out over several places."""

    arrived: Long = column("when it came", unit="s")
    staged: Long = column("when it was staged there", unit="s")
    up: Long = column("when it left; NEVER if it did not", unit="s")
    mover: Int = column("who", of="mover")
    site: Int = column("where", of="site")
    sortie: Int = column("the sortie that took it away", of="sortie")


class Ground(Row, role=OUTPUT):
    """One task of a ground time as it was done; `task` -1: a working spot was taken."""

    since: Long = column("since when it could have begun", unit="s")
    began: Long = column("when it began", unit="s")
    ended: Long = column("when it was over", unit="s")
    sortie: Int = column("of which sortie", of="sortie")
    task: Int = column("which task; -1: the move to a working spot", of="task")
    unit: Int = column("number of the machine, or of the working spot; -1 for none")
    cause: Int = column("what it waited for last (`Cause`)")
    ref: Int = column("sortie that had that before", of="sortie")


class Duty(Row, role=OUTPUT):
    """One leg that a crew flew or drove."""

    since: Long = column("since when it was asked for", unit="s")
    duty: Long = column("when its duty day began", unit="s")
    departs: Long = column("planned departure of the leg", unit="s")
    arrives: Long = column("planned arrival", unit="s")
    lift: Int = column("of which lift", of="lift")
    crew: Int = column("number of the crew, from 0")
    sortie: Int = column("on which sortie", of="sortie")
    leg: Int = column("0 inbound, 1 outbound")


class Given(Row, role=OUTPUT):
    """An item that a review, or the end of waiting, moved from ship to another way; or that a review took back."""

    at: Long = column("when", unit="s")
    mover: Int = column("which item", of="mover")
    way: Int = column("onto which way (`Way`); SHIP: it was taken back")


class Missed(Row, role=OUTPUT):
    """A mover that was called for a sortie and did not ride on it."""

    at: Long = column("when that was loaded", unit="s")
    mover: Int = column("who", of="mover")
    sortie: Int = column("which sortie", of="sortie")
    call: Int = column("which call of that mover it was, from 0; -1: it turned up, and had to stay as others had not")


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
"""Tables of a `Trajectory` by the name that they have there, in the order in which `fingerprint` takes them."""

"""Codes: the whole numbers that stand for words in tables, such as categories, fates and causes."""

from enum import IntEnum
from typing import Final

CATEGORIES: Final = ("lethal", "hazardous", "classified", "sensitive", "general", "people")
PERSON: Final = CATEGORIES.index("people")


class Form(IntEnum):
    """How the parameters of a distribution were stated."""

    DIRECT = 0
    MEAN_CV = 1
    QUANTILES = 2


class Supply(IntEnum):
    """How a lift is supplied."""

    RATE = 0
    DATED = 1
    FLEET = 2
    READY = 3
    SCHEDULED = 4


class Rule(IntEnum):
    """How the site of a mission is chosen."""

    FIXED = 0
    SEQUENCE = 1
    SHARES = 2
    NEED = 3


class RouteRule(IntEnum):
    """How one of the routes of a group or lot is chosen."""

    FIRST_OPEN = 0
    ANY = 1
    LEAST_WAITING = 2
    EARLIEST_ARRIVAL = 3


class Left(IntEnum):
    """What movers must have left to count for a milestone; for one particular site, its row stands instead."""

    COUNTRY = -1
    OWN_SITE = -2


class Pattern(IntEnum):
    """How missions at a rate are spaced."""

    EVEN = 0
    POISSON = 1
    JITTERED = 2


class Date(IntEnum):
    """A column of a plan whose dates may be uncertain (`DATES` gives its table and name)."""

    RELEASE = 0
    ARRIVES_FIRST = 1
    ARRIVES_LAST = 2
    LEAVE_AFTER = 3
    NOT_BEFORE = 4
    AT_LATEST = 5
    BEGINS = 6
    UNTIL = 7
    SHUT_FROM = 8
    SHUT_UNTIL = 9
    BY = 10
    PLAN_BEGINS = 11
    PLAN_UNTIL = 12
    READY_BY = 13
    CRISIS_ON = 14
    STATION_BEGINS = 15
    STATION_UNTIL = 16


DATES: Final = (
    ("lot", "release"), ("lot", "arrives_first"), ("lot", "arrives_last"), ("lot", "leave_after"),
    ("hold", "not_before"), ("hold", "at_latest"), ("lift", "begins"), ("lift", "until"),
    ("closure", "begins"), ("closure", "until"), ("milestone", "by"),
    ("phasing", "begins"), ("phasing", "until"), ("lift", "by"), ("crisis", "on"),
    ("station", "begins"), ("station", "until"),
)  # fmt: skip
"""Table and column of each `Date`."""
LAST_DAYS: Final = frozenset(
    {Date.ARRIVES_LAST, Date.LEAVE_AFTER, Date.UNTIL, Date.SHUT_UNTIL, Date.BY, Date.PLAN_UNTIL, Date.STATION_UNTIL}
)
"""The dates that mean the end of their day if the file states no time of day."""


class Counted(IntEnum):
    """A column of a plan whose numbers may be uncertain (`COUNTED` gives its table and name)."""

    SHARE = 0
    STAGED = 1
    PASSED = 2


COUNTED: Final = (("leg", "share"), ("lot", "staged"), ("step", "passed"))
"""Table and column of each `Counted`; the numbers of all columns but the first are whole."""


class Stops(IntEnum):
    """A part of a site that an outage or a crisis may stop; its number is that of its bit in the column `stops`."""

    RUNWAY = 0
    RAMP = 1
    STATIONS = 2


class Shape(IntEnum):
    """The curve of a phased plan."""

    EVEN = 0
    S = 1
    TARGETS = 2


class Way(IntEnum):
    """The planned disposition of a mover."""

    SHIP = 0
    TRANSFER = 1
    SELL = 2
    DESTROY = 3
    ABANDON = 4
    RETAIN = 5
    """Leave the site for good and stay in country: in a liquidation yard, or as a residual force."""


class Response(IntEnum):
    """A response of a review. Add responses only at the end: histories contain these numbers."""

    LIFT = 0
    """Ask for more lift."""
    HOURS = 1
    """Work longer hours."""
    DISPOSE = 2
    """Hand over, sell, destroy or retain what no longer fits in time."""
    DEMOTE = 3
    """Leave behind what no longer fits in time."""
    CALL = 4
    """Call a lift that comes only when it is called."""
    TAKE_BACK = 5
    """Take back what was given up, because it fits again. A scenario allows this by `take_back`, not in `respond`."""
    FAVOUR = 6
    """Send lift that several sites share first to the sites that are behind, in turn."""


class Step(IntEnum):
    """A step whose pace a review measures."""

    STATIONS = 0
    """A mover has come through when it is staged."""
    LIFT = 1
    """A mover has come through when it sets out on the leg that leads out of the country or, for a milestone about
    sites, when it leaves its site."""


class Fate(IntEnum):
    """The fate of a mover or a sortie."""

    OPEN = 0
    """A mover is still in country, or a sortie has not taken off, when the history ends."""
    OUT = 1
    """A mover left the country, or a sortie took off with at least one mover."""
    LEFT = 2
    """A wanted mover was left behind."""
    EMPTY = 3
    """Took off empty."""
    STRUCK = 4
    """Not tasked: there was nothing for it to carry."""
    REFUSED = 5
    """Refused clearance."""
    CANCELLED = 6
    DIVERTED = 7
    """Diverted after holding overhead too long."""
    TURNED_BACK = 8
    """Turned back: permission for its site was withdrawn, or its destination may no longer be used."""
    SHUT = 9
    """Not tasked: no permission."""
    TRANSFERRED = 10
    """Handed over to the host."""
    SOLD = 11
    DESTROYED = 12
    """Destroyed under supervision."""
    WAVED_OFF = 13
    """Tasked, but did not set out: there was nothing left for it to carry."""
    RETAINED = 14
    """Left its site for good and stays in country by plan: in a yard, or as a residual force."""


ENDS: Final = {
    Way.TRANSFER: Fate.TRANSFERRED,
    Way.SELL: Fate.SOLD,
    Way.DESTROY: Fate.DESTROYED,
    Way.RETAIN: Fate.RETAINED,
    Way.ABANDON: Fate.LEFT,
}
"""The fate of a mover at the end of each way other than `SHIP`."""


class Cause(IntEnum):
    """What a mover or sortie waited for last before its next step began; "it" below is this mover or sortie.

    Of two causes with the same instant, the one with the lower number counts.
    """

    ARRIVAL = 0
    """Its own arrival."""
    SERVER = 1
    """A free server."""
    STAFF = 2
    """People to staff the station or a load team."""
    SHIFT = 3
    """Hours of work or movement, or the end of an outage."""
    HOLD = 4
    """A hold."""
    SPOT = 5
    """A parking spot."""
    WORKING = 6
    """A working spot."""
    TEAM = 7
    """A free load team."""
    RUNWAY = 8
    """An open runway."""
    CARGO = 9
    """Enough load."""
    PATIENCE = 10
    """The end of the longest time that it waits for more load."""
    PERMISSION = 11
    """Permission to come."""
    NEED = 12
    """A mover for it to carry."""
    CREW = 13
    """A crew whose duty day lasts long enough."""
    TOOL = 14
    """A free machine of the ramp."""
    HEADWAY = 15
    """The end of the shortest time after the previous departure of its lift."""
    ROOM = 16
    """Room for its people at its destination."""
    TASK = 17
    """An earlier task of its own ground time."""

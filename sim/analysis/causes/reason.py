"""The reasons to which time up to a date may be due: a fixed list for each plan, each with a name for a planner."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np

from sim.analysis.causes.named import ONLY, only
from sim.analysis.sums.mode import flies, flown_from
from sim.arithmetic.supply import bringing
from sim.model.plan import Plan
from sim.model.rules import sort_of
from sim.model.terms import CATEGORIES, PERSON
from sim.model.world.means import Means

__all__ = ["Reason", "ReasonKind", "Reasons", "reasons"]


class ReasonKind(IntEnum):
    """Kinds of reasons. Only append members, since stored results keep their numbers."""

    STATION = 0
    """Work at a station, or the wait for a busy server."""
    STATION_HOURS = 1
    """A station is closed at that hour."""
    REWORK = 2
    """Work at a station that failed is done again."""
    STAFF = 3
    """The people who staff a station are not there."""
    SPOTS = 4
    """All parking spots are taken."""
    WORKING = 5
    """All working spots are taken."""
    TEAMS = 6
    """All load teams are busy."""
    TEAM_STAFF = 7
    """The people who form the load teams are not there."""
    LOADING = 8
    """The aircraft is being loaded."""
    RAMP_HOURS = 9
    """The ramp does not work at that hour."""
    RUNWAY_HOURS = 10
    """The runway is closed at that hour, or would be closed when a sortie would arrive."""
    OUTAGE = 11
    """An outage, such as weather, stops a runway, a ramp, stations or a lift."""
    PERMISSION = 12
    """A lift may not come, because a permission has not opened yet or was withdrawn."""
    MISSIONS = 13
    """No mission came earlier, or the missions that came had no room left."""
    TAILS = 14
    """Every tail is away with other movers."""
    FLYING = 15
    """A tail is on its way to the site."""
    DELAY = 16
    """A mission comes later than planned, because it was cleared late or delayed."""
    CANCELLED = 17
    """A mission was refused or cancelled."""
    NOT_TASKED = 18
    """A mission was not tasked, because there seemed to be nothing to carry at that time."""
    IDLE = 19
    """A tail is free, but nothing waits for it."""
    FULLER = 20
    """An aircraft waits on the ramp for a fuller load."""
    REPAIR = 21
    """An aircraft is being repaired."""
    HAND_OVER = 22
    """The hand-over time that a hold adds after its conditions are met and its date has come."""
    DATE = 23
    """A hold does not clear before its date."""
    RELEASE = 24
    """A member of a group or lot may not begin or board before its date or its turn in a phased plan."""
    INFLOW = 25
    """A member of a group or lot has not arrived yet."""
    KEPT = 26
    """A hold waits for wanted movers at a site until they are left behind."""
    UNTOLD = 27
    """The tables of the history do not explain the time."""
    STUCK = 28
    """The movers that remain wait for one another, or no lift can take them from their place."""
    NEVER = 29
    """Not reached by the end of the clock; only old results contain this kind."""
    GIVEN_UP = 30
    """An item waits for the decision whether it ships."""
    OFFLOADING = 31
    """A sortie is being offloaded."""
    UNDER_WAY = 32
    """A sortie is on the leg to its destination."""
    TURNED = 33
    """A sortie went to its destination and back, because it could not set down its movers there."""
    TASKS = 34
    """A task of the ground time other than loading is being done."""
    TOOLS = 35
    """All machines of a kind that a task needs are in use."""
    TOOLS_DOWN = 36
    """No machine of a kind that a task needs works at that time."""
    CREWS = 37
    """No crew has duty time left."""
    HEADWAY = 38
    """A sortie waits for the interval after the previous departure of its lift (`headway_h`)."""
    MOVES = 39
    """A lift does not move at that hour."""
    ROOM = 40
    """The destination has no room for more people."""
    LEFT = 41
    """Movers were left behind, so they do not come out."""
    DISPOSED = 42
    """Movers were handed over, sold or destroyed, but only movers that are out count."""
    REQUESTED = 43
    """A mission was requested and has not come yet."""
    GATHERING = 44
    """No load is ready, so no mission is requested."""
    PARTED = 45
    """A sortie had room, but carried movers with which the mover left behind may not ride."""
    CRISIS = 46
    """A crisis has closed a runway, a ramp, stations, a lift or a route."""
    LIFTED = 47
    """A hold kept movers until a crisis lifted it; one row for each pair of a crisis and a hold."""
    RETAINED = 48
    """Movers were retained in country, but only movers that are out count."""
    PARTY = 49
    """A member of a party is ready and waits for the rest of the party."""
    WHOLE = 50
    """A sortie had room for a member of a party, but not for the whole party."""
    NO_SHOW = 51
    """A person did not turn up for a sortie, and waits for the next sortie that calls that person."""
    STATION_SHUT = 52
    """A station has not opened yet, or has closed for good, by its dates."""
    DRIVERS = 53
    """A convoy could have been longer, but there were no people to drive further vehicles."""
    VEHICLES = 54
    """A convoy could have been longer, but there was no further vehicle for people to ride in or to drive."""
    ATTACKED = 55
    """A lift lost time to attacks on the road."""
    CONFIGURED = 56
    """A sortie came in a configuration in which the movers that the walk follows cannot ride."""
    CHANGED = 57
    """A tail is being fitted with another configuration."""
    NOT_OPEN = 58
    """The substitute for a site that is lost has not opened yet."""


NAMED: Final[dict[ReasonKind, tuple[str, str]]] = {
    ReasonKind.STATION: ("station", "{}"),
    ReasonKind.STATION_HOURS: ("station", "{}: closed hours"),
    ReasonKind.REWORK: ("station", "{}: done again"),
    ReasonKind.STAFF: ("station", "{}: staff"),
    ReasonKind.SPOTS: ("site", "parking spots at {}"),
    ReasonKind.WORKING: ("site", "working spots at {}"),
    ReasonKind.TEAMS: ("site", "load teams at {}"),
    ReasonKind.TEAM_STAFF: ("site", "people for load teams at {}"),
    ReasonKind.LOADING: ("site", "loading at {}"),
    ReasonKind.RAMP_HOURS: ("site", "ramp hours at {}"),
    ReasonKind.RUNWAY_HOURS: ("site", "runway hours at {}"),
    ReasonKind.OUTAGE: ("outage", 'outage "{}"'),
    ReasonKind.PERMISSION: ("permission", 'permission "{}"'),
    ReasonKind.MISSIONS: ("lift", "too few missions of {}"),
    ReasonKind.TAILS: ("lift", "too few tails of {}"),
    ReasonKind.FLYING: ("lift", "flying of {}"),
    ReasonKind.DELAY: ("lift", "late missions of {}"),
    ReasonKind.CANCELLED: ("lift", "cancelled missions of {}"),
    ReasonKind.NOT_TASKED: ("lift", "{} not called: nothing ready for it"),
    ReasonKind.IDLE: ("lift", "{} has nothing to come for"),
    ReasonKind.FULLER: ("lift", "{} waits for a fuller load"),
    ReasonKind.REPAIR: ("lift", "repairs of {}"),
    ReasonKind.HAND_OVER: ("hold", 'hand-over time of hold "{}"'),
    ReasonKind.DATE: ("hold", 'date of hold "{}"'),
    ReasonKind.RELEASE: ("lot", "release date of {}"),
    ReasonKind.INFLOW: ("lot", "arrival of {}"),
    ReasonKind.KEPT: ("site", "wanted equipment kept at {}"),
    ReasonKind.UNTOLD: ("", "not explained"),
    ReasonKind.STUCK: ("", "stuck"),
    ReasonKind.NEVER: ("", "not by the end of the clock"),
    ReasonKind.GIVEN_UP: ("lot", "decision to give up {}"),
    ReasonKind.OFFLOADING: ("site", "offloading at {}"),
    ReasonKind.UNDER_WAY: ("lift", "legs of {}"),
    ReasonKind.TURNED: ("lift", "{} went out and back: could not set down"),
    ReasonKind.TASKS: ("task", "{}"),
    ReasonKind.TOOLS: ("resource", "too few of: {}"),
    ReasonKind.TOOLS_DOWN: ("resource", "out of order or off duty: {}"),
    ReasonKind.CREWS: ("lift", "crews of {}"),
    ReasonKind.HEADWAY: ("lift", "interval between departures of {}"),
    ReasonKind.MOVES: ("lift", "hours in which {} rests"),
    ReasonKind.ROOM: ("site", "room at {}"),
    ReasonKind.LEFT: ("lot", "left behind: {}"),
    ReasonKind.DISPOSED: ("lot", "handed over, sold or destroyed: {}"),
    ReasonKind.RETAINED: ("lot", "retained in the country: {}"),
    ReasonKind.REQUESTED: ("lift", "{} requested, not there yet"),
    ReasonKind.GATHERING: ("lift", "no load ready for {}"),
    ReasonKind.PARTED: ("parted", "{}"),
    ReasonKind.CRISIS: ("crisis", 'closed by crisis "{}"'),
    ReasonKind.LIFTED: ("lifted", "{}"),
    ReasonKind.PARTY: ("party", "the rest of its party: {}"),
    ReasonKind.WHOLE: ("whole", "seats free on {}, but not for its whole party"),
    ReasonKind.NO_SHOW: ("absent", "did not turn up: {}"),
    ReasonKind.STATION_SHUT: ("dated station", "{}: closed by its dates"),
    ReasonKind.DRIVERS: ("driven", "no drivers for vehicles of {}"),
    ReasonKind.VEHICLES: ("driven", "no vehicle there to ride in, or to drive: {}"),
    ReasonKind.ATTACKED: ("attacked", "attacks on {} on the road"),
    ReasonKind.CONFIGURED: ("fitted", "{} came in another configuration"),
    ReasonKind.CHANGED: ("fitted", "{} fitted with another configuration"),
    ReasonKind.NOT_OPEN: ("substitute", "{} has not opened yet"),
}
"""Kind -> (table that has a row for each reason of the kind, or "" if there is only one reason; pattern of the label).
The table is one of the plan, an entry of `ONLY`, or `parted` or `lifted` (see `_names`)."""
PLANNED: Final = frozenset({ReasonKind.HAND_OVER, ReasonKind.DATE, ReasonKind.RELEASE, ReasonKind.INFLOW})
"""Kinds of dates and times that the plan itself states: dates of holds, releases and arrivals, and hand-over times."""
BY_ROAD: Final[dict[ReasonKind, str]] = {
    ReasonKind.FLYING: "{} on the way to load",
    ReasonKind.SPOTS: "spots at {}",
    ReasonKind.RUNWAY_HOURS: "closed hours at {}",
}
"""Kind -> pattern of its label for a lift that does not fly, or for a site to which no lift flies."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason to which time up to a date may be due.

    Attributes
    ----------
    kind, row
        Its kind, and its row in the table that `NAMED` gives for the kind.
    key
        Name for programs, such as `missions:C-17`.
    label
        Name for a planner, such as "too few missions of C-17".
    """

    kind: ReasonKind
    row: int
    key: str
    label: str

    @property
    def is_planned(self) -> bool:
        """Whether the reason is a date or time that the plan itself states, not something that went wrong."""
        return self.kind in PLANNED


class Reasons(tuple[Reason, ...]):
    """All reasons of a plan, by kind and row; `first` has the index at which the reasons of each kind begin."""

    first: dict[ReasonKind, int]

    def at(self, kind: ReasonKind, row: int = 0) -> int:
        """Return the index of a reason, given by its kind and row."""
        return self.first[kind] + row


_last: list[tuple[Plan, Reasons]] = []
"""The last plan given to `reasons`, and its reasons; empty before the first call."""


def reasons(plan: Plan) -> Reasons:
    """Return all reasons of a plan; those of the last plan are cached."""
    for last_plan, its_reasons in _last:
        if last_plan is plan:
            return its_reasons
    listed: list[Reason] = []
    fills = _fills_first(plan)
    first: dict[ReasonKind, int] = {}
    for kind, (table, words) in NAMED.items():
        first[kind] = len(listed)
        names = _names(plan, table) if table else ("",)
        special = {"parted": (_parted, "{1}:{2}:{0}"), "lifted": (_lifted, "{0}:{1}")}
        special |= {name: (only, name) for name in ONLY}
        keys = special[table][0](plan, special[table][1]) if table in special else plan.names.get(table, ())
        for row, name in enumerate(names):
            key = f"{kind.name.lower()}:{keys[row]}" if table else kind.name.lower()
            label = _words(plan, kind, table, row, words).format(name)
            suffix = fills.get(row, "") if kind == ReasonKind.MISSIONS else ""
            listed.append(Reason(kind, row, key, label + suffix))
    result = Reasons(listed)
    result.first = first
    _last[:] = [(plan, result)]
    return result


def _fills_first(plan: Plan) -> dict[int, str]:
    """Return, by row of a lift, words for the limit that its movers reach first on its sorties, at mean values.

    If there are required movers, only they count. Left out are lifts that carry no equipment, lifts that need no
    sortie, and lifts on which the payload is that limit.
    """
    means = Means(plan)
    going = [load for load in means.loads if load.count]
    required = [load for load in going if plan.lot["required"][load.row]]
    found = {}
    for lift in bringing(means, required or going):
        by, each = lift.filling.by, lift.filling.each
        if lift.heavy and by not in (None, "payload"):
            found[lift.row] = f" ({by if by != 'items' else 'single items' if each <= 1.0 else 'whole items'})"
    return found


def _words(plan: Plan, kind: ReasonKind, table: str, row: int, words: str) -> str:
    """Return the pattern of the label for one row of a kind; `words` is the pattern that `NAMED` gives for the kind."""
    if kind == ReasonKind.RELEASE and plan.lot["phasing"][row] >= 0:
        boards = plan.phasing["boards"][plan.lot["phasing"][row]]
        return "planned departure of {}" if boards else "planned release of {}"
    fly = flies(plan, row) if table == "lift" else table != "site" or flown_from(plan, row)
    return words if fly else BY_ROAD.get(kind, words)


def _parted(plan: Plan, words: str) -> tuple[str, ...]:
    """Return the pattern `words` filled in for each lift and each pair of categories or classes that it keeps apart.

    The order is that of `Plan.segregate`: lift, category or class left behind, category or class aboard. If people are
    left behind, "seats free" replaces "room free", and the category "people" is not named.
    """
    seats = words.replace("room free, but {1}", "seats free, but")
    of_class = words.replace("room free", "seats free")
    names = (*CATEGORIES, *plan.names.get("load_class", ()))
    people = {sort_of(PERSON, int(row)) for row in plan.lot["load_class"][plan.lot["person"] != 0]} | {PERSON}
    return tuple(
        (seats if left == PERSON else of_class if left in people else words).format(
            plan.name_of("lift", lift), names[left], names[aboard]
        )
        for lift, left, aboard in np.argwhere(plan.segregate).tolist()
    )


def _lifted(plan: Plan, words: str) -> tuple[str, ...]:
    """Return the pattern `words` filled in for each pair of a hold and a crisis, in the order of `crisis_hold`."""
    return tuple(
        words.format(plan.name_of("hold", int(plan.crisis_hold["hold"][pair])), plan.name_of("crisis", row))
        for row, crisis in enumerate(plan.crisis)
        for pair in range(crisis["holds"], crisis["holds_last"])
    )


def _names(plan: Plan, table: str) -> tuple[str, ...]:
    """Return the name of each row of a table as a planner says it, such as "wash at AB201"."""
    if table == "parted":
        return _parted(plan, "room free, but {1} may not ride with {2} on {0}")
    if table == "lifted":
        return _lifted(plan, 'hold "{0}", until crisis "{1}"')
    if table in ONLY and (table != "dated station" or not only(plan, table)):
        return only(plan, table)
    if table == "task":
        return tuple(f"{task} of {lift}" for lift, task in (name.rsplit("/", 1) for name in plan.names["task"]))
    if table not in ("station", "dated station"):
        return plan.names.get(table, ())
    sites = [plan.names["site"][row] for row in plan.station["site"].tolist()]
    return tuple(
        f"{name.removeprefix(f'{site}/')} at {site}" for name, site in zip(plan.names["station"], sites, strict=True)
    )

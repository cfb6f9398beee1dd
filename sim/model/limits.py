"""How large things may be: every number that is packed beside another, or kept in a fixed width, and what keeps it.

The table is the whole list. What *is refused* is refused by name, by both engines, before a history begins. What *runs
on SimPy* is more than the compiled engine packs: the run says so. Nothing else can be reached, for the reason given.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sim.errors import SimError

if TYPE_CHECKING:
    from sim.model.plan import Plan

__all__ = [
    "ENTITY_BITS",
    "LIMITS",
    "MANY",
    "NO_LIMIT",
    "TAILS",
    "TIME_BITS",
    "TRIP_BITS",
    "WIDEST",
    "WORD_BITS",
    "Limit",
    "distinct",
    "most_visits",
    "narrow",
    "too_many_visits",
    "too_wide",
]

WIDEST: Final = 2**31 - 1
"""Most of what a column of 32 bits holds: kilograms, thousandths of a position, people, numbers."""
NO_LIMIT: Final = 2**40
"""Seats, positions or room of what has no limit of them: more than any history has use for."""
MANY: Final = 10_000
"""Most of anything that is numbered one by one: servers, spots, teams, machines, crews, vehicles. Whoever takes one of
them, or comes back with all of them, looks at each."""
ENTITY_BITS: Final = 24
"""A mover, a sortie, a task, a decision point in an event or a queue."""
TIME_BITS: Final = 34
"""An instant [s] in an event: 544 years."""
WORD_BITS: Final = 63
"""Bits of a signed word without its sign."""
TRIP_BITS: Final = 20
"""A trip of a tail within the block of numbers of that tail."""
TAILS: Final = (1 << 31 - TRIP_BITS) - 1
"""Most tails of a lift: the number of a trip is kept in 32 bits."""


class Limit(NamedTuple):
    """One thing that has a limit: what it is, how much of it there may be, and what keeps it."""

    what: str
    most: int
    kept: str


LIMITS: Final = (
    Limit("weight of all people and items together [kg]", WIDEST, "refused: tables and daily counts have 32 bits"),
    Limit("pallet positions of all items together [1/1000]", WIDEST, "refused: tables have 32 bits"),
    Limit("payload [kg] and seats of one sortie", WIDEST, "cut at it: no more than the whole force could be loaded"),
    Limit("people and items of one history", (1 << ENTITY_BITS) - 1, "refused by the compiled engine, with what to do"),
    Limit("sorties, and tasks on ramps, of one history", 1 << ENTITY_BITS, "refused by the compiled engine"),
    Limit(
        "servers, spots, teams, machines, crews, vehicles of one name", MANY, "refused: each is numbered, and looked at"
    ),
    Limit("tails of a lift, those that reviews may add included", TAILS, "refused: a trip's number has 32 bits"),
    Limit("trips of one tail", 1 << TRIP_BITS, "refused: the next number is that of another tail"),
    Limit("dates of reviews that ask for more lift", TAILS, "refused: their missions are numbered like trips"),
    Limit("length of the clock [s]", (1 << TIME_BITS) - 1, "runs on SimPy: events have so many bits for an instant"),
    Limit("bits of load rank, clock and mover together", WORD_BITS, "runs on SimPy: the key of a queue is one word"),
    Limit("weight x length of the clock x growth of lift, in a review", 2**63 - 1, "refused by the compiled engine"),
    Limit("a duration, weight or number as drawn", 2**53, "cut at it when it becomes a whole number"),
    Limit(
        "visits to stations of one history: this, and 32 for each mover and station",
        1 << 22,
        "refused: what fails comes back in no time",
    ),
    Limit("missions of one lift at its rate, as expected", 1 << ENTITY_BITS, "refused: each is numbered"),
    Limit("other whole numbers of a file", WIDEST, "refused when the plan is made"),
    Limit("kinds of events", 32, "not reached: there are 19, and an assertion where they are packed"),
    Limit("categories and classes that may be segregated", 64, "refused: each is a bit of a word"),
    Limit("days of the week, what an outage stops", 31, "not reached: seven and three bits"),
    Limit("decision points, holds, sites, lifts, routes", 2**31 - 1, "not reached: as many words or rows as there are"),
    Limit("instants looked back at [s]", 2**36 - 1, "not reached: the clock ends in the year 9999"),
    Limit("names that share a key", 0, "refused: they would share their luck"),
)
"""Everything that is packed or has a fixed width, in both engines, in the model and in what looks back."""


def distinct(plan: "Plan") -> None:
    """Refuse two names of a kind that have the same key: they would share all their luck.

    Raises
    ------
    SimError
        There are such; once in some million files of ten thousand names.
    """
    for table, rows in plan.tables.items():
        if "key" not in (rows.dtype.names or ()) or table == "resource":
            continue
        keys = rows["key"].tolist()
        if len(set(keys)) < len(keys):
            twice = [at for at, key in enumerate(keys) if keys.count(key) > 1][:2]
            raise SimError(f"{table} {twice}: two names come to the same key: expected another spelling of one of them")


def too_wide(plan: "Plan") -> Iterator[str]:
    """Say in words what of a plan does not fit into the keys of the compiled engine."""
    clock, rank = plan.horizon.bit_length(), int(plan.lot["rank"].max(initial=0)).bit_length()
    if clock > TIME_BITS:
        yield f"a clock of {plan.horizon // 86400:,} days (at most {(1 << TIME_BITS) // 86400:,})"
    elif rank + clock + ENTITY_BITS > WORD_BITS:
        ranks, most = int(plan.lot["rank"].max()) + 1, 1 << max(0, WORD_BITS - ENTITY_BITS - clock)
        yield f"{ranks:,} ranks of loading on a clock of {plan.horizon // 86400:,} days (at most {most:,})"


def most_visits(movers: int, stations: int) -> int:
    """Return how many visits to stations a history may have: more than any plan that sends what fails back in time.

    What fails a check for certain, in no time, would come back at the same instant for ever.
    """
    return (1 << 22) + 32 * movers * stations


def too_many_visits(most: int) -> str:
    """Say that a history has more visits to stations than it may have."""
    return (
        f"more than {most:,} visits to stations: what fails is sent back again and again; "
        "expected a smaller chance of failing, or a longer service"
    )


def narrow(column: str, value: Any) -> SimError:
    """Return the error that says that a whole number of the file does not fit into its column."""
    name = column.removesuffix("_s").replace("_", " ")
    return SimError(f"{name} = {value:,}: expected a whole number of at most {WIDEST:,}")

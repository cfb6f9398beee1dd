"""Limits of numbers that are packed with others into one word or stored with a fixed width, and what enforces them.

The table `LIMITS` uses these words for what happens to a number above its limit:

- *refused*: an error names the number, in both engines if no engine is named;
- *capped*: the largest value is used instead;
- *runs on SimPy*: the number does not fit into the compiled engine, so SimPy runs the histories and the run says so;
- *not reached*: no larger number can occur, for the reason that the table gives.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sim.errors import SimError
from sim.escape import escaped

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
"""Largest value in a 32-bit column, for example of kilograms, thousandths of a pallet position or people."""
NO_LIMIT: Final = 2**40
"""Stands for unlimited seats, positions or room: more than any history can use."""
MANY: Final = 10_000
"""Largest number of servers, spots, teams, machines, crews or vehicles under one key of the scenario file. The engines
scan all of them when one is taken or returned."""
ENTITY_BITS: Final = 24
"""Bits for the number of a mover, sortie, task or decision point in an event or a queue."""
TIME_BITS: Final = 34
"""Bits for an instant [s] in an event; they are enough for 544 years."""
WORD_BITS: Final = 63
"""Bits of a 64-bit word without its sign bit."""
TRIP_BITS: Final = 20
"""Bits for the trip in the number of a trip of a fleet, which is tail x 2^20 + trip."""
TAILS: Final = (1 << 31 - TRIP_BITS) - 1
"""Largest number of tails of a lift: tail and trip share the 31 bits of a 32-bit column without its sign bit."""


class Limit(NamedTuple):
    """What is limited, its largest value, and what happens to a larger value."""

    what: str
    most: int
    kept: str


LIMITS: Final = (
    Limit("weight of all people and items together [kg]", WIDEST, "refused: tables and daily counts have 32 bits"),
    Limit("pallet positions of all items together [1/1000]", WIDEST, "refused: tables have 32 bits"),
    Limit("payload [kg] and seats of one sortie", WIDEST, "capped: this is enough for the whole force"),
    Limit("people and items of one history", (1 << ENTITY_BITS) - 1, "refused by the compiled engine, with advice"),
    Limit("sorties, and tasks on ramps, of one history", 1 << ENTITY_BITS, "refused by the compiled engine"),
    Limit(
        "servers, spots, teams, machines, crews, vehicles under one key", MANY, "refused: each is numbered and scanned"
    ),
    Limit("tails of a lift, including those that reviews may add", TAILS, "refused: tail and trip share 31 bits"),
    Limit("trips of one tail", 1 << TRIP_BITS, "refused: the next number belongs to a trip of another tail"),
    Limit("dates of reviews that ask for more lift", TAILS, "refused: their missions are numbered like trips"),
    Limit("length of the clock [s]", (1 << TIME_BITS) - 1, "runs on SimPy: an event has this many bits for an instant"),
    Limit("bits of load rank, clock and mover together", WORD_BITS, "runs on SimPy: the key of a queue is one word"),
    Limit("weight x length of the clock x growth of lift, in a review", 2**63 - 1, "refused by the compiled engine"),
    Limit("a duration, weight or number as drawn", 2**53, "capped when it is rounded to a whole number"),
    Limit(
        "visits to stations of one history: this, plus 32 x movers x stations",
        1 << 22,
        "refused: a mover may fail and come back for ever",
    ),
    Limit("expected missions of one lift at its rate", 1 << ENTITY_BITS, "refused: each is numbered"),
    Limit("other whole numbers in a file", WIDEST, "refused when the plan is made"),
    Limit("kinds of events", 32, "not reached: there are 24, and an assertion checks it"),
    Limit("categories and classes that may be segregated", 64, "refused: each is a bit of a word"),
    Limit("days of the week, or parts of a site that an outage stops", 31, "not reached: there are 7, or 3"),
    Limit("decision points, holds, sites, lifts, routes", 2**31 - 1, "not reached: one word or row for each of them"),
    Limit("instants in analyses of finished histories [s]", 2**36 - 1, "not reached: the clock ends in the year 9999"),
    Limit("names that share a key", 0, "refused: they would share their random numbers"),
)
"""Every limit of a packed number or of a number with a fixed width, in the model, in both engines and in analyses."""


def distinct(plan: "Plan") -> None:
    """Raise an error if two names in a table of a plan have the same key, and so the same random numbers.

    The table of machines is not checked. The key of a name is a hash of it: of five million files with ten thousand
    names each, about one has two names that share a key.

    Raises
    ------
    SimError
        Two names share a key.
    """
    for table, rows in plan.tables.items():
        if "key" not in (rows.dtype.names or ()) or table == "resource":
            continue
        first: dict[int, int] = {}
        for row, key in enumerate(rows["key"].tolist()):
            other = first.setdefault(key, row)
            if other != row:
                words = "uncertainty" if table == "uncertain" else table
                one, same = (f'"{escaped(plan.name_of(words, each))}"' for each in (other, row))
                words = "group or lot" if table == "lot" else words
                what = "by chance, these two names would share all random numbers: change the spelling of one of them"
                raise SimError(f"{words} {one} and {same}: {what}")


def too_wide(plan: "Plan") -> Iterator[str]:
    """Yield what does not fit into the keys of the compiled engine: the clock of a plan, or else its loading ranks."""
    clock, rank = plan.horizon.bit_length(), int(plan.lot["rank"].max(initial=0)).bit_length()
    if clock > TIME_BITS:
        yield f"a clock of {plan.horizon // 86400:,} days (at most {(1 << TIME_BITS) // 86400:,})"
    elif rank + clock + ENTITY_BITS > WORD_BITS:
        ranks, most = int(plan.lot["rank"].max()) + 1, 1 << max(0, WORD_BITS - ENTITY_BITS - clock)
        yield f"{ranks:,} ranks of loading (at most {most:,} on a clock of {plan.horizon // 86400:,} days)"


def most_visits(movers: int, stations: int) -> int:
    """Return how many visits to stations a history may have.

    The limit ends a history in which a mover always fails a check that takes no time, and so comes back at the same
    instant for ever.
    """
    return (1 << 22) + 32 * movers * stations


def too_many_visits(most: int) -> str:
    """Return the error message for a history with more than `most` visits to stations."""
    return (
        f"more than {most:,} visits to stations: a mover that fails a check is sent back again and again; "
        "expected a lower probability of failing, or a longer service time"
    )


def narrow(column: str, value: Any) -> SimError:
    """Return the error for a whole number of the scenario file that does not fit into its column of a plan."""
    name = column.removesuffix("_s").replace("_", " ")
    return SimError(f"{name} = {value:,}: expected a whole number of at most {WIDEST:,}")

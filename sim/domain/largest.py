"""The largest permitted value of each number of a scenario, by its key or its unit, with reasons for messages.

The bounds are generous: no real plan comes near them. They are finite, so that a typing error is reported before
memory is allocated, integers never overflow, and nothing is divided by a number close to 0.
"""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple

__all__ = ["BY_KEY", "BY_UNIT", "NUMBER", "UNKNOWN", "WIDEST", "Largest", "largest"]

WIDEST: Final = 10.0
"""Largest standard deviation of the logarithm of a lognormal or Weibull variable. The mean of a lognormal variable this
wide is more than a billion billion times its median."""


class Largest(NamedTuple):
    """Bounds of a number, with words for messages such as "expected at most 1,000 people, as no vehicle takes more".

    Attributes
    ----------
    most, least
        Largest and least value.
    what
        Unit in words, such as "people"; may be empty.
    why
        Reason for `most`, such as "no vehicle takes more"; may be empty.
    """

    most: float
    what: str
    why: str
    least: float = 0.0


PEOPLE: Final = Largest(100_000_000, "people or items", "no force has more")
NUMBERED: Final = Largest(10_000, "", "each is numbered, and all are searched whenever one is taken")
MEMBERS: Final = Largest(1_000_000, "", "each is simulated")
FOLLOWED: Final = Largest(1_000_000, "", "each is simulated; state pallets or containers instead of what is in them")
FACTOR: Final = Largest(1000, "", "")
BY_UNIT: Final = {
    "_usd": Largest(1e12, "US dollars", "sums of cents stay exact"),
    "_usd_per_h": Largest(1e12, "US dollars", "sums of cents stay exact"),
    "_usd_per_t": Largest(1e12, "US dollars", "sums of cents stay exact"),
    "_per_t": Largest(1_000_000, "", ""),
    "_h": Largest(1_000_000, "hours", "nothing planned takes a century"),
    "_d": Largest(40_000, "days", "nothing planned takes a century"),
    "_t": Largest(10_000_000, "tonnes", "all people and items together may weigh at most 2,147,483 t"),
    "_m3": Largest(10_000_000, "cubic metres", "no ship has more"),
    "_m": Largest(10_000, "metres", "no ship is longer"),
    "_nm": Largest(100_000, "nautical miles", "that is four times round the globe"),
    "_kt": Largest(100_000, "knots", "nothing that carries is faster", 0.1),
    "_per_1000_km": Largest(1_000_000, "in 1,000 km", "that is one every metre"),
    "_km": Largest(200_000, "kilometres", "that is five times round the globe"),
    "_kmh": Largest(200_000, "kilometres an hour", "nothing that carries is faster", 0.1),
}
"""Bounds by the ending of a key; the longest matching ending applies."""
BY_KEY: Final = {
    "seed": Largest(2**63, "", "it is kept in 64 bits"),
    "per_week": Largest(20_000, "missions a week", "that is one every half minute, day and night"),
    "per_day": Largest(100, "outages a day", "that is one every quarter of an hour"),
    "by_month": Largest(100, "", ""),
    "by_hour": Largest(1_000_000, "", ""),
    "shares": Largest(1e9, "", ""),
    "factor": FACTOR,
    "ceiling": FACTOR,
    "available": Largest(1, "", "", 0.001),
    "mission_capable": Largest(1, "", "", 0.001),
    "pallets": Largest(10_000_000, "pallet positions", "no ship has more"),
    "seats": Largest(10_000_000, "seats", "no ship has more"),
    **dict.fromkeys(("Drives.seats", "drivers"), Largest(1000, "people", "no vehicle takes more")),
    "room": PEOPLE,
    "at_most": PEOPLE,
    "at_least": PEOPLE,
    "left": PEOPLE,
    "staged": PEOPLE,
    "passed": PEOPLE,
    "batch": MEMBERS,
    "number": PEOPLE,
    "Inflow.shift_d": Largest(40_000, "days", "nothing planned takes a century", -40_000),
    "tails": Largest(2047, "tails", "tail and trip share a number of 32 bits"),
    "Phasing.per_week": Largest(1_000_000, "people or items a week", "no force has more"),
    "Phasing.shift_d": Largest(40_000, "days", "nothing planned takes a century", -40_000),
    "Resource.count": Largest(10_000, "machines", "each is repaired at times of its own"),
    **dict.fromkeys(("servers", "parking", "working", "teams", "crews", "vehicles", "most_vehicles"), NUMBERED),
    **dict.fromkeys(("people_per_server", "people_per_team", "busload", "together"), MEMBERS),
    "Group.count": Largest(1_000_000, "people", "each is simulated"),
    "Lot.count": FOLLOWED,
}
"""Bounds by key, or by class and key ("Group.count") if keys of this name have other bounds in other classes."""
UNKNOWN: Final = Largest(1e12, "", "larger numbers could overflow", -1e12)
"""Bounds of all numbers of `[uncertainty]`: parameters of draws, slopes, offsets and limits."""
NUMBER: Final = Largest(1e12, "", "larger numbers could overflow", -1e12)
"""Bounds of any other number that has no bounds of its own."""


@cache
def largest(noun: str, key: str) -> Largest:
    """Return the bounds of a number by the name of its class in `sim.domain`, such as "Group", and its key."""
    found = BY_KEY.get(f"{noun}.{key}") or BY_KEY.get(key)
    if found is None:
        endings = sorted((ending for ending in BY_UNIT if key.endswith(ending)), key=len)
        found = BY_UNIT[endings[-1]] if endings else NUMBER
    return found

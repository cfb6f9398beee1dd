"""Outages as they are drawn: the text of `sim.model.world.weather`, compiled."""

import math
from typing import Any, Final

from sim.compiler.kernel import entry, kernel
from sim.engines.compiled.chance import compiled, quantile, uniform
from sim.model.draws import Stream
from sim.model.durations import Kind
from sim.model.world import weather

__all__ = ["storms"]

GAP, LENGTH = int(Stream.OUTAGE_GAP), int(Stream.OUTAGE_LENGTH)
FIXED: Final = int(Kind.FIXED)


@kernel
def _bisect_left(values: Any, target: float) -> int:
    """First place at which a value is not below a target."""
    low, high = 0, len(values)
    while low < high:
        middle = (low + high) // 2
        if values[middle] < target:
            low = middle + 1
        else:
            high = middle
    return low


reach: Final = compiled(weather.reach, bisect_left=_bisect_left)


@entry
def storms(
    begins: Any,
    until: Any,
    hazard: Any,
    table: Any,
    seed: Any,
    replication: int,
    key: int,
    place: int,
    per_day: float,
    horizon: int,
    kind: int,
    a: float,
    b: float,
    c: float,
) -> int:
    """Alternate open and shut up to the horizon, as `sim.model.world.weather.storms` does.

    Parameters
    ----------
    begins, until
        Where the outages are put, shape (n,) each.
    hazard
        Accumulated hazard by hour.
    table, kind, a, b, c
        The distribution of how long one lasts.
    seed, replication, key, place
        Of their draws.
    per_day
        Outages a day, above 0.

    Returns
    -------
    int
        How many there are; -1 where there is no room for them.
    """
    many, t = 0, 0
    while True:
        need = -math.log(uniform(seed, replication, GAP, key, 0, place, many)) / per_day
        start = reach(hazard, t, need)
        if start >= horizon:
            return many
        if many == len(begins):
            return -1
        u = 0.5 if kind == FIXED else uniform(seed, replication, LENGTH, key, 0, place, many)
        t = start + max(1, math.floor(max(0.0, quantile(kind, a, b, c, table, u)) + 0.5))
        begins[many], until[many] = start, t
        many += 1

"""Draws of outages: a function of `sim.model.world.weather`, compiled, for calls from Python."""

from typing import Any

from sim.compiler.kernel import entry
from sim.engines.compiled.rules import alternate

__all__ = ["storms"]


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
    """Write the intervals of an outage and return their number, as `sim.model.world.weather.alternate` does."""
    return alternate(begins, until, hazard, table, seed, replication, key, place, per_day, horizon, kind, a, b, c)

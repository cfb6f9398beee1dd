"""The least and the greatest number of members that are staged, or have finished a station, at the start."""

from __future__ import annotations

from math import floor

from sim.domain.force import Group, Lot
from sim.domain.scenario import Scenario
from sim.domain.span import reach

__all__ = ["passed", "staged"]


def staged(scenario: Scenario, at: str, mover: Group | Lot) -> tuple[int, int]:
    """Return the least and the greatest number of members that are staged at the start in any world.

    Parameters
    ----------
    at
        Dotted path of the group or lot.
    mover
        The group or lot.
    """
    return _ends(scenario, f"{at}.start.staged", mover.start.staged)


def passed(scenario: Scenario, at: str, mover: Group | Lot, station: str) -> tuple[int, int]:
    """Return the least and the greatest number of members, in any world, that finished `station` last before the start.

    Parameters
    ----------
    at, mover
        As for `staged`.
    station
        Name of the last station that these members have finished.
    """
    return _ends(scenario, f"{at}.start.passed.{station}", mover.start.passed.get(station, 0))


def _ends(scenario: Scenario, path: str, stated: int) -> tuple[int, int]:
    """Return the least and the greatest count at a dotted path in any world; `stated` is the count in the file."""
    if not scenario.uncertainty:
        return stated, stated
    least, most = reach(scenario, path, stated)
    return floor(max(least, 0.0) + 0.5), floor(min(most, 1e15) + 0.5)  # `most` may be infinite

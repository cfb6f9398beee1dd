"""Members of a group or lot that are staged, or have finished a station, at the start: least and most in any world."""

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
    """
    return _ends(scenario, f"{at}.start.staged", mover.start.staged)


def passed(scenario: Scenario, at: str, mover: Group | Lot, station: str) -> tuple[int, int]:
    """Return the least and the greatest number of members that, at the start, have finished `station` as their last.

    Both numbers are taken over all worlds; `at` is the dotted path of the group or lot.
    """
    return _ends(scenario, f"{at}.start.passed.{station}", mover.start.passed.get(station, 0))


def _ends(scenario: Scenario, path: str, stated: int) -> tuple[int, int]:
    """Return the least and the greatest whole number to which unknowns may set the count at a dotted path."""
    if not scenario.uncertainty:
        return stated, stated
    least, most = reach(scenario, path, stated)
    return floor(max(least, 0.0) + 0.5), floor(min(most, 1e15) + 0.5)  # `most` may be infinite

"""Groups and lots without members, or that have wholly left, and the scenario without them: they meet nothing."""

from __future__ import annotations

from collections.abc import Set

from sim.domain.scenario import Scenario

__all__ = ["COUNTED", "empty", "left", "peopled"]

SIZES = {"group": ("count",), "lot": ("count", "total_t")}
"""Keys that say how many there are, by section."""
COUNTED = frozenset(("site", "category", "count", "weight_t", "required", "value_usd", "start", "source"))
"""Keys of a group or lot that are read though all of it has left: milestones and the ledger count what has left."""


def empty(scenario: Scenario, changed: Set[str]) -> dict[tuple[str, str], str]:
    """Return the groups and lots that have no member in any world, as (section, name), and the key that is 0.

    Parameters
    ----------
    scenario
        As it would be run.
    changed
        Numbers that `[uncertainty]` changes: what one of these counts may have members in some world.
    """
    return {
        (section, name): key
        for section, keys in SIZES.items()
        for name, mover in getattr(scenario, section).items()
        for key in keys
        if getattr(mover, key, None) == 0 and f"{section}.{name}.{key}" not in changed
    }


def left(scenario: Scenario, changed: Set[str]) -> set[tuple[str, str]]:
    """Return the groups and lots of which all has left before the start in any world; parameters as in `empty`."""
    return {
        (section, name)
        for section in SIZES
        for name, mover in getattr(scenario, section).items()
        if mover.count is not None and 0 < mover.count <= mover.start.left and f"{section}.{name}.count" not in changed
    }


def peopled(scenario: Scenario, changed: Set[str]) -> Scenario:
    """Return a scenario without the groups and lots of which nobody is there or comes; parameters as in `empty`."""
    gone = {*empty(scenario, changed), *left(scenario, changed)}
    if not gone:
        return scenario
    kept = {
        section: {name: mover for name, mover in getattr(scenario, section).items() if (section, name) not in gone}
        for section in SIZES
    }
    return scenario.model_copy(update=kept)

"""Groups and lots without members, and the scenario without them: nobody of them meets anything."""

from __future__ import annotations

from collections.abc import Set

from sim.domain.scenario import Scenario

__all__ = ["empty", "peopled"]

SIZES = {"group": ("count",), "lot": ("count", "total_t")}
"""Keys that say how many there are, by section."""


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


def peopled(scenario: Scenario, changed: Set[str]) -> Scenario:
    """Return a scenario without the groups and lots that have no member; parameters as in `empty`."""
    gone = empty(scenario, changed)
    if not gone:
        return scenario
    kept = {
        section: {name: mover for name, mover in getattr(scenario, section).items() if (section, name) not in gone}
        for section in SIZES
    }
    return scenario.model_copy(update=kept)

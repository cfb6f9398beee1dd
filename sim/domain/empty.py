"""Groups and lots that have no members or whose members have all left, and the scenario without them."""

from __future__ import annotations

from collections.abc import Set

from sim.domain.scenario import Scenario

__all__ = ["COUNTED", "empty", "left", "peopled"]

SIZES = {"group": ("count",), "lot": ("count", "total_t")}
"""Keys that state the number of members, by section."""
COUNTED = frozenset(("site", "category", "count", "weight_t", "required", "value_usd", "start", "source"))
"""Keys that are read even if all members of a group or lot have left before the start: milestones and the ledger count
these members too."""


def empty(scenario: Scenario, changed: Set[str]) -> dict[tuple[str, str], str]:
    """Return the groups and lots that have no members in any world: (section, name) -> the key that is 0.

    Parameters
    ----------
    scenario
        The scenario as it would be run.
    changed
        Dotted paths of the numbers that `[uncertainty]` changes. If the key that is 0 is among them, a group or lot may
        have members in some world and is not returned.
    """
    return {
        (section, name): key
        for section, keys in SIZES.items()
        for name, mover in getattr(scenario, section).items()
        for key in keys
        if getattr(mover, key, None) == 0 and f"{section}.{name}.{key}" not in changed
    }


def left(scenario: Scenario, changed: Set[str]) -> set[tuple[str, str]]:
    """Return (section, name) of groups and lots whose members all left before the start; parameters as in `empty`."""
    return {
        (section, name)
        for section in SIZES
        for name, mover in getattr(scenario, section).items()
        if mover.count is not None and 0 < mover.count <= mover.start.left and f"{section}.{name}.count" not in changed
    }


def peopled(scenario: Scenario, changed: Set[str]) -> Scenario:
    """Return the scenario without the groups and lots of `empty` and of `left`; parameters as in `empty`."""
    gone = {*empty(scenario, changed), *left(scenario, changed)}
    if not gone:
        return scenario
    kept = {
        section: {name: mover for name, mover in getattr(scenario, section).items() if (section, name) not in gone}
        for section in SIZES
    }
    return scenario.model_copy(update=kept)

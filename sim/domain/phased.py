"""The groups and lots to which a phased plan applies."""

from __future__ import annotations

from sim.domain.force import Group, Lot
from sim.domain.phasing import Phasing
from sim.domain.scenario import Scenario

__all__ = ["names", "phased"]


def names(phasing: Phasing, name: str, mover: Group | Lot) -> bool:
    """Whether a phased plan applies to a group or lot.

    If a plan names groups or lots, it applies to no others. Its keys `site`, `kind` and `category` narrow the selection
    further.
    """
    people = isinstance(mover, Group)
    if phasing.site is not None and phasing.site != mover.site:
        return False
    if phasing.kind is not None and (phasing.kind == "people") != people:
        return False
    if phasing.category and ("people" if isinstance(mover, Group) else mover.category) not in phasing.category:
        return False
    return not (phasing.group or phasing.lot) or name in (phasing.group if people else phasing.lot)


def phased(scenario: Scenario) -> dict[tuple[str, str], list[str]]:
    """Return (section, name) of each group or lot to which some plan applies -> the names of these plans."""
    found: dict[tuple[str, str], list[str]] = {}
    for title, phasing in scenario.plan.items():
        for section, movers in (("group", scenario.group), ("lot", scenario.lot)):
            for name, mover in movers.items():
                if names(phasing, name, mover):
                    found.setdefault((section, name), []).append(title)
    return found

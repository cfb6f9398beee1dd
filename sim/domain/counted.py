"""Which movers a condition counts."""

from __future__ import annotations

from collections.abc import Collection

from sim.domain.force import Group, Lot
from sim.domain.order import Condition

__all__ = ["counts", "phrase"]


def counts(condition: Condition, name: str, mover: Group | Lot, sites: Collection[str] | None = None) -> bool:
    """Whether `condition` counts the members of a group or lot for as long as they have yet to leave.

    Parameters
    ----------
    sites
        Sites that they pass (default: only their own). A condition of a site that counts until they are staged, or out
        of the country, counts those that began there.

    Notes
    -----
    Naming groups and lots in one condition counts both: it means "only these", whatever they
    are. All other parts of a condition narrow it. People are of category "people".
    """
    people = isinstance(mover, Group)
    required = mover.required if isinstance(mover, Group) else mover.is_required
    category = "people" if isinstance(mover, Group) else mover.category
    if not required and not condition.wanted:
        return False
    passed = (mover.site,) if condition.left in ("country", "stations") else sites or (mover.site,)
    if condition.site is not None and condition.site not in passed:
        return False
    if condition.kind is not None and (condition.kind == "people") != people:
        return False
    if condition.category and category not in condition.category:
        return False
    named = condition.group if people else condition.lot
    return not (condition.group or condition.lot) or name in named


def phrase(condition: Condition) -> str:
    """Return what a condition counts, in words: `equipment category "lethal" at AB101`."""
    parts = []
    for word, names in (("group", condition.group), ("lot", condition.lot)):
        parts += [f'{word} "{name}"' for name in names]
    if condition.category and condition.category != ("people",):
        listed = " or ".join(f'"{category}"' for category in condition.category)
        parts.append(f"{condition.kind or 'equipment'} category {listed}")
    elif not parts:
        parts.append("people" if condition.category else condition.kind or "everything")
    text = " and ".join(parts)
    if condition.site is not None:
        text += f" {'from' if condition.left == 'country' else 'at'} {condition.site}"
    if condition.is_staging:
        text += " still to be staged"
    elif condition.left == "country":
        text += " in country"
    elif condition.left is not None and condition.site is None:
        text += ", each at its own site"
    if condition.at_most:
        text += f" (all but {condition.at_most})"
    return text

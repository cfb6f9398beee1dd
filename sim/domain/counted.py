"""The movers that a condition counts: which ones, how many of them may remain, and how messages name them."""

from __future__ import annotations

from collections.abc import Collection
from math import ceil

from sim.domain.force import Group, Lot
from sim.domain.journey import places
from sim.domain.order import Condition
from sim.domain.scenario import Scenario

__all__ = ["allowed", "counts", "phrase"]

MANY = 1_000_000_000
"""Stands for the unknown number of items of a lot that is stated by its total weight; above every threshold."""


def counts(condition: Condition, name: str, mover: Group | Lot, sites: Collection[str] | None = None) -> bool:
    """Whether `condition` counts the members of a group or lot that have yet to leave.

    Parameters
    ----------
    sites
        Sites that the members pass (default: only their own). If the condition counts movers until they are staged or
        out of the country, `sites` has no effect: a site that such a condition names means the movers that began there.

    Notes
    -----
    If a condition names groups or lots, it counts no other movers. Its keys `site`, `kind` and `category` narrow the
    selection further; without `wanted` it counts required movers only. People have the category "people".
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


def allowed(condition: Condition, scenario: Scenario, share: float | None = None) -> int:
    """Return how many of the movers that a condition counts may remain when it is met, from the counts in the file.

    Parameters
    ----------
    share
        The share that must be gone, instead of the stated share. It is ignored if the condition states no share.

    Returns
    -------
    int
        The number. If a share must be gone and the condition counts a lot that is stated by its total weight, the
        number of items is unknown: the result is then `MANY`, or 0 if all must be gone.
    """
    if condition.share is None:
        return condition.at_most
    movers: list[tuple[str, Group | Lot]] = [*scenario.group.items(), *scenario.lot.items()]
    counted = [mover for name, mover in movers if counts(condition, name, mover, places(mover, scenario))]
    if any(mover.count is None for mover in counted):
        return MANY if (condition.share if share is None else share) < 1.0 else 0
    total = sum(mover.count or 0 for mover in counted)
    return total - ceil(total * (condition.share if share is None else share) - 1e-9)


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
    if condition.share is not None:
        text += f" ({100 * condition.share:g} % of all)"
    return text

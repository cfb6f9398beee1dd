"""Categories and load classes of movers: which may not ride together, and which load classes have no effect."""

from __future__ import annotations

from collections.abc import Iterator

from sim.domain.force import Group, Lot
from sim.domain.memo import memoised
from sim.domain.scenario import Scenario

__all__ = ["Sort", "category_of", "classed", "is_meant", "is_parted", "named_apart", "unread_classes"]

Sort = tuple[str, str | None]
"""(category, load class or None) of a group or lot."""


def category_of(mover: Group | Lot) -> str:
    """Return the category of a group or lot; a group has the category "people"."""
    return mover.category if isinstance(mover, Lot) else "people"


@memoised
def classed(scenario: Scenario) -> tuple[tuple[str, str], ...]:
    """Return (load class, category) of the groups, then of the lots, that have a load class; each pair once."""
    movers: list[Group | Lot] = [*scenario.group.values(), *scenario.lot.values()]
    return tuple(
        dict.fromkeys((mover.load_class, category_of(mover)) for mover in movers if mover.load_class is not None)
    )


def is_meant(name: str, beside: str, sort: Sort) -> bool:
    """Whether `name` in a pair of `segregate` refers to movers of a sort; `beside` is the other name in the pair.

    `name` does if it is their load class, or if it is their category and `beside` is not their load class.
    """
    return name in sort and (name == sort[1] or name == beside or beside != sort[1])


def is_parted(pair: tuple[str, ...], one: Sort, other: Sort) -> bool:
    """Whether a pair of `segregate` forbids movers of two sorts (perhaps the same sort twice) to ride together."""
    first, second = pair
    either = ((one, other), (other, one))
    return any(is_meant(first, second, left) and is_meant(second, first, right) for left, right in either)


def named_apart(scenario: Scenario) -> frozenset[str]:
    """Return every category and load class that `segregate` names, in `[order]` or in any lift."""
    lists = (scenario.order.segregate, *(lift.segregate or () for lift in scenario.lift.values()))
    return frozenset(name for pairs in lists for pair in pairs for name in pair)


def unread_classes(scenario: Scenario) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield (path, reason) for each `load_class` that has no effect because no `segregate` names it."""
    named = named_apart(scenario)
    for section, movers in (("group", scenario.group), ("lot", scenario.lot)):
        for name, mover in movers.items():
            if mover.load_class is not None and mover.load_class not in named:
                yield (section, name, "load_class"), f'no pair of segregate names "{mover.load_class}"'

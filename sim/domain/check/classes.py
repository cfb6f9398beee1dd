"""Checks of load classes: their names, their number, and the names in pairs of `segregate`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, get_args

from sim.domain.check.finding import Finding, nearest, quoted
from sim.domain.classes import classed
from sim.domain.nouns import Category
from sim.domain.scenario import Scenario

__all__ = ["MOST", "classes"]

CATEGORIES: Final[tuple[str, ...]] = get_args(Category)
MOST: Final = 64 - len(CATEGORIES)
"""Largest number of load classes, each counted once per category that has it: 64 bits hold these and the categories."""


def classes(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each load class that is named like a category, for each name in a pair of `segregate` that is
    neither a category nor a load class of any group or lot, and for too many load classes.
    """
    for section, movers in (("group", scenario.group), ("lot", scenario.lot)):
        for name, mover in movers.items():
            if mover.load_class in CATEGORIES:
                text = "expected a name that is not a category: a pair of segregate could mean either"
                yield Finding((section, name, "load_class"), quoted(mover.load_class), text)
    known = (*CATEGORIES, *dict.fromkeys(name for name, _ in classed(scenario)))
    lists: list[tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]] = [(("order",), scenario.order.segregate)]
    lists += [(("lift", name), lift.segregate or ()) for name, lift in scenario.lift.items()]
    for table, pairs in lists:
        for position, pair in enumerate(pairs):
            for unknown in dict.fromkeys(name for name in pair if name not in known):
                text = f"expected a category or the load_class of a group or lot: {', '.join(known)}"
                where = (*table, "segregate", str(position), str(pair.index(unknown)))
                yield Finding(where, quoted(unknown), text, nearest(unknown, known))
    if (n_classes := len(classed(scenario))) > MOST:
        text = f"expected at most {MOST} load classes, not {n_classes} (each counts once for each category that has it)"
        section, name = next(
            (section, name)
            for section, movers in (("lot", scenario.lot), ("group", scenario.group))
            for name, mover in movers.items()
            if mover.load_class is not None
        )
        yield Finding((section, name, "load_class"), None, text)

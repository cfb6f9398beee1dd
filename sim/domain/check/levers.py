"""Checks of levers: targets that do not exist or cannot be changed, and names that belong to other numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sim.domain.check.finding import Finding, nearest, quoted
from sim.domain.levers import MisfitError, changes
from sim.domain.paths import numbers
from sim.domain.scenario import Scenario

__all__ = ["levers"]


def levers(scenario: Scenario, unread: Iterable[tuple[str, str]] = ()) -> Iterator[Finding]:
    """Yield a finding for each target of a lever that the scenario does not have, or that the lever cannot change, and
    for each lever that has the name of a number and changes others.

    Parameters
    ----------
    scenario
        A scenario, or the parts of one that could be read.
    unread
        (section, name) of entries that could not be read: if there are any, no lever is checked.
    """
    if any(True for _ in unread):
        return
    for name, lever in scenario.lever.items():
        values = lever.steps() or (1.0,)
        if name in numbers(scenario) and lever.to and name not in lever.to:
            text = "expected another name: this is the path of a number, which the lever does not change"
            yield Finding(("lever", name), None, text)
        for position, target in enumerate(lever.to or (name,)):
            path = ("lever", name, "to", str(position)) if lever.to else ("lever", name)
            try:
                for value in values:
                    changes(scenario, (target,), lever.apply, value)
            except MisfitError as misfit:
                near = None if target in numbers(scenario) else nearest(target, numbers(scenario))
                yield Finding(path, quoted(target), misfit.expectation, near)

"""Checks of levers: each target can be changed, and no name is the path of a number that the lever does not change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sim.domain.check.finding import Finding, nearest, quoted
from sim.domain.levers import MisfitError, changes
from sim.domain.paths import numbers
from sim.domain.scenario import Scenario

__all__ = ["levers"]


def levers(scenario: Scenario, unread: Iterable[tuple[str, str]] = ()) -> Iterator[Finding]:
    """Yield a finding for each target of a lever that does not exist or that the lever cannot change, and for each
    lever whose name is the path of a number that it does not change.

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

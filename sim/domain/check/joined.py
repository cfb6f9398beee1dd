"""Stations, tasks and configurations whose full names (site/station, lift/task) would be equal in results."""

from __future__ import annotations

from collections.abc import Iterator

from sim.domain.check.finding import Finding, quoted
from sim.domain.scenario import Scenario

__all__ = ["joined"]


def joined(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each station, task or configuration with the same full name as an earlier one of its kind.

    A name may contain a slash: station "b/c" of site "A" and station "c" of site "A/b" both have the full name A/b/c.
    """
    seen: dict[tuple[str, str], tuple[str, str]] = {}
    for path, kind, owner, name in _named(scenario):
        other = seen.setdefault((kind, f"{owner}/{name}"), (owner, name))
        if other != (owner, name):
            text = f"expected another name: in results both this {kind} and {quoted(other[1])} of {quoted(other[0])}"
            yield Finding(path, quoted(name), f"{text} would be called {owner}/{name}")


def _named(scenario: Scenario) -> Iterator[tuple[tuple[str, ...], str, str, str]]:
    """Yield the path, kind, owner and name of each station, task and configuration."""
    for owner, site in scenario.site.items():
        yield from ((("site", owner, "station", name), "station", owner, name) for name in site.station)
    for owner, lift in scenario.lift.items():
        tasks, configurations = [task.name for task in lift.task], [each.name for each in lift.configuration]
        for kind, names in (("task", tasks), ("configuration", configurations)):
            for position, name in enumerate(names):
                yield ("lift", owner, kind, str(position), "name"), kind, owner, name

"""Every list of hours of a scenario: when a lift moves, and when a runway, a ramp, a resource or a station works."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sim.domain.scenario import Scenario
from sim.domain.site import Shift

__all__ = ["Hours", "hours"]


class Hours(NamedTuple):
    """A list of hours: its path, its shifts, and whether a review may lengthen them."""

    path: tuple[str, ...]
    shifts: tuple[Shift, ...]
    grows: bool


def hours(scenario: Scenario) -> Iterator[Hours]:
    """Yield every list of hours; a list without shifts is yielded too."""
    for name, lift in scenario.lift.items():
        yield Hours(("lift", name, "moves"), lift.moves, False)
    longer = scenario.review is not None and "hours" in scenario.review.respond
    for name, site in scenario.site.items():
        yield Hours(("site", name, "runway_hours"), site.runway_hours, False)
        yield Hours(("site", name, "ramp_hours"), site.ramp_hours, longer)
        for title, resource in site.resource.items():
            yield Hours(("site", name, "resource", title, "hours"), resource.hours, False)
        for title, station in site.station.items():
            yield Hours(("site", name, "station", title, "hours"), station.hours, longer)

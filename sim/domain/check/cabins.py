"""Seats that are never filled, as a full cabin of people weighs more than the payload."""

from __future__ import annotations

from collections.abc import Iterator
from math import floor, isfinite

from sim.domain.check.finding import Finding
from sim.domain.force import Group
from sim.domain.journey import journeys
from sim.domain.scenario import Scenario
from sim.domain.span import reach, span

__all__ = ["cabins"]


def cabins(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each lift of which even the largest payload, of the lightest riders, leaves seats free."""
    riders: dict[str, list[tuple[float, str]]] = {}
    for name, group in scenario.group.items():
        least = reach(scenario, f"group.{name}.weight_t", group.weight_t)[0]
        for lift in _rides(group, scenario):
            riders.setdefault(lift, []).append((least, name))
    for title, there in riders.items():
        spec = scenario.lift[title]
        if spec.seats is None:
            continue
        seats = span(scenario, f"lift.{title}.seats", spec.seats)[0]
        most = span(scenario, f"lift.{title}.payload_t", spec.payload_t)[1]
        if spec.max_payload_t is not None:
            most = min(most, reach(scenario, f"lift.{title}.max_payload_t", spec.max_payload_t)[1])
        most *= max((spec.leg[site].best_factor if site in spec.leg else 1.0 for site in spec.sites), default=1.0)
        weight, who = min(there)
        if weight <= 0.0 or not isfinite(most) or not isfinite(seats):
            continue
        aboard = floor(most / weight + 1e-6)
        if aboard >= floor(seats):
            continue
        text = f"no more than {aboard} of these seats are ever filled: a payload of at most {most:g} t"
        text += f" carries no more people of {weight:g} t ({who}); state fewer seats, or what one person weighs"
        yield Finding(("lift", title, "seats"), f"{seats:g}", text)


def _rides(group: Group, scenario: Scenario) -> set[str]:
    """Return the lifts that a group may ride on any of its ways."""
    ways = journeys(group, scenario) if group.count else ()
    return {lift for way in ways for hop in way.hops for lift in hop.lifts}

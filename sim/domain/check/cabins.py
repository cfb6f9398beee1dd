"""Lifts with seats that are never all filled, because people in all seats would weigh more than the payload."""

from __future__ import annotations

from collections.abc import Iterator
from math import floor, inf, isfinite

from sim.domain.check.finding import Finding
from sim.domain.force import Group
from sim.domain.journey import journeys
from sim.domain.scenario import Scenario
from sim.domain.span import reach, span

__all__ = ["cabins", "largest_payload", "lightest_riders", "most_by_weight"]


def cabins(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each lift whose largest payload does not carry even the lightest riders in all its seats."""
    for title, (weight, who) in lightest_riders(scenario).items():
        spec = scenario.lift[title]
        if spec.seats is None:
            continue
        seats = span(scenario, f"lift.{title}.seats", spec.seats)[0]
        most = largest_payload(title, scenario)
        aboard = most_by_weight(most, weight)
        if not isfinite(aboard) or not isfinite(seats) or aboard >= floor(seats):
            continue
        text = f"at most {aboard:g} of these seats are ever filled: the payload, at most {most:g} t,"
        text += f" carries no more people of {weight:g} t ({who}); state fewer seats, or correct weight_t of that group"
        stated = f"{spec.seats:g}" if isinstance(spec.seats, int | float) else None
        yield Finding(("lift", title, "seats"), stated, text)


def largest_payload(title: str, scenario: Scenario) -> float:
    """Return the largest payload of a sortie of a lift in any world, at any site, in any month and at any hour [t]."""
    spec = scenario.lift[title]
    most = span(scenario, f"lift.{title}.payload_t", spec.payload)[1]
    if spec.max_payload_t is not None:
        most = min(most, reach(scenario, f"lift.{title}.max_payload_t", spec.max_payload_t)[1])
    return most * max((spec.leg[site].best_factor if site in spec.leg else 1.0 for site in spec.sites), default=1.0)


def most_by_weight(payload: float, weight: float) -> float:
    """Return how many people of this weight [t] a payload [t] carries; infinite for an infinite payload or weight 0."""
    return floor(payload / weight + 1e-6) if weight > 0.0 and isfinite(payload) else inf


def lightest_riders(scenario: Scenario) -> dict[str, tuple[float, str]]:
    """Return lift -> (weight of the lightest person who may ride on it [t], name of the group of this person)."""
    riders: dict[str, list[tuple[float, str]]] = {}
    for name, group in scenario.group.items():
        least = reach(scenario, f"group.{name}.weight_t", group.weight_t)[0]
        for lift in _rides(group, scenario):
            riders.setdefault(lift, []).append((least, name))
    return {title: min(weights) for title, weights in riders.items()}


def _rides(group: Group, scenario: Scenario) -> set[str]:
    """Return the lifts that a group may ride on any of its routes."""
    ways = journeys(group, scenario) if group.count else ()
    return {lift for way in ways for hop in way.hops for lift in hop.lifts}

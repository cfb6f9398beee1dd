"""Loads that must be ready before a mission is requested, but that are larger than one sortie takes."""

from __future__ import annotations

from collections.abc import Iterator
from math import floor, isfinite

from sim.domain.check.cabins import largest_payload, lightest_riders, most_by_weight
from sim.domain.check.finding import Finding, counted
from sim.domain.scenario import Scenario
from sim.domain.span import reach, span
from sim.domain.supply import Ready

__all__ = ["overfull"]


def overfull(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each `people` and `load_t` of a lift on request that is more than any sortie takes."""
    riders = lightest_riders(scenario)
    for title, lift in scenario.lift.items():
        supply, path = lift.supply, ("lift", title, "supply")
        if not isinstance(supply, Ready):
            continue
        payload = largest_payload(title, scenario)
        if supply.people is not None and title in riders:
            seats = span(scenario, f"lift.{title}.seats", lift.seats)[1] if lift.seats is not None else float("inf")
            most = min(floor(seats) if isfinite(seats) else seats, most_by_weight(payload, riders[title][0]))
            if reach(scenario, ".".join((*path, "people")), supply.people)[0] > most:
                yield Finding((*path, "people"), f"{supply.people}", _words(counted(most, "person", "people")))
        if supply.load_t is not None and reach(scenario, ".".join((*path, "load_t")), supply.load_t)[0] > payload:
            yield Finding((*path, "load_t"), f"{supply.load_t:g}", _words(f"{payload:g} t"))


def _words(most: str) -> str:
    """Return the message about a load that is too large; `most` says what one sortie takes at most."""
    return (
        f"no sortie takes more than {most}, so a mission is requested only when more than one load waits;"
        f" state {most.split()[0]} or less"
    )

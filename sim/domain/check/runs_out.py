"""Lifts that carry too little before they end: dated missions, or missions at a rate with a last date."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import ceil, inf

from sim.domain.check.finding import Finding
from sim.domain.check.targets import touched
from sim.domain.check.timing import follows_until
from sim.domain.dates import seconds
from sim.domain.force import Group, Lot
from sim.domain.journey import journeys, most_weight
from sim.domain.nouns import When
from sim.domain.scenario import Scenario
from sim.domain.span import reach, span
from sim.domain.supply import Dated, Rate

__all__ = ["runs_out"]

WEEK = 7 * 86_400


def runs_out(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each set of lifts that end before they can carry the required movers that may ride no other.

    Notes
    -----
    The seats are compared with the people alone, and the payload with the equipment alone. The capacity is the largest
    in any world, and the demand the least. So a finding is certain, but its absence proves little. Rates that vary at
    random or with an unknown are not checked, nor are scenarios whose reviews may request lift.
    """
    last = follows_until(scenario)
    if last is None or last <= 0 or (scenario.review is not None and (scenario.review.lift or scenario.review.call)):
        return
    missions = {name: found for name in scenario.lift if (found := _missions(name, scenario, last)) is not None}
    kinds: tuple[tuple[Mapping[str, Group | Lot], Callable[[str, Scenario], float], str], ...] = (
        (scenario.group, _seats, "people"),
        (scenario.lot, _tonnes, "t"),
    )
    for movers, takes, unit in kinds:
        demands: dict[frozenset[str], float] = {}
        for name, mover in movers.items() if missions else ():
            lifts = frozenset(lift for way in journeys(mover, scenario) for lift in way.hops[0].lifts)
            if lifts and lifts <= set(missions):
                demands[lifts] = demands.get(lifts, 0.0) + _demand(name, mover, scenario)
        for lifts in demands:
            amount = sum(demand for other, demand in demands.items() if other <= lifts)
            carried = sum(missions[lift] * takes(lift, scenario) for lift in lifts if missions[lift])
            if 0.0 < carried < amount * (1.0 - 1e-9):
                yield _finding(sorted(lifts), f"{carried:.6g} {unit}", f"{amount:.6g} {unit}", scenario, last)


def _demand(name: str, mover: Group | Lot, scenario: Scenario) -> float:
    """Return how much of a group [people] or lot [t] must leave by lift: the least in any world; 0 if none must."""
    if isinstance(mover, Group):
        return max(0.0, _least(scenario, f"group.{name}.count", mover.count) - mover.start.left) * mover.required
    if not mover.is_required or mover.disposition != "ship":
        return 0.0
    if mover.total_t is not None:
        return _least(scenario, f"lot.{name}.total_t", mover.total_t) if not mover.start.left else 0.0
    count = max(0.0, _least(scenario, f"lot.{name}.count", mover.count or 0) - mover.start.left)
    return count * max(0.0, _least(scenario, f"lot.{name}.weight_t", mover.weight_t or 0.0))


def _least(scenario: Scenario, path: str, stated: float) -> float:
    """Return the least value of a number in any world."""
    return reach(scenario, path, stated)[0]


def _missions(name: str, scenario: Scenario, last: int) -> float | None:
    """Return the most missions of a lift before it ends.

    None if the lift does not end before the clock does, or if the number of its missions is uncertain.
    """
    supply, clock = scenario.lift[name].supply, scenario.clock
    if isinstance(supply, Dated):
        return float(sum(0 < seconds(mission.at, clock, ends=True) <= last for mission in supply.missions))
    if not isinstance(supply, Rate) or supply.until is None:
        return None
    moved = touched(scenario) & {f"lift.{name}.supply.{key}" for key in ("per_week", "week_cv", "begins", "until")}
    until = seconds(supply.until, clock, ends=True)
    if moved or supply.pattern == "poisson" or supply.week_cv > 0.0 or until >= last:
        return None
    begins = max(0, seconds(supply.begins, clock, ends=False)) if supply.begins is not None else 0
    if until <= begins:
        return 0.0
    return float(ceil(supply.per_week * (until - begins) / WEEK) + 1)


def _seats(name: str, scenario: Scenario) -> float:
    """Return the most people that one mission of a lift takes by its seats."""
    seats = scenario.lift[name].seats
    return inf if seats is None else span(scenario, f"lift.{name}.seats", seats)[1]


def _tonnes(name: str, scenario: Scenario) -> float:
    """Return the most equipment that one mission of a lift takes by its payload [t]."""
    lift = scenario.lift[name]
    best = max((lift.leg[site].best_factor if site in lift.leg else 1.0 for site in lift.sites), default=1.0)
    return max(most_weight(name, scenario), best * span(scenario, f"lift.{name}.payload_t", lift.payload)[1])


def _finding(lifts: Sequence[str], carried: str, amount: str, scenario: Scenario, last: int) -> Finding:
    """Return the finding that these lifts end within the clock and carry too little; it names their last date."""
    ends = [
        (when, path, stated)
        for name in lifts
        for path, stated in _ends(name, scenario)
        if 0 < (when := seconds(stated, scenario.clock, ends=True)) <= last
    ]
    _, path, stated = max(ends)
    text = f"the last mission is too early: all missions of {' and '.join(lifts)} take {carried} at most, and"
    text += f" {amount} that must leave their site may ride no other lift; state more missions, or a later end"
    return Finding(path, f"{stated}", text)


def _ends(name: str, scenario: Scenario) -> Iterator[tuple[tuple[str, ...], When]]:
    """Yield (path, date) for each date on which the last mission of a lift may come."""
    supply, path = scenario.lift[name].supply, ("lift", name, "supply")
    if isinstance(supply, Rate) and supply.until is not None:
        yield (*path, "until"), supply.until
    for row, mission in enumerate(supply.missions if isinstance(supply, Dated) else ()):
        yield (*path, "missions", str(row), "at"), mission.at

"""Conditions and milestones that count nothing: they would be met from the start, which is never intended."""

from __future__ import annotations

from collections.abc import Iterator

from sim.domain.check.finding import Finding
from sim.domain.counted import counts
from sim.domain.ends import covers
from sim.domain.force import Group, Lot
from sim.domain.journey import places
from sim.domain.order import Condition
from sim.domain.scenario import Scenario

__all__ = ["uncounted"]


def uncounted(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each condition and milestone that counts no group or lot of the scenario."""
    movers: dict[str, Group | Lot] = {**scenario.group, **scenario.lot}
    for name, hold in scenario.hold.items():
        for position, condition in enumerate(hold.until):
            if _names_unknown(condition, scenario):
                continue  # the check of references reports this
            if not any(counts(condition, who, mover, places(mover, scenario)) for who, mover in movers.items()):
                yield _nothing(("hold", name, "until", str(position)), condition, movers, scenario)
    for name, milestone in scenario.milestone.items():
        known = milestone.site is None or milestone.site in scenario.site
        if movers and known and not any(covers(milestone, mover, scenario) for mover in movers.values()):
            text = "expected a milestone that counts some group or lot; it counts nothing"
            yield Finding(("milestone", name), None, text)


def _names_unknown(condition: Condition, scenario: Scenario) -> bool:
    """Whether a condition names a group, lot or site that does not exist."""
    return (
        not set(condition.group) <= set(scenario.group)
        or not set(condition.lot) <= set(scenario.lot)
        or (condition.site is not None and condition.site not in scenario.site)
    )


def _nothing(
    path: tuple[str, ...], condition: Condition, movers: dict[str, Group | Lot], scenario: Scenario
) -> Finding:
    """Return the finding that a condition counts nothing; it proposes `wanted = true` if this is enough."""
    text = "expected a condition that counts some group or lot; it counts nothing"
    with_wanted = condition.model_copy(update={"wanted": True})
    if any(counts(with_wanted, name, mover, places(mover, scenario)) for name, mover in movers.items()):
        text += " that is required (wanted = true counts the wanted ones too)"
    return Finding(path, None, text)

"""Unknowns without effect: the numbers that they change are not used, or are the same in every world."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sim.domain.check.finding import Finding
from sim.domain.check.targets import targets, touched
from sim.domain.check.unused import unused
from sim.domain.known import set_by
from sim.domain.paths import Number, matching, numbers
from sim.domain.scenario import Scenario
from sim.domain.span import reach
from sim.domain.unread import UnreadKeys

__all__ = ["unheeded"]


def unheeded(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for every unknown that has no effect on any history.

    Notes
    -----
    An unknown has an effect if it may change a number that is used, or if another unknown with an effect uses its draw.
    An unknown that would set only known numbers (numbers set for the run) is not reported here.
    """
    stated, reading = numbers(scenario), UnreadKeys(scenario, touched(scenario))
    idle = {finding.path: finding.expectation for finding in unused(scenario)}
    reasons: dict[str, str] = {}
    for name in scenario.uncertainty:
        reached = [path for target in targets(scenario, name) for path in matching(target, stated)]
        changed = set_by(scenario, name, reached)
        found = [_reason(scenario, stated[path], reading, idle) for path in changed]
        if found and None not in found:
            more = f"; of the {len(found)} numbers that it changes, none has an effect" if len(found) > 1 else ""
            reasons[name] = f"{changed[0]}: {found[0]}{more}"
    for name in set(reasons) - set(_unused(scenario, reasons)):
        del reasons[name]
    for name, why in reasons.items():
        yield Finding(("uncertainty", name), None, f"has no effect: {why}")


def _reason(scenario: Scenario, number: Number, reading: UnreadKeys, idle: dict[tuple[str, ...], str]) -> str | None:
    """Return why a number that an unknown changes is not used, or that it is constant; None if it may matter."""
    parts = tuple(part for part, _ in number.parts)
    why = reading.off(parts) or next((text for path, text in idle.items() if parts[: len(path)] == path), None)
    if why is None and reach(scenario, ".".join(parts), number.value) == (number.value, number.value):
        return f"it is {number.value:g} in every world"
    return why


def _unused(scenario: Scenario, idle: Iterable[str]) -> set[str]:
    """Return the unknowns in `idle` whose draw no unknown with an effect uses."""
    unused_draws = set(idle)
    while True:
        others = [entry for name, entry in scenario.uncertainty.items() if name not in unused_draws]
        used = {entry.same_as for entry in others if entry.same_as}
        if not used & unused_draws:
            return unused_draws
        unused_draws -= used

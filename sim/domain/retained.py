"""Keys that have no effect on movers that are retained in the country, because these movers wait for no lift."""

from __future__ import annotations

from collections.abc import Iterator

from sim.domain.phased import phased
from sim.domain.scenario import Scenario

__all__ = ["unread_of_retained"]

OF_LIFT = ("board_after", "due", "lifts", "routes", "route_rule")
"""Keys of a group or lot that state how it waits for lift."""


def unread_of_retained(scenario: Scenario) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield (path, reason) for each key that has no effect because movers are retained in the country."""
    retained = {
        (section, name)
        for section in ("group", "lot")
        for name, mover in getattr(scenario, section).items()
        if mover.disposition == "retain"
    }
    for section, name in sorted(retained):
        why = f'{section}.{name}.disposition = "retain": it waits for no lift'
        yield from (((section, name, key), why) for key in OF_LIFT)
        if section == "lot":
            yield ("lot", name, "stations"), f"it passes those in site.{scenario.lot[name].site}.disposal.retain"
    for name, floor in scenario.floor.items():
        if ("group", floor.group) in retained:
            yield ("floor", name), f'group.{floor.group}.disposition = "retain": none of its members boards'
    named: dict[str, set[tuple[str, str]]] = {}
    for mover, titles in phased(scenario).items():
        for title in titles:
            named.setdefault(title, set()).add(mover)
    for title, movers in named.items():
        if scenario.plan[title].governs == "boarding" and movers <= retained:
            yield ("plan", title), "all groups and lots that follow it are retained in country: none of them boards"

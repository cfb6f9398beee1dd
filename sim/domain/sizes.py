"""Keys without effect: sizes of lots that no lift limits, and limits of lifts on sizes that no lot states."""

from __future__ import annotations

from collections.abc import Iterator

from sim.domain.bulk import SIZES
from sim.domain.journey import journeys
from sim.domain.scenario import Scenario

__all__ = ["unread_sizes"]


def unread_sizes(scenario: Scenario) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield (path, reason) for each size of a lot and each limit of a lift that has no effect.

    A size of a lot has no effect if no lift that may carry the lot states the limit of that size; a limit of a lift has
    no effect if no lot that may ride the lift states that size.
    """
    read: set[tuple[str, str]] = set()
    for name, lot in scenario.lot.items():
        stated = [key for key in SIZES if getattr(lot, key) is not None]
        if not stated:
            continue
        lifts = {lift for way in journeys(lot, scenario) for hop in way.hops for lift in hop.lifts}
        for key in stated:
            limiting = {lift for lift in lifts if getattr(scenario.lift[lift], SIZES[key].limit) is not None}
            read |= {(lift, SIZES[key].limit) for lift in limiting}
            if not limiting:
                yield ("lot", name, key), f"no lift that may carry it states {SIZES[key].limit}"
    for title, lift in scenario.lift.items():
        for key, (limit, *_) in SIZES.items():
            if getattr(lift, limit) is not None and (title, limit) not in read:
                why = f"no lot that may ride it states {key}"
                yield ("lift", title, limit), why
                for position in range(len(lift.configuration)):
                    yield ("lift", title, "configuration", str(position), limit), why

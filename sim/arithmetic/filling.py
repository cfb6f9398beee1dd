"""What fills a sortie first: payload, pallet positions, volume, seats, or items too large to share a sortie.

A load is what one group or lot has yet to move.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, Protocol

from sim.model.world.means import Load

__all__ = [
    "MEASURES", "NOTHING", "SPACE", "Filling", "Fills", "Measure", "Room", "filling", "large", "sharing", "thresholds",
    "weighed",
]  # fmt: skip

Fills = Literal["payload", "positions", "volume", "seats", "items"]
"""What fills a sortie; `items`: so few items fit together that none of payload, positions and volume is used up."""
BIT = 1e-9
"""Relative difference below which two amounts count as equal."""
FEW = 3
"""If more items than this fit on a sortie, rounding to whole items is ignored."""
MOST_SIZES = 100
"""If there are more item sizes than this by a measure, only some of them are judged."""


@dataclass(frozen=True, slots=True)
class Room:
    """Mean capacity of a sortie: payload [t], positions, seats, volume [m3]; infinite where there is no limit.

    `heavy` says whether it may carry equipment.
    """

    payload_t: float
    positions: float
    seats: float
    heavy: bool
    volume_m3: float = math.inf


class HasRoom(Protocol):
    """A sortie, or a lift each of whose sorties has this room."""

    @property
    def payload_t(self) -> float:
        """Payload [t]."""

    @property
    def positions(self) -> float:
        """Pallet positions."""

    @property
    def volume_m3(self) -> float:
        """Volume [m3]."""


class Measure(NamedTuple):
    """A measure of equipment: its name in `Fills`, how much of it a load takes, and how much of it a sortie has."""

    fills: Fills
    of: Callable[[Load], float]
    room: Callable[[HasRoom], float]


WEIGHT: Final = Measure("payload", lambda load: load.tonnes, lambda sortie: sortie.payload_t)
SPACE: Final = (
    Measure("positions", lambda load: load.positions, lambda sortie: sortie.positions),
    Measure("volume", lambda load: load.volume_m3, lambda sortie: sortie.volume_m3),
)
"""Measures of equipment other than weight."""
MEASURES: Final = (WEIGHT, *SPACE)


@dataclass(frozen=True, slots=True)
class Filling:
    """How the sorties of a lift are filled by everything that may ride on them.

    Attributes
    ----------
    by
        The measure by which the most sorties are needed; None if no sortie is needed.
    load_t
        Weight of equipment on one sortie, as payload, positions, volume and whole items allow [t]; the payload if no
        equipment rides.
    each
        Positions, cubic metres, people or items on one sortie, whichever `by` names. If `by` is "payload": 0, or, on a
        lift that carries no equipment, the number of people whom payload and seats allow.
    tonnes, people
        Weight of equipment [t], and number of people, that may ride on the lift.
    """

    by: Fills | None
    load_t: float
    each: float
    tonnes: float
    people: int


NOTHING: Final = Filling(None, 0.0, 0.0, 0.0, 0)
"""The filling of a lift on which nothing may ride."""


def filling(room: Room, cargo: Sequence[Load], people: Sequence[Load]) -> Filling:
    """Return what fills the sorties of a lift.

    Notes
    -----
    Each measure alone gives a number of sorties that no packing can reduce; the largest of these numbers counts.
    """
    heads, weight = sum(load.count for load in people), math.fsum(load.tonnes for load in people)
    calls = math.fsum(load.calls for load in people)
    calls_each = calls / heads if heads else 1.0  # above 1 if there are no-shows, who are called again
    seats = calls / room.seats if heads and 0.0 < room.seats < math.inf else 0.0
    if not room.heavy:
        each = weight / heads if heads else 0.0
        fit = math.floor(room.payload_t / each + 1e-6) if each > 0.0 else math.inf if room.payload_t > 0.0 else 0.0
        by_weight = calls_each * weight / room.payload_t if room.payload_t > 0.0 else 0.0
        by: Fills | None = None if not heads else "seats" if seats >= by_weight and seats > 0.0 else "payload"
        return Filling(by, room.payload_t, room.seats if by == "seats" else min(fit, room.seats), 0.0, heads)
    tonnes = math.fsum(load.tonnes for load in cargo)
    space = [(math.fsum(map(by.of, cargo)), by.room(room), by.fills) for by in SPACE]
    by_items, fit_together = max(
        ((sum(load.count for load in loads) / n, n) for loads, n in _whole(room, cargo)), default=(0.0, 0.0)
    )
    payload = room.payload_t
    capped = math.fsum(weighed(load, payload) for load in cargo)
    needs: list[tuple[float, Fills, float]] = [
        ((capped + calls_each * weight) / payload if payload > 0.0 else 0.0, "payload", 0.0),
        *((amount / most if 0.0 < most < math.inf else 0.0, fills, most) for amount, most, fills in space),
        (by_items, "items", fit_together),
    ]
    flies_alone = capped < tonnes * (1.0 - BIT)  # some item is heavier than the payload
    favoured = "items" if flies_alone else "payload"
    most = max(needs, key=lambda need: need[0] if need[1] == favoured else need[0] * (1.0 - BIT))
    load_t = payload if most[1] == "payload" or not tonnes else tonnes / most[0]
    load_t = load_t if flies_alone else min(payload, load_t)
    if seats > most[0] * (1.0 + BIT):
        most = (seats, "seats", room.seats)
    return Filling(most[1] if most[0] > 0.0 else None, load_t, most[2], tonnes, heads)


def weighed(load: Load, payload_t: float) -> float:
    """Return the weight by which a load fills sorties [t]: an item heavier than the payload counts as one payload.

    People who do not turn up count again each time they are called.
    """
    return load.calls * min(load.tonnes / load.count, payload_t) if load.count else 0.0


def thresholds(cargo: Sequence[Load]) -> list[tuple[Measure, float]]:
    """Return each (measure, size) for which it must be computed how many items of at least this size fit together.

    If there are more than `MOST_SIZES` sizes by a measure, only some sizes, at least 5 % apart, and the largest are
    returned, since the limits of the sizes between them hardly differ.
    """
    present = [load for load in cargo if load.count]
    found: list[tuple[Measure, float]] = []
    for by in MEASURES:
        sizes = {by.of(load) / load.count for load in present}
        found += [(by, size) for size in _apart(sorted(size for size in sizes if size > 0))]
    return found


def _apart(sizes: Sequence[float]) -> list[float]:
    """Return ascending sizes; if there are too many, only some, at least 5 % apart, and the largest."""
    if len(sizes) <= MOST_SIZES:
        return list(sizes)
    kept = [sizes[0]]
    for size in sizes:
        if size >= 1.05 * kept[-1]:
            kept.append(size)
    return kept if kept[-1] == sizes[-1] else [*kept, sizes[-1]]


def sharing(room: Room, by: Measure, size: float) -> float:
    """Return the largest number of items of at least a size that one sortie takes.

    The number is at least one, because an item that is too large rides alone; up to `FEW`, it is rounded down. It is 0
    for a sortie that takes no equipment or has no room by this measure.
    """
    fit = min(by.room(room) / size, 1e12) if room.heavy else 0.0
    return max(1.0, float(math.floor(fit + 1e-6))) if 0.0 < fit < FEW + 1 else fit


def large(load: Load, by: Measure, size: float) -> bool:
    """Return whether an item of a load has at least a size."""
    return bool(load.count) and by.of(load) / load.count >= size * (1.0 - BIT)


def _whole(room: Room, cargo: Sequence[Load]) -> list[tuple[list[Load], float]]:
    """Return, for each size of which few items fit together, the loads of at least that size and how many items fit."""
    kinds = [(by, size, sharing(room, by, size)) for by, size in thresholds(cargo)]
    return [([load for load in cargo if large(load, by, size)], n) for by, size, n in kinds if 0.0 < n <= FEW]

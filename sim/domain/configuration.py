"""Configurations of a lift: the same aircraft with pallets, with seats, or with half of each."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sim.domain.nouns import Name, NonNegative, Noun, Positive
from sim.domain.uncertainty import Chance

__all__ = ["DRAWN", "LIMITS", "SPACE", "Configuration"]

SPACE = ("pallets", "volume_m3")
"""Keys of the space for equipment; each is one number, never a distribution."""
DRAWN = ("payload_t", "seats")
"""Keys of the limits of a load that may be distributions, drawn for each sortie."""
LIMITS = ("payload_t", *SPACE, "seats", "load_h")
"""The keys of a lift that a configuration may state for itself."""


class Configuration(Noun):
    """What one sortie of a lift takes in this configuration; for a key that is not stated, the lift's value holds."""

    name: Name
    payload_t: Chance | None = None
    """Payload available on one sortie [t], people included; no more than that of the lift."""
    pallets: Annotated[NonNegative | None, Field()] = None
    """Pallet positions, no more than those of the lift; 0 means none: only items that take no position may ride."""
    volume_m3: Positive | None = None
    """Volume of equipment that one sortie takes [m3], no more than that of the lift."""
    seats: Chance | None = None
    """Seats on one sortie, no more than those of the lift; 0 means none."""
    load_h: Chance | None = None
    """Time to load one sortie [h], whatever it carries; not for a lift with tasks."""
    source: str | None = None
    """Where these numbers come from."""

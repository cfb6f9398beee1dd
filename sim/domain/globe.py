"""Distances on the globe."""

from __future__ import annotations

import math
from typing import Final

from sim.domain.site import Position

__all__ = ["great_circle_nm"]

EARTH_NM: Final = 3440.065
"""Mean radius of the Earth, 6,371.0 km, in nautical miles."""


def great_circle_nm(one: Position, other: Position) -> float:
    """Return the great-circle distance on a sphere of mean radius [nm], by the haversine formula (Sinnott 1984)."""
    lat1, lon1, lat2, lon2 = (math.radians(x) for x in (one.lat, one.lon, other.lat, other.lon))
    a = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_NM * math.asin(min(1.0, math.sqrt(a)))

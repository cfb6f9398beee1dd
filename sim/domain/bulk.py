"""The sizes of an item (volume, length, width and height), each with the key of a lift that limits it."""

from __future__ import annotations

from typing import Final, NamedTuple

from sim.domain.force import Lot
from sim.domain.scenario import Scenario
from sim.domain.span import reach

__all__ = ["SIZES", "Size", "takes"]


class Size(NamedTuple):
    """One size of an item.

    Attributes
    ----------
    limit
        Key of a lift that limits this size.
    words
        Format of a value for messages.
    counted
        Unit in which a compiled plan counts this size.
    """

    limit: str
    words: str
    counted: str


SIZES: Final = {
    "volume_m3": Size("volume_m3", "{:g} m3", "litres"),
    "length_m": Size("max_length_m", "{:g} m long", "millimetres"),
    "width_m": Size("max_width_m", "{:g} m wide", "millimetres"),
    "height_m": Size("max_height_m", "{:g} m high", "millimetres"),
}
"""Key of a lot -> the size that it states."""
TOLERANCE: Final = 5e-4
"""How far a size may exceed a limit [m, m3], because a compiled plan counts in whole millimetres and litres."""


def takes(title: str, name: str, lot: Lot, key: str, scenario: Scenario) -> bool:
    """Whether an item fits a lift by one size in some world; true if the lot states no such size or the lift no limit.

    Parameters
    ----------
    title
        The name of the lift.
    name, lot
        The lot and its name.
    key
        The size, as a key of `SIZES` such as "length_m".
    scenario
        The scenario that contains the lift and the lot.
    """
    limited = SIZES[key].limit
    size, limit = getattr(lot, key), getattr(scenario.lift[title], limited)
    if size is None or limit is None:
        return True
    least = reach(scenario, f"lot.{name}.{key}", size)[0]
    return bool(least <= reach(scenario, f"lift.{title}.{limited}", limit)[1] + TOLERANCE)

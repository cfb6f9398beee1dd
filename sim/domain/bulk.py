"""Volume, length, width and height: which key of a lot is limited by which key of a lift."""

from __future__ import annotations

from typing import Final, NamedTuple

from sim.domain.force import Lot
from sim.domain.scenario import Scenario
from sim.domain.span import reach

__all__ = ["SIZES", "Size", "takes"]


class Size(NamedTuple):
    """A size of an item: the key of a lift that limits it, its words, and the units in which a plan counts it."""

    limit: str
    words: str
    counted: str


SIZES: Final = {
    "volume_m3": Size("volume_m3", "{:g} m3", "litres"),
    "length_m": Size("max_length_m", "{:g} m long", "millimetres"),
    "width_m": Size("max_width_m", "{:g} m wide", "millimetres"),
    "height_m": Size("max_height_m", "{:g} m high", "millimetres"),
}
"""By the key of a lot."""
TOLERANCE: Final = 5e-4
"""Sizes that differ by less count as equal [m, m3]: the plan keeps whole millimetres and litres."""


def takes(title: str, name: str, lot: Lot, key: str, scenario: Scenario) -> bool:
    """Whether the size `key` of an item lets it ride a lift in some world; true if the lot or the lift states none.

    Parameters
    ----------
    title
        The name of the lift.
    name, lot
        The lot and its name.
    key
        A key of `SIZES`, such as "length_m".
    scenario
        The scenario that contains both.
    """
    limited = SIZES[key].limit
    size, limit = getattr(lot, key), getattr(scenario.lift[title], limited)
    if size is None or limit is None:
        return True
    least = reach(scenario, f"lot.{name}.{key}", size)[0]
    return bool(least <= reach(scenario, f"lift.{title}.{limited}", limit)[1] + TOLERANCE)

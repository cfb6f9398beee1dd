"""Volume, length, width and height: which key of a lot is limited by which key of a lift."""

from __future__ import annotations

from typing import Final

from sim.domain.force import Lot
from sim.domain.scenario import Scenario
from sim.domain.span import reach

__all__ = ["SIZES", "takes"]

SIZES: Final = {
    "volume_m3": "volume_m3",
    "length_m": "max_length_m",
    "width_m": "max_width_m",
    "height_m": "max_height_m",
}
"""Key of a lot -> key of a lift that limits it."""
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
    size, limit = getattr(lot, key), getattr(scenario.lift[title], SIZES[key])
    if size is None or limit is None:
        return True
    least = reach(scenario, f"lot.{name}.{key}", size)[0]
    return bool(least <= reach(scenario, f"lift.{title}.{SIZES[key]}", limit)[1] + TOLERANCE)

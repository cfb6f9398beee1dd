"""Items whose volume, length, width or height is too large for every lift that may carry them."""

from __future__ import annotations

from collections.abc import Mapping

from sim.domain.bulk import SIZES, takes
from sim.domain.check.finding import Finding
from sim.domain.force import Lot
from sim.domain.lift import Lift
from sim.domain.scenario import Scenario
from sim.domain.span import reach

__all__ = ["large_enough", "too_bulky"]


def large_enough(name: str, lot: Lot, lifts: Mapping[str, Lift], scenario: Scenario) -> dict[str, Lift]:
    """Return the lifts among `lifts` that an item of a lot fits by each of its sizes in some world."""
    return {
        title: lift for title, lift in lifts.items() if all(takes(title, name, lot, key, scenario) for key in SIZES)
    }


def too_bulky(name: str, lot: Lot, lifts: Mapping[str, Lift], site: str, scenario: Scenario) -> Finding:
    """Return the finding that an item is too large for every lift that may carry it from a site."""
    stated = [key for key in SIZES if getattr(lot, key) is not None]
    too_large = [key for key in stated if not any(takes(title, name, lot, key, scenario) for title in lifts)]
    key = (too_large or stated)[0]
    listed = ", ".join(f"{title} takes {_most(title, lift, stated, scenario)}" for title, lift in lifts.items())
    sizes = " and ".join(SIZES[each].words.format(getattr(lot, each)) for each in stated)
    text = f"expected an item that some lift can carry from {site}; this one is {sizes}, and {listed}"
    return Finding(("lot", name, key), f"{getattr(lot, key):g}", text)


def _most(title: str, lift: Lift, stated: list[str], scenario: Scenario) -> str:
    """Return the words for the largest item that a lift takes in any world, by the sizes that the lot states."""
    limits = {key: getattr(lift, SIZES[key].limit) for key in stated}
    most = {
        key: reach(scenario, f"lift.{title}.{SIZES[key].limit}", limit)[1]
        for key, limit in limits.items()
        if limit is not None
    }
    return " and ".join(SIZES[key].words.format(limit) for key, limit in most.items()) or "any size"

"""Numbers that rounding would change too much.

A compiled plan counts in whole kilograms, thousandths of a pallet position, litres, millimetres, seconds and seats.
This is fine enough, except for many small items that are stated one by one: a hundred thousand items of 0.4 kg would
weigh nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from statistics import NormalDist

from sim.domain.bulk import SIZES
from sim.domain.check.cargo import largest, smallest
from sim.domain.check.finding import Finding, counted
from sim.domain.force import Lot
from sim.domain.paths import numbers
from sim.domain.scenario import Scenario
from sim.domain.span import reach
from sim.domain.uncertainty import Chance, Distribution, Empirical, Lognormal, Pert, Triangular, Uniform, Weibull

__all__ = ["PART", "mean_of", "rounding"]

PART = 0.01
"""Largest share of a number that rounding may remove or add."""
SLIGHT_KG, SLIGHT_POSITIONS = 50.0, 0.05
"""Changes over all items of a lot (in kg, in positions) that are too small to matter, unless an item becomes 0."""
FINE_KG = 10.0
"""Weight [kg] from which rounding is harmless if weights vary by over 1 kg: they are rounded up as often as down."""
CLOCK = ("open_h", "close_h")
"""Keys that state an hour of the day; they are not checked, since rounding moves them by half a second at most."""
LARGER = "state fewer, larger items (pallets or containers instead of what is in them)"
TONNES = "weight_t is in tonnes; state whole kilograms, such as 0.181"
"""`LARGER` and `TONNES` are advice in messages, about items and about people."""


def rounding(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for every number that rounding would change by more than `PART`."""
    for name, group in scenario.group.items():
        yield from _weight(("group", name, "weight_t"), group.weight_t, group.count)
        yield from _unsure(scenario, ("group", name, "weight_t"), group.weight_t, group.count)
    for name, lot in scenario.lot.items():
        if lot.weight_t is not None and lot.count is not None:
            yield from _weight(("lot", name, "weight_t"), lot.weight_t, lot.count)
            yield from _unsure(scenario, ("lot", name, "weight_t"), lot.weight_t, lot.count)
        if lot.total_t is not None:
            yield from _weight(("lot", name, "total_t"), lot.total_t, 1)
            yield from _drawn(name, lot)
        yield from _positions(name, lot)
    yield from _sizes(scenario)
    yield from _other_numbers(scenario)


def _whole(value: float) -> int:
    """Return a number rounded half up, as the plan does."""
    return math.floor(value + 0.5)


def _off(value: float, least: int = 0) -> float:
    """Return the relative change of a number by rounding it, to at least `least`; 0 if the number is not positive."""
    return abs(max(_whole(value), least) - value) / value if value > 0.0 else 0.0


def _weight(path: tuple[str, ...], tonnes: float, count: int) -> Iterator[Finding]:
    """Yield a finding for a weight if rounding would change it, and its sum over all `count` members, by too much."""
    kg = 1000.0 * tonnes
    lost = abs(_whole(kg) - kg) * count
    if count and _off(kg) > PART and (lost > SLIGHT_KG or _whole(kg) == 0):
        kept = _whole(kg) * count / 1000.0
        cure = TONNES if path[0] == "group" else LARGER
        cure = "state what weighs at least half a kilogram" if path[-1] == "total_t" else cure
        text = f"expected a weight that changes by at most {PART:.0%} in whole kilograms; this one would be"
        text += f" {_whole(kg)} kg, and {kept:,.6g} t in all instead of {tonnes * count:,.6g} t: {cure}"
        yield Finding(path, f"{tonnes:g}", text)


def _unsure(scenario: Scenario, path: tuple[str, ...], tonnes: float, count: int) -> Iterator[Finding]:
    """Yield a finding for a weight that unknowns change, if rounding would change it by too much.

    There is no finding for a weight that varies between worlds by more than 1 kg and is never below `FINE_KG`:
    rounding then adds as often as it removes.
    """
    low, high = (1000.0 * end for end in reach(scenario, ".".join(path), tonnes))
    if low == high or not count:
        return
    off = _off((low + high) / 2.0) > PART if high - low <= 1.0 else low < FINE_KG
    if off and count * min(max(low, 0.0), 0.5) > SLIGHT_KG:
        text = f"expected a weight that changes by at most {PART:.0%} in whole kilograms, in every world;"
        text += " [uncertainty] makes it"
        cure = TONNES if path[0] == "group" else LARGER
        yield Finding(path, f"{tonnes:g}", f"{text} {low:.4g} to {high:.4g} kg, for each of {count:,}: {cure}")


def _drawn(name: str, lot: Lot) -> Iterator[Finding]:
    """Yield a finding if rounding would change by too much the weights of the items into which a total is divided.

    The plan counts an item below 1 kg as 1 kg.
    """
    if lot.item_t is None or not lot.total_t:
        return
    if isinstance(lot.item_t, Empirical):
        stated = math.fsum(lot.item_t.values)
        kept = math.fsum(max(_whole(1000.0 * each), 1) for each in lot.item_t.values) / 1000.0
        off, mean = abs(kept - stated) / stated if stated > 0.0 else 0.0, stated / max(len(lot.item_t.values), 1)
    else:
        mean = mean_of(lot.item_t)
        narrow = largest(lot.item_t) - smallest(lot.item_t) <= 0.001
        fine = 1000.0 * mean >= FINE_KG or 1000.0 * smallest(lot.item_t) >= 1.0
        off = _off(1000.0 * mean, 1) if narrow else 0.0 if fine else 1.0
    if off > PART:
        text = f"expected weights that change by at most {PART:.0%} in whole kilograms, and none below 1 kg; items"
        text += f" weigh {mean:.6g} t on average, and the total would be divided into another number of them: {LARGER}"
        yield Finding(("lot", name, "item_t"), None, text)


def mean_of(shape: Chance | Distribution) -> float:
    """Return the mean of a number or a distribution; raise AssertionError for a family that it does not know."""
    if isinstance(shape, int | float):
        return float(shape)
    if isinstance(shape, Empirical):
        return math.fsum(shape.values) / len(shape.values) if shape.values else 0.0
    if isinstance(shape, Uniform):
        return (shape.low + shape.high) / 2.0
    if isinstance(shape, Triangular):
        return (shape.low + shape.mode + shape.high) / 3.0
    if isinstance(shape, Pert):
        return (shape.low + 4.0 * shape.mode + shape.high) / 6.0
    if isinstance(shape, Lognormal | Weibull) and shape.mean is None:
        (p, low), (q, high) = shape.quantiles()
        if isinstance(shape, Lognormal):
            below, above = NormalDist().inv_cdf(p), NormalDist().inv_cdf(q)
            sigma = math.log(high / low) / (above - below)
            return math.exp(math.log(low) - sigma * below + sigma * sigma / 2.0)
        if high <= low:
            return low
        power = math.log(math.log1p(-q) / math.log1p(-p)) / math.log(high / low)
        return float(low / (-math.log1p(-p)) ** (1.0 / power) * math.gamma(1.0 + 1.0 / power))
    stated = getattr(shape, "mean", None) if getattr(shape, "mean", None) is not None else getattr(shape, "p", None)
    if stated is None:
        raise AssertionError(f"the mean of {type(shape).__name__} is not known here")
    return float(stated)


def _positions(name: str, lot: Lot) -> Iterator[Finding]:
    """Yield a finding for pallet positions if rounding would change them by too much over all items."""
    if lot.weight_t is None or lot.count is None:
        if not lot.pallets_per_t and lot.pallets and _off(1000.0 * lot.pallets) > PART:
            yield _lost_positions(name, lot, lot.pallets, _whole(1000.0 * lot.pallets))
        return
    each = lot.pallets + lot.pallets_per_t * lot.weight_t
    kept = _whole(1000.0 * lot.pallets + lot.pallets_per_t * _whole(1000.0 * lot.weight_t))  # from whole kilograms
    lost = abs(kept / 1000.0 - each)
    if lot.count and lost > PART * each and (lost * lot.count > SLIGHT_POSITIONS or kept == 0):
        yield _lost_positions(name, lot, each, kept)


def _lost_positions(name: str, lot: Lot, each: float, kept: int) -> Finding:
    """Return the finding about the pallet positions of an item, at the key that states them.

    Parameters
    ----------
    name, lot
        The lot and its name.
    each, kept
        Positions of an item as stated, and thousandths of a position in the plan.
    """
    key = "pallets" if lot.pallets else "pallets_per_t"
    text = f"expected positions that change by at most {PART:.0%} in whole thousandths;"
    text += f" an item on {counted(each, 'position')} would have"
    return Finding(("lot", name, key), f"{getattr(lot, key):g}", f"{text} {kept / 1000.0:g}: {LARGER}")


def _sizes(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each volume, length, width or height that whole litres or millimetres change by too much."""
    for key, (limit, _, units) in SIZES.items():
        stated = [(("lot", name, key), getattr(lot, key)) for name, lot in scenario.lot.items()]
        stated += [(("lift", title, limit), getattr(lift, limit)) for title, lift in scenario.lift.items()]
        for path, size in stated:
            if size is not None and _off(1000.0 * size) > PART:
                text = f"expected a size that changes by at most {PART:.0%} in whole {units}; this one would be"
                yield Finding(path, f"{size:g}", f"{text} {_whole(1000.0 * size)}")


def _other_numbers(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each payload, time or number of seats that rounding would change by too much."""
    for number in numbers(scenario).values():
        (key, is_key), section = number.parts[-1], number.parts[0][0]
        if not is_key or key in CLOCK or "_per_" in key or key.startswith("per_") or section == "lot":
            continue
        if section == "group" and key == "weight_t":
            continue
        unit = 1.0 if key == "seats" else number.unit
        if key != "seats" and not key.endswith(("_t", "_h", "_d")):
            continue
        in_plan = number.value * unit  # before rounding
        if _off(in_plan) > PART:
            what = "whole seats" if key == "seats" else "whole kilograms" if key.endswith("_t") else "whole seconds"
            text = f"expected a number that changes by at most {PART:.0%} in {what}; this one would be"
            yield Finding(tuple(part for part, _ in number.parts), f"{number.value:g}", f"{text} {_whole(in_plan)}")

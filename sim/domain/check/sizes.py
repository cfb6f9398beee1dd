"""Numbers that are too large, or too close to 0, to compute with; `sim.domain.largest` has the table of bounds."""

from __future__ import annotations

import math
from collections.abc import Iterator
from statistics import NormalDist
from typing import Any

from sim.domain.check.finding import Finding
from sim.domain.force import MOST
from sim.domain.largest import UNKNOWN, WIDEST, Largest, largest
from sim.domain.lever import Lever
from sim.domain.nouns import Noun
from sim.domain.scenario import Scenario
from sim.domain.uncertainty import FAMILIES, Lognormal, Weibull

__all__ = ["sizes"]

MONEY = 90_000_000_000_000
"""Largest total value of all items [USD]: sums of cents stay exact below 2**53."""
PRICES = ("value_usd", "prepare_usd", "repair_usd", "sale_usd", "transfer_usd", "destroy_usd")
"""Keys of a lot whose sums over all items are limited by `MONEY`."""
SHAPES = frozenset({"cv", "p"})
"""Parameters of a distribution that have no unit, and so bounds of their own."""


def sizes(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each number, or parameter of a distribution, outside the bounds of its key, and if there are
    too many people and items in all, or their total value is too large.
    """
    yield from _walked(scenario, (), None)
    yield from _too_many(scenario)
    for key in PRICES:
        worth = {name: (lot.count or 0) * (getattr(lot, key) or 0.0) for name, lot in scenario.lot.items()}
        if sum(worth.values()) > MONEY:
            name = max(worth, key=worth.__getitem__)
            text = f"expected at most {MONEY:,} US dollars for all items together, so that sums of cents stay exact"
            yield Finding(("lot", name, key), f"{getattr(scenario.lot[name], key):g}", text)


def _too_many(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding at the largest count if the counts are too large in total, but none of them by itself."""
    counts = {("group", name): group.count for name, group in scenario.group.items()}
    counts |= {("lot", name): lot.count or 0 for name, lot in scenario.lot.items()}
    place = max(counts, key=counts.__getitem__, default=None)
    if place is not None and counts[place] <= MOST < (total := sum(counts.values())):
        text = (
            f"expected at most {MOST:,} people and items of all groups and lots together, not {total:,}, as each is "
            "followed; state pallets or containers instead of what is in them"
        )
        yield Finding((*place, "count"), f"{counts[place]}", text)


def _walked(value: Any, path: tuple[str, ...], bounds: Largest | None) -> Iterator[Finding]:
    """Yield a finding for each number inside a value that is outside the bounds of its key.

    `bounds` are the bounds of the key of the value; None if this key has none.
    """
    if value is None or isinstance(value, str | bool):
        return
    if isinstance(value, int | float):
        if bounds is not None and not bounds.least <= value <= bounds.most:
            yield _judged(value, path, bounds)
    elif isinstance(value, Noun):
        yield from _fields(value, path, bounds)
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _walked(inner, (*path, str(name)), bounds)
    elif isinstance(value, tuple):
        for position, inner in enumerate(value):
            yield from _walked(inner, (*path, str(position)), bounds)


def _apart(chance: Lognormal | Weibull, path: tuple[str, ...]) -> Iterator[Finding]:
    """Yield a finding if two quantiles lie so far apart that the mean is too large to compute with."""
    if chance.mean is not None:
        return
    (low, small), (high, large) = chance.quantiles()
    if isinstance(chance, Lognormal):
        steps = NormalDist().inv_cdf(high) - NormalDist().inv_cdf(low)
    else:
        steps = math.log(math.log1p(-high) / math.log1p(-low))
    if math.log(large / small) > WIDEST * steps:
        most = small * math.exp(WIDEST * steps)
        unit = 10.0 ** (math.floor(math.log10(most)) - 2)
        most = math.floor(most / unit) * unit  # rounded down to three digits: this value is allowed
        text = f"expected at most {most:.3g} beside p{round(100 * low):02} = {small:g}, or the mean would be too large"
        yield Finding((*path, f"p{round(100 * high):02}"), f"{large:g}", text)


def _fields(noun: Noun, path: tuple[str, ...], bounds: Largest | None) -> Iterator[Finding]:
    """Yield the findings on the numbers of one part; most parameters of a distribution have the bounds of its key."""
    kind = type(noun)
    if isinstance(noun, Lognormal | Weibull):
        yield from _apart(noun, path)
    is_unknown = path[:1] == ("uncertainty",)
    for key in kind.model_fields:
        own = largest(kind.__name__, key)
        if is_unknown or isinstance(noun, Lever):
            own = UNKNOWN
        elif isinstance(noun, FAMILIES):
            own = own if key in SHAPES or bounds is None else bounds._replace(least=-bounds.most)
        value = getattr(noun, key)
        if value is not None and value != () and not isinstance(value, str):
            yield from _walked(value, (*path, key), own)


def _judged(value: float, path: tuple[str, ...], bounds: Largest) -> Finding:
    """Return the finding about a value outside its bounds."""
    what = f" {bounds.what}" if bounds.what else ""
    if value > bounds.most:
        expected = f"expected at most {_shown(bounds.most)}{what}{bounds.why and f', as {bounds.why}'}"
    else:
        expected = f"expected at least {_shown(bounds.least)}{what}"
    return Finding(path, f"{value}" if abs(value) < 1e15 and math.isfinite(value) else f"{float(value):g}", expected)


def _shown(number: float) -> str:
    """Return a bound as text: "10,000"."""
    return f"{int(number):,}" if float(number).is_integer() else f"{number:g}"

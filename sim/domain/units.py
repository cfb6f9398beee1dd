"""Units that planners write, and their conversion to the unit that a key requires."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import NamedTuple

__all__ = ["UNITS", "OtherUnit", "in_unit_of", "measures", "other_unit", "unit_of_number", "wanted"]

WEIGHT, TIME, DISTANCE, SPEED, MONEY, VOLUME = "weight", "time", "distance", "speed", "money", "volume"
UNITS: dict[str, tuple[str, float]] = {
    **dict.fromkeys(("t", "tonne", "tonnes", "mt"), (WEIGHT, 1.0)),
    **dict.fromkeys(("kg", "kgs", "kilo", "kilos", "kilograms"), (WEIGHT, 0.001)),
    **dict.fromkeys(("g", "grams"), (WEIGHT, 1e-6)),
    **dict.fromkeys(("lb", "lbs", "pound", "pounds"), (WEIGHT, 0.00045359237)),
    **dict.fromkeys(("oz", "ounces"), (WEIGHT, 0.028349523125e-3)),
    **dict.fromkeys(("ston", "stons", "short_tons"), (WEIGHT, 0.90718474)),
    **dict.fromkeys(("lton", "ltons", "long_tons"), (WEIGHT, 1.0160469088)),
    **dict.fromkeys(("cwt",), (WEIGHT, 0.0508023454)),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), (TIME, 1.0)),
    **dict.fromkeys(("min", "mins", "minute", "minutes"), (TIME, 1 / 60)),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), (TIME, 1 / 3600)),
    **dict.fromkeys(("d", "day", "days"), (TIME, 24.0)),
    **dict.fromkeys(("w", "wk", "wks", "week", "weeks"), (TIME, 168.0)),
    **dict.fromkeys(("nm", "nmi", "nautical_miles"), (DISTANCE, 1.0)),
    **dict.fromkeys(("km", "kilometres", "kilometers"), (DISTANCE, 1 / 1.852)),
    **dict.fromkeys(("mi", "mile", "miles", "sm"), (DISTANCE, 1.609344 / 1.852)),
    **dict.fromkeys(("m", "metres", "meters"), (DISTANCE, 1 / 1852)),
    **dict.fromkeys(("ft", "feet"), (DISTANCE, 0.3048 / 1852)),
    **dict.fromkeys(("in", "inch", "inches"), (DISTANCE, 0.0254 / 1852)),
    **dict.fromkeys(("cm",), (DISTANCE, 0.01 / 1852)),
    **dict.fromkeys(("kt", "kts", "knots"), (SPEED, 1.0)),
    **dict.fromkeys(("mph",), (SPEED, 1.609344 / 1.852)),
    **dict.fromkeys(("kmh", "kph", "km_h"), (SPEED, 1 / 1.852)),
    **dict.fromkeys(("m3", "cbm", "cubic_metres", "cubic_meters"), (VOLUME, 1.0)),
    **dict.fromkeys(("litres", "liters"), (VOLUME, 0.001)),
    **dict.fromkeys(("ft3", "cuft", "cubic_feet"), (VOLUME, 0.028316846592)),
    **dict.fromkeys(("usd",), (MONEY, 1.0)),
    **dict.fromkeys(("eur", "gbp", "euro", "euros", "chf", "cad", "aud"), (MONEY, 0.0)),
}
"""Unit (ending of a key, or word after a number) -> (quantity, size in tonnes, hours, nautical miles, knots, cubic
metres or US dollars, by quantity). Size 0 means that the size is not known, because exchange rates change daily."""
WANTED = {"t": "tonnes", "h": "hours", "d": "days", "min": "minutes", "nm": "nautical miles", "kt": "knots"}
WANTED |= {"km": "kilometres", "kmh": "kilometres an hour"}
WANTED |= {"m3": "cubic metres", "m": "metres"}
WANTED["usd"] = "US dollars"
"""Unit of the keys of a scenario -> its name in messages."""
ENDING = re.compile(rf"(.+?)_({'|'.join(sorted(UNITS, key=len, reverse=True))})(_per_\w+)?")
NUMBER = re.compile(r"([+-]?[\d.]*\d)\s*([A-Za-z]+)\.?", re.ASCII)
NEAR = 0.6
"""Least similarity, from 0 to 1, at which two keys without their units are taken for the same key."""


class OtherUnit(NamedTuple):
    """The known key that an unknown key in another unit stands for.

    Attributes
    ----------
    key
        The key that was meant, such as "payload_t".
    wants
        Its unit in words, such as "tonnes".
    factor
        Size of the stated unit in the unit of `key`; 0 if it is not known.
    stated
        The unit of the unknown key, such as "lb".
    """

    key: str
    wants: str
    factor: float
    stated: str

    def words(self, value: object) -> str:
        """Return advice that converts a value (1 if the value is not a number): "sim wants tonnes: 45 kg is 0.045"."""
        if self.factor == 0.0:
            return f"sim wants {self.wants}: convert it at your planning rate"
        amount = value if isinstance(value, int | float) and not isinstance(value, bool) else 1
        if self.factor == 1.0:
            return f"sim wants {self.wants}"
        return f"sim wants {self.wants}: {amount:g} {self.stated} is {amount * self.factor:.6g}"


def _ending(key: str) -> tuple[str, str, str] | None:
    """Return the key without its unit, the unit, and its denominator, such as "_per_t" or ""; None without a unit."""
    found = ENDING.fullmatch(key.lower())
    if found is None or "per" in found[1].split("_"):  # a rate, such as pallets_per_t or load_per_t_h
        return None
    return found[1], found[2], found[3] or ""


def _likeness(word: str, other: str) -> float:
    """Return the similarity of two words, from 0 to 1."""
    return SequenceMatcher(None, word, other).ratio()


def other_unit(key: str, known: Iterable[str]) -> OtherUnit | None:
    """Return the known key that a key in another unit stands for; None if no known key of that quantity is similar.

    Parameters
    ----------
    key
        An unknown key, such as `payload_lb`.
    known
        The keys that are valid in its place, such as `payload_t`.
    """
    stated = _ending(key)
    if stated is None:
        return None
    found = []
    for candidate in known:
        ending = _ending(candidate)
        if ending is None or ending[1] not in WANTED or ending[2] != stated[2]:
            continue
        if UNITS[ending[1]][0] != UNITS[stated[1]][0]:
            continue
        likeness = _likeness(stated[0], ending[0])
        if likeness >= NEAR:
            found.append((-likeness, UNITS[ending[1]] != UNITS[stated[1]], candidate, ending[1]))
    if not found:
        return None
    *_, candidate, unit = min(found)
    return OtherUnit(candidate, WANTED[unit], UNITS[stated[1]][1] / UNITS[unit][1], stated[1])


def wanted(key: str) -> str | None:
    """Return the unit of a scenario key in words, such as "tonnes"; None if the key has no unit that `sim` uses."""
    ending = _ending(key)
    return None if ending is None else WANTED.get(ending[1])


def measures(key: str) -> bool:
    """Whether a key ends in a unit."""
    return _ending(key) is not None


def unit_of_number(text: str) -> tuple[str, str] | None:
    """Return a number and the word after it, such as "45" and "kg"; None for a text of another form."""
    found = NUMBER.fullmatch(text.strip())
    return (found[1], found[2]) if found else None


def in_unit_of(key: str, number: float, word: str) -> float | None:
    """Convert `number` from the unit `word` to the unit of a key; None if it cannot be converted."""
    ending, unit = _ending(key), UNITS.get(word.lower())
    if ending is None or unit is None or UNITS[ending[1]][0] != unit[0] or not unit[1]:
        return None
    return number * unit[1] / UNITS[ending[1]][1]

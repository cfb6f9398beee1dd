"""Conversion of numbers and units, as written in lists, to the units of a manifest."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Literal

from sim.config.cell import COMMAED, CURRENCY, DECIMAL_COMMA, NOTHING, PLAIN, POINTED, CellError, ungrouped
from sim.config.lists.grid import Cell, shown_cell
from sim.domain.units import UNITS

__all__ = [
    "Decimal",
    "cubic_metres_of",
    "is_nothing",
    "kilograms_of",
    "metres_of",
    "number_of",
    "split_unit",
    "unit_words",
]

Decimal = Literal["point", "comma"] | None
"""The decimal separator that the user stated; None if the user stated none."""
NAUTICAL_MILE_M = 1852.0
SPELLED = {
    '"': "in",
    "''": "in",
    "'": "ft",
    "ins": "in",
    "inchs": "in",
    "short_ton": "ston",
    "sht": "ston",
    "s/t": "ston",
}
SPELLED |= {"st": "ston", "stn": "ston", "sh_tn": "ston", "long_ton": "lton", "metric_ton": "t", "metric_tons": "t"}
SPELLED |= {"tonnes_metric": "t", "foot": "ft", "mm": "mm", "meter": "m", "metre": "m", "kilogram": "kg", "#": "lb"}
SPELLED |= dict.fromkeys(("m³", "cu_m", "m^3"), "m3")
SPELLED |= dict.fromkeys(("ft³", "cu_ft", "cft", "ft^3"), "ft3")
"""Spelling that `UNITS` lacks -> spelling of the same unit in `UNITS`. Millimetres, which `UNITS` lacks, are "mm"."""
AMBIGUOUS = ("ton", "tons", "tn")
"""Words for several units of weight."""
UNITED = re.compile(r"([+-]?[\d.,'\u2019\s]*\d)\s*((?:m|ft)\^?3|[A-Za-z\"'#][^\d]*)", re.DOTALL)
"""A number, and the unit after it."""


def unit_words(word: str) -> str:
    """Return the spelling of a unit in `UNITS`, or mm: "Short Tons" becomes short_tons, '"' becomes in.

    Raises
    ------
    CellError
        The word is not a unit of weight, length or volume, or is ambiguous.
    """
    plain = re.sub(r"\s+", "_", word.strip().strip(".").casefold())
    plain = SPELLED.get(plain, plain)
    if plain in AMBIGUOUS:
        raise CellError(f'"{word}" may be short tons (2000 lb), long tons or tonnes: write ston, lton or t')
    if plain == "mm" or (plain in UNITS and UNITS[plain][0] in ("weight", "distance", "volume")):
        return plain
    known = "lb, kg, t, ston; in, ft, cm, m; ft3, m3"
    raise CellError(f'"{word}" is not a unit of weight, length or volume that sim knows ({known})')


def split_unit(value: Cell) -> tuple[Cell, str]:
    """Return a number and the unit after it: "5,100 lb" gives ("5,100", "lb"). Any other cell is returned with ""."""
    if not isinstance(value, str) or not (found := UNITED.fullmatch(value.strip())):
        return value, ""
    return found[1].strip(), found[2].strip()


def kilograms_of(number: float, unit: str) -> float:
    """Return a weight in kilograms.

    Raises
    ------
    CellError
        The unit is not a unit of weight.
    """
    kind, factor = UNITS.get(unit, ("distance", 0.0))
    if kind != "weight":
        raise CellError(f"{unit} is not a unit of weight")
    return number * factor * 1000.0


def metres_of(number: float, unit: str) -> float:
    """Return a length in metres.

    Raises
    ------
    CellError
        The unit is not a unit of length.
    """
    if unit == "mm":
        return number / 1000.0
    kind, factor = UNITS[unit]
    if kind != "distance":
        raise CellError(f"{unit} is not a unit of length")
    return number * factor * NAUTICAL_MILE_M


def cubic_metres_of(number: float, unit: str) -> float:
    """Return a volume in cubic metres.

    Raises
    ------
    CellError
        The unit is not a unit of volume.
    """
    kind, factor = UNITS.get(unit, ("distance", 0.0))
    if kind != "volume":
        raise CellError(f"{unit} is not a unit of volume")
    return number * factor


def is_nothing(value: Cell) -> bool:
    """Whether a cell states that the value is unknown: "-", "N/A", "TBD"."""
    return isinstance(value, str) and value.strip().casefold() in NOTHING


def number_of(value: Cell, sign: str, decimal: Decimal, *, usd: bool = False, whole: bool = False) -> tuple[float, str]:
    """Return the number in a cell, and a note such as "1,200 read as 1200" ("" if the cell is a plain number).

    Parameters
    ----------
    value
        The cell.
    sign
        ";" if 1.200 and 1,200 may each mean 1.2 or 1200, so that both are errors; "," if 1.200 means 1.2 and 1,200
        means 1200. It has no effect if `decimal` is stated.
    decimal
        The decimal separator that the user stated; None if the user stated none.
    usd
        Whether US dollars are expected, so that a dollar sign is allowed.
    whole
        Whether a whole number is expected: 1.200 is then an error with both values of `sign`, as it may mean 1200.
        It has no effect if `decimal` is stated.

    Raises
    ------
    CellError
        The cell is not a finite number, is ambiguous, or has a sign of a currency that is not allowed.
    """
    if isinstance(value, bool | date | time):
        raise CellError(f"it is {'true or false' if isinstance(value, bool) else 'a date or a time of day'}")
    if isinstance(value, int | float):
        return _finite(float(value)), ""
    text = re.sub(r"\s+", " ", str(value).strip())
    money = CURRENCY.fullmatch(text)
    if money and usd and re.search(r"\$|USD", text):
        text = (money["after"] or money["before"]).strip()
    elif money:
        raise CellError("it has a currency sign" if not usd else "it is not in US dollars: convert it at your own rate")
    if decimal is not None:
        point, comma = (".", ",") if decimal == "point" else (",", ".")
        bare = re.sub(rf"(?<=\d)[{comma}\s'\u2019\u00a0\u202f](?=\d{{3}}(?!\d))", "", text)
        bare = bare.replace(",", ".") if point == "," else bare
        if not PLAIN.fullmatch(bare):
            raise CellError(f"not a number with a decimal {decimal}")
        return _finite(float(bare)), "" if bare == text else f"{text} read as {bare}"
    pointed, commaed = POINTED.fullmatch(text), COMMAED.fullmatch(text)
    one = text.count(".") + text.count(",") == 1
    if one and ((pointed and (whole or sign == ";")) or (commaed and sign == ";")):
        thousands = re.sub(r"[.,]", "", text)
        decimals = f"{float(text.replace(',', '.')):g}"
        raise CellError(f"{text} may be {thousands} or {decimals}: give --decimal point or --decimal comma")
    if PLAIN.fullmatch(text):
        return _finite(float(text)), ""
    plain = ungrouped(text)
    if plain is None and DECIMAL_COMMA.fullmatch(text):
        plain = text.replace(",", ".")
    if plain is None and re.fullmatch(rf"{PLAIN.pattern}\s*%", text):
        share = float(text.rstrip("% ")) / 100
        return share, f"{text} read as {share:g}"
    if plain is None:
        raise CellError(f"not a number: {shown_cell(value)[:40]}")
    return _finite(float(plain)), f"{shown_cell(value)} read as {plain}"


def _finite(number: float) -> float:
    """Return a number; raise `CellError` if it is infinite or not a number."""
    if number - number != 0.0:
        raise CellError("this number is too large, or not a number")
    return number

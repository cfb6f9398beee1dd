"""Conversion of the cells of a CSV file to numbers, dates or yes/no; the error about an invalid cell gives advice."""

from __future__ import annotations

import re
from datetime import date, datetime

from sim.domain.units import in_unit_of, unit_of_number, wanted
from sim.domain.written import advice_on_date, read_date

__all__ = [
    "COMMAED", "CURRENCY", "DECIMAL_COMMA", "LIKE", "NOTHING", "PLAIN", "POINTED", "CellError", "read_number",
    "read_truth", "read_when", "read_whole", "ungrouped",
]  # fmt: skip

TRUE = ("true", "yes", "1")
FALSE = ("false", "no", "0")
"""The texts that are read as yes (`TRUE`) and as no."""
LIKE = {"y": "yes", "n": "no", "t": "true", "f": "false", "j": "yes", "ja": "yes", "oui": "yes", "x": "yes"}
LIKE |= {"si": "yes", "nein": "no", "non": "no", "wahr": "true", "falsch": "false", "vrai": "true", "faux": "false"}
"""Other words for yes and no -> the text to write instead."""
PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
"""A number without separators, except perhaps a decimal point."""
SPACES = "\u0020\u00a0\u2007\u2008\u2009\u202f"
SIGNS = r"[$\u00a3\u20ac\u00a5]|USD|EUR|GBP|CHF"
CURRENCY = re.compile(rf"(?:({SIGNS})\s*(?P<after>.*\d)|(?P<before>.*\d)\s*({SIGNS}))", re.DOTALL)
"""A number with the sign or the code of a currency before or after it."""
POINTED = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+", re.ASCII)
"""A number with a point before each group of three digits: 1.200."""
COMMAED = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+", re.ASCII)
"""A number with a comma before each group of three digits: 1,200."""
GROUPED = (
    (re.compile(rf"[+-]?\d{{1,3}}([{SPACES}'\u2019_]\d{{3}})+([.,]\d+)?", re.ASCII), ".,"),
    (re.compile(r"[+-]?[1-9]\d{0,2}(,\d{2,3})*,\d{3}(\.\d+)?", re.ASCII), "."),
    (re.compile(r"[+-]?[1-9]\d{0,2}((\.\d{3})+,\d+|(\.\d{3}){2,})", re.ASCII), ","),
)
"""Three forms of numbers with separators between groups of digits, each with the decimal signs that it may have. In the
first form, spaces, apostrophes or underscores separate the groups; in the second, commas; in the third, points."""
DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+", re.ASCII)
NOTHING = ("-", "--", "\u2013", "\u2014", "n/a", "na", "tbd", "tba", "?", "none", "null", "nil")
"""Texts that stand for "not known"."""


class CellError(ValueError):
    """A cell is invalid for its column; the message says why and what to write instead, or is empty."""


def read_number(text: str, delimiter: str = ",", column: str = "") -> float:
    """Return the number in a cell.

    Parameters
    ----------
    text
        The cell.
    delimiter
        Delimiter of the file. If it is a semicolon, a number with one point or comma before three digits is ambiguous.
    column
        Key of the number; the advice converts a number in another unit to the unit of this key.

    Raises
    ------
    CellError
        The cell is not a number, is ambiguous or too large, or has signs between its digits other than one decimal
        point.
    """
    if delimiter == ";" and (POINTED.fullmatch(text) or COMMAED.fullmatch(text)) and _groups(text) == 1:
        raise CellError(_either(text))
    if PLAIN.fullmatch(text):
        number = float(text)
        if number - number == 0.0:
            return number
        raise CellError("this number is too large")
    raise CellError(_advice(text, column))


def read_whole(text: str, delimiter: str = ",", column: str = "") -> int:
    """Return the whole number in a cell; 3.0 is read as 3, because spreadsheets write it so.

    Raises
    ------
    CellError
        The cell is not a whole number, or has a point before each group of three digits: 1.000 probably means 1000.
    """
    if POINTED.fullmatch(text):
        raise CellError(f"thousands separators: write {_digits(text)}")
    plain = ungrouped(text) or (text.replace(",", ".") if DECIMAL_COMMA.fullmatch(text) else None)
    if plain is not None and not float(plain).is_integer():
        raise CellError("")  # advice on its separators would lead to a number that is not whole
    number = read_number(text, delimiter, column)
    if not number.is_integer():
        raise CellError("")
    return int(number)


def read_truth(text: str) -> bool:
    """Return the yes or no in a cell, as True or False.

    Raises
    ------
    CellError
        The cell is none of true, yes, 1, false, no and 0; capital letters are allowed.
    """
    lower = text.lower()
    if lower in (*TRUE, *FALSE):
        return lower in TRUE
    raise CellError(f"write {LIKE[lower]}" if lower in LIKE else "write yes or no")


def read_when(text: str) -> date | datetime:
    """Return the date in a cell.

    Raises
    ------
    CellError
        The cell is not a date.
    """
    try:
        return read_date(text)
    except ValueError:
        raise CellError(advice_on_date(text).removeprefix("; ")) from None


def _groups(text: str) -> int:
    """Return the number of points and commas in a number."""
    return text.count(".") + text.count(",")


def _digits(text: str) -> str:
    """Return the sign and the digits of a number, without any other character."""
    return re.sub(r"[^\d+-]", "", text)


def _either(text: str) -> str:
    """Return the message about a number whose point or comma may be decimal or may separate thousands."""
    decimal = text.replace(",", ".").rstrip("0").rstrip(".")
    decimal = decimal if not POINTED.fullmatch(decimal) else f"{decimal}0"
    sign, whole = ("point" if "." in text else "comma"), _digits(text)
    return f"ambiguous in a file with semicolons: write {whole} if the {sign} separates thousands, else {decimal}"


def ungrouped(text: str) -> str | None:
    """Return a number without its thousands separators and with a decimal point; None if it has no such separators."""
    for pattern, decimals in GROUPED:
        if pattern.fullmatch(text):
            part = re.search(rf"[{decimals}](\d+)$", text, re.ASCII)
            return f"{_digits(text[: part.start()])}.{part[1]}" if part else _digits(text)
    return None


def _advice(text: str, column: str) -> str:
    """Return why a cell is not a number, and what to write instead; "" if neither is clear."""
    money = CURRENCY.fullmatch(text)
    bare = (money["after"] or money["before"] or "").strip() if money else text
    if money and wanted(column) == "US dollars" and not re.search(r"\$|USD", text):
        return "another currency: convert it to US dollars at your own rate"
    plain = ungrouped(bare)
    if plain is None and DECIMAL_COMMA.fullmatch(bare):
        plain = bare.replace(",", ".")
        return f"write the decimal with a point: {plain}{' without the sign of a currency' if money else ''}"
    if money:
        why = "a sign of a currency and thousands separators" if plain else "a sign of a currency"
        return f"{why}: write {plain or bare}" if plain or PLAIN.fullmatch(bare) else ""
    if plain is not None:
        return f"thousands separators: write {plain}"
    if re.fullmatch(rf"{PLAIN.pattern}\s*%", text):
        return f"a percentage: write {float(text.rstrip('% ')) / 100:g}"
    if found := unit_of_number(text):
        number, word = found
        if word.lower() not in ("nan", "inf", "e") and PLAIN.fullmatch(number):
            same = in_unit_of(column, float(number), word)
            if same is not None:
                return f'the cell contains the unit "{word}": write {same:.6g}'
            unit = wanted(column)
            alone = number if unit is None else f"the number alone, in {unit}"
            return f'the cell contains the word "{word}": write {alone}'
    if text.lower() in NOTHING:
        return "leave the cell empty if the value is not known"
    if re.match(r"#([^\W\d]|$|#)", text):
        return "a spreadsheet formula failed here"
    if text.lower().lstrip("+-") in ("nan", "inf", "infinity"):
        return "this does not stand for a number"
    return ""

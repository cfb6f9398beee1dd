"""Corrections of values that are not valid TOML, such as 15%, sixty, .5, 4,5, 15-Sep-24, 08:00, yes, “camp”."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from sim.config.literal import literal
from sim.config.parse import DIGITS, parsed
from sim.config.shape import Shape, is_date, step
from sim.domain.datewords import MONTHS, NAMES, date_meant
from sim.domain.nouns import Noun

__all__ = ["CURLY", "Cure", "cure", "is_value", "plain"]

CURLY = "“”„‟«»‹›‘’‚‛"
"""Typographic quotes, as written by word processors."""
NUMBER = r"[+-]?\d[\d_]*(?:\.\d+)?"
GAPS = "'’ \u00a0\u202f"
"""Characters that people put between groups of digits."""
UNITS = {
    "h": ("h", "hr", "hrs", "hour", "hours"),
    "d": ("d", "day", "days"),
    "t": ("t", "mt", "tonne", "tonnes"),
    "nm": ("nm", "nmi"),
    "kt": ("kt", "kts", "knot", "knots"),
    "km": ("km", "kilometre", "kilometres", "kilometer", "kilometers"),
    "kmh": ("kmh", "km/h", "kph"),
    "usd": ("usd", "$"),
}
"""Ending of a key -> how people write its unit after a number."""
UNKNOWN = {"none", "null", "nil", "na", "n/a", "tbd", "tbc", "unknown", "?", "??", "-", "--", "…", "..."}
"""Words for a value that is not known."""
TRUE = {"true", "yes", "y", "on"}
FALSE = {"false", "no", "n", "off"}
ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
WORDS = {word: number for number, word in enumerate(f"{ONES} eighteen nineteen".split())}
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
WORDS |= {word: 10 * number for number, word in enumerate(TENS, 2)}
"""Word -> number."""
VALUES = "expected a number such as 0.5, text in quotes, true or false, a date, a list in [ ] or a table in { }"


class Cure(NamedTuple):
    """Advice on how to correct a value, and the TOML value that was meant (None if the meaning is not certain)."""

    words: str
    value: str | None = None


def is_value(text: str) -> bool:
    """Whether a text is one TOML value."""
    try:
        return len(parsed(f"value = {text}")) == 1 and "\n" not in text.strip()
    except (tomllib.TOMLDecodeError, RecursionError):
        return False


def cure(written: str, key: str = "") -> Cure:
    """Return the correction of a value that is not valid TOML.

    Parameters
    ----------
    written
        The value as written in the file, without the blanks around it.
    key
        The key that has this value, dotted or not; its ending may state a unit.
    """
    for kind in KINDS:
        found = kind(written, key.rsplit(".", 1)[-1].strip("\"'"))
        if found is not None:
            return found
    return Cure(VALUES)


def plain(number: Decimal) -> str:
    """Return a number without exponent and without trailing zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _digits(text: str, _: str) -> Cure | None:
    """Return the correction of a whole number that is too long, in base 10 or another base."""
    long = re.match(rf"[+-]?[0-9a-z_]{{{DIGITS // 4},}}$", text, re.IGNORECASE) and text.lstrip("+-")[:1].isdigit()
    return Cure(f"expected a number of at most {DIGITS} digits") if long else None


def _quotes(text: str, _: str) -> Cure | None:
    """Return the correction of text in typographic quotes."""
    if text[:1] not in CURLY or not text:
        return None
    inner = literal(text.strip(CURLY + "\"'"))
    return Cure(f"quotes are straight in TOML: write {inner}", inner)


def _percent(text: str, _: str) -> Cure | None:
    """Return the correction of a percentage, such as 15% or 15 percent."""
    found = re.fullmatch(rf"({NUMBER}|[+-]?\d+,\d+)\s*(?:%|percent|per cent|pct)", text)
    if found is None:
        return None
    part = Decimal(found[1].replace(",", ".").replace("_", "")) / 100
    share = plain(part)
    if not 0 <= part <= 1:
        return Cure(f"a share is a number from 0 to 1; as a number, this is {share}", share)
    return Cure(f"a share is a number from 0 to 1: write {share}", share)


def _clock(text: str, key: str) -> Cure | None:
    """Return the correction of a time of day: 08:00, 8 am, or 0800 for a key in hours."""
    mark = "[:.h]" if key.endswith("_h") else "[:h]"
    found = re.fullmatch(rf"(\d{{1,2}}){mark}(\d{{2}})(?::\d{{2}})?\s*(am|pm|h|Z|L)?", text, re.IGNORECASE)
    whole_hour = re.fullmatch(r"(\d{1,2})()\s*(am|pm)", text, re.IGNORECASE)
    military = re.fullmatch(r"(\d{2})(\d{2})(h|Z|L)?", text, re.IGNORECASE) if key.endswith("_h") else None
    found = (found if found and (":" in text or not is_value(text)) else None) or whole_hour or military
    if found is None:
        return None
    hour, minute, suffix = int(found[1]), int(found[2] or 0), (found[3] or "").casefold()
    if hour > 24 or minute > 59:
        return None
    hour = hour % 12 + 12 * (suffix == "pm") if suffix in ("am", "pm") else hour
    number = plain(Decimal(hour) + Decimal(round(Decimal(minute) / 60, 4)))
    if _takes_date(key):
        return Cure("write a date before the time of day, and state the seconds: such as 2024-09-15T08:00:00")
    if key.endswith("_h"):
        return Cure(f"hours are stated as a number: write {number}", number)
    return Cure(f'a time of day is written as a number of hours or as text: write {number} or "{text}"')


@cache
def _takes_date(key: str) -> bool:
    """Whether a key of this name takes a date in some table of a scenario."""
    nouns, found = [Noun], False
    while nouns and not found:
        noun = nouns.pop()
        nouns += noun.__subclasses__()
        shape = step(Shape(noun), key)
        found = shape is not None and is_date(shape)
    return found


def _zeros(text: str, _: str) -> Cure | None:
    """Return the correction of a number that begins with zeros: 007."""
    found = re.fullmatch(r"([+-]?)0+(\d+(?:\.\d+)?)", text)
    if found is None:
        return None
    number = found[1] + found[2]
    return Cure(f"a number has no extra zeros in front: write {number}", number)


def _point(text: str, _: str) -> Cure | None:
    """Return the correction of a number such as ".5" or "5.", without digits on one side of its point."""
    found = re.fullmatch(r"([+-]?)(\d*)\.(\d*)", text)
    if found is None or not (found[2] or found[3]):
        return None
    number = f"{found[1]}{found[2] or '0'}" + (f".{found[3]}" if found[3] else "")
    return Cure(f"a number has digits on both sides of its point: write {number}", number)


def _grouped(text: str, _: str) -> Cure | None:
    """Return the correction of a number with a decimal comma or with thousands separators."""
    sign, body = re.fullmatch(r"([+-]?)(.*)", text, re.DOTALL).groups()  # type: ignore[union-attr]  # it always matches
    if re.fullmatch(r"[1-9]\d{0,2},\d{3}", body):
        whole, decimal = body.replace(",", ""), plain(Decimal(body.replace(",", ".")))
        if_grouped, if_decimal = f"{sign}{whole} if the comma separates thousands", f"{sign}{decimal} if it is decimal"
        return Cure(f"a number contains no comma: write {if_grouped}, {if_decimal}")
    if re.fullmatch(r"[\d_]+,\d+", body):
        number = sign + body.replace("_", "").replace(",", ".")
        return Cure(f"a number has a decimal point: write {number}", number)
    for gap, point in ((",", "."), (".", ","), (GAPS, ".,")):
        if re.fullmatch(rf"\d{{1,3}}(?:[{gap}]\d{{3}})+(?:[{point}]\d+)?", body):
            joined = re.sub(rf"[{gap}](?=\d{{3}}(?:\D|$))", "", body) if gap != GAPS else re.sub(f"[{GAPS}]", "", body)
            number = sign + joined.replace(",", ".")
            return Cure(f"a number has no thousands separators: write {number}", number)
    return None


def _minus(text: str, key: str) -> Cure | None:
    """Return the correction of a number after a minus sign or dash that is not a hyphen."""
    if text[:1] not in "−–—" or not text[1:2].isdigit():
        return None
    number = f"-{text[1:]}"
    return Cure(f"a minus sign is a hyphen: write {number}", number) if is_value(number) else cure(number, key)


def _truth(text: str, _: str) -> Cure | None:
    """Return the correction of another word for true or false."""
    word = text.casefold()
    if word not in TRUE | FALSE:
        return None
    value = "true" if word in TRUE else "false"
    return Cure(f"write {value}, in lower case and without quotes", value)


def _unknown(text: str, _: str) -> Cure | None:
    """Return the correction of a word for a value that is not known."""
    if text.casefold() not in UNKNOWN:
        return None
    return Cure("leave out a value that is not known: take the line out, or state a number or a distribution")


def _nothing(text: str, _: str) -> Cure | None:
    """Return the correction of an infinite number, of NaN, or of the error of a spreadsheet formula."""
    if text.casefold() in ("#n/a", "#value!", "#ref!", "#div/0!"):
        return Cure("a spreadsheet formula failed here: write the value that it should have given")
    if text.casefold().lstrip("+-") not in ("nan", "inf", "infinity", "∞"):
        return None
    return Cure("expected a finite number; take the line out if there is no limit")


def _date(text: str, _: str) -> Cure | None:
    """Return the correction of a date in another form, such as 15-Sep-24, or without a day."""
    month = re.fullmatch(r"([A-Za-z]{3,9})\.?[\s-]*\d{4}", text)
    if re.fullmatch(r"\d{4}[-/]\d{2}", text) or (month and month[1].casefold() in (*MONTHS, *NAMES)):
        return Cure("a date is year-month-day: state the day too, such as 2024-09-15")
    found = date_meant(text)
    if found is None:
        return None
    if found.fault or not found.zoned:
        return Cure(found.advice)
    first, *other = found.isos
    if other:
        return Cure(f"a date is year-month-day: {found.advice}")
    timed = "a time of day follows its date, and has seconds" if "T" in first else "a date is year-month-day"
    return Cure(f"{timed}: write {first}", first)


def _words(text: str, _: str) -> Cure | None:
    """Return the correction of a number in words: sixty."""
    parts = re.split(r"[\s-]+(?:and\s+)?", text.casefold().removeprefix("a "))
    total = part = 0
    for word in parts:
        if word in WORDS:
            part += WORDS[word]
        elif word in ("hundred", "thousand"):
            part = max(part, 1) * (100 if word == "hundred" else 1000)
            total, part = (total + part, 0) if word == "thousand" else (total, part)
        else:
            return None
    return Cure(f"a number is written in digits: write {total + part}", str(total + part))


def _unit(text: str, key: str) -> Cure | None:
    """Return the correction of a number with a unit, such as 40 t, or with a month, such as 3 May."""
    found = re.fullmatch(rf"({NUMBER})\s*([^\W\d_]+|\$|€|°)\.?", text) or re.fullmatch(rf"()(\$|€)\s*({NUMBER})", text)
    if found is None or is_value(text):
        return None
    number, unit = _without_zeros(found[1] or found[3]), found[2].casefold()
    if unit in MONTHS or unit in NAMES:
        return Cure("a date is year-month-day, with its year and without quotes: such as 2024-05-03")
    ending = key.rsplit("_", 1)[-1] if "_" in key else ""
    if ending in UNITS and unit not in UNITS[ending]:
        return Cure(f"write the number alone, converted to the unit that the key names: {ending}")
    named = f"; the key names the unit: {ending}" if ending in UNITS else ""
    return Cure(f"write the number alone: {number}{named}", number)


def _brackets(text: str, _: str) -> Cure | None:
    """Return the correction of a list in parentheses."""
    if not re.fullmatch(r"\(.*\)", text, re.DOTALL):
        return None
    return Cure("a list is written in square brackets: write [ ] in place of ( )")


def _span(text: str, _: str) -> Cure | None:
    """Return the correction of a range of numbers: 2-4."""
    found = re.fullmatch(rf"({NUMBER})\s*(?:-|–|—|to|\.\.)\s*({NUMBER})", text)
    if found is None:
        return None
    low, high = _without_zeros(found[1]), _without_zeros(found[2])
    return Cure(f"a range of values is written as a distribution: {{ low = {low}, high = {high} }}")


def _without_zeros(number: str) -> str:
    """Return a number without extra zeros in front."""
    return re.sub(r"^([+-]?)0+(?=\d)", r"\1", number)


def _text(text: str, key: str) -> Cure | None:
    """Return the correction of text without quotes; for a key with a unit, say that it takes a number."""
    if not text[:1].isalpha() or "=" in text or '"' in text:
        return None
    if "_" in key and key.rsplit("_", 1)[-1] in UNITS:
        return Cure("expected a number such as 0.5, or a distribution such as { low = 1, mode = 2, high = 4 }")
    quoted = literal(text)
    return Cure(f"text needs quotes: write {quoted}", quoted)


KINDS: tuple[Callable[[str, str], Cure | None], ...] = (
    *(_digits, _quotes, _percent, _point, _clock, _zeros, _grouped, _minus, _truth, _unknown, _nothing, _date),
    *(_words, _unit, _brackets, _span, _text),
)
"""The corrections in the order in which they are tried: dates before ranges, and text last."""

"""The options of an import, such as the key and unit of a column, and values for rows that state none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from sim.config.cell import CellError
from sim.config.lists.keys import OWN, shape_of
from sim.config.lists.quantity import Decimal, metres_of, unit_words
from sim.config.manifest import LISTS
from sim.domain.check.finding import nearest
from sim.errors import ListError, Problem

__all__ = ["Wishes", "wishes_of"]

COLUMNS = (*LISTS["manifest"].columns, *OWN)
"""Keys that a column of equipment may have: those of a manifest, and those that only lists have (`OWN`)."""
POSITION = re.compile(r"\s*(\d+(?:\.\d+)?)\s*[xX\u00d7]\s*(\d+(?:\.\d+)?)\s*(\D+)")
"""The size of a pallet position, such as 108x88in."""
FORMS = {
    "--column": "KEY=HEADER, such as weight_t=Gross",
    "--unit": "HEADER=UNIT, such as Gross=lb",
    "--fill": "KEY=VALUE, such as site=camp",
    "--replace": "KEY:TEXT=VALUE, such as category:HAZMAT=hazardous",
    "--set": "NAME.KEY=VALUE, such as truck.vehicles=true",
    "--position": "LENGTH x WIDTH with a unit, such as 108x88in",
}
"""Option -> the form of its value."""


@dataclass(frozen=True)
class Wishes:
    """The options of an import.

    Parameters
    ----------
    columns
        Key -> header of its column. Several headers joined by + stand for several columns, whose cells make one text.
    units
        Header -> unit of the numbers in its column.
    fills
        Key -> value for rows that do not state the key.
    replaced
        (key, text of a cell in lower case) -> text to be read instead.
    stated
        (name, key) -> value for the entries of this name.
    position
        (longer side [m], shorter side [m], text that the user wrote) of a pallet position; None if the user stated
        none.
    decimal
        The decimal separator of all numbers; None: ambiguous numbers are errors.
    hidden
        Whether rows that the spreadsheet hides are read or skipped; None: such rows are errors.
    sheet
        Name of the sheet; None: the only visible sheet with cells.
    header
        Row of the header; None: the import searches for the header.
    left_out
        Rows to be left out.
    people, equipment
        Whether the user named a file for rows of people (a roster), and for rows of equipment (a manifest).
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    fills: Mapping[str, str] = field(default_factory=dict)
    replaced: Mapping[tuple[str, str], str] = field(default_factory=dict)
    stated: Mapping[tuple[str, str], str] = field(default_factory=dict)
    position: tuple[float, float, str] | None = None
    decimal: Decimal = None
    hidden: Literal["read", "skip"] | None = None
    sheet: str | None = None
    header: int | None = None
    left_out: frozenset[int] = frozenset()
    people: bool = False
    equipment: bool = True


class _MisfitError(ValueError):
    """An option cannot be read; the message says what was expected."""

    def __init__(self, expectation: str, suggestion: str | None = None) -> None:
        super().__init__(expectation)
        self.suggestion = suggestion


def wishes_of(
    columns: Iterable[str] = (),
    units: Iterable[str] = (),
    fills: Iterable[str] = (),
    replaced: Iterable[str] = (),
    stated: Iterable[str] = (),
    position: str | None = None,
    **more: object,
) -> Wishes:
    """Return the `Wishes` that command-line options state; `more` are fields of `Wishes` that need no reading.

    Raises
    ------
    ListError
        The error lists every option that cannot be read or is given twice for the same key or header.
    """
    problems: list[Problem] = []
    found: dict[str, dict[object, str]] = {}
    texts = {"--column": columns, "--unit": units, "--fill": fills, "--replace": replaced, "--set": stated}
    for option, values in texts.items():
        stated_by_key = found.setdefault(option, {})
        for text in values:
            try:
                key, value = _split(option, text)
                if key in stated_by_key:
                    what = "header" if option == "--unit" else "key"
                    raise _MisfitError(f"expected {option} once for each {what}; it is given twice")
                stated_by_key[key] = value
            except (_MisfitError, CellError) as misfit:
                near = getattr(misfit, "suggestion", None)
                problems.append(Problem("command line", None, f"{option} {text}", None, str(misfit), near))
    size = None
    if position is not None:
        try:
            size = _position(position)
        except (_MisfitError, CellError) as misfit:
            problems.append(Problem("command line", None, f"--position {position}", None, str(misfit)))
    if problems:
        raise ListError(problems)
    names = ("columns", "units", "fills", "replaced", "stated")
    return Wishes(**dict(zip(names, found.values(), strict=True)), position=size, **more)  # type: ignore[arg-type]


def _split(option: str, text: str) -> tuple[object, str]:
    """Return the key, header or pair to which an option applies (as in `Wishes`), and the value of the option."""
    if "=" not in text:
        raise _MisfitError(f"expected {FORMS[option]}")
    if option == "--unit":
        head, _, unit = text.rpartition("=")
        return head.strip(), unit_words(unit)
    left, _, value = text.partition("=")
    left, value = left.strip(), value.strip()
    if not left or not value:
        raise _MisfitError(f"expected {FORMS[option]}")
    if option == "--replace":
        key, colon, old = left.partition(":")
        if not colon:
            raise _MisfitError(f"expected {FORMS[option]}")
        return (_known(key.strip()), old.strip().casefold()), value
    if option == "--set":
        name, dot, key = left.rpartition(".")
        if not dot:
            raise _MisfitError(f"expected {FORMS[option]}")
        return (name.strip().strip('"'), _known(key.strip(), own=False)), value
    return _known(left, own=option == "--column"), value


def _known(key: str, *, own: bool = True) -> str:
    """Return a key that a lot or group, or with `own` a list, may have; raise `_MisfitError` for any other key."""
    if key == "name" or (own and key in OWN) or shape_of(key) is not None:
        return key
    if key.startswith("people."):
        near = nearest(key.removeprefix("people."), LISTS["roster"].columns)
        raise _MisfitError(f'no group has a key "{key.removeprefix("people.")}"', near and f"people.{near}")
    near = nearest(key, COLUMNS if own else COLUMNS[: -len(OWN)])
    raise _MisfitError(f'no lot has a key "{key}" (for people: people.KEY)', near)


def _position(text: str) -> tuple[float, float, str]:
    """Return (longer side [m], shorter side [m], text) of a pallet position."""
    found = POSITION.fullmatch(text)
    if found is None:
        raise _MisfitError(f"expected {FORMS['--position']}")
    unit = unit_words(found[3])
    sides = sorted((metres_of(float(found[1]), unit), metres_of(float(found[2]), unit)), reverse=True)
    if sides[1] <= 0.0:
        raise _MisfitError(f"expected {FORMS['--position']}, both sides above zero")
    return sides[0], sides[1], text.strip()

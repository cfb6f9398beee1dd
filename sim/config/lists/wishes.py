"""The options of an import: which column is which key, its unit, and values for all rows."""

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
POSITION = re.compile(r"\s*(\d+(?:\.\d+)?)\s*[xX\u00d7]\s*(\d+(?:\.\d+)?)\s*(\D+)")
FORMS = {
    "--column": "KEY=HEADER, such as weight_t=Gross",
    "--unit": "HEADER=UNIT, such as Gross=lb",
    "--fill": "KEY=VALUE, such as site=camp",
    "--replace": "KEY:TEXT=VALUE, such as category:HAZMAT=hazardous",
    "--set": "NAME.KEY=VALUE, such as truck.vehicles=true",
    "--position": "LENGTH x WIDTH with a unit, such as 108x88in",
}


@dataclass(frozen=True)
class Wishes:
    """The options of an import.

    Parameters
    ----------
    columns
        Key -> header of its column; several headers joined by + make one text.
    units
        Header -> unit of its numbers.
    fills
        Key -> value for rows for which the list states none.
    replaced
        (key, text in lower case) -> replacement.
    stated
        (name, key) -> value for one entry.
    position
        Length and width of a pallet position [m], and the text that the user wrote.
    decimal
        The decimal separator; None if not stated: ambiguous numbers are then errors.
    hidden
        Treatment of rows that the spreadsheet hides; None if not stated: they are then errors.
    sheet
        Name of the sheet.
    header
        Row of the header; None to search for it.
    left_out
        Rows to be left out.
    people
        Whether rows of people are imported, for a roster.
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
    """Return `Wishes` from command-line options; `more` are its other fields.

    Raises
    ------
    ListError
        The error lists every option that cannot be read or is given twice.
    """
    problems: list[Problem] = []
    found: dict[str, dict[object, str]] = {}
    texts = {"--column": columns, "--unit": units, "--fill": fills, "--replace": replaced, "--set": stated}
    for option, values in texts.items():
        here = found.setdefault(option, {})
        for text in values:
            try:
                key, value = _split(option, text)
                if key in here:
                    raise _MisfitError(f"expected {option} once for the same key; it is given twice")
                here[key] = value
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
    """Return the subject of an option, and its value."""
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
    """Return a key; raise an error for one that neither a lot nor a group has."""
    if key == "name" or (own and key in OWN) or shape_of(key) is not None:
        return key
    raise _MisfitError(
        f'no lot has a key "{key}" (for people: people.KEY)', nearest(key, COLUMNS if own else COLUMNS[: -len(OWN)])
    )


def _position(text: str) -> tuple[float, float, str]:
    """Return length and width of a pallet position [m], the longer first, and the text."""
    found = POSITION.fullmatch(text)
    if found is None:
        raise _MisfitError(f"expected {FORMS['--position']}")
    unit = unit_words(found[3])
    sides = sorted((metres_of(float(found[1]), unit), metres_of(float(found[2]), unit)), reverse=True)
    if sides[1] <= 0.0:
        raise _MisfitError(f"expected {FORMS['--position']}, above zero")
    return sides[0], sides[1], text.strip()

"""Reading of the valid parts of a scenario with errors, so that conflicts between these parts can be reported too."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import product
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import ValidationError

from sim.domain.check.finding import Finding
from sim.domain.nouns import Noun
from sim.domain.scenario import Clock, Scenario
from sim.domain.units import other_unit

__all__ = ["TOML", "frozen", "salvage", "without_wrong_keys"]

TOML = {"toml": True}
"""Validation context for values from TOML: TOML has dates, so a date in quotes is an error."""

FILLERS = (None, date(2000, 1, 1), 1)
"""Substitutes tried for a value that could not be read: no value, a date, a number."""
MOST = 3
"""Most wrong keys of an entry for which substitutes are tried."""
NEEDED = ("station", "stations")
"""Keys to which other keys of an entry refer: without them, correct values of the other keys would be errors."""
PLACEHOLDERS: dict[str, Any] = {"name": "unread", "seed": 0, "clock": Clock(start=date(2000, 1, 1))}
"""Required section of a scenario -> its substitute if it could not be read."""


def frozen(value: Any) -> Any:
    """Return tables with tuples instead of lists, because strict validation does not accept a list for a tuple."""
    if isinstance(value, dict):
        return {key: frozen(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return tuple(frozen(inner) for inner in value)
    return value


def salvage(data: dict[str, Any], findings: Iterable[Finding]) -> tuple[Scenario, set[tuple[str, str]]]:
    """Return a scenario of the readable entries, and (section, name) of the entries that are left out of it.

    Parameters
    ----------
    data
        The tables as read from the file; they are modified.
    findings
        The errors in the tables. An unknown key of an entry is removed, or replaced by the key that was probably meant,
        and the entry is kept. An entry with any other error is left out, and so is an entry with an unknown key whose
        value cannot be converted to the unit of the key that was meant.

    Notes
    -----
    The scenario is not validated as a whole; it serves only for cross-checks.
    """
    unread: set[tuple[str, str]] = set()
    for finding in findings:
        if finding.expectation.startswith("unknown key"):
            if not _as_meant(data, finding):
                unread.add((finding.path[0], finding.path[1] if len(finding.path) > 1 else ""))
        else:
            unread.add((finding.path[0], finding.path[1] if len(finding.path) > 1 else ""))
    parts: dict[str, Any] = {}
    for section, field in Scenario.model_fields.items():
        noun, table = _noun(field.annotation), data.get(section)
        default = field.get_default()
        if noun is None:
            is_valid = section in data and all(broken != section for broken, _ in unread)
            parts[section] = frozen(table) if is_valid else PLACEHOLDERS.get(section, default)
        elif get_origin(field.annotation) is dict:
            parts[section] = {}
            for name, inner in table.items() if isinstance(table, dict) else ():
                entry = None if (section, name) in unread else _try(noun, inner)
                if entry is None:
                    unread.add((section, name))
                else:
                    parts[section][name] = entry
        else:
            entry = None if table is None else _try(noun, table)
            if entry is None and (table is not None or field.is_required()):
                unread.add((section, ""))
            parts[section] = entry or PLACEHOLDERS.get(section, default)
    if "deadline" not in parts["milestone"]:
        unread.add(("milestone", ""))
    return Scenario.model_construct(**parts), unread


def without_wrong_keys(
    data: dict[str, Any], findings: Iterable[Finding], salvaged: Scenario
) -> Iterator[tuple[tuple[str, ...], Scenario]]:
    """Yield each entry that has errors in some keys, without these keys, so that the names that it uses can be checked.

    Parameters
    ----------
    data
        The tables as read from the file.
    findings
        The errors in the tables.
    salvaged
        The scenario that `salvage` returns.

    Yields
    ------
    tuple
        The path of the entry, and `salvaged` with this entry. If a wrong key is required, a substitute stands for its
        value. An entry that remains invalid is left out.
    """
    wrong: dict[tuple[str, ...], list[Finding]] = {}
    for finding in findings:
        field = Scenario.model_fields.get(finding.path[0]) if finding.path else None
        if field is not None and _noun(field.annotation) is not None:
            has_names = get_origin(field.annotation) is dict
            wrong.setdefault(finding.path[: 2 if has_names else 1], []).append(finding)
    for path, errors in wrong.items():
        noun, table = _noun(Scenario.model_fields[path[0]].annotation), _at(data, path)
        if noun is not None and isinstance(table, dict):
            entry = _filled(noun, table, [finding.path[len(path) :] for finding in errors])
            if entry is not None:
                section = {**getattr(salvaged, path[0]), path[1]: entry} if len(path) == 2 else entry
                yield path, salvaged.model_copy(update={path[0]: section})


def _at(data: Any, path: tuple[str, ...]) -> Any:
    """Return the value at a path of tables; None if there is none."""
    for key in path:
        data = data.get(key) if isinstance(data, dict) else None
    return data


def _filled(noun: type[Noun], table: dict[str, Any], wrong: list[tuple[str, ...]]) -> Noun | None:
    """Return a valid entry without its wrong keys, or with substitutes for their values; None if there is none.

    The result is also None if more than `MOST` keys or one of `NEEDED` are wrong.
    """
    if len(wrong) > MOST or any(not path or path[-1] in NEEDED for path in wrong):
        return None
    for values in product(FILLERS, repeat=len(wrong)):
        changed = copy.deepcopy(table)
        for path, value in zip(wrong, values, strict=True):
            holder = _at(changed, path[:-1])
            if not isinstance(holder, dict):
                return None
            holder.pop(path[-1], None)
            holder.update({} if value is None else {path[-1]: value})
        if (entry := _try(noun, changed)) is not None:
            return entry
    return None


def _noun(annotation: Any) -> type[Noun] | None:
    """Return the class of a section, or of each of its entries; None for a section that is a plain value."""
    kind = get_args(annotation)[1] if get_origin(annotation) is dict else annotation
    if get_origin(kind) in (Union, UnionType):  # a section that may be left out
        kind = next(member for member in get_args(kind) if member is not NoneType)
    return kind if isinstance(kind, type) and issubclass(kind, Noun) else None


def _try(noun: type[Noun], table: Any) -> Noun | None:
    """Return a table as an object of a class; None if it is invalid."""
    try:
        return noun.model_validate(frozen(table), strict=True, context=TOML)
    except ValidationError:
        return None


def _as_meant(data: dict[str, Any], finding: Finding) -> bool:
    """Replace an unknown key by the key that was probably meant, and convert its value; if none was, remove the key.

    Return False if the value cannot be converted to the unit of the key that was meant.
    """
    here: Any = data
    for key in finding.path[:-1]:
        here = here[int(key)] if isinstance(here, list) else here.get(key)
        if not isinstance(here, dict | list):
            return True
    if isinstance(here, dict):
        value = here.pop(finding.path[-1], None)
        if finding.suggestion is not None:
            unit = other_unit(finding.path[-1], (finding.suggestion,))
            if unit is not None and unit.factor != 1.0:
                if not isinstance(value, int | float) or isinstance(value, bool):
                    return False
                value *= unit.factor
            here.setdefault(finding.suggestion, value)
    return True

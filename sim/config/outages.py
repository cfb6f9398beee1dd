"""Outages from the command line: `--outage SITE:FROM..TO`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sim.config.tables import COMMAND_LINE, Keys, Step, Tables, placed
from sim.domain.check.finding import nearest
from sim.domain.written import advice_on_date, read_date
from sim.errors import Problem

__all__ = ["with_outages"]

SPAN = re.compile(r"(?P<name>.+?):(?P<begins>\d{4}.*?)\.\.(?P<until>.+)")


class _MisfitError(ValueError):
    """An outage is invalid. The message says what was expected; `suggestion` is the most similar name, or None."""

    def __init__(self, expectation: str, suggestion: str | None = None) -> None:
        super().__init__(expectation)
        self.suggestion = suggestion


def with_outages(tables: Tables, texts: Iterable[str]) -> Step:
    """Return the tables with an outage for each text, and a problem for each text that cannot be read.

    If FROM is a bare date, the outage begins with that day; if TO is a bare date, it ends with that day.
    """
    problems: list[Problem] = []
    added: dict[Keys, Any] = {}
    options: dict[Keys, str] = {}
    for number, text in enumerate(texts, start=1):
        option = f"--outage {text}"
        table, misfits = _outage(tables, text)
        problems += [Problem(COMMAND_LINE, None, option, None, str(each), each.suggestion) for each in misfits]
        if not misfits and isinstance(tables.data.get("outage", {}), dict):
            path = ("outage", f"--outage {number}")
            added[path], options[path] = table, option
    return tables.but(placed(tables.data, added), options=options), problems


def _outage(tables: Tables, text: str) -> tuple[dict[str, Any], list[_MisfitError]]:
    """Return the table that a text states for an outage, and all errors in the text."""
    match = SPAN.fullmatch(text.strip())
    if match is None:
        return {}, [_MisfitError("expected SITE:FROM..TO or LIFT:FROM..TO, such as AB201:2024-07-01..2024-07-05")]
    section, dates, misfits = "", [], []
    try:
        section = _section(tables, match["name"].strip())
    except _MisfitError as misfit:
        misfits.append(misfit)
    for part in ("begins", "until"):
        try:
            dates.append(_date(match[part].strip()))
        except _MisfitError as misfit:
            misfits.append(misfit)
    return {
        f"{section}s": [match["name"].strip()],
        "dates": [dict(zip(("begins", "until"), dates, strict=False))],
    }, misfits


def _section(tables: Tables, name: str) -> str:
    """Return "site" or "lift", whichever section has an entry of this name; raise `_MisfitError` if not exactly one."""
    known: dict[str, set[str]] = {}
    for section in ("site", "lift"):
        stated = tables.data.get(section)
        unread = {other for part, other in tables.unread if part == section}
        known[section] = unread | set(stated if isinstance(stated, dict) else ())
    found = [section for section, names in known.items() if name in names]
    if not found:
        near = nearest(name, known["site"] | known["lift"])
        raise _MisfitError("expected the name of a site or lift", near)
    if len(found) == 2:
        both = f'expected a name that is a site or a lift; "{name}" is both'
        raise _MisfitError(f"{both}: state the outage in the file, as [outage.NAME]")
    return found[0]


def _date(text: str) -> date | datetime:
    """Return the date that a text states."""
    try:
        return read_date(text)
    except ValueError:
        expectation = f'expected a date such as 2024-07-01 or 2024-07-01T06:00 instead of "{text}"'
        raise _MisfitError(f"{expectation}{advice_on_date(text)}") from None

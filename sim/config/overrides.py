"""Values from the command line: `--set dotted.key=value` and `--outage SITE:FROM..TO`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sim.config.days import with_days
from sim.config.depth import EXPECTED
from sim.config.draft import COMMAND_LINE, Draft
from sim.config.literal import dotted, parts_of, shown
from sim.config.parse import parsed
from sim.config.shape import ROOT, Shape, is_date, step
from sim.domain.check.finding import nearest
from sim.domain.check.meant import meant
from sim.domain.written import advice_on_date, read_date
from sim.errors import Problem

__all__ = ["Override", "add_outages", "apply_overrides", "parse_overrides", "split_changes", "value_of"]

Override = tuple[tuple[str, ...], Any, str]
"""Path, value, and the option that stated them: `--set` or `--with`."""
SPAN = re.compile(r"(?P<name>.+?):(?P<begins>\d{4}.*?)\.\.(?P<until>.+)")
RELATIVE = re.compile(r"[+*]\s*\S+|-\s*\S+\s*%")
PERCENTAGE = re.compile(r"(\d+\.?\d*|\.\d+)\s*%")
ASSIGNMENT = re.compile(r"""((?:"(?:[^"\\]|\\.)*"|'[^']*'|[^"'=])+)=(.*)""", re.DOTALL)


class _MisfitError(ValueError):
    """An override leads nowhere: what was expected, and the nearest spelling."""

    def __init__(self, expectation: str, suggestion: str | None = None) -> None:
        super().__init__(expectation)
        self.suggestion = suggestion


def parse_overrides(draft: Draft, texts: Iterable[str], option: str = "--set") -> list[Override]:
    """Return path and value of each `--set`; what cannot be understood becomes a problem of the draft."""
    found = []
    for text in texts:
        if len(text) > 1 and text[0] == text[-1] == "'" and "'" not in text[1:-1]:
            text = text[1:-1]  # cmd.exe passes single quotes on
        match = ASSIGNMENT.fullmatch(text)
        if match is None:
            expectation = "expected KEY=VALUE, such as lift.c17.payload_t=40"
            draft.problems.append(Problem(COMMAND_LINE, None, f"{option} {text}", None, expectation))
            continue
        try:
            path = parts_of(match[1].strip())
            _refuse_relative(match[2].strip(), option)
            found.append((path, value_of(match[2].strip()), option))
        except _MisfitError as misfit:
            key, value = f"{option} {match[1].strip()}", match[2].strip()
            draft.problems.append(Problem(COMMAND_LINE, None, key, value, str(misfit)))
        except ValueError:
            expectation = "expected a dotted key without empty parts or open quotes"
            draft.problems.append(Problem(COMMAND_LINE, None, f"{option} {text}", None, expectation))
    return found


def _refuse_relative(text: str, option: str) -> None:
    """Refuse what changes a number by some part of it, or adds to it, where only a value can stand.

    Of `--with`, what can be understood has become a value before; of `--set`, +2 would silently be the value 2.
    """
    share = PERCENTAGE.fullmatch(text)
    if share is not None:
        raise _MisfitError(f"expected a number, not a percentage: write {float(share[1]) / 100:g}")
    if RELATIVE.fullmatch(text) is None:
        return
    forms = "+10%, -10%, *1.2 or +2"
    if option == "--with":
        raise _MisfitError(f"expected a value, or a change of what stands there with a number: {forms}")
    plain = f"; for the value itself write {text[1:].strip()}" if re.fullmatch(r"\+\s*[\d.]+", text) else ""
    raise _MisfitError(f"expected a value; a change of what stands there ({forms}) is for `sim compare --with`{plain}")


def apply_overrides(draft: Draft, overrides: Sequence[Override]) -> None:
    """Put each value where its key says; a key that leads nowhere becomes a problem of the draft."""
    for path, value, said in overrides:
        option = f"{said} {dotted(path)}"
        try:
            _put(draft, path, value)
        except _MisfitError as misfit:
            draft.problems.append(Problem(COMMAND_LINE, None, option, shown(value), str(misfit), misfit.suggestion))
        else:
            draft.options[path] = option


def add_outages(draft: Draft, texts: Iterable[str]) -> None:
    """Add an outage at given dates for each `--outage`; bare dates begin with their day and end with it."""
    for number, text in enumerate(texts, start=1):
        option = f"--outage {text}"
        table, misfits = _outage(draft, text)
        for misfit in misfits:
            draft.problems.append(Problem(COMMAND_LINE, None, option, None, str(misfit), misfit.suggestion))
        if misfits:
            continue
        name = f"--outage {number}"
        outages = draft.data.setdefault("outage", {})
        if isinstance(outages, dict):
            outages[name] = table
            draft.options["outage", name] = option


def split_changes(text: str) -> list[str]:
    """Return the changes of one variant: parts between semicolons that stand outside quotes."""
    parts = re.findall(r"""(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^;"'])+|["']""", text)
    return [part.strip() for part in parts if part.strip()] or [text]


def value_of(text: str) -> Any:
    """Return a value in TOML; what is none is text, unless it begins as a list, table or quoted text."""
    try:
        table = with_days(parsed(f"value = {text}"), f"value = {text}")
    except tomllib.TOMLDecodeError:
        if text[:1] in ("[", "{", '"', "'"):
            raise _MisfitError("expected a value in TOML; a bracket or quote is open") from None
        return text
    except RecursionError:
        raise _MisfitError(EXPECTED) from None
    return table["value"] if len(table) == 1 else text


def _put(draft: Draft, path: tuple[str, ...], value: Any) -> None:
    """Walk down to the place of a value along file and schema at once, and set it."""
    here: Any = draft.data
    shape: Shape | None = ROOT
    for depth, name in enumerate(path):
        last = depth == len(path) - 1
        if isinstance(here, list):
            if not (name.isascii() and name.isdigit() and int(name) < len(here)):
                raise _MisfitError(f"expected a position from 0 to {len(here) - 1} in {dotted(path[:depth])}")
            if last:
                here[int(name)] = _dated(shape, name, value)
            else:
                here = here[int(name)]
        elif isinstance(here, dict):
            known = _exists(shape, name, here, last and isinstance(value, dict))
            if not known:
                raise _nowhere(path[: depth + 1], shape, here, value if last else None)
            if last:
                here[name] = _dated(shape, name, value)
            else:
                here = here.setdefault(name, {})
        else:
            raise _MisfitError(f"expected a table at {dotted(path[:depth])}, which is {shown(here)}")
        shape = None if shape is None else step(shape, name)


def _dated(shape: Shape | None, name: str, value: Any) -> Any:
    """Return the date that is meant where a date stands: 20240915 and 2024-W37-7 are no dates of TOML."""
    below = None if shape is None else step(shape, name)
    if below is None or not is_date(below) or isinstance(value, bool) or not isinstance(value, int | str):
        return value
    try:
        return read_date(str(value))
    except ValueError:
        return value


def _exists(shape: Shape | None, name: str, here: dict[str, Any], whole: bool) -> bool:
    """Whether a key may be set: it is there, the schema has it, or a whole new entry is given."""
    if name in here or shape is None or whole:
        return True
    below = step(shape, name)
    if below is None:
        return False
    # A name that is none yet: only a plain number may be added (shares.AB201), for a part of an entry is none
    return shape.noun is not None or below.noun is None


def _nowhere(path: tuple[str, ...], shape: Shape | None, here: dict[str, Any], value: Any) -> _MisfitError:
    noun = None if shape is None else shape.noun
    if noun is not None:
        clause, near = meant(path[-1], noun.model_fields, value)
        return _MisfitError(f"unknown key {dotted(path)}{clause}", near)
    names = ", ".join(sorted(here)) or "none"
    return _MisfitError(f'no {path[-2]} is called "{path[-1]}"; there is {names}', nearest(path[-1], here))


def _outage(draft: Draft, text: str) -> tuple[dict[str, Any], list[_MisfitError]]:
    """Return the table of an outage, and everything that is wrong with it."""
    match = SPAN.fullmatch(text.strip())
    if match is None:
        return {}, [_MisfitError("expected SITE:FROM..TO or LIFT:FROM..TO, such as AB201:2024-07-01..2024-07-05")]
    home, dates, misfits = "", [], []
    try:
        home = _home(draft, match["name"].strip())
    except _MisfitError as misfit:
        misfits.append(misfit)
    for part in ("begins", "until"):
        try:
            dates.append(_date(match[part].strip()))
        except _MisfitError as misfit:
            misfits.append(misfit)
    return {
        f"{home}s": [match["name"].strip()],
        "dates": [dict(zip(("begins", "until"), dates, strict=False))],
    }, misfits


def _home(draft: Draft, name: str) -> str:
    """Return the section in which a name of a site or lift stands."""
    known: dict[str, set[str]] = {}
    for section in ("site", "lift"):
        table = draft.data.get(section)
        unread = {other for part, other in draft.unread if part == section}
        known[section] = unread | set(table if isinstance(table, dict) else ())
    homes = [section for section, names in known.items() if name in names]
    if not homes:
        near = nearest(name, known["site"] | known["lift"])
        raise _MisfitError("expected the name of a site or lift", near)
    if len(homes) == 2:
        raise _MisfitError(f"expected a name that is a site or a lift; {name!r} is both")
    return homes[0]


def _date(text: str) -> date | datetime:
    try:
        return read_date(text)
    except ValueError:
        expectation = f"expected a date such as 2024-07-01 or 2024-07-01T06:00 instead of {text!r}"
        raise _MisfitError(f"{expectation}{advice_on_date(text)}") from None

"""Search for all errors in a text that `tomllib` refuses, and reading of the rest of the text.

A copy of the text is repaired statement by statement. A value whose meaning is obvious is replaced by what was meant,
any other wrong value by `UNREAD`, which no key of a scenario takes. So the rest of the file can be checked in the same
run.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from typing import Any

from sim.config.literal import dotted
from sim.config.locate import locate
from sim.config.mending.slip import Keys, Slip
from sim.config.mending.spell import assignment, header
from sim.config.mending.statements import Statement, statements
from sim.config.parse import parsed

__all__ = ["Mended", "mend"]

WHERE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
"""The end of a message of `tomllib`, which states where the error is."""
HOPELESS = 8
"""From so many wrong lines on, if they are over half as many as the statements, only the first error is reported."""


@dataclass
class Mended:
    """The readable parts of a text, and its errors.

    Parameters
    ----------
    data
        The tables that could be read.
    lines
        Path of a table or key -> its line.
    slips
        The errors, in the order of lines.
    paths
        Paths of the values whose errors are in `slips`: nothing more is to be reported about these values.
    torn
        Tables with a line that could not be parsed. The line may state any key, so no key of these tables is to be
        reported as missing.
    """

    data: dict[str, Any] = field(default_factory=dict)
    lines: dict[Keys, int] = field(default_factory=dict)
    slips: list[Slip] = field(default_factory=list)
    paths: set[Keys] = field(default_factory=set)
    torn: set[Keys] = field(default_factory=set)


def mend(text: str) -> Mended:
    """Return the readable parts of a TOML text, and its errors; if they are too many (`HOPELESS`), only the first."""
    found = Mended()
    parts = [*statements(text)]
    table: Keys = ()
    for part in parts:
        if part.is_header:
            table = header(part, found.slips)
        else:
            assignment(part, table, found.slips)
            if part.text.startswith("["):  # a table header without its first bracket
                table = part.keys or ()
        if part.keys is None:
            found.torn.add(table)
    wrong = len({slip.line for slip in found.slips})
    if wrong >= HOPELESS and 2 * wrong > len(parts):
        first = found.slips[0]
        words = f"expected a scenario in TOML; {wrong} lines of this file have errors, such as this one"
        found.slips = [Slip(first.line, (), None, words)]
        return found
    _read(parts, found)
    found.paths |= {slip.path for slip in found.slips if slip.path}
    found.slips.sort(key=lambda slip: slip.line)
    return found


def _read(parts: list[Statement], found: Mended) -> None:
    """Read the repaired statements into `found`, and report statements that conflict with earlier ones.

    A conflicting assignment is left out. If a table header conflicts, as for two tables of the same name, the keys of
    its table are added unless they are stated already.
    """
    second_tables: list[list[Statement]] = []
    kept = list(parts)
    for _ in range(len(parts) + 1):
        text = _text(kept)
        try:
            data = parsed(text)
            break
        except tomllib.TOMLDecodeError as error:
            part = _at(kept, error)
            _clash(part, kept, found, WHERE.sub("", str(error)))
            end = next((k for k in range(kept.index(part) + 1, len(kept)) if kept[k].is_header), len(kept))
            begin = kept.index(part)
            moved = kept[begin:end] if part.is_header and not part.repeats else [part]
            if part.is_header:
                second_tables.append(moved)
            kept = [each for each in kept if each not in moved]
    found.data, found.lines = data, locate(text)
    for moved in second_tables:
        _add(moved, found)


def _text(parts: list[Statement]) -> str:
    """Return statements as a text, each on the line that it has in the file."""
    lines: list[str] = []
    for part in parts:
        lines += [""] * (part.line - 1 - len(lines))
        lines += part.text.split("\n")
    return "\n".join(lines) + "\n"


def _at(parts: list[Statement], error: tomllib.TOMLDecodeError) -> Statement:
    """Return the statement at which `tomllib` found an error."""
    where = WHERE.search(str(error))
    line = int(where[1]) if where and where[1] else parts[-1].line
    return max((part for part in parts if part.line <= line), key=lambda part: part.line, default=parts[0])


def _clash(part: Statement, parts: list[Statement], found: Mended, reason: str) -> None:
    """Report a statement that conflicts with earlier ones; `reason` is the message of `tomllib`."""
    before = [other for other in parts if other.line < part.line and other.keys == part.keys]
    first = next((other for other in before if other.is_header == part.is_header), None)
    name = f"[{dotted(part.keys or ())}]" if part.is_header else dotted((part.keys or ("",))[-1:])
    if first is not None:
        cure = "make one table of both" if part.is_header else "take one of them out"
        words = f"{name} is stated already, on line {first.line}; {cure}"
    else:
        words = f"{name} conflicts with an earlier statement ({reason[:1].lower()}{reason[1:]})"
    found.slips.append(Slip(part.line, part.keys or (), None, words, part.source))
    if part.is_header:
        found.slips[-1] = Slip(part.line, (), None, words, part.source)


def _add(moved: list[Statement], found: Mended) -> None:
    """Add the keys of a table whose header conflicts with an earlier statement, unless they are stated already."""
    try:
        text = _text(moved)
        data = parsed(text)
    except tomllib.TOMLDecodeError:
        found.torn.add(moved[0].keys or ())
        return
    for path, line in locate(text).items():
        found.lines.setdefault(path, line)
    _merge(found.data, data)


def _merge(into: dict[str, Any], more: dict[str, Any]) -> None:
    """Add to `into`, and to the tables inside it, the keys of `more` that it does not have yet."""
    for name, value in more.items():
        present = into.setdefault(name, value)
        if isinstance(present, dict) and isinstance(value, dict) and present is not value:
            _merge(present, value)

"""Reading of values that the command line states as `dotted.key=value`; `overrides.py` applies them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from typing import Any, NamedTuple

from sim.config.literal import parts_of
from sim.config.parse import EXPECTED, dated
from sim.config.tables import COMMAND_LINE, Keys
from sim.errors import Problem

__all__ = ["ASSIGNMENT", "Override", "parted", "read_overrides", "split_changes", "value_of"]

RELATIVE = re.compile(r"[+*]\s*\S+|-\s*\S+\s*%")
"""A relative change, such as +2, *1.2, +10% or -10%."""
PERCENTAGE = re.compile(r"(\d+\.?\d*|\.\d+)\s*%")
READ_FIRST = ("manifest", "roster", "template")
"""Keys from which entries of a scenario are made; changes of these keys are applied before all other changes."""
ASSIGNMENT = re.compile(r"""((?:"(?:[^"\\]|\\.)*"|'[^']*'|[^"'=])+)=(.*)""", re.DOTALL)
"""KEY=VALUE; parts of the key may be in quotes."""


class Override(NamedTuple):
    """A path, its new value, and the command-line option that states it, such as `--set`."""

    path: Keys
    value: Any
    option: str


class _MisfitError(ValueError):
    """A text does not state a value; the message says what was expected."""


def read_overrides(texts: Iterable[str], option: str = "--set") -> tuple[list[Override], list[Problem]]:
    """Return the path and value that each text states, and a problem for each text that cannot be read.

    `option` is the command-line option that states the texts; problems name it.
    """
    found, problems = [], []
    for text in texts:
        if len(text) > 1 and text[0] == text[-1] == "'" and "'" not in text[1:-1]:
            text = text[1:-1]  # cmd.exe passes single quotes on
        match = ASSIGNMENT.fullmatch(text)
        if match is None:
            expectation = "expected KEY=VALUE, such as lift.c17.payload_t=40"
            problems.append(Problem(COMMAND_LINE, None, f"{option} {text}", None, expectation))
            continue
        try:
            path = parts_of(match[1].strip())
            _refuse_relative(match[2].strip(), option)
            found.append(Override(path, value_of(match[2].strip()), option))
        except _MisfitError as misfit:
            key, value = f"{option} {match[1].strip()}", match[2].strip()
            problems.append(Problem(COMMAND_LINE, None, key, value, str(misfit)))
        except ValueError:
            expectation = "expected a dotted key without empty parts or open quotes"
            problems.append(Problem(COMMAND_LINE, None, f"{option} {text}", None, expectation))
    return found, problems


def parted(overrides: Iterable[Override]) -> tuple[list[Override], list[Override]]:
    """Return (overrides of the keys `READ_FIRST`, all other overrides, which may change the entries that were made)."""
    found: tuple[list[Override], list[Override]] = ([], [])
    for each in overrides:
        found[each.path[0] not in READ_FIRST].append(each)
    return found


def _refuse_relative(text: str, option: str) -> None:
    """Raise `_MisfitError` for a text that is a relative change or a percentage.

    For `--with`, valid relative changes have already been converted to values. `--set` has no relative changes: without
    this check it would read +2 as the value 2.
    """
    share = PERCENTAGE.fullmatch(text)
    if share is not None:
        raise _MisfitError(f"expected a number, not a percentage: write {float(share[1]) / 100:g}")
    if RELATIVE.fullmatch(text) is None:
        return
    forms = "+10%, -10%, *1.2 or +2"
    if option == "--with":
        raise _MisfitError(f"expected a value, or a relative change with a number: {forms}")
    plain = f"; for the value itself write {text[1:].strip()}" if re.fullmatch(r"\+\s*[\d.]+", text) else ""
    raise _MisfitError(f"expected a value; a relative change ({forms}) is for `sim compare --with`{plain}")


def split_changes(text: str) -> list[str]:
    """Return the changes that a text states: its parts between semicolons that are not inside quotes."""
    parts = re.findall(r"""(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^;"'])+|["']""", text)
    return [part.strip() for part in parts if part.strip()] or [text]


def value_of(text: str) -> Any:
    """Return the TOML value that a text states, or the text itself if it is not TOML.

    Raises
    ------
    ValueError
        The text begins with a bracket or a quote but is not TOML, or it is nested too deeply.
    """
    try:
        table = dated(f"value = {text}")
    except tomllib.TOMLDecodeError:
        if text[:1] in ("[", "{", '"', "'"):
            raise _MisfitError("expected a value in TOML: close each bracket and quote") from None
        return text
    except RecursionError:
        raise _MisfitError(EXPECTED) from None
    return table["value"] if len(table) == 1 else text

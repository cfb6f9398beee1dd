"""Reading of a scenario file as tables with the line of every key; TOML errors are collected and reported together."""

from __future__ import annotations

import tomllib
from pathlib import Path

from sim.config.grades import grades_of
from sim.config.literal import dotted
from sim.config.locate import locate
from sim.config.mending import mend, shortened
from sim.config.parse import dated, refuse_deep_tables, refuse_long_keys, too_deep
from sim.config.reading import read_text
from sim.config.tables import Step, Tables, entry_of
from sim.errors import ConfigError, Problem

__all__ = ["read_document"]


def read_document(path: Path) -> Step:
    """Return the tables of a scenario file with their lines, and the errors in its TOML.

    Raises
    ------
    ConfigError
        The file cannot be opened, is empty or is nested too deeply, or no part of it can be read.
    """
    text = read_text(path, "toml", named=True)
    if not text.strip():
        raise ConfigError([Problem(str(path), 1, "", None, "expected a scenario; the file is empty")])
    refuse_long_keys(path, text)
    try:
        return Tables(path, dated(text), locate(text), grades=grades_of(text)), []
    except tomllib.TOMLDecodeError:
        return _mended(path, text)
    except RecursionError:
        raise too_deep(path, text) from None


def _mended(path: Path, text: str) -> Step:
    """Return the readable parts of a file with TOML errors, and a problem for each error."""
    try:
        found = mend(text)
    except RecursionError:
        raise too_deep(path, text) from None
    refuse_deep_tables(path, text, found.data)
    problems = []
    for slip in found.slips:
        source = shortened(slip.source, slip.value) or None
        problems.append(Problem(str(path), slip.line, dotted(slip.path), slip.value, slip.cure, None, source))
    if not found.data:
        raise ConfigError(problems)
    return (
        Tables(
            path,
            found.data,
            found.lines,
            slips=frozenset(found.paths),
            torn=frozenset(found.torn),
            unread=frozenset(entry_of(torn) for torn in found.torn if torn),
        ),
        problems,
    )

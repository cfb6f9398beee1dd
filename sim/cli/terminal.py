"""What can be printed where: colour if somebody looks and wants it, no crash over a sign that cannot be shown."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from typing import Any, TextIO

import click

from sim.domain.columns import columns as columns_of
from sim.domain.columns import wrapped

__all__ = ["can_show", "forgiving", "show", "show_json", "watched", "width"]


WIDTH = 80
NARROWEST = 40


def forgiving() -> None:
    """Let streams write a question mark for what they cannot encode, instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]


def can_show(text: str, stream: TextIO) -> bool:
    """Whether a stream can encode a text."""
    try:
        text.encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def watched(stream: TextIO) -> bool:
    """Whether a stream is a terminal that can redraw a line."""
    return stream.isatty() and os.environ.get("TERM", "") != "dumb"


def show(lines: Iterable[str], *, bold_first: bool = False, error: bool = False) -> None:
    """Print lines; the first one bold where colour is wanted.

    Not by `click.echo`: it writes UTF-8 to a terminal that says it can show only ASCII.
    """
    stream = sys.stderr if error else sys.stdout
    narrow = stream.isatty() and (columns := width(stream)) < WIDTH
    if narrow:
        lines = [folded for line in lines for folded in _folded(line, columns)]
    colour = bold_first and watched(stream) and not os.environ.get("NO_COLOR")
    for number, line in enumerate(lines):
        print(click.style(line, bold=True) if colour and number == 0 else line, file=stream)
    stream.flush()


def show_json(content: Mapping[str, Any]) -> None:
    """Print a table for other programs, as the files have it: no NaN, letters as they are."""
    show([json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False)])


def _folded(line: str, columns: int) -> list[str]:
    """Break a line that a narrow terminal would break within words; one that fits stays as it is."""
    indent = " " * (len(line) - len(line.lstrip()))
    if columns_of(line) <= columns or len(indent) > columns // 2:
        return [line]
    return wrapped(line.strip(), columns, indent, indent + "  ", split_words=False)


def width(stream: TextIO | None = None) -> int:
    """Return how many columns an answer may take: 80, fewer on a terminal that is narrower."""
    if not (stream or sys.stdout).isatty():
        return WIDTH
    return min(WIDTH, max(shutil.get_terminal_size((WIDTH, 24)).columns, NARROWEST))

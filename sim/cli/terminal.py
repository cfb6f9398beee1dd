"""Print to a terminal or a pipe: bold only on a terminal, and without failing on characters that it cannot show."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from typing import Any, TextIO

import click

from sim.domain.columns import columns as columns_of
from sim.domain.columns import wrapped
from sim.escape import escaped

__all__ = ["OutputError", "can_redraw", "can_show", "replace_unencodable", "show", "show_json", "silenced", "width"]

PIPE_CLOSED = 141
"""Exit code after a closed pipe by the convention of shells: 128 plus the number of SIGPIPE."""
WIDTH = 80
"""Largest number of columns of an answer, and the number for pipes."""
NARROWEST = 40
"""Least number of columns of an answer, even on a narrower terminal."""


def replace_unencodable() -> None:
    """Let streams write a question mark for characters that they cannot encode, instead of failing."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # the caller has closed the stream
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115  # open until the process ends
        with contextlib.suppress(AttributeError, ValueError):
            stream: Any = getattr(sys, name)
            stream.reconfigure(errors="replace")


class OutputError(Exception):
    """A line could not be printed, for example because the pipe is closed or the disk is full.

    It is not an `OSError`, because handlers of `OSError` would take it for an error of the disk with the results.
    """

    def __init__(self, error: OSError, stream: TextIO) -> None:
        super().__init__(error.strerror or str(error))
        self.stream, self.broken = stream, error.errno == errno.EPIPE


def silenced(error: OutputError) -> tuple[str, int]:
    """Silence a stream that can no longer be written; after a closed pipe, silence both streams.

    Returns
    -------
    stream, code
        Name of the stream in words, and the exit code: 141 for a pipe that was closed, as by `head`, otherwise 2.
    """
    name = "the error stream" if error.stream is sys.stderr else "standard output"
    for each in (sys.stdout, sys.stderr) if error.broken else (error.stream,):
        with contextlib.suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, each.fileno())  # output still buffered at the end is discarded
            os.close(nowhere)
    return name, PIPE_CLOSED if error.broken else 2


def can_show(text: str, stream: TextIO) -> bool:
    """Whether a stream can print all characters of a text."""
    try:
        text.encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def can_redraw(stream: TextIO) -> bool:
    """Whether a stream is a terminal that can redraw a line."""
    return stream.isatty() and os.environ.get("TERM", "") != "dumb"


def show(lines: Iterable[str], *, bold: int | None = None, error: bool = False) -> None:
    """Print lines on standard output, or with `error` on the error stream.

    On a terminal, the line with index `bold` is bold, unless the user has set NO_COLOR. Control characters and
    direction marks are escaped. Long lines are wrapped on a terminal of less than 80 columns. `click.echo` is not used:
    it writes UTF-8 to a terminal that can show only ASCII.
    """
    stream = sys.stderr if error else sys.stdout
    narrow = stream.isatty() and (columns := width(stream)) < WIDTH
    if narrow:
        lines = [folded for line in lines for folded in _folded(line, columns)]
    colour = bold is not None and can_redraw(stream) and not os.environ.get("NO_COLOR")
    safe = [escaped(line, "\n\t") for line in lines]
    if colour and bold is not None and bold < len(safe):
        safe[bold] = click.style(safe[bold], bold=True)
    try:
        for line in safe:
            print(line, file=stream)
        stream.flush()
    except OSError as error:
        raise OutputError(error, stream) from error


def show_json(content: Mapping[str, Any]) -> None:
    """Print a record as JSON for other programs; NaN is refused, and letters outside ASCII are not escaped."""
    show([json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False)])


def _folded(line: str, columns: int) -> list[str]:
    """Return a line, wrapped between words if it is wider than `columns`.

    The indent is kept. A line whose indent is wider than half of `columns` is not wrapped.
    """
    indent = " " * (len(line) - len(line.lstrip()))
    if columns_of(line) <= columns or len(indent) > columns // 2:
        return [line]
    return wrapped(line.strip(), columns, indent, indent + "  ", split_words=False)


def width(stream: TextIO | None = None) -> int:
    """Return the number of columns for an answer: 80, or fewer on a narrower terminal, but at least 40."""
    if not (stream or sys.stdout).isatty():
        return WIDTH
    return min(WIDTH, max(shutil.get_terminal_size((WIDTH, 24)).columns, NARROWEST))

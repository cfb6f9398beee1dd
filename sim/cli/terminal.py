"""What can be printed where: colour if somebody looks and wants it, no crash over a sign that cannot be shown."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Iterable
from typing import Any, TextIO

import click

from sim.escape import escaped

__all__ = ["UnheardError", "can_show", "forgiving", "show", "silenced", "watched"]

CUT = 141
"""Exit code where a pipe was closed, as shells have it: 128 and the number of SIGPIPE."""


def forgiving() -> None:
    """Let streams write a question mark for what they cannot encode, instead of failing."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by who started this
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115  # as long as the process
        with contextlib.suppress(AttributeError, ValueError):
            stream: Any = getattr(sys, name)
            stream.reconfigure(errors="replace")


class UnheardError(Exception):
    """A line could not be printed: the stream is closed, or its disk is full.

    No `OSError`: whoever waits for one means the disk of the results.
    """

    def __init__(self, error: OSError, stream: TextIO) -> None:
        super().__init__(error.strerror or str(error))
        self.stream, self.broken = stream, error.errno == errno.EPIPE


def silenced(error: UnheardError) -> tuple[str, int]:
    """Silence a stream that takes nothing any more.

    Returns
    -------
    stream, code
        Its name in words, and the exit code: 141 for a pipe that was closed, as by `head`, else 2.
    """
    name = "the error stream" if error.stream is sys.stderr else "standard output"
    for each in (sys.stdout, sys.stderr) if error.broken else (error.stream,):
        with contextlib.suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, each.fileno())  # what is still to be written at the end goes nowhere
            os.close(nowhere)
    return name, CUT if error.broken else 2


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
    """Print lines; the first one bold where colour is wanted. Control characters and marks of direction are escaped.

    Not by `click.echo`: it writes UTF-8 to a terminal that says it can show only ASCII.
    """
    stream = sys.stderr if error else sys.stdout
    colour = bold_first and watched(stream) and not os.environ.get("NO_COLOR")
    safe = [escaped(line, "\n\t") for line in lines]
    if colour and safe:
        safe[0] = click.style(safe[0], bold=True)
    try:
        for line in safe:
            print(line, file=stream)
        stream.flush()
    except OSError as error:
        raise UnheardError(error, stream) from error

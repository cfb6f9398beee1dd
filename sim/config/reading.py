"""Reading of the text of a file; the error about a file that cannot be read says why."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from sim.domain.check.finding import nearest
from sim.errors import ConfigError, Problem

__all__ = ["KINDS", "LIST", "read_bytes", "read_text", "text_of"]

MOST_MB = 64
"""Largest size of a file that is read [MB]: enough for a manifest of half a million lots."""
LIST = "list"
"""Kind of a file that `sim import` reads."""
WORDS = {"py": "Python", LIST: "workbook (.xlsx) or CSV"}
"""Kind of file -> its name in messages, if that is not the kind in capitals."""
ENDINGS = {LIST: (".xlsx", ".csv")}
"""Kind of file -> its endings, if they are not the kind itself."""

SHEET = "save the sheet as CSV UTF-8 and name that file"
"""Advice on a sheet of a spreadsheet."""
IMPORTED = f"make a manifest of it with sim import, or {SHEET}"
"""Advice on a workbook that `sim import` can read."""
UTF_16 = ('in UTF-16 (the "Unicode text" of spreadsheets)', 'save it as UTF-8 ("CSV UTF-8")')
KINDS = {
    b"PK\x03\x04": ("a workbook (.xlsx or .ods) or another compressed file", IMPORTED),
    b"\xd0\xcf\x11\xe0": ("an old workbook (.xls)", SHEET),
    b"%PDF": ("a PDF", "copy its table into a spreadsheet and save that as CSV UTF-8"),
    b"\x1f\x8b": ("compressed (gzip)", "decompress it first"),
    b"<html": ("a web page, which some programs write in place of a workbook", f"open it in a spreadsheet and {SHEET}"),
    b"<?xml": ("XML", f"open it in a spreadsheet and {SHEET}"),
    b"\xff\xfe": UTF_16,
    b"\xfe\xff": UTF_16,
}
"""First bytes of a file of another kind -> (what it is, what to do if a CSV file is expected)."""


def read_text(path: Path, kind: str, *, named: bool = False) -> str:
    """Return the text of a UTF-8 file, with or without a byte order mark; see `read_bytes` and `text_of`."""
    return text_of(path, kind, read_bytes(path, kind, named=named))


def read_bytes(path: Path, kind: str, *, named: bool = False) -> bytes:
    """Return the bytes of a file.

    Parameters
    ----------
    path
        The file as the user named it.
    kind
        What is expected, for the message and for suggestions: an ending ("toml", "csv" or "py"), or `LIST`.
    named
        Whether the user named the file on the command line: then it may also be a pipe.

    Raises
    ------
    ConfigError
        There is no such file, it is not a regular file (or with `named` a pipe), it is too large, or reading it fails.
    """
    word = WORDS.get(kind, kind.upper())
    try:
        return _bytes(path, pipes=named)
    except FileNotFoundError:
        near = nearest(path.name, _beside(path, kind))
        better = None if near is None else str(path.with_name(near))
        raise _wrong(path, f"expected a {word} file; there is no file of that name", better) from None
    except IsADirectoryError:
        inside = _beside(path / "any name", kind)
        better = str(path / inside[0]) if len(inside) == 1 else None
        raise _wrong(path, f"expected a {word} file; this is a folder", better) from None
    except ValueError:  # a NUL, which no path may contain
        raise _wrong(path, f"expected the path of a {word} file, without a NUL in it") from None
    except OSError as error:
        if error.errno == errno.EFBIG:
            raise _wrong(path, f"expected a {word} file of at most {MOST_MB} MB; this one is larger") from None
        if error.errno in (errno.ENODEV, errno.ENXIO):  # a socket cannot even be opened
            raise _wrong(path, f"expected a {word} file; this is a device, a pipe or a socket") from None
        reason = (error.strerror or str(error)).lower()
        raise _wrong(path, f"expected a {word} file that can be read: {reason}") from None


def text_of(path: Path, kind: str, raw: bytes) -> str:
    """Return the text in the bytes of a file.

    Raises
    ------
    ConfigError
        The bytes are those of another kind of file, or not UTF-8 (then the error has the line), or not text.
    """
    word = WORDS.get(kind, kind.upper())
    if found := next((found for mark, found in KINDS.items() if raw.startswith(mark)), None):
        what, cure = found
        raise _wrong(path, f"expected a {word} file; this is {what}{f': {cure}' if kind == 'csv' else ''}")
    if b"\0" in raw:
        raise _wrong(path, f"expected a {word} file in UTF-8; this is UTF-16 or not text: save it as UTF-8")
    try:
        return raw.decode("utf-8-sig").lstrip("\ufeff")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        text = f"expected text in UTF-8; byte 0x{raw[error.start]:02x} is invalid (save the file as UTF-8)"
        raise ConfigError([Problem(str(path), line, "", None, text)]) from None


def _bytes(path: Path, *, pipes: bool) -> bytes:
    """Return the bytes of a file of at most `MOST_MB`; with `pipes`, it may be a pipe.

    A file that a scenario names may be a device or a pipe: opening it never waits, and it is not read.
    """
    most = MOST_MB * 1_000_000
    file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | (0 if pipes else getattr(os, "O_NONBLOCK", 0)))
    with os.fdopen(file, "rb") as opened:
        kind = os.fstat(opened.fileno()).st_mode
        if stat.S_ISDIR(kind):
            raise IsADirectoryError(errno.EISDIR, "is a folder")
        if not (stat.S_ISREG(kind) or (pipes and stat.S_ISFIFO(kind))):
            raise OSError(errno.ENODEV, "not a regular file")
        raw = opened.read(most + 1)
    if len(raw) > most:
        raise OSError(errno.EFBIG, "too large")
    return raw


def _beside(path: Path, kind: str) -> list[str]:
    """Return the names of the files in the folder of `path` that have the ending of a kind."""
    try:
        return sorted(
            other.name for other in path.parent.iterdir() if other.suffix.lower() in ENDINGS.get(kind, (f".{kind}",))
        )
    except OSError:
        return []


def _wrong(path: Path, text: str, suggestion: str | None = None) -> ConfigError:
    """Return the error about a file; `suggestion` is the path that was probably meant, or None."""
    return ConfigError([Problem(str(path), None, "", None, text, suggestion)])

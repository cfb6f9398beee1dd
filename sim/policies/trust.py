"""Which code of a scenario may be run: what a user trusts, by the digest of its text."""

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from hashlib import sha256
from pathlib import Path
from typing import Final

from sim.policies.registry import Source

__all__ = [
    "OPTION",
    "UntrustedError",
    "announcing",
    "digest",
    "grant",
    "is_trusted",
    "named",
    "remember",
    "remembered_in",
    "trusting",
]

OPTION: Final = "--trust-policies"
MOST: Final = 1_000_000
"""Bytes of the file of digests that are read."""

_granted: set[str] = set()
_all: ContextVar[bool] = ContextVar("all", default=False)
_announce: ContextVar[Callable[[Source], None]] = ContextVar("announce", default=lambda _: None)


class UntrustedError(Exception):
    """The code of a scenario would have to be run, and nobody has said that it may be."""

    def __init__(self, source: Source) -> None:
        super().__init__(
            f"expected code that you trust: it would be run, with all that you may do. Read it (sha256 "
            f"{digest(source.text)[:16]}), then add {OPTION} (in Python: trust_policies=True), or have it remembered: "
            "sim trust"
        )
        self.source = source


def digest(text: str) -> str:
    """Return the SHA-256 of the text of a policy file, as `sha256sum` prints it of a file with Unix line ends."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@contextmanager
def trusting() -> Iterator[None]:
    """Trust the code of every scenario that is loaded meanwhile."""
    token = _all.set(True)
    try:
        yield
    finally:
        _all.reset(token)


@contextmanager
def announcing(tell: Callable[[Source], None]) -> Iterator[None]:
    """Have each source named before its code is run."""
    token = _announce.set(tell)
    try:
        yield
    finally:
        _announce.reset(token)


def grant(source: Source) -> None:
    """Trust one source in this process from now on: its text, under whatever name."""
    _granted.add(digest(source.text))


def is_trusted(source: Source) -> bool:
    """Whether the code of a source may be run; what is asked for once is known to this process from then on."""
    mine = digest(source.text)
    if not (_all.get() or mine in _granted or mine in _remembered()):
        return False
    _granted.add(mine)
    return True


def named(source: Source) -> None:
    """Name a source to who wants to know before its code is run."""
    _announce.get()(source)


def remembered_in() -> Path:
    """Return the file of this user that names digests, one a line; perhaps it is not there."""
    home = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(home) / "sim" / "trusted-policies"


def remember(source: Source) -> Path:
    """Add the digest of a source to the file of this user; return the file.

    Raises
    ------
    OSError
        It cannot be written.
    """
    path = remembered_in()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = "".join(sign if sign.isprintable() else "?" for sign in source.name)
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0)
    with os.fdopen(os.open(path, flags, 0o600), "a", encoding="utf-8") as file:
        file.write(f"{digest(source.text)}  {name}\n")
    return path


def _remembered() -> frozenset[str]:
    """Return the digests in the file of this user; none where others may write to it, or it is a link."""
    try:
        path = remembered_in()
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
        with os.fdopen(os.open(path, flags), "rb") as file:
            about = os.fstat(file.fileno())
            mine = not hasattr(os, "geteuid") or (about.st_uid == os.geteuid() and not about.st_mode & 0o022)
            if not (stat.S_ISREG(about.st_mode) and mine):
                return frozenset()
            lines = file.read(MOST).decode("utf-8", "replace").splitlines()
    except (OSError, RuntimeError):  # no such file; no home
        return frozenset()
    return frozenset(line.split()[0].lower() for line in lines if line.split())

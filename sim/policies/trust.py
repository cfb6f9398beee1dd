"""Trust in the policy files of a scenario: only texts that the user trusts may be run; digests identify them."""

import errno
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
"""Largest number of bytes that are read from the file of digests."""

_granted: set[str] = set()
"""Digests of texts that are trusted in this process."""
_all: ContextVar[bool] = ContextVar("all", default=False)
"""Whether all texts are trusted now."""
_announce: ContextVar[Callable[[Source], None]] = ContextVar("announce", default=lambda _: None)
"""The function that is called with each source before its code is run."""


class UntrustedError(Exception):
    """The code of a scenario would have to be run, and the user has not trusted it."""

    def __init__(self, source: Source) -> None:
        super().__init__(
            f"expected code that you trust: it would run with all your permissions. Read it (sha256 "
            f"{digest(source.text)[:16]}), then add {OPTION} (in Python: trust_policies=True), or let sim remember it: "
            "sim trust CONFIG"
        )
        self.source = source


def digest(text: str) -> str:
    """Return the SHA-256 of the text of a policy file, as `sha256sum` prints it for a file with Unix line ends."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@contextmanager
def trusting() -> Iterator[None]:
    """Trust the code of every scenario loaded within this context."""
    token = _all.set(True)
    try:
        yield
    finally:
        _all.reset(token)


@contextmanager
def announcing(tell: Callable[[Source], None]) -> Iterator[None]:
    """Call `tell` with each source before its code is run, within this context."""
    token = _announce.set(tell)
    try:
        yield
    finally:
        _announce.reset(token)


def grant(source: Source) -> None:
    """Trust the text of one source in this process from now on, whatever its name."""
    _granted.add(digest(source.text))


def is_trusted(source: Source) -> bool:
    """Return whether the code of a source may be run; if it may, it remains trusted in this process."""
    own = digest(source.text)
    if not (_all.get() or own in _granted or own in _remembered()):
        return False
    _granted.add(own)
    return True


def named(source: Source) -> None:
    """Report a source before its code is run, to the function that `announcing` was given, if any."""
    _announce.get()(source)


def remembered_in() -> Path:
    """Return the path of this user's file of trusted digests, one in each line; the file may not exist."""
    home = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(home) / "sim" / "trusted-policies"


def remember(source: Source) -> Path:
    """Add the digest of a source to this user's file, and return the path of the file.

    Raises
    ------
    OSError
        The file cannot be written, or `is_trusted` would not read it because it belongs to someone else, is not a
        regular file or others may write to it.
    """
    path = remembered_in()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = "".join(sign if sign.isprintable() else "?" for sign in source.name)
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0)
    with os.fdopen(os.open(path, flags, 0o600), "a", encoding="utf-8") as file:
        if not _is_own(os.fstat(file.fileno())):
            why = "it belongs to someone else, or others may write to it, so sim would not read it: delete it"
            raise PermissionError(errno.EPERM, f"{why}, and repeat this command")
        file.write(f"{digest(source.text)}  {name}\n")
    return path


def _remembered() -> frozenset[str]:
    """Return the digests in this user's file; none if the file is absent, cannot be read or is not the user's own."""
    try:
        path = remembered_in()
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
        with os.fdopen(os.open(path, flags), "rb") as file:
            if not _is_own(os.fstat(file.fileno())):
                return frozenset()
            lines = file.read(MOST).decode("utf-8", "replace").splitlines()
    except (OSError, RuntimeError):  # no such file; no home directory
        return frozenset()
    return frozenset(line.split()[0].lower() for line in lines if line.split())


def _is_own(about: os.stat_result) -> bool:
    """Return whether a file is a regular one that belongs to this user and to which nobody else may write.

    On systems without user ids, such as Windows, every regular file counts as the user's own.
    """
    is_own = not hasattr(os, "geteuid") or (about.st_uid == os.geteuid() and not about.st_mode & 0o022)
    return stat.S_ISREG(about.st_mode) and is_own

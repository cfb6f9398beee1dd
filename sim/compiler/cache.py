"""Compiled code on the disk: in a folder that is closed to other users, each file with a digest of its content.

Loading a file runs what it contains. So a file that is damaged, or that another user may have written, is not loaded:
its code is compiled again.
"""

import atexit
import os
import pickle
import shutil
import stat
import tempfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from sim.compiler.outdated import cleared, used
from sim.compiler.private import caching, pickled, settings

__all__ = ["KernelCache", "Place", "cache_of", "place"]

SHARED: Final = "SIM_KERNELS"
"""Environment variable that names the temporary folder of compiled code, for the processes that this one starts."""
_READ: Final = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
SEAL: Final = 32
"""Length of the digest at the beginning of a file [bytes]."""
FLAWS: Final = (OSError, ValueError, EOFError, AttributeError, ImportError, LookupError, TypeError, pickle.PickleError)
"""Errors that reading a damaged or missing file may raise."""
problems: list[str] = []
"""File errors in words: those of this process, and those that its compiling process has reported."""


class Place:
    """Where compiled code is kept.

    Attributes
    ----------
    folder
        A folder that belongs to this user; None if compiled code is not kept.
    note
        Why `folder` is not the usual folder, in words; empty if it is, or if the process that started this one chose
        the folder.
    """

    def __init__(self, folder: Path | None, note: str = "") -> None:
        self.folder, self.note = folder, note


def place(name: str) -> Place:
    """Return where compiled code is kept: in the folder `name` of this user's cache, in a temporary folder, or nowhere.

    If the process that started this one keeps its code in a temporary folder, this process uses the same folder.
    Folders are created if necessary, and folders of old code are removed from the user's cache.
    """
    shared = os.environ.get(SHARED)
    if shared and _flaw(Path(shared)) is None:
        return Place(_made_private(Path(shared) / name))
    home = os.environ.get("NUMBA_CACHE_DIR") or os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    usual = Path(home) / "sim" / name
    try:
        usual.parent.parent.mkdir(parents=True, exist_ok=True)
        flaw = _open_to_others(usual.parent.parent) or _flaw(_made_private(usual.parent)) or _flaw(_made_private(usual))
    except OSError as error:
        flaw = f"{usual}: {(error.strerror or str(error)).lower()}"
    if flaw is None:
        used(usual)
        cleared(usual.parent, usual, _flaw)
        return Place(usual)
    try:
        private = Path(tempfile.mkdtemp(prefix="sim-kernels-"))
        folder = _made_private(private / name)
    except OSError:
        return Place(None, f"compiled code is not kept: {flaw}; set NUMBA_CACHE_DIR to another folder")
    os.environ[SHARED] = str(private)  # the workers of this process read it
    atexit.register(shutil.rmtree, private, ignore_errors=True)
    return Place(folder, f"compiled code is kept for this run only: {flaw}; set NUMBA_CACHE_DIR to another folder")


def _made_private(folder: Path) -> Path:
    """Create a folder that only this user may use, or close an existing one of this user to others; return it.

    An existing folder to which everyone may write stays as it is.
    """
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        about = folder.lstat()
        if _is_own(about) and stat.S_ISDIR(about.st_mode) and about.st_mode & 0o077 and not about.st_mode & 0o002:
            folder.chmod(0o700)
    return folder


def _flaw(folder: Path) -> str | None:
    """Return in words why a folder cannot be used; None if only this user can use it, and can write to it."""
    try:
        about = folder.lstat()
    except OSError as error:
        return f"{folder}: {(error.strerror or str(error)).lower()}"
    if not stat.S_ISDIR(about.st_mode):
        return f"{folder} is a link or not a folder"
    if not _is_own(about):
        return f"{folder} belongs to someone else"
    if os.name == "posix" and about.st_mode & 0o077:
        return f"{folder} is open to others"
    return None if os.access(folder, os.W_OK) else f"{folder} cannot be written"


def _open_to_others(folder: Path) -> str | None:
    """Return in words how others could replace what is in a folder with something of theirs; None if they cannot."""
    about = folder.stat()
    if os.name != "posix" or (about.st_mode & stat.S_ISVTX and about.st_uid in (0, os.geteuid())):
        return None
    if about.st_uid not in (0, os.geteuid()):
        return f"{folder} belongs to someone else"
    group = about.st_mode & 0o020 and about.st_gid != os.getegid()
    return f"others may write to {folder}" if about.st_mode & 0o002 or group else None


def _is_own(about: os.stat_result) -> bool:
    """Return whether a file or folder belongs to this user."""
    return os.name != "posix" or about.st_uid == os.geteuid()


class _Sealed(caching.IndexDataCacheFile):  # type: ignore[misc]
    """The files of one function: an index, and one file of code for each signature. Each file begins with a digest."""

    def save(self, key: Any, data: Any) -> None:
        """Store the code of a function; if that fails, the next process compiles the function again."""
        try:
            super().save(key, data)
        except OSError as error:
            _drop(Path(self._index_path))
            problems.append(f"compiled code could not be kept ({(error.strerror or str(error)).lower()})")

    def load(self, key: Any) -> Any:
        """Return the code of a function; None if it is not there, or damaged."""
        try:
            return super().load(key)
        except FLAWS:
            _drop(Path(self._index_path))
            problems.append("compiled code on the disk was damaged; it is compiled again")
            return None

    def is_whole(self) -> bool:
        """Return whether the code of the function is on the disk and undamaged."""
        try:
            names = self._load_index().values()
            return bool(names) and all(_unsealed(self._data_path(name)) for name in names)
        except FLAWS:
            return False

    def _load_index(self) -> dict[Any, Any]:
        try:
            version, stamp, overloads = pickle.loads(_unsealed(self._index_path))
        except FileNotFoundError:
            return {}
        fresh = (version, stamp) == (self._version, self._source_stamp)
        return dict(overloads) if fresh else {}

    def _save_index(self, overloads: dict[Any, Any]) -> None:
        self._seal(self._index_path, pickled((self._version, self._source_stamp, overloads)))

    def _load_data(self, name: str) -> Any:
        return pickle.loads(_unsealed(self._data_path(name)))

    def _save_data(self, name: str, data: Any) -> None:
        self._seal(self._data_path(name), pickled(data))

    def _seal(self, path: str, data: bytes) -> None:
        with self._open_for_write(path) as file:
            file.write(sha256(data).digest() + data)


def _unsealed(path: str) -> bytes:
    """Return the content of a file after its digest.

    Raises
    ------
    ValueError
        The file is damaged, or does not belong to this user.
    """
    with os.fdopen(os.open(path, _READ), "rb") as file:
        own, raw = _is_own(os.fstat(file.fileno())), file.read()
    if not own or sha256(raw[SEAL:]).digest() != raw[:SEAL]:
        raise ValueError(f"{path} is damaged, or belongs to someone else")
    return raw[SEAL:]


def _drop(index: Path) -> None:
    """Remove the files of one function."""
    name = index.name.removesuffix(".nbi")
    for path in (index, *index.parent.glob(f"{name}.*")):
        try:
            path.unlink()
        except OSError:
            continue


class _Impl(caching.CompileResultCacheImpl):  # type: ignore[misc]
    """Keeps the files of a function in the folder `settings.CACHE_DIR`, never next to the sources."""

    _locator_classes = (caching.UserProvidedCacheLocator,)


class KernelCache(caching.FunctionCache):  # type: ignore[misc]
    """The cache of one function."""

    _impl_class = _Impl

    def __init__(self, function: Callable[..., Any]) -> None:
        super().__init__(function)
        stamp = self._impl.locator.get_source_stamp()
        self._cache_file: Any = _Sealed(self._cache_path, self._impl.filename_base, stamp)

    def is_whole(self) -> bool:
        """Return whether the code of the function is on the disk and undamaged."""
        return bool(self._cache_file.is_whole())

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """Load the code of a function for one signature; return None if it is not there.

        Numba's own method would first prepare everything that compilation may need, which takes longer than loading
        every function, and imports SciPy. A compilation, if one is necessary, prepares this itself.
        """
        with self._guard_against_spurious_io_errors():
            return self._load_overload(sig, target_context)

    def save_overload(self, sig: Any, data: Any) -> None:
        """Store the code of a function; if that fails, the run goes on without it."""
        try:
            super().save_overload(sig, data)
        except OSError as error:
            problems.append(f"compiled code could not be kept ({(error.strerror or str(error)).lower()})")


def cache_of(function: Callable[..., Any], folder: Path) -> KernelCache | None:
    """Return the cache of a function in a folder; None if nothing can be written there."""
    before = settings.CACHE_DIR, settings.CACHE_LOCATOR_CLASSES
    settings.CACHE_DIR, settings.CACHE_LOCATOR_CLASSES = str(folder), ""
    try:
        return KernelCache(function)
    except (OSError, RuntimeError) as error:
        problems.append(f"compiled code cannot be kept ({error})")
        return None
    finally:
        settings.CACHE_DIR, settings.CACHE_LOCATOR_CLASSES = before

"""The decorators that compile functions, and two instructions of the processor as functions for compiled code.

An *entry* is a compiled function that Python calls. A *kernel* is a function that compiled functions call.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final, ParamSpec, TypeVar, cast

import numba
import numpy as np
from llvmlite import ir
from llvmlite.binding import get_host_cpu_name
from numba import njit, types

import sim
from sim.compiler.cache import cache_of, place
from sim.compiler.library import AsEntry, AsKernel
from sim.compiler.private import NO_ALLOCATION, NO_WRAPPERS, intrinsic, keep_in, seen_as, settings, typeof_impl

__all__ = [
    "IS_OFF", "PLACE", "SOURCES", "as_python", "entry", "is_cold", "is_python", "kernel", "lowest_bit", "multiply_high",
    "plain",
]  # fmt: skip


NO_KERNELS: Final = frozenset({"arithmetic", "compile"})
"""Names of folders, inside SOURCES, from which nothing is compiled."""
P = ParamSpec("P")
R = TypeVar("R")


def _name() -> str:
    """Return the name of the folder of compiled code: a digest of everything on which the code depends.

    The code depends on the sources, the versions of Numba, NumPy and Python, the processor, and the setting
    NUMBA_BOUNDSCHECK.

    Notes
    -----
    Numba itself checks only the time stamp of the file of an entry, and so would use old code after an edit of a file
    with kernels that the entry calls.
    """
    digest = blake2b(digest_size=8)
    package = Path(sim.__file__).parent
    for folder in SOURCES:
        for source in sorted((package / folder).rglob("*.py")):
            name = source.relative_to(package)
            if not NO_KERNELS & set(name.parts):
                digest.update(name.as_posix().encode() + source.read_bytes())
    for part in (
        numba.__version__,
        np.__version__,
        sys.version,
        get_host_cpu_name(),
        os.environ.get("NUMBA_BOUNDSCHECK"),
    ):
        digest.update(repr(part).encode())
    return f"kernels-{digest.hexdigest()}"


def is_cold(package: str = "sim") -> bool:
    """Return whether an entry still has to be compiled on this machine, because its code is missing or damaged.

    Parameters
    ----------
    package
        The package whose entries are checked, as far as their modules have been imported.
    """
    return not all(each.is_there for each in _entries if f"{each.__module__}.".startswith(f"{package}."))


def is_python() -> bool:
    """Return whether kernels now run as Python in this thread."""
    return _python.get()


@contextmanager
def as_python() -> Iterator[None]:
    """Run kernels as Python in this thread during the block: slow, with the same results, and without compilation."""
    before = _python.set(True)
    try:
        yield
    finally:
        _python.reset(before)


class Kernel:
    """A function that compiled functions call, compiled without the interpreter's lock, reference counts or allocation.

    Notes
    -----
    `NO_ALLOCATION` makes any allocation inside a kernel a compilation error. A kernel has no signature, so it is not
    compiled before it is called. It is passed to Numba only when a function that calls it is compiled, because the code
    of an entry on the disk includes its kernels. Signed integers are passed as `int64`, whatever column they come from:
    otherwise Numba would compile a kernel again for each combination of types.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function

    @cached_property
    def made(self) -> Any:
        """The function for calls from compiled functions, without the wrappers for calls from Python."""
        made = njit(**INSIDE)(self.function)
        seen_as(made, _wide)
        return made

    @cached_property
    def called(self) -> Any:
        """The function for calls from Python."""
        return njit(**HOW)(self.function)

    def __call__(self, *args: Any) -> Any:
        """Call the function from Python."""
        return self.function(*args) if _python.get() else self.called(*args)


def kernel(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function a kernel: compiled functions can call it."""
    made: Any = Kernel(function)
    return cast(Callable[P, R], made)


def _typeof(kernel: Kernel, context: Any) -> Any:
    """Return the type of a kernel; Numba asks for it when it compiles a function that calls the kernel."""
    return typeof_impl(kernel.made, context)


typeof_impl.register(Kernel, _typeof)


def _wide(kind: Any) -> Any:
    """Return the type in which an argument of type `kind` is passed to a kernel: int64 for every signed integer."""
    numba_types: Any = types
    plain = numba_types.unliteral(kind)
    return numba_types.int64 if isinstance(plain, numba_types.Integer) and plain.signed else plain


def entry(function: Callable[..., Any]) -> Any:
    """Return a function for calls from Python: its first call compiles it with all that it calls, and stores the code.

    Later processes load the stored code.

    If NUMBA_DISABLE_JIT switches off the compiler, Python runs the function: slow, with the same results.
    """
    if IS_OFF:
        return plain(function)
    made = Entry(function)
    _entries.append(made)
    return made


class Entry:
    """A function for calls from Python: compiled with all that it calls, or run as Python inside `as_python`.

    Attributes
    ----------
    py_func
        The uncompiled function.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        self.py_func, self.__module__ = function, function.__module__
        self._plain, self._compiled = plain(function), njit(**HOW)(function)
        self._cache = None if PLACE.folder is None else cache_of(function, PLACE.folder)
        if self._cache is not None:
            keep_in(self._compiled, self._cache)

    def __call__(self, *args: Any) -> Any:
        """Call the function: compiled, or as Python inside `as_python`."""
        return self._plain(*args) if _python.get() else self._compiled(*args)

    @property
    def signatures(self) -> list[Any]:
        """The argument types for which this process has compiled or loaded the function."""
        return list(self._compiled.signatures)

    @property
    def is_there(self) -> bool:
        """Whether this process has loaded or compiled the function, or its whole code is on the disk."""
        return bool(self._compiled.signatures) or (self._cache is not None and self._cache.is_whole())


def plain(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that Python runs, with the columns of tables as attributes, as in compiled code."""

    def run(*args: Any) -> Any:
        return function(*(arg.view(np.recarray) if _is_table(arg) else arg for arg in args))

    return run


def _is_table(arg: Any) -> bool:
    """Return whether an argument is an array with columns."""
    return isinstance(arg, np.ndarray) and arg.dtype.names is not None


_entries: list[Entry] = []
"""All functions for calls from Python that have been decorated so far."""
IS_OFF: Final = bool(settings.DISABLE_JIT)
"""Whether NUMBA_DISABLE_JIT switches off the compiler."""
_python: ContextVar[bool] = ContextVar("_python", default=IS_OFF)
"""Whether kernels run as Python now."""
SOURCES: Final = ("analysis/causes", "analysis/sums", "compiler", "engines/compiled", "model")
"""Folders of the package whose sources determine compiled code."""
HOW: Final[dict[str, Any]] = {"nogil": True, "error_model": "numpy", "pipeline_class": AsEntry, **NO_ALLOCATION}
"""Options for the compilation of functions that Python calls."""
INSIDE: Final[dict[str, Any]] = {**HOW, "pipeline_class": AsKernel, **NO_WRAPPERS}
"""Options for the compilation of functions that only compiled functions call."""
PLACE: Final = place(_name())
"""The place of the compiled code of this version of the sources."""


def _multiply_high(typing: Any, one: Any, other: Any) -> Any:
    """Return the high word of the product of two words: uint64 x uint64 -> uint64."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        wide = ir.IntType(128)
        product = builder.mul(builder.zext(args[0], wide), builder.zext(args[1], wide))
        return builder.trunc(builder.lshr(product, ir.Constant(wide, 64)), ir.IntType(64))

    return types.uint64(types.uint64, types.uint64), generate


def _lowest_bit(typing: Any, word: Any) -> Any:
    """Return the position of the lowest set bit in a word that is not 0: uint64 -> int64."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.cttz(args[0], ir.Constant(ir.IntType(1), 1))

    return types.int64(types.uint64), generate


multiply_high: Callable[[Any, Any], Any] = intrinsic(_multiply_high)
lowest_bit: Callable[[Any], int] = intrinsic(_lowest_bit)

"""How a function of this engine is compiled, and the few instructions that Python has no word for."""

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
from sim.compiler.private import NO_ALLOCATION, NO_WRAPPERS, intrinsic, keep_in, seen_as, settings, typeof_impl

__all__ = [
    "IS_OFF", "PLACE", "SOURCES", "as_python", "entry", "is_cold", "is_python", "kernel", "lowest_bit", "multiply_high",
    "plain",
]  # fmt: skip


NO_KERNELS: Final = frozenset({"arithmetic", "compile"})
"""Folders of the model from which nothing is compiled."""
P = ParamSpec("P")
R = TypeVar("R")


def _name() -> str:
    """Name of the folder of compiled code: a digest of every source that goes into it, of numba, Python, the processor.

    Notes
    -----
    numba looks at the time stamp of one file and goes on with an old kernel where another file was edited.
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
    """Whether something is still to be compiled on this machine: it lies nowhere, or is damaged.

    Parameters
    ----------
    package
        Of whose modules, as far as they have been imported.
    """
    return not all(each.is_there for each in _entries if f"{each.__module__}.".startswith(f"{package}."))


def is_python() -> bool:
    """Whether kernels run as Python here and now."""
    return _python.get()


@contextmanager
def as_python() -> Iterator[None]:
    """Run kernels as Python in this thread while the block runs: slow, with the same bits, and nothing is compiled."""
    before = _python.set(True)
    try:
        yield
    finally:
        _python.reset(before)


class Kernel:
    """A function of the loop: without the interpreter's lock, without reference counts or allocation.

    Notes
    -----
    `NO_ALLOCATION` makes any allocation inside a kernel an error of compilation. There is no signature, so nothing is
    compiled before it is called; and numba is not even shown a kernel before something that calls it is compiled, for
    what is loaded from the disk calls none. A whole number is handed over as an `int64`, whatever column it came from:
    else numba compiles a function again for each mixture, which was two fifths of all.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function

    @cached_property
    def made(self) -> Any:
        """The function as other compiled functions call it: without what Python needs to call it."""
        made = njit(**INSIDE)(self.function)
        seen_as(made, _wide)
        return made

    @cached_property
    def called(self) -> Any:
        """The function as Python calls it."""
        return njit(**HOW)(self.function)

    def __call__(self, *args: Any) -> Any:
        """Call it from Python."""
        return self.function(*args) if _python.get() else self.called(*args)


def kernel(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function a kernel."""
    made: Any = Kernel(function)
    return cast(Callable[P, R], made)


def _typeof(kernel: Kernel, context: Any) -> Any:
    return typeof_impl(kernel.made, context)


typeof_impl.register(Kernel, _typeof)


def _wide(kind: Any) -> Any:
    """Type in which an argument of a type is handed over."""
    known: Any = types
    plain = known.unliteral(kind)
    return known.int64 if isinstance(plain, known.Integer) and plain.signed else plain


def entry(function: Callable[..., Any]) -> Any:
    """Compile a function that Python calls, and keep it on disk with all that it calls.

    Where nothing can be compiled it stays Python, slow and the same.
    """
    if IS_OFF:
        return plain(function)
    made = Entry(function)
    _entries.append(made)
    return made


class Entry:
    """A function that Python calls: compiled, and kept on disk with all that it calls; or as Python (`as_python`).

    Attributes
    ----------
    py_func
        The function as it is written.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        self.py_func, self.__module__ = function, function.__module__
        self._plain, self._compiled = plain(function), njit(**HOW)(function)
        self._cache = None if PLACE.folder is None else cache_of(function, PLACE.folder)
        if self._cache is not None:
            keep_in(self._compiled, self._cache)

    def __call__(self, *args: Any) -> Any:
        """Call it."""
        return self._plain(*args) if _python.get() else self._compiled(*args)

    @property
    def signatures(self) -> list[Any]:
        """Types of arguments for which this process has compiled or loaded it."""
        return list(self._compiled.signatures)

    @property
    def is_there(self) -> bool:
        """Whether nothing is to be compiled before it is called: this process has it, or it lies on the disk."""
        return bool(self._compiled.signatures) or (self._cache is not None and self._cache.is_whole())


def plain(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function as Python runs it: rows of tables with attributes, as in compiled code."""

    def run(*args: Any) -> Any:
        return function(*(arg.view(np.recarray) if _is_table(arg) else arg for arg in args))

    return run


def _is_table(arg: Any) -> bool:
    return isinstance(arg, np.ndarray) and arg.dtype.names is not None


_entries: list[Entry] = []
"""The functions that Python calls."""
IS_OFF: Final = bool(settings.DISABLE_JIT)
"""Whether NUMBA_DISABLE_JIT switches the compiler off."""
_python: ContextVar[bool] = ContextVar("_python", default=IS_OFF)
SOURCES: Final = ("analysis/causes", "analysis/sums", "compiler", "engines/compiled", "model")
"""Folders of the package whose text goes into compiled code."""
HOW: Final[dict[str, Any]] = {"nogil": True, "error_model": "numpy", **NO_ALLOCATION}
INSIDE: Final[dict[str, Any]] = {**HOW, **NO_WRAPPERS}
PLACE: Final = place(_name())


def _multiply_high(typing: Any, one: Any, other: Any) -> Any:
    """High word of the product of two words: uint64 x uint64 -> uint64."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        wide = ir.IntType(128)
        product = builder.mul(builder.zext(args[0], wide), builder.zext(args[1], wide))
        return builder.trunc(builder.lshr(product, ir.Constant(wide, 64)), ir.IntType(64))

    return types.uint64(types.uint64, types.uint64), generate


def _lowest_bit(typing: Any, word: Any) -> Any:
    """Position of the lowest bit that is set in a word that is not 0: uint64 -> int64."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.cttz(args[0], ir.Constant(ir.IntType(1), 1))

    return types.int64(types.uint64), generate


multiply_high: Callable[[Any, Any], Any] = intrinsic(_multiply_high)
lowest_bit: Callable[[Any], int] = intrinsic(_lowest_bit)

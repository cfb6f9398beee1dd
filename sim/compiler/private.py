"""All names of Numba that may change without notice; other modules take them from here."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

import numba
from numba import extending as _extending
from numba.core import caching as _caching
from numba.core import cgutils as _cgutils
from numba.core import codegen as _codegen
from numba.core import compiler as _compiler
from numba.core import serialize as _serialize
from numba.core.datamodel import models as _models
from numba.core.typing import templates as _templates
from numba.np import arrayobj as _arrayobj
from numba.np import numpy_support as _numpy_support

__all__ = [
    "HOLDS_FOR",
    "NO_ALLOCATION",
    "NO_WRAPPERS",
    "Compiler",
    "Library",
    "attribute_template",
    "caching",
    "check_bounds",
    "from_dtype",
    "function_template",
    "infer_getattr",
    "infer_global",
    "intrinsic",
    "keep_in",
    "lower_builtin",
    "lower_getattr_generic",
    "lower_setattr_generic",
    "opaque_model",
    "overload",
    "pickled",
    "populate",
    "register_model",
    "returned_slice",
    "seen_as",
    "settings",
    "signature",
    "typeof_impl",
    "void_pointer",
]

F = TypeVar("F", bound=Callable[..., Any])
HOLDS_FOR: Final = ("0.68.1",)
"""Versions of Numba with which the whole test suite passed; whether another version works, only the suite can show."""

caching: Any = _caching
"""Files of compiled code (`cache.py`): `IndexDataCacheFile`, `CompileResultCacheImpl`, `FunctionCache`."""
Compiler: Any = _compiler.Compiler
Library: Any = _codegen.JITCodeLibrary
"""`Compiler`: the steps from a function to machine code; `Library`: the code of one function (`library.py`)."""
pickled: Any = _serialize.dumps
settings: Any = numba.config
intrinsic: Callable[[Callable[..., Any]], Any] = _extending.intrinsic
overload: Callable[..., Callable[[F], F]] = _extending.overload
"""Sets the function that compiled code calls in place of a Python function."""
typeof_impl: Any = _extending.typeof_impl
register_model: Any = _extending.register_model
infer_getattr: Any = _extending.infer_getattr
lower_getattr_generic: Callable[[Any], Callable[[F], F]] = _extending.lower_getattr_generic
lower_setattr_generic: Callable[[Any], Callable[[F], F]] = _extending.lower_setattr_generic
lower_builtin: Callable[..., Callable[[F], F]] = _extending.lower_builtin
infer_global: Callable[..., Any] = _templates.infer_global
attribute_template: Any = _templates.AttributeTemplate
function_template: Any = _templates.AbstractTemplate
"""The names from `register_model` on tell Numba about our own types, their attributes and operators (`pointer.py`)."""
signature: Any = _templates.signature
opaque_model: Any = _models.OpaqueModel
"""Data model of our own types: each value is a single address."""
populate: Any = _arrayobj.populate_array
"""Fills in Numba's description of an array: address, rows, strides."""
from_dtype: Any = _numpy_support.from_dtype
void_pointer: Any = _cgutils.voidptr_t
check_bounds: Any = _cgutils.do_boundscheck
"""Makes compiled code raise IndexError for a row number that is out of bounds."""
NO_ALLOCATION: Final = {"_nrt": False}
"""Compilation option that makes any allocation of memory a compilation error."""
NO_WRAPPERS: Final = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
"""Compilation options that omit the wrappers for calls from Python and C; calls from compiled code need none."""


def seen_as(compiled: Any, converted: Callable[[Any], Any]) -> None:
    """Make compiled code pass each argument to a function in the type that `converted` returns for its own type."""
    original = compiled.get_call_template
    compiled.get_call_template = lambda args, kws: original(
        tuple(map(converted, args)), {name: converted(each) for name, each in kws.items()}
    )


def keep_in(compiled: Any, cache: Any) -> None:
    """Make a compiled function store its code in our own cache."""
    compiled._cache = cache


def returned_slice(context: Any, builder: Any, kind: Any, array: Any, index: Any, value: Any) -> Any:
    """Return a slice of an array, as Numba itself makes it.

    `kind` is the type of the array, `index` the type of the slice, and `value` the slice.
    """
    sig = signature(kind, kind, index)
    return _arrayobj.getitem_arraynd_intp(context, builder, sig, (array, value))

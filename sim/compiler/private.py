"""The names of numba that it may move without notice: they stand here alone, with the versions that have them so."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

import numba
from numba import extending as _extending
from numba.core import caching as _caching
from numba.core import cgutils as _cgutils
from numba.core import serialize as _serialize
from numba.core.datamodel import models as _models
from numba.core.typing import templates as _templates
from numba.np import arrayobj as _arrayobj
from numba.np import numpy_support as _numpy_support

__all__ = [
    "HOLDS_FOR",
    "NO_ALLOCATION",
    "NO_WRAPPERS",
    "attribute_template",
    "caching",
    "from_dtype",
    "infer_getattr",
    "intrinsic",
    "keep_in",
    "lower_getattr_generic",
    "lower_setattr_generic",
    "opaque_model",
    "overload",
    "pickled",
    "populate",
    "register_model",
    "seen_as",
    "settings",
    "typeof_impl",
    "void_pointer",
]

F = TypeVar("F", bound=Callable[..., Any])
HOLDS_FOR: Final = ("0.68.1",)
"""Versions with which the whole suite was green; another one may work too, and is tried by the suite alone."""

caching: Any = _caching
"""Files of compiled code (`kept.py`): `IndexDataCacheFile`, `CompileResultCacheImpl`, `FunctionCache`."""
pickled: Any = _serialize.dumps
settings: Any = numba.config
intrinsic: Callable[[Callable[..., Any]], Any] = _extending.intrinsic
overload: Callable[..., Callable[[F], F]] = _extending.overload
"""Says what compiled code calls in the place of a function of Python's."""
typeof_impl: Any = _extending.typeof_impl
register_model: Any = _extending.register_model
infer_getattr: Any = _extending.infer_getattr
lower_getattr_generic: Callable[[Any], Callable[[F], F]] = _extending.lower_getattr_generic
lower_setattr_generic: Callable[[Any], Callable[[F], F]] = _extending.lower_setattr_generic
attribute_template: Any = _templates.AttributeTemplate
"""Says of which type an attribute of a type of our own is (`pointer.py`)."""
opaque_model: Any = _models.OpaqueModel
"""A type of our own is one address."""
populate: Any = _arrayobj.populate_array
"""Fills in what numba knows of an array: address, rows, steps."""
from_dtype: Any = _numpy_support.from_dtype
void_pointer: Any = _cgutils.voidptr_t
NO_ALLOCATION: Final = {"_nrt": False}
"""Makes an allocation an error of compilation."""
NO_WRAPPERS: Final = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
"""Leaves out what Python and C need to call a function; compiled code calls it without."""


def seen_as(made: Any, shown: Callable[[Any], Any]) -> None:
    """Have calls in compiled code see the types of arguments as `shown` returns them."""
    found = made.get_call_template
    made.get_call_template = lambda args, kws: found(
        tuple(map(shown, args)), {name: shown(each) for name, each in kws.items()}
    )


def keep_in(made: Any, cache: Any) -> None:
    """Have a function keep its compiled code in a cache of our own."""
    made._cache = cache

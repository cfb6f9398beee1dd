"""How a function of this engine is compiled, and the few instructions that Python has no word for."""

from collections.abc import Callable
from typing import Any

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic
from numba.np import arrayobj, numpy_support

__all__ = ["kernel", "lowest_bit", "multiply_high", "view"]

kernel: Callable[..., Any] = njit(cache=True, nogil=True, _nrt=False, error_model="numpy")
"""Compile a function: kept on disk, without the interpreter's lock, without reference counts or allocation.

Notes
-----
`_nrt=False` makes any allocation inside a kernel an error of compilation. There is no signature, so nothing is compiled
before it is called.
"""


@intrinsic
def multiply_high(typing: Any, one: Any, other: Any) -> Any:
    """High word of the product of two words: uint64 x uint64 -> uint64."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        wide = ir.IntType(128)
        product = builder.mul(builder.zext(args[0], wide), builder.zext(args[1], wide))
        return builder.trunc(builder.lshr(product, ir.Constant(wide, 64)), ir.IntType(64))

    return types.uint64(types.uint64, types.uint64), generate


@intrinsic
def lowest_bit(typing: Any, word: Any) -> Any:
    """Position of the lowest bit that is set in a word that is not 0: uint64 -> int64."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.cttz(args[0], ir.Constant(ir.IntType(1), 1))

    return types.int64(types.uint64), generate


def view(head: "np.dtype[Any]", name: str, item: "np.dtype[Any]") -> Callable[..., Any]:
    """Return the kernel function that makes a table of the house an array: `movers(h)[7].up`.

    Parameters
    ----------
    head
        Type of the record that tells where every table lies: for each an address `name`, and `name_n` rows.
    name, item
        The table, and the type of a row.

    Notes
    -----
    A kernel is handed one pointer, the house, whatever the number of tables. Handing round a tuple of forty arrays
    costs more than most of what is done with them, and makes compilation slow. The array is put together where it is
    used, of address and length, so NUMBA_BOUNDSCHECK=1 checks it like any other.
    """
    fields = head.fields
    assert fields is not None
    at, many = fields[name][1], fields[f"{name}_n"][1]
    made = types.Array(numpy_support.from_dtype(item), 1, "C", aligned=True)
    word = ir.IntType(64)

    @intrinsic
    def table(typing: Any, house: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            start = builder.bitcast(args[0], cgutils.voidptr_t)

            def load(offset: int) -> Any:
                place = builder.gep(start, [ir.Constant(word, offset)])
                return builder.load(builder.bitcast(place, word.as_pointer()))

            address, rows = load(at), load(many)
            array = context.make_array(made)(context, builder)
            size = context.get_constant(types.intp, item.itemsize)
            data = builder.inttoptr(address, array.data.type)
            arrayobj.populate_array(array, data=data, shape=[rows], strides=[size], itemsize=size, meminfo=None)
            return array._getvalue()

        return made(house), generate

    return table

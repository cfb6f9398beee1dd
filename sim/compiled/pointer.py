"""One pointer for all of a history: numbers and tables as attributes, `h.now` and `h.movers[7].up`."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from llvmlite import ir
from numba import types

from sim.compiled.private import (
    attribute_template,
    from_dtype,
    infer_getattr,
    intrinsic,
    lower_getattr_generic,
    lower_setattr_generic,
    opaque_model,
    populate,
    register_model,
    void_pointer,
)

__all__ = ["place_of", "pointer_to"]


def place_of(table: str) -> tuple[str, str]:
    """Return the two columns of the head that say where a table lies: its address, and its number of rows."""
    return f"{table}.address", f"{table}.rows"


def pointer_to(head: "np.dtype[Any]", tables: Mapping[str, "np.dtype[Any]"]) -> Any:
    """Return the kernel function that makes an array of one head the pointer which kernels hand around.

    Parameters
    ----------
    head
        Type of the record: a column for each number, and for each table those of `place_of`.
    tables
        The tables by name, with the type of a row.

    Notes
    -----
    A kernel is handed one pointer, whatever the number of tables. A tuple of forty arrays costs more than most of what
    is done with them, and makes compilation slow. An array is put together where it is used, of address and rows, so
    NUMBA_BOUNDSCHECK=1 checks it like any other.
    """
    arrays = {name: types.Array(from_dtype(row), 1, "C", aligned=True) for name, row in tables.items()}
    fields = head.fields
    assert fields is not None
    numbers = {name: from_dtype(kind) for name, (kind, *_) in fields.items() if "." not in name}
    word = ir.IntType(64)

    class State(types.Type):
        """A pointer to a head."""

        mutable = True

    kind = State("State")
    register_model(State)(opaque_model)

    def place(builder: Any, h: Any, column: str, of: Any) -> Any:
        """Return the address of a column of the head."""
        return builder.bitcast(builder.gep(h, [ir.Constant(word, fields[column][1])]), of.as_pointer())

    @infer_getattr
    class Attributes(attribute_template):  # type: ignore[misc]
        key = State

        def generic_resolve(self, typ: Any, name: str) -> Any:
            return arrays.get(name) or numbers.get(name)

    @lower_getattr_generic(State)
    def read(context: Any, builder: Any, typ: Any, h: Any, name: str) -> Any:
        if name in numbers:
            return builder.load(place(builder, h, name, context.get_data_type(numbers[name])))
        address, rows = (builder.load(place(builder, h, column, word)) for column in place_of(name))
        array = context.make_array(arrays[name])(context, builder)
        size = context.get_constant(types.intp, tables[name].itemsize)
        data = builder.inttoptr(address, array.data.type)
        populate(array, data=data, shape=[rows], strides=[size], itemsize=size, meminfo=None)
        return array._getvalue()

    @lower_setattr_generic(State)
    def write(context: Any, builder: Any, signature: Any, args: Any, name: str) -> None:
        h, value = args
        value = context.cast(builder, value, signature.args[1], numbers[name])
        builder.store(value, place(builder, h, name, context.get_data_type(numbers[name])))

    @intrinsic
    def state(typing: Any, heads: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            array = context.make_array(signature.args[0])(context, builder, args[0])
            return builder.bitcast(array.data, void_pointer)

        return kind(heads), generate

    return state

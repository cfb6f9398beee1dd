"""One pointer to the state of a history: numbers and tables as attributes, `h.now` and `h.movers[7].up`."""

from typing import Any

from llvmlite import ir
from numba import types

from sim.compiler.private import (
    NO_ALLOCATION,
    attribute_template,
    from_dtype,
    infer_getattr,
    intrinsic,
    lower_getattr_generic,
    lower_setattr_generic,
    opaque_model,
    overload,
    populate,
    register_model,
    void_pointer,
)
from sim.model.schema.head import Head, place_of

__all__ = ["pointer_to"]


def pointer_to(head: type[Head]) -> Any:
    """Return the kernel function that turns an array of one head into the pointer passed between kernels.

    If kernels run as Python, it returns its argument, which has the same numbers and tables as attributes.

    Parameters
    ----------
    head
        The class that declares the numbers and tables.

    Notes
    -----
    A kernel receives one pointer, whatever the number of tables. Passing a tuple of forty arrays would cost more than
    most work done with them, and would make compilation slow. An array is built from address and rows where it is used,
    so NUMBA_BOUNDSCHECK=1 checks it like any other.
    """
    arrays = {name: types.Array(from_dtype(of.dtype), 1, "C", aligned=True) for name, of in head.tables.items()}
    fields = head.dtype.fields
    assert fields is not None
    numbers = {name: from_dtype(fields[name][0]) for name in head.scalars}
    word = ir.IntType(64)

    class Pointer(types.Type):
        """A pointer to a head."""

        mutable = True

    kind = Pointer(head.__name__)
    register_model(Pointer)(opaque_model)

    def place(builder: Any, h: Any, column: str, of: Any) -> Any:
        """Return the address of a column of the head."""
        return builder.bitcast(builder.gep(h, [ir.Constant(word, fields[column][1])]), of.as_pointer())

    @infer_getattr
    class Attributes(attribute_template):  # type: ignore[misc]
        key = Pointer

        def generic_resolve(self, typ: Any, name: str) -> Any:
            return arrays.get(name) or numbers.get(name)

    @lower_getattr_generic(Pointer)
    def read(context: Any, builder: Any, typ: Any, h: Any, name: str) -> Any:
        if name in numbers:
            return builder.load(place(builder, h, name, context.get_data_type(numbers[name])))
        address, rows = (builder.load(place(builder, h, column, word)) for column in place_of(name))
        array = context.make_array(arrays[name])(context, builder)
        size = context.get_constant(types.intp, head.tables[name].dtype.itemsize)
        data = builder.inttoptr(address, array.data.type)
        populate(array, data=data, shape=[rows], strides=[size], itemsize=size, meminfo=None)
        return array._getvalue()

    @lower_setattr_generic(Pointer)
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

    def pointed(heads: Any) -> Any:
        return heads

    @overload(pointed, jit_options=NO_ALLOCATION)
    def point(heads: Any) -> Any:
        def pointer(heads: Any) -> Any:
            return state(heads)

        return pointer

    return pointed

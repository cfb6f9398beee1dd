"""The pointer that compiled functions receive, to the state of a history; numbers and tables are its attributes.

With the pointer `h`, a compiled function can read `h.now`, `len(h.movers)` and `h.movers[7].up`. The pointer is the
address of a *head*: a record with all single numbers of the state, and the address and number of rows of each table.
"""

import operator
from collections.abc import Callable
from typing import Any, Final

from llvmlite import ir
from numba import types

from sim.compiler.private import (
    NO_ALLOCATION,
    attribute_template,
    check_bounds,
    from_dtype,
    function_template,
    infer_getattr,
    infer_global,
    intrinsic,
    lower_builtin,
    lower_getattr_generic,
    lower_setattr_generic,
    opaque_model,
    overload,
    populate,
    register_model,
    returned_slice,
    signature,
    void_pointer,
)
from sim.model.schema.head import Head, TableOf, place_of

__all__ = ["copy_columns", "pointer_to"]

WORD: Final = ir.IntType(64)
BYTE: Final = ir.IntType(8)


class Pointer(types.Type):
    """Numba's type of a pointer to a head: its numbers are read and written, its tables found by their addresses."""

    mutable = True

    def __init__(self, head: type[Head]) -> None:
        super().__init__(head.__name__)
        fields = head.dtype.fields
        assert fields is not None
        self.numbers = {name: Cell(f"{head.__name__}.{name}", *fields[name][:2]) for name in head.scalars}
        self.tables = {name: Table(self.name, of, *self._place(head, name)) for name, of in head.tables.items()}

    @staticmethod
    def _place(head: type[Head], name: str) -> tuple[int, int]:
        """Return the offsets in the head of the address and of the number of rows of a table [bytes]."""
        fields: Any = head.dtype.fields
        address, rows = (int(fields[column][1]) for column in place_of(name))
        return address, rows


class Cell:
    """A number in memory, at a fixed offset from a pointer [bytes].

    No two cells of different names share memory. Each access tells the compiler so ("type-based alias analysis"), so
    that it need not read a cell again after a write to another cell.
    """

    def __init__(self, name: str, dtype: Any, offset: int) -> None:
        self.name, self.type, self.offset = name, from_dtype(dtype), offset

    def read(self, context: Any, builder: Any, base: Any) -> Any:
        """Return the value of the cell at an offset from `base`."""
        return _marked(builder, builder.load(self._place(context, builder, base)), self.name)

    def write(self, context: Any, builder: Any, base: Any, kind: Any, value: Any) -> None:
        """Store a value, which is of type `kind`, in the cell."""
        value = context.cast(builder, value, kind, self.type)
        _marked(builder, builder.store(value, self._place(context, builder, base)), self.name)

    def _place(self, context: Any, builder: Any, base: Any) -> Any:
        """Return the address of the cell."""
        return builder.bitcast(_at(builder, base, self.offset), context.get_data_type(self.type).as_pointer())


class Table(types.Type):
    """Numba's type of a table; its value in compiled code is the pointer to the head.

    A row of a table with columns is a pointer, too; a row of a table without columns is one number.
    """

    def __init__(self, head: str, of: TableOf, address: int, rows: int) -> None:
        super().__init__(f"{head}.{of.name}")
        self.address, self.rows, self.size = address, rows, of.dtype.itemsize
        self.array = types.Array(from_dtype(of.dtype), 1, "C", aligned=True)
        self.cell = Cell(self.name, of.dtype, 0) if of.row is None else None
        self.row = RowOf(self.name, of.dtype) if self.cell is None else self.cell.type

    def many(self, builder: Any, h: Any) -> Any:
        """Return the number of rows."""
        return _constant(builder, h, self.rows)

    def at(self, context: Any, builder: Any, h: Any, kind: Any, row: Any) -> Any:
        """Return the address of a row; row numbers count from 0, and negative ones are not allowed."""
        row = context.cast(builder, row, kind, types.intp)
        if context.enable_boundscheck:
            check_bounds(context, builder, row, self.many(builder, h), 0)
        start = builder.inttoptr(_constant(builder, h, self.address), void_pointer)
        return builder.gep(start, [builder.mul(row, ir.Constant(WORD, self.size))])

    def as_array(self, context: Any, builder: Any, h: Any) -> Any:
        """Return Numba's description of the whole table as an array."""
        array, size = context.make_array(self.array)(context, builder), context.get_constant(types.intp, self.size)
        data = builder.inttoptr(_constant(builder, h, self.address), array.data.type)
        populate(array, data=data, shape=[self.many(builder, h)], strides=[size], itemsize=size, meminfo=None)
        return array._getvalue()


class RowOf(types.Type):
    """Numba's type of a row of a table with columns; its value is a pointer to the row."""

    mutable = True

    def __init__(self, table: str, dtype: Any) -> None:
        super().__init__(f"row of {table}")
        self.cells = {name: Cell(f"{table}.{name}", *where[:2]) for name, where in dtype.fields.items()}


for kind in (Pointer, Table, RowOf):
    register_model(kind)(opaque_model)


def _at(builder: Any, base: Any, offset: int) -> Any:
    """Return the address at an offset [bytes] from the address `base`."""
    return builder.gep(base, [ir.Constant(WORD, offset)])


def _marked(builder: Any, access: Any, name: str) -> Any:
    """Tell the compiler which cell an access to memory concerns; return the access."""
    root = builder.module.add_metadata([ir.MetaDataString(builder.module, "sim")])
    zero = ir.Constant(WORD, 0)
    cell = builder.module.add_metadata([ir.MetaDataString(builder.module, name), root, zero])
    access.set_metadata("tbaa", builder.module.add_metadata([cell, cell, zero]))
    return access


def _constant(builder: Any, h: Any, offset: int) -> Any:
    """Return a word of the head that no compiled function changes: an address, or a number of rows."""
    read = builder.load(builder.bitcast(_at(builder, h, offset), WORD.as_pointer()))
    read.set_metadata("invariant.load", builder.module.add_metadata([]))
    return read


# The next classes tell Numba the types of expressions: h.name, row.name, table[row], table[row] = value, len(table).
@infer_getattr
class _OfHead(attribute_template):  # type: ignore[misc]
    key = Pointer

    def generic_resolve(self, typ: Pointer, name: str) -> Any:
        return typ.numbers[name].type if name in typ.numbers else typ.tables.get(name)


@infer_getattr
class _OfRow(attribute_template):  # type: ignore[misc]
    key = RowOf

    def generic_resolve(self, typ: RowOf, name: str) -> Any:
        return typ.cells[name].type if name in typ.cells else None


@infer_global(operator.getitem)
class _Read(function_template):  # type: ignore[misc]
    def generic(self, args: Any, kws: Any) -> Any:
        table, row = args
        if isinstance(table, Table):
            return signature(table.array if isinstance(row, types.SliceType) else table.row, table, row)
        return None


@infer_global(operator.setitem)
class _Write(function_template):  # type: ignore[misc]
    def generic(self, args: Any, kws: Any) -> Any:
        table, row, _ = args
        return signature(types.none, table, row, table.row) if isinstance(table, Table) else None


@infer_global(len)
class _Count(function_template):  # type: ignore[misc]
    def generic(self, args: Any, kws: Any) -> Any:
        return signature(types.intp, *args) if len(args) == 1 and isinstance(args[0], Table) else None


# The next functions make the code of these expressions.
@lower_getattr_generic(Pointer)
def _read_head(context: Any, builder: Any, typ: Pointer, h: Any, name: str) -> Any:
    return typ.numbers[name].read(context, builder, h) if name in typ.numbers else h


@lower_setattr_generic(Pointer)
def _write_head(context: Any, builder: Any, sig: Any, args: Any, name: str) -> None:
    sig.args[0].numbers[name].write(context, builder, args[0], sig.args[1], args[1])


@lower_getattr_generic(RowOf)
def _read_row(context: Any, builder: Any, typ: RowOf, row: Any, name: str) -> Any:
    return typ.cells[name].read(context, builder, row)


@lower_setattr_generic(RowOf)
def _write_row(context: Any, builder: Any, sig: Any, args: Any, name: str) -> None:
    sig.args[0].cells[name].write(context, builder, args[0], sig.args[1], args[1])


@lower_builtin(operator.getitem, Table, types.Integer)
def _row(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    table, row = sig.args
    place = table.at(context, builder, args[0], row, args[1])
    return place if table.cell is None else table.cell.read(context, builder, place)


@lower_builtin(operator.setitem, Table, types.Integer, types.Any)
def _put(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    table, row, value = sig.args
    table.cell.write(context, builder, table.at(context, builder, args[0], row, args[1]), value, args[2])
    return context.get_dummy_value()


@lower_builtin(operator.getitem, Table, types.SliceType)
def _slice(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    table, rows = sig.args
    return returned_slice(context, builder, table.array, table.as_array(context, builder, args[0]), rows, args[1])


@lower_builtin(len, Table)
def _many(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    return sig.args[0].many(builder, args[0])


def _copy_columns(typing: Any, row: Any, record: Any) -> Any:
    """Copy a row of a table of the head into a record, column by column; the record has no column that the row lacks.

    A column keeps its name; its machine type may differ.
    """

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        source, target = args[0], builder.bitcast(args[1], void_pointer)
        for name, cell in RowOf(record.name, record.dtype).cells.items():
            value = row.cells[name].read(context, builder, source)
            cell.write(context, builder, target, row.cells[name].type, value)
        return context.get_dummy_value()

    return signature(types.none, row, record), generate


copy_columns: Callable[[Any, Any], None] = intrinsic(_copy_columns)


def pointer_to(head: type[Head]) -> Any:
    """Return a function that turns an array with one head into the pointer that compiled functions pass on.

    The returned function is for use in compiled functions. If these run as Python, it returns its argument, which has
    the same numbers and tables as attributes.

    Parameters
    ----------
    head
        The class that declares the numbers and tables.

    Notes
    -----
    A compiled function receives one pointer, whatever the number of tables. Passing a tuple of forty arrays would cost
    more than most work done with them, and would make compilation slow. NUMBA_BOUNDSCHECK=1 checks every row number.
    """
    kind = Pointer(head)

    @intrinsic
    def state(typing: Any, heads: Any) -> Any:
        def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
            array = context.make_array(sig.args[0])(context, builder, args[0])
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

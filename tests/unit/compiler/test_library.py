"""How compiled functions are joined: an entry (a function that Python calls) and the kernels that it uses (functions
that only compiled code calls) are in one module, and no kernel becomes machine code of its own.
"""

from typing import Any

import numpy as np
import pytest

from sim.compiler.cache import Place
from sim.compiler.kernel import entry, kernel
from sim.compiler.pointer import pointer_to
from sim.model.schema.head import Head, number, place_of, table
from sim.model.schema.row import STATE, Long, Row, Rows, column


class Pair(Row, role=STATE):
    """A row of the test tables."""

    one: Long = column("one number")
    other: Long = column("another number")


class Pairs(Head):
    """A head (the record of numbers and tables that kernels share) with two tables of the same kind of row."""

    now: Long = number("a number")
    pairs: Rows[Pair] = table("rows")
    more: Rows[Pair] = table("rows of the same kind")


state = pointer_to(Pairs)


@kernel
def _add(h: Pairs, row: int, by: int) -> None:
    h.pairs[row].one += by


@kernel
def _add_twice(h: Pairs, row: int) -> None:
    _add(h, row, 1)
    _add(h, row, 1)


@entry
def _both(heads: Any, row: int) -> int:
    h: Pairs = state(heads)
    _add_twice(h, row)
    _add(h, row, 40)
    return int(h.pairs[row].one)


@entry
def _through_two_names(heads: Any, row: int, same: int) -> int:
    h: Pairs = state(heads)
    one, other, apart = h.pairs[row], h.pairs[same], h.more[row]
    one.one = 1
    apart.one = 5
    other.one += 2
    h.now = one.one
    other.other = 7
    return int(h.now * 100 + one.one * 10 + apart.one)


def head_and_tables(rows: int) -> tuple[Any, dict[str, Any]]:
    """Return a head, and its two tables by name, each with this many rows of zeros."""
    head, tables = np.zeros(1, Pairs.dtype), {name: np.zeros(rows, Pair.dtype) for name in ("pairs", "more")}
    for name, values in tables.items():
        address, many = place_of(name)
        head[address], head[many] = values.ctypes.data, len(values)
    return head, tables


@pytest.fixture
def both(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return `_both`, compiled anew, because code loaded from the disk has no module to look at."""
    monkeypatch.setattr("sim.compiler.kernel.PLACE", Place(None))
    return entry(_both.py_func)


def test_a_kernel_that_two_others_call_is_joined_once(both: Any) -> None:
    """An entry and the kernels that it calls, directly or not, give one module, which exports only the entry.

    `_both` adds 1 twice and then 40 to the number of the row.
    """
    head, tables = head_and_tables(3)
    assert both(head, 2) == 42
    assert tables["pairs"]["one"].tolist() == [0, 0, 42]
    (library,) = [each.library for each in both._compiled.overloads.values()]
    seen = [
        one.name for one in library._final_module.functions if not one.is_declaration and one.linkage.name == "external"
    ]
    assert seen
    assert all("_both" in name for name in seen)


def test_a_kernel_has_no_machine_code_of_its_own(both: Any) -> None:
    head, _ = head_and_tables(3)
    both(head, 1)
    (library,) = [each.library for each in _add.made.overloads.values()]  # type: ignore[attr-defined]
    assert not library._finalized
    assert library.get_pointer_to_function(next(one.name for one in library._final_module.functions)) == 0


@pytest.mark.parametrize(("same", "expected"), [(0, 335), (1, 115)])
def test_two_variables_for_one_row_see_each_others_writes(same: int, expected: int) -> None:
    """A write through one variable for a row is seen through another variable for the same row of the same
    table, and through no variable for another row or table.

    If both variables mean row 0, `one` is 1 + 2 = 3, and the result 3 x 100 + 3 x 10 + 5. If they mean different rows,
    it is 1 x 100 + 1 x 10 + 5.
    """
    head, tables = head_and_tables(3)
    assert _through_two_names(head, 0, same) == expected
    assert tables["more"]["one"].tolist() == [5, 0, 0]
    assert tables["pairs"]["other"][same] == 7

"""The pointer to tables that compiled functions pass to each other, and the private names of numba and SimPy."""

import ast
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.compiler import private
from sim.compiler.kernel import kernel
from sim.compiler.pointer import copy_columns, pointer_to
from sim.engines.simpy import settle
from sim.model.schema.head import Head, number, place_of, table
from sim.model.schema.row import OUTPUT, STATE, Int, Long, Real, Row, Rows, column

ROOT = Path(__file__).parents[3]


class Item(Row, role=STATE):
    """A row of the table `rows`."""

    at: Long = column("when", unit="s")
    kind: Int = column("what")


class Small(Head):
    """A head (the record that the pointer points to) with two numbers and two tables."""

    now: Long = number("the instant", unit="s")
    share: Real = number("a real number", unit="1")
    rows: Rows[Item] = table("rows")
    plain: Rows[Int] = table("numbers", role=STATE)


state = pointer_to(Small)


@kernel
def _change(h: Small, row: int) -> int:
    h.now += 5
    h.share = h.now
    h.rows[row].at = h.now
    h.rows[row].kind += 1
    h.plain[row] = len(h.rows)
    return int(h.rows[row].at + h.plain[row])


@kernel
def _begin(heads: Any, row: int) -> int:
    return int(_change(state(heads), row))


def test_numbers_and_tables_are_read_and_written_as_attributes() -> None:
    """A kernel that assigns to an attribute of the head or of a row changes the number that Python sees there.

    The kernel adds 5 to the instant 37, and returns the sum, 42, plus the number of rows, 3.
    """
    head, rows, plain = np.zeros(1, Small.dtype), np.zeros(3, Item.dtype), np.zeros(3, np.int32)
    for name, values in (("rows", rows), ("plain", plain)):
        address, many = place_of(name)
        head[address], head[many] = values.ctypes.data, len(values)
    head["now"] = 37
    assert _begin(head, 2) == 42 + 3
    assert (head["now"][0], head["share"][0]) == (42, 42.0)
    assert rows.tolist() == [(0, 0), (0, 0), (42, 1)]
    assert plain.tolist() == [0, 0, 3]


class Output(Row, role=OUTPUT):
    """Two columns of `Kept`, with other machine types and in another order."""

    kind: Long = column("what", unit="1")
    at: Int = column("when")


class Kept(Item, role=STATE):
    """A row with one column more than `Output`."""

    share: Real = column("a share", unit="1")


class Large(Head):
    """A head with a table of `Kept`."""

    kept: Rows[Kept] = table("rows")


large = pointer_to(Large)


@kernel
def _copy(heads: Any, output: Rows[Output]) -> None:
    h: Large = large(heads)
    for row in range(len(output)):
        copy_columns(h.kept[row], output[row])


def test_columns_are_copied_by_their_names() -> None:
    """`copy_columns` copies each column of the target from the source's column of the same name, whatever its
    place and machine type.
    """
    head, kept, output = np.zeros(1, Large.dtype), np.zeros(2, Kept.dtype), np.full(2, 9, Output.dtype)
    address, many = place_of("kept")
    head[address], head[many] = kept.ctypes.data, len(kept)
    kept[:] = [(-5, 0.5, 3), (2**31 - 1, 0.25, -1)]
    assert kept.dtype.names == ("at", "share", "kind")
    _copy(head, output)
    assert output.dtype.names == ("kind", "at")
    assert output.tolist() == [(3, -5), (-1, 2**31 - 1)]


def test_the_private_names_of_numba_are_used_in_one_file() -> None:
    """private.py is the only file of `sim` that imports from numba.core, .np, .extending or .config."""
    private = re.compile(r"numba\.(core|np|extending|config)")
    found = {
        file.name
        for file in (ROOT / "sim").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if (isinstance(node, ast.ImportFrom) and node.module)
        for alias in node.names
        if private.match(f"{node.module}.{alias.name}")
    }
    assert found == {"private.py"}


@pytest.mark.parametrize(
    ("package", "holds_for", "file"),
    [("numba", private.HOLDS_FOR, "compiler/private.py"), ("simpy", settle.HOLDS_FOR, "engines/simpy/settle.py")],
    ids=["numba", "simpy"],
)
def test_the_pinned_version_is_one_for_which_private_names_hold(
    package: str, holds_for: tuple[str, ...], file: str
) -> None:
    """The version that constraints.txt pins is in `HOLDS_FOR` of the file that uses private names. The versions
    that pyproject.toml allows belong to one minor version, and include all of `HOLDS_FOR`.
    """
    pinned = re.search(rf"^{package}==(.*)$", (ROOT / "constraints.txt").read_text(encoding="utf-8"), re.MULTILINE)
    assert pinned
    if pinned[1] not in holds_for:
        pytest.fail(f"{package} {pinned[1]} is pinned: run the suite, then add it to HOLDS_FOR in {file}")
    asked = re.search(rf'"{package}>=([\d.]+),<([\d.]+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert asked
    least, below = (tuple(map(int, version.split("."))) for version in asked.groups())
    assert below == (least[0], least[1] + 1)
    assert all(least <= tuple(map(int, version.split("."))) < below for version in holds_for)

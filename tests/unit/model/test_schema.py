"""The schema of all tables: what each declaration must state, and what is generated from it."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.config import load
from sim.model.compile import plan
from sim.model.schema.head import Head, number, place_of, table
from sim.model.schema.history import HISTORY
from sim.model.schema.plan import PLAN
from sim.model.schema.row import OUTPUT, SCRATCH, STATE, STATIC, Byte, Column, Int, Long, Real, Row, Rows, Word, column
from sim.model.schema.state import State

STATES = {name: each.row for name, each in State.tables.items() if each.row}
ALL = {**{f"plan {n}": r for n, r in PLAN.items()}, **{f"history {n}": r for n, r in HISTORY.items()}}
ALL |= {f"state {name}": row for name, row in STATES.items()}
KNOWN = {*PLAN, *HISTORY, *State.tables, "sites", "Plan.quantiles"}


def every() -> list[tuple[str, Column]]:
    alone = [Column(n, t.dtype.str[1:], t.meaning, t.unit, t.of, t.role) for n, t in State.tables.items() if not t.row]
    found = [(f"{name}.{each.name}", each) for name, row in ALL.items() for each in row.columns.values()]
    return found + [(f"State.{each.name}", each) for each in [*State.scalars.values(), *alone]]


def test_every_column_has_a_meaning() -> None:
    """Each column of a table, and each number and table of the state, has a meaning; each class of a row has a
    docstring.
    """
    assert [name for name, each in every() if not each.meaning] == []
    assert [name for name, row in ALL.items() if not row.__doc__] == []
    assert [name for name, each in State.tables.items() if not each.meaning] == []


def test_every_measured_column_has_a_unit() -> None:
    """A column of 64-bit integers (instants, durations, weights) or real numbers has a unit, or names the table of
    which it holds row numbers.
    """
    rows = [(name, each) for name, each in every() if not name.startswith("State.")]
    assert [name for name, each in rows if each.kind in ("i8", "f8") and not (each.unit or each.of)] == []


def test_a_column_of_row_numbers_names_its_table() -> None:
    """The attribute `of` of a column that holds row numbers names a table that exists."""
    assert sorted({each.of for _, each in every()} - KNOWN - {""}) == []


def test_a_table_of_the_engine_has_the_columns_of_the_plan() -> None:
    """A table of the engine that begins as a copy of a table of the plan inherits all columns of that table."""
    for name in ("lot", "station", "lift", "leg", "hold", "task", "ask", "option", "step", "hop"):
        row = STATES[f"{name}s"]
        assert issubclass(row, PLAN[name])
        assert set(PLAN[name].columns) <= set(row.columns)
        assert set(row.inherited) <= set(PLAN[name].columns)


def test_columns_of_a_record_are_ordered_by_type() -> None:
    """Columns of a record are ordered by machine type (words, longs, reals, ints, bytes), then as declared."""

    class Parent(Row):
        """A row."""

        small: Byte = column("a byte")
        one: Int = column("an int")
        key: Word = column("a word")

    class Child(Parent, role=STATE):
        """A row that inherits."""

        part: Real = column("a real", unit="1", role=STATIC)
        at: Long = column("a long", unit="s")
        one: Int = column("declared again")

    assert Child.dtype.names == ("key", "at", "part", "one", "small")
    assert [Child.dtype[name].str[1:] for name in Child.dtype.names] == ["u8", "i8", "f8", "i4", "u1"]
    assert Child.inherited == ("small", "key")
    assert {name: each.role for name, each in Child.columns.items()} == {
        "small": STATIC, "one": STATE, "key": STATIC, "part": STATIC, "at": STATE,
    }  # fmt: skip
    assert Parent.columns["one"].meaning == "an int"


def test_the_head_is_made_from_its_declaration() -> None:
    """In a head, a number takes one column and a table takes two. A table of which one column is STATE has the role
    STATE, and all columns of a history have the role OUTPUT.
    """

    class Moved(Row):
        """A row."""

        at: Long = column("where", unit="s", role=STATE)
        kind: Int = column("what")

    class Small(Head):
        """A head."""

        many: Long = number("rows of `moved`")
        moved: Rows[Moved] = table("what moved", count="many", full=3)
        plain: Rows[Int] = table("numbers", role=SCRATCH)

    assert Small.dtype.names == ("many", *place_of("moved"), *place_of("plain"))
    assert (Small.tables["moved"].role, Small.tables["moved"].count, Small.tables["moved"].full) == (STATE, "many", 3)
    assert (Small.tables["plain"].role, Small.tables["plain"].dtype) == (SCRATCH, np.dtype("i4"))
    assert all(each.role == OUTPUT for row in HISTORY.values() for each in row.columns.values())


@pytest.mark.parametrize(
    ("annotation", "value", "what"),
    [
        (int, column("a number"), "expected one of Word, Long, Real, Int, Byte, Slot"),
        (Long, None, "expected a column with a meaning, got None"),
        (Long, 7, "expected a column with a meaning, got 7"),
    ],
)
def test_an_incomplete_declaration_is_refused(annotation: Any, value: Any, what: str) -> None:
    """A column without a machine type or a meaning raises an error when its class is created."""
    with pytest.raises(TypeError, match=what):
        type("Bad", (Row,), {"__annotations__": {"at": annotation}, "at": value})


OF_RECORDS = set(dir(np.record))
READ_BY_NO_PLAIN_KERNEL = {"plan site.base", "plan lot.item", "state sites.base", "state lots.item"}
"""Columns that are read only by their name as a string, or in code that is always compiled."""


def test_no_column_has_a_name_that_records_have() -> None:
    """No column has the name of an attribute of NumPy records. Code of the compiled engine that is run as Python would
    read the attribute in place of the column. Columns that no such code reads are exceptions.
    """
    clash = {name for name, each in every() if each.name in OF_RECORDS and not name.startswith("State.")}
    assert clash <= READ_BY_NO_PLAIN_KERNEL


def test_a_counter_that_does_not_exist_is_refused() -> None:
    """A table whose `count` names no number of its head is refused."""
    with pytest.raises(TypeError, match="nowhere"):

        class Bad(Head):
            """A head."""

            rows: Rows[Int] = table("numbers", count="nowhere")


def test_every_key_of_a_column_is_a_key_of_the_file() -> None:
    """Each key of a scenario file that a column names gets its value from tests/every_key.toml.

    With a wrong name, the column would stay at -1 or 0, and the value that a user states would be ignored.
    """
    case = plan(load(Path(__file__).parents[2] / "every_key.toml"))
    keyed = [(name, each) for name, row in PLAN.items() for each in row.columns.values() if each.key]
    linked = [(name, each) for name, each in keyed if each.is_slot or each.of in ("dist", "calendar")]
    assert len(linked) > 80
    assert [f"{n}.{each.name}" for n, each in linked if not (case.tables[n][each.name] >= 0).any()] == []
    stated = [(name, each) for name, each in keyed if (name, each) not in linked]
    assert [f"{n}.{each.name}" for n, each in stated if not case.tables[n][each.name].any()] == []

"""The page docs/tables.md, which lists all tables and columns, generated from the schema."""

from collections.abc import Iterable
from typing import Final

from sim.model.schema.head import TableOf
from sim.model.schema.history import HISTORY
from sim.model.schema.plan import PLAN
from sim.model.schema.row import Column, Row
from sim.model.schema.state import State

__all__ = ["tables_page"]

HEAD: Final = """# Tables

Every table and every column. Made from the code by `sim schema --tables`; do not edit.

A column is declared once, in `sim/model/schema`, with its type, unit, meaning and role: `static` stays the same from
the start of a history to its end, `state` is changed by the history, `scratch` has a meaning only within one decision
(between decisions it has the stated rest value, or any value), and `output` is part of the result of a history. For a
column that refers to rows of a table, `of` names that table; -1 means none. Instants are whole seconds since the start;
NEVER is later than every horizon. The type `slot` is an index into the common vector of numbers (`Plan.number`, in s,
kg and counts), with -1 for no number; its unit is that of the number. The unit 1 stands for no unit, or
for whatever is counted. `key` is the key that states a column of the plan in the scenario file, within the entry of
its row; a column without a key is computed.
"""
TYPES: Final = {"u8": "uint64", "i8": "int64", "f8": "float64", "i4": "int32", "u1": "uint8"}


def tables_page() -> str:
    """Return the page in Markdown."""
    lines = [HEAD, "## The plan", "", "The result of compiling a scenario (`Plan`), read-only.", ""]
    for name, row in PLAN.items():
        lines += _table(name, _meaning(row), row.columns.values())
    lines += ["## The history", "", "The result of one replication (`Trajectory`).", ""]
    for name, row in HISTORY.items():
        lines += _table(name, _meaning(row), row.columns.values())
    lines += ["## The state", "", "The working data of the compiled engine (`State`): its numbers and its tables.", ""]
    lines += _table("State", "Numbers of a running history.", State.scalars.values())
    for each in State.tables.values():
        lines += _table(each.name, _sentence(each.meaning), each.row.columns.values() if each.row else [_alone(each)])
    return "\n".join(lines).rstrip("\n") + "\n"


def _meaning(row: type[Row]) -> str:
    """Return the meaning of a row, from the docstring of its class."""
    return (row.__doc__ or "").strip()


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


def _alone(table: TableOf) -> Column:
    """Return the only column of a table that holds plain numbers."""
    kind = table.dtype.str.removeprefix("<").removeprefix("|")
    return Column("-", kind, "the number", table.unit, table.of, table.role)


def _table(name: str, meaning: str, columns: Iterable[Column]) -> list[str]:
    lines = [
        f"### {name}",
        "",
        meaning,
        "",
        "| column | type | unit | of | role | key | meaning |",
        "|---|---|---|---|---|---|---|",
    ]
    for each in columns:
        kind = "slot" if each.is_slot else TYPES[each.kind]
        key = f"`{each.key}`" if each.key else ""
        role = each.role if each.rest is None else f"{each.role}, rests at {each.rest}"
        lines.append(f"| `{each.name}` | {kind} | {each.unit} | {each.of} | {role} | {key} | {each.meaning} |")
    return [*lines, ""]

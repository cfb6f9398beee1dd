"""The line on which each key of a TOML file is stated, however the file is written."""

from __future__ import annotations

import tomllib
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sim.config.literal import dotted, literal, parts_of
from sim.config.locate import locate, nearest_line

TRICKY = '''\
# [not.a.table]
title = "a # in text, and [brackets] = too"   # talk

[a."b.c".'d e']
"key with = sign" = 1
plain.dotted."and quoted" = 2
text = """
[not.a.table]
x = 1 "" \\"""
"""
raw = \'\'\'
y = '1'\'\'\'
after = 3
list = [
    1,  # ] not the end
    { x = 1, y = { z = "}" } },
    [2,
     3],
]
  indented = 4
[[hold]]
name = "one"
[hold.inner]
deep = 1
[[hold]]
name = "two"
[[hold.until]]
at_most = 1
[[hold.until]]
at_most = 2
[ spaced . "out" ]
"\\u00e9\\U0001F6EB" = 1
[implied.table.inside]
x = 1
[implied]
y = 1'''


def test_tricky_text_is_located() -> None:
    """Keys are located despite quotes, comments, multi-line texts, tables in lists and lists of tables."""
    lines = locate(TRICKY)
    assert lines["title",] == 2
    assert lines["a", "b.c", "d e"] == 4
    assert lines["a", "b.c", "d e", "key with = sign"] == 5
    assert lines["a", "b.c", "d e", "plain", "dotted", "and quoted"] == 6
    assert lines["a", "b.c", "d e", "raw"] == 11
    assert lines["a", "b.c", "d e", "after"] == 13
    assert lines["a", "b.c", "d e", "list", "1", "y", "z"] == 16
    assert lines["a", "b.c", "d e", "list", "2", "1"] == 18
    assert lines["a", "b.c", "d e", "indented"] == 20
    assert lines["hold", "0", "inner", "deep"] == 24
    assert lines["hold", "1", "name"] == 26
    assert lines["hold", "1", "until", "1", "at_most"] == 30
    assert lines["spaced", "out", "\u00e9\U0001f6eb"] == 32
    assert lines["implied", "table", "inside"] == 33
    assert lines["implied",] == 35
    assert lines["implied", "y"] == 36
    assert not any("not" in path for path in lines)


def paths(value: Any, path: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
    inner: list[tuple[str, Any]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = [(str(position), item) for position, item in enumerate(value)]
    return {path, *(found for key, item in inner for found in paths(item, (*path, key)))}


def test_every_path_of_a_text_is_located() -> None:
    """`locate` finds exactly the paths of keys that tomllib reads."""
    assert set(locate(TRICKY)) == paths(tomllib.loads(TRICKY)) - {()}


def test_a_missing_key_has_the_line_of_its_table() -> None:
    """A missing key is given the line of its table; at the top level it is given no line."""
    lines = locate(TRICKY)
    assert nearest_line(lines, ("hold", "1", "until", "0", "missing")) == 27
    assert nearest_line(lines, ("missing",)) is None


NAMES = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=6)
VALUES = st.recursive(
    st.booleans() | st.integers() | st.floats(allow_nan=False) | NAMES | st.dates() | st.datetimes(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(NAMES, VALUES, max_size=4))
def test_any_table_is_written_read_and_located(table: dict[str, Any]) -> None:
    """Tomllib reads back what `literal` writes; every path is located, and each key of the top level is on the
    line on which it was written.
    """
    text = "\n".join(f"{dotted((name,))} = {literal(value)}" for name, value in table.items())
    assert tomllib.loads(text) == table
    lines = locate(text)
    assert set(lines) == paths(table) - {()}
    assert all(lines[name,] == number for number, name in enumerate(table, start=1))


@given(st.lists(NAMES, min_size=1, max_size=4))
def test_a_dotted_key_is_split_into_its_parts(parts: list[str]) -> None:
    """`dotted` joins the parts of a key for an error message, and `parts_of`, which reads `--set`, splits it again."""
    assert parts_of(dotted(parts)) == tuple(parts)

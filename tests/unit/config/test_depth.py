"""Tables nested too deep are refused with their line; a long text that is not nested too deep is accepted."""

from __future__ import annotations

from pathlib import Path

import pytest

import sim
from sim.config.parse import DEEPEST, LONG, is_deep, parsed
from sim.config.sweep import read_sweep
from sim.errors import ConfigError

TINY = Path(__file__).parents[3] / "configs" / "tiny.toml"
LINES = TINY.read_text(encoding="utf-8").count("\n")
DEEP = {
    "key": ".".join("a" * 900) + " = 1",
    "header": "[" + ".".join("a" * 900) + "]",
    "quoted": ".".join(['"a b"'] * 900) + " = 1",
    "brackets": "x = " + "[" * 5000 + "]" * 5000,
    "open": "x = " + "[" * 5000,
    "tables": "x = " + "{a = " * 5000 + "1" + "}" * 5000,
    "a few hundred": "x = " + "{a = " * 200 + "1" + "}" * 200,
    "beside text": "x = [ '[', \"[\", # [\n" + "[" * 40 + "]" * 41,
}


@pytest.mark.parametrize("name", DEEP)
def test_tables_nested_too_deep_are_refused(name: str, tmp_path: Path) -> None:
    """Each text that nests too deep gives one error with its line, not a traceback."""
    path = tmp_path / "case.toml"
    path.write_text(TINY.read_text(encoding="utf-8") + f"\n{DEEP[name]}\n", encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        sim.load(path)
    (problem,) = refused.value.problems
    assert problem.line == LINES + 2 + (name == "beside text")
    assert problem.expectation == "expected at most 32 tables and lists within one another"


@pytest.mark.parametrize(
    "line", ["# " + ".".join("1" * 40), f'about = "{".".join("a" * 40)}"'], ids=["comment", "text"]
)
def test_many_dots_in_a_comment_or_a_text_are_no_key(line: str, tmp_path: Path) -> None:
    """A comment or a text with forty parts between dots is accepted."""
    path = tmp_path / "case.toml"
    text = (
        TINY.read_text(encoding="utf-8").replace("about = ", "# about = ", 1).replace("seed = 1", f"seed = 1\n{line}")
    )
    path.write_text(text, encoding="utf-8")
    assert sim.load(path).name == "tiny"


def test_an_override_nested_too_deep_is_refused() -> None:
    for value in ("[" * 5000, "[" * 100 + "]" * 100):
        with pytest.raises(ConfigError, match="at most 32 tables and lists within one another"):
            sim.load(TINY, [f"lift=[{value}]"])


def test_a_text_with_many_keys_is_accepted() -> None:
    """The pattern that finds keys of too many parts does not match 1,000 keys of 32 parts each, a long word
    without dots, or dots within a long text.
    """
    assert LONG.search(("a." * 31 + "a = 1\n") * 1000 + "a" * 100_000) is None
    assert LONG.search("x = '" + "a.b " * 10_000 + "'") is None


def test_the_limit_of_depth_is_the_same_everywhere(tmp_path: Path) -> None:
    """The reader of TOML, `--set` and a sweep file allow the same depth, and refuse one level more."""
    fits, over = (
        f"{'[' * many}{']' * many}" for many in (DEEPEST - 1, DEEPEST)
    )  # the table that holds them is one more level
    assert not is_deep(parsed(f"x.y = {fits}"))
    with pytest.raises(RecursionError):
        parsed(f"x.y = {over}")
    for value, deep in ((fits, False), (over, True)):
        with pytest.raises(ConfigError) as refused:
            sim.load(TINY, [f"lift=[{value}]"])
        assert ("at most 32 tables" in str(refused.value)) == deep
        path = tmp_path / "sweep.toml"
        path.write_text(f"[vary]\nx = {value}\n", encoding="utf-8")
        with pytest.raises(ConfigError) as refused:
            read_sweep(path)
        assert ("at most 32 tables" in str(refused.value)) == deep
    path.write_text(f"[vary]\n{DEEP['key']}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="at most 32 tables"):
        read_sweep(path)

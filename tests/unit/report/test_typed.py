"""Commands that are printed so that users can copy them."""

from __future__ import annotations

import shlex

import pytest

from sim.report.typed import typed


@pytest.mark.parametrize(
    ("word", "shown"),
    [
        ("configs/base.toml", "configs/base.toml"),
        ("my plan.toml", '"my plan.toml"'),
        ("lift.c17.payload_t=40", "lift.c17.payload_t=40"),
        ('policy.load="heaviest first"', "\"policy.load='heaviest first'\""),
        ("order.keys=['due', 'rank']", "\"order.keys=['due', 'rank']\""),
        ("a=1;b=2", '"a=1;b=2"'),
    ],
)
def test_words_are_printed_in_double_quotes_or_without(word: str, shown: str) -> None:
    """Words are printed without quotes or in double quotes, since cmd.exe has no single quotes."""
    assert typed(["sim", "run", word]) == f"sim run {shown}"
    assert len(shlex.split(typed([word]))) == 1


@pytest.mark.parametrize("word", ["costs $5.toml", 'it\'s "new".toml', "a`b", "end\\"])
def test_other_words_are_printed_for_bash(word: str) -> None:
    """A word that cannot stand in double quotes is printed so that bash reads it unchanged."""
    assert shlex.split(typed([word])) == [word]

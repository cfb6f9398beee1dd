"""Commands that are printed for copying."""

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
def test_words_stand_in_double_quotes_or_none(word: str, shown: str) -> None:
    """Claim: cmd.exe treats single quotes as ordinary characters, so no word begins with one."""
    assert typed(["sim", "run", word]) == f"sim run {shown}"
    assert len(shlex.split(typed([word]))) == 1


@pytest.mark.parametrize("word", ["costs $5.toml", 'it\'s "new".toml', "a`b", "end\\"])
def test_what_double_quotes_cannot_hold_is_still_right_in_bash(word: str) -> None:
    """Claim: a word comes back unchanged when bash reads it."""
    assert shlex.split(typed([word])) == [word]

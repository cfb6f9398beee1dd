"""Names of files and folders, which are made from titles in any script."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.config import load, write_starter
from sim.domain.naming import MOST_BYTES, distinct_name, file_name
from sim.errors import ConfigError

HINDI = "\u0939\u093f\u0928\u094d\u0926\u0940"
"""Three letters with two vowel signs and a virama (a mark that joins two letters)."""


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Niger 2024, forecast of 19 May", "niger-2024-forecast-of-19-may"),
        (f"{HINDI} 1", f"{HINDI}-1"),
        ("\u0e17\u0e35\u0e48 2", "\u0e17\u0e35\u0e48-2"),
        ("E\u0301te\u0301", "\u00e9t\u00e9"),
        ("a_b -- c/d", "a_b-c-d"),
        ("\u0645\u06cc\u200c\u0634\u0648\u062f", "\u0645\u06cc\u0634\u0648\u062f"),
        ("\u2605", ""),
    ],
    ids=["plain", "Devanagari", "Thai", "composed", "separators", "joiner", "no letters"],
)
def test_letters_and_marks_stay(title: str, name: str) -> None:
    """Letters (in lower case), marks, digits and underscores of every script stay. An invisible joiner is left
    out. Other characters between them become one hyphen.
    """
    assert file_name(title) == name


def test_a_long_name_is_cut_between_letters() -> None:
    """A name made from a long title is cut between two characters, so that file systems accept its length."""
    assert file_name("\u5730" * 90) == "\u5730" * (MOST_BYTES // 3)
    assert len(distinct_name("x" * 900, file_name("x" * 900)).encode()) < 255


def test_init_takes_a_name_of_any_script(tmp_path: Path) -> None:
    """`sim init` accepts a name with vowel signs, and the file that it writes can be read."""
    assert load(write_starter(HINDI, tmp_path)).name == HINDI
    for wrong in ("a/b", ".x", "", "-x", "\u5730" * 80 + "1"):
        with pytest.raises(ConfigError, match="expected a name"):
            write_starter(wrong, tmp_path)

"""The number of columns that a text takes on a terminal."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.domain.columns import columns, cut, cut_front, filled, wrapped

BASE, DOTTED, HINDI = "\u57fa\u5730", "e\u0301", "\u0928\u0940\u092e"
SIGNS = st.text(alphabet="ab \t-\u57fa\u5730\u0301\u0947\u200d\u0940", max_size=60)


@pytest.mark.parametrize(
    ("text", "many"),
    [
        ("", 0),
        ("camp", 4),
        ("caf\u00e9", 4),
        ("cafe\u0301", 4),
        (BASE, 4),
        ("\uff21", 2),
        ("\uff76", 1),
        ("\u1112\u1161\u11ab", 2),
        ("\u0928\u0947", 1),
        (HINDI, 3),
        ("a\u200db", 2),
        ("\u2501", 1),
        ("co\u00adop", 5),
    ],
)
def test_a_wide_letter_takes_two_columns_and_a_mark_none(text: str, many: int) -> None:
    """A wide letter counts as two columns. A mark above, below or around a letter, a joiner, and a Korean vowel or
    final consonant count as none. Any other character counts as one. `filled` fills a text up to a number of columns.
    """
    assert columns(text) == many
    assert columns(filled(text, 9)) == 9


@given(text=SIGNS, most=st.integers(0, 20))
def test_a_cut_keeps_letters_whole(text: str, most: int) -> None:
    """A cut text is at most as wide as requested. If its end is cut off, the next letter would not fit; if its
    front is cut off, its first character is not one that takes no column.
    """
    head, tail = cut(text, most), cut_front(text, most)
    assert columns(head) <= most
    assert columns(tail) <= most
    assert text.startswith(head)
    assert text.endswith(tail)
    rest = text[len(head) :]
    assert not rest or columns(head + rest[0]) > most
    assert not tail or columns(tail[0]) > 0


@given(text=st.text(alphabet="ab -\t\n", max_size=80), width=st.integers(6, 20), whole=st.booleans())
def test_plain_text_is_wrapped_as_python_does(text: str, width: int, whole: bool) -> None:
    """A text whose letters take one column each is wrapped as `textwrap` does it."""
    text = text.strip()  # `textwrap` makes an empty line of blanks in front of a long word
    theirs = textwrap.wrap(
        text, width, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False, break_long_words=not whole
    )
    assert wrapped(text, width, "  ", "    ", split_words=not whole) == [line.rstrip() for line in theirs]


@given(text=SIGNS, width=st.integers(8, 20))
def test_no_line_is_wider_than_asked_for_and_nothing_is_lost(text: str, width: int) -> None:
    """No line of a wrapped text is wider than requested, and no letter is lost, also with wide letters,
    combining marks and joiners.
    """
    lines = wrapped(text, width, "> ", "  ")
    assert all(columns(line) <= width for line in lines)
    assert "".join("".join(line[2:] for line in lines).split()) == "".join(text.split())

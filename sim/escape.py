"""Make text from other people safe to print: no control characters, no direction marks, limited length."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["ECHO", "brief", "escaped"]

ECHO: Final = 60
"""Largest number of characters of a text from other people that a message repeats."""
UNSAFE: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f"  # control characters, such as ESC, to which a terminal reacts
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # direction marks: the text shown would differ from the text written
    "\u2028\u2029\ud800-\udfff]"  # line ends that few editors count; surrogates, which are halves of characters
)


def escaped(text: str, keep: str = "") -> str:
    r"""Return a text with each unsafe character written as its number, such as `\u001b`; valid JSON stays valid.

    Parameters
    ----------
    keep
        Characters that stay as they are, such as a line feed.
    """
    return UNSAFE.sub(lambda found: found[0] if found[0] in keep else f"\\u{ord(found[0]):04x}", text)


def brief(text: str, most: int = ECHO) -> str:
    """Return a text escaped and cut to at most `most` characters; a text in quotation marks keeps both marks."""
    safe = escaped(text)
    if len(safe) <= most:
        return safe
    mark = safe[-1] if safe[-1] in "\"'" and safe[0] == safe[-1] else ""
    return f"{safe[: most - 3 - len(mark)]}...{mark}"

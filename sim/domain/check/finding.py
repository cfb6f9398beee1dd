"""What a check of a scenario finds wrong, and the nearest spelling of what was meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

__all__ = ["Finding", "nearest", "quoted", "unknown"]


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong with a scenario whose parts are each in order.

    Parameters
    ----------
    path
        Keys from the top of the scenario down to what is wrong; positions in a list as text.
    value
        What stands there, as it would be written in the file; None where the text of the expectation says
        it all.
    expectation
        What should stand there, in words.
    suggestion
        The nearest spelling among the names that would be right, if one is near.
    """

    path: tuple[str, ...]
    value: str | None
    expectation: str
    suggestion: str | None = None


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that looks most like `word`, or None if none is near; case does not count."""
    by_fold = {name.casefold(): name for name in known}
    close = get_close_matches(word.casefold(), by_fold, n=1, cutoff=0.6)
    return by_fold[close[0]] if close else None


def quoted(word: str) -> str:
    """Return a name as it would be written in the file."""
    return f'"{word}"'


def unknown(path: tuple[str, ...], word: str, what: str, known: Iterable[str]) -> Finding:
    """Return the finding that `word` is none of the known names of `what` (such as "a site")."""
    names = sorted(known)
    near = nearest(word, names)
    if len(names) == 1:  # it is named once: as what was meant, or as all there is
        listed = "" if near else f"; there is one: {names[0]}"
    elif names:
        listed = f": {', '.join(names)}" if len(names) <= 6 else ""
    else:
        listed = "; there is none"
    return Finding(path, quoted(word), f"expected {what}{listed}", near)

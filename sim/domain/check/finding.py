"""The finding of a check, with functions that make its words and find the known name that was probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

__all__ = ["Finding", "counted", "nearest", "quoted", "unknown"]


@dataclass(frozen=True)
class Finding:
    """One error in how the parts of a scenario fit together, or one remark that the author of the scenario should know.

    Parameters
    ----------
    path
        Keys from the top of the scenario down to the error; positions in a list as text.
    value
        The stated value, as it would be written in the file; None if the expectation is complete without it.
    expectation
        What should be stated instead, in words. In a finding of `remarks`: what the stated value does.
    suggestion
        The most similar valid name, if there is one.
    parts
        Paths of other values that the expectation counts, such as the parts of a sum. If an option of the command line
        states one of them, the error is reported for that option.
    unit
        The unit of the suggested key in words, such as "tonnes", if the message names it.
    """

    path: tuple[str, ...]
    value: str | None
    expectation: str
    suggestion: str | None = None
    parts: tuple[tuple[str, ...], ...] = ()
    unit: str | None = None


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word most similar to `word`, ignoring case, or None if none is similar."""
    by_fold = {name.casefold(): name for name in known}
    close = get_close_matches(word.casefold(), by_fold, n=1, cutoff=0.6)
    return by_fold[close[0]] if close else None


def quoted(word: str) -> str:
    """Return a name as it would be written in the file."""
    return f'"{word}"'


def counted(number: float, word: str, many: str | None = None) -> str:
    """Return a number and its noun, as in "1 position"; `many` is the plural if it is not `word` with an s."""
    return f"{number:g} {word if number == 1 else many or f'{word}s'}"


def unknown(path: tuple[str, ...], word: str, what: str, known: Iterable[str]) -> Finding:
    """Return the finding that `word`, stated at `path`, is none of the `known` names of `what` (such as "a site")."""
    names = sorted(known)
    near = nearest(word, names)
    if len(names) == 1:  # the only name appears once, as the suggestion or in the list
        listed = "" if near else f"; there is one: {names[0]}"
    elif names:
        listed = f": {', '.join(names)}" if len(names) <= 6 else ""
    else:
        listed = "; there is none"
    return Finding(path, quoted(word), f"expected {what}{listed}", near)

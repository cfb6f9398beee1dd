"""Find fonts for letters that our font lacks, report letters that no font has, and fit text into a given width."""

import unicodedata
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from typing import Final

from matplotlib.font_manager import FontProperties, findfont, findSystemFonts, fontManager
from matplotlib.ft2font import FT2Font

from sim.domain.columns import columns, cut, cut_front, wrapped

__all__ = ["FONT", "broken", "fonts", "phrased", "short", "unreadable"]

FONT: Final = "DejaVu Sans"
"""Our font. It comes with matplotlib, so the letters are the same on every machine."""
# First words of the Unicode names of East Asian letters
EAST_ASIAN: Final = {"BOPOMOFO", "CJK", "FULLWIDTH", "HALFWIDTH", "HANGUL", "HIRAGANA", "IDEOGRAPHIC", "KATAKANA"}
SHOWN: Final = 12
"""Largest number of letters that a message lists."""


@cache
def fonts(letters: frozenset[str]) -> tuple[tuple[str, ...], str]:
    """Return fonts for the letters that our font lacks.

    Parameters
    ----------
    letters
        All letters of a figure.

    Returns
    -------
    tuple
        Families of fonts to try after ours, in order; and the letters that no font of this machine has.
    """
    regular, bold = (findfont(FontProperties(family=FONT, weight=weight)) for weight in ("normal", "bold"))
    missing = set(letters) - (_had(regular, 0, letters) & _had(bold, 0, letters))
    if not missing:
        return (), ""
    chosen, missing = _chosen(missing)
    if missing and _find_new():
        more, missing = _chosen(missing)
        chosen += more
    return tuple(chosen), "".join(sorted(missing))


def _chosen(missing: set[str]) -> tuple[list[str], set[str]]:
    """Return families of fonts, each the best for the letters that earlier ones lack, and the letters that none has."""
    families: dict[str, set[str]] = {}
    for face in fontManager.ttflist:
        if face.style == "normal" and "lastresort" not in face.name.replace(" ", "").lower():  # which has only boxes
            had = _had(face.fname, face.index, missing)
            families[face.name] = families.get(face.name, had) & had  # letters that every weight of the family has
    chosen = []
    while missing and families:
        best = min(
            families, key=lambda name: (-len(families[name] & missing), "Sans" not in name, "Mono" in name, name)
        )
        if not families[best] & missing:
            break
        chosen.append(best)
        missing = missing - families.pop(best)
    return chosen, missing


def _had(path: str, face: int, letters: Iterable[str]) -> set[str]:
    """Return the letters that a font has; none if its file is missing or damaged."""
    with suppress(OSError, RuntimeError, ValueError):
        font = FT2Font(path, face_index=face)
        return {letter for letter in letters if font.get_char_index(ord(letter))}
    return set()


def _find_new() -> bool:
    """Add the fonts that were installed after matplotlib listed the fonts; return whether any was added."""
    before = len(fontManager.ttflist)
    for path in sorted(set(findSystemFonts()) - {face.fname for face in fontManager.ttflist}):
        with suppress(Exception):  # fonts that matplotlib cannot read are skipped
            fontManager.addfont(path)
    return len(fontManager.ttflist) > before


def unreadable(lacking: Mapping[str, str]) -> str:
    """Return a message that says which letters no font has, in which figures, and what to do.

    Parameters
    ----------
    lacking
        The letters that no font has, by the name of the figure.
    """
    letters = sorted(set("".join(lacking.values())))
    more = f" and {len(letters) - SHOWN} more" if len(letters) > SHOWN else ""
    named = " and ".join(sorted({_example(letter) for letter in letters} - {""}))
    return (
        f"{', '.join(lacking)}: no font on this machine has {' '.join(letters[:SHOWN])}{more}; boxes stand for them. "
        f"Install a font that has them{f', such as {named},' if named else ''} and run the same command again. "
        "Numbers and tables are not affected."
    )


def _example(letter: str) -> str:
    """Return the name of a free font for the script of a letter; empty if none is known."""
    script = unicodedata.name(letter, "?").split()[0]
    if script in EAST_ASIAN:
        return "Noto Sans CJK"
    return f"Noto Sans {script.title()}" if unicodedata.category(letter)[0] in "LM" else ""


def short(name: str, letters: int) -> str:
    """Return a name; if it is wider than `letters` letters, it is shortened in the middle."""
    if columns(name) <= letters:
        return name
    head = (letters - 1) * 2 // 3
    return f"{cut(name, head).rstrip()}…{cut_front(name, letters - 1 - head).lstrip()}"


PREPOSITIONS: Final = frozenset(("at", "by", "for", "from", "in", "of", "on", "to", "with"))
"""Words after which a line break has a higher penalty."""


def broken(text: str, letters: int) -> str:
    """Return a text broken into lines of at most `letters` letters; a wide letter of East Asia counts twice."""
    return "\n".join(wrapped(text, letters))


def phrased(text: str, letters: int) -> str:
    """Return a headline broken into lines of similar length, preferably after punctuation.

    It has the smallest possible number of lines, or one line more.
    """
    words, fewest = text.split(), len(wrapped(text, letters))
    if fewest < 2 or any(columns(word) > letters for word in words):
        return broken(text, letters)
    best: dict[tuple[int, int], tuple[float, list[str]]] = {(0, 0): (0.0, [])}
    for end in range(1, len(words) + 1):
        for begin in range(end):
            line = " ".join(words[begin:end])
            if columns(line) > letters:
                continue
            cost = (1.0 - columns(line) / letters) ** 2 + (
                _penalty(words[end - 1], words[end]) if end < len(words) else 0
            )
            for many in range(fewest + 1):
                if (begin, many) in best:
                    before, lines = best[begin, many]
                    worst = best.get((end, many + 1), (before + cost + 1.0, []))[0]
                    if before + cost < worst:
                        best[end, many + 1] = before + cost, [*lines, line]
    ends = (best.get((len(words), fewest + more), (float("inf"), [])) for more in (0, 1))
    _, lines = min(((cost + number, lines) for number, (cost, lines) in enumerate(ends)), key=lambda each: each[0])
    return "\n".join(lines)


def _penalty(word: str, following: str) -> float:
    """Return the penalty for a line break between two words."""
    if word[-1] in ",;:." and following[0] not in "0123456789([":
        return 0.0
    return 1.5 if "=" in (word, following) or following[0] in "([" or word in PREPOSITIONS else 0.5

"""Recognition of the mistakes that spreadsheets and their users often make in CSV files, with advice on each."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

__all__ = ["commented_header", "odd_header", "ragged", "title_above", "totals"]

TOTAL = re.compile(r"(grand |sub[- ]?)?totals?:?|sum:?|summe:?|gesamt:?", re.IGNORECASE)
"""First cell of a row of totals."""
MOVEMENT = re.compile(
    r"\((in|ins|inch|inches|lbs?|pounds|kgs?|cm|ft)\.?\)|\btcn\b|\buln\b|\bpax\b|\bnsn\b", re.IGNORECASE
)
"""Part of a header of a movement list: a unit in parentheses, or an abbreviation of movement control."""
CELL = re.compile(r"[,;\t|]")
"""A character that may separate cells."""
DIGITS = re.compile(r"[+-]?\d+", re.ASCII)
LOOKED_AT = 20
"""Number of lines in which a header is looked for, from the line of the title on."""


def _plain(cell: str) -> str:
    """Return a cell of a header in the form of a key: in lower case, with _ in place of blanks and hyphens."""
    return re.sub(r"[\s-]+", "_", cell.strip().strip('"').casefold())


def _enough(cells: Iterable[str], known: Collection[str]) -> bool:
    """Whether cells look like a header: at least two are known columns (one, if only one column is known)."""
    return len({_plain(cell) for cell in cells} & set(known)) >= min(2, len(known)) > 0


def title_above(text: str, begin: int, known: Collection[str]) -> tuple[int, str] | None:
    """Return (line, advice) of a title in place of the header, if a header follows below; None if there is none.

    `text` begins with line `begin`, on which the header should be.
    """
    lines = re.split(r"\r\n|\n|\r", text, maxsplit=LOOKED_AT)[:LOOKED_AT]
    if not lines or len({_plain(cell) for cell in CELL.split(lines[0])} & set(known)) > 0:
        return None
    for below, line in enumerate(lines[1:], start=1):
        if _enough(CELL.split(line), known):
            text = f"expected the header, which is on line {begin + below}: remove the lines above it"
            return begin, f"{text}, or begin each with #"
    return None


def commented_header(comments: list[tuple[int, str]], first: str, known: Collection[str]) -> tuple[int, str] | None:
    """Return (line, advice) of a comment that looks like the header; None if there is none.

    `comments` are (line, text), and `first` is the first line that is no comment.
    """
    if _enough(CELL.split(first), known):
        return None
    for line, raw in comments:
        if _enough(CELL.split(raw.lstrip("# ")), known):
            text = "expected a header; this line looks like one, but begins with #, as comments do: take the # out"
            return line, text
    return None


def odd_header(cells: Sequence[str], known: Collection[str]) -> str | None:
    """Return what is wrong with a header as a whole; None if its columns can be checked one by one."""
    if len(known) < 2:
        return None  # the user names the column; the file may have any other columns
    strange = [cell for cell in cells if cell and cell not in known]
    capital = [cell for cell in strange if _plain(cell) in known]
    if capital and len({_plain(cell) for cell in cells}) == len(cells):
        better = ", ".join(_plain(cell) for cell in capital)
        has_signs = any(_plain(cell) != cell.lower() for cell in capital)
        form = "in lower-case letters" + (", with _ in place of blanks and hyphens" if has_signs else "")
        return f"expected columns {form}: {better} instead of {', '.join(capital)}"
    measured = [cell for cell in strange if MOVEMENT.search(cell)]
    if "name" in known and len(measured) >= 2 and not _enough(cells, known):
        return (
            f"this looks like a movement list ({', '.join(measured)}): sim import makes a manifest of it; "
            "expected a manifest: one lot in each line, with the columns name, site, category, count and weight_t in "
            "tonnes (1 lb is 0.000454 t, 1 kg is 0.001 t); people go into a roster; sizes are length_m, width_m and "
            "height_m in metres"
        )
    return None


def ragged(cells: Sequence[str], columns: Sequence[str]) -> str | None:
    """Return what is wrong with the number of cells of a row, or with a cell in a column without a name; or None."""
    surplus = len(cells) - len(columns)
    unnamed = [number for number, (name, cell) in enumerate(zip(columns, cells, strict=False), 1) if cell and not name]
    if surplus == 0 and not unnamed:
        return None
    if surplus == 0:
        cell = cells[unnamed[0] - 1]
        return f'expected a name in the header for column {unnamed[0]}; this line has "{cell}" there'
    text = f"expected {len(columns)} cells, as in the header; this line has {len(cells)}"
    if surplus < 0:
        hint = " (comments are allowed above the header only)" if cells[0].startswith("#") else ""
        return f"{text}{hint}"
    if not any(cells[len(columns) :]):
        return f"{text}, the last {surplus} of them empty: remove the commas or semicolons at its end"
    if any(DIGITS.fullmatch(left) and DIGITS.fullmatch(right) for left, right in pairwise(cells)):
        return f"{text}: write decimals with a point and thousands without separators, or put the cell in quotes"
    return f"{text}: a comma or semicolon inside a cell needs quotes around the cell"


def totals(cells: Sequence[str], columns: Sequence[str]) -> str | None:
    """Return the error about a row of totals; None for any other row."""
    first = next((cell for cell in cells if cell), "")
    if TOTAL.fullmatch(first) and first not in columns:
        return f'expected no row of totals; this row begins with "{first}": remove it, or its items count twice'
    return None

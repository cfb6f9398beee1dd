"""The Python cells of the pages in docs/notebooks run unchanged, and print the lines that are shown under them."""

from __future__ import annotations

import io
import re
from contextlib import redirect_stdout
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.md"))
CELL = re.compile(r"^```python\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?", flags=re.S | re.M)
"""Matches a Python cell and, if the page shows output directly under the cell, that output."""


@pytest.mark.parametrize("page", NOTEBOOKS, ids=lambda page: page.stem)
def test_the_cells_of_a_notebook_print_what_it_shows(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The cells run in order, and each prints the lines that the page shows under it, in their order.

    A page shows at least two such lines, and all of its blocks of output stand directly under a cell.
    """
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("MPLBACKEND", "agg")
    monkeypatch.setenv("COLUMNS", "80")
    text, names, shown = page.read_text(encoding="utf-8"), {"__name__": "__main__"}, 0
    for number, cell in enumerate(CELL.finditer(text), 1):
        printed = io.StringIO()
        with redirect_stdout(printed):
            exec(compile(cell[1], f"{page.name}, cell {number}", "exec"), names)
        output = iter(printed.getvalue().splitlines())
        for line in (cell[2] or "").splitlines():
            assert line in output, f"{page.name}, cell {number}: {line!r} is not printed\n{printed.getvalue()}"
            shown += 1
    assert shown >= 2
    assert text.count("```text") == sum(cell[2] is not None for cell in CELL.finditer(text))


def test_there_are_notebooks() -> None:
    """There are at least three pages in docs/notebooks."""
    assert len(NOTEBOOKS) >= 3

"""The table of what was observed beside the histories, for a terminal."""

from __future__ import annotations

from datetime import date

import pytest

from sim.analysis.summary.compared import Compared
from sim.analysis.summary.observed import Observation
from sim.report.compared import as_table


def row(measure: str, value: float, *band: float, site: str = "") -> Compared:
    return Compared(Observation(date(2021, 8, 30), site, measure, value, value, value), *band)


def test_an_evacuation_of_hundreds_of_thousands_fits_the_screen() -> None:
    """Claim: six figures in every place, the longest words and a site leave two blanks of 80 columns for the indent."""
    rows = [
        row("most_people_a_day", 130_134, 104_120, 127_866, 128_911),
        row("site_closed", 1, 1, 1, 5, site="Kabul"),
        row("people_out", 15_000, 22_481, 26_517, 27_821),
    ]
    lines = list(as_table(rows))
    assert max(len(line) for line in lines) <= 78
    assert lines[1] == "30 Aug all   most people out/day 130,134  104,120 to 128,911 (127,866) above"


@pytest.mark.parametrize("word", ["where", "what", "observed", "5-95 %", "verdict"])
def test_each_column_stands_under_its_head(word: str) -> None:
    """Claim: where a column begins in the head there is a blank before it in every line."""
    head, *lines = as_table([row("people_out", 999, 1, 2, 3), row("site_closed", 1, -1, 1, 5, site="AB101")])
    place = head.index(word)
    assert all(line[place - 1] == " " or word == "observed" for line in lines)
    assert all(line[head.index("observed") + 7].isdigit() for line in lines)

"""The table on a terminal that compares observations with histories."""

from __future__ import annotations

from datetime import date

import pytest

from sim.analysis.summary.compared import Compared
from sim.analysis.summary.observed import Observation
from sim.report.compared import as_records, as_table, tally


def row(measure: str, value: float, *band: float, site: str = "") -> Compared:
    return Compared(Observation(date(2021, 8, 30), site, measure, value, value, value), *band)


def test_an_evacuation_of_hundreds_of_thousands_fits_the_screen() -> None:
    """With figures of six digits, or with a site of five letters, a line has at most 78 columns."""
    rows = [
        row("most_people_a_day", 130_134, 104_120, 127_866, 128_911),
        row("site_closed", 1, 1, 1, 5, site="Kabul"),
        row("people_out", 15_000, 22_481, 26_517, 27_821),
    ]
    lines = list(as_table(as_records(rows)))
    assert max(len(line) for line in lines) <= 78
    assert lines[1] == "30 Aug all   most people out/day 130,134  104,120 to 128,911 (127,866) above"


@pytest.mark.parametrize("word", ["where", "what", "observed", "5-95 %", "verdict"])
def test_each_column_is_below_its_heading(word: str) -> None:
    """Each column begins below its heading, with a blank before it. Only observed figures are aligned at the right:
    they end where their heading ends.
    """
    head, *lines = as_table(
        as_records([row("people_out", 999, 1, 2, 3), row("site_closed", 1, -1, 1, 5, site="AB101")])
    )
    place = head.index(word)
    assert all(line[place - 1] == " " or word == "observed" for line in lines)
    figures = [line[: head.index("observed") + len("observed")].split()[-1] for line in lines]
    assert figures == ["999", "Aug"]


def test_a_narrow_screen_has_two_lines_for_an_observation() -> None:
    """On a narrow screen, the first of two lines has the observation, and the second one has the figures."""
    rows = [row("most_people_a_day", 130_134, 104_120, 127_866, 128_911), row("site_closed", 1, 1, 1, 5, site="Kabul")]
    lines = list(as_table(as_records(rows), 58))
    assert lines[1:] == [
        "30 Aug all   most people out/day",
        "       130,134, 104,120 to 128,911 (127,866), above",
        "30 Aug Kabul closed",
        "       30 Aug, 31 Aug to 4 Sep (31 Aug), below",
    ]
    assert list(as_table(as_records(rows), 78)) == list(as_table(as_records(rows)))


def test_shares_and_means_keep_their_decimals_and_lifts_their_names() -> None:
    """A share of 0.81 is printed with two decimals and a mean with one, and a figure of a lift has its name."""
    share = Compared(Observation(date(2021, 8, 30), "", "share_out", 0.81, 0.8, 0.9), 0.5, 0.6, 0.725)
    load = Compared(Observation(date(2021, 8, 30), "", "tonnes_a_sortie", 9.6, 9, 10, lift="C-17"), 9, 9.5, 10.04)
    _, one, two = as_table(as_records([share, load]))
    assert one.split()[-6:] == ["0.81", "0.50", "to", "0.72", "(0.60)", "above"]
    assert two.split()[2:] == ["all", "t", "a", "sortie,", "C-17", "9.6", "9.0", "to", "10.0", "(9.5)", "inside"]


def test_the_tally_says_how_many_bands_are_wide() -> None:
    """If figures lie inside wide bands, which say little, the tally counts them."""
    wide = Compared(Observation(date(2021, 8, 30), "", "people_out", 5, 5, 5), 0, 5, 9, (0, 10))
    assert tally(as_records([wide, row("people_out", 5, 4, 5, 6)])).endswith(
        "band of the histories; for 1 of these 2, the band is too wide to say much."
    )
    assert tally(as_records([row("people_out", 5, 4, 5, 6)])).endswith("band of the histories.")

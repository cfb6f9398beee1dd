"""One reader reads all CSV files: no row is lost, and an error names the problem and the remedy."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.analysis.summary import ensemble
from sim.config import load
from sim.config.cell import CellError, read_number, read_truth, read_whole
from sim.config.load import load as load_file
from sim.config.observations import BY_LIFT, MEASURES, read_observations
from sim.config.table import read_table
from sim.errors import ConfigError

HEADER = "name,site,category,count,weight_t\n"
ROW = "crates,camp,general,5,0.5\n"


@pytest.fixture
def listed(camp) -> str:
    """Return a scenario that names one manifest."""
    return camp.replace("seed = 7", 'seed = 7\nmanifest = ["more.csv"]')


def dated(camp: str) -> str:
    """Return a scenario whose missions are in flights.csv."""
    text = camp.replace("supply = { per_week = 3 }", 'supply = { csv = "flights.csv" }')
    return text[: text.index("[uncertainty")]


def observed(camp: str) -> str:
    """Return a scenario with observations in seen.csv."""
    return camp.replace("seed = 7", 'seed = 7\nobservations = "seen.csv"')


def test_a_lot_whose_name_begins_with_a_number_sign_is_a_lot(write, listed) -> None:
    """Only lines above the header can be comments; below it, a row that begins with # is a row."""
    rows = "# from the stores\n\n" + HEADER + '#12 launcher,camp,lethal,2,3\n"#13 safe",camp,classified,1,0.5\n' + ROW
    lots = load(write(listed, more=rows)).lot
    assert [name for name in lots if name not in ("guard weapons", "trucks")] == ["#12 launcher", "#13 safe", "crates"]


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x0b", "\x0c", "\x85", "\x1c"])
def test_only_the_end_of_a_line_ends_a_row(write, listed, sign) -> None:
    """A character at which `str.splitlines` cuts, but which does not end a line of a file, stays in its cell."""
    rows = HEADER + f"ration{sign}packs,camp,general,2,1.5\n" + ROW
    lots = load(write(listed, more=rows)).lot
    assert lots[f"ration{sign}packs"].count == 2
    assert lots["crates"].count == 5


SHAPES = {
    "hint of a spreadsheet": ("sep=;\n" + HEADER.replace(",", ";") + ROW.replace(",", ";"), 1, "take it out"),
    "tabs": (HEADER.replace(",", "\t") + ROW.replace(",", "\t"), 1, "separated by tabs"),
    "vertical bars": (HEADER.replace(",", "|") + ROW.replace(",", "|"), 1, "separated by vertical bars"),
    "title": ("PACKING LIST,,,,\n,,,,\n" + HEADER + ROW, 1, "which is on line 3"),
    "header as a comment": ("#" + HEADER + ROW, 1, "begins with #, as comments do: take the # out"),
    "capitals": (
        "Name,Site,Category,Count,Weight_t\n" + ROW,
        1,
        "lower-case letters: name, site, category, count, weight_t",
    ),
    "row numbers": ("#,name,site,category,count,weight_t\n1," + ROW, 1, "row numbers"),
    "totals": (HEADER + ROW + "TOTAL,,,5,2.5\n", 3, "row of totals"),
    "empty cells at the end": (HEADER + "crates,camp,general,5,0.5,,,\n", 2, "the last 3 of them empty"),
    "decimal comma without quotes": (HEADER + "crates,camp,general,5,0,5\n", 2, "write decimals with a point"),
    "comma in a name": (HEADER + "crates, green,camp,general,5,0.5\n", 2, "needs quotes around the cell"),
    "comment below the header": (HEADER + "# nothing yet\n" + ROW, 2, "comments are allowed above the header only"),
    "column without a name": ("name,site,category,count,weight_t,\ncrates,camp,general,5,0.5,x\n", 2, "for column 6"),
    "the same name twice": (HEADER + ROW + ROW, 3, "number them, or add their counts up"),
    "a unit with each number": (
        HEADER + "crates,camp,general,5 EA,0.5\n",
        2,
        'the cell contains the word "EA": write 5',
    ),
    "kilograms": (HEADER + "crates,camp,general,5,45 kg\n", 2, "write 0.045"),
    "movement list": ("Item,Length (in),Weight (lbs),Lead TCN\nTENT,88,5100,T1\n", 1, "looks like a movement list"),
    "not a number": (HEADER + "crates,camp,general,5,nan\n", 2, "expected a number above 0"),
    "another unit": ("name,site,category,count,weight_kg\ncrates,camp,general,5,45\n", 1, "tonnes: 45 kg is 0.045"),
    "a measure that lots have not": (
        HEADER.strip() + ",distance_in\n" + ROW.strip() + ",88\n",
        1,
        "expected one of name",
    ),
}


@pytest.mark.parametrize("name", SHAPES)
def test_a_habit_of_spreadsheets_is_named_with_its_remedy(listed, problems, name) -> None:
    """Each habit of spreadsheets gives one error, on its line, with the cause and what to do."""
    text, line, cure = SHAPES[name]
    (problem,) = problems(listed, more=text)
    assert (problem.file, problem.line) == ("more.csv", line)
    assert cure in problem.expectation


BYTES = {
    "workbook": (b"PK\x03\x04\x14\x00", "a workbook (.xlsx or .ods)"),
    "old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1", "an old workbook"),
    "UTF-16": ((HEADER + ROW).encode("utf-16"), "in UTF-16"),
    "UTF-16 without a mark": ((HEADER + ROW).encode("utf-16-le"), "UTF-16 or not text"),
    "web page": (b"<html><table>", "a web page"),
}


@pytest.mark.parametrize("name", BYTES)
def test_a_file_of_another_kind_is_named(write, listed, name) -> None:
    """For a file of another kind, the error of every reader of CSV files says what kind of file it is."""
    raw, cause = BYTES[name]
    path = write(listed)
    Path("more.csv").write_bytes(raw)
    for read in (lambda: load(path), lambda: read_table(Path("more.csv")), lambda: read_observations(Path("more.csv"))):
        with pytest.raises(ConfigError) as caught:
            read()
        (problem,) = caught.value.problems
        assert cause in problem.expectation


NUMBERS = {
    "1,200": "thousands separators: write 1200",
    "1 200": "thousands separators: write 1200",
    "1\u00a0200": "thousands separators: write 1200",
    "1\u202f200": "thousands separators: write 1200",
    "1'200": "thousands separators: write 1200",
    "1\u2019200": "thousands separators: write 1200",
    "1_200": "thousands separators: write 1200",
    "1.200,5": "thousands separators: write 1200.5",
    "1,200.5": "thousands separators: write 1200.5",
    "1.200.000": "thousands separators: write 1200000",
    "12,34,567": "thousands separators: write 1234567",
    "1,5": "write the decimal with a point: 1.5",
    "0,125": "write the decimal with a point: 0.125",
    "$45,000": "write 45000",
    "45 000 \u20ac": "write 45000",
    "USD 12.50": "write 12.50",
    "15%": "write 0.15",
    "2 EA": "write 2",
    "n/a": "leave the cell empty",
    "#REF!": "a spreadsheet formula failed",
    "inf": "does not stand for a number",
    "1e999": "too large",
    "\u0661\u0662": "",
}


@pytest.mark.parametrize("text", NUMBERS)
def test_a_number_in_another_notation_is_refused_with_the_number_to_write(text) -> None:
    """The error names the number to write, with the same value: 1,200 does not become 1.2. For a text without a
    usable number, the error says what is wrong or what to do.
    """
    with pytest.raises(CellError) as caught:
        read_number(text)
    assert NUMBERS[text] in str(caught.value)


@pytest.mark.parametrize("text", ["1,200.5", "1.200,5", "4,5"])
def test_no_decimal_is_advised_where_a_whole_number_is_needed(text) -> None:
    """Where only a whole number is allowed, the error does not advise to write a decimal."""
    with pytest.raises(CellError, match=r"^$"):
        read_whole(text)


def test_euros_are_not_to_be_written_as_dollars() -> None:
    """In a column in dollars, the error for an amount in euros says to convert it; for an amount in dollars, it
    says to write the number.
    """
    with pytest.raises(CellError, match="convert it to US dollars at your own rate"):
        read_number("5 EUR", column="value_usd")
    with pytest.raises(CellError, match=r"write 5$"):
        read_number("5 USD", column="value_usd")


@pytest.mark.parametrize("text", ["1.200", "12.345", "1,200"])
def test_three_digits_after_a_sign_are_ambiguous_between_semicolons(text) -> None:
    """In a file with semicolons, 1,200 and 1.200 can be read in two ways and are refused; 0.125 can only be a
    decimal. In a file with commas, 1.200 is read as 1.2, and refused where only a whole number is allowed.
    """
    with pytest.raises(CellError, match="ambiguous") as caught:
        read_number(text, ";")
    whole, small = text.replace(".", "").replace(",", ""), str(caught.value).rsplit(" ", 1)[1]
    assert f"write {whole} if" in str(caught.value)
    assert read_number(small, ";") == float(text.replace(",", "."))
    assert read_number("0.125", ";") == 0.125
    with pytest.raises(CellError, match="write 1200"):
        read_whole("1.200")
    assert (read_whole("3.0"), read_number("1.200")) == (3, 1.2)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_that_a_program_writes_is_read_back(number: float) -> None:
    """A finite number in the form that Python writes is read as that number."""
    assert read_number(repr(number)) == number


def test_a_truth_value_of_one_letter_is_refused() -> None:
    """A single letter such as Y, n or x is refused with the word to write."""
    assert (read_truth("Yes"), read_truth("0")) == (True, False)
    for text, cure in (("Y", "write yes"), ("n", "write no"), ("x", "write yes"), ("maybe", "write yes or no")):
        with pytest.raises(CellError, match=cure):
            read_truth(text)


def test_a_column_that_missions_do_not_have_is_refused(camp, problems) -> None:
    """Each unknown column in a file of missions is refused by name; the errors for `sight` and `Site` name the
    column `site`.
    """
    found = problems(dated(camp), flights="at,site,count,payload_t\n2024-06-01,camp,3,20\n")
    assert [(problem.key, problem.line) for problem in found] == [("count", 1), ("payload_t", 1)]
    (near,) = problems(dated(camp), flights="at,sight\n2024-06-01,camp\n")
    assert (near.key, near.suggestion) == ("sight", "site")
    (capital,) = problems(dated(camp), flights="at,Site\n2024-06-01,camp\n")
    assert "lower-case letters: site" in capital.expectation


def test_a_row_of_totals_is_not_read_as_a_time(camp, problems) -> None:
    """A row of totals below a column of times is refused. For a time in minutes, the error gives the hours; for
    a title in the first line, it gives the line of the header.
    """
    text = camp.replace("service_h = 0.5", 'service_h = { csv = "times.csv", column = "hours" }')
    (total,) = problems(text, times="day,hours\n1,0.5\nTotal,0.5\n")
    assert (total.file, total.line) == ("times.csv", 3)
    (unit,) = problems(text, times="day,hours\n1,30 min\n")
    assert "write 0.5" in unit.expectation
    (title,) = problems(text, times="Times of the gate,\nday,hours\n1,0.5\n")
    assert "is on line 2" in title.expectation


SEEN = "date,site,measure,value,low,high\n"
UNLIKELY = {
    "measure": ("2024-06-01,,poeple_out,5,,", "measure", "expected one of people_in_country"),
    "site": ("2024-06-01,cmap,people_present,5,,", "site", "expected a site: camp, home"),
    "before the clock": ("2024-04-01,,people_out,5,,", "date", "expected a day of the clock, 2024-05-01"),
    "after the clock": ("2025-06-01,,people_out,5,,", "date", "expected a day of the clock"),
    "not a number": ("2024-06-01,,people_out,nan,,", "value", "expected a number"),
    "endless": ("2024-06-01,,people_out,5,,inf", "high", "expected a number"),
    "grouped": ('2024-06-01,,people_out,"1,500",,', "value", "write 1500"),
    "low above high": ("2024-06-01,,people_out,5,7,6", "low", "not above the high end, 6"),
    "nothing": ("2024-06-01,,people_out,,,", "value", "missing"),
    "nowhere closed": ("2024-06-01,,site_closed,0,,", "site", "the site that was closed"),
}


@pytest.mark.parametrize("name", UNLIKELY)
def test_a_wrong_observation_is_refused_on_loading(camp, problems, name) -> None:
    """Measures, sites, days, numbers and spans are checked on loading, and reported with file and line."""
    row, key, cure = UNLIKELY[name]
    (problem,) = problems(observed(camp), seen=SEEN + "2024-05-10,camp,people_present,4,3,5\n" + row + "\n")
    assert (problem.file, problem.line, problem.key) == ("seen.csv", 3, key)
    assert cure in problem.expectation


OF_LIFT = {
    "another lift": ("2024-06-01,sorties,5,c71", "lift", "expected a lift: c17"),
    "not by lift": ("2024-06-01,people_out,5,c17", "lift", "people_out is not counted by lift; sorties"),
    "percent": ("2024-06-01,share_out,81,", "value", "expected a share from 0 to 1"),
}


@pytest.mark.parametrize("name", OF_LIFT)
def test_a_wrong_observation_of_a_lift_is_refused(camp, problems, name) -> None:
    """An unknown lift, a lift for a measure that is not counted by lift, and a share in percent are refused."""
    row, key, cure = OF_LIFT[name]
    (problem,) = problems(observed(camp), seen=f"date,measure,value,lift\n2024-05-10,sorties,5,c17\n{row}\n")
    assert (problem.file, problem.line, problem.key) == ("seen.csv", 3, key)
    assert cure in problem.expectation


def test_a_missing_file_of_observations_is_refused_on_loading(camp, problems) -> None:
    """A misspelt file of observations is reported at its key; a misspelt column at the header."""
    (file,) = problems(observed(camp), seem=SEEN)
    assert (file.key, file.suggestion) == ("observations", "seem.csv")
    (column,) = problems(observed(camp), seen=SEEN.replace("low", "lo") + "2024-06-01,,people_out,5,,\n")
    assert (column.line, column.key, column.suggestion) == (1, "lo", "low")


def test_every_accepted_measure_is_compared() -> None:
    """The reader accepts exactly the measures that are computed for a history."""
    assert set(MEASURES) == {
        *ensemble.COUNTED,
        *ensemble.SHARES,
        *ensemble.WHOLE,
        *ensemble.OF_LIFT,
        "heavy_sorties",
        "site_closed",
    }
    assert set(BY_LIFT) == set(ensemble.OF_LIFT)


WORD = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",), exclude_characters="\0\r"), max_size=8)


@given(
    st.lists(st.tuples(WORD, st.integers(0, 99), WORD), max_size=6),
    st.sampled_from(",;"),
    st.sampled_from(["\n", "\r\n"]),
)
def test_no_row_vanishes_from_any_reader(
    camp: str, tmp_path_factory: Any, rows: list[tuple[str, int, str]], delimiter: str, end: str
) -> None:
    """Each row that is not blank becomes one lot, mission, value or observation, or gives an error at its line.

    Cells may hold any characters; a row is what Python's csv module writes as one row.
    """
    folder = tmp_path_factory.getbasetemp()
    days = [str(date(2024, 6, 1) + timedelta(days=number)) for _, number, _ in rows]
    talk = [(first, last) for first, _, last in rows]
    files = {
        "more": [["name", "site", "category", "count", "weight_t", "source"]]
        + [[first, "camp", "general", "1", "0.5", last] for first, last in talk],
        "flights": [["at", "site"]] + [[day, "camp"] for day in days],
        "times": [["note", "hours"]] + [[first, str(number)] for first, number, _ in rows],
        "seen": [["grade", "date", "measure", "value", "unit"]]
        + [[first, day, "people_out", "1", last] for day, (first, last) in zip(days, talk, strict=True)],
    }
    for name, table in files.items():
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(table)
        (folder / f"{name}.csv").write_bytes(text.getvalue().encode())
    changed = observed(dated(camp)).replace("seed = 7", 'seed = 7\nmanifest = ["more.csv"]')
    changed = changed.replace("service_h = 0.5", 'service_h = { csv = "times.csv", column = "hours" }')
    scenario_file = folder / "all.toml"
    scenario_file.write_text(changed, encoding="utf-8")
    try:
        scenario = load_file(scenario_file)
    except ConfigError as error:
        lines = {(problem.file, problem.line) for problem in error.problems}
        for name, table in files.items():  # each file, read alone, gives all its rows or an error for them
            read = read_table(folder / f"{name}.csv")
            reported = {line for file, line in lines if file == read.file}
            assert len(read.rows) + len(read.problems) == len(table) - 1
            assert reported <= {
                read.line,
                *(row.line for row in read.rows),
                *(problem.line for problem in read.problems),
            }
        return
    assert len(scenario.lot) - 2 == len(rows)
    assert len(scenario.lift["c17"].supply.missions) == len(rows)
    assert len(scenario.site["camp"].station["inspect"].service_h.values) == len(rows)
    assert len(read_observations(folder / "seen.csv", scenario)) == len(rows)
